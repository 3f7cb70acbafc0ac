public import Prevention
import SQL
import Store

/// Takes a document off a case: its content goes, the line stays in the history with who, when and why.
public struct RemoveDocument: Sendable {
    public let id: Int64
    public let number: Int
    public let reason: String

    public init(_ id: Int64, number: Int, reason: String) {
        self.id = id
        self.number = number
        self.reason = reason
    }

    /// - Throws: `Refused`: `document-reason`, `document-gone`, `document-sent` for a letter that has left; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        let now = office.now
        try await office.writing(case: id, as: who) { db, opened in
            guard let document = try DocumentStore.document(number, of: id, in: db) else { throw NotFound() }
            // What somebody has received is on record as long as the case.
            if document.letter?.sending != nil { throw Refused("document-sent") }
            guard !reason.isEmpty else { throw Refused("document-reason") }
            try opened.file.check([reason], office.law)
            guard try DocumentStore.remove(document, reason: reason, by: who.actor, at: now, in: db) else {
                throw Refused("document-gone")
            }
            try ChangeLog.record(
                .caseFile, id: id, old: "document \(number)", new: "", by: who.actor, at: now, in: db)
            let entry = LedgerEntry(
                .delete, .caseFile, id: id, reason: "document \(number)", words: reason, isSealed: opened.isSealed)
            try office.ledger.record([entry], by: who.actor, at: now, in: db)
        }
    }
}
