import Casework
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases | needs work-cases |
/// | GET | /cases.csv | needs work-cases |
enum CaseListPages {
    static func add(to routes: RouteTable) {
        routes.get("/cases", .needs(.workCases)) { visit in
            let who = try visit.authorized(Acts.WorkCases.self)
            let owners = try await ListOwners()(who, in: visit.office)
            let filter = try CaseFilter(visit).checked(owners)
            var wanted: String?
            if let number = visit.query("q") {
                if let id = try await FindCase(number)(who, in: visit.office) { return .redirect("/cases/\(id)") }
                wanted = number
            }
            if let shorter = visit.addressWithoutEmpty { return .redirect(shorter) }
            // A form sends each of its boxes; the address is to be one that can be read.
            if visit.queries("columns").count > 1 { return .redirect(filter.address()) }
            let saved = try await ReadFilters()(who, in: visit.office)
            var listed = ListedCases(
                list: .none, filter: filter, scope: who.scope, actor: who.actor, owners: owners,
                saved: ShownFilter.shown(saved, to: who.actor, visit.office.handbook), notFound: wanted,
                picksAll: visit.query("pick") == "page")
            if wanted == nil {
                let query = filter.query(for: who.actor)
                listed.list = try await ListCases(query, limit: filter.rows, handledOnly: filter.isHandled)(
                    who, in: visit.office)
                if listed.list.rows.isEmpty { listed.loosened = try await loosened(filter, who, visit) }
            }
            let texts = try await CaseTexts.load(for: visit)
            return .page("case-list", CaseListModel(listed, texts))
        }

        routes.get("/cases.csv", .needs(.workCases)) { visit in
            let who = try visit.authorized(Acts.WorkCases.self)
            let texts = try await CaseTexts.load(for: visit)
            let owners = try await ListOwners()(who, in: visit.office)
            let export = CaseListExport(try CaseFilter(visit).checked(owners), texts)
            let office = visit.office
            return .stream(contentType: "text/csv; charset=utf-8", fileName: "cases-\(visit.today).csv") { write in
                try await export.write(who, in: office, to: write)
            }
        }
    }

    /// What a list that holds nothing would hold without each part of its filter.
    private static func loosened(
        _ filter: CaseFilter, _ who: Authorized<Acts.WorkCases>, _ visit: Visit
    ) async throws -> [(part: CaseFilter.Part, count: CaseCount)] {
        var found: [(part: CaseFilter.Part, count: CaseCount)] = []
        for part in filter.parts {
            let other = filter.without(part)
            let count = try await CountCases(other.query(for: who.actor), handledOnly: other.isHandled)(
                who, in: visit.office)
            if count.cases > 0 { found.append((part, count)) }
        }
        return found.sorted { $0.count.cases < $1.count.cases }
    }
}
