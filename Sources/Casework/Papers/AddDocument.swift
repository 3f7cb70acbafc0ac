public import Prevention
import SQL
import Store

/// Stores a document on a case: the line in the clear, the content sealed, both or neither.
public struct AddDocument: Sendable {
    public let id: Int64
    public let kind: DocumentKind
    public let title: String
    /// As sent by the browser.
    public let fileName: String

    public init(_ id: Int64, kind: DocumentKind, title: String, fileName: String) {
        self.id = id
        self.kind = kind
        self.title = title
        self.fileName = fileName
    }

    /// - Parameter intake: what has come, all of it.
    /// - Returns: its number in the case.
    /// - Throws: `Refused` with every reason; `NotFound` outside the actor's scope.
    public func callAsFunction(
        _ intake: DocumentIntake, _ who: Authorized<Acts.WorkCases>, in office: Office
    ) async throws -> Int {
        var refusals: [Refusal] = []
        let name = DocumentName.title(title)
        if name == nil { refusals.append(Refusal("document-title", ["most": String(DocumentName.longest)])) }
        if !DocumentKind.uploaded.contains(kind) { refusals.append(Refusal("document-kind")) }
        var found: SealedContent?
        do {
            found = try intake.finish()
        } catch let refusal as Refusal {
            refusals.append(refusal)
        }
        guard let name, let content = found, refusals.isEmpty else { throw Refused(refusals) }
        let new = content.document(kind, title: name, fileName: fileName)
        return try await office.writing(case: id, as: who) { db, opened in
            if let refusal = opened.documentRefusal { throw Refused([refusal]) }
            try opened.file.check([name, fileName], office.law)
            return try office.store(new, content, on: opened, as: who.actor, "document", in: db).number
        }
    }
}

extension Office {
    /// Stores a document with its entries in change log and log.
    ///
    /// - Throws: `Refused("document-duplicate")` where the case has the same content already.
    func store(
        _ new: NewDocument, _ content: SealedContent, on opened: OpenedCase, as actor: Actor, _ what: String,
        in db: any Connection
    ) throws -> (number: Int, id: Int64) {
        if let number = try DocumentStore.number(withContent: new.checksum, in: opened.id, db) {
            throw Refused("document-duplicate", ["number": String(number)])
        }
        let stored = try DocumentStore.add(
            new, to: opened.id, by: actor, at: now, in: db, parts: content.parts)
        try ChangeLog.record(
            .caseFile, id: opened.id, old: "", new: "document \(stored.number)", by: actor, at: now, in: db)
        let entry = LedgerEntry(
            .collect, .caseFile, id: opened.id, reason: "\(what) \(stored.number)", isSealed: opened.isSealed)
        try ledger.record([entry], by: actor, at: now, in: db)
        return stored
    }
}
