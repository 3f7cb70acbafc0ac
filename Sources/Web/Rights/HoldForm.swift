import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// The form that sets a legal hold, and the one that lifts it.
struct HoldForm: Sendable {
    let title: String
    let lead: String
    let action: String
    let on: String
    let id: String
    let button: String
    let back: String
    let problems: FormProblems?
    let reason: String
    let reasonError: String?
    /// After a warning, the tick with which it is saved all the same.
    let tick: [FieldInput]

    static func add(to routes: RouteTable) {
        routes.get("/retention/holds/new", .needs(.manageRetention)) { visit in
            guard let subject = LegalHold.Subject(rawValue: visit.query("on") ?? ""),
                let id = Int64(visit.query("id") ?? "")
            else { return .redirect("/retention") }
            return .page("hold", setting(subject, id, Form([:]), nil, visit.words))
        }

        routes.post("/retention/holds/new", .needs(.manageRetention)) { visit in
            let form = try await visit.form()
            guard let subject = LegalHold.Subject(rawValue: form["on"]), let id = Int64(form["id"]) else {
                return .redirect("/retention")
            }
            return try await change(visit, form, .set(subject, id, reason: form["reason"]), done: "hold-set") {
                setting(subject, id, form, $0, visit.words)
            }
        }

        routes.get("/retention/holds/{id}/lift", .needs(.manageRetention)) { visit in
            .page("hold", lifting(try visit.parameter("id", as: Int64.self), Form([:]), nil, visit.words))
        }

        routes.post("/retention/holds/{id}/lift", .needs(.manageRetention)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let form = try await visit.form()
            return try await change(visit, form, .lift(id, reason: form["reason"]), done: "hold-lifted") {
                lifting(id, form, $0, visit.words)
            }
        }
    }

    private static func change(
        _ visit: Visit, _ form: Form, _ change: HoldRecord.Change, done: String, again: (Refused) -> HoldForm
    ) async throws -> Reply {
        do {
            let (subject, id) = try await HoldRecord(change, isConfirmed: NameTick.isSet(in: form))(
                visit.authorized(Acts.ManageRetention.self), in: visit.office)
            let mayRead = try visit.actor.may(subject == .caseFile ? .workCases : .findPersons)
            guard mayRead else { return .redirect("/retention?done=" + done) }
            return .redirect(RecordAddress.done(done, subject == .caseFile ? .caseFile : .person, id))
        } catch let refused as Refused {
            return .page("hold", again(refused), status: .unprocessableContent)
        }
    }

    private static func setting(
        _ subject: LegalHold.Subject, _ id: Int64, _ form: Form, _ refused: Refused?, _ words: Words
    ) -> HoldForm {
        HoldForm(
            title: words("hold.set"), lead: words("hold.lead"), action: "/retention/holds/new", on: subject.rawValue,
            id: String(id), button: words("hold.set"),
            back: RecordAddress.of(subject == .caseFile ? .caseFile : .person, id), form, refused, words)
    }

    private static func lifting(_ id: Int64, _ form: Form, _ refused: Refused?, _ words: Words) -> HoldForm {
        HoldForm(
            title: words("hold.lift-title"), lead: words("hold.lift-lead"), action: "/retention/holds/\(id)/lift",
            on: "", id: "", button: words("hold.lift"), back: "/retention", form, refused, words)
    }

    private init(
        title: String, lead: String, action: String, on: String, id: String, button: String, back: String,
        _ form: Form, _ refused: Refused?, _ words: Words
    ) {
        self.title = title
        self.lead = lead
        self.action = action
        self.on = on
        self.id = id
        self.button = button
        self.back = back
        reason = form["reason"]
        tick = NameTick.below("hold", form, refused, words)
        let found = refused.map { refused in
            FormProblems(
                refused.refusals.map { .init(problemText: words.refusal($0, programme: nil), problemTarget: "reason") },
                words: words)
        }
        problems = found
        reasonError = found?.text(at: "reason")
    }
}
