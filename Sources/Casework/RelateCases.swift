public import Prevention
import SQL
import Store

/// Ties a case to another that the actor may open as well, or takes a tie back.
public struct RelateCases: Sendable {
    public enum Change: Sendable {
        /// The other case by its number, as it is written or its last digits; a reason may be empty.
        case relate(CaseRelation, number: String, reason: String)
        /// A tie made by mistake; it stays in the history with the reason.
        case remove(relation: Int64, reason: String)
    }

    public let id: Int64
    public let change: Change

    public init(_ id: Int64, _ change: Change) {
        self.id = id
        self.change = change
    }

    /// - Throws: `Refused`; `NotFound` outside the actor's scope. A case that they may not open is refused as one that is not
    ///   there.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        try await office.writing(case: id, as: who) { db, opened in
            switch change {
            case .relate(let kind, let number, let reason):
                try opened.file.check([reason], office.law)
                guard let other = CaseNumber.id(in: number), other != id,
                    let row = try CaseStore.rows([other], scope: who.scope, in: db).first,
                    row.number == number.uppercased() || !number.contains("-")
                else { throw Refused("unknown-case", ["value": number]) }
                // The reason stands on the page of both.
                try CaseStore.load(other, scope: who.scope, in: db)?.file.check([reason], office.law)
                try RelateCases.relate(opened.row, kind, to: row, reason: reason, who.actor, office, db)
            case .remove(let relation, let reason):
                guard !reason.isEmpty else { throw Refused("relation-reason") }
                try opened.file.check([reason], office.law)
                let found = try RelationStore.relations(of: id, scope: who.scope, in: db)
                guard let tie = found.first(where: { $0.id == relation && $0.removal == nil }) else { throw NotFound() }
                guard try RelationStore.remove(relation, reason: reason, by: who.actor, at: office.now, in: db) else {
                    throw NotFound()
                }
                try RelateCases.log("unrelate", tie.kind, opened.row, tie.other, who.actor, office, db)
                let (from, to) = tie.isOutgoing ? (opened.row, tie.other) : (tie.other, opened.row)
                try LedOn(tie.kind, from: from.programme, to: to)?.takeBack(reason, by: who.actor, office, db)
            }
        }
    }

    /// As part of a larger transaction that has seen that the actor may open both.
    ///
    /// - Throws: `Refused` where the two cannot be tied so.
    static func relate(
        _ from: CaseRow, _ kind: CaseRelation, to: CaseRow, reason: String, _ actor: Actor, _ office: Office,
        _ db: any Connection
    ) throws {
        let refusal = Engine.refusal(
            relating: try RelatableCase(from, in: db), kind, to: try RelatableCase(to, in: db))
        if let refusal { throw Refused([refusal]) }
        try Section115.check(tying: from, to: to, in: db)
        guard
            try RelationStore.relate(
                from.id, kind, to: to.id, reason: reason, by: actor, at: office.now, in: db)
        else { throw Refused("related-already", ["value": to.number]) }
        try log("relate", kind, from, to, actor, office, db)
        try LedOn(kind, from: from.programme, to: to)?.record(from.programme, by: actor, office, db)
    }

    /// In the log of both; where one of them is sealed, the other's entry would tell of it.
    private static func log(
        _ verb: String, _ kind: CaseRelation, _ one: CaseRow, _ other: CaseRow, _ actor: Actor, _ office: Office,
        _ db: any Connection
    ) throws {
        let isSealed = [one, other].contains { Catalogue.programme($0.programme)?.isSealed ?? false }
        let entries = [one, other].map {
            LedgerEntry(.change, .caseFile, id: $0.id, reason: verb + " " + kind.rawValue, isSealed: isSealed)
        }
        try office.ledger.record(entries, by: actor, at: office.now, in: db)
    }
}

extension RelatableCase {
    fileprivate init(_ row: CaseRow, in db: any Connection) throws {
        guard let programme = Catalogue.programme(row.programme) else { throw NotFound() }
        self.init(
            id: row.id, number: row.number, programme: programme, stage: Stage(row.stage),
            ties: try RelationStore.ties(of: row.id, in: db))
    }
}
