public import Prevention
public import SQL

/// Cases in which what others share rests on retsplejeloven § 115: all of some programmes, and any out of which something was
/// shared on it, or with an item about which, that was not declined. Not those that may themselves lead to a criminal case: they
/// may be spoken of in a forum, and what is shared there stays with the item.
extension DisclosureStore {
    /// The ids of those among `cases`.
    public static func underSection115(
        _ cases: [(id: Int64, programme: String)], in db: any Connection
    ) throws -> Set<Int64> {
        let asked = cases.filter { Catalogue.programme($0.programme)?.feedsCriminalCase == false }
        let always = asked.filter { Catalogue.programme($0.programme)?.isUnderSection115 == true }
        let rests: SQL = "d.outcome <> 'declined' AND d.basis IN \(list: Basis.section115.map(\.rawValue))"
        var found = Set(always.map(\.id))
        for some in asked.map(\.id).filter({ !found.contains($0) }).portions {
            try db.forEach(
                """
                SELECT d.case_id FROM disclosure d WHERE d.case_id IN \(list: some) AND \(rests)
                UNION SELECT i.case_id FROM forum_item i JOIN disclosure d ON d.item_id = i.id
                WHERE i.case_id IN \(list: some) AND \(rests)
                """
            ) { found.insert($0.int64(0)) }
        }
        return found
    }

    public static func isUnderSection115(
        _ id: Int64, _ programme: Programme, in db: any Connection
    ) throws -> Bool {
        try !underSection115([(id: id, programme: programme.code)], in: db).isEmpty
    }
}
