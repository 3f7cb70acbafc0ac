public import SQL

/// Cases that somebody protected takes part in do not show where they lie: it is where the person lives, more often than not.
/// The column `hides_place` says so, kept by whatever writes parties or persons, so that no list has to ask for persons.
extension CaseStore {
    /// Once its parties are written.
    public static func markPlace(of id: Int64, in db: any Connection) throws {
        try db.execute("UPDATE case_file SET hides_place = 1 - hides_place WHERE id = \(id) AND \(isWrong)")
    }

    /// Once a person is written who may have become protected, or no longer be.
    public static func markPlaces(with person: Int64, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE case_file SET hides_place = 1 - hides_place
            WHERE id IN (SELECT case_id FROM case_party WHERE person_id = \(person)) AND \(isWrong)
            """)
    }

    /// Of a case that says otherwise than its parties do.
    private static let isWrong: SQL = """
        hides_place <> CASE WHEN EXISTS (SELECT 1 FROM case_party y JOIN person p ON p.id = y.person_id
            WHERE y.case_id = case_file.id AND p.protected = 1) THEN 1 ELSE 0 END
        """
}
