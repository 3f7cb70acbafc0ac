import SQL

extension Migration {
    /// Cases, their parties and events.
    static let cases = Migration(number: 2, name: "cases") { d in
        [
            """
            CREATE TABLE case_file (
                id \(d.identity),
                source_id \(d.integer) REFERENCES source (id),
                external_id TEXT,
                programme TEXT NOT NULL,
                municipality TEXT NOT NULL,
                stage TEXT NOT NULL,
                is_open \(d.integer) NOT NULL CHECK (is_open IN (0, 1)),
                opened_on TEXT NOT NULL,
                stage_on TEXT NOT NULL,
                due_on TEXT,
                owner TEXT NOT NULL,
                fields TEXT NOT NULL,
                revision \(d.integer) NOT NULL,
                handled_here \(d.integer) NOT NULL CHECK (handled_here IN (0, 1)),
                fingerprint \(d.integer) NOT NULL,
                import_id \(d.integer),
                UNIQUE (source_id, external_id))\(d.tableEnd)
            """,
            "CREATE INDEX case_by_opening ON case_file (opened_on, id)",
            "CREATE INDEX case_by_due ON case_file (due_on, id) WHERE due_on IS NOT NULL",
            "CREATE INDEX case_by_programme ON case_file (programme, opened_on, id)",
            "CREATE INDEX case_by_programme_due ON case_file (programme, due_on, id) WHERE due_on IS NOT NULL",
            "CREATE INDEX case_by_stage ON case_file (programme, stage, opened_on, id)",
            "CREATE INDEX case_by_municipality ON case_file (municipality, opened_on, id)",
            "CREATE INDEX case_by_owner ON case_file (owner, opened_on, id) WHERE owner <> ''",
            """
            CREATE TABLE case_party (
                case_id \(d.integer) NOT NULL REFERENCES case_file (id),
                person_id \(d.integer) NOT NULL REFERENCES person (id),
                role TEXT NOT NULL,
                PRIMARY KEY (case_id, role, person_id))\(d.tableEnd)
            """,
            "CREATE INDEX case_party_by_person ON case_party (person_id)",
            """
            CREATE TABLE case_event (
                id \(d.identity),
                case_id \(d.integer) NOT NULL REFERENCES case_file (id),
                kind TEXT NOT NULL CHECK (kind IN ('entered', 'pause', 'resume')),
                code TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                day_only \(d.integer) NOT NULL CHECK (day_only IN (0, 1)),
                note TEXT NOT NULL,
                actor TEXT NOT NULL,
                recorded_at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX case_event_by_case ON case_event (case_id, id)",
        ]
    }
}
