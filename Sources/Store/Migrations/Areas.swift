import SQL

extension Migration {
    /// The assessments of areas, without which nobody is banned from one. They name no person.
    static let areas = Migration(number: 15, name: "areas") { d in
        [
            """
            CREATE TABLE area_assessment (
                id \(d.identity),
                source_id \(d.integer) REFERENCES source (id),
                external_id TEXT,
                name TEXT NOT NULL,
                municipality TEXT NOT NULL,
                latitude \(d.real) NOT NULL,
                longitude \(d.real) NOT NULL,
                radius \(d.integer) NOT NULL,
                reason TEXT NOT NULL,
                decided_by TEXT NOT NULL,
                valid_from TEXT NOT NULL,
                valid_to TEXT NOT NULL,
                ended_on TEXT NOT NULL,
                end_reason TEXT NOT NULL,
                revision \(d.integer) NOT NULL,
                import_id \(d.integer),
                UNIQUE (source_id, external_id))\(d.tableEnd)
            """,
            "CREATE INDEX area_by_end ON area_assessment (valid_to, id)",
        ]
    }
}
