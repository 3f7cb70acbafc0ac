public import Prevention
import SQL
public import Store

/// The runs of the import, newest first. They name nobody, so nothing is logged.
public struct ListImports: Sendable {
    public static let most = 50

    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.ExchangeData>, in office: Office) async throws -> [StoredImport] {
        try await office.database.read { db in try ImportStore.runs(limit: ListImports.most, in: db) }
    }
}

/// One run of the import.
public struct ReadImport: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    public func callAsFunction(_ who: Authorized<Acts.ExchangeData>, in office: Office) async throws -> StoredImport {
        let id = id
        guard let run = try await office.database.read({ db in try ImportStore.run(id, in: db) }) else {
            throw NotFound()
        }
        return run
    }
}

/// What comes before the rejected rows of a run are shown or given out: they name people, so it is logged.
public struct LogRejectedRows: Sendable {
    public enum Part: String, Sendable {
        /// Those of the page.
        case rows = "rejected rows"
        case file = "rejects file"
    }

    public let id: Int64
    public let part: Part

    public init(_ part: Part, of id: Int64) {
        self.id = id
        self.part = part
    }

    public func callAsFunction(_ who: Authorized<Acts.ExchangeData>, in office: Office) async throws {
        try await office.database.write { db in
            try office.ledger.record(
                .read, .importRun, id: id, reason: part.rawValue, by: who.actor, at: office.now, in: db)
        }
    }
}
