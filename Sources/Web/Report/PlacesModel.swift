import Casework
import Handbook
import Prevention

/// A figure by municipality: bars for the district's own, and a table of all.
struct PlacesModel: Sendable {
    struct Row: Sendable {
        let placeName: String
        let cells: [TableCell]
    }

    /// One bar: a municipality with its number in the year and the year before.
    struct Place: Sendable {
        let name: String
        let value: FigureValue
        let before: FigureValue?
    }

    let drawings: [DrawingModel]
    /// Says which variant, where there are several.
    let tableCaption: String
    let columns: [String]
    let rows: [Row]

    /// - Parameter results: the groups of one variant, or the only cell; `nil` where nothing is broken down.
    init?(_ results: [FigureResult], of programme: Programme, named name: String, _ context: FigureContext) {
        guard results.contains(where: { !$0.breakdown.isEmpty }) else { return nil }
        let own = context.handbook.municipalities.filter(\.isOwn).map(\.code)
        let others = Set(results.flatMap(\.breakdown).map(\.municipality)).subtracting(own).sorted()
        func name(_ code: String) -> String {
            code.isEmpty ? context.words("report.no-municipality") : context.handbook.municipalityName(code)
        }
        // A total says more than its groups; without one, each group has a drawing.
        let drawn = results.first { $0.cell.group == nil || $0.cell.group == "all" }.map { [$0] } ?? results
        drawings = drawn.compactMap { result in
            let places = own.map { code in
                let entry = result.place(code)
                return Place(name: name(code), value: entry.value, before: entry.previous)
            }
            // Bars that are mostly hidden would say something wrong.
            guard places.count(where: \.value.isSuppressed) * 2 <= places.count else { return nil }
            return DrawingModel(places: places, of: result, named: context.words("report.by-municipality"), context)
        }
        let variant = results[0].cell.variant.map { ": " + context.words("figure-variant." + $0) } ?? ""
        tableCaption = context.words("report.by-municipality") + variant
        let isSingle = results.count == 1
        let before = isSingle && results[0].previous != nil ? [String(context.report.year - 1)] : []
        let names = results.map { result in
            isSingle
                ? String(context.report.year)
                : result.cell.group.map { FigureGroup.name($0, context.words) } ?? context.words("report.total")
        }
        columns = names + before
        rows = (own + others).map { code in
            var cells = results.map { result in
                TableCell(result.place(code).value, context.records(result, of: programme, in: code), context)
            }
            if !before.isEmpty, let value = results[0].place(code).previous {
                cells.append(TableCell(value, nil, context))
            }
            return Row(placeName: name(code), cells: cells)
        }
    }
}

extension FigureValue {
    /// Whether there is nothing to open behind it.
    fileprivate var isNothing: Bool {
        switch self {
        case .count(let count), .share(_, let count), .days(_, _, let count), .agreement(_, let count): count == 0
        case .suppressed: false
        }
    }
}

/// A number in a table.
struct TableCell: Sendable {
    let cellText: String
    let cellHref: String?
    let cellIsHidden: Bool

    init(_ value: FigureValue, _ href: String?, _ context: FigureContext) {
        cellText = context.texts.text(value)
        cellIsHidden = value.isSuppressed
        // Nothing to open behind a 0.
        cellHref = value.isSuppressed || value.isNothing ? nil : href
    }
}
