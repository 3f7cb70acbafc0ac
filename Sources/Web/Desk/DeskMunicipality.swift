import Casework
import Handbook

/// What waits for the user's municipality: cells of the mapping, and work orders to it as the owner of a place.
struct DeskMunicipality: Sendable {
    struct Line: Sendable {
        let waitingHref: String
        let waitingText: String
    }

    let waiting: [Line]

    static func load(_ visit: Visit) async throws -> DeskMunicipality {
        let words = visit.words
        let actor = try visit.actor
        let gaps = try await CountMappingGaps()(actor, in: visit.office)
        let orders = try await CountOwnOrders()(actor, in: visit.office)
        return DeskMunicipality(
            waiting: [
                gaps.map { Line(waitingHref: "/mapping", waitingText: words.mappingGaps($0)) },
                orders.map { Line(waitingHref: "/community/orders", waitingText: words.ownOrders($0)) },
            ].compactMap { $0 })
    }
}
