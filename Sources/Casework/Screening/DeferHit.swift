public import Prevention
import SQL
import Store

/// Puts a hit off until a day, on which it comes back by itself; what triggers the rule anew brings it back at once.
public struct DeferHit: Sendable {
    public let id: Int64
    /// `nil` where none was given.
    public let until: LocalDate?
    public let reason: String

    public init(_ id: Int64, until: LocalDate?, reason: String) {
        self.id = id
        self.until = until
        self.reason = reason
    }

    /// The same deferral sent twice is one.
    ///
    /// - Throws: `Refused`: `hit-decided`, `hit-deferral.day`, `hit-deferral.past`, `hit-deferral.late`, `hit-deferral.reason`,
    ///   `hit-text-long`.
    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws {
        try await office.writing(as: who.actor) { db, sight in
            let (page, entries) = try ReadHit(id).load(who, sight, office, db)
            guard page.hit.state == .open else { throw Refused("hit-decided") }
            if isThere(page, who.actor, today: office.now.day) { return }
            let now = office.now
            let latest = page.bench.latestDeferral
            var refusals: [Refusal] = []
            if let until {
                if until <= now.day {
                    refusals.append(Refusal("hit-deferral.past"))
                } else if until > latest {
                    refusals.append(Refusal("hit-deferral.late", ["day": latest.danish]))
                }
            } else {
                refusals.append(Refusal("hit-deferral.day"))
            }
            if reason.isEmpty { refusals.append(Refusal("hit-deferral.reason")) }
            HitText.problem(reason, at: "reason").map { refusals.append($0) }
            guard let until, refusals.isEmpty else { throw Refused(refusals) }
            try office.ledger.record(entries, by: who.actor, at: now, in: db)
            try HitStore.put(id, offUntil: until, reason: reason, by: who.actor, at: now, in: db)
            if let explanation = page.bench.explanation {
                try HitStore.setKnown(HitKnown(explanation, on: now.day), of: id, in: db)
            }
            try office.ledger.record(
                .change, .hit, id: id, reason: "deferred \(until)", by: who.actor, at: now, in: db)
        }
    }

    /// Whether the hit stands put off like this, by the same person.
    private func isThere(_ page: HitPage, _ actor: Actor, today: LocalDate) -> Bool {
        guard let last = page.bench.deferrals.first, last.endedAt == nil, page.hit.deferredUntil == until,
            last.until > today
        else { return false }
        return last.until == until && last.reason == reason && last.actor == actor.name
    }
}

/// Takes a hit that was put off back into the queue.
public struct EndDeferral: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `Refused("hit-deferral.over")` where it is not put off.
    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws {
        try await office.writing(as: who.actor) { db, sight in
            let (page, entries) = try ReadHit(id).load(who, sight, office, db)
            let now = office.now
            guard page.hit.isDeferred(on: now.day) else { throw Refused("hit-deferral.over") }
            try office.ledger.record(entries, by: who.actor, at: now, in: db)
            try HitStore.endDeferral(of: id, by: who.actor, at: now, in: db)
            try office.ledger.record(.change, .hit, id: id, reason: "taken back", by: who.actor, at: now, in: db)
        }
    }
}
