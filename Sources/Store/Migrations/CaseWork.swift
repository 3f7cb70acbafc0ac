import SQL

extension Migration {
    /// What is done on a case besides its steps: relations, tasks, notes, and events that were taken back.
    static let caseWork = Migration(number: 14, name: "case-work") { d in
        [
            // Of which revision of the case a change or an event is, so that a form can show what it has not seen.
            "ALTER TABLE change ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE change ADD COLUMN revision \(d.integer) NOT NULL DEFAULT 0",
            "ALTER TABLE change ADD COLUMN event_id \(d.integer)",
            "ALTER TABLE case_event ADD COLUMN revision \(d.integer) NOT NULL DEFAULT 0",
            """
            CREATE TABLE case_relation (
                id \(d.identity),
                from_id \(d.integer) NOT NULL REFERENCES case_file (id),
                to_id \(d.integer) NOT NULL REFERENCES case_file (id),
                kind TEXT NOT NULL CHECK (kind IN ('follows', 'refers', 'renews', 'cluster', 'concerns')),
                reason TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                removed_by TEXT NOT NULL DEFAULT '',
                removed_at \(d.integer),
                removed_reason TEXT NOT NULL DEFAULT '')\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX case_relation_once ON case_relation (from_id, to_id, kind) WHERE removed_at IS NULL",
            "CREATE INDEX case_relation_from ON case_relation (from_id)",
            "CREATE INDEX case_relation_to ON case_relation (to_id)",
            """
            CREATE TABLE case_incident (
                case_id \(d.integer) NOT NULL REFERENCES case_file (id),
                incident_id \(d.integer) NOT NULL REFERENCES incident (id),
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                PRIMARY KEY (case_id, incident_id))\(d.tableEnd)
            """,
            "CREATE INDEX case_incident_by_incident ON case_incident (incident_id)",
            """
            CREATE TABLE case_task (
                id \(d.identity),
                case_id \(d.integer) NOT NULL REFERENCES case_file (id),
                title TEXT NOT NULL,
                details TEXT NOT NULL,
                owner TEXT NOT NULL,
                due_on TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
                remark TEXT NOT NULL,
                revision \(d.integer) NOT NULL,
                created_by TEXT NOT NULL,
                created_at \(d.integer) NOT NULL,
                closed_by TEXT NOT NULL DEFAULT '',
                closed_at \(d.integer))\(d.tableEnd)
            """,
            "CREATE INDEX case_task_by_case ON case_task (case_id)",
            "CREATE INDEX case_task_by_owner ON case_task (owner, state, due_on, id)",
            "CREATE INDEX case_task_by_creator ON case_task (created_by, state, due_on, id)",
            """
            CREATE TABLE case_note (
                id \(d.identity),
                case_id \(d.integer) NOT NULL REFERENCES case_file (id),
                body TEXT NOT NULL,
                revision \(d.integer) NOT NULL,
                created_by TEXT NOT NULL,
                created_at \(d.integer) NOT NULL,
                changed_by TEXT NOT NULL DEFAULT '',
                changed_at \(d.integer),
                withdrawn_by TEXT NOT NULL DEFAULT '',
                withdrawn_at \(d.integer),
                withdrawn_reason TEXT NOT NULL DEFAULT '')\(d.tableEnd)
            """,
            "CREATE INDEX case_note_by_case ON case_note (case_id)",
            """
            CREATE TABLE case_undone (
                id \(d.identity),
                case_id \(d.integer) NOT NULL REFERENCES case_file (id),
                kind TEXT NOT NULL,
                code TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                day_only \(d.integer) NOT NULL,
                note TEXT NOT NULL,
                fields TEXT NOT NULL,
                actor TEXT NOT NULL,
                recorded_at \(d.integer) NOT NULL,
                revision \(d.integer) NOT NULL,
                undone_by TEXT NOT NULL,
                undone_at \(d.integer) NOT NULL,
                reason TEXT NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX case_undone_by_case ON case_undone (case_id)",
        ]
    }
}
