import Casework
import Prevention
import Store

/// The case list as CSV (RFC 4180): the same filters, the same scope, no person named.
enum CaseListExport {
    /// More rows than that are left out.
    static let most = 100_000
    private static let pageSize = 5_000

    private static let header = [
        "number", "programme", "programme_name", "municipality", "municipality_name", "stage", "stage_name", "state",
        "opened_on", "stage_on", "due_on", "owner",
    ]

    static func csv(
        _ filter: CaseFilter, _ who: Authorized<Acts.WorkCases>, _ office: Office, _ texts: CaseTexts
    ) async throws -> String {
        var text = line(header)
        var query = filter.query(for: who.actor)
        query.after = nil
        var left = most
        while left > 0 {
            let list = try await ListCases(query, limit: min(pageSize, left))(who, in: office)
            for row in list.rows { text += line(fields(row, texts)) }
            left -= list.rows.count
            guard let next = list.next else { break }
            query.after = next
        }
        return text
    }

    private static func fields(_ row: CaseRow, _ texts: CaseTexts) -> [String] {
        let shown = CaseRowModel(row, texts)
        return [
            row.number, row.programme, shown.programmeName, row.municipality,
            row.municipality.isEmpty ? "" : shown.municipalityName, row.stage, shown.stageName,
            row.isOpen ? "open" : "closed", row.openedOn.description, row.stageOn.description,
            row.dueAt.map(\.description) ?? "", row.owner,
        ]
    }

    static func line(_ fields: [String]) -> String {
        fields.map { field($0) }.joined(separator: ",") + "\r\n"
    }

    /// Quoted where it must be. What a spreadsheet would take for a formula is given an apostrophe (OWASP, CSV injection).
    static func field(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) { text = "'" + text }
        // By scalar: CR LF is one character.
        guard text.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
