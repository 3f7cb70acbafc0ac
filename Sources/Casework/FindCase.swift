public import Prevention
import SQL
import Store

/// The case of a number, whole or its last digits alone. No person is named, so nothing is logged.
public struct FindCase: Sendable {
    public let number: String

    public init(_ number: String) {
        self.number = number
    }

    /// The id of the case; `nil` where there is none in the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> Int64? {
        guard let id = CaseNumber.id(in: number) else { return nil }
        let rows = try await office.database.read { db in try CaseStore.rows([id], scope: who.scope, in: db) }
        let isWhole = number.contains("-")
        return rows.first { !isWhole || $0.number == number.uppercased() }?.id
    }
}

/// The names of the accounts, by account: for pages that say who did what.
public struct NameAccounts: Sendable {
    public init() {}

    public func callAsFunction(in office: Office) async throws -> [String: String] {
        let names = try await office.database.read { db in
            try AccountStore.names(in: db).map { ($0.name, $0.displayName) }
        }
        return Dictionary(names, uniquingKeysWith: { first, _ in first })
    }
}
