import Casework
import Handbook
import Prevention

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
                if let id = try await FindCase(number)(who, in: visit.office) { return .redirect("/cases/\(id)") }
                wanted = number
            }
            if let shorter = visit.addressWithoutEmpty { return .redirect(shorter) }
            if let wanted {
                let texts = try await CaseTexts.load(for: visit)
                return .page("case-list", CaseListModel(.none, filter, scope: who.scope, notFound: wanted, texts))
            }
            let listing = ListCases(filter.query(for: who.actor), handledOnly: filter.isHandled)
            let list = try await listing(who, in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("case-list", CaseListModel(list, filter, scope: who.scope, notFound: nil, texts))
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
            let outlook = try await ReadOutlook(programme)(who, in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page(
                "case-board", CaseBoardModel(programme, columns, scope: who.scope, outlook: outlook, texts))
        }
    }
}
