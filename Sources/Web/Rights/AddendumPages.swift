import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /addenda | needs work-cases |
/// | POST | /addenda | needs work-cases, and what reading the record needs |
enum AddendumPages {
    static func add(to routes: RouteTable) {
        routes.get("/addenda", .needs(.workCases)) { visit in
            guard let subject = Addendum.Subject(rawValue: visit.query("to") ?? ""),
                let id = Int64(visit.query("id") ?? "")
            else { return .redirect("/") }
            return .page("addendum", AddendumForm(subject, id, Form([:]), [], visit.words))
        }

        routes.post("/addenda", .needs(.workCases)) { visit in
            let form = try await visit.form()
            guard let subject = Addendum.Subject(rawValue: form["to"]), let id = Int64(form["id"]) else {
                return .redirect("/")
            }
            do {
                try await AddAddendum(
                    subject, id, text: form["text"], requestedBy: form["requested_by"],
                    isConfirmed: NameTick.isSet(in: form))(
                        visit.authorized(Acts.WorkCases.self), in: visit.office)
            } catch let refused as Refused {
                return .page(
                    "addendum",
                    AddendumForm(
                        subject, id, form, refused.refusals, visit.words,
                        tick: NameTick.below("addendum", form, refused, visit.words)),
                    status: .unprocessableContent)
            }
            return .redirect(RecordAddress.done("addendum-added", subject, id))
        }
    }
}

/// The form for an addendum.
struct AddendumForm: Sendable {
    let to: String
    let subjectName: String
    let id: String
    let back: String
    let problems: FormProblems?
    let text: String
    let textError: String?
    let requestedBy: String
    let requestedByError: String?
    /// After a warning, the tick with which it is saved all the same.
    let tick: [FieldInput]

    init(
        _ subject: Addendum.Subject, _ id: Int64, _ form: Form, _ refusals: [Refusal], _ words: Words,
        tick: [FieldInput] = []
    ) {
        self.tick = tick
        to = subject.rawValue
        subjectName = words("addendum.subject." + subject.rawValue) + " \(id)"
        self.id = String(id)
        back = RecordAddress.of(subject, id)
        let found = FormProblems(
            found: refusals.map {
                .init(
                    problemText: words.refusal($0, programme: nil),
                    problemTarget: $0.arguments["place"] ?? ($0.code == "addendum-text" ? "text" : "requested-by"))
            }, words: words)
        problems = found
        text = form["text"]
        textError = found?.text(at: "text")
        requestedBy = form["requested_by"]
        requestedByError = found?.text(at: "requested-by")
    }
}
