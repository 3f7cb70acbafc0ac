public import Prevention
import SQL
import Store

/// Writes a note on a case, corrects one, or withdraws it. The older texts stay in the history.
public struct WriteNote: Sendable {
    public enum Change: Sendable {
        case write(String)
        case correct(note: Int64, revision: Int, String)
        case withdraw(note: Int64, revision: Int, reason: String)
    }

    public let id: Int64
    public let change: Change

    public init(on id: Int64, _ change: Change) {
        self.id = id
        self.change = change
    }

    /// - Throws: `Refused`, with `note-changed` where somebody else was faster; `NotFound` outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        let now = office.now
        try await office.writing(case: id, as: who) { db, opened in
            let programme = opened.file.programme
            guard programme.takesNotes else { throw Refused("no-notes") }
            let verb: String
            switch change {
            case .write(let body):
                try check(body, opened.file, office)
                try NoteStore.add(body, to: id, by: who.actor, at: now, in: db)
                verb = "written"
            case .correct(let note, let revision, let body):
                let old = try stored(note, revision, db)
                guard old.createdBy == who.actor.name else { throw Refused("note-not-yours") }
                try check(body, opened.file, office)
                if body == old.body { throw Refused("note-same") }
                guard try NoteStore.correct(old, of: id, to: body, by: who.actor, at: now, in: db) else {
                    throw Refused("note-changed")
                }
                verb = "corrected"
            case .withdraw(let note, let revision, let reason):
                let old = try stored(note, revision, db)
                guard !reason.isEmpty else { throw Refused("note-reason") }
                try check(reason, opened.file, office)
                guard try NoteStore.withdraw(old, of: id, reason: reason, by: who.actor, at: now, in: db) else {
                    throw Refused("note-changed")
                }
                verb = "withdrawn"
            }
            let entry = LedgerEntry(.change, .caseFile, id: id, reason: "note " + verb, isSealed: opened.isSealed)
            try office.ledger.record([entry], by: who.actor, at: now, in: db)
        }
    }

    private func stored(_ note: Int64, _ revision: Int, _ db: any Connection) throws -> StoredNote {
        guard let old = try NoteStore.note(note, of: id, in: db) else { throw NotFound() }
        guard old.revision == revision, old.withdrawn == nil else { throw Refused("note-changed") }
        return old
    }

    private func check(_ body: String, _ file: CaseFile, _ office: Office) throws {
        if body.isEmpty { throw Refused("note-empty") }
        try file.check([body], office.law)
    }
}
