import SQL

extension Migration {
    /// Indexes of the open cases alone, in every order of lists, with what lists of them are filtered by.
    static let openCases = Migration(number: 19, name: "open-cases") { _ in
        [
            """
            CREATE INDEX case_open_by_opening ON case_file (opened_on, id, programme, stage, municipality, owner)
                WHERE is_open = 1
            """,
            """
            CREATE INDEX case_open_by_step ON case_file (stage_on, id, programme, stage, municipality, owner)
                WHERE is_open = 1
            """,
            """
            CREATE INDEX case_open_by_number ON case_file (id, programme, stage, municipality, owner)
                WHERE is_open = 1
            """,
        ]
    }
}
