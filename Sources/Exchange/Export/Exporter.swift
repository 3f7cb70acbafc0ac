internal import Foundation
public import Prevention
public import SQL
public import Store

/// Writes what is stored of one source in the exchange format, in bounded memory and as of one moment.
///
/// Every id is the source's own; a party of a case whose person comes from another source is written with the name of that
/// source. Cases opened here belong to no other system: they are written under the source `kreds`, with their numbers as
/// ids, and are recognised when they are imported under that name again. Cases outside the actor's scope are not there, and a person under address protection is masked
/// unless a need is recorded: such an export must not be imported again under the same source. Pauses of clocks have no
/// place in the format.
public struct Exporter: Sendable {
    private let database: any Database
    private let keys: KeyRing
    private let ledger: Ledger

    public init(database: any Database, keys: KeyRing, ledger: Ledger) {
        self.database = database
        self.keys = keys
        self.ledger = ledger
    }

    /// The name of the source under which cases opened here are exported.
    public static let ownSource = OwnCases.source

    public struct Outcome: Sendable {
        /// Rows by file name.
        public let files: [String: Int]
        /// How many cases opened here, within the scope, are not among them.
        public let ownCasesLeftOut: Int
    }

    /// Writes the six files into `folder`, blocking the calling thread. The disclosure is logged first.
    ///
    /// - Parameter need: why protected persons are written unmasked, for an actor who may see them; they are masked without.
    /// - Throws: `Refusal("export.unknown-source")`, `DatabaseFailure`, `ExchangeWriteError`.
    public func run(
        folder: String, source: String, need: String = "", actor: Authorized<Acts.ExchangeData>, at now: Instant
    ) throws -> Outcome {
        guard need.isEmpty || actor.actor.may(.seeProtected) else {
            throw Refusal("forbidden", ["permission": Permission.seeProtected.rawValue])
        }
        let found = try database.blockingRead { db in
            try db.first("SELECT id FROM source WHERE name = \(source)") { $0.int64(0) }
        }
        // No row has the id 0: of the own source there is nothing yet but what was opened here.
        guard let sourceID = source == OwnCases.source ? found ?? 0 : found else {
            throw Refusal("export.unknown-source", ["value": source])
        }
        try database.blockingWrite { db in
            try ledger.record(
                .disclose, .importRun, id: nil, reason: "export " + source, words: need, by: actor.actor, at: now,
                in: db)
        }
        // What is written names people.
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let writer = try ExchangeWriter(folder: folder)
        let scope = actor.scope
        let leftOut = try database.blockingRead { db in
            let export = Export(
                db: db, source: sourceID, name: source, keys: keys, writer: writer, masks: need.isEmpty)
            try export.persons()
            try export.relations()
            try export.incidents()
            try export.participants()
            try export.areas()
            try export.cases(within: scope)
            if source == OwnCases.source { return 0 }
            return try db.count(
                "SELECT COUNT(*) FROM case_file c WHERE c.source_id IS NULL AND \(scope.condition)")
        }
        return Outcome(files: try writer.finish(), ownCasesLeftOut: leftOut)
    }
}

/// One export on its way, table by table in portions.
struct Export {
    let db: any Connection
    let source: Int64
    /// Of the source.
    let name: String
    let keys: KeyRing
    let writer: ExchangeWriter
    /// Whether persons under address protection are masked.
    let masks: Bool

    static let portion = 2_000

    /// Calls `fetch` with the last id of the portion before, until it gives no row; each row starts with its id.
    func portions<Value>(
        from first: Int64 = 0, _ fetch: (Int64) throws -> [(id: Int64, value: Value)], _ body: ([Value]) throws -> Void
    )
        throws
    {
        var last = first
        while true {
            let rows = try fetch(last)
            guard let end = rows.last?.id else { return }
            try body(rows.map(\.value))
            last = end
        }
    }

    func persons() throws {
        try portions { last in
            try db.fetch(
                """
                SELECT id, external_id, cpr_sealed, given_names, family_name, birth_date, sex, address, postal_code, municipality,
                    protected,
                    EXISTS (SELECT 1 FROM relation r JOIN person o ON o.id = r.related_id
                        WHERE r.person_id = COALESCE(p.merged_into, p.id) AND o.protected = 1)
                    OR EXISTS (SELECT 1 FROM relation r JOIN person o ON o.id = r.person_id
                        WHERE r.related_id = COALESCE(p.merged_into, p.id) AND o.protected = 1),
                    COALESCE(own_protected, protected)
                FROM person p WHERE id > \(last) AND +source_id = \(source)
                    AND (from_report = 0 OR EXISTS (SELECT 1 FROM case_party c
                        WHERE c.person_id = p.id AND c.said_of = 0 OR c.said_of <> 0 AND c.said_of = p.id))
                ORDER BY id LIMIT \(Export.portion)
                """
            ) { ($0.int64(0), try person($0)) }
        } _: { records in
            for record in records { try writer.write(record) }
        }
    }

    private func person(_ row: Row) throws -> PersonRecord {
        var record = PersonRecord(id: row.text(1))
        record.birthDate = LocalDate(row.text(5))
        record.sex = Sex(rawValue: row.text(6)) ?? .unknown
        record.isProtected = row.bool(12)
        // Also where another record of the same person is.
        if row.bool(10), masks { return record }
        record.municipality = row.text(9)
        record.cpr = try SealedCPR.opened(row.text(2), keys: keys)
        record.givenNames = row.text(3)
        record.familyName = row.text(4)
        // Whoever lives with somebody protected would give the home away.
        if masks, row.bool(11) { return record }
        record.address = row.text(7)
        record.postalCode = row.text(8)
        return record
    }

    /// In order of their rows, so that periods that begin together keep their order.
    func relations() throws {
        try portions { last in
            try db.fetch(
                """
                SELECT r.id, p.external_id, q.external_id, r.kind, r.from_date, r.to_date FROM relation r
                JOIN person p ON p.id = CASE WHEN r.said_of <> 0 THEN r.said_of ELSE r.person_id END
                JOIN person q ON q.id = CASE WHEN r.related_said_of <> 0 THEN r.related_said_of ELSE r.related_id END
                WHERE r.id > \(last) AND +r.source_id = \(source) ORDER BY r.id LIMIT \(Export.portion)
                """
            ) { row in
                let kind = Relation.Kind(rawValue: row.text(3)) ?? .sibling
                let record = RelationRecord(
                    person: row.text(1), related: row.text(2), kind: kind, from: LocalDate(row.text(4)),
                    to: LocalDate(row.text(5)))
                return (row.int64(0), record)
            }
        } _: { records in
            for record in records { try writer.write(record) }
        }
    }

    func incidents() throws {
        try portions { last in
            try db.fetch(
                """
                SELECT id, external_id, occurred_at, type, municipality, place, latitude, longitude, summary, same_as,
                    EXISTS (SELECT 1 FROM incident_person ip JOIN person o ON o.id = ip.person_id
                        WHERE ip.incident_id = i.id AND o.protected = 1)
                FROM incident i WHERE id > \(last) AND +source_id = \(source) ORDER BY id LIMIT \(Export.portion)
                """
            ) { row in
                var record = IncidentRecord(
                    id: row.text(1), occurredAt: Instant(milliseconds: row.int64(2)), type: row.text(3))
                record.sameAs = row.text(9)
                // It may have happened in the protected home, and the words of the report often name the place.
                if masks, row.bool(10) { return (row.int64(0), record) }
                record.municipality = row.text(4)
                record.place = row.text(5)
                record.latitude = row.doubleOrNil(6)
                record.longitude = row.doubleOrNil(7)
                record.summary = row.text(8)
                return (row.int64(0), record)
            }
        } _: { records in
            for record in records { try writer.write(record) }
        }
    }
}
