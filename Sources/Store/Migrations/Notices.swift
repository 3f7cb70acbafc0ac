import SQL

extension Migration {
    /// To which municipality each notice of concern went and when, who waits for what comes back, and the notices by
    /// stage.
    static let notices = Migration(number: 23, name: "notices") { d in
        [
            """
            CREATE TABLE notice_sending (
                id \(d.identity),
                case_id \(d.integer) NOT NULL REFERENCES case_file (id),
                municipality TEXT NOT NULL,
                cause TEXT NOT NULL CHECK (cause IN ('sent', 'moved', 'handed-over')),
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX notice_sending_by_case ON notice_sending (case_id, id)",
            """
            CREATE TABLE notice_follower (
                case_id \(d.integer) NOT NULL REFERENCES case_file (id),
                account TEXT NOT NULL,
                seen_at \(d.integer),
                PRIMARY KEY (case_id, account))\(d.tableEnd)
            """,
            "CREATE INDEX notice_follower_by_account ON notice_follower (account, seen_at, case_id)",
            // An inbox, and the notices whose family may have moved, are found without walking all cases.
            "CREATE INDEX notice_by_stage ON case_file (stage, id) WHERE programme = 'concern-notice'",
        ]
    }
}
