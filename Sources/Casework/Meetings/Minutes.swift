public import Prevention
import SQL
public import Store

/// The minutes of a meeting as somebody may read them: the items that they take part in, and what belongs to none.
public struct MinutesView: Sendable {
    public struct Part: Sendable {
        public let item: StoredItem
        public let minutes: StoredMinutes?
        /// By account name.
        public let attendance: [String: Attendance]
        public let actions: [StoredAction]
    }

    public let opened: OpenedMeeting
    public let parts: [Part]
}

/// Reads the minutes of a meeting (*referat*); logged for every item in them, and for whom it is about.
public struct ReadMinutes: Sendable {
    public let meeting: Int64

    public init(of meeting: Int64) {
        self.meeting = meeting
    }

    /// - Throws: `NotFound` for whoever has nothing to do with the forum.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> MinutesView {
        let keys = office.keys
        return try await office.reading(meeting: meeting, as: who) { db, opened, sight in
            let lines = try opened.lines(for: sight, office, in: db)
            let own = try opened.written(lines.map(\.item.id), for: who.actor, in: db)
            let parts = try lines.filter { own.contains($0.item.id) }.map { line in
                MinutesView.Part(
                    item: line.item,
                    minutes: try MinutesStore.minutes(of: line.item.id, at: meeting, keys: keys, in: db),
                    attendance: try ParticipantStore.attendance(item: line.item.id, meeting: meeting, in: db),
                    actions: try ActionStore.actions(of: line.item.id, keys: keys, in: db)
                        .filter { $0.meeting == meeting })
            }.filter { $0.minutes != nil || !$0.actions.isEmpty }
            let entries = parts.flatMap { part in
                [LedgerEntry(.read, .forumItem, id: part.item.id, reason: part.item.number + " minutes")]
                    + [part.item.person].compactMap(\.self).map {
                        LedgerEntry(.read, .person, id: $0, reason: part.item.number)
                    }
            }
            let read = LedgerEntry(.read, .meeting, id: meeting, reason: "minutes")
            return (MinutesView(opened: opened, parts: parts), [read] + entries)
        }
    }
}

/// Approves the minutes that lie for approval, or objects to them: whoever took part in the meeting.
public struct AnswerMinutes: Sendable {
    public let meeting: Int64
    /// The revision of the meeting that the user saw: minutes that were taken back since are others.
    public let revision: Int
    public let approves: Bool
    /// What is wrong in them.
    public let remark: String

    public init(of meeting: Int64, revision: Int, approves: Bool, remark: String) {
        self.meeting = meeting
        self.revision = revision
        self.approves = approves
        self.remark = remark
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        try await office.writing(meeting: meeting, as: who) { db, opened, _ in
            guard opened.meeting.state == .minutesSent else {
                throw Refused("meeting.state." + opened.meeting.state.rawValue)
            }
            try opened.requireRevision(revision)
            guard opened.opened.seat != nil, try RoomStore.attendees(of: meeting, db).contains(who.actor.name) else {
                throw Refused("meeting.not-there")
            }
            if !approves, remark.isEmpty { throw Refused("meeting.objection-remark") }
            try MinutesStore.answer(
                approves, remark: remark, to: meeting, keys: office.keys, by: who.actor, at: office.now, in: db)
            let entry = opened.changeEntry(approves ? "minutes accepted" : "minutes objected to")
            try office.ledger.record([entry], by: who.actor, at: office.now, in: db)
        }
    }
}
