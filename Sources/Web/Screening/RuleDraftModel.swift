import Casework
import Handbook
import Prevention
import Store

/// What was typed into the text of a draft, and what is wrong with it.
struct RefusedText: Sendable {
    let text: String
    var places: HandbookProblems?
    var refused: Refused?

    var isConflict: Bool { refused?.refusals.contains { $0.code == "changed-meanwhile" } ?? false }

    /// The summary above the form: what stands at a place of the text, then the rest.
    func problems(_ words: Words) -> FormProblems? {
        let placed = places.map { RuleProblemLine.all($0, in: text, words) } ?? []
        let refusals = (refused?.refusals ?? []).map { refusal in
            let said = words.refusal(refusal, programme: nil)
            let place = RefusedText.keys[refusal.code].flatMap { RuleProblemLine.place(of: $0, in: text, words) }
            return FormProblems.Item(problemText: place.map { $0 + " " + said } ?? said, problemTarget: "body")
        }
        let items =
            placed.map { FormProblems.Item(problemText: $0.placeText + " " + $0.placeProblem, problemTarget: "body") }
            + refusals
        return FormProblems(found: items, words: words)
    }

    /// The key of the text that a refusal is about.
    private static let keys = ["rule.version": "version", "rule.past": "from", "rule.not-after": "from"]
}

/// The text of a draft in a form.
struct RuleTextForm: Sendable {
    let textPath: String
    let textRevision: Int
    let body: String
    let places: [RuleProblemLine]
    let hasPlaces: Bool
    let hasBodyError: Bool

    init(path: String, revision: Int, body: String, _ refused: RefusedText?, _ words: Words) {
        textPath = path
        textRevision = revision
        self.body = refused?.text ?? body
        places = refused?.places.map { RuleProblemLine.all($0, in: refused?.text ?? "", words) } ?? []
        hasPlaces = !places.isEmpty
        hasBodyError = refused != nil
    }
}

/// The page on which a draft is begun.
struct NewRuleDraftModel: Sendable {
    let problems: FormProblems?
    let selects: [FilterSelect]
    let form: RuleTextForm

    /// Days until the suggested first day: time for a shadow run and for somebody else to approve.
    private static let ahead = 28

    /// - Parameter start: `id@version` of the version to begin with.
    init(_ versions: RuleVersions, start: String?, _ refused: RefusedText?, _ visit: Visit) {
        let words = visit.words
        func code(_ rule: ScreeningRule) -> String { "\(rule.id)@\(rule.version)" }
        let all = versions.all.reversed().sorted { $0.id < $1.id }
        let chosen = all.first { code($0) == start } ?? all.first
        selects = [
            FilterSelect(
                "start", words("rule-draft.start"), all: nil,
                all.map { rule in
                    let name = RuleWords.name(rule.id, words)
                    return (code(rule), words("rule-draft.title", ["name": name, "version": String(rule.version)]))
                }, chosen: chosen.map(code))
        ]
        let latest = chosen.flatMap { versions.versions(of: $0.id).map(\.validFrom).max() } ?? visit.today
        let text = chosen.map {
            RuleText.write(
                $0.numbered(versions.nextVersion(of: $0.id), from: max(visit.today, latest) + NewRuleDraftModel.ahead))
        }
        problems = refused?.problems(words)
        form = RuleTextForm(path: "/screening/rules/drafts/new", revision: 0, body: text ?? "", refused, words)
    }
}

/// The page of a draft.
struct RuleDraftModel: Sendable {
    struct Event: Sendable {
        let eventText: String
        let eventWords: String?
    }

    struct Week: Sendable {
        let weekName: String
        let weekCells: [String]
    }

    let draftTitle: String
    let draftLead: String
    let state: String
    let isApproved: Bool
    let problems: FormProblems?
    let conflictPath: String?
    let form: RuleTextForm?
    let text: String
    let threshold: String
    let types: [String]
    let valid: String
    let reasons: [Event]
    let differsFrom: String?
    let differs: [String]
    let hasDiffers: Bool
    let cannot: [String]
    let hasCannot: Bool
    let test: BackTestCard
    let shadow: ShadowCard
    let decisions: [CaseForm]
    let stands: String?
    let events: [Event]

    init(
        _ view: RuleDraftView, text refused: RefusedText?, form typed: RefusedForm?, _ state: BackTestDesk.State,
        _ visit: Visit, _ texts: CaseTexts
    ) throws {
        let words = texts.words
        let handbook = texts.handbook
        let (draft, rule) = (view.draft, view.rule)
        let actor = try visit.actor
        let path = "/screening/rules/drafts/\(draft.id)"
        draftTitle = words(
            "rule-draft.title", ["name": RuleWords.name(rule.id, words), "version": String(rule.version)])
        draftLead = words(
            "rule-draft.lead",
            [
                "author": texts.person(draft.author), "at": draft.editedAt.danish,
                "editor": texts.person(draft.editedBy),
            ])
        self.state = words("rule-draft.state." + draft.state.rawValue)
        isApproved = draft.state == .approved
        problems = refused?.problems(words) ?? typed?.problems
        conflictPath = refused?.isConflict == true || typed?.isConflict == true ? path : nil
        form =
            view.allows(.edited, by: actor, today: texts.today)
            ? RuleTextForm(path: path, revision: draft.revision, body: draft.body, refused, words) : nil
        text = draft.body
        threshold = RuleWords.threshold(rule, words)
        types = handbook.incidentTypes.filter { rule.types.contains($0.code) }
            .map { handbook.incidentTypeName($0.code, words.language) }
        valid = Period.text(from: rule.validFrom, to: rule.validTo, words)
        reasons = Language.allCases.map {
            Event(eventText: words("rule-draft.reason-" + $0.rawValue), eventWords: RuleWords.reason(rule, $0))
        }
        let found = view.before.map { RuleDifference.lines(from: $0, to: rule, handbook, words) } ?? []
        differsFrom = view.before.map { words("rule-draft.differs", ["version": String($0.version)]) }
        differs = view.before == nil ? [words("rule-draft.is-new")] : found.isEmpty ? [words("rule-draft.same")] : found
        hasDiffers = !differs.isEmpty
        cannot = view.problems.map { words.refusal($0, programme: nil) }
        hasCannot = !cannot.isEmpty
        test = BackTestCard(view, path: path, state, typed, actor, texts)
        shadow = try ShadowCard(view, path: path, typed, actor, texts)
        decisions = RuleDraftForms.decisions(view, path: path, typed, actor, texts)
        switch draft.state {
        case .proposed where decisions.count < 2: stands = words("rule-draft.waits")
        case .withdrawn: stands = words("rule-draft.closed")
        case .approved:
            stands = words(
                "rule-draft.approved-by",
                ["at": draft.decidedAt?.danish ?? "", "name": texts.person(draft.decidedBy)])
        default: stands = nil
        }
        events = view.events.reversed().map { event in
            Event(
                eventText: words(
                    "rule-draft.history-line",
                    [
                        "act": words("rule-act." + event.act.rawValue), "at": event.at.danish,
                        "name": texts.person(event.actor),
                    ]), eventWords: event.words.isEmpty ? nil : event.words)
        }
    }
}

/// The shadow run on the page of a draft.
struct ShadowCard: Sendable {
    let shadowRuns: String?
    let shadowForm: CaseForm?
    let shadowTable: CountTable?
    /// A run of which no week is over yet.
    let isShadowEmpty: Bool

    init(
        _ view: RuleDraftView, path: String, _ typed: RefusedForm?, _ actor: Actor, _ texts: CaseTexts
    ) throws {
        let words = texts.words
        let draft = view.draft
        let most = try texts.handbook.law.value("screening.shadow-weeks", on: texts.today)
        let least = try texts.handbook.law.value("figures.small-cell", on: texts.today)
        if let first = draft.shadowFrom, let last = draft.shadowTo {
            shadowRuns = words(
                draft.state == .shadow ? "shadow.runs" : "shadow.ran", ["first": first.danish, "last": last.danish])
        } else {
            shadowRuns = nil
        }
        if view.allows(.shadow, by: actor, today: texts.today) {
            shadowForm = CaseForm(
                "shadow", action: path + "/shadow", title: words("shadow.start"), revision: draft.revision, typed
            ) {
                [
                    $0.input(
                        "through", .date, words("shadow.through"),
                        help: words("shadow.through-help", ["weeks": String(most)]), isRequired: true)
                ]
            }
        } else if view.allows(.stop, by: actor, today: texts.today) {
            shadowForm = CaseForm(
                "stop", action: path + "/stop", title: words("shadow.stop"), revision: draft.revision, typed
            ) { [RuleDraftForms.reason($0, words)] }
        } else {
            shadowForm = nil
        }
        isShadowEmpty = shadowRuns != nil && view.weeks.isEmpty
        func text(_ count: Int?) -> (text: String, href: String?) {
            (count.map { words.number($0) } ?? words("back-test.few", ["least": String(least)]), nil)
        }
        shadowTable =
            view.weeks.isEmpty
            ? nil
            : CountTable(
                caption: words("shadow.caption"), corner: words("shadow.week"),
                columns: BackTestModel.columns(words),
                rows: view.weeks.map { week in
                    let iso = ISOWeek(of: week.monday)
                    let name = words("shadow.week-name", ["week": String(iso.week), "year": String(iso.year)])
                    return (name, [text(week.counts.new), text(week.counts.lost), text(week.counts.common)])
                })
    }
}

/// The forms with which a draft is taken on.
enum RuleDraftForms {
    static func reason(_ typed: CaseForm.Typed, _ words: Words) -> FieldInput {
        typed.input(
            "reason", .longText, words("rule-draft.reason"), help: words("rule-draft.reason-help"), isRequired: true)
    }

    static func decisions(
        _ view: RuleDraftView, path: String, _ typed: RefusedForm?, _ actor: Actor, _ texts: CaseTexts
    ) -> [CaseForm] {
        let acts: [RuleDraft.Act] = [.approve, .reject, .propose, .withdraw]
        return acts.filter { view.allows($0, by: actor, today: texts.today) }.map { act in
            CaseForm(
                act.rawValue, action: path + "/" + act.rawValue, title: texts.words("rule-draft." + act.rawValue),
                revision: view.draft.revision, typed, isDanger: act == .withdraw || act == .reject
            ) { [reason($0, texts.words)] }
        }
    }

    static func refused(_ name: String, _ form: Form, _ why: Refused, _ words: Words) -> RefusedForm {
        let places = [
            "rule.reason": "reason", "rule.number": "reason", "rule.shadow-day": "through",
            "rule.shadow-short": "through", "rule.shadow-long": "through", "rule.shadow-past-from": "through",
        ]
        return RefusedForm(
            name: name, typed: form,
            problems: FormProblems(placed: why, prefix: name, places: places, words) { words("back-test." + $0) },
            isConflict: why.refusals.contains { $0.code == "changed-meanwhile" })
    }
}
