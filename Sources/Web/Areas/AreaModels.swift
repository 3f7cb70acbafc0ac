import Casework
import Handbook
import Prevention
import Store

/// The assessments of areas, with a map of them.
struct AreaListModel: Sendable {
    struct Row: Sendable {
        let areaName: String
        let areaHref: String
        let areaMunicipality: String
        let areaState: String
        let areaStateClass: String
        let areaFrom: String
        let areaTo: String
        let areaRadius: String
        let areaDecidedBy: String
    }

    let count: String
    let rows: [Row]
    let hasRows: Bool
    let isFiltered: Bool
    let mayAssess: Bool
    /// `nil` where the reader may not know of the bans.
    let bansHref: String?
    let states: SelectOptions
    let municipalities: SelectOptions
    let map: MapModel?

    init(
        _ areas: [StoredArea], _ state: ListAreas.State?, _ municipality: String?, mayAssess: Bool, bans: Programme?,
        _ texts: CaseTexts
    ) {
        let words = texts.words
        bansHref = bans.map { "/programmes/" + $0.code }
        self.mayAssess = mayAssess
        count = words(areas.count == 1 ? "area.count-one" : "area.count", ["count": words.number(areas.count)])
        rows = areas.map { Row($0, texts) }
        hasRows = !rows.isEmpty
        isFiltered = state != nil || municipality != nil
        states = SelectOptions(
            ListAreas.State.allCases.map {
                .init(
                    optionValue: $0.rawValue, optionLabel: words("area.state." + $0.rawValue), isChosen: $0 == state)
            })
        municipalities = SelectOptions(texts.municipalities(chosen: municipality ?? ""))
        let shown = areas.filter { state != nil || $0.state(on: texts.today) == .live }
        map =
            shown.isEmpty
            ? nil
            : MapModel(
                "areas-map", title: words("area.map-title"),
                shown.map {
                    .init(
                        kind: .main, label: $0.assessment.name, centre: $0.assessment.centre,
                        radius: $0.assessment.radius, href: "/areas/\($0.id)")
                }, words)
    }
}

extension AreaListModel.Row {
    fileprivate init(_ area: StoredArea, _ texts: CaseTexts) {
        let one = area.assessment
        let state = area.state(on: texts.today)
        areaName = one.name
        areaHref = "/areas/\(area.id)"
        areaMunicipality = texts.municipality(one.municipality)
        areaState = texts.words("area.state." + state.rawValue)
        areaStateClass = state == .live ? "is-running" : "is-neutral"
        areaFrom = one.validFrom.danish
        areaTo = one.lastDay.danish
        areaRadius = texts.words.amount(one.radius, .metres)
        areaDecidedBy = one.decidedBy
    }
}

/// The form of a new assessment.
struct NewAreaModel: Sendable {
    let problems: FormProblems?
    let inputs: [FieldInput]
    let mayAssess: Bool
    let helpText: String

    init(_ form: Form, _ refused: Refused?, mayAssess: Bool, _ texts: CaseTexts) {
        let words = texts.words
        self.mayAssess = mayAssess
        helpText = words("area.new-help")
        let problems = refused.map { AreaForm.problems($0, prefix: "area", otherwise: "area", words) }
        self.problems = problems
        let municipalities = texts.municipalities(chosen: form["municipality"])
        let most = try? AreaAssessment.longestRadius(on: texts.today, law: texts.handbook.law)
        let kinds: [(name: String, kind: Field.Kind)] = [
            ("name", .text), ("municipality", .choice(municipalities.map(\.optionValue))), ("position", .position),
            ("radius", .number(1...(most ?? .max))), ("reason", .longText), ("decided_by", .text),
            ("valid_from", .date), ("valid_to", .date),
        ]
        inputs = kinds.map { name, kind in
            let help = "area.help." + name.replacing("_", with: "-")
            let value = kind == .date ? TypedValue.normal(form[name], kind) : form[name]
            return FieldInput(
                id: "area-" + name, name: name, kind: kind,
                label: words("area.field." + name.replacing("_", with: "-")),
                value: value, help: words.has(help) ? words(help) : nil, isRequired: true,
                options: name == "municipality" ? municipalities : [], problems: problems)
        }
    }
}

/// One assessment.
struct AreaModel: Sendable {
    struct Fact: Sendable {
        let factLabel: String
        let factText: String
    }

    let areaName: String
    let areaState: String
    let areaStateClass: String
    let facts: [Fact]
    let map: MapModel
    let problems: FormProblems?
    let endForm: CaseForm?

    init(
        _ area: StoredArea, _ refused: (typed: Form, why: Refused)?, mayAssess: Bool, _ texts: CaseTexts
    ) {
        let words = texts.words
        let one = area.assessment
        let state = area.state(on: texts.today)
        areaName = one.name
        areaState = words("area.state." + state.rawValue)
        areaStateClass = state == .live ? "is-running" : "is-neutral"
        var found = [
            ("municipality", texts.municipality(one.municipality)), ("reason", one.reason),
            ("decided-by", one.decidedBy), ("valid-from", one.validFrom.danish), ("valid-to", one.validTo.danish),
        ]
        if let ended = one.endedOn { found += [("end-day", ended.danish), ("end-reason", one.endReason)] }
        if area.isImported { found.append(("origin", words("area.imported"))) }
        facts = found.map { Fact(factLabel: words("area.field." + $0.0), factText: $0.1) }
        map = MapModel(
            "area-map", title: words("area.map-of", ["name": one.name]),
            [.init(kind: .main, label: one.name, centre: one.centre, radius: one.radius)], words)
        let problems = refused.map { AreaForm.problems($0.why, prefix: "end", otherwise: "end", words) }
        self.problems = problems
        let form = refused.flatMap { refusal in
            problems.map { RefusedForm(name: "end", typed: refusal.typed, problems: $0, isConflict: false) }
        }
        endForm =
            !mayAssess || one.endedOn != nil || state == .past
            ? nil
            : CaseForm(
                "end", action: "/areas/\(area.id)/end", title: words("area.end"), revision: area.revision, form,
                isDanger: true
            ) { typed in
                [
                    typed.input(
                        "day", .date, words("area.field.end-day"),
                        value: max(texts.today, one.validFrom).description, isRequired: true),
                    typed.input("reason", .longText, words("area.field.end-reason"), isRequired: true),
                ]
            }
    }
}
