/// Somebody who is protected by one order and the opponent in another (*konflikt*). It is said of the orders, each with its
/// own roles, and of nobody as such.
public struct OrderConflict: Sendable, Hashable {
    public let person: Int64
    /// Ids of the cases, in order.
    public let protectedIn: [Int64]
    public let opponentIn: [Int64]

    /// Those between the orders, by person.
    public static func all(in orders: [CaseFile]) -> [OrderConflict] {
        var protected: [Int64: Set<Int64>] = [:]
        var opponents: [Int64: Set<Int64>] = [:]
        for order in orders {
            for party in order.parties {
                switch party.role {
                case .subject: protected[party.person, default: []].insert(order.id)
                case .counterpart: opponents[party.person, default: []].insert(order.id)
                default: continue
                }
            }
        }
        return Set(protected.keys).intersection(opponents.keys).sorted().map { person in
            OrderConflict(
                person: person, protectedIn: (protected[person] ?? []).sorted(),
                opponentIn: (opponents[person] ?? []).sorted())
        }
    }
}
