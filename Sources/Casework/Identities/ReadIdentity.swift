public import Prevention
import SQL
public import Store

/// A record behind a person, as the reader may see it.
public struct IdentityRecord: Sendable {
    /// Name and address as the record itself says them; masked as the person is.
    public let view: PersonView
    public let externalID: String
    public let source: String
    public let deliveredAt: Instant?
    /// Whether it stands for the whole person.
    public let stands: Bool

    public var id: Int64 { view.id }

    static func read(_ records: [Int64], _ sight: Sight, in db: any Connection) throws -> [IdentityRecord] {
        let stored = try IdentityStore.read(records, in: db)
        return try stored.map { record in
            // A need is recorded for the person, whichever record stands.
            let person = try IdentityStore.person(of: record.person.id, in: db)
            let standing = try PersonStore.person(person, in: db) ?? record.person
            return IdentityRecord(
                view: PersonView(record.person, isMasked: sight.isMasked(standing)),
                externalID: record.person.externalID, source: record.source, deliveredAt: record.deliveredAt,
                stands: record.stands)
        }
    }
}

/// The records behind a person and how they came to be one, or two.
public struct Identity: Sendable {
    public let person: Int64
    /// The one that stands first.
    public let records: [IdentityRecord]
    /// Others that they were merged with once, or are kept apart from.
    public let others: [IdentityRecord]
    /// Oldest first, undone ones too.
    public let merges: [PersonMerge]
    /// Oldest first, those taken back too.
    public let splits: [PersonSplit]
    /// Whether it is hidden from the reader who this is.
    public let isMasked: Bool

    /// Whether the reader may see both records of a merge or a split. Who may not see one of them may not read why either:
    /// reasons name people.
    public func isShown(_ a: Int64, _ b: Int64) -> Bool {
        let shown = (records + others).filter { $0.view.name != nil }.map(\.id)
        return shown.contains(a) && shown.contains(b)
    }
}

/// Reads the history of a person's identity; logged for every record shown.
public struct ReadIdentity: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `Refused("own-family")`; `NotFound` for nobody that the actor may know of.
    public func callAsFunction(
        _ who: Authorized<Acts.ReviewIdentities>, in office: Office
    ) async throws -> Identity {
        try await office.reading(as: who.actor) { db, sight in
            let person = try IdentityStore.person(of: id, in: db)
            guard let standing = try PersonStore.person(person, in: db),
                try !sight.within([person], in: db).isEmpty
            else { throw NotFound() }
            try sight.checkKin([person])
            let records = try IdentityStore.records(of: person, in: db)
            let merges = try IdentityStore.merges(touching: records, in: db)
            let splits = try IdentityStore.splits(touching: records, in: db)
            let named = merges.flatMap { [$0.a, $0.b] } + splits.flatMap { [$0.a, $0.b] }
            let others = try Set(named).subtracting(records).sorted().filter { other in
                try !sight.isKin(IdentityStore.person(of: other, in: db))
            }
            let identity = Identity(
                person: person, records: try IdentityRecord.read(records, sight, in: db),
                others: try IdentityRecord.read(others, sight, in: db), merges: merges, splits: splits,
                isMasked: sight.isMasked(standing))
            let entries = (records + others).map { LedgerEntry(.read, .person, id: $0, reason: "identity") }
            return (identity, entries)
        }
    }
}

/// The record that stands for the person of another: where an old link leads. It says nothing of either.
public struct FindStandingPerson: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    public func callAsFunction(_ who: Authorized<Acts.FindPersons>, in office: Office) async throws -> Int64 {
        try await office.database.read { try IdentityStore.person(of: id, in: $0) }
    }
}
