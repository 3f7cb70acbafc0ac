import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /forums/{forum}/propose | needs work-forums, a seat in it; `case=` takes the subject of a case |
/// | POST | /forums/{forum}/propose | needs work-forums, a seat in it |
/// | GET | /forums/items/{item} | needs work-forums; a participant, a chair, or whoever has proposed it |
/// | GET | /forums/items/{item}/{act} | needs work-forums; leads back to the item |
/// | POST | /forums/items/{item}/{act} | needs work-forums; judging and participants for a chair, sharing for a participant |
enum ItemPages {
    static func add(to routes: RouteTable) {
        routes.get("/forums/{forum}/propose", .needs(.workForums)) { visit in try await propose(visit, nil) }

        routes.post("/forums/{forum}/propose", .needs(.workForums)) { visit in
            let form = try await visit.form()
            do {
                let id = try await ItemForm.proposed(form, visit)
                return .redirect("/forums/items/\(id)?done=item-proposed")
            } catch let refused as Refused {
                return try await propose(visit, RefusedForm(forum: "propose", form, refused, visit.words))
            }
        }

        routes.get("/forums/items/{item}", .needs(.workForums)) { visit in try await one(visit, nil) }

        routes.get("/forums/items/{item}/{act}", .needs(.workForums)) { visit in
            .redirect("/forums/items/\(try visit.parameter("item", as: Int64.self))")
        }

        routes.post("/forums/items/{item}/{act}", .needs(.workForums)) { visit in
            let form = try await visit.form()
            let code: String = try visit.parameter("act")
            guard let act = ItemAct(rawValue: code) else { throw NotFound() }
            let id = try visit.parameter("item", as: Int64.self)
            do {
                let next = try await act.run(id, form, visit) ?? "/forums/items/\(id)"
                return .redirect(next + "?done=" + act.done)
            } catch let refused as Refused {
                return try await one(visit, RefusedForm(forum: act.form(form), form, refused, visit.words))
            }
        }
    }

    private static func propose(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let id = try visit.parameter("forum", as: Int64.self)
        let who = try visit.authorized(Acts.WorkForums.self)
        let page = try await ReadForum(id, states: [])(who, in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let number = refused?.typed["case"] ?? visit.query("case") ?? ""
        let found = try await ProposeModel.origin(number, visit)
        let model = ProposeModel(page.opened, found, refused, isPolice: try visit.actor.kind == .police, texts)
        return .page("forum-propose", model, status: refused?.status ?? .ok)
    }

    private static func one(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let id = try visit.parameter("item", as: Int64.self)
        let page = try await ReadItem(id)(visit.authorized(Acts.WorkForums.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let model = ItemModel(page, refused, reader: try visit.actor, texts)
        return .page("forum-item", model, status: refused?.status ?? .ok)
    }
}

/// What can be done with an item, as the last part of its address.
enum ItemAct: String, Sendable, CaseIterable {
    case judge, assess, correct, join, leave, share, decline, withdraw, further
    case openCase = "open-case"
    case takeBack = "take-back"

    /// The name of its form on the page.
    func form(_ form: Form) -> String {
        switch self {
        case .withdraw, .further: return rawValue + "-" + form["contribution"]
        case .judge, .assess, .correct, .join, .leave, .share, .decline, .openCase, .takeBack: return rawValue
        }
    }

    /// What is said afterwards.
    var done: String { "item-" + rawValue }

    /// - Returns: where it leads, if not back to the item.
    func run(_ id: Int64, _ form: Form, _ visit: Visit) async throws -> String? {
        let who = try visit.authorized(Acts.WorkForums.self)
        let contribution = Int64(form["contribution"]) ?? 0
        switch self {
        case .judge: try await ItemForm.judgement(id, form)(who, in: visit.office)
        case .assess:
            try await AssessItem(id, revision: Int(form["revision"]) ?? 0, form["assessment"])(who, in: visit.office)
        case .correct:
            try await CorrectProposal(
                id, revision: Int(form["revision"]) ?? 0, reason: form["reason"], question: form["question"])(
                    who, in: visit.office)
        case .takeBack:
            let forum = try await TakeBackProposal(id, revision: Int(form["revision"]) ?? 0)(who, in: visit.office)
            return "/forums/\(forum)"
        case .join:
            try await ChangeParticipants(of: id, adding: ItemForm.chosen("participants", form))(who, in: visit.office)
        case .leave: try await ChangeParticipants(of: id, removing: [form["account"]])(who, in: visit.office)
        case .share: try await ShareWithItem(id, ItemForm.content(form))(who, in: visit.office)
        case .openCase: try await OpenCaseToItem(id, ItemForm.content(form))(who, in: visit.office)
        case .decline: try await DeclineItem(id)(who, in: visit.office)
        case .withdraw: try await WithdrawContribution(contribution, of: id)(who, in: visit.office)
        case .further:
            try await ShareFurther(contribution, of: id, with: ItemForm.chosen("recipients", form))(
                who, in: visit.office)
        }
        return nil
    }
}

/// The forms of an item, read.
enum ItemForm {
    /// The boxes of a field that are ticked.
    static func chosen(_ name: String, _ form: Form) -> [String] {
        form.fields(startingWith: name + ".").filter { $0.value == "yes" }.map(\.key).sorted()
    }

    /// What stands before a category in the name of the field that says what exactly.
    static let detail = "detail."

    /// The categories that are ticked, in the order of the form.
    private static func parts(_ form: Form) -> [Disclosure.Part] {
        let ticked = Set(chosen("parts", form))
        return Disclosure.Category.allCases.filter { ticked.contains($0.rawValue) }
            .map { .init($0, detail: form[detail + $0.rawValue]) }
    }

    /// - Throws: `Refused("item.judgement")` where nothing was chosen.
    static func judgement(_ id: Int64, _ form: Form) throws -> JudgeItem {
        let judgement: JudgeItem.Judgement
        switch form["judgement"] {
        case "relevant":
            judgement = .relevant(meeting: Int64(form["meeting"]), participants: chosen("participants", form))
        case "not-relevant": judgement = .notRelevant
        default: throw Refused("item.judgement")
        }
        return JudgeItem(id, revision: Int(form["revision"]) ?? 0, judgement, reason: form["reason"])
    }

    static func content(_ form: Form) -> ShareWithItem.Content {
        var content = ShareWithItem.Content()
        content.body = form["body"]
        content.parts = parts(form)
        content.isPartly = form["partly"] == "yes"
        content.purpose = form["purpose"]
        content.necessity = form["necessity"]
        content.whyNotLess = form["why_not_less"]
        content.consent = Disclosure.Consent(rawValue: form["consent"]) ?? .notAsked
        content.basis = Basis(rawValue: form["basis"])
        content.channel = Disclosure.Channel(rawValue: form["channel"]) ?? .kreds
        content.recipients = chosen("recipients", form)
        return content
    }

    /// - Returns: the id of the new item.
    static func proposed(_ form: Form, _ visit: Visit) async throws -> Int64 {
        let forum = try visit.parameter("forum", as: Int64.self)
        let subject = try await subject(form, visit)
        return try await ProposeItem(
            to: forum, subject, reason: form["reason"], question: form["question"], assessment: form["assessment"],
            categories: parts(form).map(\.category))(
                visit.authorized(Acts.WorkForums.self), in: visit.office)
    }

    private static func subject(_ form: Form, _ visit: Visit) async throws -> ProposeItem.Subject {
        if let number = Int64(form["case"]) { return .ofCase(number) }
        if form.has("theme") { return .theme(form["theme"]) }
        if form.has("person") {
            let id = try await IdentifyPerson(form["person"])(visit.authorized(Acts.WorkCases.self), in: visit.office)
            return .person(id)
        }
        return .named(form["name"], cpr: form["cpr"])
    }
}
