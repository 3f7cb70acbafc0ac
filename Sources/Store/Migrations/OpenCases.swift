import SQL

extension Migration {
    /// Indexes of the open cases alone, in every order of lists, and of those with a deadline by where they stand; with what
    /// lists of them are filtered by.
    static let openCases = Migration(number: 20, name: "open-cases") { _ in
        [
            """
            CREATE INDEX case_open_by_opening ON case_file (opened_on, id, programme, stage, municipality, owner, hides_place)
                WHERE is_open = 1
            """,
            """
            CREATE INDEX case_open_by_step ON case_file (stage_on, id, programme, stage, municipality, owner, hides_place)
                WHERE is_open = 1
            """,
            """
            CREATE INDEX case_open_by_number ON case_file (id, programme, stage, municipality, owner, hides_place)
                WHERE is_open = 1
            """,
            """
            CREATE INDEX case_by_stage_due ON case_file
                (programme, stage, due_at, id, municipality, owner, is_open, opened_on, hides_place) WHERE due_at IS NOT NULL
            """,
            """
            CREATE INDEX case_by_place_due ON case_file
                (municipality, programme, stage, due_at, id, owner, is_open, opened_on, hides_place) WHERE due_at IS NOT NULL
            """,
        ]
    }
}
