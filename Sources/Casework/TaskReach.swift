import Handbook
public import Prevention
import SQL
import Store

/// Whether those to whom tasks are given can open the cases: a step may take a case out of what another authority shares.
struct TaskReach {
    private let actors: [String: Actor]

    init(_ office: Office, in db: any Connection) throws {
        let open = try AccountStore.accounts(in: db).map { office.handbook.placed($0.actor) }
        actors = Dictionary(open.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether an open task lies with somebody who cannot open its case any more.
    func isStranded(_ task: StoredTask, _ row: CaseRow) -> Bool {
        guard task.state == .open, let programme = Catalogue.programme(row.programme) else { return false }
        guard let owner = actors[task.owner], owner.may(.workCases) else { return true }
        return !CaseScope(of: owner).contains(
            programme, municipality: row.municipality, stage: Stage(row.stage), owner: row.owner)
    }
}

/// How many open tasks on the cases that somebody is responsible for lie with people who cannot open them any more. No person is
/// named, so nothing is logged.
public struct CountStrandedTasks: Sendable {
    /// Of the open tasks so many are looked at, the first due first.
    private static let most = 500

    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> Int {
        try await office.database.read { db in
            let tasks = try TaskStore.onCases(
                of: who.actor.name, scope: who.scope, limit: CountStrandedTasks.most, in: db)
            if tasks.isEmpty { return 0 }
            let reach = try TaskReach(office, in: db)
            return tasks.count { reach.isStranded($0.task, $0.row) }
        }
    }
}
