import Casework
import Handbook
import Prevention
import Store

/// The evaluation of the Køge model in a year, and how far it has come in the other municipalities.
struct KoegeModelPage: Sendable {
    struct Definition: Sendable {
        let figureName: String
        let figureText: String
    }

    struct Place: Sendable {
        let rollOutName: String
        let rollOutHref: String
        let rollOutState: String
        let rollOutClass: String
        let rollOutDay: String
        let rollOutContact: String
        let rollOutRemark: String
    }

    let selects: [FilterSelect]
    let rule: String
    let reach: CountTable
    let kinds: CountTable
    let results: CountTable
    let days: CountTable
    let definitions: [Definition]
    let places: [Place]

    init(_ evaluation: KoegeEvaluation, _ entries: [StoredRollOut], _ municipalities: [String], _ texts: CaseTexts) {
        let words = texts.words
        let handbook = texts.handbook
        selects = [
            FilterSelect(
                "year", words("report.year"), all: nil, evaluation.years.map { (String($0), String($0)) },
                chosen: String(evaluation.year))
        ]
        let year = String(evaluation.year)
        rule = words(
            "koege.rule",
            ["count": words.number(evaluation.least), "day": evaluation.countedThrough.danish])
        func of(_ id: String) -> [FigureResult] { evaluation.results.filter { $0.figure.id == id } }
        func table(_ results: [FigureResult], _ columns: [String], _ caption: String) -> CountTable {
            CountTable(
                results, columns: columns, caption: words(caption, ["year": year]), handbook: handbook, words)
        }
        let reached = ["koege-forum-cases", "koege-answered", "koege-not-known"].flatMap(of)
        reach = table(reached, reached.map { words("figure.\($0.figure.id).name") }, "koege.reach")
        func groups(_ id: String, _ caption: String) -> CountTable {
            let found = of(id)
            return table(found, found.map { words("figure-group." + ($0.cell.group ?? "")) }, caption)
        }
        kinds = groups("koege-kinds", "koege.kinds")
        results = groups("koege-results", "koege.results")
        func text(_ value: Double?) -> String {
            value.map { words("koege.days-text", ["days": KoegeModelPage.number($0, words)]) } ?? words("trend.too-few")
        }
        let own = handbook.municipalities.filter(\.isOwn).sorted { $0.name < $1.name }
        days = CountTable(
            caption: words("koege.days", ["year": year]), corner: words("case-words.municipality"),
            columns: evaluation.days.map { words("koege.days-to." + $0.stage.code) },
            rows: own.map { place in
                (name: place.name, cells: evaluation.days.map { (text($0.places[place.code]), nil) })
            } + [(name: words("partners.district"), cells: evaluation.days.map { (text($0.median), nil) })])
        definitions =
            KoegeModel.figures.map {
                Definition(figureName: words("figure.\($0).name"), figureText: words("figure.\($0).definition"))
            } + [Definition(figureName: words("koege.days-name"), figureText: words("koege.days-definition"))]
        let latest = Dictionary(
            entries.map { ($0.entry.municipality, $0.entry) }, uniquingKeysWith: { first, _ in first })
        places = municipalities.map { code in
            let entry = latest[code]
            let state = entry?.state ?? .notStarted
            return Place(
                rollOutName: handbook.municipalityName(code), rollOutHref: "/koege-model/roll-out/" + code,
                rollOutState: words("roll-out.state." + state.rawValue), rollOutClass: RollOutTexts.badge(state),
                rollOutDay: entry?.day.danish ?? "–", rollOutContact: entry?.contact ?? "",
                rollOutRemark: entry?.remark ?? "")
        }
    }

    /// `12` or `12,5`.
    private static func number(_ value: Double, _ words: Words) -> String {
        let whole = Int(value)
        let text = words.number(whole)
        return value == Double(whole) ? text : text + (words.language == .danish ? "," : ".") + "5"
    }
}

enum RollOutTexts {
    static func badge(_ state: RollOut.State) -> String {
        switch state {
        case .notStarted: return "is-neutral"
        case .inDialogue, .agreed: return "is-warning"
        case .started, .evaluated: return "is-running"
        }
    }
}

/// How far the model has come in one municipality: where it stands, what it was, and the form of the next entry.
struct RollOutModel: Sendable {
    struct Line: Sendable {
        let entryDay: String
        let entryState: String
        let entryClass: String
        let entryContact: String
        let entryRemark: String
        let entryBy: String
    }

    let municipalityName: String
    let form: CaseForm?
    let lines: [Line]
    let hasLines: Bool

    init(
        _ municipality: String, _ entries: [StoredRollOut], _ refused: RefusedForm?, mayRecord: Bool, _ texts: CaseTexts
    ) {
        let words = texts.words
        let own = entries.filter { $0.entry.municipality == municipality }
        municipalityName = texts.handbook.municipalityName(municipality)
        lines = own.map { stored in
            Line(
                entryDay: stored.entry.day.danish, entryState: words("roll-out.state." + stored.entry.state.rawValue),
                entryClass: RollOutTexts.badge(stored.entry.state), entryContact: stored.entry.contact,
                entryRemark: stored.entry.remark,
                entryBy: texts.person(stored.actor) + ", " + stored.at.danish)
        }
        hasLines = !lines.isEmpty
        let latest = own.first
        form =
            !mayRecord
            ? nil
            : CaseForm(
                "roll-out", action: "/koege-model/roll-out/" + municipality, title: words("roll-out.save"),
                revision: Int(latest?.id ?? 0), refused, isPlain: true
            ) { typed in
                [
                    typed.input(
                        "state", .choice(RollOut.State.allCases.map(\.rawValue)), words("roll-out.field.state"),
                        value: latest?.entry.state.rawValue ?? "", isRequired: true,
                        options: RollOut.State.allCases.map { ($0.rawValue, words("roll-out.state." + $0.rawValue)) }),
                    typed.input(
                        "day", .date, words("roll-out.field.day"), value: texts.today.description, isRequired: true),
                    typed.input(
                        "contact", .text, words("roll-out.field.contact"), value: latest?.entry.contact ?? "",
                        help: words("roll-out.contact-help")),
                    typed.input(
                        "remark", .longText, words("roll-out.field.remark"), help: words("roll-out.remark-help")),
                ]
            }
    }
}
