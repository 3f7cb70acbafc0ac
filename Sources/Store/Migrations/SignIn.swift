import SQL

extension Migration {
    /// Second factors, one-time passwords, accounts of an identity provider, and counts of failed tries by where they came from.
    /// Whoever is signed in signs in anew.
    static let signIn = Migration(number: 11, name: "sign-in") { d in
        [
            "ALTER TABLE account DROP COLUMN failed_logins",
            "ALTER TABLE account DROP COLUMN wait_until",
            "ALTER TABLE account ADD COLUMN password_until \(d.integer)",
            "ALTER TABLE account ADD COLUMN factor TEXT",
            "ALTER TABLE account ADD COLUMN factor_step \(d.integer) NOT NULL DEFAULT 0",
            "ALTER TABLE account ADD COLUMN factor_exempt \(d.integer) NOT NULL DEFAULT 0",
            "ALTER TABLE account ADD COLUMN provider TEXT",
            "ALTER TABLE account ADD COLUMN signed_in_at \(d.integer)",
            "ALTER TABLE account ADD COLUMN closed_at \(d.integer)",
            "CREATE UNIQUE INDEX account_by_provider ON account (provider)",
            "DELETE FROM session",
            "ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE session ADD COLUMN id_token TEXT",
            "CREATE INDEX session_by_account ON session (account_id)",
            """
            CREATE TABLE half_sign_in (
                token_hash TEXT NOT NULL PRIMARY KEY,
                account_id \(d.integer) NOT NULL REFERENCES account (id),
                gave_code \(d.integer) NOT NULL,
                tries \(d.integer) NOT NULL,
                created_at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            """
            CREATE TABLE recovery_code (
                account_id \(d.integer) NOT NULL REFERENCES account (id),
                code_hash TEXT NOT NULL,
                PRIMARY KEY (account_id, code_hash))\(d.tableEnd)
            """,
            """
            CREATE TABLE known_device (
                account_id \(d.integer) NOT NULL REFERENCES account (id),
                device_hash TEXT NOT NULL,
                seen_at \(d.integer) NOT NULL,
                PRIMARY KEY (account_id, device_hash))\(d.tableEnd)
            """,
            """
            CREATE TABLE sign_in_count (
                counted TEXT NOT NULL PRIMARY KEY,
                failures \(d.integer) NOT NULL,
                wait_until \(d.integer) NOT NULL,
                is_told \(d.integer) NOT NULL,
                last_at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX sign_in_count_by_age ON sign_in_count (last_at)",
        ]
    }
}
