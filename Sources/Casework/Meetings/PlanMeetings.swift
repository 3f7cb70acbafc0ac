import Handbook
public import Prevention
import SQL
import Store

/// Plans one meeting of a forum (*møde*).
public struct PlanMeeting: Sendable {
    public let forum: Int64
    public let time: MeetingTime

    public init(in forum: Int64, _ time: MeetingTime) {
        self.forum = forum
        self.time = time
    }

    /// - Returns: the id of the meeting.
    /// - Throws: `Refused` with every reason; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> Int64 {
        let now = office.now
        return try await office.writing(forum: forum, as: who) { db, opened in
            try opened.requireChair()
            let problems = time.dayProblems(now: now, law: office.law) + time.problems
            guard problems.isEmpty, let day = time.day, let span = time.span(on: day) else { throw Refused(problems) }
            if try MeetingStore.isTaken(day, of: forum, in: db) {
                throw Refused("meeting.day-taken", ["day": day.danish])
            }
            let id = try MeetingStore.add(
                to: forum, startsAt: span.from, endsAt: span.to, place: time.place, by: who.actor, at: now, in: db)
            let entry = LedgerEntry(.change, .meeting, id: id, reason: "planned " + day.description)
            try office.ledger.record([entry], by: who.actor, at: now, in: db)
            return id
        }
    }
}

/// Plans a series of meetings (*mødekadence*): the days are shown before they are saved.
public struct PlanSeries: Sendable {
    public let forum: Int64
    public let rhythm: Recurrence.Rhythm?
    /// The day of `time` is the first one.
    public let time: MeetingTime
    public let last: LocalDate?

    /// A day of the series.
    public struct Day: Sendable, Hashable {
        public let day: LocalDate
        /// Whether authorities are closed on the day that the rhythm gives.
        public let isMoved: Bool
        /// Whether the forum meets then already; no second meeting is planned.
        public let isTaken: Bool
    }

    public init(in forum: Int64, _ rhythm: Recurrence.Rhythm?, _ time: MeetingTime, last: LocalDate?) {
        self.forum = forum
        self.rhythm = rhythm
        self.time = time
        self.last = last
    }

    /// The days on which it would meet, for the chair to look at; nothing is saved.
    ///
    /// - Throws: `Refused` with every reason; `NotFound`.
    public func preview(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> [Day] {
        try await office.reading(forum: forum, as: who) { db, opened in
            try opened.requireChair()
            return try days(of: try recurrence(office), office, db)
        }
    }

    /// - Returns: how many meetings were planned.
    /// - Throws: `Refused` with every reason; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> Int {
        let now = office.now
        return try await office.writing(forum: forum, as: who) { db, opened in
            try opened.requireChair()
            let recurrence = try recurrence(office)
            let days = try days(of: recurrence, office, db).filter { !$0.isTaken }.map(\.day)
            guard !days.isEmpty else { throw Refused("meeting.series-empty") }
            let spans = days.compactMap { time.span(on: $0) }
            let starts = spans.first.map { String($0.from.local.dropFirst(11).prefix(5)) } ?? ""
            let series = try MeetingStore.addSeries(
                recurrence, starts: starts, minutes: time.minutes ?? 0, place: time.place, to: forum, by: who.actor,
                at: now, in: db)
            let entries = try spans.map { span in
                let id = try MeetingStore.add(
                    to: forum, series: series, startsAt: span.from, endsAt: span.to, place: time.place, by: who.actor,
                    at: now, in: db)
                let day = span.from.day.description
                return LedgerEntry(.change, .meeting, id: id, reason: "planned \(day) series \(series)")
            }
            try office.ledger.record(entries, by: who.actor, at: now, in: db)
            return entries.count
        }
    }

    /// - Throws: `Refused` with every reason.
    private func recurrence(_ office: Office) throws -> Recurrence {
        let today = office.now.day
        var problems: [Refusal] = []
        if rhythm == nil { problems.append(Refusal("meeting.rhythm")) }
        if time.day == nil { problems.append(Refusal("meeting.day")) }
        if let first = time.day, first < today {
            problems.append(Refusal("meeting.past", ["today": today.danish]))
        }
        let months = try office.law.value("forum.series-months", on: today)
        let latest = today.adding(months: months)
        if let last {
            if last > latest { problems.append(Refusal("meeting.series-too-far", ["latest": latest.danish])) }
            if let first = time.day, last < first { problems.append(Refusal("meeting.series-backwards")) }
        } else {
            problems.append(Refusal("meeting.series-last"))
        }
        problems += time.problems
        guard problems.isEmpty, let rhythm, let first = time.day, let last else { throw Refused(problems) }
        return Recurrence(rhythm, first: first, last: last)
    }

    private func days(of recurrence: Recurrence, _ office: Office, _ db: any Connection) throws -> [Day] {
        let now = office.now
        let days = recurrence.days(office.law.workingDays).filter { day in
            time.span(on: day).map { $0.from > now } ?? false
        }
        guard !days.isEmpty else { throw Refused("meeting.series-empty") }
        return try days.map { day in
            Day(
                day: day, isMoved: day.weekday != recurrence.first.weekday,
                isTaken: try MeetingStore.isTaken(day, of: forum, in: db))
        }
    }
}
