public import Handbook
import Prevention
import SQL
public import Store

/// One's own calendar: a secret address at which a calendar program reads the deadlines.
public struct OwnCalendar: Sendable {
    let session: StoredSession

    public init(_ session: StoredSession) {
        self.session = session
    }

    /// `nil` where there is none.
    public func state(in office: Office) async throws -> StoredFeed? {
        let id = session.account.id
        return try await office.database.read { db in try FeedStore.feed(of: id, in: db) }
    }

    /// Makes a calendar, or gives it another address; the one before leads nowhere from then on.
    ///
    /// - Returns: the secret part of the address, which is shown this once.
    /// - Throws: `Refusal("forbidden")` for whoever works with no cases.
    public func renew(
        _ coverage: StoredFeed.Coverage, language: Language, in office: Office
    ) async throws -> SessionToken {
        let actor = session.account.actor
        _ = try Policy.authorize(actor, Acts.WorkCases.self)
        let token = SessionToken.random()
        let now = office.now
        let id = session.account.id
        try await office.database.write { db in
            try FeedStore.set(
                hash: token.hash, coverage, language: language.rawValue, of: id, at: now, in: db)
            try office.ledger.record(
                .account, .account, id: id, reason: "calendar renewed " + coverage.rawValue, by: actor, at: now, in: db)
        }
        return token
    }

    /// Takes the calendar away.
    public func revoke(in office: Office) async throws {
        let now = office.now
        let (id, actor) = (session.account.id, session.account.actor)
        try await office.database.write { db in
            guard try FeedStore.delete(of: id, in: db) else { return }
            try office.ledger.record(
                .account, .account, id: id, reason: "calendar revoked", by: actor, at: now, in: db)
        }
    }
}

/// Reads somebody's calendar by its secret address: the clocks of its cases, and the tasks given to its owner. It names nobody in
/// a case: number, programme and clock alone, of a task not even its title, and nothing of sealed programmes.
public struct ReadCalendar: Sendable {
    public let token: SessionToken
    /// Where the site is, as its links begin: `https://kreds.example.dk`; `nil` leaves links out.
    public let site: String?

    public init(_ token: SessionToken, site: String?) {
        self.token = token
        self.site = site
    }

    /// - Returns: the calendar as text (RFC 5545).
    /// - Throws: `NotFound` where there is no such calendar, its account is closed, or no longer works with cases.
    public func callAsFunction(in office: Office) async throws -> String {
        let now = office.now
        let hash = token.hash
        let most = try office.law.value("calendar.events", on: now.day)
        let found = try await office.database.write { db -> Found in
            guard let feed = try FeedStore.feed(hash: hash, in: db) else { throw NotFound() }
            let actor = office.handbook.placed(feed.account.actor)
            guard actor.may(.workCases) else { throw NotFound() }
            let scope = CaseScope(of: actor).handled(by: actor).withoutSealed
            var query = CaseQuery(order: .due)
            query.isOpen = true
            if feed.coverage == .own { query.owner = actor.name }
            let rows = try CaseStore.page(query, scope: scope, now: now, limit: most, in: db).rows
            let files = try DeadlineStore.files(rows.map(\.id), in: db)
            let cases = try rows.compactMap { row in
                try files[row.id].map { (row, try Engine.runningClocks(of: $0, now: now, law: office.law)) }
            }
            var deadlines = TaskDeadlines()
            deadlines.owner = actor.name
            let tasks = try TaskStore.due(
                deadlines, scope: CaseScope(of: actor).withoutSealed, limit: most, in: db)
            try FeedStore.setUsed(by: feed.account.id, at: now, in: db)
            let events = cases.map(\.1.count).reduce(0, +) + tasks.count
            try office.ledger.record(
                .read, .account, id: feed.account.id, reason: "calendar \(min(events, most))", by: actor, at: now,
                in: db)
            return Found(feed: feed, cases: cases, tasks: tasks)
        }
        let words = office.handbook[Language(rawValue: found.feed.language) ?? .danish]
        let tasks = found.tasks.map { event($0, today: now.day, words) }
        let events = tasks + found.cases.flatMap { row, readings in readings.compactMap { event($0, row, words) } }
        return ICalendar(name: words("calendar.name"), events: Array(events.prefix(most)), writtenAt: now).text
    }

    private struct Found: Sendable {
        let feed: StoredFeed
        let cases: [(row: CaseRow, readings: [ClockReading])]
        let tasks: [ListedTask]
    }

    private func event(_ one: ListedTask, today: LocalDate, _ words: Words) -> ICalendar.Event {
        ICalendar.Event(
            uid: "\(one.row.number)-task-\(one.task.id)@kreds", sequence: one.task.revision, at: .day(one.task.dueOn),
            summary: words("calendar.task", ["number": one.row.number]),
            description: words(one.task.dueOn < today ? "calendar.overdue" : "calendar.due"),
            url: site.map { $0 + "/cases/\(one.row.id)/tasks" })
    }

    private func event(_ reading: ClockReading, _ row: CaseRow, _ words: Words) -> ICalendar.Event? {
        guard let due = reading.dueAt, let programme = Catalogue.programme(row.programme) else { return nil }
        let clock = words.name("clock", reading.clock.code, of: programme)
        let name = words("programme.\(programme.code).short")
        let isDay = due == Instant(endOf: due.day)
        return ICalendar.Event(
            uid: "\(row.number)-\(reading.clock.code)-\(reading.startedAt.milliseconds)@kreds", sequence: row.revision,
            at: isDay ? .day(due.day) : .instant(due),
            summary: words("calendar.summary", ["number": row.number, "programme": name, "clock": clock]),
            description: words(reading.state == .overdue ? "calendar.overdue" : "calendar.due"),
            url: site.map { $0 + "/cases/\(row.id)" })
    }
}
