import Casework
import Handbook
import Prevention
import Store

/// The case list as CSV (RFC 4180): the same filters, the same scope, no person named.
enum CaseListExport {
    /// More rows than that are left out, and the last line says so.
    static let most = 100_000
    private static let pageSize = 5_000

    private static let header = [
        "number", "programme", "programme_name", "municipality", "municipality_name", "stage", "stage_name", "state",
        "opened_on", "stage_on", "due_on", "due_at", "owner",
    ]

    static func csv(
        _ filter: CaseFilter, _ who: Authorized<Acts.WorkCases>, _ office: Office, _ texts: CaseTexts,
        most: Int = CaseListExport.most
    ) async throws -> String {
        var text = CSVLine.text(header)
        var query = filter.query(for: who.actor)
        query.after = nil
        var left = most
        while left > 0 {
            let list = try await ListCases(query, limit: min(pageSize, left), handledOnly: filter.isHandled)(
                who, in: office)
            for row in list.rows { text += CSVLine.text(fields(row, texts)) }
            left -= list.rows.count
            guard let next = list.next else { return text }
            query.after = next
        }
        return text + CSVLine.text([texts.words("case-list.export-cut", ["count": texts.words.number(most)])])
    }

    private static func fields(_ row: CaseRow, _ texts: CaseTexts) -> [String] {
        let shown = CaseRowModel(row, texts)
        return [
            row.number, row.programme, shown.programmeName, row.municipality,
            row.municipality.isEmpty ? "" : shown.municipalityName, row.stage, shown.stageName,
            row.isOpen ? "open" : "closed", row.openedOn.description, row.stageOn.description,
            row.dueAt?.day.description ?? "", row.dueAt?.local ?? "", row.owner,
        ]
    }
}
