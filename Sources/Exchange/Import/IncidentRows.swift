import Handbook
import Prevention
import SQL
import Store

/// `incidents.csv` into the register.
struct IncidentRows: CSVTarget {
    static let columns: [(name: String, isRequired: Bool)] = [
        ("incident_id", true), ("occurred_at", true), ("type", true), ("municipality", false), ("place", false),
        ("latitude", false), ("longitude", false), ("summary", false), ("same_as", false),
    ]

    private static let stored = [
        "occurred_at", "day", "type", "municipality", "place", "latitude", "longitude", "summary", "same_as",
    ]

    private let table: RowTable
    private let types: Set<String>

    init(_ db: any Connection, _ context: ImportContext) throws {
        types = Set(context.handbook.incidentTypes.map(\.code))
        table = try RowTable(
            db, .incident, names: IncidentRows.stored, context: context,
            insert: """
                INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, latitude,
                    longitude, summary, same_as, fingerprint, import_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id
                """,
            find: "SELECT id, fingerprint, import_id FROM incident WHERE source_id = ? AND external_id = ?",
            seen: "UPDATE incident SET import_id = ? WHERE id = ?",
            old: """
                SELECT occurred_at, day, type, municipality, place, latitude, longitude, summary, same_as
                FROM incident WHERE id = ?
                """,
            update: """
                UPDATE incident SET occurred_at = ?, day = ?, type = ?, municipality = ?, place = ?, latitude = ?,
                    longitude = ?, summary = ?, same_as = ?, fingerprint = ?, import_id = ? WHERE id = ?
                """)
    }

    func take(_ row: CSVRow) throws -> RowOutcome {
        let id = try row.required(0)
        let moment = try row.required(1)
        guard let occurred = Instant(moment) else {
            throw RowProblem("import.not-a-moment", column: "occurred_at", value: moment)
        }
        let type = try row.required(2)
        guard types.contains(type) else {
            throw RowProblem("import.unknown-incident-type", column: "type", value: type)
        }
        let sameAs = try row.text(8)
        return try table.put(
            id,
            [
                .integer(occurred.milliseconds), .text(occurred.day.description), .text(type),
                .text(try row.municipality(3)), .text(try row.text(4)),
                try row.number(5, in: -90...90).map(SQLValue.real) ?? .null,
                try row.number(6, in: -180...180).map(SQLValue.real) ?? .null, .text(try row.text(7)),
                sameAs.isEmpty ? .null : .text(sameAs),
            ], of: row)
    }
}
