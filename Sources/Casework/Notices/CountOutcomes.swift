public import Prevention
import SQL
import Store

/// What came of the hits of a rule of Socialsøg that were reported: plain counts of cases, never a mark for the rule.
public struct RuleCounts: Sendable, Hashable {
    /// Id of the rule.
    public let rule: String
    /// Reports that a hit led to.
    public internal(set) var reported = 0
    /// Notices that those led to.
    public internal(set) var sent = 0
    /// Notices that the municipality has opened.
    public internal(set) var opened = 0
    /// Notices that it has answered.
    public internal(set) var answered = 0
    /// The answers, by code.
    public internal(set) var answers: [String: Int] = [:]
}

/// Counts what came of each rule's hits. It is asked for by those who screen; an answer that few have got is for them to hide
/// where others read along.
public struct CountOutcomes: Sendable {
    public init() {}

    /// By rule id.
    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws -> [String: RuleCounts] {
        let found = try await office.database.read { db in try ConcernStore.ruleOutcomes(in: db) }
        var counts: [String: RuleCounts] = [:]
        for (rule, outcomes) in Dictionary(grouping: found, by: \.rule) {
            var count = RuleCounts(rule: rule)
            count.reported = Set(outcomes.map(\.report)).count
            let notices = Dictionary(
                outcomes.compactMap { one in one.notice.map { ($0, one) } }, uniquingKeysWith: { first, _ in first })
            count.sent = notices.count
            count.opened = notices.values.count { $0.stage != "sent" }
            let answered = notices.values.filter { !$0.feedback.isEmpty && ["answered", "closed"].contains($0.stage) }
            count.answered = answered.count
            for one in answered { count.answers[one.feedback, default: 0] += 1 }
            counts[rule] = count
        }
        return counts
    }
}
