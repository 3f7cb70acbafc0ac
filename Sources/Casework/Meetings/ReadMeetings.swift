public import Prevention
import SQL
public import Store

/// The meetings of a forum.
public struct ForumMeetings: Sendable {
    public let opened: OpenedForum
    /// Not over yet, the first to come first.
    public let coming: [StoredMeeting]
    /// Over or cancelled, the last first.
    public let past: [StoredMeeting]
    /// How many items wait for a review of the reader's.
    public let reviews: Int
}

/// Lists the meetings of a forum. They name nobody.
public struct ListForumMeetings: Sendable {
    public let forum: Int64

    public init(of forum: Int64) {
        self.forum = forum
    }

    /// - Throws: `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> ForumMeetings {
        let now = office.now
        return try await office.reading(as: who.actor) { db, sight in
            let opened = try OpenedForum(forum, who, in: db)
            let all = try MeetingStore.meetings(of: forum, in: db)
            let meetings = ForumMeetings(
                opened: opened, coming: all.filter { $0.isAhead(at: now) },
                past: all.filter { !$0.isAhead(at: now) }.reversed(),
                reviews: try opened.reviews(for: sight, office, in: db).count)
            return (meetings, [])
        }
    }
}

extension StoredMeeting {
    /// Whether it is still to come, or on.
    func isAhead(at now: Instant) -> Bool { state.takesItems && endsAt > now }
}

/// A meeting in a list of several forums.
public struct ListedMeeting: Sendable {
    public let meeting: StoredMeeting
    public let forum: StoredForum
}

/// Lists the meetings of the forums in which somebody sits. They name nobody.
public struct ListOwnMeetings: Sendable {
    /// How far back, in days.
    private static let past = 366

    public init() {}

    /// - Returns: those to come, the first first; those that are over, the last first. Cancelled ones are left out.
    public func callAsFunction(
        _ who: Authorized<Acts.WorkForums>, in office: Office
    ) async throws -> (coming: [ListedMeeting], past: [ListedMeeting]) {
        let now = office.now
        return try await office.database.read { db in
            let from = now.adding(hours: -24 * ListOwnMeetings.past)
            let meetings = try MeetingStore.meetings(
                for: who.actor.name, from: from, to: Instant(milliseconds: .max), in: db)
            let forums = try ForumStore.forums(of: who.actor.name, in: db).filter {
                $0.kind.mayHave(who.actor, in: $0.municipality)
            }
            let listed = meetings.compactMap { meeting in
                forums.first { $0.id == meeting.forum }.map { ListedMeeting(meeting: meeting, forum: $0) }
            }
            return (
                listed.filter { $0.meeting.isAhead(at: now) }, listed.filter { !$0.meeting.isAhead(at: now) }.reversed()
            )
        }
    }
}
