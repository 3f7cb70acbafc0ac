import Handbook
public import Prevention
import SQL
public import Store

/// A meeting with what of its agenda the reader may know of.
public struct MeetingView: Sendable {
    public struct Line: Sendable {
        public let item: StoredItem
        /// Account names.
        public let participants: [String]
        /// Whether the meeting has spoken of it.
        public let isDiscussed: Bool
    }

    public let opened: OpenedMeeting
    public let lines: [Line]
    /// For the chair: what waits for a meeting, and what waits for the relevance check.
    public let waiting: [StoredItem]
    public let proposed: [StoredItem]
    /// Everybody who sits in the forum, and who of them is in the room; after the meeting, who has been there.
    public let members: [ForumMember]
    public let room: [String]
    /// To the minutes: all of them for the chair, one's own for the others.
    public let answers: [MinutesAnswer]
    /// Whether the reader took part, and so answers to the minutes.
    public let tookPart: Bool
    /// For the chair: who else took part and has not answered.
    public let silent: [String]
    public let isRunning: Bool
}

/// Reads a meeting. Items stand in it by their numbers alone; others than the chair see only those that they take part in, and
/// nothing tells them how many there are.
public struct ReadMeeting: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> MeetingView {
        let now = office.now
        return try await office.reading(meeting: id, as: who) { db, opened, sight in
            let keys = office.keys
            let lines = try opened.lines(for: sight, office, in: db)
            let takesItems = opened.isChair && opened.meeting.state.takesItems
            let waiting = takesItems ? try ItemStore.waiting(in: opened.forum.id, keys: keys, db) : []
            let proposed =
                takesItems ? try ItemStore.items(of: opened.forum.id, in: [.proposed], keys: keys, db) : []
            let answers = try MinutesStore.answers(to: id, keys: keys, in: db)
            let view = MeetingView(
                opened: opened, lines: lines, waiting: waiting.filter { !sight.isAboutKin($0) },
                proposed: proposed.filter { !sight.isAboutKin($0) },
                members: try ForumStore.members(of: opened.forum.id, in: db).filter(\.isSitting),
                room: opened.meeting.state == .sent
                    ? try RoomStore.accounts(in: id, db) : try RoomStore.attendees(of: id, db),
                answers: opened.isChair ? answers : answers.filter { $0.account == who.actor.name },
                tookPart: try RoomStore.attendees(of: id, db).contains(who.actor.name),
                silent: opened.isChair ? try opened.unanswered(but: who.actor, keys, db) : [],
                isRunning: opened.isRunning(at: now))
            return (view, [LedgerEntry(.read, .meeting, id: id, reason: "agenda")])
        }
    }
}

extension OpenedMeeting {
    /// The items of its agenda and of its minutes that the reader may know of.
    func lines(for sight: Sight, _ office: Office, in db: any Connection) throws -> [MeetingView.Line] {
        let items = try ItemStore.items(at: id, keys: office.keys, in: db)
        let participants = try ParticipantStore.participants(of: items.map(\.id), in: db)
        return try items.filter { try shows($0, participants[$0.id] ?? [], to: sight, office) }.map { item in
            MeetingView.Line(
                item: item, participants: participants[item.id] ?? [],
                isDiscussed: try ItemStore.isDiscussed(item.id, at: id, in: db))
        }
    }
}
