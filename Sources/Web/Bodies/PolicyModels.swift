import Casework
import Handbook
import Prevention
import Store

extension CaseTexts {
    /// `2027`, `3. kvartal 2027`, `01.07.2027`.
    func rough(_ date: RoughDate) -> String {
        switch date.precision {
        case .year: return String(date.first.year)
        case .quarter:
            return words("trend.quarter-name", ["number": String(date.quarter), "year": String(date.first.year)])
        case .day: return date.first.danish
        }
    }

    func badge(_ stage: PolicyStage) -> ForumBadge {
        let styles: [PolicyStage: String] = [
            .announced: "is-neutral", .hearing: "is-running", .adopted: "is-warning", .inForce: "is-met",
            .dropped: "is-paused",
        ]
        return ForumBadge(words("policy.stage." + stage.rawValue), styles[stage] ?? "is-neutral")
    }

    /// That a version in law.yaml begins or ends, with the days left.
    func waiting(_ one: LawBook.Waiting) -> String {
        words(
            one.begins ? "policy.begins" : "policy.ends",
            ["day": one.day.danish, "count": words.number(one.day - today), "amount": words.amount(one.rule)])
    }
}

/// The policy watch, filtered by its address.
struct PolicyListModel: Sendable {
    let selects: [FilterSelect]
    let isFiltered: Bool
    let mayManage: Bool
    let isVacant: Bool
    let table: ListTable
    let waiting: ListTable
    let missing: [String]
    let hasMissing: Bool

    init(_ list: PolicyList, _ visit: Visit, _ actor: Actor, _ texts: CaseTexts) {
        let words = texts.words
        let stage = visit.query("stage"), kind = visit.query("kind"), programme = visit.query("programme")
        let show = visit.query("show")
        selects = [
            FilterSelect(
                "stage", words("body-field.stage"), all: words("policy.all-live"),
                PolicyStage.allCases.map { ($0.rawValue, words("policy.stage." + $0.rawValue)) }, chosen: stage),
            FilterSelect(
                "kind", words("body-field.kind-policy"), all: words("case-list.all"),
                PolicyKind.allCases.map { ($0.rawValue, words("policy.kind." + $0.rawValue)) }, chosen: kind),
            FilterSelect(
                "programme", words("policy.touches"), all: words("case-list.all"),
                Catalogue.all.filter { !$0.isSealed }.map { ($0.code, texts.programme($0)) }, chosen: programme),
            FilterSelect(
                "show", words("body.show"), all: words("case-list.all"),
                ["ours", "missing"].map { ($0, words("policy.show-" + $0)) }, chosen: show),
        ]
        isFiltered = [stage, kind, programme, show].contains { $0 != nil }
        mayManage = actor.may(.editPlan)
        isVacant = list.lines.isEmpty
        let shown = list.lines.filter { line in
            let policy = line.policy
            return (stage.map { policy.stage.rawValue == $0 } ?? (policy.stage != .dropped))
                && (kind.map { policy.entry.kind.rawValue == $0 } ?? true)
                && (programme.map(policy.entry.programmes.contains) ?? true)
                && (show != "ours" || policy.followers[actor.authority] != nil) && (show != "missing" || line.lacksRule)
        }
        table = ListTable(
            caption: words(shown.count == 1 ? "policy.one" : "policy.count", ["count": words.number(shown.count)]),
            ["body-field.title", "body-field.stage", "body-field.due", "policy.followers", "body-field.rule"]
                .map { words($0) },
            empty: words("policy.none-shown"),
            shown.map { line in
                let policy = line.policy
                let followers = policy.followers.keys.sorted().map(texts.authority).joined(separator: ", ")
                return [
                    .init(
                        policy.entry.title, href: "/policy/\(policy.id)",
                        note: words("policy.kind." + policy.entry.kind.rawValue)),
                    .init("", badge: texts.badge(policy.stage)),
                    .init(policy.entry.due.map(texts.rough) ?? words("policy.no-date")),
                    .init(followers.isEmpty ? words("policy.nobody") : followers),
                    .init(
                        policy.entry.rule.isEmpty ? words("policy.no-rule") : policy.entry.rule,
                        badge: line.lacksRule ? ForumBadge(words("policy.missing"), "is-overdue") : nil,
                        note: line.waiting.first.map(texts.waiting)),
                ]
            })
        waiting = ListTable(
            caption: words("policy.waiting-caption", ["count": words.number(list.waiting.count)]),
            ["body-field.rule", "policy.when", "policy.source", "policy.entry"].map { words($0) },
            empty: words("policy.none-waiting"),
            list.waiting.map { one in
                let tied = list.lines.first { $0.policy.entry.rule == one.rule.id }
                return [
                    .init(one.rule.id), .init(texts.waiting(one)), .init(words.source(one.rule)),
                    .init(
                        tied?.policy.entry.title ?? words("policy.untied"), href: tied.map { "/policy/\($0.policy.id)" }
                    ),
                ]
            })
        missing = list.lines.filter(\.lacksRule).map(\.policy.entry.title)
        hasMissing = !missing.isEmpty
    }
}

/// An entry with its notes and history.
struct PolicyModel: Sendable {
    struct Fact: Sendable {
        let factLabel: String
        let factText: String
    }

    struct Note: Sendable {
        let noteDay: String
        let noteISO: String
        let noteTitle: String
        let noteText: String?
        let noteOld: String?
        let noteBy: String
    }

    let policyTitle: String
    let badge: ForumBadge
    let facts: [Fact]
    let missingText: String?
    let waiting: [String]
    let hasWaiting: Bool
    let followers: [Fact]
    let hasFollowers: Bool
    let problems: FormProblems?
    let notes: [Note]
    let forms: [CaseForm]
    let hasForms: Bool

    init(_ page: PolicyPage, _ actor: Actor, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let line = page.line
        let policy = line.policy
        let entry = policy.entry
        policyTitle = entry.title
        badge = texts.badge(policy.stage)
        facts = PolicyModel.facts(entry, page.areas, texts)
        missingText = line.lacksRule ? words("policy.missing-text") : nil
        waiting = line.waiting.map(texts.waiting)
        hasWaiting = !waiting.isEmpty
        followers = policy.followers.sorted { $0.key < $1.key }.map {
            Fact(factLabel: texts.authority($0.key), factText: $0.value)
        }
        hasFollowers = !followers.isEmpty
        problems = refused?.problems
        notes = page.notes.map { note in
            let title: String
            switch note.act {
            case "stage", "made": title = words("policy.act." + note.act) + ": " + words("policy.stage." + note.code)
            case "followed", "left": title = words("policy.act." + note.act) + ": " + texts.authority(note.code)
            default: title = words("policy.act." + note.act)
            }
            return Note(
                noteDay: note.day.danish, noteISO: note.day.description, noteTitle: title,
                noteText: note.words.isEmpty ? nil : note.words,
                noteOld: note.was.map { PolicyModel.shown($0, page.areas, texts) }, noteBy: texts.person(note.actor))
        }
        forms = PolicyModel.forms(page, actor, refused, texts)
        hasForms = !forms.isEmpty
    }

    private static func facts(_ entry: PolicyEntry, _ areas: [StoredFocusArea], _ texts: CaseTexts) -> [Fact] {
        let words = texts.words
        let programmes = Catalogue.all.filter { entry.programmes.contains($0.code) }.map(texts.programme)
        let touched = programmes + areas.filter { entry.areas.contains($0.id) }.map(\.area.title)
        return [
            Fact(factLabel: words("body-field.kind-policy"), factText: words("policy.kind." + entry.kind.rawValue)),
            Fact(
                factLabel: words("body-field.due"), factText: entry.due.map(texts.rough) ?? words("policy.no-date")),
            Fact(factLabel: words("body-field.source"), factText: entry.source),
            Fact(
                factLabel: words("policy.touches"),
                factText: touched.isEmpty ? words("policy.nothing") : touched.joined(separator: "; ")),
            Fact(
                factLabel: words("body-field.rule"), factText: entry.rule.isEmpty ? words("policy.no-rule") : entry.rule
            ),
        ]
    }

    /// What stood there before, in lines.
    private static func shown(_ was: PolicyNote.Was, _ areas: [StoredFocusArea], _ texts: CaseTexts) -> String {
        switch was {
        case .follower(let title): return title
        case .entry(let entry):
            let rest = facts(entry, areas, texts).map { $0.factLabel + ": " + $0.factText }
            return ([entry.title] + rest).joined(separator: "\n")
        }
    }

    private static func forms(
        _ page: PolicyPage, _ actor: Actor, _ refused: RefusedForm?, _ texts: CaseTexts
    ) -> [CaseForm] {
        let words = texts.words
        let policy = page.line.policy
        guard actor.may(.proposePlan) else { return [] }
        func form(_ act: String, inputs: (CaseForm.Typed) -> [FieldInput]) -> CaseForm {
            CaseForm(
                act, action: "/policy/\(policy.id)/" + act, title: words("policy.form." + act),
                revision: policy.revision, refused
            ) { typed in inputs(typed) + typed.nameTick(words) }
        }
        func day(_ typed: CaseForm.Typed) -> FieldInput {
            typed.input("on", .date, words("body-field.on"), value: texts.today.description, isRequired: true)
        }
        let note = form("note") { typed in
            [
                day(typed),
                typed.input("words", .longText, words("body-field.words-note"), isRequired: true),
            ]
        }
        let follow = form("follow") { typed in
            [
                typed.input(
                    "title", .text, words("body-field.title-follow"), value: policy.followers[actor.authority] ?? "",
                    help: words("body-help.title-follow", ["authority": texts.authority(actor.authority)]))
            ]
        }
        guard actor.may(.editPlan) else { return [note, follow] }
        let next = policy.stage.next.map { (code: $0.rawValue, label: words("policy.stage." + $0.rawValue)) }
        let stage = form("stage") { typed in
            [
                typed.input(
                    "stage", .choice(next.map(\.code)), words("body-field.stage"), isRequired: true, options: next),
                day(typed), typed.input("words", .longText, words("body-field.words-note")),
            ]
        }
        return (next.isEmpty ? [] : [stage]) + [note, follow, PolicyForms.edit(page, refused, texts)]
    }
}
