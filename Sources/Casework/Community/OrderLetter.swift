import Handbook
public import Prevention
import SQL
import Store

/// What a letter to the owner of a place (*brev til stedets ejer*) is made of: one order, the walk that it was found on, and the
/// function that is answered. It is about a place, and asks for no names; the owner may be a person, where the place is private.
public struct OrderLetter: Sendable {
    public let place: OpenedPlace
    public let order: WorkOrder
    /// `nil` for an order that was not found on a walk.
    public let walk: Happening?
    /// Whether the municipality has a lokalråd; without one the district asks.
    public let hasCouncil: Bool
    /// Who leads the lokalråd; `nil` where there is none, or nobody leads it.
    public let answerTo: BodySeat?
    /// Whether a text of the letter is found to name somebody, by the list of names: it is read through before it leaves.
    public let seemsToName: Bool
}

/// Reads an order that still waits, for the letter to an owner outside the system. A municipality that is the owner answers here, and
/// gets no letter. An order is about nobody, so nothing is logged.
public struct ReadOrderLetter: Sendable {
    /// Of the case.
    public let id: Int64
    public let number: Int

    public init(_ id: Int64, order number: Int) {
        self.id = id
        self.number = number
    }

    /// - Throws: `NotFound` outside the actor's scope, and for an order that no letter is written for.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> OrderLetter {
        let place = try await ReadPlace(id)(who, in: office)
        guard let order = place.orders.first(where: { $0.number == number }), place.writesLetter(of: order) else {
            throw NotFound()
        }
        let today = office.now.day
        let (council, leads) = try await office.database.read { db in
            let council = try BodyStore.bodies(in: db).first {
                $0.isOpen && $0.kindCode == BodyKind.localCouncil.code && $0.municipality == order.municipality
            }
            let seats = try council.map { try BodyStore.seats(of: $0.id, in: db) } ?? []
            return (council, seats.map(\.seat).filter { $0.post != .member && $0.sits(on: today) })
        }
        let answerTo = leads.first { $0.post == .secretary } ?? leads.first
        let names = office.handbook.nameWords
        return OrderLetter(
            place: place, order: order, walk: place.walks.first { $0.number == order.walk }, hasCouncil: council != nil,
            answerTo: answerTo,
            seemsToName: [order.owner, order.place, order.detail, place.area, answerTo?.title ?? ""].contains {
                names.nameSomebody(in: $0)
            })
    }
}

extension OpenedPlace {
    /// Whether an order is one that waits for an owner outside the system, and the reader knows of its case.
    public func writesLetter(of order: WorkOrder) -> Bool {
        isInScope && order.state == .ordered && !order.belongs(to: order.municipality)
    }
}
