import Casework
import Handbook
import Prevention
import Store

/// What of forums waits for the user: the next meetings, actions, deletion reviews.
struct DeskForums: Sendable {
    struct Review: Sendable {
        let reviewHref: String
        let reviewText: String
    }

    let unfinished: [MeetingLine]
    let hasUnfinished: Bool
    let deputies: [Review]
    let hasDeputies: Bool
    let meetingLines: [MeetingLine]
    let hasMeetingLines: Bool
    let forumActions: [ForumActionLine]
    let hasForumActions: Bool
    let itemReviews: [Review]
    let hasItemReviews: Bool

    /// `nil` for those who take part in no forum's work.
    static func load(_ visit: Visit, _ texts: CaseTexts) async throws -> DeskForums? {
        guard try visit.actor.may(.workForums) else { return nil }
        let desk = try await ReadForumDesk()(try visit.authorized(Acts.WorkForums.self), in: visit.office)
        return DeskForums(desk, texts)
    }

    private init(_ desk: ForumDesk, _ texts: CaseTexts) {
        unfinished = desk.unfinished.map { MeetingLine($0.meeting, of: $0.forum, texts) }
        hasUnfinished = !unfinished.isEmpty
        deputies = desk.deputies.map { Review(reviewHref: "/forums/\($0.id)", reviewText: texts.forum($0)) }
        hasDeputies = !deputies.isEmpty
        meetingLines = desk.meetings.map { MeetingLine($0.meeting, of: $0.forum, texts) }
        hasMeetingLines = !meetingLines.isEmpty
        forumActions = desk.actions.map { ForumActionLine($0, nil, texts) }
        hasForumActions = !forumActions.isEmpty
        itemReviews = desk.reviews.map { forum, count in
            Review(
                reviewHref: "/forums/\(forum.id)/reviews",
                reviewText: texts.words(
                    count == 1 ? "item-review.desk-one" : "item-review.desk",
                    ["count": texts.words.number(count), "forum": texts.forum(forum)]))
        }
        hasItemReviews = !itemReviews.isEmpty
    }
}
