import Handbook
public import Prevention
import SQL
public import Store

/// What undoing a merge would part, and what would go where.
public struct UndoneMerge: Sendable {
    public struct Side: Sendable {
        /// As the actor may see them, the edge's own record first.
        public let records: [IdentityRecord]
        public let relations: Int
        /// `nil` for those who do not see the incidents of the register.
        public let incidents: Int?
        public let hits: Int?
        /// `nil` for those who do not keep forums.
        public let items: Int?
        /// Those that the actor may know of.
        public let cases: [CaseRow]
    }

    /// Something that came after the merge.
    public struct Later: Sendable {
        public let row: LaterRow
        /// Whether it counts as said of the first side.
        public let isAboutFirst: Bool
        /// Of a part in a case.
        public let caseRow: CaseRow?
        /// Of a part in an incident.
        public let incident: StoredIncident?
    }

    public let merge: PersonMerge
    public let person: Int64
    public let first: Side
    public let second: Side
    public let later: [Later]
    /// That somebody wants it undone already; `nil` where nobody does.
    public let proposal: UndoProposal?
    /// Whether a second person has to agree.
    public let needsSecond: Bool
}

/// Shows what undoing a merge would do, before anybody does it; logged for every record shown.
public struct PreviewUndo: Sendable {
    public let merge: Int64

    public init(_ merge: Int64) {
        self.merge = merge
    }

    /// - Throws: `Refused`: `identity-undone`, `identity-masked`, `own-family`; `NotFound`.
    public func callAsFunction(
        _ who: Authorized<Acts.ReviewIdentities>, in office: Office
    ) async throws -> UndoneMerge {
        let scope = who.scope
        return try await office.reading(as: who.actor) { db, sight in
            guard let edge = try IdentityStore.merge(merge, in: db) else { throw NotFound() }
            guard edge.undone == nil else { throw Refused("identity-undone") }
            let records = try IdentityStore.records(of: edge.a, in: db)
            try IdentityReach.check(records, sight, in: db)
            let sides = try IdentityStore.sides(of: merge, in: db)
            let rows = try PreviewUndo.shown(IdentityStore.later(than: merge, in: db), scope, sight, in: db)
            let cases = try CaseStore.rows(rows.filter { $0.kind == .party }.map(\.subject), scope: scope, in: db)
            let incidents = try IncidentStore.incidents(
                rows.filter { $0.kind == .incident }.map(\.subject), in: db)
            let later = rows.map { row in
                UndoneMerge.Later(
                    row: row, isAboutFirst: sides.0.contains(row.said),
                    caseRow: row.kind == .party ? cases.first { $0.id == row.subject } : nil,
                    incident: row.kind == .incident ? incidents.first { $0.id == row.subject } : nil)
            }
            let undone = UndoneMerge(
                merge: edge, person: try IdentityStore.person(of: edge.a, in: db),
                first: try PreviewUndo.side(sides.0, own: edge.a, scope, sight, in: db),
                second: try PreviewUndo.side(sides.1, own: edge.b, scope, sight, in: db), later: later,
                proposal: try IdentityStore.undoProposal(for: merge, in: db),
                needsSecond: office.handbook.matching.fourEyes.demands(.different))
            let entries = records.map { LedgerEntry(.read, .person, id: $0, reason: "identity, merge \(merge)") }
            return (undone, entries)
        }
    }

    private static func side(
        _ records: [Int64], own: Int64, _ scope: CaseScope, _ sight: Sight, in db: any Connection
    ) throws -> UndoneMerge.Side {
        let hanging = try IdentityStore.hanging(on: records, in: db)
        let read = try IdentityRecord.read(records, sight, in: db)
        return UndoneMerge.Side(
            records: read.filter { $0.id == own } + read.filter { $0.id != own }, relations: hanging.relations,
            incidents: sight.seesIncidents ? hanging.incidents : nil,
            hits: sight.actor.may(.screen) ? hanging.hits : nil,
            items: sight.actor.may(.manageForums) ? hanging.items : nil,
            cases: try CaseStore.rows(hanging.cases, scope: scope, in: db))
    }

    /// Those that the actor may know of.
    static func shown(
        _ rows: [LaterRow], _ scope: CaseScope, _ sight: Sight, in db: any Connection
    ) throws -> [LaterRow] {
        let parties = rows.filter { $0.kind == .party }.map(\.subject)
        let cases = Set(try CaseStore.rows(parties, scope: scope, in: db).map(\.id))
        return rows.filter { row in
            switch row.kind {
            case .party: return cases.contains(row.subject)
            case .incident: return sight.seesIncidents
            case .item: return sight.actor.may(.manageForums)
            case .request: return true
            }
        }
    }
}
