import Handbook
public import Prevention
public import SQL
import Store

extension Office {
    /// All versions of the rules of Socialsøg, shipped and approved, with their days. The one place to ask: the handbook knows
    /// only those that came with the program.
    public func ruleVersions(in db: any Connection) throws -> RuleVersions {
        try handbook.ruleVersions(in: db)
    }

    public func ruleVersions() async throws -> RuleVersions {
        try await database.read { db in try ruleVersions(in: db) }
    }
}

extension Handbook {
    func ruleVersions(in db: any Connection) throws -> RuleVersions {
        try RuleDraftStore.versions(shipped: screeningRules, in: db)
    }
}
