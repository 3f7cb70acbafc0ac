public import Prevention
public import SQL

/// A cell of the grid that has been filled in once.
public struct StoredMeasure: Sendable, Hashable {
    public let id: Int64
    /// Row id of the focus area.
    public let area: Int64
    public let municipality: String
    public let kind: Measure.Kind
    /// `nil` where it was set back to not filled in.
    public let measure: Measure?
    /// Of the account that has written it last.
    public let actor: String
    public let at: Instant
    public let revision: Int
}

/// What municipalities have for the focus areas.
public enum MeasureStore {
    private static let columns: SQL =
        "id, area_id, municipality, kind, state, name, remark, contact, link, actor, at, revision"

    private static func stored(_ row: Row) throws -> StoredMeasure {
        guard let kind = Measure.Kind(rawValue: row.text(3)) else {
            throw DatabaseFailure(.other, detail: "measure \(row.int64(0)) cannot be read")
        }
        let measure = Measure.State(rawValue: row.text(4)).map { state in
            Measure(state: state, name: row.text(5), remark: row.text(6), contact: row.text(7), link: row.text(8))
        }
        return StoredMeasure(
            id: row.int64(0), area: row.int64(1), municipality: row.text(2), kind: kind,
            measure: measure, actor: row.text(9), at: Instant(milliseconds: row.int64(10)), revision: row.int(11))
    }

    public static func measures(of areas: [Int64], in db: any Connection) throws -> [StoredMeasure] {
        if areas.isEmpty { return [] }
        return try db.fetch(
            "SELECT \(columns) FROM measure WHERE area_id IN \(list: areas) ORDER BY municipality, kind", stored)
    }

    public static func measure(
        of area: Int64, _ municipality: String, _ kind: Measure.Kind, in db: any Connection
    ) throws -> StoredMeasure? {
        try db.first(
            """
            SELECT \(columns) FROM measure
            WHERE area_id = \(area) AND municipality = \(municipality) AND kind = \(kind.rawValue)
            """, stored)
    }

    /// - Returns: the row id; `nil` where somebody else has filled it in meanwhile.
    public static func insert(
        _ one: Measure, _ kind: Measure.Kind, of area: Int64, _ municipality: String, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Int64? {
        try db.insert(
            """
            INSERT INTO measure (area_id, municipality, kind, state, name, remark, contact, link, actor, at, revision)
            VALUES (\(area), \(municipality), \(kind.rawValue), \(one.state.rawValue), \(one.name), \(one.remark),
                \(one.contact), \(one.link), \(actor.name), \(at.milliseconds), 1)
            ON CONFLICT DO NOTHING RETURNING id
            """)
    }

    /// False where somebody has changed it since `revision`.
    public static func update(
        _ id: Int64, to one: Measure?, revision: Int, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE measure SET state = \(one?.state.rawValue ?? "empty"), name = \(one?.name ?? ""),
                remark = \(one?.remark ?? ""), contact = \(one?.contact ?? ""), link = \(one?.link ?? ""), actor = \(actor.name), at = \(at.milliseconds),
                revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }
}
