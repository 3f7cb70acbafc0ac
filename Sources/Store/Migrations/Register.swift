import SQL

extension Migration {
    /// Where rows come from, and the register: persons, relations, incidents and who took part in them.
    static let register = Migration(number: 1, name: "register") { d in
        [
            """
            CREATE TABLE source (id \(d.identity), name TEXT NOT NULL UNIQUE)\(d.tableEnd)
            """,
            """
            CREATE TABLE import_run (
                id \(d.identity),
                source_id \(d.integer) NOT NULL REFERENCES source (id),
                folder TEXT NOT NULL,
                actor TEXT NOT NULL,
                started_at \(d.integer) NOT NULL,
                finished_at \(d.integer),
                state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
                summary TEXT NOT NULL,
                rejects_path TEXT NOT NULL)\(d.tableEnd)
            """,
            """
            CREATE TABLE person (
                id \(d.identity),
                source_id \(d.integer) NOT NULL REFERENCES source (id),
                external_id TEXT NOT NULL,
                cpr TEXT NOT NULL,
                given_names TEXT NOT NULL,
                family_name TEXT NOT NULL,
                birth_date TEXT,
                sex TEXT NOT NULL CHECK (sex IN ('M', 'F', 'U')),
                address TEXT NOT NULL,
                postal_code TEXT NOT NULL,
                municipality TEXT NOT NULL,
                protected \(d.integer) NOT NULL CHECK (protected IN (0, 1)),
                fingerprint \(d.integer) NOT NULL,
                import_id \(d.integer) NOT NULL,
                UNIQUE (source_id, external_id))\(d.tableEnd)
            """,
            "CREATE INDEX person_by_cpr ON person (cpr) WHERE cpr <> ''",
            "CREATE INDEX person_by_name ON person (family_name, given_names)",
            """
            CREATE TABLE relation (
                id \(d.identity),
                source_id \(d.integer) NOT NULL REFERENCES source (id),
                person_id \(d.integer) NOT NULL REFERENCES person (id),
                related_id \(d.integer) NOT NULL REFERENCES person (id),
                kind TEXT NOT NULL,
                from_date TEXT NOT NULL,
                ordinal \(d.integer) NOT NULL,
                to_date TEXT NOT NULL,
                import_id \(d.integer) NOT NULL,
                UNIQUE (person_id, related_id, kind, from_date, source_id, ordinal))\(d.tableEnd)
            """,
            "CREATE INDEX relation_by_related ON relation (related_id)",
            """
            CREATE TABLE incident (
                id \(d.identity),
                source_id \(d.integer) NOT NULL REFERENCES source (id),
                external_id TEXT NOT NULL,
                occurred_at \(d.integer) NOT NULL,
                day TEXT NOT NULL,
                type TEXT NOT NULL,
                municipality TEXT NOT NULL,
                place TEXT NOT NULL,
                latitude \(d.real),
                longitude \(d.real),
                summary TEXT NOT NULL,
                same_as TEXT,
                fingerprint \(d.integer) NOT NULL,
                import_id \(d.integer) NOT NULL,
                UNIQUE (source_id, external_id))\(d.tableEnd)
            """,
            "CREATE INDEX incident_by_type_day ON incident (type, day)",
            "CREATE INDEX incident_by_pointer ON incident (source_id, same_as) WHERE same_as IS NOT NULL",
            """
            CREATE TABLE incident_person (
                id \(d.identity),
                incident_id \(d.integer) NOT NULL REFERENCES incident (id),
                role TEXT NOT NULL,
                person_id \(d.integer) REFERENCES person (id),
                described TEXT NOT NULL,
                import_id \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX incident_person_once ON incident_person (incident_id, role, person_id, described)",
            """
            CREATE UNIQUE INDEX incident_person_unknown_once ON incident_person (incident_id, role, described)
                WHERE person_id IS NULL
            """,
            "CREATE INDEX incident_person_by_person ON incident_person (person_id) WHERE person_id IS NOT NULL",
            """
            CREATE TABLE change (
                id \(d.identity),
                at \(d.integer) NOT NULL,
                actor TEXT NOT NULL,
                entity TEXT NOT NULL,
                entity_id \(d.integer) NOT NULL,
                old_value TEXT NOT NULL,
                new_value TEXT NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX change_by_entity ON change (entity, entity_id)",
        ]
    }
}
