import Prevention
import SQL
import Store

extension Escalate {
    /// The open tasks of all cases, whoever they were given to: also those of another authority, or of somebody who can no
    /// longer open the case.
    func tasks(by actor: Actor, _ outcome: inout Outcome, in office: Office) async throws {
        var place: TaskQuery.Place?
        while true {
            try Task.checkCancellation()
            let now = office.now
            let from = place
            let found = try await office.database.read { db in
                let overdue = try TaskStore.overdue(on: now.day, after: from, limit: Escalate.portion, in: db)
                return (overdue, try waiting(overdue, at: now, office, db))
            }
            if !found.1.isEmpty {
                let done = try await office.database.write { db in try tell(found.1, by: actor, at: now, office, db) }
                outcome.made += done.made
                outcome.withoutLeader += done.withoutLeader
            }
            guard found.0.count == Escalate.portion, let last = found.0.last else { return }
            place = .init(dueOn: last.dueOn, id: last.id)
        }
    }

    private func waiting(
        _ overdue: [StoredTask], at now: Instant, _ office: Office, _ db: any Connection
    ) throws -> [Waiting] {
        let late = try overdue.filter { now > (try Engine.taskEscalates(dueOn: $0.dueOn, law: office.law)) }
        let done = try EscalationStore.runs(of: unique(late.map(\.caseID)), in: db)
        let left = late.filter { !done.contains(EscalationStore.Run($0)) }
        let cases = try DeadlineStore.stored(unique(left.map(\.caseID)), in: db)
        let byID = Dictionary(cases.map { ($0.file.id, $0) }, uniquingKeysWith: { first, _ in first })
        return left.compactMap { task in
            byID[task.caseID].map {
                Waiting(stored: $0, run: EscalationStore.Run(task), dueAt: Instant(endOf: task.dueOn))
            }
        }
    }
}
