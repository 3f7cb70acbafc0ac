public import Foundation
import Handbook
public import Prevention
import SQL
import Store

/// Makes a letter into a PDF and stores it as a document of the case, as it is now and for good.
public struct MakeLetter: Sendable {
    public let id: Int64
    public let order: LetterOrder
    /// The revision of the case that the user saw.
    public let revision: Int
    /// For sealed parts on their way.
    public let folder: String

    public init(_ id: Int64, _ order: LetterOrder, revision: Int, folder: String) {
        self.id = id
        self.order = order
        self.revision = revision
        self.folder = folder
    }

    /// - Parameters:
    ///   - write: the letter as one HTML page.
    ///   - print: that page as PDF.
    /// - Returns: its number in the case.
    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`; `WeasyPrint.Problem`.
    public func callAsFunction(
        _ who: Authorized<Acts.WorkCases>, in office: Office,
        write: @Sendable (LetterDraft) throws -> String, print: @Sendable (String) async throws -> Data
    ) async throws -> Int {
        let desk = try await ComposeLetter(id, order)(who, in: office)
        guard desk.opened.row.revision == revision else { throw Refused("changed-meanwhile") }
        guard let draft = desk.draft else { throw Refused(desk.problems) }
        let pdf = try await print(try write(draft))
        let intake = try DocumentIntake(
            case: id, most: .max, types: office.handbook.documentTypes, folder: folder, keys: office.keys)
        try intake.take(Array(pdf))
        let content = try intake.finish()
        let template = draft.template
        let new = content.document(
            .letter, title: template.title, fileName: template.title + " " + desk.opened.row.number)
        return try await office.writing(case: id, as: who) { db, opened in
            let now = try TemplateStore.newest(of: template.code, in: db)?.version ?? 0
            guard opened.row.revision == revision, now == draft.version else { throw Refused("changed-meanwhile") }
            let stored = try office.store(new, content, on: opened, as: who.actor, "letter " + template.code, in: db)
            try LetterStore.add(
                document: stored.id, template: template.code, version: draft.version, receiver: template.receiver,
                in: db)
            return stored.number
        }
    }
}
