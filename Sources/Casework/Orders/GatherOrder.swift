public import Prevention
import SQL
import Store

/// Takes an order into a cluster that the actor works with.
public struct GatherOrder: Sendable {
    /// Of the cluster.
    public let id: Int64
    /// Of the order, as it is written or its last digits.
    public let number: String

    public init(into id: Int64, number: String) {
        self.id = id
        self.number = number
    }

    /// - Throws: `Refused`: `unknown-case`, `order.no-order`, `order.cluster-closed`, `order.gathered`, `related-already`;
    ///   `NotFound` outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        try await office.writing(case: id, as: who) { db, opened in
            guard let order = CaseNumber.id(in: number), order != id,
                let row = try CaseStore.rows([order], scope: who.scope, in: db).first,
                row.number == number.uppercased() || !number.contains("-")
            else { throw Refused("unknown-case", ["value": number]) }
            try RelateCases.relate(row, .cluster, to: opened.row, reason: "", who.actor, office, db)
        }
    }
}
