import Casework
import Handbook
import Prevention
import Store

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
    /// Where the grid is not that of the plan that is followed.
    let planNote: String?
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
            planNote = nil
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
                "plan", words("mapping.plan"), all: nil, grid.plans.map { (String($0.id), $0.plan.title) },
                chosen: String(grid.plan.id)),
            FilterSelect(
                "area", words("mapping.area"), all: nil, grid.areas.map { (String($0.id), $0.area.title) },
                chosen: String(chosen.id)),
        ]
        planNote =
            grid.plan.state == .adopted ? nil : words("mapping.plan-note." + (grid.isOpen ? "undecided" : "ended"))
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
        let own = grid.isOpen ? own : nil
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
        let to = table.places.filter { table.cell($0.code, kind)?.measure?.state == Measure.State.none }.map(\.name)
        guard !to.isEmpty else { return nil }
        return Lesson(
            lessonKind: words("mapping.kind." + kind.rawValue),
            lessonFrom: from.isEmpty ? words("mapping.nobody-has") : from.joined(separator: "; "),
            lessonTo: to.joined(separator: ", "))
    }
}
