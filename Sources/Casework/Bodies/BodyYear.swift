public import Prevention
import SQL
public import Store

/// The account of a body's year (*årsredegørelse*): every figure is counted from what was written down; none is typed.
public struct BodyYear: Sendable {
    public struct SeatLine: Sendable {
        public let seat: StoredSeat
        /// Meetings held while it sat.
        public let meetings: Int
        public let counts: [Attendance: Int]
    }

    public struct Answered: Sendable {
        public let question: StoredQuestion
        /// Working days from the day of the question to that of its first answer; `nil` while there is none.
        public let days: Int?
        /// Whether any answer in it came late, or is late.
        public let isLate: Bool
    }

    public let opened: OpenedBody
    public let area: StoredFocusArea?
    public let year: Int
    /// Meetings of the year that were held, by time; and those cancelled.
    public let held: [StoredMeeting]
    public let cancelled: [StoredMeeting]
    public let planned: [StoredMeeting]
    public let seats: [SeatLine]
    /// Agreed on at these meetings.
    public let decisions: [StoredBodyAction]
    public let actions: [StoredBodyAction]
    /// Topics by id, for what was agreed on.
    public let topics: [Int64: StoredTopic]
    /// Asked to the body in the year, as far as the reader may know of them.
    public let questions: [Answered]

    public func count(_ state: StoredTask.State) -> Int { actions.count { $0.state == state } }
    public func late(on day: LocalDate) -> Int {
        actions.count { $0.state == .open && ($0.dueOn.map { $0 < day } ?? false) }
    }
}

/// Reads the account of a body's year.
public struct ReadBodyYear: Sendable {
    public let id: Int64
    public let year: Int

    public init(_ id: Int64, _ year: Int) {
        self.id = id
        self.year = year
    }

    /// - Throws: `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> BodyYear {
        let now = office.now
        return try await office.database.read { db in
            let opened = try OpenedBody(id, who.actor, on: now.day, in: db)
            let meetings = try MeetingStore.meetings(of: id, .bodies, in: db).filter { $0.startsAt.day.year == year }
            let held = meetings.filter { [.held, .minutesSent, .approved].contains($0.state) }
            let attendance = try held.map { ($0, try TopicStore.attendance(at: $0.id, in: db)) }
            let seats = opened.seats.compactMap { seat -> BodyYear.SeatLine? in
                let own = attendance.filter { seat.seat.sits(on: $0.0.startsAt.day) }
                if own.isEmpty { return nil }
                let counts = Dictionary(own.compactMap { $0.1[seat.id] }.map { ($0, 1) }, uniquingKeysWith: +)
                return BodyYear.SeatLine(seat: seat, meetings: own.count, counts: counts)
            }
            let ids = Set(held.map(\.id))
            let agreed = try TopicStore.actions(of: id, in: db).filter { ids.contains($0.meeting) }
            let topics = try held.flatMap { try TopicStore.topics(at: $0.id, in: db) }
            return BodyYear(
                opened: opened, area: try FocusAreaStore.area(opened.body.area, in: db), year: year, held: held,
                cancelled: meetings.filter { $0.state == .cancelled },
                planned: meetings.filter(\.state.takesItems), seats: seats,
                decisions: agreed.filter { $0.kind == .decision }, actions: agreed.filter { $0.kind == .action },
                topics: Dictionary(topics.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }),
                questions: try questions(who.actor, office, db))
        }
    }

    private func questions(
        _ actor: Actor, _ office: Office, _ db: any Connection
    ) throws -> [BodyYear.Answered] {
        let desk = try FastTrackDesk(actor, office, in: db)
        let asked = try FastTrackStore.questions(in: db).filter { question in
            try question.body == id && question.askedAt.day.year == year && desk.knows(question)
        }
        return try asked.map { question in
            let asked = question.askedAt.day
            let first = desk.messages[question.id]?.first { $0.kind == .answer }?.at.day
            let isLate = try desk.rounds(of: question).contains { round in
                try FastTrackClock(askedOn: round.askedOn, law: office.law)
                    .isOverdue(on: round.settledOn ?? office.now.day)
            }
            return BodyYear.Answered(
                question: question, days: first.map { office.law.workingDays.count(after: asked, through: $0) },
                isLate: isLate)
        }
    }
}
