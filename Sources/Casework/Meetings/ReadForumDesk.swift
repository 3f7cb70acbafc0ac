import Handbook
public import Prevention
import SQL
public import Store

/// What of forums waits for somebody.
public struct ForumDesk: Sendable {
    /// The next ones, the first first.
    public let meetings: [ListedMeeting]
    /// Open, those due first, first.
    public let actions: [ListedAction]
    /// Forums that they lead in which reviews wait.
    public let reviews: [(forum: StoredForum, count: Int)]
}

/// Reads what of forums waits for somebody: meetings, actions, deletion reviews.
public struct ReadForumDesk: Sendable {
    /// As many of each as the desk shows.
    private static let most = 5

    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> ForumDesk {
        let today = office.now.day
        let meetings = try await ListOwnMeetings()(who, in: office).coming.prefix(ReadForumDesk.most)
        let actions = try await ListForumActions(.open, limit: ReadForumDesk.most)(who, in: office)
        let reviews = try await office.database.read { db in
            try ItemStore.reviewCounts(chairedBy: who.actor.name, upTo: today, in: db).compactMap { id, count in
                try ForumStore.forum(id, in: db).map { (forum: $0, count: count) }
            }
        }
        return ForumDesk(
            meetings: Array(meetings), actions: actions,
            reviews: reviews.filter { $0.forum.kind.mayHave(who.actor) })
    }
}
