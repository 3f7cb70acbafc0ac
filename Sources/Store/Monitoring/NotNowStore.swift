public import Prevention
public import SQL

/// Who is not selected now, and until when: one line for a person, which expires. Of somebody whose records each had one, the one
/// that lasts longest holds.
public enum NotNowStore {
    public struct Stored: Sendable, Hashable {
        public let person: Int64
        public let decision: NotNow
        public let actor: String
        public let at: Instant
    }

    /// In the place of what was there.
    public static func set(
        _ decision: NotNow, for person: Int64, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try delete(person, in: db)
        try db.execute(
            """
            INSERT INTO not_now (person_id, reason, until, actor, at)
            VALUES (\(person), \(decision.reason.rawValue), \(decision.until.description), \(actor.name),
                \(at.milliseconds))
            """)
    }

    /// False where there is none.
    @discardableResult
    public static func delete(_ person: Int64, in db: any Connection) throws -> Bool {
        try db.execute("DELETE FROM not_now WHERE person_id = \(person)") > 0
    }

    /// Those that hold on a day.
    public static func standing(on day: LocalDate, in db: any Connection) throws -> [Int64: Stored] {
        let found = try db.fetch(
            """
            SELECT person_id, reason, until, actor, at FROM not_now WHERE until >= \(day.description)
            ORDER BY until DESC, said_of
            """, stored)
        return Dictionary(found.map { ($0.person, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public static func decision(about person: Int64, in db: any Connection) throws -> Stored? {
        try db.first(
            """
            SELECT person_id, reason, until, actor, at FROM not_now WHERE person_id = \(person)
            ORDER BY until DESC, said_of LIMIT 1
            """, stored)
    }

    /// Whether any has ended before a day.
    public static func holdsAny(endedBefore day: LocalDate, in db: any Connection) throws -> Bool {
        try db.first("SELECT 1 FROM not_now WHERE until < \(day.description) LIMIT 1") { _ in true } ?? false
    }

    /// Takes out what has ended before a day; returns how many.
    public static func deleteAll(endedBefore day: LocalDate, in db: any Connection) throws -> Int {
        try db.execute("DELETE FROM not_now WHERE until < \(day.description)")
    }

    private static func stored(_ row: Row) throws -> Stored {
        guard let reason = NotNow.Reason(rawValue: row.text(1)), let until = LocalDate(row.text(2)) else {
            throw DatabaseFailure(.other, detail: "not_now of \(row.int64(0)) cannot be read")
        }
        return Stored(
            person: row.int64(0), decision: NotNow(reason, until: until), actor: row.text(3),
            at: Instant(milliseconds: row.int64(4)))
    }
}
