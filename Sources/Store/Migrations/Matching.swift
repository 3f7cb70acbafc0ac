import Prevention
import SQL

extension Migration {
    /// What persons without an id are found by, what is in doubt about who is who, and what was decided on it.
    static let matching = Migration(number: 31, name: "matching", fill: fillMatchingKeys) { d in
        [
            // How the names sound together, and the home; 0 where there is none (`MatchKeys`).
            "ALTER TABLE person ADD COLUMN name_sound \(d.integer) NOT NULL DEFAULT 0",
            "ALTER TABLE person ADD COLUMN home \(d.integer) NOT NULL DEFAULT 0",
            // Whether a report has made it, and no source calls it by an id of its own.
            """
            ALTER TABLE person ADD COLUMN from_report \(d.integer) NOT NULL DEFAULT 0 CHECK (from_report IN (0, 1))
            """,
            "CREATE INDEX person_from_report ON person (cpr_hash) WHERE from_report = 1 AND cpr_hash <> ''",
            // Whether the part in the incident waits for somebody to say who it is.
            "ALTER TABLE incident_person ADD COLUMN held \(d.integer) NOT NULL DEFAULT 0 CHECK (held IN (0, 1))",
            "CREATE INDEX incident_person_held ON incident_person (incident_id) WHERE held = 1",
            """
            CREATE TABLE match_model (
                id \(d.identity),
                made_at \(d.integer) NOT NULL,
                parameters TEXT NOT NULL)\(d.tableEnd)
            """,
            """
            CREATE TABLE match_doubt (
                id \(d.identity),
                person_id \(d.integer) NOT NULL REFERENCES person (id),
                other_id \(d.integer) NOT NULL REFERENCES person (id),
                origin TEXT NOT NULL CHECK (origin IN ('import', 'register')),
                probability \(d.real) NOT NULL,
                evidence TEXT NOT NULL,
                import_id \(d.integer),
                found_at \(d.integer) NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('open', 'second', 'unsure', 'same', 'different', 'gone')),
                UNIQUE (person_id, other_id))\(d.tableEnd)
            """,
            "CREATE INDEX match_doubt_by_state ON match_doubt (state, found_at, id)",
            "CREATE INDEX match_doubt_by_other ON match_doubt (other_id)",
            "CREATE INDEX match_doubt_by_import ON match_doubt (import_id) WHERE import_id IS NOT NULL",
            """
            CREATE TABLE match_decision (
                id \(d.identity),
                doubt_id \(d.integer) NOT NULL REFERENCES match_doubt (id),
                verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different', 'unsure', 'reopened')),
                words TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                merge_id \(d.integer),
                split_id \(d.integer))\(d.tableEnd)
            """,
            "CREATE INDEX match_decision_by_doubt ON match_decision (doubt_id, id)",
            // How many of an import's rows without id were linked, are in doubt, and are new; and how many of the first and the
            // last are expected to be wrong.
            """
            CREATE TABLE match_tally (
                import_id \(d.integer) NOT NULL PRIMARY KEY,
                linked \(d.integer) NOT NULL,
                doubtful \(d.integer) NOT NULL,
                fresh \(d.integer) NOT NULL,
                wrong \(d.real) NOT NULL,
                missed \(d.real) NOT NULL)\(d.tableEnd)
            """,
        ]
    }
}

extension Migration {
    @Sendable private static func fillMatchingKeys(_ db: any Connection, _: KeyRing) throws {
        var last: Int64 = 0
        while true {
            let persons = try db.fetch(
                """
                SELECT id, given_names, family_name, address, postal_code FROM person WHERE id > \(last)
                ORDER BY id LIMIT 5000
                """
            ) { row in
                let keys = MatchKeys(
                    given: row.text(1), family: row.text(2), address: row.text(3), postalCode: row.text(4))
                return (row.int64(0), keys)
            }
            guard let end = persons.last?.0 else { break }
            for (id, keys) in persons {
                try db.execute("UPDATE person SET name_sound = \(keys.name), home = \(keys.home) WHERE id = \(id)")
            }
            last = end
        }
        try db.execute("CREATE INDEX person_by_name_sound ON person (name_sound) WHERE name_sound <> 0")
        try db.execute("CREATE INDEX person_by_home ON person (home) WHERE home <> 0")
        try db.execute("CREATE INDEX person_by_birth_date ON person (birth_date) WHERE birth_date IS NOT NULL")
    }
}
