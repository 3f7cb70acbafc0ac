import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/{id}/tasks | needs work-cases, case in scope |
/// | GET | /cases/{id}/tasks/{task}/{act} | needs work-cases; leads back to the page |
/// | POST | /cases/{id}/tasks | needs work-cases, case in scope, a role of the programme |
/// | POST | /cases/{id}/tasks/{task}/{act} | needs work-cases, case in scope; a role of the programme, or whose task it is |
enum CaseTaskPages {
    static func add(to routes: RouteTable) {
        routes.get("/cases/{id}/tasks", .needs(.workCases)) { visit in try await page(visit, nil) }

        routes.get("/cases/{id}/tasks/{task}/{act}", .needs(.workCases)) { visit in
            .redirect("/cases/\(try visit.parameter("id", as: Int64.self))/tasks")
        }

        routes.post("/cases/{id}/tasks", .needs(.workCases)) { visit in
            let form = try await visit.form()
            return try await write(
                visit, form, name: "give", task: nil,
                .give(
                    title: form["title"], details: form["details"], owner: form["owner"],
                    dueOn: LocalDate(TypedValue.normal(form["due"], .date))))
        }

        routes.post("/cases/{id}/tasks/{task}/{act}", .needs(.workCases)) { visit in
            let form = try await visit.form()
            let task = try visit.parameter("task", as: Int64.self)
            let code: String = try visit.parameter("act")
            guard let act = CaseTaskAct(rawValue: code) else { throw NotFound() }
            return try await write(
                visit, form, name: act.form(task), task: (task, Int(form["revision"]) ?? 0), act.change(form))
        }
    }

    private static func write(
        _ visit: Visit, _ form: Form, name: String, task: (id: Int64, revision: Int)?, _ change: WriteTask.Change
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        do {
            let who = try visit.authorized(Acts.WorkCases.self)
            try await WriteTask(on: id, task: task, change, isConfirmed: NameTick.isSet(in: form))(
                who, in: visit.office)
            return .redirect("/cases/\(id)/tasks?done=task-saved")
        } catch let refused as Refused {
            return try await page(visit, (name, form, refused, task?.id))
        }
    }

    private static func page(
        _ visit: Visit, _ refused: (name: String, typed: Form, why: Refused, task: Int64?)?
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let view = try await ReadTasks(of: id)(try visit.authorized(Acts.WorkCases.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let form = refused.map {
            RefusedForm($0.name, $0.typed, $0.why, of: view.opened.file.programme, visit.words)
        }
        let model = CaseTasksModel(view, form, about: refused?.task, actor: try visit.actor, texts)
        return .page("case-tasks", model, status: form?.status ?? .ok)
    }
}

/// What can be done with a task, as the last part of its address.
enum CaseTaskAct: String, Sendable, CaseIterable {
    case edit, done, drop, reopen
    case handOver = "hand-over"

    func form(_ task: Int64) -> String { "task-\(task)-" + rawValue }

    func change(_ form: Form) -> WriteTask.Change {
        switch self {
        case .edit:
            return .edit(
                title: form["title"], details: form["details"],
                dueOn: LocalDate(TypedValue.normal(form["due"], .date)))
        case .done: return .finish(remark: form["remark"])
        case .drop: return .drop(reason: form["remark"])
        case .reopen: return .reopen(reason: form["remark"])
        case .handOver: return .handOver(owner: form["owner"], message: form["remark"])
        }
    }
}
