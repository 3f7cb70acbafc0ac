import Handbook
import Prevention
import SQL
import Store

extension ChangeCase {
    /// Takes the newest event back: it is kept aside, the fields that it has set become what they were, and where the case
    /// stands is worked out anew. A field that was corrected since stays as corrected.
    ///
    /// - Throws: `Refused`: too late, somebody else's, not the newest, or the opening.
    func undo(
        _ event: Int64, _ reason: String, _ file: CaseFile, _ events: [StoredEvent],
        _ who: Authorized<Acts.WorkCases>, _ office: Office, _ db: any Connection
    ) throws {
        let now = office.now
        guard let stored = events.first(where: { $0.id == event }) else { throw Refused("changed-meanwhile") }
        if let why = try Undo.refusal(
            stored, among: events, of: file.programme, by: who.actor, now: now, law: office.law)
        {
            throw Refused([why])
        }
        guard !reason.isEmpty else { throw Refused("undo-reason") }
        var fields = file.fields
        if let set = try UndoStore.fields(setBy: event, in: db) {
            for code in Set(set.old.keys).union(set.new.keys) where set.old[code] != set.new[code] {
                if fields[code] == set.new[code] { fields[code] = set.old[code] }
            }
        }
        let after = file.with(fields: fields, events: events.filter { $0.id != event }.map(\.event))
        if let problem = try Engine.problem(changing: file, to: after, law: office.law) { throw Refused([problem]) }
        try checkContent(file, after, in: db)
        let standing = try CaseStanding(after, now: now, law: office.law)
        guard try CaseStore.update(id, standing: standing, fields: fields, revision: revision, in: db) else {
            throw Refused("changed-meanwhile")
        }
        try UndoStore.setAside(
            event, of: id, reason: reason, revision: revision + 1, by: who.actor, at: now, in: db)
        if fields != file.fields {
            try ChangeLog.record(
                .caseFile, id: id, old: JSONText.text(of: file.fields), new: JSONText.text(of: fields),
                reason: reason, revision: revision + 1, by: who.actor, at: now, in: db)
        }
        try ShareFromCase.takeBack(event, of: id, reason: reason, who.actor, office, db)
    }
}

/// Who may take an event back, and how long.
enum Undo {
    /// Why an event cannot be taken back; `nil` where it can.
    static func refusal(
        _ stored: StoredEvent, among events: [StoredEvent], of programme: Programme, by actor: Actor, now: Instant,
        law: LawBook
    ) throws -> Refusal? {
        guard events.count > 1, stored.id != events.map(\.id).min() else { return Refusal("undo-opening") }
        // The newest is the one that was written last, whenever it happened.
        guard stored.id == events.map(\.id).max() else { return Refusal("undo-newest") }
        guard stored.actor == actor.name || actor.holds(any: [.leader, .sectorLeader]) else {
            return Refusal("undo-not-yours")
        }
        let before = events.filter { $0.id < stored.id }.last { event in
            if case .entered = event.event.kind { return true }
            return false
        }
        if case .entered(let stage) = stored.event.kind, case .entered(let last) = before?.event.kind,
            programme.transition(from: last, to: stage)?.isOwnAct ?? false
        {
            return Refusal("undo-own-act")
        }
        // It goes with the tie that it rests on.
        if programme.code == Programme.socialReport.code, LedOn.isMade(stored.event) {
            return Refusal("undo-led-on")
        }
        // Nobody is put back without a consent of their own.
        if programme.entries.contains(where: { $0.takesOut != nil && stored.event.records($0.code) }) {
            return Refusal("undo-took-out")
        }
        let hours = try law.value("case.undo-hours", on: stored.recordedAt.day)
        let end = stored.recordedAt.adding(seconds: hours * 3_600)
        return now < end ? nil : Refusal("undo-too-late", ["at": end.danish])
    }

    /// The event that the actor may take back now; `nil` where there is none.
    static func event(
        among events: [StoredEvent], of programme: Programme, by actor: Actor, now: Instant, law: LawBook
    ) throws -> StoredEvent? {
        guard let newest = events.max(by: { $0.id < $1.id }) else { return nil }
        return try refusal(newest, among: events, of: programme, by: actor, now: now, law: law) == nil ? newest : nil
    }
}
