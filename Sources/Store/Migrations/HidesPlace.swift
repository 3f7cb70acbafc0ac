import SQL

extension Migration {
    /// Which cases hide where they lie, since somebody protected takes part in them.
    static let hiddenPlaces = Migration(number: 19, name: "hidden-places") { d in
        [
            "ALTER TABLE case_file ADD COLUMN hides_place \(d.integer) NOT NULL DEFAULT 0 CHECK (hides_place IN (0, 1))",
            """
            UPDATE case_file SET hides_place = 1
            WHERE id IN (SELECT y.case_id FROM case_party y JOIN person p ON p.id = y.person_id WHERE p.protected = 1)
            """,
            // They are few; what a list of one municipality leaves out is counted in it.
            """
            CREATE INDEX case_by_hidden_place ON case_file (municipality, programme, stage, is_open, owner)
                WHERE hides_place = 1
            """,
            // A list of deadlines in one municipality leaves them out without looking a row up.
            "DROP INDEX case_by_due",
            """
            CREATE INDEX case_by_due ON case_file
                (due_at, id, programme, stage, municipality, owner, is_open, opened_on, stage_on, hides_place)
                WHERE due_at IS NOT NULL
            """,
        ]
    }
}
