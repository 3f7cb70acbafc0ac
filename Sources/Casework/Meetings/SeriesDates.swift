import Handbook
public import Prevention
import SQL
import Store

/// When a series of meetings meets, as somebody has typed it: of a forum or of a body, alike.
public struct SeriesDates: Sendable {
    public let rhythm: Recurrence.Rhythm?
    /// The day of `time` is the first one.
    public let time: MeetingTime
    public let last: LocalDate?

    /// A day of the series.
    public struct Day: Sendable, Hashable {
        public let day: LocalDate
        /// Whether authorities are closed on the day that the rhythm gives.
        public let isMoved: Bool
        /// Whether they meet then already; no second meeting is planned.
        public let isTaken: Bool
    }

    public init(_ rhythm: Recurrence.Rhythm?, _ time: MeetingTime, last: LocalDate?) {
        self.rhythm = rhythm
        self.time = time
        self.last = last
    }

    /// - Parameter host: the forum or body.
    /// - Throws: `Refused` with every reason.
    func days(of host: Int64, _ tables: MeetingTables, _ office: Office, _ db: any Connection) throws -> [Day] {
        try days(of: try recurrence(office), host, tables, office, db)
    }

    /// - Parameters:
    ///   - host: the forum or body.
    ///   - entity: what the log calls its meetings.
    /// - Returns: how many meetings were planned.
    /// - Throws: `Refused` with every reason.
    func plan(
        in host: Int64, _ tables: MeetingTables, log entity: LedgerEntry.Entity, by actor: Actor, _ office: Office,
        _ db: any Connection
    ) throws -> Int {
        let now = office.now
        let recurrence = try recurrence(office)
        let days = try days(of: recurrence, host, tables, office, db).filter { !$0.isTaken }.map(\.day)
        guard !days.isEmpty else { throw Refused("meeting.series-empty") }
        let spans = days.compactMap { time.span(on: $0) }
        let starts = spans.first.map { String($0.from.local.dropFirst(11).prefix(5)) } ?? ""
        let series = try MeetingStore.addSeries(
            recurrence, starts: starts, minutes: time.minutes ?? 0, place: time.place, to: host, tables, by: actor,
            at: now, in: db)
        let entries = try spans.map { span in
            let id = try MeetingStore.add(
                to: host, tables, series: series, startsAt: span.from, endsAt: span.to, place: time.place, by: actor,
                at: now, in: db)
            let day = span.from.day.description
            return LedgerEntry(.change, entity, id: id, reason: "planned \(day) series \(series)")
        }
        try office.ledger.record(entries, by: actor, at: now, in: db)
        return entries.count
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

    private func days(
        of recurrence: Recurrence, _ host: Int64, _ tables: MeetingTables, _ office: Office, _ db: any Connection
    ) throws -> [Day] {
        let now = office.now
        let days = recurrence.days(office.law.workingDays).filter { day in
            time.span(on: day).map { $0.from > now } ?? false
        }
        guard !days.isEmpty else { throw Refused("meeting.series-empty") }
        return try days.map { day in
            Day(
                day: day, isMoved: day.weekday != recurrence.first.weekday,
                isTaken: try MeetingStore.isTaken(day, of: host, tables, in: db))
        }
    }
}

extension MeetingTime {
    /// Its begin and end, of a meeting that is to come.
    ///
    /// - Parameters:
    ///   - host: the forum or body.
    ///   - id: of the meeting that is moved.
    /// - Throws: `Refused` with every reason.
    func checked(
        in host: Int64, _ tables: MeetingTables, except id: Int64? = nil, _ office: Office, _ db: any Connection
    ) throws -> (from: Instant, to: Instant) {
        let problems = dayProblems(now: office.now, law: office.law) + self.problems
        guard problems.isEmpty, let day, let span = span(on: day) else { throw Refused(problems) }
        if try MeetingStore.isTaken(day, of: host, tables, except: id, in: db) {
            throw Refused("meeting.day-taken", ["day": day.danish])
        }
        return span
    }

    /// - Returns: the id of the new meeting.
    func plan(
        in host: Int64, _ tables: MeetingTables, by actor: Actor, _ office: Office, _ db: any Connection
    ) throws -> Int64 {
        let span = try checked(in: host, tables, office, db)
        return try MeetingStore.add(
            to: host, tables, startsAt: span.from, endsAt: span.to, place: place, by: actor, at: office.now, in: db)
    }
}
