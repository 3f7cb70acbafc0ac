import Casework
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/board | needs work-cases; over all programmes in scope |
/// | GET | /cases/board/{programme} | needs work-cases, programme in scope |
/// | GET | /cases/week | needs work-cases |
enum CaseBoardPages {
    static func add(to routes: RouteTable) {
        routes.get("/cases/board", .needs(.workCases)) { visit in
            let page = try await Frame.load(visit)
            if let shorter = visit.addressWithoutEmpty { return .redirect(shorter) }
            let filter = page.filter.forBoard
            let standing = try await ReadStanding(filter.query(for: page.who.actor))(page.who, in: visit.office)
            return .page(
                "case-overview",
                CaseOverviewModel(
                    standing, filter, scope: page.who.scope, owners: page.owners, actor: page.who.actor, page.texts))
        }

        routes.get("/cases/board/{programme}", .needs(.workCases)) { visit in
            let programme = try visit.programme()
            let page = try await Frame.load(visit)
            if let shorter = visit.addressWithoutEmpty { return .redirect(shorter) }
            let filter = page.filter.forBoard
            var query = filter.query(for: page.who.actor)
            if filter.deadline != nil { query.order = .due }
            let columns = try await ReadBoard(programme, query)(page.who, in: visit.office)
            let outlook = try await ReadOutlook(programme)(page.who, in: visit.office)
            return .page(
                "case-board",
                CaseBoardModel(
                    programme, columns, filter, scope: page.who.scope, owners: page.owners, actor: page.who.actor,
                    outlook: outlook, page.texts))
        }

        routes.get("/cases/week", .needs(.workCases)) { visit in
            let page = try await Frame.load(visit)
            if let shorter = visit.addressWithoutEmpty { return .redirect(shorter) }
            var filter = page.filter.forWeek
            let today = ISOWeek(of: visit.today)
            var week = today
            if let text = visit.query("week") {
                if let found = ISOWeek(text) ?? ISOWeek("\(today.year)-W" + (text.count == 1 ? "0" : "") + text) {
                    week = found
                } else {
                    filter.unknown.append(.init(name: "week", value: text, reason: "week"))
                }
            }
            let read = try await ReadWeek(week, filter.query(for: page.who.actor), handledOnly: filter.isHandled)(
                page.who, in: visit.office)
            return .page(
                "case-week",
                CaseWeekModel(
                    read, filter, scope: page.who.scope, owners: page.owners, actor: page.who.actor, page.texts))
        }
    }

    /// What each of these pages is made from.
    private struct Frame: Sendable {
        let who: Authorized<Acts.WorkCases>
        let owners: [CaseOwner]
        let filter: CaseFilter
        let texts: CaseTexts

        static func load(_ visit: Visit) async throws -> Frame {
            let who = try visit.authorized(Acts.WorkCases.self)
            let owners = try await ListOwners()(who, in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return Frame(who: who, owners: owners, filter: try CaseFilter(visit).checked(owners), texts: texts)
        }
    }
}
