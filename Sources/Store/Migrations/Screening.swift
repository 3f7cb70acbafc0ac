import SQL

extension Migration {
    /// Hits of Socialsøg and the decisions on them.
    static let screening = Migration(number: 3, name: "screening") { d in
        [
            """
            CREATE TABLE hit (
                id \(d.identity),
                child_id \(d.integer) NOT NULL REFERENCES person (id),
                rule TEXT NOT NULL,
                version \(d.integer) NOT NULL,
                first_triggered TEXT NOT NULL,
                last_triggered TEXT NOT NULL,
                triggers \(d.integer) NOT NULL,
                incidents TEXT NOT NULL,
                carers TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('open', 'report', 'no-report')),
                found_on TEXT NOT NULL,
                UNIQUE (child_id, rule))\(d.tableEnd)
            """,
            "CREATE INDEX hit_by_state ON hit (state, last_triggered, id)",
            """
            CREATE TABLE hit_decision (
                id \(d.identity),
                hit_id \(d.integer) NOT NULL REFERENCES hit (id),
                decision TEXT NOT NULL CHECK (decision IN ('report', 'no-report')),
                reason TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                case_id \(d.integer) REFERENCES case_file (id))\(d.tableEnd)
            """,
            "CREATE INDEX hit_decision_by_hit ON hit_decision (hit_id)",
        ]
    }
}
