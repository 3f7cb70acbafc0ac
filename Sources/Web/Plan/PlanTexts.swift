import Casework
import Handbook
import Prevention
import Store

/// Turns what a plan holds into what is read.
struct PlanTexts: Sendable {
    let texts: CaseTexts
    let actor: Actor
    /// Ids of those whose pages the reader may open.
    let forums: Set<Int64>
    /// Whether it is read on paper: that says the same whoever prints it.
    var isPaper = false

    /// The same for paper.
    var onPaper: PlanTexts { PlanTexts(texts: texts, actor: actor, forums: [], isPaper: true) }

    var words: Words { texts.words }

    static func load(for visit: Visit) async throws -> PlanTexts {
        PlanTexts(
            texts: try await CaseTexts.load(for: visit), actor: try visit.actor,
            forums: try await ListReadableForums()(visit.authorized(Acts.ReadPlan.self), in: visit.office))
    }

    /// A municipality, or the police where the code is empty.
    func proposer(_ code: String) -> String {
        code.isEmpty ? words("plan.police") : texts.municipality(code)
    }

    func authority(_ code: String) -> String {
        let key = "authority-name." + code
        return words.has(key) ? words(key) : code
    }

    /// What an initiative is anchored in; `nil` until it is, and once that is given up.
    func anchor(_ stored: StoredInitiative, in plan: OpenedPlan) -> PlanAnchor? {
        stored.shownAnchor.flatMap { anchor in
            plan.anchors.shown(anchor, words, texts.handbook).map { PlanAnchor($0, anchor, self) }
        }
    }

    func field(_ place: String) -> String { words("plan.field." + place) }

    /// Names of municipalities, sorted.
    func municipalities(_ codes: Set<String>) -> String {
        codes.map { texts.municipality($0) }.sorted().joined(separator: ", ")
    }

    var ownMunicipalities: [(code: String, label: String)] {
        texts.handbook.municipalities.filter(\.isOwn).sorted { $0.name < $1.name }.map { ($0.code, $0.name) }
    }

    /// Those that the reader proposes for.
    var proposedFor: [(code: String, label: String)] {
        ownMunicipalities.filter { actor.mayProposePlan(for: $0.code) }
    }

    var mayEdit: Bool { actor.may(.editPlan) }
    var mayPropose: Bool { actor.may(.proposePlan) }

    func refused(_ name: String, _ form: Form, _ why: Refused) -> RefusedForm {
        RefusedForm(plan: name, form, why, words) { field($0) }
    }
}

/// A state in a word, a shape and a colour.
struct PlanBadge: Sendable {
    let badgeText: String
    let badgeClass: String

    init(_ state: Plan.State, _ words: Words) {
        badgeText = words("plan.state." + state.rawValue)
        switch state {
        case .draft: badgeClass = "is-neutral"
        case .proposed: badgeClass = "is-warning"
        case .adopted: badgeClass = "is-met"
        case .ended: badgeClass = "is-paused"
        }
    }

    init(_ state: PlanProposal.State, _ words: Words) {
        badgeText = words("plan.proposal-state." + state.rawValue)
        switch state {
        case .open: badgeClass = "is-running"
        case .chosen: badgeClass = "is-met"
        case .notChosen: badgeClass = "is-late"
        case .withdrawn, .merged: badgeClass = "is-neutral"
        case .earlier, .local: badgeClass = "is-paused"
        }
    }

    init(_ mark: PlanCriterion.Mark, _ words: Words) {
        badgeText = words("plan.mark." + mark.rawValue)
        switch mark {
        case .yes: badgeClass = "is-met"
        case .partly: badgeClass = "is-warning"
        case .no: badgeClass = "is-late"
        }
    }

    init(stage: String, _ words: Words) {
        badgeText = words("plan.stage." + stage)
        switch Initiative.Stage(rawValue: stage) {
        case .chosen, .anchored, .running: badgeClass = "is-running"
        case .done: badgeClass = "is-met"
        case .stopped: badgeClass = "is-late"
        default: badgeClass = "is-neutral"
        }
    }

    /// The traffic light: a word and a shape, whatever the colour.
    init?(light: String, _ words: Words) {
        guard let light = Initiative.Light(rawValue: light) else { return nil }
        badgeText = words("plan.light." + light.rawValue)
        switch light {
        case .green: badgeClass = "is-met"
        case .yellow: badgeClass = "is-warning"
        case .red: badgeClass = "is-overdue"
        }
    }

    init(_ state: Milestone.State, _ words: Words) {
        badgeText = words("plan.milestone-state." + state.rawValue)
        switch state {
        case .planned: badgeClass = "is-running"
        case .late: badgeClass = "is-overdue"
        case .done: badgeClass = "is-met"
        }
    }

    init(_ state: SpreadState, _ words: Words) {
        badgeText = words("plan.spread-state." + state.rawValue)
        switch state {
        case .planned: badgeClass = "is-running"
        case .takenOver: badgeClass = "is-met"
        case .givenUp: badgeClass = "is-neutral"
        }
    }
}

/// The parts of a plan's pages, and which of them is open.
struct PlanTabs: Sendable {
    struct Tab: Sendable {
        let tabHref: String
        let tabName: String
        let isTabCurrent: Bool
    }

    let tabs: [Tab]
    let planHref: String
    let planTitle: String

    init(_ plan: StoredPlan, at current: String?, _ words: Words) {
        planHref = "/plan/\(plan.id)"
        planTitle = plan.plan.title
        let href = planHref
        tabs = ["overview", "proposals", "matrix", "status", "history"].map { part in
            Tab(
                tabHref: part == "overview" ? href : href + "/" + part, tabName: words("plan.tab." + part),
                isTabCurrent: part == current)
        }
    }
}

/// A label and what stands under it.
struct PlanFact: Sendable {
    let factLabel: String
    let factText: String

    init?(_ label: String, _ text: String) {
        if text.isEmpty { return nil }
        factLabel = label
        factText = text
    }
}

/// What an initiative is anchored in, with its page where the reader may open it.
struct PlanAnchor: Sendable {
    let anchorName: String
    let anchorHref: String?

    init(_ name: String, _ anchor: Initiative.Anchor?, _ texts: PlanTexts) {
        anchorName = name
        switch anchor {
        case .body(let id): anchorHref = "/bodies/\(id)"
        case .forum(let id): anchorHref = texts.forums.contains(id) ? "/forums/\(id)" : nil
        case .outside, nil: anchorHref = nil
        }
    }
}

extension ListTable {
    /// What is anchored in a body or a forum.
    init(anchored initiatives: [StoredInitiative], _ words: Words) {
        self.init(
            caption: words("plan-links.anchored-count", ["count": words.number(initiatives.count)]),
            ["plan.field.title", "plan.field.stage", "plan.field.light"].map { words($0) },
            empty: words("plan-links.anchored-none"),
            initiatives.map { one in
                let stage = PlanBadge(stage: one.stage.rawValue, words)
                let light = PlanBadge(light: one.light?.rawValue ?? "", words)
                return [
                    .init(one.initiative.title, href: "/plan/initiatives/\(one.id)"),
                    .init("", badge: ForumBadge(stage.badgeText, stage.badgeClass)),
                    .init(
                        light == nil ? words("plan-links.no-light") : "",
                        badge: light.map { ForumBadge($0.badgeText, $0.badgeClass) }),
                ]
            })
    }
}
