public import Handbook
public import Prevention
import SQL
public import Store

/// One's own calendar: a secret address at which a calendar program reads the deadlines.
public struct OwnCalendar: Sendable {
    let session: StoredSession

    public init(_ session: StoredSession) {
        self.session = session
    }

    /// Whether there is anything that somebody's calendar could show: the deadlines of cases, the meetings of forums.
    public static func isOpen(to actor: Actor) -> Bool {
        actor.may(.workCases) || actor.may(.workForums)
    }

    /// `nil` where there is none.
    public func state(in office: Office) async throws -> StoredFeed? {
        let id = session.account.id
        return try await office.database.read { db in try FeedStore.feed(of: id, in: db) }
    }

    /// Makes a calendar, or gives it another address; the one before leads nowhere from then on.
    ///
    /// - Returns: the secret part of the address, which is shown this once.
    /// - Throws: `Refusal("forbidden")` for whoever works with no cases and in no forums.
    public func renew(
        _ coverage: StoredFeed.Coverage, language: Language, in office: Office
    ) async throws -> SessionToken {
        let actor = session.account.actor
        guard OwnCalendar.isOpen(to: actor) else { throw Refusal("forbidden") }
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

/// Reads somebody's calendar by its secret address: the clocks of its cases, the tasks given to its owner, the meetings of their
/// forums and the days of what these have given them to do. It names nobody: number, programme and clock alone, of a task not
/// even its title, of a meeting its forum and time, and nothing of sealed programmes.
public struct ReadCalendar: Sendable {
    public let token: SessionToken
    /// Where the site is, as its links begin: `https://kreds.example.dk`; `nil` leaves links out.
    public let site: String?

    public init(_ token: SessionToken, site: String?) {
        self.token = token
        self.site = site
    }

    /// - Returns: the calendar as text (RFC 5545).
    /// - Throws: `NotFound` where there is no such calendar, its account is closed, or works neither with cases
    ///   nor in forums any longer.
    public func callAsFunction(in office: Office) async throws -> String {
        let now = office.now
        let hash = token.hash
        let most = try office.law.value("calendar.events", on: now.day)
        let found = try await office.database.write { db -> Found in
            guard let feed = try FeedStore.feed(hash: hash, in: db) else { throw NotFound() }
            let actor = office.handbook.placed(feed.account.actor)
            guard OwnCalendar.isOpen(to: actor) else { throw NotFound() }
            let forums = try ForumEvents(of: actor, now: now, keys: office.keys, in: db)
            let bodies = try BodyEvents(of: actor, now: now, in: db)
            guard actor.may(.workCases) else {
                return try log(
                    Found(feed: feed, cases: [], tasks: [], forums: forums, bodies: bodies), most, office, db)
            }
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
            return try log(
                Found(feed: feed, cases: cases, tasks: tasks, forums: forums, bodies: bodies), most, office, db)
        }
        let words = office.handbook[Language(rawValue: found.feed.language) ?? .danish]
        let tasks = found.tasks.map { event($0, today: now.day, words) }
        let cases = found.cases.flatMap { row, readings in readings.compactMap { event($0, row, words) } }
        let meetings =
            found.forums.events(site: site, today: now.day, office.handbook, words)
            + found.bodies.events(site: site, today: now.day, office.handbook, words)
        let events = meetings + tasks + cases
        return ICalendar(name: words("calendar.name"), events: Array(events.prefix(most)), writtenAt: now).text
    }

    private struct Found: Sendable {
        let feed: StoredFeed
        let cases: [(row: CaseRow, readings: [ClockReading])]
        let tasks: [ListedTask]
        let forums: ForumEvents
        let bodies: BodyEvents

        var count: Int { cases.map(\.readings.count).reduce(0, +) + tasks.count + forums.count + bodies.count }
    }

    /// That it was read, and how much stood in it.
    private func log(_ found: Found, _ most: Int, _ office: Office, _ db: any Connection) throws -> Found {
        let account = found.feed.account
        try FeedStore.setUsed(by: account.id, at: office.now, in: db)
        try office.ledger.record(
            .read, .account, id: account.id, reason: "calendar \(min(found.count, most))",
            by: office.handbook.placed(account.actor), at: office.now, in: db)
        return found
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
