import Casework
import HTTPTypes
import Handbook
import Hummingbird
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /bodies | needs read-plan; bodies are about nobody |
/// | GET | /bodies/new | needs edit-plan |
/// | POST | /bodies/new | needs edit-plan |
/// | GET | /bodies/{body} | needs read-plan |
/// | GET | /bodies/{body}/manage/{act} | needs edit-plan; leads back to the body |
/// | POST | /bodies/{body}/manage/{act} | needs edit-plan |
/// | GET | /bodies/{body}/seats/{seat} | needs edit-plan; leads back to the body |
/// | POST | /bodies/{body}/seats/{seat} | needs edit-plan |
/// | GET | /bodies/{body}/acts/{act} | needs read-plan; leads back to the body |
/// | POST | /bodies/{body}/acts/{act} | needs read-plan; a seat in it for a topic, its chair, secretary or edit-plan for a meeting |
/// | GET | /bodies/{body}/series | needs read-plan; its chair, secretary or edit-plan |
/// | POST | /bodies/{body}/series | needs read-plan; its chair, secretary or edit-plan |
/// | GET | /bodies/{body}/topics/{topic}/{act} | needs read-plan; leads back to the body |
/// | POST | /bodies/{body}/topics/{topic}/{act} | needs read-plan; its chair, secretary or edit-plan, and of one that waits whoever proposed it |
/// | GET | /bodies/{body}/history | needs read-plan |
/// | GET | /bodies/{body}/years/{year} | needs read-plan |
enum BodyPages {
    static func add(to routes: RouteTable) {
        routes.get("/bodies", .needs(.readPlan)) { visit in
            if let short = visit.addressWithoutEmpty { return .redirect(short) }
            let lines = try await ListBodies()(visit.authorized(Acts.ReadPlan.self), in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("bodies", BodyListModel(lines, visit, mayManage: try visit.actor.may(.editPlan), texts))
        }

        routes.get("/bodies/new", .needs(.editPlan)) { visit in try await new(visit, nil) }

        routes.post("/bodies/new", .needs(.editPlan)) { visit in
            let form = try await visit.form()
            do {
                guard let kind = BodyKind.kind(form["kind"]) else { throw Refused("body.kind", ["place": "kind"]) }
                let setUp = SetUpBody(
                    kind, municipality: form["municipality"], area: Int64(form["area"]), purpose: form["purpose"],
                    isChecked: NameTick.isSet(in: form))
                let id = try await setUp(visit.authorized(Acts.EditPlan.self), in: visit.office)
                return .redirect("/bodies/\(id)?done=body-set-up")
            } catch let refused as Refused {
                return try await new(visit, RefusedForm(body: "body", form, refused, visit.words))
            }
        }

        routes.get("/bodies/{body}", .needs(.readPlan)) { visit in try await one(visit, nil) }

        let parts: [(path: String, policy: RoutePolicy)] = [
            ("/manage/{act}", .needs(.editPlan)), ("/seats/{seat}", .needs(.editPlan)),
            ("/acts/{act}", .needs(.readPlan)), ("/topics/{topic}/{act}", .needs(.readPlan)),
        ]
        for part in parts {
            routes.get("/bodies/{body}" + part.path, part.policy) { visit in
                .redirect("/bodies/\(try visit.parameter("body", as: Int64.self))")
            }
        }

        routes.post("/bodies/{body}/manage/{act}", .needs(.editPlan)) { visit in
            let act: String = try visit.parameter("act")
            return try await manage(visit, act) { try BodyForms.change(act, $0) }
        }

        routes.post("/bodies/{body}/seats/{seat}", .needs(.editPlan)) { visit in
            let seat = try visit.parameter("seat", as: Int64.self)
            return try await manage(visit, "set-seat-\(seat)") { form in
                .setSeat(seat, try BodyForms.seat(form, side: .police), revision: Int(form["revision"]) ?? 0)
            }
        }

        routes.post("/bodies/{body}/acts/{act}", .needs(.readPlan)) { visit in
            let id = try visit.parameter("body", as: Int64.self)
            let act: String = try visit.parameter("act")
            let form = try await visit.form()
            let who = try visit.authorized(Acts.ReadPlan.self)
            let isChecked = NameTick.isSet(in: form)
            do {
                switch act {
                case "plan":
                    let meeting = try await PlanBodyMeetings(in: id).one(
                        MeetingTimeForm.time(form), isChecked: isChecked, who, in: visit.office)
                    return .redirect("/body-meetings/\(meeting)?done=meeting-planned")
                case "topic":
                    try await ProposeTopic(to: id, meeting: nil, BodyForms.topic(form), isChecked: isChecked)(
                        who, in: visit.office)
                    return .redirect("/bodies/\(id)?done=body-topic")
                default: throw NotFound()
                }
            } catch let refused as Refused {
                return try await one(visit, RefusedForm(body: act, form, refused, visit.words))
            }
        }

        routes.post("/bodies/{body}/topics/{topic}/{act}", .needs(.readPlan)) { visit in try await topic(visit) }

        routes.get("/bodies/{body}/history", .needs(.readPlan)) { visit in
            if let short = visit.addressWithoutEmpty { return .redirect(short) }
            let found = try await ReadBodyHistory(try visit.parameter("body", as: Int64.self))(
                visit.authorized(Acts.ReadPlan.self), in: visit.office)
            return .page("body-history", BodyHistoryModel(found, visit, try await CaseTexts.load(for: visit)))
        }

        routes.get("/bodies/{body}/series", .needs(.readPlan)) { visit in
            try await series(visit, Form(sent: visit.request.uri.query ?? "") ?? Form([:]), nil)
        }

        routes.post("/bodies/{body}/series", .needs(.readPlan)) { visit in
            let id = try visit.parameter("body", as: Int64.self)
            let form = try await visit.form()
            do {
                _ = try await PlanBodyMeetings(in: id).series(
                    SeriesForm.dates(form), isChecked: NameTick.isSet(in: form), visit.authorized(Acts.ReadPlan.self),
                    in: visit.office)
                return .redirect("/bodies/\(id)?done=series-planned")
            } catch let refused as Refused {
                return try await series(visit, form, refused)
            }
        }

        routes.get("/bodies/{body}/years/{year}", .needs(.readPlan)) { visit in
            let read = ReadBodyYear(
                try visit.parameter("body", as: Int64.self), try visit.parameter("year", as: Int.self))
            let year = try await read(visit.authorized(Acts.ReadPlan.self), in: visit.office)
            return .page("body-year", BodyYearModel(year, try await CaseTexts.load(for: visit)))
        }
    }

    private static func new(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let areas = try await ListPolicyAreas()(visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let model = NewBodyModel(form: BodyForms.new(areas, visit.office, refused, texts))
        return .page("body-new", model, status: refused?.status ?? .ok)
    }

    /// - Parameter name: under which the form comes back where it is refused.
    private static func manage(
        _ visit: Visit, _ name: String, _ change: (Form) throws -> ManageBody.Change
    ) async throws -> Reply {
        let id = try visit.parameter("body", as: Int64.self)
        let form = try await visit.form()
        do {
            try await ManageBody(id, try change(form), isChecked: NameTick.isSet(in: form))(
                visit.authorized(Acts.EditPlan.self), in: visit.office)
            return .redirect("/bodies/\(id)?done=body-changed")
        } catch let refused as Refused {
            return try await one(visit, RefusedForm(body: name, form, refused, visit.words))
        }
    }

    /// Corrects a topic, or puts a withdrawn one forward again; it comes back to where it stands.
    private static func topic(_ visit: Visit) async throws -> Reply {
        let body = try visit.parameter("body", as: Int64.self)
        let topic = try visit.parameter("topic", as: Int64.self)
        let act: String = try visit.parameter("act")
        let form = try await visit.form()
        let who = try visit.authorized(Acts.ReadPlan.self)
        let revision = Int(form["revision"]) ?? 0
        do {
            switch act {
            case "correct":
                let correct = CorrectTopic(
                    topic, of: body, revision: revision, BodyForms.topic(form), reason: form["reason"],
                    isChecked: NameTick.isSet(in: form))
                let meeting = try await correct(who, in: visit.office)
                let path = meeting.map { "/body-meetings/\($0)" } ?? "/bodies/\(body)"
                return .redirect(path + "?done=body-changed")
            case "restore":
                try await RestoreTopic(topic, of: body, revision: revision)(who, in: visit.office)
                return .redirect("/bodies/\(body)?done=topic-restore")
            default: throw NotFound()
            }
        } catch let refused as Refused {
            let why = RefusedForm(body: "correct-topic-\(topic)", form, refused, visit.words)
            let page = try await ReadBody(body)(who, in: visit.office)
            if !page.waiting.contains(where: { $0.id == topic }),
                let meeting = try await FindMeetingOfTopic(topic)(who, in: visit.office)
            {
                return try await BodyMeetingPages.page(visit, meeting, why)
            }
            return try await one(visit, why)
        }
    }

    static func one(_ visit: Visit, id: Int64? = nil, _ refused: RefusedForm?) async throws -> Reply {
        let page = try await ReadBody(try id ?? visit.parameter("body", as: Int64.self))(
            visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let model = BodyModel(page, visit.office, reader: try visit.actor, refused, texts)
        return .page("body", model, status: refused?.status ?? .ok)
    }

    private static func series(_ visit: Visit, _ form: Form, _ why: Refused?) async throws -> Reply {
        let id = try visit.parameter("body", as: Int64.self)
        let who = try visit.authorized(Acts.ReadPlan.self)
        let page = try await ReadBody(id)(who, in: visit.office)
        guard page.opened.mayLead else { throw Refused("body.not-lead") }
        let texts = try await CaseTexts.load(for: visit)
        // After the warning of a name the days stand there still, with the tick to save them with.
        let isWarned = why?.refusals.contains { $0.code == "plan-text.name" } ?? false
        let (days, found) = try await SeriesForm.look(form, isWarned ? nil : why) { dates in
            try await PlanBodyMeetings(in: id).preview(dates, who, in: visit.office)
        }
        let refused = found ?? why
        let path = "/bodies/\(id)"
        let host = SeriesModel.Host(
            title: texts.body(page.opened.body, page.area), href: path, meetingsHref: path,
            seriesHref: path + "/series", rhythm: page.opened.body.kind.rhythm,
            takenText: texts.words("body.series-taken"))
        let model = SeriesModel(host, form, refused, days, texts.words)
        return .page("meeting-series", model, status: refused == nil ? .ok : .unprocessableContent)
    }
}

struct NewBodyModel: Sendable {
    let form: CaseForm
}
