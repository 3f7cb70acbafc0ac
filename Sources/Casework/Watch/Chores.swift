public import Prevention
import SQL
import Store

/// What the serving process does by itself: reckons deadlines and forecasts anew, makes the list of Socialsøg anew where it
/// waits for that, lets notices follow families that have moved, takes overdue clocks to leaders, takes out what has expired
/// and hits on which nobody has decided in time, counts the weeks of shadow runs, sends the daily mail. Each part asks what is due, so that several processes, or a restart,
/// do nothing twice.
public struct Chores: Sendable {
    /// What went wrong, by part, for the log of the server: one part never holds up the others.
    public struct Failure: Sendable {
        public let chore: String
        public let error: any Error
    }

    public struct Outcome: Sendable {
        public var escalations = Escalate.Outcome()
        public var digests = SendDigests.Outcome()
        public var failures: [Failure] = []
    }

    /// `nil` where no mail is set up.
    public let mail: MailSettings?
    public let actor: Actor

    public init(mail: MailSettings?, by actor: Actor) {
        self.mail = mail
        self.actor = actor
    }

    /// A part that the stopping server cuts short has not failed: it is due again at the next start.
    public func callAsFunction(in office: Office) async -> Outcome {
        var outcome = Outcome()
        do {
            if try await office.database.read({ try RefreshDeadlines().isDue(office, in: $0) }) {
                _ = try await RefreshDeadlines()(in: office)
            }
        } catch { outcome.add("deadlines", error) }
        do {
            if try await office.database.read({ try StoreForecasts().isDue(office, in: $0) }) {
                try await StoreForecasts()(in: office)
            }
        } catch { outcome.add("forecasts", error) }
        do {
            if try await Rescreen().isDue(office) { try await Rescreen()(by: actor, in: office) }
        } catch { outcome.add("screening", error) }
        // A notice is with those who can open it before anybody is told that they have not.
        do {
            if try await office.database.read({ try RouteNotices().isDue(office, in: $0) }) {
                for error in try await RouteNotices()(by: actor, in: office).failures { outcome.add("notices", error) }
            }
        } catch { outcome.add("notices", error) }
        do {
            if try await office.database.read({ try Escalate().isDue(office, in: $0) }) {
                outcome.escalations = try await Escalate()(by: actor, in: office)
            }
        } catch { outcome.add("escalations", error) }
        do {
            if try await Expire().isDue(office) { try await Expire()(by: actor, in: office) }
        } catch { outcome.add("expiry", error) }
        do {
            if try await LapseHits().isDue(office) { try await LapseHits()(by: actor, in: office) }
        } catch { outcome.add("undecided-hits", error) }
        do {
            if try await CountShadowWeeks().isDue(office) { try await CountShadowWeeks()(by: actor, in: office) }
        } catch { outcome.add("shadow-runs", error) }
        do {
            if let mail { outcome.digests = try await SendDigests(mail, waits: true)(by: actor, in: office) }
        } catch { outcome.add("digests", error) }
        return outcome
    }
}

extension Chores.Outcome {
    fileprivate mutating func add(_ chore: String, _ error: any Error) {
        if error is CancellationError { return }
        failures.append(Chores.Failure(chore: chore, error: error))
    }
}
