public import Prevention
import SQL
public import Store

/// A restraining order with what it renews and is renewed by, or a cluster with its orders.
public struct OrdersView: Sendable {
    public let opened: OpenedCase
    /// Of an order: the cases that it renews or is renewed by, oldest first.
    public let renewals: [StoredRelation]
    /// Of an order: the cluster that it belongs to. Of a cluster: empty.
    public let clusters: [StoredRelation]
    /// Of a cluster: its orders, in the order in which they were linked.
    public let orders: [Order]
    public let conflicts: [OrderConflict]
    /// Those of the case that nobody has dismissed or answered, to those who handle it.
    public let suggestions: [Suggested]

    /// An order of a cluster.
    public struct Order: Sendable {
        public let opened: OpenedCase
        public let clocks: [ClockReading]
    }
}

/// Reads what stands on the page of orders; logged for every case and person shown.
public struct ReadOrders: Sendable {
    public let id: Int64

    public init(of id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` outside the actor's scope. An order that the reader may not open is not among those of a cluster.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> OrdersView {
        try await office.reading(as: who.actor) { db, sight in
            let opened = try OpenedCase(id, who, sight, in: db)
            let programme = opened.file.programme
            let relations = try RelationStore.relations(of: id, scope: who.scope, in: db)
                .filter { $0.removal == nil }
            let gathered = relations.filter {
                $0.kind == .cluster && !$0.isOutgoing && programme.gathers.contains($0.other.programme)
            }
            let orders = try gathered.map { tie in
                let order = try OpenedCase(tie.other.id, who, sight, in: db)
                return OrdersView.Order(
                    opened: order, clocks: try Engine.clocks(of: order.file, now: office.now, law: office.law))
            }
            let view = OrdersView(
                opened: opened, renewals: relations.filter { $0.kind == .renews },
                clusters: relations.filter { $0.kind == .cluster && $0.isOutgoing }, orders: orders,
                conflicts: OrderConflict.all(in: orders.map(\.opened.file)),
                suggestions: opened.mayHandle
                    ? try CaseSuggestions.open([opened.file], office, in: db)[id] ?? [] : [])
            return (view, opened.readEntries + orders.flatMap(\.opened.readEntries))
        }
    }
}
