import Handbook
public import Prevention
import SQL
import Store

/// What a letter to the owner of a place (*brev til stedets ejer*) is made of: one order, the walk that it was found on, and the
/// function that is answered. It is about a place and names nobody.
public struct OrderLetter: Sendable {
    public let place: OpenedPlace
    public let order: WorkOrder
    /// `nil` for an order that was not found on a walk.
    public let walk: Happening?
    /// Who leads the lokalråd of the municipality; `nil` where there is none, or nobody leads it.
    public let answerTo: BodySeat?
    /// Whether a text of the order is found to name somebody, by the list of names: it is read through before it leaves.
    public let seemsToName: Bool
}

/// Reads an order that still waits, for the letter to an owner outside the system. Who is the owner themselves and answers here has
/// no use for it, and does not know of the case. An order is about nobody, so nothing is logged.
public struct ReadOrderLetter: Sendable {
    /// Of the case.
    public let id: Int64
    public let number: Int

    public init(_ id: Int64, order number: Int) {
        self.id = id
        self.number = number
    }

    /// - Throws: `NotFound` outside the actor's scope, and for an order that waits no longer.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> OrderLetter {
        let place = try await ReadPlace(id)(who, in: office)
        guard place.isInScope, let order = place.orders.first(where: { $0.number == number && $0.state == .ordered })
        else { throw NotFound() }
        let today = office.now.day
        let leads = try await office.database.read { db in
            let council = try BodyStore.bodies(in: db).first {
                $0.isOpen && $0.kindCode == BodyKind.localCouncil.code && $0.municipality == order.municipality
            }
            return try council.flatMap { try BodyStore.seats(of: $0.id, in: db) }?.map(\.seat).filter {
                $0.post != .member && $0.sits(on: today)
            } ?? []
        }
        let names = office.handbook.nameWords
        return OrderLetter(
            place: place, order: order, walk: place.walks.first { $0.number == order.walk },
            answerTo: leads.first { $0.post == .secretary } ?? leads.first,
            seemsToName: [order.owner, order.place, order.detail].contains { names.nameSomebody(in: $0) })
    }
}
