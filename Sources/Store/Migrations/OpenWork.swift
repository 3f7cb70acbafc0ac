import SQL

extension Migration {
    /// What lists of open work look up: tasks by their day, and open cases without a deadline.
    static let openWork = Migration(number: 21, name: "open-work") { _ in
        [
            "CREATE INDEX case_task_by_due ON case_task (state, due_on, id)",
            """
            CREATE INDEX case_without_due ON case_file (programme, stage, id) WHERE due_at IS NULL AND is_open = 1
            """,
        ]
    }
}
