public import Prevention
import SQL
import Store

/// Says who an account's user is in the register. From then on they can look up neither themselves nor their family.
public struct LinkAccount: Sendable {
    public let name: String
    public let person: Int64?

    /// - Parameter person: row id in the register; `nil` takes the link away.
    public init(_ name: String, person: Int64?) {
        self.name = name
        self.person = person
    }

    /// - Throws: `Refused`: `unknown-account`, `unknown-person`.
    public func callAsFunction(by who: Authorized<Acts.ManageAccounts>, in office: Office) async throws {
        let now = office.now
        try await office.database.write { db in
            if let person, try PersonStore.person(person, in: db) == nil {
                throw Refused("unknown-person", ["value": String(person)])
            }
            guard try AccountStore.setPerson(person, of: name, in: db) else {
                throw Refused("unknown-account", ["value": name])
            }
            let reason = (person == nil ? "unlinked " : "linked ") + name
            try office.ledger.record(.account, .person, id: person, reason: reason, by: who.actor, at: now, in: db)
        }
    }
}
