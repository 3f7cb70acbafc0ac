public import Prevention
public import SQL

/// An entry of the roll-out as it is stored.
public struct StoredRollOut: Sendable, Hashable {
    /// The latest of a municipality is where it stands; a form sends back the one it was made from.
    public let id: Int64
    public let entry: RollOut
    public let actor: String
    public let at: Instant
}

/// How far the Køge model has come: every entry stays, the latest of a municipality holds.
public enum RollOutStore {
    /// All of them, newest first.
    public static func entries(in db: any Connection) throws -> [StoredRollOut] {
        try db.fetch(
            "SELECT id, municipality, state, day, contact, remark, actor, at FROM roll_out ORDER BY id DESC"
        ) { row in
            guard let state = RollOut.State(rawValue: row.text(2)), let day = LocalDate(row.text(3)) else {
                throw DatabaseFailure(.other, detail: "roll-out \(row.int64(0)) cannot be read")
            }
            let entry = RollOut(
                municipality: row.text(1), state: state, day: day, contact: row.text(4), remark: row.text(5))
            return StoredRollOut(
                id: row.int64(0), entry: entry, actor: row.text(6), at: Instant(milliseconds: row.int64(7)))
        }
    }

    /// The latest of a municipality; 0 where there is none.
    public static func latest(of municipality: String, in db: any Connection) throws -> Int64 {
        try db.first("SELECT MAX(id) FROM roll_out WHERE municipality = \(municipality)") { $0.int64OrNil(0) ?? 0 } ?? 0
    }

    public static func insert(_ one: RollOut, by actor: Actor, at: Instant, in db: any Connection) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO roll_out (municipality, state, day, contact, remark, actor, at)
            VALUES (\(one.municipality), \(one.state.rawValue), \(one.day.description), \(one.contact), \(one.remark),
                \(actor.name), \(at.milliseconds)) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a roll-out") }
        return id
    }
}
