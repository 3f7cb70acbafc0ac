import SQL

/// Conditions of Socialsøg in the words of its indexes: where they are said otherwise, SQLite does not use them.
enum ScreeningSQL {
    /// A part in an incident (`incident_person`) that counts against a carer, if it says who that is. One whose person is in
    /// doubt does not.
    static let risk: SQL = "role IN ('charged', 'involved', 'suspect') AND held = 0"
    /// A part that says that a child was there.
    static let present: SQL = "role = 'child-present' AND held = 0"
    /// A relation that makes somebody a carer.
    static let care: SQL = "kind IN ('parent', 'caregiver')"
}
