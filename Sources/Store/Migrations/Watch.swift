import SQL

extension Migration {
    /// Which clock a deadline belongs to; leaders and what is taken to them; dismissed suggestions; calendars, mails, and when
    /// what is done by itself was last done.
    static let watch = Migration(number: 16, name: "watch") { d in
        [
            // Filled by the first reckoning of the deadlines: SQL does not know the law.
            "ALTER TABLE case_file ADD COLUMN due_clock TEXT NOT NULL DEFAULT ''",
            """
            CREATE TABLE clock_leader (
                id \(d.identity),
                programme TEXT NOT NULL,
                place TEXT NOT NULL,
                account_id \(d.integer) NOT NULL REFERENCES account (id),
                set_by TEXT NOT NULL,
                set_at \(d.integer) NOT NULL,
                ended_by TEXT NOT NULL,
                ended_at \(d.integer))\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX clock_leader_now ON clock_leader (programme, place) WHERE ended_at IS NULL",
            """
            CREATE TABLE escalation (
                id \(d.identity),
                case_id \(d.integer) NOT NULL REFERENCES case_file (id),
                clock TEXT NOT NULL,
                started_at \(d.integer) NOT NULL,
                due_at \(d.integer) NOT NULL,
                account_id \(d.integer) NOT NULL REFERENCES account (id),
                passed_over TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                acknowledged_by TEXT NOT NULL,
                acknowledged_at \(d.integer),
                remark TEXT NOT NULL,
                UNIQUE (case_id, clock, started_at))\(d.tableEnd)
            """,
            "CREATE INDEX escalation_by_account ON escalation (account_id, acknowledged_at, id)",
            """
            CREATE TABLE suggestion_decision (
                id \(d.identity),
                case_id \(d.integer) REFERENCES case_file (id),
                incident_id \(d.integer) REFERENCES incident (id),
                person_id \(d.integer) REFERENCES person (id),
                programme TEXT NOT NULL,
                code TEXT NOT NULL,
                basis TEXT NOT NULL,
                reason TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                undone_by TEXT NOT NULL,
                undone_at \(d.integer))\(d.tableEnd)
            """,
            "CREATE INDEX suggestion_decision_by_case ON suggestion_decision (case_id) WHERE case_id IS NOT NULL",
            """
            CREATE INDEX suggestion_decision_by_incident ON suggestion_decision (incident_id)
            WHERE incident_id IS NOT NULL
            """,
            "CREATE INDEX suggestion_decision_by_person ON suggestion_decision (person_id) WHERE person_id IS NOT NULL",
            """
            CREATE TABLE calendar_feed (
                account_id \(d.integer) NOT NULL PRIMARY KEY REFERENCES account (id),
                token_hash TEXT NOT NULL UNIQUE,
                covers TEXT NOT NULL CHECK (covers IN ('own', 'handled')),
                language TEXT NOT NULL,
                created_at \(d.integer) NOT NULL,
                used_at \(d.integer))\(d.tableEnd)
            """,
            """
            CREATE TABLE digest (
                account_id \(d.integer) NOT NULL PRIMARY KEY REFERENCES account (id),
                address TEXT NOT NULL,
                language TEXT NOT NULL,
                is_on \(d.integer) NOT NULL CHECK (is_on IN (0, 1)),
                sent_on TEXT,
                failed_at \(d.integer))\(d.tableEnd)
            """,
            """
            CREATE TABLE forecast_line (
                programme TEXT NOT NULL,
                clock TEXT NOT NULL,
                municipality TEXT NOT NULL,
                running \(d.integer) NOT NULL,
                overdue \(d.integer) NOT NULL,
                late \(d.integer) NOT NULL,
                median_days \(d.integer),
                PRIMARY KEY (programme, clock, municipality))\(d.tableEnd)
            """,
            """
            CREATE TABLE chore (
                name TEXT NOT NULL PRIMARY KEY,
                at \(d.integer) NOT NULL,
                mark TEXT NOT NULL)\(d.tableEnd)
            """,
        ]
    }
}
