import Crypto
public import Foundation
public import Prevention
import SQL
public import Store

/// Gives the content of a document. The whole of it is held against its checksum first, and the log says so before
/// anything is
/// sent.
public struct FetchDocument: Sendable {
    public let id: Int64
    public let number: Int

    public init(_ id: Int64, number: Int) {
        self.id = id
        self.number = number
    }

    /// - Throws: `NotFound` outside the actor's scope, or where it has been removed; `Refused`: `document-protected`,
    ///   `document-unnamed`, `document-broken` where the content is not what was stored, which is logged.
    public func callAsFunction(
        _ who: Authorized<Acts.WorkCases>, in office: Office
    ) async throws -> DocumentContent {
        let result: Result<StoredDocument, Refused> = try await office.reading(as: who.actor) { db, sight in
            let opened = try OpenedCase(id, who, sight, in: db)
            guard let document = try DocumentStore.document(number, of: id, in: db), document.removal == nil else {
                throw NotFound()
            }
            if let refusal = opened.contentRefusal { throw Refused([refusal]) }
            let isWhole = try FetchDocument.isWhole(document, keys: office.keys, in: db)
            let reason = "document \(number)" + (isWhole ? "" : " broken")
            let entry = LedgerEntry(.read, .caseFile, id: id, reason: reason, isSealed: opened.isSealed)
            let refused = Refused("document-broken", ["number": String(number)])
            return (isWhole ? .success(document) : .failure(refused), opened.readEntries + [entry])
        }
        return DocumentContent(document: try result.get(), office: office)
    }

    private static func isWhole(_ document: StoredDocument, keys: KeyRing, in db: any Connection) throws -> Bool {
        var hash = SHA256()
        var ordinal = 0
        do {
            while let part = try DocumentStore.part(ordinal, of: document, keys: keys, in: db) {
                hash.update(data: part)
                ordinal += 1
            }
        } catch is KeyRing.CannotOpen {
            return false
        }
        return Checksum.text(hash.finalize()) == document.checksum
    }
}

/// The content of a document, piece by piece.
public struct DocumentContent: Sendable {
    public let document: StoredDocument
    fileprivate let office: Office

    /// Hands over each part, in order.
    public func forEach(_ body: (Data) async throws -> Void) async throws {
        let (document, keys) = (document, office.keys)
        var ordinal = 0
        while true {
            let place = ordinal
            let part = try await office.database.read {
                try DocumentStore.part(place, of: document, keys: keys, in: $0)
            }
            guard let part else { return }
            try await body(part)
            ordinal += 1
        }
    }
}
