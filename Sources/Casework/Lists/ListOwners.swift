import Handbook
public import Prevention
import SQL
import Store

/// Somebody whose cases a list may be narrowed to.
public struct CaseOwner: Sendable, Hashable {
    /// Account.
    public let name: String
    public let displayName: String
}

/// The accounts whose role handles any programme in the actor's scope, by the name shown: colleagues, and those of other
/// authorities who work on the same cases. A team that is hidden from the actor is not among them.
public struct ListOwners: Sendable {
    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> [CaseOwner] {
        let programmes = who.scope.programmes.compactMap { Catalogue.programme($0) }
        let roles = Set(programmes.flatMap(\.transitions).flatMap(\.by))
        return try await office.database.read { db in
            try AccountStore.accounts(in: db).map(\.actor)
                .filter {
                    !$0.roles.isDisjoint(with: roles)
                        && !office.handbook.placed($0).effectiveRoles.isDisjoint(with: roles)
                }
                .map { CaseOwner(name: $0.name, displayName: $0.displayName) }
        }
    }
}
