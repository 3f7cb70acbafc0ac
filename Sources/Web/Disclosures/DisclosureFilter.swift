import Casework
import Handbook
import Prevention
import Store

/// Which records the address asks for; what it cannot mean is left out.
struct DisclosureFilter: Sendable {
    private(set) var query = DisclosureQuery()

    init(_ visit: Visit) {
        query.basis = visit.query("basis").flatMap(Basis.init(rawValue:))
        query.outcome = visit.query("outcome").flatMap(Disclosure.Outcome.init(rawValue:))
        let authority = visit.query("authority") ?? ""
        query.authority = visit.office.handbook.authorities.contains { $0.authority.code == authority } ? authority : ""
        query.forum = visit.query("forum").flatMap(ForumKind.kind)?.code ?? ""
        query.from = visit.query("from").flatMap { LocalDate($0) }
        query.to = visit.query("to").flatMap { LocalDate($0) }
        query.order = visit.query("order").flatMap(DisclosureQuery.Order.init(rawValue:)) ?? .newest
        query.after = visit.query("after").flatMap { Int64($0) }
    }

    /// Whether it leaves anything out.
    var isFiltered: Bool {
        query.basis != nil || query.outcome != nil || !query.authority.isEmpty || !query.forum.isEmpty
            || query.from != nil || query.to != nil
    }

    /// The address of a page below `/disclosures`.
    ///
    /// - Parameter after: behind which record it begins; `nil` for the first.
    func address(_ path: String = "", after: Int64? = nil) -> String {
        let parts: [(String, String?)] = [
            ("basis", query.basis?.rawValue), ("outcome", query.outcome?.rawValue),
            ("authority", query.authority.isEmpty ? nil : query.authority),
            ("forum", query.forum.isEmpty ? nil : query.forum), ("from", query.from?.description),
            ("to", query.to?.description), ("order", query.order == .newest ? nil : query.order.rawValue),
            ("after", after.map(String.init)),
        ]
        let said = parts.compactMap { name, value in value.map { name + "=" + Form.encode($0) } }
        return "/disclosures" + path + (said.isEmpty ? "" : "?" + said.joined(separator: "&"))
    }
}
