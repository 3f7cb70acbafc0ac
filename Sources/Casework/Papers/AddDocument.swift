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
        _ intake: sending DocumentIntake, _ who: Authorized<Acts.WorkCases>, in office: Office
    ) async throws -> Int {
        var refusals: [Refusal] = []
        let name = DocumentName.title(title)
        if name == nil { refusals.append(Refusal("document-title", ["most": String(DocumentName.longest)])) }
        if !DocumentKind.uploaded.contains(kind) { refusals.append(Refusal("document-kind")) }
        var found: (type: DocumentType, size: Int, checksum: String)?
        do {
            found = try intake.finish()
        } catch let refusal as Refusal {
            refusals.append(refusal)
        }
        guard let name, let found, refusals.isEmpty else { throw Refused(refusals) }
        let new = NewDocument(
            kind: kind, title: name, fileName: DocumentName.file(fileName, of: found.type), type: found.type,
            size: found.size, checksum: found.checksum, seal: intake.seal)
        let parts = SealedParts(intake)
        return try await office.writing(case: id, as: who) { db, opened in
            if let refusal = opened.documentRefusal { throw Refused([refusal]) }
            try opened.file.check([name, fileName], office.law)
            return try office.store(new, parts, on: opened, as: who.actor, "document", in: db).number
        }
    }
}

/// Hands the sealed parts of an intake into a transaction; nothing else touches them by then.
struct SealedParts: @unchecked Sendable {
    private let intake: DocumentIntake

    init(_ intake: DocumentIntake) {
        self.intake = intake
    }

    func forEach(_ body: (String) throws -> Void) throws {
        try intake.parts(body)
    }
}

extension Office {
    /// Stores a document with its entries in change log and log.
    ///
    /// - Throws: `Refused("document-duplicate")` where the case has the same content already.
    func store(
        _ new: NewDocument, _ parts: SealedParts, on opened: OpenedCase, as actor: Actor, _ what: String,
        in db: any Connection
    ) throws -> (number: Int, id: Int64) {
        if let number = try DocumentStore.number(withContent: new.checksum, in: opened.id, db) {
            throw Refused("document-duplicate", ["number": String(number)])
        }
        let stored = try DocumentStore.add(
            new, to: opened.id, by: actor, at: now, in: db, parts: { try parts.forEach($0) })
        try ChangeLog.record(
            .caseFile, id: opened.id, old: "", new: "document \(stored.number)", by: actor, at: now, in: db)
        let entry = LedgerEntry(
            .collect, .caseFile, id: opened.id, reason: "\(what) \(stored.number)", isSealed: opened.isSealed)
        try ledger.record([entry], by: actor, at: now, in: db)
        return stored
    }
}
