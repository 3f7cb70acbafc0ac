import SQL

extension Migration {
    /// Accounts, sessions and the log of who did what.
    static let accounts = Migration(number: 4, name: "accounts") { d in
        [
            """
            CREATE TABLE account (
                id \(d.identity),
                name TEXT NOT NULL UNIQUE,
                display_name TEXT NOT NULL,
                authority TEXT NOT NULL,
                roles TEXT NOT NULL,
                password TEXT NOT NULL,
                failed_logins \(d.integer) NOT NULL,
                wait_until \(d.integer) NOT NULL,
                created_at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            """
            CREATE TABLE session (
                token_hash TEXT NOT NULL PRIMARY KEY,
                account_id \(d.integer) NOT NULL REFERENCES account (id),
                csrf TEXT NOT NULL,
                created_at \(d.integer) NOT NULL,
                seen_at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            """
            CREATE TABLE audit (
                id \(d.identity),
                at \(d.integer) NOT NULL,
                actor TEXT NOT NULL,
                action TEXT NOT NULL,
                entity TEXT NOT NULL,
                entity_id \(d.integer),
                reason TEXT NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX audit_by_entity ON audit (entity, entity_id)",
        ]
    }
}
