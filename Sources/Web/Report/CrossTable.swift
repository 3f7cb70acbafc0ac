import Casework
import Handbook
import Prevention

/// A table with municipalities down and columns across: for figures whose variants are written `table/column`.
struct CrossTable: Sendable {
    struct Row: Sendable {
        let rowName: String
        let rowCells: [TableCell]
    }

    let tableName: String
    let columnNames: [String]
    let tableRows: [Row]
    /// The district, and the district a year earlier.
    let totals: [Row]
    let isEmpty: Bool

    static func fits(_ figure: Figure) -> Bool {
        figure.cells.allSatisfy { $0.variant?.contains("/") ?? false }
    }

    /// In the order of the cells: by the part before the slash, then by group.
    static func tables(_ results: [FigureResult], of programme: Programme, _ context: FigureContext) -> [CrossTable] {
        var order: [String] = []
        var byTable: [String: [FigureResult]] = [:]
        for result in results {
            let key = table(of: result) + "/" + (result.cell.group ?? "")
            if byTable[key] == nil { order.append(key) }
            byTable[key, default: []].append(result)
        }
        return order.compactMap { byTable[$0].map { CrossTable($0, of: programme, context) } }
    }

    private static func table(of result: FigureResult) -> String {
        String(result.cell.variant?.prefix { $0 != "/" } ?? "")
    }

    private static func column(of result: FigureResult) -> String {
        String(result.cell.variant?.drop { $0 != "/" }.dropFirst() ?? "")
    }

    private init(_ results: [FigureResult], of programme: Programme, _ context: FigureContext) {
        let words = context.words
        let table = CrossTable.table(of: results[0])
        let group = results[0].cell.group.map { FigureGroup.name($0, words) }
        let name = words("report.table." + table)
        tableName = group.map { words("report.table-of", ["group": $0, "place": name]) } ?? name
        columnNames = results.map { words("report.column." + CrossTable.column(of: $0)) }
        let own = table == "own" ? context.handbook.municipalities.filter(\.isOwn).map(\.code) : []
        let codes = Set(results.flatMap(\.breakdown).map(\.municipality)).union(own).sorted()
        func row(_ name: String, _ cell: (FigureResult) -> (FigureValue, String?)) -> Row {
            Row(
                rowName: name,
                rowCells: results.map { result in
                    let (value, href) = cell(result)
                    return TableCell(value, href, context)
                })
        }
        tableRows = codes.map { code in
            let name = code.isEmpty ? words("report.no-municipality") : context.handbook.municipalityName(code)
            return row(name) { ($0.place(code).value, context.records($0, of: programme, in: code)) }
        }
        var totals = [row(words("report.total")) { ($0.value, context.records($0, of: programme)) }]
        if results[0].previous != nil {
            let name = words("report.total-before", ["year": String(context.report.year - 1)])
            totals.append(row(name) { ($0.previous ?? .count(0), nil) })
        }
        self.totals = totals
        isEmpty = tableRows.isEmpty
    }
}
