import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /forums | needs work-forums; one's own, all of them for whoever sets them up |
/// | GET | /forums/new | needs manage-forums |
/// | POST | /forums/new | needs manage-forums |
/// | GET | /forums/{forum} | needs work-forums; a seat in it, or manage-forums |
/// | GET | /forums/{forum}/members | needs work-forums; leads back to the forum |
/// | POST | /forums/{forum}/members | needs work-forums; a chair of it, or manage-forums |
/// | GET | /forums/{forum}/members/{act} | needs work-forums; leads back to the forum |
/// | POST | /forums/{forum}/members/{act} | needs work-forums; a chair of it, or manage-forums |
/// | GET | /forums/{forum}/purpose | needs manage-forums; leads back to the forum |
/// | POST | /forums/{forum}/purpose | needs manage-forums |
/// | GET | /forums/{forum}/end | needs manage-forums; leads back to the forum |
/// | POST | /forums/{forum}/end | needs manage-forums |
enum ForumPages {
    static func add(to routes: RouteTable) {
        routes.get("/forums", .needs(.workForums)) { visit in
            let lines = try await ListForums()(visit.authorized(Acts.WorkForums.self), in: visit.office)
            return .page("forum-list", try ForumListModel(lines, visit))
        }

        routes.get("/forums/new", .needs(.manageForums)) { visit in try await new(visit, nil) }

        routes.post("/forums/new", .needs(.manageForums)) { visit in
            let form = try await visit.form()
            do {
                guard let kind = ForumKind.kind(form["kind"]) else { throw Refused("forum.kind") }
                let id = try await SetUpForum(kind, municipality: form["municipality"], purpose: form["purpose"])(
                    visit.authorized(Acts.ManageForums.self), in: visit.office)
                return .redirect("/forums/\(id)?done=forum-set-up")
            } catch let refused as Refused {
                return try await new(visit, RefusedForm(forum: "forum", form, refused, visit.words))
            }
        }

        routes.get("/forums/{forum}", .needs(.workForums)) { visit in try await one(visit, nil) }

        let parts: [(path: String, policy: RoutePolicy)] = [
            ("/members", .needs(.workForums)), ("/members/{act}", .needs(.workForums)),
            ("/purpose", .needs(.manageForums)), ("/end", .needs(.manageForums)),
        ]
        for part in parts {
            routes.get("/forums/{forum}" + part.path, part.policy) { visit in
                .redirect("/forums/\(try visit.parameter("forum", as: Int64.self))")
            }
        }

        routes.post("/forums/{forum}/members", .needs(.workForums)) { visit in
            let form = try await visit.form()
            return try await seat(visit, form, "seat", .add(form["account"], isChair: form["chair"] == "yes"))
        }

        routes.post("/forums/{forum}/members/{act}", .needs(.workForums)) { visit in
            let form = try await visit.form()
            let act: String = try visit.parameter("act")
            switch act {
            case "chair": return try await seat(visit, form, "members", .setChair(form["account"], true))
            case "no-chair": return try await seat(visit, form, "members", .setChair(form["account"], false))
            case "remove": return try await seat(visit, form, "members", .remove(form["account"]))
            default: throw NotFound()
            }
        }

        routes.post("/forums/{forum}/purpose", .needs(.manageForums)) { visit in
            let form = try await visit.form()
            return try await change(visit, form, "purpose", .purpose(form["purpose"]))
        }

        routes.post("/forums/{forum}/end", .needs(.manageForums)) { visit in
            try await change(visit, try await visit.form(), "end", .end)
        }
    }

    private static func new(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let texts = try await CaseTexts.load(for: visit)
        return .page("forum-new", NewForumModel(refused, texts), status: refused?.status ?? .ok)
    }

    private static func one(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let id = try visit.parameter("forum", as: Int64.self)
        let who = try visit.authorized(Acts.WorkForums.self)
        let shown = ForumModel.Shown(visit)
        let page = try await ReadForum(id, states: shown.states)(who, in: visit.office)
        let candidates = try await ListCandidates(for: id)(who, in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        var model = ForumModel(page, candidates, shown, refused, reader: try visit.actor.name, texts)
        if let reader = try? visit.authorized(Acts.ReadPlan.self) {
            model.anchored = ListTable(
                anchored: try await ListAnchored(inForum: id)(reader, in: visit.office), texts.words)
        }
        return .page("forum", model, status: refused?.status ?? .ok)
    }

    private static func seat(
        _ visit: Visit, _ form: Form, _ name: String, _ change: SeatMembers.Change
    ) async throws -> Reply {
        let id = try visit.parameter("forum", as: Int64.self)
        do {
            try await SeatMembers(in: id, change)(visit.authorized(Acts.WorkForums.self), in: visit.office)
            return .redirect("/forums/\(id)?done=forum-seated")
        } catch let refused as Refused {
            return try await one(visit, RefusedForm(forum: name, form, refused, visit.words))
        }
    }

    private static func change(
        _ visit: Visit, _ form: Form, _ name: String, _ change: ChangeForum.Change
    ) async throws -> Reply {
        let id = try visit.parameter("forum", as: Int64.self)
        do {
            let who = try visit.authorized(Acts.ManageForums.self)
            try await ChangeForum(id, revision: Int(form["revision"]) ?? 0, change)(who, in: visit.office)
            return .redirect("/forums/\(id)?done=forum-changed")
        } catch let refused as Refused {
            return try await one(visit, RefusedForm(forum: name, form, refused, visit.words))
        }
    }
}

extension RefusedForm {
    /// A form of a forum or of one of its items.
    init(forum name: String, _ typed: Form, _ refused: Refused, _ words: Words) {
        let items = refused.refusals.map { refusal in
            FormProblems.Item(
                problemText: words.refusal(refusal, programme: nil),
                problemTarget: RefusedForm.places[refusal.code].map { name + "-" + $0 } ?? name)
        }
        self.init(
            name: name, typed: typed, problems: FormProblems(items, words: words),
            isConflict: refused.refusals.contains { $0.code == "changed-meanwhile" })
    }

    /// The fields that refusals concern.
    private static let places = [
        "forum.kind": "kind", "forum.municipality": "municipality", "forum.purpose": "purpose",
        "forum.number": "purpose", "forum.exists": "kind", "forum.unknown-account": "account",
        "forum.not-for-them": "account", "forum.other-municipality": "account", "forum.cannot-chair": "account",
        "forum.sits-already": "account", "item.reason": "reason", "item.theme": "theme", "item.number": "reason",
        "item.categories": "parts", "item.no-basis-between": "participants",
        "item.name": "name", "item.cpr": "cpr", "unknown-person": "person", "several-persons": "person",
        "own-family": "person", "item.judge-reason": "reason", "item.no-participants": "participants",
        "item.not-member": "participants", "item.participant-kin": "participants", "item.body": "body",
        "item.recipient": "recipients", "item.basis": "basis", "disclosure.no-recipient": "recipients",
        "disclosure.unlawful": "recipients", "disclosure.no-parts": "parts", "disclosure.purpose": "purpose",
        "disclosure.necessity": "necessity", "disclosure.why-not-less": "why_not_less",
        "disclosure.consent-missing": "consent", "disclosure.housing-decisions-only": "parts",
        "item.criminal-case": "person", "item.nameless": "reason", "item.not-at-meeting": "channel",
        "item.said-body": "body", "meeting.takes-none": "meeting", "item.assessment": "assessment",
    ]
}
