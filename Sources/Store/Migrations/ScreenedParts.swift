import SQL

extension Migration {
    /// A part in an incident says itself what a rule of Socialsøg looks at in the incident: a full run passes over the parts
    /// that count, and over no incident.
    static let screenedParts = Migration(number: 39, name: "screened-parts") { d in
        let said: [CopiedColumn] = [
            // Empty for an incident with a pointer: what it counts as is told by what the pointer leads to.
            CopiedColumn("screened_type", of: "CASE WHEN same_as IS NULL THEN type ELSE '' END"),
            CopiedColumn("screened_day", of: "day"),
        ]
        let columns: [SQL] = [
            "ALTER TABLE incident_person ADD COLUMN screened_type TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE incident_person ADD COLUMN screened_day TEXT NOT NULL DEFAULT ''",
            "DROP INDEX incident_person_at_risk",
            "DROP INDEX incident_person_present",
            """
            UPDATE incident_person SET (screened_type, screened_day) = (
                SELECT CASE WHEN same_as IS NULL THEN type ELSE '' END, day FROM incident
                WHERE incident.id = incident_person.incident_id)
            """,
        ]
        let indexes: [SQL] = [
            // With the columns of their conditions, without which SQLite would look into the table for them.
            """
            CREATE INDEX incident_person_at_risk
                ON incident_person (screened_type, person_id, incident_id, screened_day, role, held)
                WHERE role IN ('charged', 'involved', 'suspect') AND held = 0 AND person_id IS NOT NULL
            """,
            """
            CREATE INDEX incident_person_present
                ON incident_person (screened_type, person_id, incident_id, screened_day, role, held)
                WHERE role = 'child-present' AND held = 0 AND person_id IS NOT NULL
            """,
        ]
        let copied = d.copied("incident_person", "incident_id", "incident", ["same_as", "type", "day"], said)
        return columns + indexes + copied
    }
}
