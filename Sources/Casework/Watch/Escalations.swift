public import Prevention
import SQL
public import Store

/// An escalation with the case that it is about. Nobody in the case is named.
public struct EscalationView: Sendable {
    public let escalation: StoredEscalation
    public let row: CaseRow
    /// Whether the reader may say that they have taken it up.
    public let mayAcknowledge: Bool
    /// Whether the reader may open the case; else it is a notice that they have sent, told of by number and clock alone.
    public let isReadable: Bool
}

/// The escalations to the actor: the open ones first.
public struct ListEscalations: Sendable {
    public static let most = 200

    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> [EscalationView] {
        try await office.database.read { db in
            try [true, false].flatMap { isOpen in
                try EscalationStore.escalations(
                    to: who.actor.name, isOpen: isOpen, scope: who.scope, limit: isOpen ? ListEscalations.most : 50,
                    in: db
                ).map { escalation, row in
                    EscalationView(
                        escalation: escalation, row: row, mayAcknowledge: escalation.isOpen,
                        isReadable: who.scope.contains(row))
                }
            }
        }
    }
}

/// Reads one escalation.
public struct ReadEscalation: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` where there is none, or its case lies outside the actor's scope and is no notice of theirs.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> EscalationView {
        try await office.database.read { db in try view(who, in: db) }
    }

    func view(_ who: Authorized<Acts.WorkCases>, in db: any Connection) throws -> EscalationView {
        guard let found = try EscalationStore.escalation(id, in: db),
            let row = try CaseStore.rows([found.caseID], scope: scope(found, who, in: db), in: db).first,
            let programme = Catalogue.programme(row.programme)
        else { throw NotFound() }
        return EscalationView(
            escalation: found, row: row, mayAcknowledge: found.isOpen && found.isAnswered(by: who.actor, programme),
            isReadable: who.scope.contains(row))
    }

    /// That of the actor; with the case where they are told of a notice that they have sent.
    func scope(
        _ found: StoredEscalation, _ who: Authorized<Acts.WorkCases>, in db: any Connection
    ) throws -> CaseScope {
        guard found.account == who.actor.name,
            try ConcernStore.follows(found.caseID, account: who.actor.name, in: db)
        else { return who.scope }
        return who.scope.joined(with: .only([found.caseID], of: .concernNotice))
    }
}

extension CaseScope {
    fileprivate func contains(_ row: CaseRow) -> Bool {
        Catalogue.programme(row.programme).map {
            contains(
                $0, id: row.id, municipality: row.municipality, stage: Stage(row.stage), owner: row.owner)
        } ?? false
    }
}

extension StoredEscalation {
    /// Whoever it went to; a colleague who leads, where they are away; within a sealed programme, the team.
    func isAnswered(by actor: Actor, _ programme: Programme) -> Bool {
        actor.name == account || actor.holds(any: [.leader, .sectorLeader])
            || programme.isSealed && programme.isHandled(by: actor)
    }
}

/// Says that an escalation has been taken up (*kvittering*), with a remark on what is done.
public struct AcknowledgeEscalation: Sendable {
    public let id: Int64
    public let remark: String

    public init(_ id: Int64, remark: String) {
        self.id = id
        self.remark = remark
    }

    /// - Throws: `NotFound`; `Refused`: `escalation-remark`, `escalation-not-yours`, `escalation-acknowledged`, `own-family`.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        let now = office.now
        try await office.writing(as: who.actor) { db, sight in
            let view = try ReadEscalation(id).view(who, in: db)
            let scope = try ReadEscalation(id).scope(view.escalation, who, in: db)
            guard let file = try CaseStore.load(view.escalation.caseID, scope: scope, in: db)?.file else {
                throw NotFound()
            }
            try sight.checkKin(file.parties.map(\.person))
            guard view.escalation.isOpen else { throw Refused("escalation-acknowledged") }
            guard view.mayAcknowledge else { throw Refused("escalation-not-yours") }
            guard !remark.isEmpty else { throw Refused("escalation-remark") }
            try file.check([remark], office.law)
            guard try EscalationStore.acknowledge(id, remark: remark, by: who.actor, at: now, in: db) else {
                throw Refused("escalation-acknowledged")
            }
            let entry = LedgerEntry(
                .change, .caseFile, id: view.row.id, reason: "escalation acknowledged " + view.escalation.clock,
                isSealed: file.programme.isSealed)
            try office.ledger.record([entry], by: who.actor, at: now, in: db)
            try ChangeLog.record(
                .caseFile, id: view.row.id, old: "escalation " + view.escalation.clock, new: remark, by: who.actor,
                at: now,
                in: db)
        }
    }
}
