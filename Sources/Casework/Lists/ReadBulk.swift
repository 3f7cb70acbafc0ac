public import Prevention
import SQL
public import Store

/// What was done to many cases, as one of those concerned may see it.
public struct BulkView: Sendable {
    public let run: BulkRun
    /// With the cases as they stand now, within the reader's scope.
    public let items: [(item: BulkItem, row: CaseRow)]
    public let isOwn: Bool

    /// Whether the hand-over can still be taken back.
    public var mayUndo: Bool {
        isOwn && run.action == .assign && run.finishedAt != nil
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
        let now = office.now
        try await office.database.write { db in try BulkStore.setUndone(id, at: now, in: db) }
        for (item, _) in view.items where item.state == .done {
            let change = ChangeCase(item.caseID, revision: item.revision + 1, .assign(owner: item.owner))
            try await BulkStep(run: id, item, becomes: .undone, otherwise: .kept)(change, who, in: office)
        }
    }
}

/// Finishes a run that was cut short, such as by a restart of the server: what was done stands and can be taken back, the rest
/// was not done and says so.
public struct FinishBulk: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// Does nothing to a run that has finished, or is somebody else's.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        let now = office.now
        try await office.database.write { db in
            guard let run = try BulkStore.run(id, in: db), run.account == who.actor.name, run.finishedAt == nil else {
                return
            }
            for item in try BulkStore.items(of: id, in: db) where item.state == .waiting {
                _ = try BulkStore.set(
                    .refused, from: .waiting, [Refusal("bulk-interrupted")], case: item.caseID, of: id, in: db)
            }
            try BulkStore.finish(id, by: who.actor.name, at: now, in: db)
        }
    }
}
