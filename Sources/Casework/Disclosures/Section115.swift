import Prevention
import SQL
import Store

/// What is shared under retsplejeloven § 115 is never for the investigation of a criminal case (stk. 2): no tie leads from a
/// case that holds it into one that may, neither directly nor by way of one other case.
enum Section115 {
    /// - Throws: `Refused` where the tie would lead from the one into the other, or from a case that one of them is tied to.
    static func check(tying from: CaseRow, to: CaseRow, in db: any Connection) throws {
        let ends = try [from, to].map { try End($0.id, $0.programme, in: db) }
        for (one, other, row, target) in [(ends[0], ends[1], from, to), (ends[1], ends[0], to, from)]
        where one.isUnder && other.feeds {
            throw Refused("relation-section-115", ["value": row.number, "other": target.number])
        }
        for (near, far) in [(ends[0], to.id), (ends[1], from.id)] {
            for (id, programme) in try RelationStore.tied(to: far, in: db) {
                let next = try End(id, programme, in: db)
                // The third case may be one that the actor does not know of: it is not named.
                if near.isUnder && next.feeds || next.isUnder && near.feeds {
                    throw Refused("relation-section-115-chain", ["value": from.number, "other": to.number])
                }
            }
        }
    }

    /// - Throws: `Refused` where something is to be shared on § 115 out of a case, or about one, that a tie leads from into a
    ///   criminal case.
    static func check(sharing one: Disclosure, in db: any Connection) throws {
        guard one.basis.isSection115, one.outcome != .declined else { return }
        let ofItem = try one.item.flatMap { try DisclosureStore.caseID(ofItem: $0, in: db) }
        guard let id = one.caseID ?? ofItem, let programme = try RelationStore.programme(of: id, in: db),
            Catalogue.programme(programme)?.feedsCriminalCase != true
        else { return }
        let near = try RelationStore.tied(to: id, in: db)
        let beyond = try near.flatMap { try RelationStore.tied(to: $0.id, in: db) }
        for (_, programme) in near + beyond where Catalogue.programme(programme)?.feedsCriminalCase == true {
            throw Refused("disclosure.tied-to-criminal-case", ["value": one.reference])
        }
    }

    /// A case at one end of a tie.
    private struct End {
        let isUnder: Bool
        let feeds: Bool

        init(_ id: Int64, _ programme: String, in db: any Connection) throws {
            let programme = Catalogue.programme(programme)
            feeds = programme?.feedsCriminalCase ?? false
            isUnder = try programme.map { try DisclosureStore.isUnderSection115(id, $0, in: db) } ?? false
        }
    }
}
