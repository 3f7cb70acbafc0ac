public import Prevention
public import SQL

extension DisclosureStore {
    /// Records of sharings in a period, as figures count them; the end is exclusive. Those of sealed cases are left out.
    public static func counted(
        from: Instant, to: Instant, in db: any Connection
    ) throws -> [CountedDisclosure] {
        try db.fetch(
            """
            SELECT d.id, d.at, d.basis, d.outcome, COALESCE(c.municipality, f.municipality, '') FROM disclosure d
            LEFT JOIN case_file c ON c.id = d.case_id LEFT JOIN forum f ON f.id = d.forum_id
            WHERE d.at >= \(from.milliseconds) AND d.at < \(to.milliseconds) AND d.sealed = 0 ORDER BY d.at, d.id
            """
        ) { row in
            CountedDisclosure(
                id: row.int64(0), at: Instant(milliseconds: row.int64(1)),
                basis: Basis(rawValue: row.text(2)) ?? .notification,
                outcome: Disclosure.Outcome(rawValue: row.text(3)) ?? .declined, municipality: row.text(4))
        }
    }

    /// Of some records those that somebody may know of, oldest first.
    ///
    /// - Parameter isTelling: whether they are asked for by municipality: then those of cases that hide where they lie stay out.
    public static func disclosures(
        _ ids: [Int64], for actor: Actor, isTelling: Bool, keys: KeyRing, in db: any Connection
    ) throws -> [StoredDisclosure] {
        let open: SQL =
            isTelling
            ? "NOT EXISTS (SELECT 1 FROM case_file h WHERE h.id = d.case_id AND h.hides_place = 1)" : "1 = 1"
        return try read("d.id IN \(list: ids) AND \(open) AND \(mayKnow(actor))", keys: keys, in: db)
    }
}
