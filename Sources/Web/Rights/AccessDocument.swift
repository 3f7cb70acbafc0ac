public import Casework
import Foundation
public import Handbook

/// An answer as a file of its own: one HTML page with its styles in it and without script, to be printed or sent.
public enum AccessDocument {
    /// - Throws: where templates or styles cannot be read.
    public static func html(_ answer: AccessAnswer, language: Language, handbook: Handbook) throws -> String {
        let words = handbook[language]
        let model = DocumentModel(
            language: language.rawValue, district: handbook.district, styles: try styles(),
            answer: AccessAnswerModel(answer, words: words, handbook: handbook))
        let frame = PageFrame(
            language: language.rawValue, otherLanguages: [], user: nil, csrf: "", navigation: [], emergencyText: nil,
            notice: nil,
            assetVersion: "", district: handbook.district)
        return try Templates(handbook).render("access-document", page: frame, language: language, model: model)
    }

    private struct DocumentModel: Sendable {
        let language: String
        let district: String
        let styles: String
        let answer: AccessAnswerModel
    }

    private static func styles() throws -> String {
        let file = Site.resources.appendingPathComponent("Assets").appendingPathComponent("report-paper.css")
        return try String(contentsOf: file, encoding: .utf8)
    }
}
