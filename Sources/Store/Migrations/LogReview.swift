import SQL

extension Migration {
    /// The look-ups that are drawn for review, and what came of each.
    static let logReview = Migration(number: 12, name: "log-review") { d in
        [
            """
            CREATE TABLE review_item (
                id \(d.identity),
                month TEXT NOT NULL,
                entry_id \(d.integer) NOT NULL UNIQUE REFERENCES ledger_entry (id),
                risks TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('open', 'questioned', 'answered', 'attested', 'misuse')),
                reviewer TEXT NOT NULL,
                note TEXT NOT NULL,
                reviewed_at \(d.integer),
                answer TEXT NOT NULL,
                answered_at \(d.integer))\(d.tableEnd)
            """,
            "CREATE INDEX review_item_by_month ON review_item (month, state, id)",
        ]
    }
}
