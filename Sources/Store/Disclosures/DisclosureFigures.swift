public import Prevention
public import SQL

extension DisclosureStore {
    /// Records of sharings in a period, as figures count them; the end is exclusive. Those of sealed cases are left out. A
    /// record says itself where it is counted; one from before it did, by where its case or its forum lies now.
    public static func counted(
        from: Instant, to: Instant, in db: any Connection
    ) throws -> [CountedDisclosure] {
        try db.fetch(
            """
            SELECT d.id, d.at, d.basis, d.outcome,
                CASE WHEN d.form = 1 THEN COALESCE(c.municipality, f.municipality, '') ELSE d.municipality END
            FROM disclosure d LEFT JOIN case_file c ON c.id = d.case_id LEFT JOIN forum f ON f.id = d.forum_id
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
    /// - Parameter isTelling: whether they are asked for by municipality: then those that hide where they lie stay out.
    public static func disclosures(
        _ ids: [Int64], for reader: DisclosureReader, isTelling: Bool, keys: KeyRing, in db: any Connection
    ) throws -> [StoredDisclosure] {
        try ids.portions.flatMap { some in
            try read("o.id IN \(list: some) AND \(mayKnow(reader))", keys: keys, in: db)
        }.filter { !isTelling || !$0.hidesPlace }
    }
}
