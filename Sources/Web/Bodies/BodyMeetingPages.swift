import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /body-meetings/{meeting} | needs read-plan; bodies are about nobody |
/// | GET | /body-meetings/{meeting}/minutes | needs read-plan |
/// | GET | /body-meetings/{meeting}/view | needs read-plan |
/// | GET | /body-meetings/{meeting}/acts/{act} | needs read-plan; leads back to the meeting |
/// | POST | /body-meetings/{meeting}/acts/{act} | needs read-plan; the chair or secretary of the body, or edit-plan |
/// | GET | /body-meetings/{meeting}/topics/{topic}/{act} | needs read-plan; leads back to the topic |
/// | POST | /body-meetings/{meeting}/topics/{topic}/{act} | needs read-plan; the chair or secretary of the body, or edit-plan |
/// | GET | /body-actions | needs read-plan; those of one's own seats |
/// | GET | /body-actions/{action}/{act} | needs read-plan; leads back to the list |
/// | POST | /body-actions/{action}/{act} | needs read-plan; the seat that carries it out, or who leads the body; a correction by the latter alone |
enum BodyMeetingPages {
    static func add(to routes: RouteTable) {
        routes.get("/body-meetings/{meeting}", .needs(.readPlan)) { visit in
            try await page(visit, visit.parameter("meeting", as: Int64.self), nil)
        }

        routes.get("/body-meetings/{meeting}/minutes", .needs(.readPlan)) { visit in
            let (view, texts) = try await read(visit, visit.parameter("meeting", as: Int64.self))
            return .page("body-minutes", BodyMinutesModel(view, texts))
        }

        routes.get("/body-meetings/{meeting}/view", .needs(.readPlan)) { visit in
            try await screen(
                visit, visit.parameter("meeting", as: Int64.self), topic: visit.query("topic").flatMap { Int64($0) },
                nil)
        }

        routes.get("/body-meetings/{meeting}/acts/{act}", .needs(.readPlan)) { visit in
            .redirect("/body-meetings/\(try visit.parameter("meeting", as: Int64.self))")
        }

        routes.post("/body-meetings/{meeting}/acts/{act}", .needs(.readPlan)) { visit in
            let meeting = try visit.parameter("meeting", as: Int64.self)
            let act: String = try visit.parameter("act")
            let form = try await visit.form()
            do {
                try await run(act, meeting, form, visit)
                // A body has no contributions to speak of, and says so in words of its own.
                let own = "body-meeting-" + act
                let done = visit.words.has("done." + own) ? own : "meeting-" + act
                return .redirect("/body-meetings/\(meeting)?done=" + done)
            } catch let refused as Refused {
                return try await page(visit, meeting, RefusedForm(body: act, form, refused, visit.words))
            }
        }

        routes.get("/body-meetings/{meeting}/topics/{topic}/{act}", .needs(.readPlan)) { visit in
            let topic = try visit.parameter("topic", as: Int64.self)
            return .redirect("/body-meetings/\(try visit.parameter("meeting", as: Int64.self))/view?topic=\(topic)")
        }

        routes.post("/body-meetings/{meeting}/topics/{topic}/{act}", .needs(.readPlan)) { visit in
            let meeting = try visit.parameter("meeting", as: Int64.self)
            let topic = try visit.parameter("topic", as: Int64.self)
            let act: String = try visit.parameter("act")
            let form = try await visit.form()
            let onScreen = ["minutes", "agree", "again"].contains(act)
            do {
                let work = WorkTopic(
                    topic, revision: Int(form["revision"]) ?? 0, try change(act, form, meeting),
                    isChecked: NameTick.isSet(in: form))
                try await work(visit.authorized(Acts.ReadPlan.self), in: visit.office)
                let path = "/body-meetings/\(meeting)" + (onScreen ? "/view?topic=\(topic)&" : "?")
                return .redirect(path + "done=topic-" + act)
            } catch let refused as Refused {
                let again = RefusedForm(body: act, form, refused, visit.words)
                return onScreen
                    ? try await screen(visit, meeting, topic: topic, again) : try await page(visit, meeting, again)
            }
        }

        routes.get("/body-actions", .needs(.readPlan)) { visit in try await own(visit, nil) }

        routes.get("/body-actions/{action}/{act}", .needs(.readPlan)) { _ in .redirect("/body-actions") }

        routes.post("/body-actions/{action}/{act}", .needs(.readPlan)) { visit in
            let id = try visit.parameter("action", as: Int64.self)
            let act: String = try visit.parameter("act")
            if ["correct", "strike", "put-back"].contains(act) { return try await correct(visit, id, act) }
            return try await close(visit, id, act)
        }
    }

    private static func close(_ visit: Visit, _ id: Int64, _ act: String) async throws -> Reply {
        let states: [String: StoredTask.State] = ["done": .done, "drop": .dropped, "reopen": .open]
        guard let state = states[act] else { throw NotFound() }
        let form = try await visit.form()
        do {
            let close = CloseBodyAction(
                id, revision: Int(form["revision"]) ?? 0, to: state, remark: form["remark"],
                isChecked: NameTick.isSet(in: form))
            let body = try await close(visit.authorized(Acts.ReadPlan.self), in: visit.office)
            return .redirect("/bodies/\(body)?done=forum-action-" + act)
        } catch let refused as Refused {
            return try await backToAction(visit, id, RefusedForm(body: "\(act)-\(id)", form, refused, visit.words))
        }
    }

    /// Back to where it stood: one's own list, or the body's page for another's.
    private static func backToAction(_ visit: Visit, _ id: Int64, _ why: RefusedForm) async throws -> Reply {
        let who = try visit.authorized(Acts.ReadPlan.self)
        let isOwn = try await ListOwnBodyActions()(who, in: visit.office).contains { $0.action.id == id }
        if isOwn { return try await own(visit, why) }
        return try await BodyPages.one(visit, id: try await FindBodyAction(id)(who, in: visit.office).body, why)
    }

    /// Puts right what was agreed; it comes back to where the meeting writes it, or to the body's page.
    private static func correct(_ visit: Visit, _ id: Int64, _ act: String) async throws -> Reply {
        let form = try await visit.form()
        let who = try visit.authorized(Acts.ReadPlan.self)
        let action = try await FindBodyAction(id)(who, in: visit.office)
        let view = try await ReadBodyMeeting(action.meeting)(who, in: visit.office)
        do {
            let correct = CorrectBodyAction(
                id, revision: Int(form["revision"]) ?? 0, try BodyCorrections.change(act, form),
                isChecked: NameTick.isSet(in: form))
            try await correct(who, in: visit.office)
            let path =
                view.isRunning
                ? "/body-meetings/\(action.meeting)/view?topic=\(action.topic)&" : "/bodies/\(action.body)?"
            return .redirect(path + "done=body-changed")
        } catch let refused as Refused {
            let why = RefusedForm(body: "\(act)-\(id)", form, refused, visit.words)
            return view.isRunning
                ? try await screen(visit, action.meeting, topic: action.topic, why)
                : try await BodyPages.one(visit, id: action.body, why)
        }
    }

    private static func run(_ act: String, _ meeting: Int64, _ form: Form, _ visit: Visit) async throws {
        let who = try visit.authorized(Acts.ReadPlan.self)
        let isChecked = NameTick.isSet(in: form)
        let change: ChangeBodyMeeting.Change
        switch act {
        case "topic":
            let body = try await ReadBodyMeeting(meeting)(who, in: visit.office).opened.opened.id
            try await ProposeTopic(to: body, meeting: meeting, BodyForms.topic(form), isChecked: isChecked)(
                who, in: visit.office)
            return
        case "move": change = .move(MeetingTimeForm.time(form))
        case "cancel": change = .cancel(reason: form["reason"])
        case "send": change = .send
        case "hold": change = .hold
        case "send-minutes": change = .sendMinutes
        case "take-back": change = .takeBack
        case "approve":
            change = .approve(despiteObjections: form["despite"] == "yes", shown: Int(form["objections"]) ?? 0)
        case "answer":
            try await AnswerBodyMinutes(
                of: meeting, revision: Int(form["revision"]) ?? 0, approves: form["answer"] == "approve",
                remark: form["remark"], isChecked: isChecked)(who, in: visit.office)
            return
        case "remarks": change = .remark(form["remarks"])
        case "carry-over": change = .carryOver
        case "attendance":
            let found = form.fields(startingWith: "at.").compactMap { name, value in
                Int64(name).flatMap { seat in Attendance(rawValue: value).map { (seat, $0) } }
            }
            change = .attendance(Dictionary(found, uniquingKeysWith: { first, _ in first }))
        default: throw NotFound()
        }
        try await ChangeBodyMeeting(
            meeting, revision: Int(form["revision"]) ?? 0, change, isChecked: isChecked)(who, in: visit.office)
    }

    private static func change(_ act: String, _ form: Form, _ meeting: Int64) throws -> WorkTopic.Change {
        switch act {
        case "put": return .move(to: meeting)
        case "take": return .move(to: nil)
        case "up": return .up
        case "down": return .down
        case "withdraw": return .withdraw
        case "again": return .again
        case "minutes": return .minutes(form["body"])
        case "agree":
            return .agree(
                StoredAction.Kind(rawValue: form["kind"]) ?? .action, form["body"], seat: Int64(form["owner"]),
                dueOn: LocalDate(TypedValue.normal(form["due"], .date)))
        default: throw NotFound()
        }
    }

    private static func read(_ visit: Visit, _ meeting: Int64) async throws -> (BodyMeetingView, CaseTexts) {
        let view = try await ReadBodyMeeting(meeting)(visit.authorized(Acts.ReadPlan.self), in: visit.office)
        return (view, try await CaseTexts.load(for: visit))
    }

    static func page(_ visit: Visit, _ meeting: Int64, _ refused: RefusedForm?) async throws -> Reply {
        let (view, texts) = try await read(visit, meeting)
        return .page("body-meeting", BodyMeetingModel(view, refused, texts), status: refused?.status ?? .ok)
    }

    private static func screen(
        _ visit: Visit, _ meeting: Int64, topic: Int64?, _ refused: RefusedForm?
    ) async throws -> Reply {
        let (view, texts) = try await read(visit, meeting)
        return .page("body-view", BodyScreenModel(view, topic, refused, texts), status: refused?.status ?? .ok)
    }

    private static func own(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let found = try await ListOwnBodyActions()(visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let model = OwnBodyActionsModel(found, refused, texts)
        return .page("body-actions", model, status: refused?.status ?? .ok)
    }
}
