import SQL

/// Conditions of Socialsøg in the words of its indexes: where they are said otherwise, SQLite does not use them.
enum ScreeningSQL {
    /// A part in an incident (`incident_person`) that counts against a carer. One whose person is unknown or in doubt does not.
    static let risk: SQL = "role IN ('charged', 'involved', 'suspect') AND held = 0 AND person_id IS NOT NULL"
    /// One of whoever cares for anybody, or did until some day.
    static let carerAtRisk: SQL = "\(risk) AND cares = 1"
    /// A part that says that a child was there.
    static let present: SQL = "role = 'child-present' AND held = 0 AND person_id IS NOT NULL"
    /// The `screened_type` of a part in an incident that repeats another one.
    static let repeating = ""
    /// A relation that makes somebody a carer. One between two records that were found to be one person does not.
    static let care: SQL = "kind IN ('parent', 'caregiver') AND person_id <> related_id"
}
