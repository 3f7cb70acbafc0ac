import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/{id}/notes | needs work-cases, case in scope |
/// | GET | /cases/{id}/notes/{note}/correct | needs work-cases; leads back to the page, as the one below |
/// | GET | /cases/{id}/notes/{note}/withdraw | the same |
/// | POST | /cases/{id}/notes | needs work-cases, case in scope, a role of the programme |
/// | POST | /cases/{id}/notes/{note}/correct | needs work-cases, case in scope; whoever wrote it |
/// | POST | /cases/{id}/notes/{note}/withdraw | needs work-cases, case in scope, a role of the programme |
enum CaseNotePages {
    static func add(to routes: RouteTable) {
        routes.get("/cases/{id}/notes", .needs(.workCases)) { visit in try await page(visit, nil) }

        for act in ["correct", "withdraw"] {
            routes.get("/cases/{id}/notes/{note}/" + act, .needs(.workCases)) { visit in
                .redirect("/cases/\(try visit.parameter("id", as: Int64.self))/notes")
            }
        }

        routes.post("/cases/{id}/notes", .needs(.workCases)) { visit in
            let form = try await visit.form()
            return try await write(visit, form, name: "write", note: nil, .write(form["body"]))
        }

        routes.post("/cases/{id}/notes/{note}/correct", .needs(.workCases)) { visit in
            let form = try await visit.form()
            let note = try visit.parameter("note", as: Int64.self)
            return try await write(
                visit, form, name: CaseNotesModel.form("correct", note), note: note,
                .correct(note: note, revision: Int(form["revision"]) ?? 0, form["body"]))
        }

        routes.post("/cases/{id}/notes/{note}/withdraw", .needs(.workCases)) { visit in
            let form = try await visit.form()
            let note = try visit.parameter("note", as: Int64.self)
            return try await write(
                visit, form, name: CaseNotesModel.form("withdraw", note), note: note,
                .withdraw(note: note, revision: Int(form["revision"]) ?? 0, reason: form["reason"]))
        }
    }

    private static func write(
        _ visit: Visit, _ form: Form, name: String, note: Int64?, _ change: WriteNote.Change
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        do {
            try await WriteNote(on: id, change)(try visit.authorized(Acts.WorkCases.self), in: visit.office)
            return .redirect("/cases/\(id)/notes?done=note-saved")
        } catch let refused as Refused {
            return try await page(visit, (name, form, refused, note))
        }
    }

    private static func page(
        _ visit: Visit, _ refused: (name: String, typed: Form, why: Refused, note: Int64?)?
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let view = try await ReadNotes(of: id)(try visit.authorized(Acts.WorkCases.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let form = refused.map {
            RefusedForm($0.name, $0.typed, $0.why, of: view.opened.file.programme, visit.words)
        }
        let model = CaseNotesModel(view, form, about: refused?.note, actor: try visit.actor, texts)
        return .page("case-notes", model, status: form?.status ?? .ok)
    }
}

/// The notes of a case.
struct CaseNotesModel: Sendable {
    struct Note: Sendable {
        let noteBy: String
        let noteTime: String
        let noteISO: String
        let noteLines: [String]
        let noteChanged: String?
        let noteWithdrawn: String?
        let noteForms: [CaseForm]
    }

    let head: CaseHead
    let problems: FormProblems?
    let conflict: CaseConflict?
    let notes: [Note]
    let hasNotes: Bool
    /// A scheme that keeps content out of the case has none.
    let takesNotes: Bool
    /// `nil` where the reader's role takes no steps, or the scheme no notes.
    let write: CaseForm?

    static func form(_ act: String, _ note: Int64) -> String { "note-\(note)-" + act }

    init(_ view: NotesView, _ refused: RefusedForm?, about: Int64?, actor: Actor, _ texts: CaseTexts) {
        let words = texts.words
        let opened = view.opened
        let head = CaseHead(opened, at: .notes, texts)
        self.head = head
        problems = refused?.problems
        conflict = refused.flatMap { refused in
            let seen = Int(refused.typed["revision"]) ?? 0
            let since = view.history.filter { item in
                guard case .change(let entry) = item.what else { return false }
                return entry.isOf("note", about, after: seen)
            }
            return CaseConflict(refused, since, of: opened, at: "/notes", texts)
        }
        takesNotes = opened.file.programme.takesNotes
        let mayWrite = opened.mayHandle && takesNotes
        notes = view.notes.map { note in
            Note(
                note, mayCorrect: mayWrite && note.createdBy == actor.name, mayWithdraw: mayWrite,
                head.headHref + "/notes", refused, texts)
        }
        hasNotes = !notes.isEmpty
        write =
            !mayWrite
            ? nil
            : CaseForm("write", action: head.headHref + "/notes", title: words("note.write"), refused) { form in
                [form.input("body", .longText, words("note.body"), isRequired: true)]
            }
    }
}

extension CaseNotesModel.Note {
    init(
        _ note: StoredNote, mayCorrect: Bool, mayWithdraw: Bool, _ href: String, _ refused: RefusedForm?,
        _ texts: CaseTexts
    ) {
        let words = texts.words
        noteBy = texts.person(note.createdBy)
        noteTime = note.createdAt.danish
        noteISO = TypedValue.forInput(note.createdAt)
        let isShown = note.withdrawn == nil
        noteLines = isShown ? note.body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) : []
        noteChanged = note.changed.map {
            words("note.corrected", ["name": texts.person($0.actor), "at": $0.at.danish])
        }
        noteWithdrawn = note.withdrawn.map {
            words(
                "note.withdrawn",
                ["name": texts.person($0.actor), "at": $0.at.danish, "reason": note.withdrawnReason])
        }
        var forms: [CaseForm] = []
        if mayCorrect, isShown {
            forms.append(
                CaseForm(
                    CaseNotesModel.form("correct", note.id), action: href + "/\(note.id)/correct",
                    title: words("note.correct"), of: note.createdAt.danish, revision: note.revision, refused
                ) { form in [form.input("body", .longText, words("note.body"), value: note.body, isRequired: true)] })
        }
        if mayWithdraw, isShown {
            forms.append(
                CaseForm(
                    CaseNotesModel.form("withdraw", note.id), action: href + "/\(note.id)/withdraw",
                    title: words("note.withdraw"), of: note.createdAt.danish, revision: note.revision, refused,
                    isDanger: true
                ) { form in [form.input("reason", .text, words("note.why"), isRequired: true)] })
        }
        noteForms = forms
    }
}
