import SQL

extension Migration {
    /// Drafts and approved versions of the rules of Socialsøg, what was done with them, and what they would have found, in
    /// numbers. Nothing here is about a person of the register.
    static let screeningRules = Migration(number: 33, name: "screening-rules") { d in
        [
            // `compiled` is the rule as read when it was approved: what runs does not depend on how texts are read later.
            // Whoever has written it cannot have decided on it, whatever the program says.
            """
            CREATE TABLE rule_draft (
                id \(d.identity),
                rule TEXT NOT NULL,
                version \(d.integer) NOT NULL,
                body TEXT NOT NULL,
                author TEXT NOT NULL,
                made_at \(d.integer) NOT NULL,
                edited_by TEXT NOT NULL,
                edited_at \(d.integer) NOT NULL,
                state TEXT NOT NULL
                    CHECK (state IN ('draft', 'shadow', 'proposed', 'approved', 'rejected', 'withdrawn')),
                revision \(d.integer) NOT NULL,
                valid_from TEXT NOT NULL,
                shadow_from TEXT NOT NULL,
                shadow_to TEXT NOT NULL,
                compiled TEXT NOT NULL,
                decided_by TEXT NOT NULL,
                decided_at \(d.integer),
                CHECK (decided_by = '' OR (decided_by <> author AND decided_by <> edited_by)),
                CHECK (state <> 'approved' OR (decided_by <> '' AND compiled <> '')))\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX rule_draft_version ON rule_draft (rule, version) WHERE state = 'approved'",
            "CREATE INDEX rule_draft_by_state ON rule_draft (state, rule)",
            """
            CREATE TABLE rule_draft_event (
                id \(d.identity),
                draft_id \(d.integer) NOT NULL REFERENCES rule_draft (id),
                act TEXT NOT NULL,
                words TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX rule_draft_event_by_draft ON rule_draft_event (draft_id, id)",
            // The latest back-test of a draft; `revision` is that of the text it was made of.
            """
            CREATE TABLE rule_back_test (
                draft_id \(d.integer) NOT NULL PRIMARY KEY REFERENCES rule_draft (id),
                revision \(d.integer) NOT NULL,
                result TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            // Weeks of shadow runs, by the Monday, as counts of children; -1 is hidden.
            """
            CREATE TABLE rule_shadow_week (
                draft_id \(d.integer) NOT NULL REFERENCES rule_draft (id),
                monday TEXT NOT NULL,
                run_from TEXT NOT NULL,
                new \(d.integer) NOT NULL,
                lost \(d.integer) NOT NULL,
                common \(d.integer) NOT NULL,
                counted_at \(d.integer) NOT NULL,
                PRIMARY KEY (draft_id, monday, run_from))\(d.tableEnd)
            """,
        ]
    }
}
