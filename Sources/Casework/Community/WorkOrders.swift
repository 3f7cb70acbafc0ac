public import Handbook
public import Prevention
import SQL
public import Store

extension Actor {
    /// Code of the municipality whose orders they answer though they know of none of the cases; `nil` for others.
    var ordersOf: String? {
        let by = Programme.insecurity.entry("work-done")?.by ?? []
        let knowsCases = CaseScope(of: self).contains(.insecurity)
        return kind == .municipality && !knowsCases && holds(any: by) ? authority : nil
    }
}

extension Office {
    /// Orders to a municipality as the owner of the place, of all cases that are open or have changed since a day: those on its desk,
    /// in its daily mail and in its list.
    func orders(to own: String, changedFrom day: LocalDate, in db: any Connection) throws -> [WorkOrder] {
        var orders: [WorkOrder] = []
        try CaseStore.forEachFile(
            programmes: [.insecurity], changedFrom: day, openedThrough: now.day, scope: .orders(of: own), in: db
        ) { orders += try WorkOrder.all(of: $0, law: law).filter { $0.belongs(to: own) } }
        return orders
    }
}

/// Orders to a municipality that wait for its answer.
public struct OwnOrders: Sendable, Hashable {
    public let open: Int
    public let overdue: Int
}

/// Counts the orders that the actor's municipality has to answer as the owner of the place; `nil` for whoever answers for none, and
/// where none waits. An order is about nobody, so nothing is logged.
public struct CountOwnOrders: Sendable {
    public init() {}

    public func callAsFunction(_ actor: Actor, in office: Office) async throws -> OwnOrders? {
        guard let own = actor.ordersOf else { return nil }
        let today = office.now.day
        let waiting = try await office.database.read { db in
            // The open cases: one is not closed while an order is open.
            try office.orders(to: own, changedFrom: today, in: db).filter { $0.state == .ordered }
        }
        return waiting.isEmpty
            ? nil : OwnOrders(open: waiting.count, overdue: waiting.count { $0.isOverdue(on: today) })
    }
}

extension Words {
    /// How many orders wait for the municipality, for its desk and the daily mail.
    public func ownOrders(_ orders: OwnOrders) -> String {
        self("community.orders-desk", ["count": number(orders.open), "late": number(orders.overdue)])
    }
}

/// A walk or an order on the case that it stands on.
public struct OpenedPlace: Sendable {
    public let row: CaseRow
    public let area: String
    public let walks: [Happening]
    public let orders: [WorkOrder]
    /// Whether the actor's role makes entries there, as the case stands.
    public let mayRecord: Bool
    /// Whether the actor knows of the case itself. Whoever only answers for the owner sees the orders to it, and nothing else.
    public let isInScope: Bool
}

/// Reads an insecurity case for its walks and orders. The case is about nobody, so nothing is logged.
public struct ReadPlace: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` outside the actor's scope, and for a case of another scheme.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> OpenedPlace {
        try await office.database.read { db in
            let own = who.actor.ordersOf
            guard let (row, file, _) = try CaseStore.load(id, scope: own.map(CaseScope.orders) ?? who.scope, in: db),
                file.programme.code == Programme.insecurity.code
            else { throw NotFound() }
            let stage = Stage(row.stage)
            func mayRecord(_ code: String) -> Bool {
                file.programme.entry(code).map { who.actor.holds(any: $0.by) && $0.during.contains(stage) } ?? false
            }
            let orders = try WorkOrder.all(of: file, law: office.law)
            guard let own else {
                return OpenedPlace(
                    row: row, area: file.fields["area"] ?? "",
                    walks: try Happening.all(of: file, law: office.law).filter { $0.kind == .walk }, orders: orders,
                    mayRecord: mayRecord("work-order"), isInScope: true)
            }
            let theirs = orders.filter { $0.belongs(to: own) }
            if theirs.isEmpty { throw NotFound() }
            return OpenedPlace(
                row: row, area: "", walks: [], orders: theirs, mayRecord: mayRecord("work-done"), isInScope: false)
        }
    }
}

/// Makes a finding of a walk (*fund på tryghedsvandring*) a work order to the owner of the place: an entry on the case.
public struct OrderFinding: Sendable {
    public let id: Int64
    public let revision: Int
    /// Number of the walk.
    public let walk: Int
    public let fields: [String: String]
    /// As in `ChangeCase`.
    public let isConfirmed: Bool

    public init(_ id: Int64, revision: Int, walk: Int, fields: [String: String], isConfirmed: Bool = false) {
        self.isConfirmed = isConfirmed
        self.id = id
        self.revision = revision
        self.walk = walk
        self.fields = fields
    }

    /// - Throws: as `ChangeCase`.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        let place = try await ReadPlace(id)(who, in: office)
        guard place.walks.contains(where: { $0.number == walk }) else { throw NotFound() }
        try await ChangeCase(
            id, revision: revision,
            .record(entry: "work-order", at: nil, fields: fields.merging(["order_walk": String(walk)]) { $1 }),
            isConfirmed: isConfirmed)(who, in: office)
    }
}

/// Records what the owner has answered to one order: done, or declined with the reason. Where the municipality owns the place, its own
/// people answer; only those who made an order take it back.
public struct AnswerOrder: Sendable {
    public let id: Int64
    public let revision: Int
    /// Number of the order.
    public let order: Int
    /// `done_how`, `done_on` and `done_detail`.
    public let fields: [String: String]
    /// As in `ChangeCase`.
    public let isConfirmed: Bool

    public init(_ id: Int64, revision: Int, order: Int, fields: [String: String], isConfirmed: Bool = false) {
        self.isConfirmed = isConfirmed
        self.id = id
        self.revision = revision
        self.order = order
        self.fields = fields
    }

    /// - Throws: as `ChangeCase`; `NotFound` where the case has no such order.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        let place = try await ReadPlace(id)(who, in: office)
        guard let found = place.orders.first(where: { $0.number == order }) else { throw NotFound() }
        let known = ["done_what": found.what, "done_order": String(order)]
        let answer = fields.merging(known) { $1 }
        let change = ChangeCase(
            id, revision: revision, .record(entry: "work-done", at: nil, fields: answer), isConfirmed: isConfirmed)
        guard let own = who.actor.ordersOf else { return try await change(who, in: office) }
        guard found.state == .ordered else { throw Refused("insecurity.no-such-order") }
        guard answer["done_how"] != WorkOrder.State.withdrawn.rawValue else { throw Refused("insecurity.not-yours") }
        try await office.checkCaseTexts(
            answer, among: Programme.insecurity.entry("work-done")?.fields ?? [], of: .insecurity,
            isConfirmed: isConfirmed, by: who.actor)
        try await office.writing(as: who.actor) { db, sight in
            try change.run(who, sight, office, db, scope: .orders(of: own))
        }
    }
}
