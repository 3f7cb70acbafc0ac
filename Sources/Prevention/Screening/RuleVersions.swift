/// All versions of the rules of Socialsøg: those that come with the program and those that were approved here, each with the
/// days on which it is in force. A version ends the day before the next one of its rule begins.
public struct RuleVersions: Sendable, Hashable {
    /// By rule id, then oldest first.
    public let all: [ScreeningRule]

    /// - Parameters:
    ///   - shipped: the base; a version approved here with the same number stands for it.
    ///   - approved: in any order.
    public init(shipped: [ScreeningRule], approved: [ScreeningRule]) {
        var byID: [String: [ScreeningRule]] = [:]
        for rule in approved { byID[rule.id, default: []].append(rule) }
        for rule in shipped where byID[rule.id]?.contains(where: { $0.version == rule.version }) != true {
            byID[rule.id, default: []].append(rule)
        }
        all = byID.keys.sorted().flatMap { id -> [ScreeningRule] in
            let versions = (byID[id] ?? []).sorted { ($0.validFrom, $0.version) < ($1.validFrom, $1.version) }
            return versions.enumerated().map { index, rule in
                let next = index + 1 < versions.count ? versions[index + 1].validFrom : nil
                return rule.ending(by: next)
            }
        }
    }

    /// The rules in force on a day, by id.
    public func inForce(on day: LocalDate) -> [ScreeningRule] {
        all.filter { $0.isInForce(on: day) }
    }

    public func rule(_ id: String, version: Int) -> ScreeningRule? {
        all.first { $0.id == id && $0.version == version }
    }

    /// The version of a rule in force on a day.
    public func rule(_ id: String, on day: LocalDate) -> ScreeningRule? {
        all.first { $0.id == id && $0.isInForce(on: day) }
    }

    public func versions(of id: String) -> [ScreeningRule] {
        all.filter { $0.id == id }
    }

    /// Ids of all rules, also of those that are no longer in force.
    public var ids: [String] {
        Set(all.map(\.id)).sorted()
    }

    /// The number that a new version of a rule has: one more than the highest of those there are.
    public func nextVersion(of id: String) -> Int {
        (versions(of: id).map(\.version).max() ?? 0) + 1
    }

    /// Why a version cannot be put after those there are, or begin on its day.
    ///
    /// A rule is never changed backwards: what was found until today was found under the version that was in force then.
    public func problems(adding rule: ScreeningRule, today: LocalDate) -> [Refusal] {
        var problems: [Refusal] = []
        let next = nextVersion(of: rule.id)
        if rule.version != next {
            problems.append(
                Refusal("rule.version", ["version": String(rule.version), "next": String(next)]))
        }
        if rule.validFrom < today {
            problems.append(Refusal("rule.past", ["day": rule.validFrom.danish]))
        }
        if let latest = versions(of: rule.id).map(\.validFrom).max(), rule.validFrom <= latest {
            problems.append(
                Refusal("rule.not-after", ["day": rule.validFrom.danish, "latest": latest.danish]))
        }
        return problems
    }
}

extension ScreeningRule {
    /// The same, ending where the next version begins at the latest.
    func ending(by next: LocalDate?) -> ScreeningRule {
        guard let next, validTo.map({ next < $0 }) ?? true else { return self }
        return ScreeningRule(
            id: id, version: version, kind: kind, types: types, validFrom: validFrom, validTo: next, reason: reason)
    }

    /// The same rule as another version, from another day on.
    public func numbered(_ version: Int, from day: LocalDate) -> ScreeningRule {
        ScreeningRule(
            id: id, version: version, kind: kind, types: types, validFrom: day, validTo: nil, reason: reason)
    }

    /// Whether it finds the same: kind, numbers and types are alike.
    public func findsSame(as other: ScreeningRule) -> Bool {
        kind == other.kind && types == other.types
    }
}
