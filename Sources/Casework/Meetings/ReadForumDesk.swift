import Handbook
public import Prevention
import SQL
public import Store

/// What of forums waits for somebody.
public struct ForumDesk: Sendable {
    /// The next ones, the first first.
    public let meetings: [ListedMeeting]
    /// Meetings that are over and whose minutes are not approved, the oldest first.
    public let unfinished: [ListedMeeting]
    /// Open, those due first, first.
    public let actions: [ListedAction]
    /// Forums in which reviews wait for them.
    public let reviews: [(forum: StoredForum, count: Int)]
    /// For whoever sets up forums: those in which an item has to be led by somebody else than their chairs.
    public let deputies: [StoredForum]
}

/// Reads what of forums waits for somebody: meetings, actions, deletion reviews. What a chair does not do in time comes to those who
/// set up forums.
public struct ReadForumDesk: Sendable {
    /// As many of each as the desk shows.
    private static let most = 5

    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> ForumDesk {
        let meetings = try await ListOwnMeetings()(who, in: office).coming.prefix(ReadForumDesk.most)
        let actions = try await ListForumActions(.open, limit: ReadForumDesk.most)(who, in: office)
        return try await office.reading(as: who.actor) { db, sight in
            let desk = ForumDesk(
                meetings: Array(meetings), unfinished: try unfinished(who, office, db), actions: actions,
                reviews: try reviews(who, sight, office, db), deputies: try deputies(who, sight, office, db))
            return (desk, [])
        }
    }

    private func unfinished(
        _ who: Authorized<Acts.WorkForums>, _ office: Office, _ db: any Connection
    ) throws -> [ListedMeeting] {
        let since = try office.forumsOpenSince
        return try MeetingStore.unfinished(
            ledBy: who.actor.name, at: office.now, everywhereSince: who.actor.may(.manageForums) ? since : nil, in: db
        ).compactMap { meeting in
            let opened = try OpenedForum.ifThere(meeting.forum, who, in: db)
            guard let opened, opened.isChair || opened.mayManage && meeting.endsAt < since else { return nil }
            return ListedMeeting(meeting: meeting, forum: opened.forum)
        }.prefix(ReadForumDesk.most).map(\.self)
    }

    private func deputies(
        _ who: Authorized<Acts.WorkForums>, _ sight: Sight, _ office: Office, _ db: any Connection
    ) throws -> [StoredForum] {
        guard who.actor.may(.manageForums) else { return [] }
        return try ForumStore.ledByRegistered(in: db).compactMap { id in
            let opened = try OpenedForum(id, who, in: db)
            return try opened.forum.isOpen && opened.needsDeputy(for: sight, office, in: db) ? opened.forum : nil
        }
    }

    private func reviews(
        _ who: Authorized<Acts.WorkForums>, _ sight: Sight, _ office: Office, _ db: any Connection
    ) throws -> [(forum: StoredForum, count: Int)] {
        let due = try ItemStore.dueReviews(upTo: office.now.day, in: db)
        return try Dictionary(grouping: due, by: \.forum).sorted { $0.key < $1.key }.compactMap { id, waiting in
            guard let opened = try OpenedForum.ifThere(id, who, in: db), opened.isChair || opened.mayManage else {
                return nil
            }
            let own = try waiting.filter { review in
                try !(review.person.map(sight.isKin) ?? false) && opened.mayReview(since: review.since, office, in: db)
            }
            return own.isEmpty ? nil : (forum: opened.forum, count: own.count)
        }
    }
}

extension OpenedForum {
    /// `nil` for whoever has nothing to do with it.
    static func ifThere(
        _ id: Int64, _ who: Authorized<Acts.WorkForums>, in db: any Connection
    ) throws -> OpenedForum? {
        do {
            return try OpenedForum(id, who, in: db)
        } catch is NotFound {
            return nil
        }
    }
}
