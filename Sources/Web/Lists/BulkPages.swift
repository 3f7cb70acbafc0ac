import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/bulk | needs work-cases; what would happen to the cases picked, within scope |
/// | GET | /cases/bulk/{id} | needs work-cases; of whoever did it, or was handed the cases |
/// | GET | /cases/bulk/{id}/undo | needs work-cases; leads back |
/// | POST | /cases/bulk | needs work-cases; each case by the rules of its own pages |
/// | POST | /cases/bulk/{id}/undo | needs work-cases, one's own |
enum BulkPages {
    static func add(to routes: RouteTable) {
        routes.get("/cases/bulk", .needs(.workCases)) { visit in
            let picked = visit.queries("case").compactMap(picked)
            let choice = BulkChoice(visit.query("action") ?? "", owner: visit.query("to"))
            // The form was sent, and nobody was chosen in it.
            let isWithout = choice == .assign(nil) && visit.query("sent") != nil
            return try await page(
                visit, picked, choice, from: visit.query("from"),
                isWithout ? (Form([:]), Refused("bulk-no-owner")) : nil)
        }

        routes.post("/cases/bulk", .needs(.workCases)) { visit in
            let form = try await visit.form()
            let who = try visit.authorized(Acts.WorkCases.self)
            let picked = form.fields(startingWith: "case.").compactMap { id, revision in
                self.picked(id + "." + revision)
            }.sorted { $0.id < $1.id }
            let choice = BulkChoice(form["action"], owner: form["to"])
            do {
                guard let choice else { throw Refused("bulk-no-action") }
                let bulk = RunBulk(picked, try await action(choice, form, picked, who, visit))
                let run = try await bulk.begin(who, in: visit.office)
                await visit.site.bulk.start(run, bulk, who)
                return .redirect("/cases/bulk/\(run)")
            } catch let refused as Refused {
                return try await page(visit, picked, choice, from: form["from"], (form, refused))
            }
        }

        routes.get("/cases/bulk/{id}", .needs(.workCases)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let who = try visit.authorized(Acts.WorkCases.self)
            let isRunning = await visit.site.bulk.isRunning(id)
            if !isRunning { try await FinishBulk(id)(who, in: visit.office) }
            let view = try await ReadBulk(id)(who, in: visit.office)
            return .page(
                "case-bulk-run", BulkRunModel(view, isRunning: isRunning, try await CaseTexts.load(for: visit)))
        }

        routes.get("/cases/bulk/{id}/undo", .needs(.workCases)) { visit in
            .redirect("/cases/bulk/\(try visit.parameter("id", as: Int64.self))")
        }

        routes.post("/cases/bulk/{id}/undo", .needs(.workCases)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let who = try visit.authorized(Acts.WorkCases.self)
            do {
                try await UndoBulk(id)(who, in: visit.office)
            } catch let refused as Refused {
                let texts = try await CaseTexts.load(for: visit)
                let model = BulkRunModel(
                    try await ReadBulk(id)(who, in: visit.office), isRunning: false, refused: refused, texts)
                return .page("case-bulk-run", model, status: .conflict)
            }
            return .redirect("/cases/bulk/\(id)?done=bulk-undone")
        }
    }

    /// Reads `ID.REVISION`.
    private static func picked(_ text: String) -> PickedCase? {
        let parts = text.split(separator: ".")
        guard parts.count == 2, let id = Int64(parts[0]), let revision = Int(parts[1]) else { return nil }
        return PickedCase(id, revision: revision)
    }

    /// What the form asks for, with everything typed.
    private static func action(
        _ choice: BulkChoice, _ form: Form, _ picked: [PickedCase], _ who: Authorized<Acts.WorkCases>, _ visit: Visit
    ) async throws -> BulkAction {
        switch choice {
        case .assign(let owner):
            guard let owner else { throw Refused("bulk-no-owner") }
            return .assign(owner: owner, message: form["message"])
        case .close(let stage):
            let judged = try await JudgeBulk(picked, choice.action)(who, in: visit.office)
            let asked = BulkModel.fields(judged)
            let fields = FieldInput.values(of: asked.fields, in: form)
            let missing = asked.required.filter { (fields[$0] ?? "").isEmpty }
            guard missing.isEmpty else { throw Refused(missing.map { Refusal("field-required", ["field": $0]) }) }
            return .close(stage, fields: fields, note: form["note"])
        }
    }

    private static func page(
        _ visit: Visit, _ picked: [PickedCase], _ choice: BulkChoice?, from: String?, _ refused: (Form, Refused)?
    ) async throws -> Reply {
        let who = try visit.authorized(Acts.WorkCases.self)
        let judged = try await JudgeBulk(picked, choice?.action)(who, in: visit.office)
        let model = BulkModel(
            judged, picked: picked, choice, owners: try await ListOwners()(who, in: visit.office),
            from: from.map { SafePath.path($0) } ?? "/cases", refused, try await CaseTexts.load(for: visit))
        return .page("case-bulk", model, status: refused == nil ? .ok : .unprocessableContent)
    }
}

/// What was chosen to be done: `assign`, or `close.STAGE`.
enum BulkChoice: Sendable, Hashable {
    /// To nobody yet, where it is `nil`.
    case assign(String?)
    case close(Stage)

    init?(_ code: String, owner: String?) {
        if code == "assign" {
            self = .assign(owner.flatMap { $0.isEmpty ? nil : $0 })
        } else if code.hasPrefix("close."), code.count > "close.".count {
            self = .close(Stage(String(code.dropFirst("close.".count))))
        } else {
            return nil
        }
    }

    var code: String {
        switch self {
        case .assign: "assign"
        case .close(let stage): "close." + stage.code
        }
    }

    /// As far as it can be judged already.
    var action: BulkAction? {
        switch self {
        case .assign(let owner): owner.map { .assign(owner: $0, message: "") }
        case .close(let stage): .close(stage, fields: [:], note: "")
        }
    }
}
