import SQL

extension Migration {
    /// The workbench of Socialsøg: hits are put off with a date, colleagues are asked, what has come since a decision is known,
    /// and hits that nobody decides on go by law.yaml.
    static let workbench = Migration(number: 34, name: "workbench") { d in
        [
            // Days; empty where there is none. `triggered_on`: on which a new trigger was found while it was open.
            "ALTER TABLE hit ADD COLUMN deferred_until TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE hit ADD COLUMN triggered_on TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE hit ADD COLUMN warned_on TEXT NOT NULL DEFAULT ''",
            // JSON (`HitKnown`); empty where nobody has decided on it or put it off.
            "ALTER TABLE hit ADD COLUMN known TEXT NOT NULL DEFAULT ''",
            // `ended_by` is empty where a new trigger has ended it; `moved_from` is the hit that it was said of before two records
            // were found to be one person.
            """
            CREATE TABLE hit_deferral (
                id \(d.identity),
                hit_id \(d.integer) NOT NULL REFERENCES hit (id),
                until TEXT NOT NULL,
                reason TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                ended_at \(d.integer),
                ended_by TEXT NOT NULL DEFAULT '',
                moved_from \(d.integer) NOT NULL DEFAULT 0)\(d.tableEnd)
            """,
            "CREATE INDEX hit_deferral_by_hit ON hit_deferral (hit_id)",
            // Whoever is asked is somebody else.
            """
            CREATE TABLE hit_opinion (
                id \(d.identity),
                hit_id \(d.integer) NOT NULL REFERENCES hit (id),
                asked_by TEXT NOT NULL,
                asked_of TEXT NOT NULL,
                leaning TEXT NOT NULL CHECK (leaning IN ('report', 'no-report')),
                words TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                answer TEXT NOT NULL CHECK (answer IN ('', 'agree', 'differs')),
                reason TEXT NOT NULL,
                answered_at \(d.integer),
                withdrawn_at \(d.integer),
                read_at \(d.integer),
                moved_from \(d.integer) NOT NULL DEFAULT 0,
                CHECK (asked_by <> asked_of))\(d.tableEnd)
            """,
            "CREATE INDEX hit_opinion_by_hit ON hit_opinion (hit_id)",
            "CREATE INDEX hit_opinion_waiting ON hit_opinion (asked_of) WHERE answered_at IS NULL AND withdrawn_at IS NULL",
            "CREATE INDEX hit_opinion_unread ON hit_opinion (asked_by) WHERE answered_at IS NOT NULL AND read_at IS NULL",
            // What was deleted without a decision is not found again for the same incidents: no more than that is kept of it.
            """
            CREATE TABLE hit_lapsed (
                id \(d.identity),
                person_id \(d.integer) NOT NULL REFERENCES person (id),
                said_of \(d.integer) NOT NULL DEFAULT 0,
                rule TEXT NOT NULL,
                last_triggered TEXT NOT NULL,
                triggers \(d.integer) NOT NULL,
                UNIQUE (person_id, rule, said_of))\(d.tableEnd)
            """,
            "CREATE INDEX hit_lapsed_by_said ON hit_lapsed (said_of) WHERE said_of <> 0",
            "ALTER TABLE account ADD COLUMN knows_hits \(d.integer) NOT NULL DEFAULT 0 CHECK (knows_hits IN (0, 1))",
        ]
    }
}
