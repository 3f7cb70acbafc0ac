import Casework
import HTTPTypes
import Handbook
import Hummingbird
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /meetings | needs work-forums; of the forums in which one sits |
/// | GET | /forums/{forum}/meetings | needs work-forums; a member, or whoever sets up forums |
/// | POST | /forums/{forum}/meetings | needs work-forums; a chair of the forum |
/// | GET | /forums/{forum}/meetings/series | needs work-forums; a chair of the forum |
/// | POST | /forums/{forum}/meetings/series | needs work-forums; a chair of the forum |
enum MeetingListPages {
    static func add(to routes: RouteTable) {
        routes.get("/meetings", .needs(.workForums)) { visit in
            let found = try await ListOwnMeetings()(try visit.authorized(Acts.WorkForums.self), in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("meetings", OwnMeetingsModel(coming: found.coming, past: found.past, texts))
        }

        routes.get("/forums/{forum}/meetings", .needs(.workForums)) { visit in try await list(visit, nil) }

        routes.post("/forums/{forum}/meetings", .needs(.workForums)) { visit in
            let forum = try visit.parameter("forum", as: Int64.self)
            let form = try await visit.form()
            do {
                let plan = PlanMeeting(in: forum, MeetingTimeForm.time(form))
                let id = try await plan(visit.authorized(Acts.WorkForums.self), in: visit.office)
                return .redirect("/meetings/\(id)?done=meeting-planned")
            } catch let refused as Refused {
                return try await list(visit, RefusedForm("plan", form, refused, visit.words))
            }
        }

        routes.get("/forums/{forum}/meetings/series", .needs(.workForums)) { visit in
            try await series(visit, Form(sent: visit.request.uri.query ?? "") ?? Form([:]), nil)
        }

        routes.post("/forums/{forum}/meetings/series", .needs(.workForums)) { visit in
            let form = try await visit.form()
            let who = try visit.authorized(Acts.WorkForums.self)
            do {
                let forum = try visit.parameter("forum", as: Int64.self)
                _ = try await PlanSeries(in: forum, SeriesForm.dates(form))(who, in: visit.office)
                return .redirect("/forums/\(forum)/meetings?done=series-planned")
            } catch let refused as Refused {
                return try await series(visit, form, refused)
            }
        }
    }

    private static func list(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let forum = try visit.parameter("forum", as: Int64.self)
        let view = try await ListForumMeetings(of: forum)(
            try visit.authorized(Acts.WorkForums.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        return .page("forum-meetings", ForumMeetingsModel(view, refused, texts), status: refused?.status ?? .ok)
    }

    /// What was sent is looked at before it is saved: the days stand on the page.
    private static func series(_ visit: Visit, _ form: Form, _ why: Refused?) async throws -> Reply {
        let forum = try visit.parameter("forum", as: Int64.self)
        let who = try visit.authorized(Acts.WorkForums.self)
        let view = try await ListForumMeetings(of: forum)(who, in: visit.office)
        guard view.opened.isChair else { throw Refused("forum.not-chair") }
        let texts = try await CaseTexts.load(for: visit)
        let (days, refused) = try await SeriesForm.look(form, why) { dates in
            try await PlanSeries(in: forum, dates).preview(who, in: visit.office)
        }
        let path = "/forums/\(forum)"
        let host = SeriesModel.Host(
            title: texts.forum(view.opened.forum), href: path, meetingsHref: path + "/meetings",
            seriesHref: path + "/meetings/series", rhythm: view.opened.forum.kind.rhythm,
            takenText: texts.words("meeting.series-taken"))
        let model = SeriesModel(host, form, refused, days, texts.words)
        return .page("meeting-series", model, status: refused == nil ? .ok : .unprocessableContent)
    }
}

/// The form of a series, read.
enum SeriesForm {
    static func dates(_ form: Form) -> SeriesDates {
        SeriesDates(
            Recurrence.Rhythm(code: form["rhythm"]), MeetingTimeForm.time(form),
            last: LocalDate(TypedValue.normal(form["last"], .date)))
    }

    /// The days of what was sent, where anything was; and why it cannot be planned.
    static func look(
        _ form: Form, _ why: Refused?, preview: (SeriesDates) async throws -> [SeriesDates.Day]
    ) async throws -> (days: [SeriesDates.Day], refused: Refused?) {
        guard why == nil, form.has("rhythm") || form.has("day") else { return ([], why) }
        do {
            return (try await preview(dates(form)), nil)
        } catch let found as Refused {
            return ([], found)
        }
    }
}
