public import Prevention
public import SQL

/// Which records of sharings somebody asks for; empty and `nil` ask for all.
public struct DisclosureQuery: Sendable, Hashable {
    public enum Order: String, Sendable, CaseIterable {
        case newest, oldest
    }

    public var basis: Basis?
    public var outcome: Disclosure.Outcome?
    /// Code of an authority that gives or gets.
    public var authority = ""
    /// Code of a kind of forum.
    public var forum = ""
    /// The first and the last day.
    public var from: LocalDate?
    public var to: LocalDate?
    public var order = Order.newest
    /// The record behind which the page begins.
    public var after: Int64?

    public init() {}

    var condition: SQL {
        var parts: [SQL] = ["1 = 1"]
        if let basis { parts.append("d.basis = \(basis.rawValue)") }
        if let outcome { parts.append("d.outcome = \(outcome.rawValue)") }
        if !authority.isEmpty {
            parts.append(
                """
                (d.authority = \(authority) OR EXISTS (SELECT 1 FROM disclosure_recipient a
                    WHERE a.disclosure_id = d.id AND a.authority = \(authority)))
                """)
        }
        if !forum.isEmpty { parts.append("d.forum_id IN (SELECT f.id FROM forum f WHERE f.kind = \(forum))") }
        if let from { parts.append("d.at >= \(Instant(startOf: from).milliseconds)") }
        if let to { parts.append("d.at <= \(Instant(endOf: to).milliseconds)") }
        if let after { parts.append(order == .newest ? "d.id < \(after)" : "d.id > \(after)") }
        return SQL.joined(parts, separator: " AND ")
    }
}

extension DisclosureStore {
    /// A page of what somebody may know of, in the order in which it was shared.
    public static func page(
        _ query: DisclosureQuery, for actor: Actor, limit: Int, keys: KeyRing, in db: any Connection
    ) throws -> [StoredDisclosure] {
        try read(
            "\(query.condition) AND \(mayKnow(actor))", isNewestFirst: query.order == .newest, limit: limit, keys: keys,
            in: db)
    }

    /// One that somebody may know of.
    public static func disclosure(
        _ id: Int64, for actor: Actor, keys: KeyRing, in db: any Connection
    ) throws -> StoredDisclosure? {
        try read("d.id = \(id) AND \(mayKnow(actor))", keys: keys, in: db).first
    }

    /// About somebody in the register, or with a CPR number, oldest first, as far as `actor` may know of them.
    public static func disclosures(
        about person: Int64?, cpr: String, for actor: Actor, keys: KeyRing, in db: any Connection
    ) throws -> [StoredDisclosure] {
        try read("\(about(person, cpr: cpr, keys)) AND \(mayKnow(actor))", keys: keys, in: db)
    }

    static func about(_ person: Int64?, cpr: String, _ keys: KeyRing) -> SQL {
        let hashes = cpr.isEmpty ? [] : keys.hashes(of: cpr, for: .cprLookUp)
        return """
            (d.person_id = \(person) OR d.id IN (SELECT w.disclosure_id FROM disclosure_words w
                WHERE w.cpr_hash <> '' AND w.cpr_hash IN \(list: hashes)))
            """
    }

    static func mayKnow(_ actor: Actor) -> SQL {
        switch DisclosureScope(of: actor) {
        case .nothing: return "1 = 0"
        case .everything: return "(d.sealed = 0 OR \(isOwn(actor)))"
        case .own: return isOwn(actor)
        }
    }

    /// What somebody gave; what they got, of an item while that lies open to them (`OpenedItem.isWindowOpen`); what their
    /// authority gave or got with a case that they may open now, or gave with an item in which they take part.
    private static func isOwn(_ actor: Actor) -> SQL {
        let opens: SQL = """
            EXISTS (SELECT 1 FROM case_file c WHERE c.id = d.case_id AND \(CaseScope(of: actor).condition))
            """
        let takesPart: SQL = """
            EXISTS (SELECT 1 FROM forum_participant p JOIN forum_item i ON i.id = p.item_id
                JOIN forum_member s ON s.forum_id = i.forum_id AND s.account = p.account AND s.left_at IS NULL
                WHERE p.item_id = d.item_id AND p.account = \(actor.name))
            """
        let isOpen: SQL = """
            EXISTS (SELECT 1 FROM forum_item i JOIN forum_meeting m ON m.id = i.meeting_id
                WHERE i.id = d.item_id AND i.state IN \(list: ItemState.allCases.filter(\.isLive).map(\.rawValue))
                    AND m.state IN \(list: MeetingState.allCases.filter(\.isOpen).map(\.rawValue)))
            AND NOT EXISTS (SELECT 1 FROM forum_contribution t
                WHERE t.id = d.contribution_id AND t.withdrawn_at IS NOT NULL)
            """
        return """
            (d.giver = \(actor.name)
                OR EXISTS (SELECT 1 FROM disclosure_recipient r WHERE r.disclosure_id = d.id AND r.account = \(actor.name))
                    AND (d.item_id IS NULL OR \(takesPart) AND \(isOpen))
                OR EXISTS (SELECT 1 FROM disclosure_recipient r WHERE r.disclosure_id = d.id AND r.account = ''
                    AND r.authority = \(actor.authority)) AND \(opens)
                OR d.authority = \(actor.authority) AND (\(opens) OR \(takesPart)))
            """
    }
}
