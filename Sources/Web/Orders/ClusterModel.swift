import Casework
import Handbook
import Prevention
import Store

/// The orders of a cluster: victims, opponents and districts, one calendar of their decisions, and where they conflict.
struct ClusterModel: Sendable {
    struct Order: Sendable {
        let orderNumber: String
        let orderHref: String
        let orderStage: String
        let orderMunicipality: String
        let orderProtected: String
        let orderOpponents: String
    }

    struct Deadline: Sendable {
        let clockName: String
        let clockNumber: String
        let clockHref: String
        let clockDue: DueBadge
    }

    let head: CaseHead
    let problems: FormProblems?
    let leadText: String
    let districtsText: String
    let orders: [Order]
    let hasOrders: Bool
    let deadlines: [Deadline]
    let hasDeadlines: Bool
    let conflicts: [String]
    let hasConflicts: Bool
    let gather: CaseForm?

    init(_ view: OrdersView, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let file = view.opened.file
        head = CaseHead(view.opened, at: .orders, texts)
        problems = refused?.problems
        func said(_ code: String) -> String {
            guard let field = file.programme.field(code), let value = file.fields[code], !value.isEmpty else {
                return words("order.not-agreed")
            }
            return texts.value(value, of: field, in: file.programme)
        }
        leadText = said("lead_district")
        districtsText = said("districts")
        orders = view.orders.map { Order($0.opened, texts) }
        hasOrders = !orders.isEmpty
        deadlines = ClusterModel.calendar(view.orders, texts)
        hasDeadlines = !deadlines.isEmpty
        let named = view.orders.reduce(into: [Int64: PersonView]()) { all, order in
            all.merge(order.opened.persons) { first, _ in first }
        }
        let numbers = Dictionary(
            view.orders.map { ($0.opened.id, $0.opened.row.number) }, uniquingKeysWith: { first, _ in first })
        conflicts = view.conflicts.map { conflict in
            func list(_ ids: [Int64]) -> String { ids.compactMap { numbers[$0] }.joined(separator: ", ") }
            return words(
                "order.conflict",
                [
                    "name": named[conflict.person]?.name ?? words("case-words.protected"),
                    "protected": list(conflict.protectedIn), "opponent": list(conflict.opponentIn),
                ])
        }
        hasConflicts = !conflicts.isEmpty
        gather =
            !view.opened.mayHandle || !view.opened.row.isOpen
            ? nil
            : CaseForm("gather", action: head.headHref + "/orders", title: words("order.gather"), refused) { typed in
                [
                    typed.input(
                        "number", .text, words("order.number"), help: words("case-relation.number-help"),
                        isRequired: true)
                ]
            }
    }

    /// The running clocks of all orders, the nearest first.
    private static func calendar(_ orders: [OrdersView.Order], _ texts: CaseTexts) -> [Deadline] {
        let all = orders.flatMap { order in
            order.clocks.filter(\.isRunning).compactMap { reading in
                reading.dueAt.map { (due: $0, reading: reading, opened: order.opened) }
            }
        }
        return all.sorted { ($0.due, $0.opened.id) < ($1.due, $1.opened.id) }.map { due, reading, opened in
            Deadline(
                clockName: texts.words.name("clock", reading.clock.code, of: opened.file.programme),
                clockNumber: opened.row.number, clockHref: "/cases/\(opened.id)", clockDue: DueBadge(due, texts))
        }
    }
}

extension ClusterModel.Order {
    fileprivate init(_ opened: OpenedCase, _ texts: CaseTexts) {
        let words = texts.words
        func names(_ role: Party.Role) -> String {
            opened.file.parties.filter { $0.role == role }
                .map { opened.persons[$0.person]?.name ?? words("case-words.protected") }.joined(separator: ", ")
        }
        orderNumber = opened.row.number
        orderHref = "/cases/\(opened.id)"
        orderStage = texts.stage(Stage(opened.row.stage), of: opened.file.programme)
        let isMasked = opened.persons.values.contains { $0.isProtected && $0.municipality == nil }
        orderMunicipality =
            isMasked ? words("person.masked-municipality") : texts.municipality(opened.row.municipality)
        orderProtected = names(.subject)
        orderOpponents = names(.counterpart)
    }
}
