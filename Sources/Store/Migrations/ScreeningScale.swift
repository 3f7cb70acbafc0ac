import SQL

extension Migration {
    /// What a run of Socialsøg reads stands in indexes alone, ordered by person; hits keep the facts as they were found, and
    /// how the list stands is known.
    static let screeningScale = Migration(number: 32, name: "screening-scale") { d in
        [
            // With the columns of their conditions, without which SQLite would look into the table for them.
            """
            CREATE INDEX incident_person_at_risk ON incident_person (person_id, incident_id, role, held)
                WHERE role IN ('charged', 'involved', 'suspect') AND held = 0
            """,
            """
            CREATE INDEX incident_person_present ON incident_person (person_id, incident_id, role, held)
                WHERE role = 'child-present' AND held = 0
            """,
            """
            CREATE INDEX relation_of_care ON relation (person_id, related_id, from_date, to_date, kind)
                WHERE kind IN ('parent', 'caregiver')
            """,
            // JSON (`FrozenFacts`); empty for hits of before.
            "ALTER TABLE hit ADD COLUMN facts TEXT NOT NULL DEFAULT ''",
            // One row, of the list of hits: the rules that it was made with, whether it waits for a full run, and how often the
            // register has changed under it.
            """
            CREATE TABLE screening_list (
                id \(d.integer) NOT NULL PRIMARY KEY CHECK (id = 1),
                rules TEXT NOT NULL,
                changes \(d.integer) NOT NULL,
                is_due \(d.integer) NOT NULL CHECK (is_due IN (0, 1)))\(d.tableEnd)
            """,
        ]
    }
}
