import Prevention
import SQL

extension Migration {
    /// Deadlines to the moment, entries on cases, and names as they are searched for.
    static let momentsAndNames = Migration(
        number: 5, name: "moments-and-names",
        fill: { db, _ in
            try fillDeadlines(db)
            try fillNames(db)
        },
        statements: { d in
            [
                "ALTER TABLE case_file ADD COLUMN due_at \(d.integer)",
                "ALTER TABLE person ADD COLUMN family_key TEXT NOT NULL DEFAULT ''",
                "ALTER TABLE person ADD COLUMN given_key TEXT NOT NULL DEFAULT ''",
                "DROP INDEX person_by_name",
                "CREATE INDEX person_by_family ON person (family_key, given_key)",
                "CREATE INDEX person_by_given ON person (given_key)",
                """
                CREATE TABLE case_event_with_entries (
                    id \(d.identity),
                    case_id \(d.integer) NOT NULL REFERENCES case_file (id),
                    kind TEXT NOT NULL CHECK (kind IN ('entered', 'recorded', 'pause', 'resume')),
                    code TEXT NOT NULL,
                    at \(d.integer) NOT NULL,
                    day_only \(d.integer) NOT NULL CHECK (day_only IN (0, 1)),
                    note TEXT NOT NULL,
                    fields TEXT NOT NULL,
                    actor TEXT NOT NULL,
                    recorded_at \(d.integer) NOT NULL)\(d.tableEnd)
                """,
                """
                INSERT INTO case_event_with_entries (id, case_id, kind, code, at, day_only, note, fields, actor, recorded_at)
                SELECT id, case_id, kind, code, at, day_only, note, '{}', actor, recorded_at FROM case_event
                """,
                // No engine with a sequence of its own has had rows here.
                "DROP TABLE case_event",
                "ALTER TABLE case_event_with_entries RENAME TO case_event",
                "CREATE INDEX case_event_by_case ON case_event (case_id, id)",
            ]
        })

    /// What 5 has replaced goes, and the new deadlines are indexed.
    static let deadlineIndexes = Migration(number: 6, name: "deadline-indexes") { _ in
        [
            "DROP INDEX case_by_due",
            "DROP INDEX case_by_programme_due",
            "ALTER TABLE case_file DROP COLUMN due_on",
            "CREATE INDEX case_by_due ON case_file (due_at, id) WHERE due_at IS NOT NULL",
            "CREATE INDEX case_by_programme_due ON case_file (programme, due_at, id) WHERE due_at IS NOT NULL",
        ]
    }

    /// A deadline in days lasts to the end of its day. One in hours is known to its day only, and stands at the end of it too;
    /// the case's own page reads it from the law.
    private static func fillDeadlines(_ db: any Connection) throws {
        let days = try db.fetch("SELECT DISTINCT due_on FROM case_file WHERE due_on IS NOT NULL") { $0.text(0) }
        for text in days {
            guard let day = LocalDate(text) else { continue }
            try db.execute("UPDATE case_file SET due_at = \(Instant(endOf: day).milliseconds) WHERE due_on = \(text)")
        }
    }

    private static func fillNames(_ db: any Connection) throws {
        var last: Int64 = 0
        while true {
            let names = try db.fetch(
                "SELECT id, family_name, given_names FROM person WHERE id > \(last) ORDER BY id LIMIT 5000"
            ) { ($0.int64(0), $0.text(1), $0.text(2)) }
            guard let end = names.last?.0 else { return }
            for (id, family, given) in names {
                try db.execute(
                    """
                    UPDATE person SET family_key = \(NameKey.of(family)), given_key = \(NameKey.of(given))
                    WHERE id = \(id)
                    """)
            }
            last = end
        }
    }
}
