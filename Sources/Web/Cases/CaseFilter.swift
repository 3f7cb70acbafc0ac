import Casework
import Foundation
import Handbook
import Prevention
import Store

/// The filters, the order, the columns and the place of a case list, as the address carries them: the same address shows the
/// same list, to everybody within their own scope.
struct CaseFilter: Sendable {
    enum Owner: Sendable, Hashable {
        case mine
        case nobody
        /// Account.
        case colleague(String)
    }

    /// A column that can be left out; the number always stands first.
    enum Column: String, Sendable, CaseIterable {
        case programme, municipality, stage, since, opened, due, owner
        /// What a list shows that asks for no other.
        static let usual: [Column] = [.programme, .municipality, .stage, .opened, .due, .owner]
    }

    /// Something in the address that cannot be used, and is said above the list.
    struct Unknown: Sendable, Hashable {
        let name: String
        let value: String
        /// Of its words under `case-list.unknown`.
        let reason: String
    }

    /// What an address says under a name, as often as it does.
    typealias Parameters = (String) -> [String]

    var programme: Programme?
    var stage: Stage?
    var municipality: String?
    var isOpen: Bool?
    var deadline: CaseQuery.Deadline?
    var dueFrom: LocalDate?
    var dueTo: LocalDate?
    var openedFrom: LocalDate?
    var openedTo: LocalDate?
    var owner: Owner?
    /// Only programmes in which the actor's role takes steps.
    var isHandled = false
    var order = CaseQuery.Order.newest
    var rows = CaseFilter.rowsUsual
    var columns = Column.usual
    var after: CaseQuery.Place?
    var before: CaseQuery.Place?
    var unknown: [Unknown] = []

    static let rowsUsual = 25
    static let rowsOffered = [25, 50, 100]

    var isMine: Bool {
        get { owner == .mine }
        set { owner = newValue ? .mine : nil }
    }

    init() {}

    /// - Throws: `NotFound` for a programme that is not there for the actor.
    init(_ visit: Visit) throws {
        try self.init(actor: try visit.actor, handbook: visit.office.handbook) { visit.queries($0) }
    }

    /// - Throws: `NotFound` for a programme that is not there for the actor. What cannot be used otherwise is `unknown`.
    init(actor: Actor, handbook: Handbook, _ values: Parameters) throws {
        func value(_ name: String) -> String? { values(name).first }
        if let code = value("programme") {
            guard let found = Catalogue.programme(code), CaseScope(of: actor).contains(found) else {
                throw NotFound()
            }
            programme = found
        }
        var unknown: [Unknown] = []
        func read<Value>(_ name: String, _ reason: String = "value", _ convert: (String) -> Value?) -> Value? {
            guard let text = value(name) else { return nil }
            let found = convert(text)
            if found == nil { unknown.append(Unknown(name: name, value: text, reason: reason)) }
            return found
        }
        let chosen = programme
        stage = read("stage", chosen == nil ? "stage-alone" : "value") { code in
            chosen?.stages.first { $0.code == code }
        }
        municipality = read("municipality") { handbook.municipality($0)?.code }
        isOpen = read("state") { $0 == "open" ? true : $0 == "closed" ? false : nil }
        deadline = read("deadline") { CaseQuery.Deadline(rawValue: $0) }
        dueFrom = read("due-from", "date", CaseFilter.day)
        dueTo = read("due-to", "date", CaseFilter.day)
        openedFrom = read("opened-from", "date", CaseFilter.day)
        openedTo = read("opened-to", "date", CaseFilter.day)
        if let from = dueFrom, let to = dueTo, from > to {
            unknown.append(Unknown(name: "due-from", value: from.danish + "–" + to.danish, reason: "reversed"))
            (dueFrom, dueTo) = (nil, nil)
        }
        if let from = openedFrom, let to = openedTo, from > to {
            unknown.append(Unknown(name: "opened-from", value: from.danish + "–" + to.danish, reason: "reversed"))
            (openedFrom, openedTo) = (nil, nil)
        }
        owner = value("owner").map { $0 == "mine" ? .mine : $0 == "nobody" ? .nobody : .colleague($0) }
        isHandled = read("handled") { $0 == "yes" ? true : nil } ?? false
        order = read("order") { CaseQuery.Order(rawValue: $0) } ?? .newest
        rows = read("rows") { Int($0).flatMap { CaseFilter.rowsOffered.contains($0) ? $0 : nil } } ?? rows
        after = read("after", "place", CaseFilter.place)
        before = read("before", "place", CaseFilter.place)
        let named = values("columns").flatMap { $0.split { $0 == "." || $0 == "," }.map(String.init) }
        for code in named where Column(rawValue: code) == nil {
            unknown.append(Unknown(name: "columns", value: code, reason: "value"))
        }
        let asked = Column.allCases.filter { named.contains($0.rawValue) }
        if !asked.isEmpty { columns = asked }
        if !query(for: actor).orders.contains(order) {
            unknown.append(Unknown(name: "order", value: order.rawValue, reason: "order"))
            order = .newest
            after = nil
            before = nil
        }
        self.unknown = unknown
    }

    /// Without an owner whom nobody in the actor's reach goes by.
    func checked(_ owners: [CaseOwner]) -> CaseFilter {
        guard case .colleague(let account) = owner, !owners.contains(where: { $0.name == account }) else { return self }
        var other = self
        other.owner = nil
        other.unknown.append(Unknown(name: "owner", value: account, reason: "value"))
        return other
    }

    /// The parts of it that leave cases out.
    enum Part: String, CaseIterable {
        case programme, stage, municipality, state, deadline
        case duePeriod = "due-period"
        case owner
        case opened
        case handled
        case order
    }

    var parts: [Part] {
        Part.allCases.filter { part in
            switch part {
            case .programme: programme != nil
            case .stage: stage != nil
            case .municipality: municipality != nil
            case .state: isOpen != nil
            case .deadline: deadline != nil
            case .duePeriod: dueFrom != nil || dueTo != nil
            case .owner: owner != nil
            case .opened: openedFrom != nil || openedTo != nil
            case .handled: isHandled
            case .order: order.column == .due && deadline == nil && dueFrom == nil && dueTo == nil
            }
        }
    }

    /// Whether some cases are left out; the order by deadline leaves out those without one.
    var isFiltered: Bool { !parts.isEmpty }

    /// The same list from its beginning without one of its parts; without a programme there is no stage either.
    func without(_ part: Part) -> CaseFilter {
        var other = from(nil)
        switch part {
        case .programme: (other.programme, other.stage) = (nil, nil)
        case .stage: other.stage = nil
        case .municipality: other.municipality = nil
        case .state: other.isOpen = nil
        case .deadline: other.deadline = nil
        case .duePeriod: (other.dueFrom, other.dueTo) = (nil, nil)
        case .owner: other.owner = nil
        case .opened: (other.openedFrom, other.openedTo) = (nil, nil)
        case .handled: other.isHandled = false
        case .order: other.order = .newest
        }
        return other
    }

    func query(for actor: Actor) -> CaseQuery {
        var query = CaseQuery(order: order)
        query.programme = programme?.code
        query.stage = stage?.code
        query.municipality = municipality
        query.isOpen = isOpen
        query.deadline = deadline
        query.dueFrom = dueFrom
        query.dueTo = dueTo
        query.openedFrom = openedFrom
        query.openedTo = openedTo
        switch owner {
        case .mine: query.owner = actor.name
        case .nobody: query.owner = ""
        case .colleague(let account): query.owner = account
        case nil: query.owner = nil
        }
        query.after = after
        query.before = before
        return query
    }

    /// What the address says of this list, in a fixed order; what goes without saying is left out.
    var parameters: [(name: String, value: String)] {
        var found: [(String, String?)] = [
            ("programme", programme?.code), ("stage", stage?.code), ("municipality", municipality),
            ("state", isOpen.map { $0 ? "open" : "closed" }), ("deadline", deadline?.rawValue),
            ("due-from", dueFrom?.description), ("due-to", dueTo?.description),
        ]
        switch owner {
        case .mine: found.append(("owner", "mine"))
        case .nobody: found.append(("owner", "nobody"))
        case .colleague(let account): found.append(("owner", account))
        case nil: break
        }
        found += [
            ("opened-from", openedFrom?.description), ("opened-to", openedTo?.description),
            ("handled", isHandled ? "yes" : nil), ("order", order == .newest ? nil : order.rawValue),
            ("rows", rows == CaseFilter.rowsUsual ? nil : String(rows)),
            ("columns", columns == Column.usual ? nil : columns.map(\.rawValue).joined(separator: ".")),
            ("after", after.map(CaseFilter.text)), ("before", before.map(CaseFilter.text)),
        ]
        return found.compactMap { name, value in value.map { (name, $0) } }
    }

    /// The address of this list, as `path`.
    func address(_ path: String = "/cases", with more: [(String, String)] = []) -> String {
        let parts = parameters.map { ($0.name, $0.value) } + more
        if parts.isEmpty { return path }
        return path + "?" + parts.map { $0.0 + "=" + Form.encode($0.1) }.joined(separator: "&")
    }

    /// The same list from its beginning, in another order.
    func ordered(_ order: CaseQuery.Order) -> CaseFilter {
        var other = from(nil)
        other.order = order
        return other
    }

    func from(_ place: CaseQuery.Place?) -> CaseFilter {
        var other = self
        other.after = place
        other.before = nil
        return other
    }

    func until(_ place: CaseQuery.Place) -> CaseFilter {
        var other = self
        other.before = place
        other.after = nil
        return other
    }

    /// A day as browsers send it, or as Danes write it.
    private static func day(_ text: String) -> LocalDate? {
        LocalDate(TypedValue.normal(text, .date))
    }

    /// Reads `MILLISECONDS.ID`.
    private static func place(_ text: String) -> CaseQuery.Place? {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let at = Int64(parts[0]), let id = Int64(parts[1]) else { return nil }
        return CaseQuery.Place(at: Instant(milliseconds: at), id: id)
    }

    private static func text(_ place: CaseQuery.Place) -> String {
        "\(place.at.milliseconds).\(place.id)"
    }
}
