import Casework
import Handbook
import Prevention
import SQL
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases | needs work-cases |
/// | GET | /cases.csv | needs work-cases |
/// | GET | /cases/board/{programme} | needs work-cases, programme in scope |
enum CaseListPages {
    static func add(to routes: RouteTable) {
        routes.get("/cases", .needs(.workCases)) { visit in
            let who = try visit.authorized(Acts.WorkCases.self)
            let filter = try CaseFilter(visit)
            var wanted: String?
            if let number = visit.query("q") {
                if let id = try await find(number, who, visit) { return .redirect("/cases/\(id)") }
                wanted = number
            }
            let list = try await ListCases(filter.query(for: who.actor))(who, in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("case-list", CaseListModel(list, filter, scope: who.scope, notFound: wanted, texts))
        }

        routes.get("/cases.csv", .needs(.workCases)) { visit in
            let who = try visit.authorized(Acts.WorkCases.self)
            let texts = try await CaseTexts.load(for: visit)
            let text = try await CaseListExport.csv(try CaseFilter(visit), who, visit.office, texts)
            return .text(text, contentType: "text/csv; charset=utf-8", fileName: "cases-\(visit.today).csv")
        }

        routes.get("/cases/board/{programme}", .needs(.workCases)) { visit in
            let who = try visit.authorized(Acts.WorkCases.self)
            let programme = try visit.programme()
            let columns = try await ReadBoard(programme)(who, in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("case-board", CaseBoardModel(programme, columns, scope: who.scope, texts))
        }
    }

    /// The case of a number, whole or its last digits alone, if the actor may know of it.
    private static func find(
        _ number: String, _ who: Authorized<Acts.WorkCases>, _ visit: Visit
    ) async throws -> Int64? {
        guard let id = CaseNumber.id(in: number) else { return nil }
        let rows = try await visit.office.database.read { db in try CaseStore.rows([id], scope: who.scope, in: db) }
        let isWhole = number.contains("-")
        return rows.first { !isWhole || $0.number == number.uppercased() }?.id
    }
}
