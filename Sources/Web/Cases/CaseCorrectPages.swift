import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/{id}/correct | needs work-cases, case in scope |
/// | POST | /cases/{id}/correct | needs work-cases, case in scope, a role of the programme |
enum CaseCorrectPages {
    static func add(to routes: RouteTable) {
        routes.get("/cases/{id}/correct", .needs(.workCases)) { visit in
            try await page(visit, try await read(visit), nil)
        }

        routes.post("/cases/{id}/correct", .needs(.workCases)) { visit in
            let form = try await visit.form()
            let view = try await read(visit)
            let programme = view.file.programme
            do {
                guard let revision = Int(form["revision"]), revision == view.row.revision else {
                    throw Refused("changed-meanwhile")
                }
                let change = ChangeCase.Change.correct(
                    fields: CaseCorrectModel.changed(in: form, of: view.file),
                    municipality: form.has("municipality") ? form["municipality"] : nil, reason: form["reason"])
                try await ChangeCase(
                    view.row.id, revision: revision, change, isConfirmed: NameTick.isSet(in: form))(
                        try visit.authorized(Acts.WorkCases.self), in: visit.office)
                return .redirect("/cases/\(view.row.id)?done=case-corrected")
            } catch let refused as Refused {
                var sent = RefusedForm(CaseCorrectModel.name, form, refused, of: programme, visit.words)
                guard sent.isConflict else { return try await page(visit, view, sent) }
                let now = try await read(visit)
                sent.rebase(on: now)
                return try await page(visit, now, sent)
            }
        }
    }

    private static func read(_ visit: Visit) async throws -> CaseView {
        try await ReadCase(try visit.parameter("id", as: Int64.self))(
            try visit.authorized(Acts.WorkCases.self), in: visit.office)
    }

    private static func page(_ visit: Visit, _ view: CaseView, _ refused: RefusedForm?) async throws -> Reply {
        let texts = try await CaseTexts.load(for: visit)
        return .page("case-correct", CaseCorrectModel(view, refused, texts), status: refused?.status ?? .ok)
    }
}

/// The form in which what was typed wrong is corrected.
struct CaseCorrectModel: Sendable {
    static let name = "correct"

    let head: CaseHead
    let problems: FormProblems?
    let conflict: CaseConflict?
    /// `nil` where the reader's role takes no steps.
    let form: CaseForm?

    /// The fields that have another value in a posted form. A moment is shown without its seconds: as shown, it is the same.
    static func changed(in form: Form, of file: CaseFile) -> [String: String] {
        FieldInput.values(of: shown(file), in: form).filter { code, typed in
            let stored = file.fields[code] ?? ""
            guard file.programme.field(code)?.kind == .moment else { return typed != stored }
            return TypedValue.forInput(typed) != TypedValue.forInput(stored)
        }
    }

    /// Every field of the form; one that stands under a law of its own, where a step has filled it.
    private static func shown(_ file: CaseFile) -> [Field] {
        file.programme.form.filter { $0.onlyUnder == nil || file.fields[$0.code] != nil }
    }

    init(_ view: CaseView, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let programme = view.file.programme
        head = CaseHead(view.opened, at: .overview, texts)
        problems = refused?.problems
        conflict = refused.flatMap { CaseConflict($0, since: view.items, of: view.opened, texts) }
        let isMasked = view.persons.values.contains { $0.isProtected && $0.municipality == nil }
        form =
            !view.mayHandle
            ? nil
            : CaseForm(
                CaseCorrectModel.name, action: head.headHref + "/correct", title: words("case-correct.save"),
                revision: view.row.revision, refused, isPlain: true
            ) { form in
                var inputs = CaseCorrectModel.shown(view.file).map {
                    form.input($0, of: programme, value: view.file.fields[$0.code] ?? "", words)
                }
                // Where somebody protected lives is not shown, and so not changed here.
                if !isMasked {
                    inputs.append(
                        form.input(
                            "municipality", .choice([]), words("case-words.municipality"),
                            value: view.row.municipality,
                            options: texts.municipalities(chosen: "").map { ($0.optionValue, $0.optionLabel) }))
                }
                inputs.append(
                    form.input(
                        "reason", .longText, words("case-correct.reason"), help: words("case-correct.reason-help"),
                        isRequired: true))
                return inputs + form.nameTick(words)
            }
    }
}
