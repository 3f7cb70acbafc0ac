import Handbook
public import Prevention
import SQL
import Store

/// Gives a task on a case, or changes one. It may be given to somebody of another authority who may open the case.
public struct WriteTask: Sendable {
    public enum Change: Sendable {
        case give(title: String, details: String, owner: String, dueOn: LocalDate?)
        case edit(title: String, details: String, dueOn: LocalDate?)
        case handOver(owner: String, message: String)
        /// Done, with what came of it.
        case finish(remark: String)
        /// Not to be done after all.
        case drop(reason: String)
        case reopen(reason: String)
    }

    public let id: Int64
    /// The task and its revision that the user saw; `nil` for a new one.
    public let task: (id: Int64, revision: Int)?
    public let change: Change
    /// Whether the user has said, having been warned, that the texts are about nobody they know from their work: only on a case
    /// that is about nobody.
    public let isConfirmed: Bool

    public static let longestTitle = 200

    public init(
        on id: Int64, task: (id: Int64, revision: Int)? = nil, _ change: Change, isConfirmed: Bool = false
    ) {
        self.isConfirmed = isConfirmed
        self.id = id
        self.task = task
        self.change = change
    }

    /// - Throws: `Refused` with every reason, `task-changed` among them; `NotFound` outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        try await office.checkSaid(
            said.map { PlanTyped("task", $0) }, on: id, who, isConfirmed: isConfirmed)
        try await office.changing(case: id, as: who) { db, opened in
            guard let task else {
                try give(opened, who.actor, office, db)
                return
            }
            guard let old = try TaskStore.task(task.id, of: id, in: db) else { throw NotFound() }
            guard opened.mayHandle || [old.owner, old.createdBy].contains(who.actor.name) else {
                throw Refused("task-not-yours")
            }
            guard old.revision == task.revision else { throw Refused("task-changed") }
            let new = try changed(old, opened, office, db)
            guard try TaskStore.update(old, to: new, by: who.actor, at: office.now, in: db) else {
                throw Refused("task-changed")
            }
            try log(opened, verb, new.id, who.actor, office, db)
        }
    }

    private var said: [String] {
        switch change {
        case .give(let title, let details, _, _), .edit(let title, let details, _): return [title, details]
        case .handOver(_, let text), .finish(let text), .drop(let text), .reopen(let text): return [text]
        }
    }

    private func give(_ opened: OpenedCase, _ actor: Actor, _ office: Office, _ db: any Connection) throws {
        guard case .give(let title, let details, let owner, let dueOn) = change else { throw NotFound() }
        guard opened.mayHandle else { throw Refused("not-your-programme") }
        let refusals =
            try problems(title: title, texts: [details], dueOn: dueOn, opened, law: office.law)
            + (try mayOwn(owner, opened, office, db) ? [] : [Refusal("task-owner", ["value": owner])])
        guard refusals.isEmpty, let dueOn else { throw Refused(refusals) }
        let task = try TaskStore.add(
            to: id, title: title, details: details, owner: owner, dueOn: dueOn, by: actor, at: office.now, in: db)
        try log(opened, verb, task.id, actor, office, db)
    }

    private func changed(
        _ old: StoredTask, _ opened: OpenedCase, _ office: Office, _ db: any Connection
    ) throws -> StoredTask {
        var new = old
        var refusals: [Refusal] = []
        if case .reopen = change {
            if old.state == .open { refusals.append(Refusal("task-open")) }
        } else if old.state != .open {
            refusals.append(Refusal("task-closed"))
        }
        switch change {
        case .give: throw NotFound()
        case .edit(let title, let details, let dueOn):
            refusals += try problems(title: title, texts: [details], dueOn: dueOn, opened, law: office.law)
            (new.title, new.details, new.dueOn) = (title, details, dueOn ?? old.dueOn)
        case .handOver(let owner, let message):
            if try !mayOwn(owner, opened, office, db) { refusals.append(Refusal("task-owner", ["value": owner])) }
            refusals += try problems(title: old.title, texts: [message], dueOn: old.dueOn, opened, law: office.law)
            (new.owner, new.remark) = (owner, message)
        case .finish(let remark):
            refusals += try problems(title: old.title, texts: [remark], dueOn: old.dueOn, opened, law: office.law)
            (new.state, new.remark) = (.done, remark)
        case .drop(let reason):
            if reason.isEmpty { refusals.append(Refusal("task-reason")) }
            refusals += try problems(
                title: old.title, texts: [reason], dueOn: old.dueOn, opened, isReason: true, law: office.law)
            (new.state, new.remark) = (.dropped, reason)
        case .reopen(let reason):
            if reason.isEmpty { refusals.append(Refusal("task-reason")) }
            refusals += try problems(
                title: old.title, texts: [reason], dueOn: old.dueOn, opened, isReason: true, law: office.law)
            (new.state, new.remark) = (.open, reason)
        }
        guard refusals.isEmpty else { throw Refused(refusals) }
        return new
    }

    /// - Parameter isReason: whether the texts say why, and not what came of it: a scheme without notes takes them as well.
    private func problems(
        title: String, texts: [String], dueOn: LocalDate?, _ opened: OpenedCase, isReason: Bool = false, law: LawBook
    ) throws -> [Refusal] {
        let programme = opened.file.programme
        var found: [Refusal] = []
        if title.isEmpty { found.append(Refusal("task-title")) }
        if title.count > WriteTask.longestTitle {
            found.append(Refusal("task-title-long", ["most": String(WriteTask.longestTitle)]))
        }
        if dueOn == nil { found.append(Refusal("task-due")) }
        if !isReason, !programme.takesNotes, texts.contains(where: { !$0.isEmpty }) {
            found.append(Refusal("no-notes"))
        }
        return found + (try Engine.problems(saying: [title] + texts, about: opened.file, law: law))
    }

    /// A task is given only to somebody who may open the case.
    private func mayOwn(
        _ name: String, _ opened: OpenedCase, _ office: Office, _ db: any Connection
    ) throws -> Bool {
        guard let account = try AccountStore.account(named: name, in: db) else { return false }
        return office.handbook.placed(account.actor).mayOpen(opened)
    }

    private func log(
        _ opened: OpenedCase, _ verb: String, _ task: Int64, _ actor: Actor, _ office: Office, _ db: any Connection
    ) throws {
        let entry = LedgerEntry(
            .change, .caseFile, id: id, reason: "task \(verb) \(task)", isSealed: opened.isSealed)
        try office.ledger.record([entry], by: actor, at: office.now, in: db)
    }

    /// For the log.
    private var verb: String {
        switch change {
        case .give: return "given"
        case .edit: return "edited"
        case .handOver: return "handed-over"
        case .finish: return "done"
        case .drop: return "dropped"
        case .reopen: return "reopened"
        }
    }
}

extension Actor {
    /// Whether they may open a case as it stands.
    func mayOpen(_ opened: OpenedCase) -> Bool {
        let row = opened.row
        return may(.workCases)
            && CaseScope(of: self).contains(
                opened.file.programme, municipality: row.municipality, stage: Stage(row.stage), owner: row.owner)
    }
}
