public import Prevention
public import SQL

/// When what is done by itself was last done, by any process.
public enum ChoreStore {
    public struct Last: Sendable, Hashable {
        public let at: Instant
        /// What it depended on then.
        public let mark: String
    }

    public static func last(_ name: String, in db: any Connection) throws -> Last? {
        try db.first("SELECT at, mark FROM chore WHERE name = \(name)") {
            Last(at: Instant(milliseconds: $0.int64(0)), mark: $0.text(1))
        }
    }

    public static func done(_ name: String, mark: String, at: Instant, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO chore (name, at, mark) VALUES (\(name), \(at.milliseconds), \(mark))
            ON CONFLICT (name) DO UPDATE SET at = excluded.at, mark = excluded.mark
            """)
    }
}
