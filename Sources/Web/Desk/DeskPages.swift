import Casework
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | / | signed in; shows what the roles reach |
enum DeskPages {
    static func add(to routes: RouteTable) {
        routes.get("/", .signedIn) { visit in
            let actor = try visit.actor
            let texts = try await CaseTexts.load(for: visit)
            let links = Navigation.links(for: actor, at: "/", words: visit.words).filter { !$0.isCurrent }
            let desk = actor.may(.workCases) ? try await ReadDesk()(actor, in: visit.office) : nil
            let notices = try await ReadNotices()(actor, in: visit.office)
            let filters = try await savedFilters(of: actor, visit)
            let tasks = try await DeskTasks.load(visit, texts)
            let feedback = FeedbackModel(try await ListFeedback()(actor, in: visit.office), texts)
            let unopened = try await CountUnopened()(actor, in: visit.office)
            let doubts = try await CountDoubts()(actor, in: visit.office)
            let forums = try await DeskForums.load(visit, texts)
            let bodies = try await DeskBodies.load(visit, texts)
            let opinions = try await ListOpinions()(actor, in: visit.office)
            var model = DeskModel(
                actor, desk, notices, filters, tasks, forums, bodies, opinions: opinions, feedback: feedback,
                unopened: unopened, doubts: doubts, links: links, texts)
            model.addProposed(try await ListProposedRules()(actor, in: visit.office), texts.words)
            model.ofMunicipality = try await DeskMunicipality.load(visit)
            return .page("desk", model)
        }
    }

    /// `nil` for those who have no cases.
    private static func savedFilters(of actor: Actor, _ visit: Visit) async throws -> SavedFilterBar? {
        guard actor.may(.workCases) else { return nil }
        let saved = try await ReadFilters()(try visit.authorized(Acts.WorkCases.self), in: visit.office)
        let shown = ShownFilter.shown(saved, to: actor, visit.office.handbook)
        return SavedFilterBar(shown, CaseFilter(), actor: actor)
    }
}

/// What waits for the user.
struct DeskModel: Sendable {
    struct Part: Sendable {
        let partID: String
        let partTitle: String
        let partHref: String
        let rowsCaption: String
        let tableRows: [CaseRowModel]
        let partEmpty: PartEmpty?
    }

    struct Hits: Sendable {
        let hitRows: [Hit]
    }

    struct Hit: Sendable {
        let hitHref: String
        let hitRule: String
        let hitChild: String
        let hitFoundOn: String
        let hitFoundISO: String
    }

    struct PartEmpty: Sendable {
        let emptyText: String
    }

    struct Figure: Sendable {
        let figureCount: String
        let figureText: String
        let figureHref: String
    }

    /// What was taken to the user and waits.
    struct Escalations: Sendable {
        let escalationLines: [EscalationModel]
    }

    struct Link: Sendable {
        let linkHref: String
        let linkLabel: String
        let linkText: String
    }

    struct NoticeLine: Sendable {
        let noticeHref: String
        let noticeText: String
    }

    /// What waits for the user's municipality.
    var ofMunicipality: DeskMunicipality?
    /// `nil` for those who do not work with cases.
    let tasks: DeskTasks?
    /// `nil` for those who take part in no forum's work.
    let forums: DeskForums?
    /// `nil` for those who have no seat in a body and for whom no question waits.
    let bodies: DeskBodies?
    let userName: String
    private(set) var notices: [NoticeLine]
    private(set) var hasNotices: Bool
    let date: String
    let figures: [Figure]
    let parts: [Part]
    /// `nil` where none waits.
    let hits: Hits?
    let escalations: Escalations?
    /// `nil` where nothing has come back on the user's notices.
    let feedback: FeedbackModel?
    /// For those who lead; `nil` where nothing will be late.
    let outlook: OutlookModel?
    let isCaseWorker: Bool
    /// Whether there is a programme that their role opens cases of.
    let opensCases: Bool
    let links: [Link]
    let hasLinks: Bool
    /// Links to the user's saved filters; `nil` for those who have no cases.
    let filters: SavedFilterBar?

    /// Drafts of rules that wait for the user's approval.
    mutating func addProposed(_ drafts: [StoredRuleDraft], _ words: Words) {
        notices += drafts.map { draft in
            NoticeLine(
                noticeHref: "/screening/rules/drafts/\(draft.id)",
                noticeText: words(
                    "rule-draft.desk",
                    ["name": RuleWords.name(draft.rule, words), "version": String(draft.version)]))
        }
        hasNotices = !notices.isEmpty
    }

    /// The lists behind the numbers: the same cases as are counted.
    private static var mine: CaseFilter {
        var filter = CaseFilter()
        filter.isMine = true
        filter.isOpen = true
        filter.isHandled = true
        return filter
    }

    private static func due(_ deadline: CaseQuery.Deadline) -> CaseFilter {
        var filter = CaseFilter()
        filter.isHandled = true
        filter.deadline = deadline
        filter.order = .due
        return filter
    }

    init(
        _ actor: Actor, _ desk: Desk?, _ notices: [Notice], _ filters: SavedFilterBar?, _ tasks: DeskTasks?,
        _ forums: DeskForums?, _ bodies: DeskBodies?, opinions: [ListOpinions.Line], feedback: FeedbackModel?,
        unopened: Int?, doubts: Int?,
        links: [PageFrame.Link], _ texts: CaseTexts
    ) {
        self.filters = filters
        self.feedback = feedback
        self.tasks = tasks
        self.forums = forums
        self.bodies = bodies
        let words = texts.words
        func number(_ count: Int) -> String {
            words.number(count) + (count >= CaseList.countedTo ? "+" : "")
        }
        userName = actor.displayName
        let asked = opinions.map { line in
            NoticeLine(
                noticeHref: "/screening/\(line.opinion.hit)#opinions",
                noticeText: words(
                    "hit-opinion.desk-" + (line.opinion.answer?.rawValue ?? "asked"),
                    ["name": line.colleague, "id": String(line.opinion.hit)]))
        }
        self.notices =
            asked
            + notices.map { one in
                let text = words("notice." + one.kind.rawValue, ["name": one.name, "at": one.at.danish])
                switch one.kind {
                case .emergency: return NoticeLine(noticeHref: "/emergency/reviews/\(one.about)", noticeText: text)
                case .question: return NoticeLine(noticeHref: "/review/questions/\(one.about)", noticeText: text)
                case .answer: return NoticeLine(noticeHref: "/review/\(one.about)", noticeText: text)
                case .handOver: return NoticeLine(noticeHref: "/cases/bulk/\(one.about)", noticeText: text)
                }
            }
        hasNotices = !self.notices.isEmpty
        let week = String(texts.today.isoWeek.week)
        let weekday = words("desk.weekday." + String(texts.today.weekday))
        date = words("desk.date", ["weekday": weekday, "date": texts.today.danish, "week": week])
        isCaseWorker = desk != nil
        let scope = CaseScope(of: actor)
        opensCases = desk != nil && Catalogue.all.contains { scope.contains($0) && $0.mayBeOpened(by: actor) }
        self.links = links.map { link in
            let key = "desk.about" + link.href.replacing("/", with: ".")
            return Link(linkHref: link.href, linkLabel: link.label, linkText: words.has(key) ? words(key) : "")
        }
        hasLinks = desk == nil && !links.isEmpty
        guard let desk else {
            figures = []
            parts = []
            hits = nil
            escalations = nil
            outlook = nil
            return
        }
        let mine = DeskModel.mine.address()
        let overdue = DeskModel.due(.overdue).address()
        let soon = DeskModel.due(.week).address()
        var figures = [
            Figure(figureCount: number(desk.mineCount), figureText: words("desk.mine"), figureHref: mine),
            Figure(figureCount: number(desk.overdueCount), figureText: words("desk.overdue"), figureHref: overdue),
            Figure(figureCount: number(desk.dueSoonCount), figureText: words("desk.soon"), figureHref: soon),
        ]
        if let unopened {
            let most = CountUnopened.most
            figures.insert(
                Figure(
                    figureCount: words.number(min(unopened, most)) + (unopened > most ? "+" : ""),
                    figureText: words("concern.desk-unopened"), figureHref: "/notices?state=unopened"), at: 0)
        }
        if let hits = desk.openHits {
            figures.append(
                Figure(figureCount: words.number(hits), figureText: words("desk.hits"), figureHref: "/screening"))
        }
        if let doubts, doubts > 0 {
            figures.append(
                Figure(figureCount: words.number(doubts), figureText: words("desk.doubts"), figureHref: "/identities"))
        }
        if desk.escalationCount > 0 {
            figures.append(
                Figure(
                    figureCount: words.number(desk.escalationCount), figureText: words("escalation.desk"),
                    figureHref: "/escalations"))
        }
        escalations =
            desk.escalations.isEmpty
            ? nil
            : Escalations(escalationLines: desk.escalations.map { EscalationModel($0.escalation, $0.row, texts) })
        outlook = OutlookModel(desk.outlook, namesProgramme: true, texts)
        figures += desk.suggested.map { programme, count in
            Figure(
                figureCount: words.number(count) + (count >= SuggestFollowUps.most ? "+" : ""),
                figureText: words("desk.suggested", ["programme": texts.programme(programme)]),
                figureHref: "/programmes/\(programme.code)/suggested")
        }
        self.figures = figures
        hits =
            desk.newestHits.isEmpty
            ? nil
            : Hits(
                hitRows: desk.newestHits.map { one in
                    let age = one.age.map { words($0 == 1 ? "person.year" : "person.years", ["age": String($0)]) }
                    return Hit(
                        hitHref: "/screening/\(one.hit.id)", hitRule: RuleWords.name(one.hit.rule, words),
                        hitChild: words(
                            "screening.list.child", ["age": age ?? words("screening.list.age-unknown")]),
                        hitFoundOn: one.hit.foundOn.danish, hitFoundISO: one.hit.foundOn.description)
                })
        let opensNone = !Catalogue.all.contains { $0.mayBeOpened(by: actor) && CaseScope(of: actor).contains($0) }
        func part(_ id: String, _ href: String, _ rows: [CaseRow]) -> Part {
            let empty = id == "mine" && opensNone ? "received" : id
            return Part(
                partID: id, partTitle: words("desk." + id), partHref: href, rowsCaption: words("desk." + id),
                tableRows: rows.map { CaseRowModel($0, texts) },
                partEmpty: rows.isEmpty ? PartEmpty(emptyText: words("desk.none." + empty)) : nil)
        }
        parts = [
            part("overdue", overdue, desk.overdue), part("soon", soon, desk.dueSoon), part("mine", mine, desk.mine),
        ]
    }
}
