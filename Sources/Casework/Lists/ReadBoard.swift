public import Prevention
import SQL
public import Store

/// One column of a programme's board.
public struct BoardColumn: Sendable {
    public let stage: Stage
    /// How many the filters find in it, every one counted.
    public let count: Int
    /// The first of them.
    public let rows: [CaseRow]
}

/// The board of a programme: its stages with how many cases stand in each.
public struct ReadBoard: Sendable {
    public let programme: Programme
    /// The filters and the order of the cards; programme and stage are the board's.
    public let query: CaseQuery
    /// Cards of a column.
    public static let cards = 8

    public init(_ programme: Programme, _ query: CaseQuery = CaseQuery()) {
        self.programme = programme
        var query = query
        query.programme = programme.code
        query.stage = nil
        self.query = query
    }

    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> [BoardColumn] {
        guard who.scope.contains(programme) else { throw NotFound() }
        let now = office.now
        return try await office.database.read { db in
            let counts = try CaseStore.countsByStage(query, scope: who.scope, now: now, in: db)
            return try programme.stages.map { stage in
                var column = query
                column.stage = stage.code
                let count = counts[StageKey(programme: programme.code, stage: stage.code)] ?? 0
                let rows =
                    count == 0
                    ? [] : try CaseStore.page(column, scope: who.scope, now: now, limit: ReadBoard.cards, in: db).rows
                return BoardColumn(stage: stage, count: count, rows: rows)
            }
        }
    }
}

/// How the cases of one programme stand, for the board over all.
public struct ProgrammeStanding: Sendable {
    public let programme: Programme
    public let stages: [(stage: Stage, count: Int, overdue: Int)]
    public var open: Int { stages.filter { !programme.isEnd($0.stage) }.reduce(0) { $0 + $1.count } }
    public var overdue: Int { stages.reduce(0) { $0 + $1.overdue } }
}

/// The board over all programmes in the actor's scope (*overblik*): how many cases stand in each stage, and how many of them are
/// overdue. Every case is counted; no person is named, so nothing is logged.
public struct ReadStanding: Sendable {
    public let query: CaseQuery

    public init(_ query: CaseQuery = CaseQuery()) {
        self.query = query
    }

    public func callAsFunction(
        _ who: Authorized<Acts.WorkCases>, in office: Office
    ) async throws -> [ProgrammeStanding] {
        let now = office.now
        let (counts, overdue) = try await office.database.read { db in
            var late = query
            late.deadline = .overdue
            return (
                try CaseStore.countsByStage(query, scope: who.scope, now: now, in: db),
                try CaseStore.countsByStage(late, scope: who.scope, now: now, in: db)
            )
        }
        return who.scope.programmes.compactMap { Catalogue.programme($0) }.map { programme in
            ProgrammeStanding(
                programme: programme,
                stages: programme.stages.map { stage in
                    let key = StageKey(programme: programme.code, stage: stage.code)
                    return (stage, counts[key] ?? 0, overdue[key] ?? 0)
                })
        }
    }
}
