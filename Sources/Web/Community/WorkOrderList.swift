import Casework
import Handbook
import Prevention

/// What the list of work orders is asked for; it stands in the address.
struct WorkOrderFilter: Sendable {
    enum State: String, Sendable, CaseIterable {
        case ordered, overdue, done, declined, withdrawn, all
    }

    let municipality: String?
    let what: String?
    let owner: WorkOrder.OwnerKind?
    /// The owner as written in the orders, whose list is sent to them.
    let to: String?
    let state: State

    static let kinds: [String] =
        Programme.insecurity.entry("work-order")?.fields.first { $0.code == "order_what" }?
        .options ?? []

    init(_ visit: Visit) {
        municipality = visit.query("municipality").flatMap { code in
            visit.office.handbook.ownMunicipalities.contains(code) ? code : nil
        }
        what = visit.query("what").flatMap { WorkOrderFilter.kinds.contains($0) ? $0 : nil }
        owner = visit.query("owner").flatMap { WorkOrder.OwnerKind(rawValue: $0) }
        to = visit.query("to").flatMap { $0.isEmpty ? nil : String($0.prefix(200)) }
        state = visit.query("state").flatMap { State(rawValue: $0) } ?? .ordered
    }

    /// The same list as CSV.
    var csvHref: String {
        let parts = [
            ("municipality", municipality), ("what", what), ("owner", owner?.rawValue), ("to", to),
            ("state", state.rawValue),
        ]
        return "/community/orders.csv?"
            + parts.compactMap { name, value in value.map { name + "=" + Form.encode($0) } }.joined(separator: "&")
    }

    func takes(_ order: WorkOrder, on today: LocalDate) -> Bool {
        guard to.map({ $0 == order.owner }) ?? true else { return false }
        guard what.map({ $0 == order.what }) ?? true, owner.map({ $0 == order.ownerKind }) ?? true else { return false }
        switch state {
        case .all: return true
        case .ordered: return order.state == .ordered
        case .overdue: return order.isOverdue(on: today)
        case .done: return order.state == .done
        case .declined: return order.state == .declined
        case .withdrawn: return order.state == .withdrawn
        }
    }
}

/// Work orders as a table, as the partial `work-order-rows` shows it.
struct WorkOrderRows: Sendable {
    struct Row: Sendable {
        let orderHref: String
        let orderWhat: String
        let orderPlace: String
        let orderMunicipality: String
        let orderOwner: String
        let orderDue: String
        let orderISO: String
        let orderState: String
        let orderClass: String
    }

    let orderCaption: String
    let orderRows: [Row]
    let hasOrders: Bool

    init(_ orders: [WorkOrder], caption: String, _ texts: CaseTexts) {
        orderCaption = caption
        orderRows = orders.map { Row($0, texts) }
        hasOrders = !orders.isEmpty
    }
}

extension WorkOrderRows.Row {
    init(_ order: WorkOrder, _ texts: CaseTexts) {
        let words = texts.words
        let state = order.isOverdue(on: texts.today) ? "overdue" : order.state.rawValue
        let classes = [
            "overdue": "is-overdue", "ordered": "is-running", "done": "is-met", "declined": "is-late",
            "withdrawn": "is-neutral",
        ]
        orderHref = "/community/orders/\(order.file)/\(order.number)"
        orderWhat = words.name("choice.order_what", order.what, of: .insecurity)
        orderPlace = order.place
        orderMunicipality = texts.municipality(order.municipality)
        let kind = order.ownerKind.map { words.name("choice.order_owner_kind", $0.rawValue, of: .insecurity) }
        orderOwner = [order.owner, kind.map { "(\($0))" }].compactMap(\.self).joined(separator: " ")
        orderDue = order.dueOn.danish
        orderISO = order.dueOn.description
        orderState = words("community.order-state." + state)
        orderClass = classes[state] ?? "is-neutral"
    }
}

/// All work orders that the filter takes.
struct WorkOrderListModel: Sendable {
    let selects: [FilterSelect]
    let isFiltered: Bool
    let seesCases: Bool
    let areOrdersOwn: Bool
    let leavesOutProtected: Bool
    let orders: WorkOrderRows
    let csvHref: String

    /// The orders that the filter takes, as a list to send to an owner.
    static func csv(_ found: Community, _ filter: WorkOrderFilter, _ texts: CaseTexts) -> [[String]] {
        let words = texts.words
        let header = [
            "order-what", "order-place", "order-owner", "order-facts", "ordered-on", "due", "state",
        ].map { words("community." + $0) }
        let rows = found.orders.filter { filter.takes($0, on: texts.today) }.map { order -> [String] in
            let row = WorkOrderRows.Row(order, texts)
            return [
                row.orderMunicipality, row.orderWhat, order.place, row.orderOwner, order.detail,
                order.orderedOn.description, order.dueOn.description, row.orderState,
            ]
        }
        return [[words("case-words.municipality")] + header] + rows
    }

    init(_ found: Community, _ filter: WorkOrderFilter, _ texts: CaseTexts) {
        let words = texts.words
        seesCases = found.seesCases && !found.areOrdersOwn
        areOrdersOwn = found.areOrdersOwn
        leavesOutProtected = found.leavesOutProtected
        let all = words("case-list.all")
        selects = [
            FilterSelect(
                "municipality", words("case-words.municipality"), all: all,
                texts.handbook.municipalities.filter(\.isOwn).sorted { $0.name < $1.name }.map { ($0.code, $0.name) },
                chosen: filter.municipality),
            FilterSelect(
                "what", words.name("field", "order_what", of: .insecurity), all: all,
                WorkOrderFilter.kinds.map { ($0, words.name("choice.order_what", $0, of: .insecurity)) },
                chosen: filter.what),
            FilterSelect(
                "owner", words.name("field", "order_owner_kind", of: .insecurity), all: all,
                WorkOrder.OwnerKind.allCases.map {
                    ($0.rawValue, words.name("choice.order_owner_kind", $0.rawValue, of: .insecurity))
                }, chosen: filter.owner?.rawValue),
            FilterSelect(
                "to", words("community.order-owner"), all: all,
                Set(found.orders.map(\.owner)).sorted().map { ($0, $0) }, chosen: filter.to),
            FilterSelect(
                "state", words("community.state"), all: nil,
                WorkOrderFilter.State.allCases.map { ($0.rawValue, words("community.order-state." + $0.rawValue)) },
                chosen: filter.state.rawValue),
        ]
        csvHref = filter.csvHref
        isFiltered =
            filter.to != nil || filter.municipality != nil || filter.what != nil || filter.owner != nil
            || filter.state != .ordered
        let shown = found.orders.filter { filter.takes($0, on: texts.today) }
        orders = WorkOrderRows(
            shown, caption: words("community.order-count", ["count": words.number(shown.count)]), texts)
    }
}
