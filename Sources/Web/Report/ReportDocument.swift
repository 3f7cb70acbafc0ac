public import Casework
import Foundation
public import Handbook

/// The report as a file of its own: one HTML page with its styles in it and without script, to be sent, kept, or made into a
/// PDF.
public enum ReportDocument {
    /// - Throws: where templates or styles cannot be read.
    public static func html(_ report: AnnualReport, language: Language, handbook: Handbook) throws -> String {
        let words = handbook[language]
        let report = ReportModel(report, years: nil, reader: .none, words: words, handbook: handbook)
        let model = DocumentModel(language: language.rawValue, styles: try styles(), report: report)
        let frame = PageFrame(
            language: language.rawValue, otherLanguages: [], user: nil,
            csrf: "", navigation: [], emergencyText: nil, notice: nil, assetVersion: "", district: handbook.district)
        return try Templates(handbook).render("report-document", page: frame, language: language, model: model)
    }

    private struct DocumentModel: Sendable {
        let language: String
        let styles: String
        let report: ReportModel
    }

    /// Without `app.css`: a printer of PDFs may not know cascade layers, and a report needs no forms and boards.
    private static func styles() throws -> String {
        let folder = Site.resources.appendingPathComponent("Assets")
        return try ["report-paper.css", "report.css"].map {
            try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8)
        }.joined(separator: "\n")
    }
}
