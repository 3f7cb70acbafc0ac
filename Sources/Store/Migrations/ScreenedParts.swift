import SQL

extension Migration {
    /// A part in an incident says itself what a rule of Socialsøg looks at in the incident, and whether whoever it is about cares
    /// for anybody: a full run reads the parts that can count, and no incidents.
    static let screenedParts = Migration(number: 39, name: "screened-parts") { d in
        let told: [CopiedColumn] = [
            // Empty for an incident with a pointer: what it counts as is told by what the pointer leads to.
            CopiedColumn(
                name: "screened_type", value: "CASE WHEN same_as IS NULL THEN type ELSE '' END",
                follows: ["same_as", "type"]),
            CopiedColumn(name: "screened_day", value: "day", follows: ["day"]),
        ]
        let care: SQL = "kind IN ('parent', 'caregiver')"
        let columns: [SQL] = [
            "ALTER TABLE incident_person ADD COLUMN screened_type TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE incident_person ADD COLUMN screened_day TEXT NOT NULL DEFAULT ''",
            // 1 for whoever cares for somebody, or did until some day.
            "ALTER TABLE incident_person ADD COLUMN cares \(d.integer) NOT NULL DEFAULT 0 CHECK (cares IN (0, 1))",
            "DROP INDEX incident_person_at_risk",
            "DROP INDEX incident_person_present",
            """
            UPDATE incident_person SET
                (screened_type, screened_day) = (
                    SELECT CASE WHEN same_as IS NULL THEN type ELSE '' END, day FROM incident
                    WHERE incident.id = incident_person.incident_id),
                cares = CASE WHEN person_id IN (SELECT person_id FROM relation WHERE \(care)) THEN 1 ELSE 0 END
            """,
        ]
        let indexes: [SQL] = [
            // With the columns of their conditions, without which SQLite would look into the table for them.
            """
            CREATE INDEX incident_person_at_risk
                ON incident_person (screened_type, person_id, incident_id, screened_day, role, held, cares)
                WHERE role IN ('charged', 'involved', 'suspect') AND held = 0 AND person_id IS NOT NULL AND cares = 1
            """,
            """
            CREATE INDEX incident_person_present
                ON incident_person (screened_type, person_id, incident_id, screened_day, role, held)
                WHERE role = 'child-present' AND held = 0 AND person_id IS NOT NULL
            """,
        ]
        return columns + indexes
            + d.copied("incident_person", "incident_id", "incident", told)
            + d.marked("incident_person", "cares", "person_id", "relation", ["kind"], care)
    }
}
