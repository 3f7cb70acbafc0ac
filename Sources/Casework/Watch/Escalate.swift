public import Prevention
import SQL
import Store

/// Takes every clock and every open task that has been overdue for longer than the law data says to the leader named for it,
/// once for each run of the clock. Done by the serving process on a timer, and by `kreds escalate`.
public struct Escalate: Sendable {
    public struct Outcome: Sendable, Hashable {
        /// How many were taken to a leader now.
        public var made = 0
        /// How many wait because nobody is named who can open the case.
        public var withoutLeader = 0
    }

    static let portion = 500
    /// Every overdue case is looked at, so not every minute.
    private static let seconds = 900

    public init() {}

    func isDue(_ office: Office, in db: any Connection) throws -> Bool {
        guard let last = try ChoreStore.last("escalations", in: db) else { return true }
        return last.at.adding(seconds: Escalate.seconds) <= office.now
    }

    /// - Parameter actor: whoever runs it, as logged.
    public func callAsFunction(by actor: Actor, in office: Office) async throws -> Outcome {
        var outcome = Outcome()
        var place: (dueAt: Int64, id: Int64) = (Int64.min, Int64.min)
        while true {
            try Task.checkCancellation()
            let now = office.now
            let from = place
            let found = try await office.database.read { db in
                let overdue = try DeadlineStore.overdue(at: now, after: from, limit: Escalate.portion, in: db)
                return (overdue, try waiting(overdue, at: now, office, db))
            }
            if !found.1.isEmpty {
                let done = try await office.database.write { db in try tell(found.1, by: actor, at: now, office, db) }
                outcome.made += done.made
                outcome.withoutLeader += done.withoutLeader
            }
            guard found.0.count == Escalate.portion, let last = found.0.last else { break }
            place = (last.dueAt?.milliseconds ?? 0, last.file.id)
        }
        try await tasks(by: actor, &outcome, in: office)
        let now = office.now
        try await office.database.write { db in try ChoreStore.done("escalations", mark: "", at: now, in: db) }
        return outcome
    }

    /// What is to be taken to a leader.
    struct Waiting: Sendable {
        let stored: DeadlineStore.Stored
        let run: EscalationStore.Run
        let dueAt: Instant
    }

    private func waiting(
        _ overdue: [DeadlineStore.Stored], at now: Instant, _ office: Office, _ db: any Connection
    ) throws -> [Waiting] {
        let done = try EscalationStore.runs(of: overdue.map(\.file.id), in: db)
        return try overdue.flatMap { stored in
            try Engine.escalations(of: stored.file, now: now, law: office.law).compactMap { reading in
                let run = EscalationStore.Run(
                    caseID: stored.file.id, clock: reading.clock.code, startedAt: reading.startedAt.milliseconds)
                guard let due = reading.dueAt, !done.contains(run) else { return nil }
                return Waiting(stored: stored, run: run, dueAt: due)
            }
        }
    }

    func tell(
        _ waiting: [Waiting], by actor: Actor, at now: Instant, _ office: Office, _ db: any Connection
    ) throws -> Outcome {
        let chain = try LeaderChain(office, in: db)
        var outcome = Outcome()
        for one in waiting {
            let file = one.stored.file
            guard let (account, passedOver) = try chain.recipient(for: one.stored, at: now, in: db) else {
                outcome.withoutLeader += 1
                continue
            }
            // Another process may have been faster.
            guard
                try EscalationStore.add(
                    one.run, dueAt: one.dueAt, to: account.id, passedOver: passedOver, at: now, in: db) != nil
            else { continue }
            let entry = LedgerEntry(
                .change, .caseFile, id: file.id, reason: "escalate " + one.run.clock,
                recipient: account.actor.name, isSealed: file.programme.isSealed)
            try office.ledger.record([entry], by: actor, at: now, in: db)
            outcome.made += 1
        }
        return outcome
    }
}
