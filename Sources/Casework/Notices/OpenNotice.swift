public import Prevention
import SQL
import Store

/// Opens a notice from the inbox: from now on its municipality has it, and knows who it is about. Who opened it and when is in
/// its history, and the read in the log, before anything is shown.
public struct OpenNotice: Sendable {
    public let id: Int64
    public let revision: Int

    public init(_ id: Int64, revision: Int) {
        self.id = id
        self.revision = revision
    }

    /// - Throws: `NotFound` where none waits for the actor's municipality; `Refused`: `changed-meanwhile`, `own-family`.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        guard let inbox = try who.noticeSide().inbox else { throw NotFound() }
        let now = office.now
        try await office.writing(as: who.actor) { db, sight in
            guard let (row, file, _) = try CaseStore.load(id, scope: inbox, in: db) else { throw NotFound() }
            try sight.checkKin(file.parties.map(\.person))
            guard row.revision == revision else { throw Refused("changed-meanwhile") }
            let at = max(now, file.events.last?.at ?? now)
            let refusals = try Engine.refusals(
                moving: file, to: "received", at: at, setting: [:], by: who.actor, law: office.law)
            guard refusals.isEmpty else { throw Refused(refusals) }
            let event = CaseEvent(.entered("received"), at: at)
            let standing = try CaseStanding(file.adding(event), now: now, law: office.law)
            guard try CaseStore.update(id, standing: standing, fields: file.fields, revision: revision, in: db) else {
                throw Refused("changed-meanwhile")
            }
            try CaseStore.append(event, to: id, note: "", revision: revision + 1, by: who.actor, at: now, in: db)
            // Whoever opens it answers for it, until they hand it to a colleague.
            guard try CaseStore.setOwner(id, owner: who.actor.name, revision: revision + 1, in: db) else {
                throw Refused("changed-meanwhile")
            }
            try ChangeLog.record(
                .caseFile, id: id, old: "owner " + row.owner, new: "owner " + who.actor.name, revision: revision + 2,
                by: who.actor, at: now, in: db)
            let persons = Set(file.parties.map(\.person)).sorted()
            let entries =
                [
                    LedgerEntry(.change, .caseFile, id: id, reason: "notice opened"),
                    LedgerEntry(.read, .caseFile, id: id, reason: row.number),
                ] + persons.map { LedgerEntry(.read, .person, id: $0, reason: row.number) }
            try office.ledger.record(entries, by: who.actor, at: now, in: db)
        }
    }
}
