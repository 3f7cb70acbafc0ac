import Casework
import Handbook
import Prevention

/// A table of plain counts, as the partial `count-table` shows it. A hidden number says so in words.
struct CountTable: Sendable {
    struct Column: Sendable {
        let columnName: String
    }

    struct Cell: Sendable {
        let countLabel: String
        let countText: String
        /// `nil` where nothing more is shown.
        let countHref: String?
    }

    struct Row: Sendable {
        let countName: String
        /// Where the whole row leads to; `nil` for nowhere.
        let countRowHref: String?
        let counts: [Cell]
    }

    let countCaption: String
    let corner: String
    let columnHeads: [Column]
    let countRows: [Row]

    /// - Parameters:
    ///   - corner: the heading of the first column.
    ///   - rows: each with as many cells as there are columns.
    ///   - hrefs: where the names of the first rows lead to.
    init(
        caption: String, corner: String, columns: [String],
        rows: [(name: String, cells: [(text: String, href: String?)])], hrefs: [String] = []
    ) {
        countCaption = caption
        self.corner = corner
        columnHeads = columns.map(Column.init)
        countRows = rows.enumerated().map { index, row in
            Row(
                countName: row.name, countRowHref: index < hrefs.count ? hrefs[index] : nil,
                counts: zip(columns, row.cells).map { column, cell in
                    Cell(countLabel: column, countText: cell.text, countHref: cell.href)
                })
        }
    }
}

extension CountTable {
    /// Results by own municipality, others where there are any, and the whole district last; a column for each result.
    init(
        _ results: [FigureResult], columns: [String], caption: String, handbook: Handbook, _ words: Words
    ) {
        let own = handbook.municipalities.filter(\.isOwn).sorted { $0.name < $1.name }.map(\.code)
        let others = Set(results.flatMap(\.breakdown).map(\.municipality)).subtracting(own).sorted()
        let texts = FigureTexts(words)
        func cells(_ value: (FigureResult) -> FigureValue) -> [(text: String, href: String?)] {
            results.map { (texts.cell(value($0)), nil) }
        }
        let places = (own + others).map { code in
            let name = code.isEmpty ? words("report.no-municipality") : handbook.municipalityName(code)
            return (name: name, cells: cells { $0.place(code).value })
        }
        self.init(
            caption: caption, corner: words("case-words.municipality"), columns: columns,
            rows: places + [(name: words("partners.district"), cells: cells(\.value))])
    }
}

extension FigureTexts {
    /// A share with what it is of: `40,0 % (4 af 10)`.
    func cell(_ value: FigureValue) -> String {
        if case .share(_, let whole) = value, whole > 0, let parts = parts(value) {
            return text(value) + " (" + parts + ")"
        }
        return text(value)
    }
}

/// One choice of the filters above a list, as the partial `filter-selects` shows it.
struct FilterSelect: Sendable {
    let selectName: String
    let selectLabel: String
    /// What choosing nothing means; `nil` where something is always chosen.
    let selectAll: String?
    let options: SelectOptions

    init(_ name: String, _ label: String, all: String?, _ options: [(code: String, label: String)], chosen: String?) {
        selectName = name
        selectLabel = label
        selectAll = all
        self.options = SelectOptions(
            options.map { .init(optionValue: $0.code, optionLabel: $0.label, isChosen: $0.code == chosen) })
    }
}

extension FormProblems {
    /// Reasons that name their field as `place`, each at it.
    ///
    /// - Parameters:
    ///   - places: the fields of those that do not.
    ///   - label: the name of a field.
    init(
        placed refused: Refused, prefix: String, places: [String: String] = [:], _ words: Words,
        label: (String) -> String
    ) {
        self.init(
            refused.refusals.map { refusal in
                let place = refusal.arguments["place"] ?? places[refusal.code]
                let arguments = refusal.arguments.merging(place.map { ["place": label($0)] } ?? [:]) { $1 }
                return Item(
                    problemText: words.refusal(Refusal(refusal.code, arguments), programme: nil),
                    problemTarget: place.map { prefix + "-" + $0 } ?? prefix)
            }, words: words)
    }
}

extension Quarter {
    /// `4. kvartal 2026`.
    func name(_ words: Words) -> String {
        words("trend.quarter-name", ["number": String(number), "year": String(year)])
    }
}
