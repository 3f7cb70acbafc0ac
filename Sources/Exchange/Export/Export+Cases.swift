import Prevention
import SQL
import Store

extension Export {
    func cases(within scope: CaseScope) throws {
        let isGiven: SQL =
            name == OwnCases.source
            ? "(c.source_id = \(source) OR c.source_id IS NULL)" : "c.source_id = \(source)"
        try portions(from: Int64.min) { last in
            try db.fetch(
                """
                SELECT \(StoredCase.columns) FROM case_file c
                WHERE c.id > \(last) AND \(isGiven) AND \(scope.condition)
                ORDER BY c.id LIMIT \(Export.portion)
                """
            ) { row in
                let stored = StoredCase(row)
                return (stored.id, stored)
            }
        } _: { cases in
            let held = try DisclosureStore.underSection115(
                cases.map { (id: $0.id, programme: $0.programme) }, in: db)
            for (stored, record) in zip(cases, try StoredCase.records(of: cases, source: source, in: db)) {
                var record = record
                if held.contains(stored.id) { record.restriction = "rpl115" }
                try writer.write(record)
            }
        }
    }
}

/// The cases opened here, which no other system has an id for.
///
/// They go out and come in under a source name of their own, with their number as id. Where they come back into the
/// database that they are from, each is known by its number again; in any other they are cases of a source like all others.
enum OwnCases {
    static let source = CaseNumber.ownSource

    /// The case of that number, if it was opened here, as it would be exported now.
    static func record(numbered number: String, source: Int64, in db: any Connection) throws -> CaseRecord? {
        guard let id = CaseNumber.id(in: number) else { return nil }
        let found = try db.fetch(
            "SELECT \(StoredCase.columns) FROM case_file c WHERE c.id = \(id) AND c.source_id IS NULL", StoredCase.init)
        // A number of the same digits with another prefix or year is another case.
        let same = found.filter { $0.externalID == number }
        return try StoredCase.records(of: same, source: source, in: db).first
    }
}

/// A case row on its way into a line of `cases.jsonl`.
struct StoredCase {
    let id: Int64
    /// The id of its source, or its number where it has none.
    let externalID: String
    let programme: String
    let municipality: String
    let fields: String

    static let columns: SQL = "c.id, c.external_id, c.programme, c.municipality, c.fields, c.opened_on"

    init(_ row: Row) {
        let opened = LocalDate(row.text(5)) ?? LocalDate(dayNumber: 0)
        id = row.int64(0)
        programme = row.text(2)
        externalID = row.textOrNil(1) ?? CaseNumber.text(programme: programme, openedOn: opened, id: id)
        municipality = row.text(3)
        fields = row.text(4)
    }

    /// With their parties and events.
    ///
    /// - Parameter source: parties of another say of which.
    static func records(of cases: [StoredCase], source: Int64, in db: any Connection) throws -> [CaseRecord] {
        let ids = cases.map(\.id)
        var parties: [Int64: [CaseRecord.Party]] = [:]
        try db.forEach(
            """
            SELECT y.case_id, p.external_id, y.role, p.source_id, s.name FROM case_party y
            JOIN person p ON p.id = CASE WHEN y.said_of <> 0 THEN y.said_of ELSE y.person_id END
            JOIN source s ON s.id = p.source_id
            WHERE y.case_id IN \(list: ids) ORDER BY y.case_id, y.role DESC, p.id
            """
        ) { row in
            let other = row.int64(3) == source ? nil : row.text(4)
            parties[row.int64(0), default: []].append(.init(person: row.text(1), role: row.text(2), source: other))
        }
        var events: [Int64: [CaseRecord.Event]] = [:]
        try db.forEach(
            """
            SELECT case_id, kind, code, at, day_only, fields FROM case_event
            WHERE case_id IN \(list: ids) AND kind IN ('entered', 'recorded') ORDER BY case_id, at, id
            """
        ) { row in
            let at = Instant(milliseconds: row.int64(3))
            let moment = row.bool(4) ? at.day.description : at.exact
            let event: CaseRecord.Event =
                row.text(1) == "recorded"
                ? .init(entry: row.text(2), fields: try JSONText.fields(row.text(5)), at: moment)
                : .init(stage: row.text(2), at: moment)
            events[row.int64(0), default: []].append(event)
        }
        return try cases.map { stored in
            let fields = try JSONText.fields(stored.fields)
            return CaseRecord(
                id: stored.externalID, programme: stored.programme,
                municipality: stored.municipality.isEmpty ? nil : stored.municipality, parties: parties[stored.id],
                fields: fields.isEmpty ? nil : fields, events: events[stored.id] ?? [])
        }
    }
}
