import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /meetings/{meeting}/view | needs work-forums; one item at a time, of those that one takes part in; the chair all |
/// | GET | /meetings/{meeting}/items/{item}/{act} | needs work-forums; leads back to the item on the screen |
/// | POST | /meetings/{meeting}/items/{item}/{act} | needs work-forums; a chair, for the minutes a participant |
enum MeetingViewPages {
    static func add(to routes: RouteTable) {
        routes.get("/meetings/{meeting}/view", .needs(.workForums)) { visit in try await page(visit, nil) }

        routes.get("/meetings/{meeting}/items/{item}/{act}", .needs(.workForums)) { visit in
            let meeting = try visit.parameter("meeting", as: Int64.self)
            return .redirect("/meetings/\(meeting)/view?item=\(try visit.parameter("item", as: Int64.self))")
        }

        routes.post("/meetings/{meeting}/items/{item}/{act}", .needs(.workForums)) { visit in
            let meeting = try visit.parameter("meeting", as: Int64.self)
            let item = try visit.parameter("item", as: Int64.self)
            let code: String = try visit.parameter("act")
            guard let act = ScreenAct(rawValue: code) else { throw NotFound() }
            let form = try await visit.form()
            do {
                let who = try visit.authorized(Acts.WorkForums.self)
                let done = try await act.run(item, at: meeting, form, who, in: visit.office)
                return .redirect("/meetings/\(meeting)/view?item=\(item)&done=item-" + done)
            } catch let refused as Refused {
                return try await page(visit, RefusedForm(act.rawValue, form, refused, visit.words))
            }
        }
    }

    private static func page(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let meeting = try visit.parameter("meeting", as: Int64.self)
        let item = (try? visit.parameter("item", as: Int64.self)) ?? visit.query("item").flatMap { Int64($0) }
        let read = ReadItemOnScreen(at: meeting, item: item, showsName: visit.query("name") == "shown")
        let found = try await read(try visit.authorized(Acts.WorkForums.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let model = ScreenModel(found.meeting, found.item, refused, texts)
        return .page("meeting-view", model, status: refused?.status ?? .ok)
    }
}

/// What a meeting does with an item, as the last part of its address.
enum ScreenAct: String, Sendable, CaseIterable {
    case attendance, minutes, agree, discussed, actions, close, left, back
    case followUp = "follow-up"

    /// - Returns: the code of the message after it.
    func run(
        _ item: Int64, at meeting: Int64, _ form: Form, _ who: Authorized<Acts.WorkForums>, in office: Office
    ) async throws -> String {
        let revision = Int(form["revision"]) ?? 0
        func work(_ change: WorkItem.Change) async throws -> String {
            try await WorkItem(item, at: meeting, change)(who, in: office)
            return rawValue
        }
        func take(_ state: ItemState, _ day: LocalDate? = nil) async throws -> String {
            let step = TakeItem(item, revision: revision, to: state, followUpOn: day, remark: form["remark"])
            let moved = try await step(who, in: office)
            return moved == .none ? rawValue : "case-" + moved.rawValue
        }
        switch self {
        case .attendance:
            let found = form.fields(startingWith: "at.").compactMapValues { Attendance(rawValue: $0) }
            return try await work(.attendance(found))
        case .minutes: return try await work(.minutes(form["body"], revision: revision))
        case .agree:
            let kind = StoredAction.Kind(rawValue: form["kind"]) ?? .action
            let due = LocalDate(TypedValue.normal(form["due"], .date))
            return try await work(.agree(kind, body: form["body"], owner: form["owner"], dueOn: due))
        case .discussed: return try await take(.discussed)
        case .actions: return try await take(.actions)
        case .followUp: return try await take(.followUp, LocalDate(TypedValue.normal(form["day"], .date)))
        case .close: return try await take(.closed)
        case .left, .back:
            try await ClearRoom(at: meeting, for: item, isBack: self == .back)(who, in: office)
            return rawValue
        }
    }
}
