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
    /// Leaves out those that may say where somebody protected lives, where asking for an authority would tell it.
    public var leavesOutHidden = false
    /// Code of a kind of forum.
    public var forum = ""
    /// The first and the last day.
    public var from: LocalDate?
    public var to: LocalDate?
    public var order = Order.newest
    /// The record behind which the page begins.
    public var after: Int64?

    public init() {}

    /// Whether a record with the id comes behind the page before.
    func isBehind(_ id: SQL) -> SQL {
        guard let after else { return "1 = 1" }
        return order == .newest ? "\(id) < \(after)" : "\(id) > \(after)"
    }

    /// On the record as `d`, on whatever page it is.
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
            if leavesOutHidden { parts.append("NOT (\(DisclosureStore.hidesPlace))") }
        }
        if !forum.isEmpty { parts.append("d.forum_id IN (SELECT f.id FROM forum f WHERE f.kind = \(forum))") }
        if let from { parts.append("d.at >= \(Instant(startOf: from).milliseconds)") }
        if let to { parts.append("d.at <= \(Instant(endOf: to).milliseconds)") }
        return SQL.joined(parts, separator: " AND ")
    }
}

extension DisclosureStore {
    /// A page of what somebody may know of, in the order in which it was shared.
    public static func page(
        _ query: DisclosureQuery, for reader: DisclosureReader, limit: Int, keys: KeyRing, in db: any Connection
    ) throws -> [StoredDisclosure] {
        guard let listing = listing(query, for: reader, limit: limit) else { return [] }
        let ids = try db.fetch(listing) { $0.int64(0) }
        let found = try ids.portions.flatMap { some in
            try read(
                "o.id IN \(list: some)", isNewestFirst: query.order == .newest, keys: keys, in: db)
        }
        return found
    }

    /// The ids of a page: each way to know of a record walks an index of its own, in order, and ends after a page.
    static func listing(_ query: DisclosureQuery, for reader: DisclosureReader, limit: Int) -> SQL? {
        let parts = ways(for: reader)
        let order: SQL = query.order == .newest ? "DESC" : "ASC"
        let walks: [SQL] = parts.enumerated().map { index, way in
            """
            SELECT id FROM (SELECT \(way.id) AS id FROM \(way.from)
                WHERE \(way.condition) AND \(query.isBehind(way.id)) AND \(query.condition)
                ORDER BY \(way.id) \(order) LIMIT \(limit)) AS \(DisclosureStore.names[index])
            """
        }
        return walks.isEmpty
            ? nil : "\(SQL.joined(walks, separator: " UNION ")) ORDER BY id \(order) LIMIT \(limit)"
    }

    private static let names: [SQL] = ["w1", "w2", "w3", "w4", "w5", "w6"]

    /// One that somebody may know of.
    public static func disclosure(
        _ id: Int64, for reader: DisclosureReader, keys: KeyRing, in db: any Connection
    ) throws -> StoredDisclosure? {
        try read("o.id = \(id) AND \(mayKnow(reader))", keys: keys, in: db).first
    }

    /// About somebody in the register, or with a CPR number, oldest first, as far as `reader` may know of them.
    public static func disclosures(
        about person: Int64?, cpr: String, for reader: DisclosureReader, keys: KeyRing, in db: any Connection
    ) throws -> [StoredDisclosure] {
        try read("\(about(person, cpr: cpr, keys)) AND \(mayKnow(reader))", keys: keys, in: db)
    }

    /// Whether a record, as `d`, may say where somebody protected lives: it did when it was made, or it would now.
    static let hidesPlace: SQL = """
        d.hides_place = 1 OR EXISTS (SELECT 1 FROM case_file h WHERE h.id = d.case_id AND h.hides_place = 1)
            OR EXISTS (SELECT 1 FROM person h WHERE h.id = d.person_id AND h.protected = 1)
            OR EXISTS (SELECT 1 FROM disclosure_named n JOIN person h ON h.id = n.person_id
                WHERE n.disclosure_id = d.id AND h.protected = 1)
        """
}
