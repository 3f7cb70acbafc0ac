import Casework
import Handbook
import Prevention
import Store

/// The filters, the order and the place of a case list, as the address carries them: the same address shows the same list.
struct CaseFilter: Sendable {
    var programme: Programme?
    var stage: Stage?
    var municipality: String?
    var isOpen: Bool?
    var deadline: CaseQuery.Deadline?
    var isMine = false
    /// Only programmes in which the actor's role takes steps.
    var isHandled = false
    var order = CaseQuery.Order.newest
    var after: CaseQuery.Place?

    init() {}

    /// - Throws: `NotFound` for a programme that is not there for the actor. What is not understood otherwise is left out.
    init(_ visit: Visit) throws {
        if let code = visit.query("programme") {
            guard let found = Catalogue.programme(code), CaseScope(of: try visit.actor).contains(found) else {
                throw NotFound()
            }
            programme = found
            stage = visit.query("stage").map { Stage($0) }.flatMap { found.stages.contains($0) ? $0 : nil }
        }
        municipality = visit.query("municipality").flatMap { visit.office.handbook.municipality($0)?.code }
        switch visit.query("state") {
        case "open": isOpen = true
        case "closed": isOpen = false
        default: isOpen = nil
        }
        deadline = visit.query("deadline").flatMap { CaseQuery.Deadline(rawValue: $0) }
        isMine = visit.query("owner") == "mine"
        isHandled = visit.query("handled") == "yes"
        order = visit.query("order").flatMap { CaseQuery.Order(rawValue: $0) } ?? .newest
        after = visit.query("after").flatMap { CaseFilter.place($0) }
    }

    /// Whether some cases are left out; the order by deadline leaves out those without one.
    var isFiltered: Bool {
        programme != nil || municipality != nil || isOpen != nil || deadline != nil || isMine || isHandled
            || order == .due
    }

    func query(for actor: Actor) -> CaseQuery {
        var query = CaseQuery(order: order)
        query.programme = programme?.code
        query.stage = stage?.code
        query.municipality = municipality
        query.isOpen = isOpen
        query.deadline = deadline
        query.owner = isMine ? actor.name : nil
        query.after = after
        return query
    }

    /// The address of this list, as `path`.
    func address(_ path: String = "/cases") -> String {
        var parts: [(String, String)] = []
        if let programme { parts.append(("programme", programme.code)) }
        if let stage { parts.append(("stage", stage.code)) }
        if let municipality { parts.append(("municipality", municipality)) }
        if let isOpen { parts.append(("state", isOpen ? "open" : "closed")) }
        if let deadline { parts.append(("deadline", deadline.rawValue)) }
        if isMine { parts.append(("owner", "mine")) }
        if isHandled { parts.append(("handled", "yes")) }
        if order != .newest { parts.append(("order", order.rawValue)) }
        if let after { parts.append(("after", "\(after.at.milliseconds).\(after.id)")) }
        if parts.isEmpty { return path }
        return path + "?" + parts.map { $0.0 + "=" + Form.encode($0.1) }.joined(separator: "&")
    }

    /// The same list from its beginning, in another order.
    func ordered(_ order: CaseQuery.Order) -> CaseFilter {
        var other = self
        other.order = order
        other.after = nil
        return other
    }

    func from(_ place: CaseQuery.Place?) -> CaseFilter {
        var other = self
        other.after = place
        return other
    }

    /// Reads `MILLISECONDS.ID`.
    private static func place(_ text: String) -> CaseQuery.Place? {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let at = Int64(parts[0]), let id = Int64(parts[1]) else { return nil }
        return CaseQuery.Place(at: Instant(milliseconds: at), id: id)
    }
}
