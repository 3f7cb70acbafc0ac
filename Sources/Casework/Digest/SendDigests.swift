public import Handbook
public import Prevention
import SQL
public import Store

/// What a daily mail says: numbers alone.
struct DigestCounts: Sendable, Hashable {
    /// Of those who work with cases.
    struct Cases: Sendable, Hashable {
        let overdue: Int
        let dueSoon: Int
        /// Of the tasks given to them.
        let tasksOverdue: Int
        let tasksSoon: Int
        let escalations: Int
        let suggestions: Int
    }

    /// `nil` for whoever works with none.
    let cases: Cases?
    /// What their seats in bodies still have to do, and how much of it is overdue.
    var actions = 0
    var actionsOverdue = 0
    /// Fast-track questions that wait for their authority.
    var questions = 0
    /// Cells of the mapping that the reader's municipality has left to fill in; `nil` for none.
    var mappingGaps: Int?
    /// Work orders that wait for the reader's municipality; `nil` for none.
    var orders: OwnOrders?

    /// Whether there is anything to say; whoever works with cases is told that nothing waits, too.
    var saysSomething: Bool { cases != nil || actions + questions > 0 || mappingGaps != nil || orders != nil }
}

/// Sends the daily mail (*dagligt overblik*) to every account that has switched it on and has not had it today: how many of their
/// deadlines are overdue or due, what was taken to them, what is suggested, what waits for their seats in bodies and their authority, and a
/// link. No number, no name, nothing of sealed programmes.
public struct SendDigests: Sendable {
    public struct Outcome: Sendable, Hashable {
        public var sent = 0
        /// Tried again next time.
        public var failed = 0
    }

    public let settings: MailSettings
    /// Whether to wait for the time of the day; a command that is asked for sends at once.
    public let waits: Bool

    public init(_ settings: MailSettings, waits: Bool) {
        self.settings = settings
        self.waits = waits
    }

    /// - Parameter actor: whoever runs it, as logged.
    public func callAsFunction(by actor: Actor, in office: Office) async throws -> Outcome {
        let now = office.now
        var outcome = Outcome()
        let waiting = try await office.database.read { db in try DigestStore.waiting(on: now.day, in: db) }
        for digest in waiting where !waits || settings.at.isDue(at: now, last: digest.doneOn) {
            let reader = office.handbook.placed(digest.account.actor)
            // Whoever may see nothing any more gets none, and neither does an address that is no longer one.
            guard let who = try? Policy.authorize(reader, Acts.ReadPlan.self),
                let address = MailAddress(digest.address)
            else { continue }
            let counts: DigestCounts
            do {
                counts = try await self.counts(for: who, in: office)
            } catch let stop as CancellationError {
                throw stop
            } catch {
                // One account's cases that cannot be read hold up nobody else's mail.
                outcome.failed += 1
                try await office.database.write { db in
                    try DigestStore.fail(of: digest.account.id, lastSent: digest.sentOn, at: now, in: db)
                }
                continue
            }
            guard counts.saysSomething else {
                // The timer counts once a day: what comes later that day is told on the next.
                if waits {
                    try await office.database.write { db in
                        try DigestStore.pass(over: now.day, of: digest.account.id, in: db)
                    }
                }
                continue
            }
            // Claimed first: two processes, or a restart, never send it twice.
            let isOurs = try await office.database.write { db in
                try DigestStore.claim(now.day, of: digest.account.id, in: db)
            }
            guard isOurs else { continue }
            let words = office.handbook[Language(rawValue: digest.language) ?? .danish]
            let message = DigestMessage(counts, to: address, settings, at: now, words).text
            let isSent = await Sendmail(settings: settings).hand(over: message)
            try await office.database.write { db in
                if !isSent {
                    try DigestStore.fail(of: digest.account.id, lastSent: digest.sentOn, at: now, in: db)
                }
                try office.ledger.record(
                    .account, .account, id: digest.account.id, reason: isSent ? "digest sent" : "digest failed",
                    by: actor, at: now, in: db)
            }
            if isSent { outcome.sent += 1 } else { outcome.failed += 1 }
        }
        return outcome
    }

    private func counts(for who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> DigestCounts {
        let worker = try? Policy.authorize(who.actor, Acts.WorkCases.self)
        var cases: DigestCounts.Cases?
        if let worker { cases = try await self.cases(of: worker, in: office) }
        let actions = try await ListOwnBodyActions()(who, in: office)
        return DigestCounts(
            cases: cases, actions: actions.count,
            actionsOverdue: actions.count { $0.action.dueOn.map { $0 < office.now.day } ?? false },
            questions: try await WaitingQuestions()(who, in: office).count,
            mappingGaps: try await CountMappingGaps()(who.actor, in: office),
            orders: try await CountOwnOrders()(who.actor, in: office))
    }

    private func cases(of who: Authorized<Acts.WorkCases>, in office: Office) async throws -> DigestCounts.Cases {
        let now = office.now
        let scope = who.scope.handled(by: who.actor).withoutSealed
        let suggestions = try await CountSuggestions()(who, in: office)
            .filter { !$0.programme.isSealed }.map(\.count).reduce(0, +)
        return try await office.database.read { db in
            func count(_ deadline: CaseQuery.Deadline) throws -> Int {
                var query = CaseQuery(order: .due)
                query.owner = who.actor.name
                query.deadline = deadline
                return try CaseStore.count(query, scope: scope, now: now, most: CaseList.countedTo, in: db).cases
            }
            func tasks(_ due: TaskQuery.Due) throws -> Int {
                var query = TaskQuery()
                query.due = due
                return try TaskStore.count(
                    query, of: who.actor.name, scope: who.scope.withoutSealed, today: now.day,
                    most: CaseList.countedTo, in: db)
            }
            return DigestCounts.Cases(
                overdue: try count(.overdue), dueSoon: try count(.week), tasksOverdue: try tasks(.overdue),
                tasksSoon: try tasks(.week),
                escalations: try EscalationStore.openCount(
                    to: who.actor.name, scope: who.scope.withoutSealed, in: db),
                suggestions: suggestions)
        }
    }
}

/// One's own daily mail: the address, and whether it is switched on.
public struct OwnDigest: Sendable {
    let session: StoredSession

    public init(_ session: StoredSession) {
        self.session = session
    }

    public func state(in office: Office) async throws -> StoredDigest? {
        let id = session.account.id
        return try await office.database.read { db in try DigestStore.digest(of: id, in: db) }
    }

    /// - Throws: `Refused("digest-address")` for what is no single address.
    public func set(address: String, language: Language, isOn: Bool, in office: Office) async throws {
        let actor = session.account.actor
        _ = try Policy.authorize(actor, Acts.ReadPlan.self)
        guard !isOn && address.isEmpty || MailAddress(address) != nil else { throw Refused("digest-address") }
        let now = office.now
        let id = session.account.id
        try await office.database.write { db in
            try DigestStore.set(address: address, language: language.rawValue, isOn: isOn, of: id, in: db)
            try office.ledger.record(
                .account, .account, id: id, reason: isOn ? "digest on" : "digest off", by: actor, at: now, in: db)
        }
    }
}
