import Casework
import Handbook
import Prevention
import Store

/// The case list as CSV (RFC 4180): the same filters and columns, the same scope, no person named, and what
/// rests on retsplejeloven § 115 marked.
struct CaseListExport: Sendable {
    /// More rows than that are left out, and the last line says so.
    static let most = 100_000
    /// Read and written at a time: memory does not grow with the list.
    private static let pageSize = 1_000

    private let filter: CaseFilter
    private let texts: CaseTexts
    private let most: Int

    init(_ filter: CaseFilter, _ texts: CaseTexts, most: Int = CaseListExport.most) {
        self.filter = filter
        self.texts = texts
        self.most = most
    }

    func write(
        _ who: Authorized<Acts.WorkCases>, in office: Office, to write: (String) async throws -> Void
    ) async throws {
        try await write(CSVLine.text(["number"] + columns.flatMap(CaseListExport.headers) + ["restriction"]))
        var query = filter.query(for: who.actor)
        query.after = nil
        query.before = nil
        var left = most
        while left > 0 {
            let page = try await ListCases(
                query, limit: min(CaseListExport.pageSize, left), handledOnly: filter.isHandled
            ).page(who, in: office)
            var text = ""
            let held = try await ListCases.underSection115(page, in: office)
            let mark = texts.words("section115.case")
            for row in page.rows { text += CSVLine.text(fields(row) + [held.contains(row.id) ? mark : ""]) }
            try await write(text)
            left -= page.rows.count
            guard page.hasLater, let last = page.rows.last else { return }
            query.after = query.place(of: last)
        }
        try await write(CSVLine.text([texts.words("case-list.export-cut", ["count": texts.words.number(most)])]))
    }

    /// All of them, where the list shows what every list does.
    private var columns: [CaseFilter.Column] {
        filter.columns == CaseFilter.Column.usual ? CaseFilter.Column.allCases : filter.columns
    }

    private static func headers(_ column: CaseFilter.Column) -> [String] {
        switch column {
        case .programme: ["programme", "programme_name"]
        case .municipality: ["municipality", "municipality_name"]
        case .stage: ["stage", "stage_name", "state"]
        case .since: ["stage_on"]
        case .opened: ["opened_on"]
        case .due: ["due_on", "due_at"]
        case .owner: ["owner"]
        }
    }

    private func fields(_ row: CaseRow) -> [String] {
        var fields = [row.number]
        for column in columns {
            switch column {
            case .programme: fields += [row.programme, texts.programme(row.programme)]
            case .municipality:
                if texts.hidesPlace(of: row) {
                    fields += ["", texts.place(of: row)]
                } else {
                    fields += [row.municipality, row.municipality.isEmpty ? "" : texts.municipality(row.municipality)]
                }
            case .stage:
                let programme = Catalogue.programme(row.programme)
                let name = programme.map { texts.stage(Stage(row.stage), of: $0) } ?? row.stage
                fields += [row.stage, name, row.isOpen ? "open" : "closed"]
            case .since: fields.append(row.stageOn.description)
            case .opened: fields.append(row.openedOn.description)
            case .due: fields += [row.dueAt?.day.description ?? "", row.dueAt?.local ?? ""]
            case .owner: fields.append(row.owner)
            }
        }
        return fields
    }
}
