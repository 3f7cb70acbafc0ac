import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/{id} | needs work-cases, case in scope |
/// | GET | /cases/{id}/step/{stage} | needs work-cases; leads back to the case, as those below |
/// | GET | /cases/{id}/entry/{entry} | the same |
/// | GET | /cases/{id}/clock/{clock}/pause | the same |
/// | GET | /cases/{id}/clock/{clock}/resume | the same |
/// | GET | /cases/{id}/owner | the same |
/// | GET | /cases/{id}/party | the same |
/// | GET | /cases/{id}/party/{role}/{person}/remove | the same |
/// | GET | /cases/{id}/event/{event}/undo | the same |
/// | POST | /cases/{id}/step/{stage} | needs work-cases, case in scope, a role of the step |
/// | POST | /cases/{id}/entry/{entry} | needs work-cases, case in scope, a role of the entry |
/// | POST | /cases/{id}/clock/{clock}/pause | needs work-cases, case in scope |
/// | POST | /cases/{id}/clock/{clock}/resume | needs work-cases, case in scope |
/// | POST | /cases/{id}/owner | needs work-cases, case in scope |
/// | POST | /cases/{id}/party | needs work-cases, case in scope |
/// | POST | /cases/{id}/party/{role}/{person}/remove | needs work-cases, case in scope |
/// | POST | /cases/{id}/event/{event}/undo | needs work-cases, case in scope; whoever wrote it, or a leader |
enum CasePages {
    static func add(to routes: RouteTable) {
        routes.get("/cases/{id}", .needs(.workCases)) { visit in
            try await page(visit, try await read(visit), nil)
        }

        // The address of a refused form: loaded anew, or in the other language, it is the case.
        for part in [
            "step/{stage}", "entry/{entry}", "clock/{clock}/pause", "clock/{clock}/resume", "owner", "party",
            "party/{role}/{person}/remove", "event/{event}/undo",
        ] {
            routes.get("/cases/{id}/" + part, .needs(.workCases)) { visit in
                .redirect("/cases/\(try visit.parameter("id", as: Int64.self))")
            }
        }

        routes.post("/cases/{id}/step/{stage}", .needs(.workCases)) { visit in
            let code: String = try visit.parameter("stage")
            let form = try await visit.form()
            return try await change(visit, form, form: "step-" + code, done: "case-moved") { revision, view in
                let fields = FieldInput.values(of: view.file.programme.form, in: form)
                return ChangeCase(
                    view.row.id, revision: revision,
                    .move(to: Stage(code), at: try moment(form["at"], after: view), fields: fields, note: form["note"]),
                    isConfirmed: NameTick.isSet(in: form))
            }
        }

        routes.post("/cases/{id}/entry/{entry}", .needs(.workCases)) { visit in
            let code: String = try visit.parameter("entry")
            let form = try await visit.form()
            return try await change(visit, form, form: "entry-" + code, done: "entry-recorded") { revision, view in
                let fields = FieldInput.values(of: view.file.programme.entry(code)?.fields ?? [], in: form)
                return ChangeCase(
                    view.row.id, revision: revision,
                    .record(entry: code, at: try moment(form["at"], after: view), fields: fields),
                    isConfirmed: NameTick.isSet(in: form))
            }
        }

        for pausing in [true, false] {
            let path = "/cases/{id}/clock/{clock}/" + (pausing ? "pause" : "resume")
            routes.post(path, .needs(.workCases)) { visit in
                let code: String = try visit.parameter("clock")
                let form = try await visit.form()
                let done = pausing ? "clock-paused" : "clock-resumed"
                return try await change(visit, form, form: "clock-" + code, done: done) { revision, view in
                    let reason = form["reason"]
                    let change: ChangeCase.Change =
                        pausing ? .pause(clock: code, reason: reason) : .resume(clock: code, reason: reason)
                    return ChangeCase(view.row.id, revision: revision, change)
                }
            }
        }

        routes.post("/cases/{id}/owner", .needs(.workCases)) { visit in
            let form = try await visit.form()
            return try await change(visit, form, form: "owner", done: "owner-changed") { revision, view in
                ChangeCase(view.row.id, revision: revision, .assign(owner: form["owner"], message: form["message"]))
            }
        }

        addRemoval(to: routes)
        addUndo(to: routes)

        routes.post("/cases/{id}/party", .needs(.workCases)) { visit in
            let form = try await visit.form()
            return try await change(visit, form, form: "party", done: "party-added") { revision, view in
                guard let role = Party.Role(rawValue: form["role"]), !form["person"].isEmpty else {
                    throw Refused("party-incomplete")
                }
                let who = try visit.authorized(Acts.WorkCases.self)
                let person = try await IdentifyPerson(form["person"])(who, in: visit.office)
                return ChangeCase(view.row.id, revision: revision, .addParty(role, person: person))
            }
        }
    }

    private static func addUndo(to routes: RouteTable) {
        routes.post("/cases/{id}/event/{event}/undo", .needs(.workCases)) { visit in
            let event = try visit.parameter("event", as: Int64.self)
            let form = try await visit.form()
            return try await change(visit, form, form: "undo", done: "case-undone") { revision, view in
                ChangeCase(view.row.id, revision: revision, .undo(event: event, reason: form["reason"]))
            }
        }
    }

    private static func addRemoval(to routes: RouteTable) {
        routes.post("/cases/{id}/party/{role}/{person}/remove", .needs(.workCases)) { visit in
            let code: String = try visit.parameter("role")
            let person = try visit.parameter("person", as: Int64.self)
            guard let role = Party.Role(rawValue: code) else { throw NotFound() }
            let form = try await visit.form()
            let name = CasePartyModel.removal(of: person, as: role)
            return try await change(visit, form, form: name, done: "party-removed") { revision, view in
                ChangeCase(
                    view.row.id, revision: revision, .removeParty(role, person: person, reason: form["reason"]))
            }
        }
    }

    /// Reads the case, makes the change that `make` takes from the form, and goes back to the case; a refused form is shown
    /// again with every reason and what was typed.
    private static func change(
        _ visit: Visit, _ form: Form, form name: String, done: String,
        _ make: (_ revision: Int, _ view: CaseView) async throws -> ChangeCase
    ) async throws -> Reply {
        let who = try visit.authorized(Acts.WorkCases.self)
        let view = try await read(visit)
        do {
            guard let revision = Int(form["revision"]), revision == view.row.revision else {
                throw Refused("changed-meanwhile")
            }
            try await make(revision, view)(who, in: visit.office)
        } catch let refused as Refused {
            let isConflict = refused.refusals.contains { $0.code == "changed-meanwhile" }
            // Read anew only where somebody else was faster.
            let now = isConflict ? try await read(visit) : view
            let problems = FormProblems(
                refused.refusals, of: view.file.programme, prefix: name, otherwise: name, words: visit.words)
            var sent = RefusedForm(
                name: name, typed: form, problems: problems, isConflict: isConflict,
                hasNameWarning: NameTick.isWanted(after: refused))
            sent.rebase(on: now)
            return try await page(visit, now, sent)
        }
        return .redirect("/cases/\(view.row.id)?done=" + done)
    }

    private static func read(_ visit: Visit) async throws -> CaseView {
        try await ReadCase(try visit.parameter("id", as: Int64.self))(
            try visit.authorized(Acts.WorkCases.self), in: visit.office)
    }

    private static func page(_ visit: Visit, _ view: CaseView, _ refused: RefusedForm?) async throws -> Reply {
        let texts = try await CaseTexts.load(for: visit)
        let rights = try await RecordRightsModel.load(.caseFile, view.row.id, visit)
        await visit.state(Purpose(.caseWork, reference: view.row.number), for: view.persons.keys)
        let hasJustDone = ["case-moved", "entry-recorded"].contains(visit.query("done"))
        let model = try CaseModel(view, refused, actor: visit.actor, hasJustDone: hasJustDone, texts, rights)
        return .page("case", model, status: refused.map { $0.isConflict ? .conflict : .unprocessableContent } ?? .ok)
    }

    /// When a step was taken; `nil` for now, where nothing is typed. Forms know minutes: a step in the minute of the case's
    /// latest event comes after it.
    private static func moment(_ text: String, after view: CaseView) throws -> Instant? {
        if text.isEmpty { return nil }
        guard let typed = TypedValue.moment(text) else {
            throw Refused("not-a-moment", ["field": "at", "value": text])
        }
        if let last = view.file.events.last?.at, typed < last, last < typed.adding(seconds: 60) { return last }
        return typed
    }
}

/// A form of the case page that was refused.
struct RefusedForm: Sendable {
    let name: String
    private(set) var typed: Form
    let problems: FormProblems
    /// Somebody else has changed the case since the form was made.
    let isConflict: Bool
    /// A text in it seems to name somebody: the form offers to be saved all the same (`CaseForm.Typed.nameTick`).
    let hasNameWarning: Bool

    init(name: String, typed: Form, problems: FormProblems, isConflict: Bool, hasNameWarning: Bool = false) {
        self.name = name
        self.typed = typed
        self.problems = problems
        self.isConflict = isConflict
        self.hasNameWarning = hasNameWarning
    }

    /// After a conflict: a field that still says what the form was made from says what the case says now, so that sending the
    /// form again takes back nothing that its user has not touched.
    mutating func rebase(on view: CaseView) {
        guard isConflict, let seen = Int(typed["revision"]) else { return }
        let changes = view.items.compactMap { item -> ChangeLog.Entry? in
            guard case .change(let entry) = item.what, item.revision > seen, entry.old.hasPrefix("{") else {
                return nil
            }
            return entry
        }
        guard let oldest = changes.last, let base = try? JSONText.fields(oldest.old) else { return }
        typed = typed.rebased(from: base, to: view.file.fields, of: view.file.programme)
    }
}

extension Form {
    /// The same form, in which each field of the programme that still has its value of `base` has that of `now`.
    fileprivate func rebased(
        from base: [String: String], to now: [String: String], of programme: Programme
    ) -> Form {
        var values: [String: String] = [:]
        for field in programme.form {
            let (old, new) = (base[field.code] ?? "", now[field.code] ?? "")
            let typed = FieldInput.typed(field, in: self)
            guard old != new, typed == old || TypedValue.forInput(typed) == TypedValue.forInput(old) else { continue }
            let name = FieldInput.namePrefix + field.code
            if case .choices(let codes) = field.kind {
                for code in codes { values[name + "." + code] = Field.chosen(new).contains(code) ? "yes" : "" }
            } else {
                values[name] = new
            }
        }
        return replacing(values)
    }
}
