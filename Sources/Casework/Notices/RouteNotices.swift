import Handbook
public import Prevention
import SQL
import Store

/// Lets unopened notices follow families that have moved within the district, and gives each the way of the municipality where
/// it lies: one outside the district has no inbox here. Done after every import and by the serving
/// process; one that somebody has opened is handed over by them (``HandOverNotice``).
public struct RouteNotices: Sendable {
    static let portion = 200
    private static let seconds = 600

    public init() {}

    func isDue(_ office: Office, in db: any Connection) throws -> Bool {
        guard let last = try ChoreStore.last("notices", in: db) else { return true }
        return last.at.adding(seconds: RouteNotices.seconds) <= office.now
    }

    /// What came of a run.
    public struct Outcome: Sendable {
        /// How many were sent on.
        public fileprivate(set) var moved = 0
        /// Why others were not: each stays where it is, and is tried again at the next run.
        public fileprivate(set) var failures: [any Error] = []

        fileprivate mutating func add(_ move: () throws -> Bool) {
            do { moved += try move() ? 1 : 0 } catch { failures.append(error) }
        }
    }

    /// Each in a transaction of its own: one that cannot be sent on holds back no other.
    ///
    /// - Parameter actor: whoever runs it, as logged.
    @discardableResult
    public func callAsFunction(by actor: Actor, in office: Office) async throws -> Outcome {
        var outcome = Outcome()
        var last: Int64 = 0
        while true {
            let from = last
            let found = try await office.database.read { db in try next(after: from, office, db) }
            for (id, home) in found {
                try Task.checkCancellation()
                do {
                    let isMoved = try await office.database.write { db in
                        try sendOn(id, to: home, by: actor, office, db)
                    }
                    outcome.add { isMoved }
                } catch { outcome.add { throw error } }
            }
            guard found.count == RouteNotices.portion, let end = found.last?.id else { break }
            last = end
        }
        try await office.database.write { db in try ChoreStore.done("notices", mark: "", at: office.now, in: db) }
        return outcome
    }

    /// The same where nobody waits for an answer: at the end of an import, on its own thread.
    @discardableResult
    public func blocking(by actor: Actor, in office: Office) throws -> Outcome {
        var outcome = Outcome()
        var last: Int64 = 0
        while true {
            let from = last
            let found = try office.database.blockingRead { db in try next(after: from, office, db) }
            for (id, home) in found {
                outcome.add {
                    try office.database.blockingWrite { db in try sendOn(id, to: home, by: actor, office, db) }
                }
            }
            guard found.count == RouteNotices.portion, let end = found.last?.id else { return outcome }
            last = end
        }
    }

    private func next(
        after last: Int64, _ office: Office, _ db: any Connection
    ) throws -> [(id: Int64, home: String)] {
        try ConcernStore.moved(
            to: office.handbook.ownMunicipalities, after: last, limit: RouteNotices.portion, in: db)
    }

    /// - Returns: false where it stays where it is, is gone, or somebody has opened it since.
    private func sendOn(
        _ id: Int64, to home: String, by actor: Actor, _ office: Office, _ db: any Connection
    ) throws -> Bool {
        guard let row = try CaseStore.row(id, in: db), let file = try CaseStore.file(id, in: db),
            Stage(row.stage) == file.programme.firstStage
        else { return false }
        guard home != row.municipality, office.handbook.ownMunicipalities.contains(home) else {
            try NoticeSending.setWay(row, file, by: actor, office, db)
            return false
        }
        try NoticeSending.sendOn(row, file, to: home, .moved, by: actor, office, db)
        return true
    }
}
