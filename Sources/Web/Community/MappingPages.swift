import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /mapping | needs read-plan; it names nobody |
/// | GET | /mapping/{area}/grid.csv | needs read-plan |
/// | GET | /mapping/{area}/{municipality} | needs read-plan |
/// | GET | /mapping/{area}/{municipality}/{kind} | needs read-plan |
/// | POST | /mapping/{area}/{municipality}/{kind} | needs propose-plan; the municipality's own people |
enum MappingPages {
    static func add(to routes: RouteTable) {
        routes.get("/mapping", .needs(.readPlan)) { visit in
            if let short = visit.addressWithoutEmpty { return .redirect(short) }
            let grid = try await ReadMapping()(visit.authorized(Acts.ReadPlan.self), in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            let area = visit.query("area").flatMap { Int64($0) }
            let own = try visit.actor.fillsIn(of: visit.office.handbook.ownMunicipalities)
            return .page("mapping", MappingModel(grid, area: area, own: own, texts))
        }

        routes.get("/mapping/{area}/grid.csv", .needs(.readPlan)) { visit in
            let (grid, area) = try await grid(visit)
            let texts = try await CaseTexts.load(for: visit)
            let lines = MappingTable(grid, area.id, texts).csv
            return .text(
                lines.map(CSVLine.text).joined(), contentType: "text/csv; charset=utf-8",
                fileName: "mapping-\(area.id).csv")
        }

        routes.get("/mapping/{area}/{municipality}", .needs(.readPlan)) { visit in
            let (grid, area) = try await grid(visit)
            let code = try visit.ownMunicipality()
            let texts = try await CaseTexts.load(for: visit)
            let own = try visit.actor.fillsIn(of: visit.office.handbook.ownMunicipalities)
            return .page("mapping-place", MappingPlaceModel(grid, area, code, isOwn: own == code, texts))
        }

        routes.get("/mapping/{area}/{municipality}/{kind}", .needs(.readPlan)) { visit in
            try await cell(visit, nil)
        }

        routes.post("/mapping/{area}/{municipality}/{kind}", .needs(.proposePlan)) { visit in
            let (_, area) = try await grid(visit)
            let code = try visit.ownMunicipality()
            let kind = try kind(visit)
            let form = try await visit.form()
            do {
                guard let state = Measure.State(rawValue: form["state"]) else {
                    throw Refused("plan.required", ["place": "state"])
                }
                let measure = Measure(
                    state: state, name: form["name"], remark: form["remark"], contact: form["contact"],
                    link: form["link"])
                try await SaveMeasure(
                    area: area.id, municipality: code, kind: kind, measure, revision: Int(form["revision"]) ?? 0,
                    isConfirmed: NameTick.isSet(in: form))(visit.authorized(Acts.ProposePlan.self), in: visit.office)
                return .redirect("/mapping/\(area.id)/\(code)?done=measure-saved")
            } catch let refused as Refused {
                return try await cell(
                    visit,
                    RefusedForm(plan: "measure", form, refused, visit.words) { visit.words("mapping.field." + $0) })
            }
        }
    }

    private static func grid(_ visit: Visit) async throws -> (Mapping, StoredFocusArea) {
        let id = try visit.parameter("area", as: Int64.self)
        let found = try await ReadMapping()(visit.authorized(Acts.ReadPlan.self), in: visit.office)
        guard let found, let area = found.areas.first(where: { $0.id == id }) else { throw NotFound() }
        return (found, area)
    }

    private static func kind(_ visit: Visit) throws -> Measure.Kind {
        guard let kind = Measure.Kind(rawValue: try visit.parameter("kind")) else { throw NotFound() }
        return kind
    }

    private static func cell(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let (grid, area) = try await grid(visit)
        let code = try visit.ownMunicipality()
        let kind = try kind(visit)
        let stored = grid.cell(area.id, code, kind)
        let who = try visit.authorized(Acts.ReadPlan.self)
        var history: [ReadMeasureHistory.Entry] = []
        if let stored { history = try await ReadMeasureHistory(stored.id)(who, in: visit.office) }
        let texts = try await CaseTexts.load(for: visit)
        let own = who.actor.fillsIn(of: visit.office.handbook.ownMunicipalities)
        let model = MeasureModel(area, code, kind, stored, history, isOwn: own == code, refused, texts)
        return .page("mapping-cell", model, status: refused?.status ?? .ok)
    }
}

/// The grid of one focus area, municipalities by kinds.
struct MappingTable: Sendable {
    private let grid: Mapping
    private let area: Int64
    private let texts: CaseTexts

    init(_ grid: Mapping, _ area: Int64, _ texts: CaseTexts) {
        self.grid = grid
        self.area = area
        self.texts = texts
    }

    var places: [(code: String, name: String)] {
        texts.handbook.municipalities.filter(\.isOwn).sorted { $0.name < $1.name }.map { ($0.code, $0.name) }
    }

    func cell(_ place: String, _ kind: Measure.Kind) -> StoredMeasure? { grid.cell(area, place, kind) }

    /// A shape and a word: `● Har`.
    static func state(_ measure: Measure?, _ words: Words) -> (shape: String, word: String) {
        switch measure?.state {
        case .has: return ("●", words("mapping.state.has"))
        case .planned: return ("◐", words("mapping.state.planned"))
        case Measure.State.none?: return ("○", words("mapping.state.none"))
        case nil: return ("?", words("mapping.state.unknown"))
        }
    }

    var csv: [[String]] {
        let header = [
            "municipality", "municipality_name", "kind", "kind_name", "state", "name", "remark", "contact", "link",
        ]
        let rows = places.flatMap { place in
            Measure.Kind.allCases.map { kind -> [String] in
                let one = cell(place.code, kind)?.measure
                return [
                    place.code, place.name, kind.rawValue, texts.words("mapping.kind." + kind.rawValue),
                    one?.state.rawValue ?? "", one?.name ?? "", one?.remark ?? "", one?.contact ?? "",
                    one?.link ?? "",
                ]
            }
        }
        return [header] + rows
    }
}

/// The picture: who has what, where gaps are, and who can learn from whom.
struct MappingModel: Sendable {
    struct Head: Sendable {
        let headName: String
    }

    struct Cell: Sendable {
        let cellLabel: String
        let cellShape: String
        let cellWord: String
        let cellName: String?
        let cellHref: String
        let cellClass: String
    }

    struct Row: Sendable {
        let rowName: String
        let rowHref: String
        let rowFilled: String
        let isRowWhole: Bool
        let cells: [Cell]
    }

    struct Lesson: Sendable {
        let lessonKind: String
        let lessonFrom: String
        let lessonTo: String
    }

    let selects: [FilterSelect]
    let areaTitle: String
    let isMapped: Bool
    let heads: [Head]
    let rows: [Row]
    let whole: String
    let lessons: [Lesson]
    let hasLessons: Bool
    let csvHref: String
    let fillHref: String?
    let missing: String?

    init(_ grid: Mapping?, area: Int64?, own: String?, _ texts: CaseTexts) {
        let words = texts.words
        let kinds = Measure.Kind.allCases
        guard let grid, let chosen = grid.areas.first(where: { $0.id == area }) ?? grid.areas.first else {
            selects = []
            (areaTitle, whole, csvHref) = ("", "", "")
            isMapped = false
            (heads, rows, lessons, hasLessons) = ([], [], [], false)
            (fillHref, missing) = (nil, nil)
            return
        }
        let table = MappingTable(grid, chosen.id, texts)
        isMapped = true
        selects = [
            FilterSelect(
                "area", words("mapping.area"), all: nil, grid.areas.map { (String($0.id), $0.area.title) },
                chosen: String(chosen.id))
        ]
        areaTitle = chosen.area.title
        heads = kinds.map { Head(headName: words("mapping.kind." + $0.rawValue)) }
        rows = table.places.map { place in
            let filled = grid.filled(chosen.id, place.code)
            return Row(
                rowName: place.name, rowHref: "/mapping/\(chosen.id)/\(place.code)",
                rowFilled: words(
                    "mapping.filled", ["count": words.number(filled), "of": words.number(kinds.count)]),
                isRowWhole: filled == kinds.count,
                cells: kinds.map { kind in
                    let one = table.cell(place.code, kind)?.measure
                    let (shape, word) = MappingTable.state(one, words)
                    return Cell(
                        cellLabel: words("mapping.kind." + kind.rawValue), cellShape: shape, cellWord: word,
                        cellName: one.flatMap { $0.name.isEmpty ? nil : $0.name },
                        cellHref: "/mapping/\(chosen.id)/\(place.code)/\(kind.rawValue)",
                        cellClass: one?.state.rawValue ?? "unknown")
                })
        }
        let wholeCount = rows.count(where: \.isRowWhole)
        whole = words("mapping.whole", ["count": words.number(wholeCount), "of": words.number(rows.count)])
        lessons = kinds.compactMap { MappingModel.lesson($0, table, words) }
        hasLessons = !lessons.isEmpty
        csvHref = "/mapping/\(chosen.id)/grid.csv"
        fillHref = own.map { "/mapping/\(chosen.id)/\($0)" }
        let left = own.map { grid.missing($0) } ?? 0
        missing = left > 0 ? words("mapping.missing", ["count": words.number(left)]) : nil
    }

    /// Of a kind that some have and others lack: whom to ask, and who might.
    private static func lesson(_ kind: Measure.Kind, _ table: MappingTable, _ words: Words) -> Lesson? {
        let from = table.places.compactMap { place -> String? in
            guard let one = table.cell(place.code, kind)?.measure, one.state == .has else { return nil }
            let contact = one.contact.isEmpty ? "" : " (" + one.contact + ")"
            return place.name + ": " + one.name + contact
        }
        let to = table.places.filter { table.cell($0.code, kind)?.measure.state == Measure.State.none }.map(\.name)
        guard !to.isEmpty else { return nil }
        return Lesson(
            lessonKind: words("mapping.kind." + kind.rawValue),
            lessonFrom: from.isEmpty ? words("mapping.nobody-has") : from.joined(separator: "; "),
            lessonTo: to.joined(separator: ", "))
    }
}

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
    }

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
        facts = [("name", one?.name), ("remark", one?.remark), ("contact", one?.contact)].compactMap { field, text in
            guard let text, !text.isEmpty else { return nil }
            return Fact(factLabel: words("mapping.field." + field), factText: text)
        }
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
                        options: name == "state"
                            ? Measure.State.allCases.map { ($0.rawValue, words("mapping.state." + $0.rawValue)) } : [])
                }
                return [
                    input(
                        "state", .choice(Measure.State.allCases.map(\.rawValue)), one?.state.rawValue ?? "",
                        isRequired: true),
                    input("name", .text, one?.name ?? ""), input("remark", .longText, one?.remark ?? ""),
                    input("contact", .text, one?.contact ?? ""), input("link", .text, one?.link ?? ""),
                ] + typed.nameTick(words)
            } : nil
        pasts = history.map { entry in
            let said = [MappingTable.state(entry.measure, words).word, entry.measure.name].filter { !$0.isEmpty }
            return Past(
                pastAt: entry.at.danish, pastISO: entry.at.local,
                pastText: texts.person(entry.actor) + ": " + said.joined(separator: ", "))
        }
        hasPasts = !pasts.isEmpty
    }
}
