import Handbook
public import Prevention
import SQL
import Store

/// What changes a case takes besides being opened. Each loads the case in the actor's scope, lets the engine judge, writes
/// the change with old and new value and its log entry, all in one transaction.
public struct ChangeCase: Sendable {
    public enum Change: Sendable {
        /// A step, with the fields of its form.
        case move(to: Stage, at: Instant?, fields: [String: String], note: String)
        /// An entry that moves nothing, with its fields.
        case record(entry: String, at: Instant?, fields: [String: String])
        case pause(clock: String, reason: String)
        case resume(clock: String, reason: String)
        /// Empty for nobody; with a word to whoever gets it, which the history keeps.
        case assign(owner: String, message: String = "")
        case addParty(Party.Role, person: Int64)
        /// Somebody who was added by mistake; the subject stays.
        case removeParty(Party.Role, person: Int64, reason: String)
        /// Fields that were wrong, and the municipality (`nil` = as it is), with the reason.
        case correct(fields: [String: String], municipality: String?, reason: String)
        /// The newest event was a mistake: it is taken back, with what it has set.
        case undo(event: Int64, reason: String)
    }

    public let id: Int64
    /// The revision of the case that the user saw.
    public let revision: Int
    public let change: Change
    /// Whether the user has said, having been warned, that the texts are about nobody they know from their work.
    public let isConfirmed: Bool

    public init(_ id: Int64, revision: Int, _ change: Change, isConfirmed: Bool = false) {
        self.isConfirmed = isConfirmed
        self.id = id
        self.revision = revision
        self.change = change
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound` outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        try await checkTexts(who, in: office)
        try await office.writing(as: who.actor) { db, sight in try run(who, sight, office, db) }
    }

    /// As part of a larger transaction.
    ///
    /// - Parameter scope: that of the actor, where it is not that of their roles.
    func run(
        _ who: Authorized<Acts.WorkCases>, _ sight: Sight, _ office: Office, _ db: any Connection,
        scope: CaseScope? = nil
    ) throws {
        guard let (row, file, events) = try CaseStore.load(id, scope: scope ?? who.scope, in: db) else {
            throw NotFound()
        }
        guard row.revision == revision else { throw Refused("changed-meanwhile") }
        try sight.checkKin(file.parties.map(\.person))
        // Steps have roles of their own, which the engine asks for.
        if !change.isStep, !file.programme.isHandled(by: who.actor) { throw Refused("not-your-programme") }
        try change.standing(of: file, at: office.now).check(change.texts(in: file.programme), office.law)
        let now = office.now
        switch change {
        case .move(let stage, let at, let fields, let note):
            let step = file.programme.transition(from: Stage(row.stage), to: stage)
            if let step, step.isOwnAct, who.actor.holds(any: step.by) { throw Refused("step-own-act") }
            try move(file, to: stage, at: at ?? now, fields, note, who, office, db)
        case .record(let entry, let at, let fields):
            try record(entry, at: at ?? now, fields, file, who, office, db)
        case .pause(let clock, let reason):
            try setPaused(true, clock, reason, file, who, office, db)
        case .resume(let clock, let reason):
            try setPaused(false, clock, reason, file, who, office, db)
        case .assign(let owner, let message):
            guard owner != row.owner else { throw Refused("owner-same") }
            guard try owner.isEmpty || mayOwn(owner, file.programme, row, office, db) else {
                throw Refused("unknown-owner", ["value": owner])
            }
            guard try CaseStore.setOwner(id, owner: owner, revision: revision, in: db) else {
                throw Refused("changed-meanwhile")
            }
            try ChangeLog.record(
                .caseFile, id: id, old: "owner " + row.owner, new: "owner " + owner, reason: message,
                revision: revision + 1, by: who.actor, at: now, in: db)
        case .addParty(let role, let person):
            guard try !sight.within([person], in: db).isEmpty else { throw Refused("unknown-person") }
            try sight.checkKin([person])
            try add(role, person, to: file, row.number, who, office, db)
        case .removeParty(let role, let person, let reason):
            try remove(role, person, reason, from: file, who, office, db)
        case .correct(let fields, let municipality, let reason):
            try correct(fields, municipality, reason, file, row, who, office, db)
        case .undo(let event, let reason):
            try undo(event, reason, file, events, who, office, db)
        }
        let entry = LedgerEntry(
            .change, .caseFile, id: id, reason: change.name, isSealed: file.programme.isSealed)
        let about = change.person.map {
            LedgerEntry(.change, .person, id: $0, reason: row.number, isSealed: file.programme.isSealed)
        }
        try office.ledger.record([entry] + [about].compactMap(\.self), by: who.actor, at: now, in: db)
    }

    private func move(
        _ file: CaseFile, to stage: Stage, at: Instant, _ fields: [String: String], _ note: String,
        _ who: Authorized<Acts.WorkCases>, _ office: Office, _ db: any Connection
    ) throws {
        let now = office.now
        let fields = file.asked(of: fields, movingTo: stage)
        var refusals = try Engine.refusals(
            moving: file, to: stage, at: at, setting: fields, by: who.actor, law: office.law)
        if !file.programme.takesNotes, !note.isEmpty { refusals.append(Refusal("no-notes")) }
        if at > now { refusals.append(Refusal("in-future", ["at": at.danish])) }
        // What is shared in a forum is never for a criminal case (retsplejeloven § 115, stk. 2).
        if stage == .withProsecution, try ItemStore.isOnItsWay(ofCase: id, in: db) {
            refusals.append(Refusal("item.case-in-forum"))
        }
        guard refusals.isEmpty else { throw Refused(refusals) }
        try checkContent(file, file.with(fields: file.fields.merging(fields) { $1 }), in: db)
        let event = CaseEvent(.entered(stage), at: at)
        try write(event, setting: fields, note: note, file, who, office, db)
    }

    private func record(
        _ entry: String, at: Instant, _ fields: [String: String], _ file: CaseFile, _ who: Authorized<Acts.WorkCases>,
        _ office: Office, _ db: any Connection
    ) throws {
        let fields = fields.filter { !$0.value.isEmpty }
        var refusals = try Engine.refusals(recording: entry, fields, on: file, at: at, by: who.actor, law: office.law)
        if at > office.now { refusals.append(Refusal("in-future", ["at": at.danish])) }
        guard refusals.isEmpty else { throw Refused(refusals) }
        try write(
            CaseEvent(.recorded(entry: entry, fields: fields), at: at), setting: [:], note: "", file, who, office, db)
        try takeOut(by: entry, fields, of: file, who, office, db)
    }

    func mayOwn(
        _ name: String, _ programme: Programme, _ row: CaseRow, _ office: Office, _ db: any Connection
    ) throws -> Bool {
        guard let account = try AccountStore.account(named: name, in: db) else { return false }
        return office.handbook.placed(account.actor).mayOwn(programme, row)
    }

    private func setPaused(
        _ pausing: Bool, _ code: String, _ reason: String, _ file: CaseFile, _ who: Authorized<Acts.WorkCases>,
        _ office: Office, _ db: any Connection
    ) throws {
        let now = office.now
        guard !reason.isEmpty else { throw Refused("pause-reason") }
        guard let clock = file.programme.clock(code),
            let reading = try clock.reading(of: file, now: now, law: office.law)
        else { throw NotFound() }
        guard clock.mayPause else { throw Refused("clock-not-pausable") }
        guard pausing ? reading.isRunning : reading.state == .paused else { throw Refused("clock-not-running") }
        let kind: CaseEvent.Kind =
            pausing ? .pause(clock: code, reason: reason) : .resume(clock: code, reason: reason)
        try write(CaseEvent(kind, at: now), setting: [:], note: reason, file, who, office, db)
    }

    /// Appends the event, merges the fields, and writes where the case then stands.
    private func write(
        _ event: CaseEvent, setting fields: [String: String], note: String, _ file: CaseFile,
        _ who: Authorized<Acts.WorkCases>, _ office: Office, _ db: any Connection
    ) throws {
        let now = office.now
        let merged = file.fields.merging(fields) { $1 }.filter { !$0.value.isEmpty }
        let after = file.with(fields: merged).adding(event)
        let standing = try CaseStanding(after, now: now, law: office.law)
        guard try CaseStore.update(id, standing: standing, fields: merged, revision: revision, in: db) else {
            throw Refused("changed-meanwhile")
        }
        let stored = try CaseStore.append(
            event, to: id, note: note, revision: revision + 1, by: who.actor, at: now, in: db)
        if merged != file.fields {
            try ChangeLog.record(
                .caseFile, id: id, old: JSONText.text(of: file.fields), new: JSONText.text(of: merged),
                revision: revision + 1, event: stored, by: who.actor, at: now, in: db)
        }
        let number = CaseNumber.text(programme: file.programme.code, openedOn: standing.openedOn, id: id)
        try ShareFromCase(after, id: id, number: number).share(by: event, stored: stored, who.actor, office, db)
    }

    private func add(
        _ role: Party.Role, _ person: Int64, to file: CaseFile, _ number: String,
        _ who: Authorized<Acts.WorkCases>, _ office: Office, _ db: any Connection
    ) throws {
        let person = try IdentityStore.person(of: person, in: db)
        guard let found = try PersonStore.person(person, in: db) else { throw Refused("unknown-person") }
        guard file.programme.regime != .none else { throw Refused("no-personal-data") }
        guard !file.parties.contains(where: { $0.person == person && $0.role == role }) else {
            throw Refused("party-already-there")
        }
        guard !(role == .subject && file.subject != nil) else { throw Refused("one-subject") }
        let party = Party(found, as: role)
        let after = file.with(
            parties: file.parties + [party],
            related: try CaseStore.related(
                to: file.programme, persons: file.parties.map(\.person) + [person], except: id, in: db))
        if let refusal = try Engine.problem(joining: file, to: after, law: office.law) { throw Refused([refusal]) }
        if after.isSharedAboutNobody { throw Refused("subject-required") }
        guard try CaseStore.addParty(party, to: id, revision: revision, at: office.now, in: db) else {
            throw Refused("changed-meanwhile")
        }
        try ChangeLog.record(
            .caseFile, id: id, old: "", new: "party \(role.rawValue) \(person)", revision: revision + 1, by: who.actor,
            at: office.now, in: db)
        try ShareFromCase(after, id: id, number: number).share(beyond: file, who.actor, office, db)
    }

    private func remove(
        _ role: Party.Role, _ person: Int64, _ reason: String, from file: CaseFile, _ who: Authorized<Acts.WorkCases>,
        _ office: Office, _ db: any Connection
    ) throws {
        guard let party = file.parties.first(where: { $0.person == person && $0.role == role }) else {
            throw NotFound()
        }
        guard role != .subject else { throw Refused("subject-stays") }
        guard !reason.isEmpty else { throw Refused("removal-reason") }
        let rest = file.parties.filter { $0 != party }
        let after = file.with(
            parties: rest,
            related: try CaseStore.related(to: file.programme, persons: rest.map(\.person), except: id, in: db))
        if let refusal = try Engine.problem(changing: file, to: after, law: office.law) { throw Refused([refusal]) }
        let needed = try Engine.refusals(takingPartyFrom: file, leaving: after, law: office.law)
        guard needed.isEmpty else { throw Refused(needed) }
        guard try CaseStore.removeParty(party, from: id, revision: revision, in: db) else {
            throw Refused("changed-meanwhile")
        }
        try ChangeLog.record(
            .caseFile, id: id, old: "party \(role.rawValue) \(person)", new: reason, revision: revision + 1,
            by: who.actor, at: office.now, in: db)
    }
}

extension ChangeCase.Change {
    /// Whether it asks for a role of its own.
    fileprivate var isStep: Bool {
        switch self {
        case .move, .record, .undo: return true
        case .pause, .resume, .assign, .addParty, .removeParty, .correct: return false
        }
    }

    /// The case that its texts are about: as it stands after the step that they belong to.
    fileprivate func standing(of file: CaseFile, at now: Instant) -> CaseFile {
        guard case .move(let stage, let at, _, _) = self else { return file }
        return file.adding(CaseEvent(.entered(stage), at: at ?? now))
    }

    /// What somebody has written beside the fields of a form: every reason, message and note. A note where none is taken is
    /// refused as such.
    fileprivate func texts(in programme: Programme) -> [String] {
        switch self {
        case .move(_, _, _, let note): return programme.takesNotes ? [note] : []
        case .pause(_, let reason), .resume(_, let reason): return [reason]
        case .assign(_, let message): return [message]
        case .removeParty(_, _, let reason), .correct(_, _, let reason), .undo(_, let reason): return [reason]
        case .record, .addParty: return []
        }
    }

    /// Whom it takes into the case or out of it.
    fileprivate var person: Int64? {
        switch self {
        case .addParty(_, let person), .removeParty(_, let person, _): return person
        case .move, .record, .pause, .resume, .assign, .correct, .undo: return nil
        }
    }

    /// For the log.
    fileprivate var name: String {
        switch self {
        case .move(let stage, _, _, _): return "move " + stage.code
        case .record(let entry, _, _): return "record " + entry
        case .pause(let clock, _): return "pause " + clock
        case .resume(let clock, _): return "resume " + clock
        case .assign: return "assign"
        case .addParty(let role, _): return "party " + role.rawValue
        case .removeParty(let role, _, _): return "party removed " + role.rawValue
        case .correct: return "correct"
        case .undo: return "undo"
        }
    }
}
