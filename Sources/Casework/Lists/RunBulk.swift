public import Prevention
import SQL
public import Store

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
        var done = 0
        for item in items where item.state == .waiting {
            let (state, refusals) = try await RunBulk.attempt {
                try await ChangeCase(item.caseID, revision: item.revision, change(of: item, who, office))(
                    who, in: office)
            }
            if state == .done { done += 1 }
            try await office.database.write { db in
                try BulkStore.set(state, refusals, case: item.caseID, of: run, in: db)
            }
        }
        let (now, told) = (office.now, done > 0)
        try await office.database.write { db in
            try BulkStore.finish(run, at: now, in: db)
            guard told, case .assign(let owner, _) = action, owner != who.actor.name,
                let account = try AccountStore.account(named: owner, in: db)
            else { return }
            try NoticeStore.add(.handOver, about: run, to: account.id, at: now, in: db)
        }
    }

    static func attempt(_ body: () async throws -> Void) async throws -> (BulkItem.State, [Refusal]) {
        do {
            try await body()
            return (.done, [])
        } catch let refused as Refused {
            return (.refused, refused.refusals)
        } catch is NotFound {
            return (.refused, [Refusal("bulk-gone")])
        }
    }

    /// The fields that the step of the case's own programme asks for, and no others.
    private func change(
        of item: BulkItem, _ who: Authorized<Acts.WorkCases>, _ office: Office
    ) async throws -> ChangeCase.Change {
        switch action {
        case .assign(let owner, _):
            return .assign(owner: owner)
        case .close(let stage, let fields, let note):
            let row = try await office.database.read { db in
                try CaseStore.rows([item.caseID], scope: who.scope, in: db).first
            }
            let programme = row.flatMap { Catalogue.programme($0.programme) }
            let asked = row.flatMap { programme?.transition(from: Stage($0.stage), to: stage)?.asks } ?? []
            return .move(to: stage, at: nil, fields: fields.filter { asked.contains($0.key) }, note: note)
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

/// What was done to many cases, as one of those concerned may see it.
public struct BulkView: Sendable {
    public let run: BulkRun
    /// With the cases as they stand now, within the reader's scope.
    public let items: [(item: BulkItem, row: CaseRow)]
    public let isOwn: Bool

    /// Whether the hand-over can still be taken back.
    public var mayUndo: Bool {
        isOwn && run.action == .assign && run.finishedAt != nil && run.undoneAt == nil
            && items.contains { $0.item.state == .done }
    }
}

/// Reads it: for whoever did it, and for whoever was handed the cases. No person is named, so nothing is logged.
public struct ReadBulk: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` for anybody else.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> BulkView {
        let now = office.now
        return try await office.database.write { db in
            guard let run = try BulkStore.run(id, in: db) else { throw NotFound() }
            let isOwn = run.account == who.actor.name
            guard isOwn || run.action == .assign && run.target == who.actor.name else { throw NotFound() }
            try NoticeStore.markRead(.handOver, about: id, of: who.actor.name, at: now, in: db)
            let items = try BulkStore.items(of: id, in: db)
            let rows = try CaseStore.rows(items.map(\.caseID), scope: who.scope, in: db)
            let byID = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            return BulkView(
                run: run, items: items.compactMap { item in byID[item.caseID].map { (item, $0) } }, isOwn: isOwn)
        }
    }
}

/// Takes a hand-over back: each case to whoever had it before, unless somebody has changed it since.
public struct UndoBulk: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` for a run that is not the actor's own; `Refused("bulk-not-undone")` where there is nothing to take
    ///   back.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        let view = try await ReadBulk(id)(who, in: office)
        guard view.isOwn else { throw NotFound() }
        guard view.mayUndo else { throw Refused("bulk-not-undone") }
        for (item, _) in view.items where item.state == .done {
            let (state, refusals) = try await RunBulk.attempt {
                try await ChangeCase(item.caseID, revision: item.revision + 1, .assign(owner: item.owner))(
                    who, in: office)
            }
            try await office.database.write { db in
                try BulkStore.set(state == .done ? .undone : .kept, refusals, case: item.caseID, of: id, in: db)
            }
        }
        let now = office.now
        try await office.database.write { db in try BulkStore.setUndone(id, at: now, in: db) }
    }
}
