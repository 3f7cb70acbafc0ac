public import Prevention
public import SQL

/// A focus area as it is stored.
public struct StoredFocusArea: Sendable, Hashable {
    public let id: Int64
    public let plan: Int64
    public let area: FocusArea
    /// The proposal that it was chosen from; `nil` for none.
    public let proposal: Int64?
    public let endedOn: LocalDate?
    public let endReason: String
    /// Raised with every change; a form sends back the one it was made from.
    public let revision: Int
}

/// Focus areas, and earlier ones that continue (*indsatsområder*).
public enum FocusAreaStore {
    private static let columns: SQL = """
        id, plan_id, kind, title, body, aims, figures, indicators, proposal_id, ended_on, end_reason, revision
        """

    private static func stored(_ row: Row) throws -> StoredFocusArea {
        guard let kind = FocusArea.Kind(rawValue: row.text(2)) else {
            throw DatabaseFailure(.other, detail: "focus area \(row.int64(0)) cannot be read")
        }
        let area = FocusArea(
            kind: kind, title: row.text(3), body: row.text(4), aims: row.text(5), figures: codes(row.text(6)),
            indicators: codes(row.text(7)))
        return StoredFocusArea(
            id: row.int64(0), plan: row.int64(1), area: area, proposal: row.int64OrNil(8),
            endedOn: LocalDate(row.text(9)), endReason: row.text(10), revision: row.int(11))
    }

    /// Codes as they are stored, with blanks between.
    static func codes(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }

    static func text(_ codes: [String]) -> String {
        codes.joined(separator: " ")
    }

    /// Those of the plan first, then the earlier ones.
    public static func areas(of plan: Int64, in db: any Connection) throws -> [StoredFocusArea] {
        try db.fetch(
            "SELECT \(columns) FROM focus_area WHERE plan_id = \(plan) ORDER BY kind DESC, place, id", stored)
    }

    /// Of all plans.
    public static func all(in db: any Connection) throws -> [StoredFocusArea] {
        try db.fetch("SELECT \(columns) FROM focus_area ORDER BY plan_id DESC, kind DESC, place, id", stored)
    }

    public static func area(_ id: Int64, in db: any Connection) throws -> StoredFocusArea? {
        try db.first("SELECT \(columns) FROM focus_area WHERE id = \(id)", stored)
    }

    public static func insert(
        _ area: FocusArea, into plan: Int64, proposal: Int64?, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let place = try db.count("SELECT COALESCE(MAX(place), 0) + 1 FROM focus_area WHERE plan_id = \(plan)")
        let id = try db.insert(
            """
            INSERT INTO focus_area (plan_id, kind, place, title, body, aims, figures, indicators, proposal_id, ended_on,
                end_reason, actor, at, revision)
            VALUES (\(plan), \(area.kind.rawValue), \(place), \(area.title), \(area.body), \(area.aims),
                \(text(area.figures)), \(text(area.indicators)), \(proposal), '', '', \(actor.name), \(at.milliseconds), 1)
            RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new focus area") }
        return id
    }

    /// False where somebody has changed it since `revision`.
    public static func update(
        _ id: Int64, to area: FocusArea, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE focus_area SET kind = \(area.kind.rawValue), title = \(area.title), body = \(area.body),
                aims = \(area.aims), figures = \(text(area.figures)), indicators = \(text(area.indicators)),
                revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    /// Ends one, or takes that back where `day` is `nil`. False where somebody has changed it since `revision`.
    public static func end(
        _ id: Int64, on day: LocalDate?, reason: String, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE focus_area SET ended_on = \(day?.description ?? ""), end_reason = \(reason), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }
}
