public import Prevention
import SQL
import Store

/// Does something to many cases: each in a transaction of its own, with the revision that was seen, by the same rules and with
/// the same log as alone.
public struct RunBulk: Sendable {
    public let picked: [PickedCase]
    public let action: BulkAction
    /// The longest message.
    public static let longestMessage = 1_000

    public init(_ picked: [PickedCase], _ action: BulkAction) {
        self.picked = picked
        self.action = action
    }

    /// Writes down what is to be done, and gives its id; nothing is changed yet.
    ///
    /// - Throws: `Refused` with `bulk-nothing`, `bulk-too-many` or `bulk-message-long`.
    public func begin(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> Int64 {
        guard !picked.isEmpty else { throw Refused("bulk-nothing") }
        guard picked.count <= JudgeBulk.most else { throw Refused("bulk-too-many", ["most": String(JudgeBulk.most)]) }
        guard message.count <= RunBulk.longestMessage else {
            throw Refused("bulk-message-long", ["most": String(RunBulk.longestMessage)])
        }
        let now = office.now
        return try await office.database.write { db in
            let rows = try CaseStore.rows(picked.map(\.id), scope: who.scope, in: db)
            let owners = Dictionary(rows.map { ($0.id, $0.owner) }, uniquingKeysWith: { first, _ in first })
            let cases = picked.compactMap { one in owners[one.id].map { (one.id, one.revision, $0) } }
            guard !cases.isEmpty else { throw Refused("bulk-nothing") }
            return try BulkStore.begin(
                kind, target: target, message: message, cases, by: who.actor.name, at: now, in: db)
        }
    }

    /// Goes through the cases of a run that has begun. A refused case does not stop the others.
    public func callAsFunction(_ run: Int64, _ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        let items = try await office.database.read { db in try BulkStore.items(of: run, in: db) }
        for item in items where item.state == .waiting {
            let change = ChangeCase(item.caseID, revision: item.revision, change)
            try await BulkStep(run: run, item, becomes: .done, otherwise: .refused)(change, who, in: office)
        }
        let now = office.now
        try await office.database.write { db in try BulkStore.finish(run, by: who.actor.name, at: now, in: db) }
    }

    private var change: ChangeCase.Change {
        switch action {
        case .assign(let owner, let message): .assign(owner: owner, message: message)
        case .close(let stage, let fields, let note): .move(to: stage, at: nil, fields: fields, note: note)
        }
    }

    private var kind: BulkRun.Action {
        switch action {
        case .assign: .assign
        case .close: .close
        }
    }

    private var target: String {
        switch action {
        case .assign(let owner, _): owner
        case .close(let stage, _, _): stage.code
        }
    }

    private var message: String {
        switch action {
        case .assign(_, let message): message
        case .close: ""
        }
    }
}

/// One case of a run: the change and what became of it in one transaction, so that two at once, or one that is cut short, do
/// nothing twice and say nothing wrong.
struct BulkStep: Sendable {
    let run: Int64
    let item: BulkItem
    let becomes: BulkItem.State
    let otherwise: BulkItem.State

    init(run: Int64, _ item: BulkItem, becomes: BulkItem.State, otherwise: BulkItem.State) {
        self.run = run
        self.item = item
        self.becomes = becomes
        self.otherwise = otherwise
    }

    func callAsFunction(
        _ change: ChangeCase, _ who: Authorized<Acts.WorkCases>, in office: Office
    ) async throws {
        let refusals: [Refusal]
        do {
            try await office.writing(as: who.actor) { db, sight in
                guard try set(becomes, [], in: db) else { return }
                try change.run(who, sight, office, db)
            }
            return
        } catch let refused as Refused {
            refusals = refused.refusals
        } catch is NotFound {
            refusals = [Refusal("bulk-gone")]
        }
        try await office.database.write { db in _ = try set(otherwise, refusals, in: db) }
    }

    /// False where somebody else has taken it meanwhile.
    private func set(_ state: BulkItem.State, _ refusals: [Refusal], in db: any Connection) throws -> Bool {
        try BulkStore.set(state, from: item.state, refusals, case: item.caseID, of: run, in: db)
    }
}
