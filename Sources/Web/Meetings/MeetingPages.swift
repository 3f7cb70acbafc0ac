import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /meetings/{meeting} | needs work-forums; a member of its forum, with the items that they take part in |
/// | GET | /meetings/{meeting}/minutes | needs work-forums; likewise |
/// | GET | /meetings/{meeting}/acts/{act} | needs work-forums; leads back to the meeting |
/// | POST | /meetings/{meeting}/acts/{act} | needs work-forums; a chair of the forum, or whoever took part for an answer |
enum MeetingPages {
    static func add(to routes: RouteTable) {
        routes.get("/meetings/{meeting}", .needs(.workForums)) { visit in try await page(visit, nil) }

        routes.get("/meetings/{meeting}/minutes", .needs(.workForums)) { visit in
            let view = try await ReadMinutes(of: try visit.parameter("meeting", as: Int64.self))(
                try visit.authorized(Acts.WorkForums.self), in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("meeting-minutes", MinutesModel(view, reader: try visit.actor, texts))
        }

        routes.get("/meetings/{meeting}/acts/{act}", .needs(.workForums)) { visit in
            .redirect("/meetings/\(try visit.parameter("meeting", as: Int64.self))")
        }

        routes.post("/meetings/{meeting}/acts/{act}", .needs(.workForums)) { visit in
            let meeting = try visit.parameter("meeting", as: Int64.self)
            let code: String = try visit.parameter("act")
            guard let act = MeetingAct(rawValue: code) else { throw NotFound() }
            let form = try await visit.form()
            do {
                try await act.run(meeting, form, try visit.authorized(Acts.WorkForums.self), in: visit.office)
                return .redirect("/meetings/\(meeting)?done=meeting-" + act.done)
            } catch let refused as Refused {
                return try await page(visit, RefusedForm(act.rawValue, form, refused, visit.words))
            }
        }
    }

    private static func page(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let view = try await ReadMeeting(try visit.parameter("meeting", as: Int64.self))(
            try visit.authorized(Acts.WorkForums.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        return .page("meeting", MeetingModel(view, refused, texts), status: refused?.status ?? .ok)
    }
}

/// What can be done with a meeting, as the last part of its address.
enum MeetingAct: String, Sendable, CaseIterable {
    case move, cancel, send, hold, room, remarks, approve, answer, put, take, up, down
    case sendMinutes = "send-minutes"
    case takeBack = "take-back"
    case carryOver = "carry-over"

    /// For the message after it.
    var done: String {
        switch self {
        case .up, .down: return "ordered"
        default: return rawValue
        }
    }

    func run(
        _ meeting: Int64, _ form: Form, _ who: Authorized<Acts.WorkForums>, in office: Office
    ) async throws {
        let revision = Int(form["revision"]) ?? 0
        func change(_ change: ChangeMeeting.Change) async throws {
            try await ChangeMeeting(meeting, revision: revision, change)(who, in: office)
        }
        func arrange(_ change: ArrangeAgenda.Change) async throws {
            try await ArrangeAgenda(meeting, change)(who, in: office)
        }
        let item = Int64(form["item"]) ?? 0
        switch self {
        case .move: try await change(.move(MeetingTimeForm.time(form)))
        case .cancel: try await change(.cancel(reason: form["reason"]))
        case .send: try await change(.send)
        case .hold: try await change(.hold)
        case .sendMinutes: try await change(.sendMinutes)
        case .takeBack: try await change(.takeBack)
        case .approve:
            try await change(
                .approve(despiteObjections: form["despite"] == "yes", withoutAnswers: form["unanswered"] == "yes"))
        case .remarks: try await change(.remark(form["remarks"]))
        case .room: try await change(.room(form.fields(startingWith: "room.").keys.sorted()))
        case .put: try await arrange(.put(item: item, revision: revision))
        case .take: try await arrange(.take(item: item, revision: revision))
        case .up: try await arrange(.up(item: item))
        case .down: try await arrange(.down(item: item))
        case .carryOver: try await arrange(.carryOver)
        case .answer:
            guard ["approve", "object"].contains(form["answer"]) else { throw Refused("meeting.answer") }
            let answer = AnswerMinutes(
                of: meeting, revision: revision, approves: form["answer"] == "approve", remark: form["remark"])
            try await answer(who, in: office)
        }
    }
}
