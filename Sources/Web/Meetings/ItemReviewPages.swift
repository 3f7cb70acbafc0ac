import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /forums/{forum}/reviews | needs work-forums; a chair of the forum, or whoever sets up forums |
/// | GET | /forums/{forum}/reviews/{item}/{act} | needs work-forums; leads back to the list |
/// | POST | /forums/{forum}/reviews/{item}/{act} | needs work-forums; a chair of the forum, or whoever sets up forums |
enum ItemReviewPages {
    static func add(to routes: RouteTable) {
        routes.get("/forums/{forum}/reviews", .needs(.workForums)) { visit in try await page(visit, nil) }

        routes.get("/forums/{forum}/reviews/{item}/{act}", .needs(.workForums)) { visit in
            .redirect("/forums/\(try visit.parameter("forum", as: Int64.self))/reviews")
        }

        routes.post("/forums/{forum}/reviews/{item}/{act}", .needs(.workForums)) { visit in
            let forum = try visit.parameter("forum", as: Int64.self)
            let item = try visit.parameter("item", as: Int64.self)
            let act: String = try visit.parameter("act")
            let form = try await visit.form()
            let decision: ReviewItem.Decision
            switch act {
            case "delete": decision = .delete
            case "keep":
                decision = .keep(
                    until: LocalDate(TypedValue.normal(form["until"], .date)), reason: form["reason"])
            default: throw NotFound()
            }
            do {
                let review = ReviewItem(item, revision: Int(form["revision"]) ?? 0, decision)
                try await review(visit.authorized(Acts.WorkForums.self), in: visit.office)
                return .redirect("/forums/\(forum)/reviews?done=item-review-" + act)
            } catch let refused as Refused {
                return try await page(visit, RefusedForm("\(act)-\(item)", form, refused, visit.words))
            }
        }
    }

    private static func page(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let forum = try visit.parameter("forum", as: Int64.self)
        let view = try await ListReviewItems(of: forum)(
            try visit.authorized(Acts.WorkForums.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        return .page("item-reviews", ItemReviewsModel(view, refused, texts), status: refused?.status ?? .ok)
    }
}

/// What of a forum waits for its deletion review.
struct ItemReviewsModel: Sendable {
    struct Line: Sendable {
        let itemNumber: String
        let itemHref: String
        let itemBadge: ForumBadge
        let itemClosed: String
        let itemDue: String
        let itemDueISO: String
        let isKeptLongest: Bool
        let forms: [CaseForm]
    }

    let forumTitle: String
    let meetingsHref: String
    let problems: FormProblems?
    let lines: [Line]
    let hasLines: Bool

    init(_ view: ItemReviews, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let forum = view.opened.forum
        forumTitle = texts.forum(forum)
        meetingsHref = "/forums/\(forum.id)/meetings"
        problems = refused?.problems
        lines = view.lines.map { line in
            let item = line.item
            let base = "/forums/\(forum.id)/reviews/\(item.id)/"
            let keep = line.latest.map { latest in
                CaseForm(
                    "keep-\(item.id)", action: base + "keep", title: words("item-review.keep"), of: item.number,
                    revision: item.revision, refused
                ) { typed in
                    [
                        typed.input(
                            "until", .date, words("item-review.until"),
                            help: words("item-review.until-help", ["latest": latest.danish]), isRequired: true),
                        typed.input("reason", .longText, words("item-review.reason"), isRequired: true),
                    ]
                }
            }
            let delete = CaseForm(
                "delete-\(item.id)", action: base + "delete", title: words("item-review.delete"), of: item.number,
                revision: item.revision, refused, isDanger: true
            ) { _ in [] }
            return Line(
                itemNumber: item.number, itemHref: "/forums/items/\(item.id)", itemBadge: ForumBadge(item.state, words),
                itemClosed: item.closedAt?.day.danish ?? "", itemDue: item.reviewOn?.danish ?? "",
                itemDueISO: item.reviewOn?.description ?? "", isKeptLongest: keep == nil,
                forms: [keep, delete].compactMap(\.self))
        }
        hasLines = !lines.isEmpty
    }
}
