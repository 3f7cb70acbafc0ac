public import Prevention
import SQL
import Store

/// Takes out what has expired by itself: observations after their time (law.yaml `retention.trend`), and that somebody was not
/// selected, once that is over. Asks what is due, so that several processes do nothing twice.
public struct Expire: Sendable {
    public init() {}

    /// Whether there is anything to take out.
    public func isDue(_ office: Office) async throws -> Bool {
        let today = office.now.day
        let first = try Observation.firstQuarter(on: today, law: office.law).first
        return try await office.database.read { db in
            try TrendStore.holdsAny(before: first, in: db) || NotNowStore.holdsAny(endedBefore: today, in: db)
        }
    }

    /// - Returns: how many records went.
    @discardableResult
    public func callAsFunction(by actor: Actor, in office: Office) async throws -> Int {
        let now = office.now
        let first = try Observation.firstQuarter(on: now.day, law: office.law).first
        return try await office.database.write { db in
            let trends = try TrendStore.deleteAll(before: first, in: db)
            let decisions = try NotNowStore.deleteAll(endedBefore: now.day, in: db)
            let entries =
                (trends == 0 ? [] : [LedgerEntry(.delete, .observation, id: nil, reason: "expired \(trends)")])
                + (decisions == 0
                    ? [] : [LedgerEntry(.delete, .person, id: nil, reason: "not-now expired \(decisions)")])
            if !entries.isEmpty { try office.ledger.record(entries, by: actor, at: now, in: db) }
            return trends + decisions
        }
    }
}
