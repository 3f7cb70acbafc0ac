import Casework
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/{id}/forums | needs work-cases, case in scope; the items that the reader knows of |
enum CaseForumPages {
    static func add(to routes: RouteTable) {
        routes.get("/cases/{id}/forums", .needs(.workCases)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let found = try await ReadCaseForums(of: id)(visit.authorized(Acts.WorkCases.self), in: visit.office)
            return .page("case-forums", CaseForumsModel(found, try await CaseTexts.load(for: visit)))
        }
    }
}

/// The items about a case.
struct CaseForumsModel: Sendable {
    struct Item: Sendable {
        let itemNumber: String
        let itemHref: String
        let itemForum: String
        let itemState: String
        let itemStateClass: String
        let itemSince: String
    }

    struct Proposal: Sendable {
        let proposalHref: String
        let proposalForum: String
    }

    let head: CaseHead
    let items: [Item]
    let hasItems: Bool
    let proposals: [Proposal]
    let hasProposals: Bool
    let isCriminalCase: Bool

    init(_ found: CaseForums, _ texts: CaseTexts) {
        head = CaseHead(found.opened, at: .forums, texts)
        items = found.items.map { item, forum in
            Item(
                itemNumber: item.number, itemHref: "/forums/items/\(item.id)", itemForum: texts.forum(forum),
                itemState: texts.words("item-state." + item.state.rawValue),
                itemStateClass: item.state.isLive ? "is-running" : "is-neutral", itemSince: item.proposedAt.day.danish)
        }
        hasItems = !items.isEmpty
        proposals = found.forums.map {
            Proposal(
                proposalHref: "/forums/\($0.id)/propose?case=\(found.opened.id)", proposalForum: texts.forum($0))
        }
        hasProposals = !proposals.isEmpty
        isCriminalCase = found.isCriminalCase
    }
}
