import Casework
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/{id}/history | needs work-cases, case in scope |
enum CaseHistoryPages {
    static func add(to routes: RouteTable) {
        routes.get("/cases/{id}/history", .needs(.workCases)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let kind = visit.query("kind").flatMap { HistoryItem.Kind(rawValue: $0) }
            let page = min(max(1, visit.query("page").flatMap { Int($0) } ?? 1), CaseHistoryModel.mostPages)
            let view = try await ReadHistory(of: id)(try visit.authorized(Acts.WorkCases.self), in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("case-history", CaseHistoryModel(view, kind: kind, page: page, texts))
        }
    }
}

/// All that happened to a case, newest first.
struct CaseHistoryModel: Sendable {
    static let pageSize = 50
    static let mostPages = 100_000

    let head: CaseHead
    let filterHref: String
    let kinds: FieldInput
    let count: String
    let items: [CaseHistoryLine]
    let hasItems: Bool
    let newerHref: String?
    let olderHref: String?
    let hasPager: Bool

    init(_ view: HistoryView, kind: HistoryItem.Kind?, page: Int, _ texts: CaseTexts) {
        let words = texts.words
        head = CaseHead(view.opened, at: .history, texts)
        let href = head.headHref + "/history"
        filterHref = href
        let there = Set(view.items.map(\.kind)).union([kind].compactMap(\.self))
        let kinds = HistoryItem.Kind.allCases.filter { there.contains($0) }
        self.kinds = FieldInput(
            id: "kind", name: "kind", kind: .choice(kinds.map(\.rawValue)), label: words("history.filter"),
            value: kind?.rawValue ?? "",
            options: kinds.map {
                .init(
                    optionValue: $0.rawValue, optionLabel: words("history.kind." + $0.rawValue), isChosen: $0 == kind)
            }, problems: nil)
        let found = view.items.filter { kind == nil || $0.kind == kind }
        count = found.count == 1 ? words("history.one") : words("history.count", ["count": words.number(found.count)])
        let text = CaseHistoryText(view.opened, texts)
        let size = CaseHistoryModel.pageSize
        items = found.dropFirst((page - 1) * size).prefix(size).map { CaseHistoryLine($0, text) }
        hasItems = !items.isEmpty
        func address(_ page: Int) -> String {
            href + "?page=\(page)" + (kind.map { "&kind=" + $0.rawValue } ?? "")
        }
        newerHref = page > 1 ? address(page - 1) : nil
        olderHref = found.count > page * size ? address(page + 1) : nil
        hasPager = newerHref != nil || olderHref != nil
    }
}
