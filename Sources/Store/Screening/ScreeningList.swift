public import SQL

/// How the list of hits stands to the register.
public enum ScreeningList {
    public struct State: Sendable, Equatable {
        /// Those that it was made with, as `Rescreening` writes them.
        let rules: String
        /// Whether it waits for a full run.
        let isDue: Bool
        /// How often the register has changed under it.
        let changes: Int64
    }

    /// `nil` where no list has been made yet.
    public static func state(in db: any Connection) throws -> State? {
        try db.first("SELECT rules, is_due, changes FROM screening_list WHERE id = 1") { row in
            State(rules: row.text(0), isDue: row.bool(1), changes: row.int64(2))
        }
    }

    /// Notes that the register has changed, and whether the list still waits for that.
    static func changed(isDue: Bool, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO screening_list (id, rules, changes, is_due) VALUES (1, '', 1, \(isDue))
            ON CONFLICT (id) DO UPDATE SET changes = screening_list.changes + 1, is_due = excluded.is_due
            """)
    }

    /// Notes that the list was made whole.
    static func made(with rules: String, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO screening_list (id, rules, changes, is_due) VALUES (1, \(rules), 0, \(false))
            ON CONFLICT (id) DO UPDATE SET rules = excluded.rules, is_due = excluded.is_due
            """)
    }
}
