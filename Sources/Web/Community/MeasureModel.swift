import Casework
import Handbook
import Prevention
import Store

/// One municipality's row, a line for each kind.
struct MappingPlaceModel: Sendable {
    struct Line: Sendable {
        let measureKind: String
        let measureShape: String
        let measureWord: String
        let measureName: String
        let measureRemark: String?
        let measureContact: String
        let measureLink: String?
        let measureHref: String
        let measureAct: String
    }

    let placeName: String
    let areaTitle: String
    let areaHref: String
    let filled: String
    let isOwn: Bool
    let isWhole: Bool
    let lines: [Line]

    init(_ grid: Mapping, _ area: StoredFocusArea, _ code: String, isOwn: Bool, _ texts: CaseTexts) {
        let words = texts.words
        let kinds = Measure.Kind.allCases
        placeName = texts.municipality(code)
        areaTitle = area.area.title
        areaHref = "/mapping?area=\(area.id)"
        let count = grid.filled(area.id, code)
        filled = words("mapping.filled", ["count": words.number(count), "of": words.number(kinds.count)])
        self.isOwn = isOwn
        isWhole = count == kinds.count
        lines = kinds.map { kind in
            let one = grid.cell(area.id, code, kind)?.measure
            let (shape, word) = MappingTable.state(one, words)
            return Line(
                measureKind: words("mapping.kind." + kind.rawValue), measureShape: shape, measureWord: word,
                measureName: one?.name ?? "", measureRemark: one.flatMap { $0.remark.isEmpty ? nil : $0.remark },
                measureContact: one?.contact ?? "", measureLink: one.flatMap { $0.link.isEmpty ? nil : $0.link },
                measureHref: "/mapping/\(area.id)/\(code)/\(kind.rawValue)",
                measureAct: words(isOwn ? (one == nil ? "mapping.fill" : "mapping.correct") : "mapping.see"))
        }
    }
}

/// One cell: what it says, the form of the municipality's own people, and what it said before.
struct MeasureModel: Sendable {
    struct Fact: Sendable {
        let factLabel: String
        let factText: String
    }

    struct Past: Sendable {
        let pastAt: String
        let pastISO: String
        let pastText: String
        let pastFacts: [Fact]
        let hasPastFacts: Bool
    }

    /// What the form says to set a cell back to not filled in.
    static let emptied = "empty"

    let kindName: String
    let kindHelp: String
    let placeName: String
    let placeHref: String
    let areaTitle: String
    let areaHref: String
    let cellShape: String
    let cellWord: String
    let facts: [Fact]
    let cellLink: String?
    let form: CaseForm?
    let pasts: [Past]
    let hasPasts: Bool

    init(
        _ area: StoredFocusArea, _ code: String, _ kind: Measure.Kind, _ stored: StoredMeasure?,
        _ history: [ReadMeasureHistory.Entry], isOwn: Bool, _ refused: RefusedForm?, _ texts: CaseTexts
    ) {
        let words = texts.words
        let one = stored?.measure
        kindName = words("mapping.kind." + kind.rawValue)
        kindHelp = words("mapping.kind-help." + kind.rawValue)
        placeName = texts.municipality(code)
        placeHref = "/mapping/\(area.id)/\(code)"
        areaTitle = area.area.title
        areaHref = "/mapping?area=\(area.id)"
        (cellShape, cellWord) = MappingTable.state(one, words)
        facts = MeasureModel.facts(one, words).filter { $0.factText != one?.link }
        cellLink = one.flatMap { $0.link.isEmpty ? nil : $0.link }
        form =
            isOwn
            ? CaseForm(
                "measure", action: placeHref + "/" + kind.rawValue, title: words("mapping.save"),
                revision: stored?.revision ?? 0, refused, isPlain: true
            ) { typed in
                func input(_ name: String, _ kind: Field.Kind, _ value: String, isRequired: Bool = false) -> FieldInput
                {
                    let help = "mapping.help." + name
                    return typed.input(
                        name, kind, words("mapping.field." + name), value: value,
                        help: words.has(help) ? words(help) : nil, isRequired: isRequired,
                        options: name == "state" ? MeasureModel.states(mayEmpty: one != nil, words) : [])
                }
                return [
                    input(
                        "state", .choice([]), one?.state.rawValue ?? "",
                        isRequired: true),
                    input("name", .text, one?.name ?? ""), input("remark", .longText, one?.remark ?? ""),
                    input("contact", .text, one?.contact ?? ""), input("link", .text, one?.link ?? ""),
                ] + typed.nameTick(words)
            } : nil
        pasts = history.map { entry in
            let facts = MeasureModel.facts(entry.measure, words)
            return Past(
                pastAt: entry.at.danish, pastISO: entry.at.local,
                pastText: texts.person(entry.actor) + ": " + MappingTable.state(entry.measure, words).word,
                pastFacts: facts, hasPastFacts: !facts.isEmpty)
        }
        hasPasts = !pasts.isEmpty
    }

    /// The texts of a cell that say something, each with the name of its field.
    private static func facts(_ one: Measure?, _ words: Words) -> [Fact] {
        (one?.texts ?? []).filter { !$0.text.isEmpty }.map {
            Fact(factLabel: words("mapping.field." + $0.place), factText: $0.text)
        }
    }

    /// What the form offers; what is filled in can be emptied again.
    private static func states(mayEmpty: Bool, _ words: Words) -> [(code: String, label: String)] {
        Measure.State.allCases.map { ($0.rawValue, words("mapping.state." + $0.rawValue)) }
            + (mayEmpty ? [(emptied, words("mapping.state.unknown"))] : [])
    }
}
