import SQL

extension Migration {
    /// What figures and a second screener need to know of a decision on a hit, as it was on its day; and what is left of it when
    /// the hit is deleted; and what an undone merge gives back.
    static let learning = Migration(number: 35, name: "learning") { d in
        [
            // `facts` is JSON (`FrozenFacts`). `noticed_at` and `helped_at` are set where the case that says so is deleted before
            // the hit.
            """
            CREATE TABLE decided_hit (
                decision_id \(d.integer) NOT NULL PRIMARY KEY REFERENCES hit_decision (id),
                rule TEXT NOT NULL,
                version \(d.integer) NOT NULL,
                last_triggered TEXT NOT NULL,
                found_on TEXT NOT NULL,
                municipality TEXT NOT NULL,
                facts TEXT NOT NULL,
                noticed_at \(d.integer),
                helped_at \(d.integer))\(d.tableEnd)
            """,
            // Of before only what the hit still says: nothing, where it has been opened again since.
            """
            INSERT INTO decided_hit (decision_id, rule, version, last_triggered, found_on, municipality, facts)
            SELECT d.id, h.rule, h.version,
                CASE WHEN l.last = d.id AND h.state = d.decision THEN h.last_triggered ELSE '' END,
                CASE WHEN l.last = d.id AND h.state = d.decision THEN h.found_on ELSE '' END,
                CASE WHEN p.protected = 1 THEN '' ELSE p.municipality END,
                CASE WHEN l.last = d.id AND h.state = d.decision THEN h.facts ELSE '' END
            FROM hit_decision d JOIN hit h ON h.id = d.hit_id JOIN person p ON p.id = h.child_id
                JOIN (SELECT hit_id, MAX(id) AS last FROM hit_decision GROUP BY hit_id) l ON l.hit_id = d.hit_id
            """,
            "CREATE INDEX hit_decision_by_time ON hit_decision (at)",
            """
            CREATE TABLE blind_answer (
                decision_id \(d.integer) NOT NULL PRIMARY KEY REFERENCES hit_decision (id),
                answer TEXT NOT NULL CHECK (answer IN ('report', 'no-report')),
                reason TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            // Of a deleted decision: neither hit, child nor day.
            """
            CREATE TABLE decision_tally (
                id \(d.identity),
                year \(d.integer) NOT NULL,
                rule TEXT NOT NULL,
                version \(d.integer) NOT NULL,
                municipality TEXT NOT NULL,
                decision TEXT NOT NULL CHECK (decision IN ('report', 'no-report')),
                incident_days \(d.integer),
                found_days \(d.integer),
                notice_days \(d.integer),
                help_days \(d.integer),
                second TEXT NOT NULL CHECK (second IN ('', 'report', 'no-report')))\(d.tableEnd)
            """,
            "CREATE INDEX decision_tally_by_year ON decision_tally (year)",
            // How each of the two stood when they were merged, for the day on which that is undone. `records` are ids, as JSON;
            // `decision` is the last one on the hit, 0 for none; `deferral` the last of all hits. `state` is `lapsed` of what was
            // deleted undecided.
            """
            CREATE TABLE merge_hit (
                id \(d.identity),
                merge_id \(d.integer) NOT NULL REFERENCES person_merge (id),
                records TEXT NOT NULL,
                rule TEXT NOT NULL,
                hit_id \(d.integer) NOT NULL,
                state TEXT NOT NULL,
                found_on TEXT NOT NULL,
                last_triggered TEXT NOT NULL,
                triggers \(d.integer) NOT NULL,
                decision \(d.integer) NOT NULL,
                deferral \(d.integer) NOT NULL,
                deferred_until TEXT NOT NULL,
                triggered_on TEXT NOT NULL,
                warned_on TEXT NOT NULL,
                known TEXT NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX merge_hit_by_merge ON merge_hit (merge_id)",
            """
            CREATE TABLE merge_not_now (
                id \(d.identity),
                merge_id \(d.integer) NOT NULL REFERENCES person_merge (id),
                records TEXT NOT NULL,
                record \(d.integer) NOT NULL,
                reason TEXT NOT NULL,
                until TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX merge_not_now_by_merge ON merge_not_now (merge_id)",
            // That somebody wants a merge undone, and a second person is asked.
            """
            CREATE TABLE merge_undo_proposal (
                merge_id \(d.integer) NOT NULL PRIMARY KEY REFERENCES person_merge (id),
                words TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
        ]
    }
}
