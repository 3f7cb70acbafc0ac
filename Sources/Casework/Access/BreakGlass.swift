import Handbook
public import Prevention
import SQL
public import Store

/// Opens emergency access (*nødadgang*): for some hours (law.yaml `break-glass.hours`) its user sees every person and every
/// case but the sealed, protection lifted. Whoever reviews the log is told at once, and must say afterwards whether there was
/// reason for it.
public struct BreakGlass: Sendable {
    public let reason: String

    public init(reason: String) {
        self.reason = reason
    }

    /// - Returns: when it ends.
    /// - Throws: `Refused`: `emergency-reason`, `emergency-open`, `emergency-unreviewed`.
    @discardableResult
    public func callAsFunction(_ who: Authorized<Acts.BreakGlass>, in office: Office) async throws -> Instant {
        let shortest = try office.law.value("break-glass.reason-length", on: office.now.day)
        guard reason.count >= shortest else { throw Refused("emergency-reason", ["shortest": String(shortest)]) }
        let now = office.now
        let end = now.adding(hours: try office.law.value("break-glass.hours", on: now.day))
        let reviewDays = try office.law.value("break-glass.review-days", on: now.day)
        try await office.database.write { db in
            guard try EmergencyStore.active(of: who.actor.name, at: now, in: db) == nil else {
                throw Refused("emergency-open")
            }
            // Who has not been answered for the last one in time gets no other.
            let late = now.adding(hours: -24 * reviewDays)
            guard try EmergencyStore.unreviewed(of: who.actor.name, endedBefore: late, in: db) == 0 else {
                throw Refused("emergency-unreviewed")
            }
            let opened = try EmergencyStore.open(
                account: who.actor.name, reason: reason, at: now, until: end, in: db)
            // Only somebody with an account has a scope to widen.
            guard let id = opened else { throw NotFound() }
            for reviewer in try AccountStore.accounts(in: db)
            where office.handbook.placed(reviewer.actor).holds(any: [.leader, .dataProtectionOfficer]) {
                try NoticeStore.add(.emergency, about: id, to: reviewer.id, at: now, in: db)
            }
            try office.ledger.record(
                .emergency, .emergency, id: id, reason: "opened", words: reason, by: who.actor, at: now, in: db)
        }
        return end
    }
}

/// Ends one's own emergency access before its time.
public struct EndEmergency: Sendable {
    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.BreakGlass>, in office: Office) async throws {
        let now = office.now
        try await office.database.write { db in
            guard let open = try EmergencyStore.active(of: who.actor.name, at: now, in: db) else { return }
            try EmergencyStore.end(open.id, at: now, in: db)
            try office.ledger.record(
                .emergency, .emergency, id: open.id, reason: "ended", by: who.actor, at: now, in: db)
        }
    }
}

/// Reads the emergency accesses, those first that wait for a review.
public struct ListEmergencies: Sendable {
    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.ReviewLog>, in office: Office) async throws -> [StoredEmergency] {
        try await office.database.read { db in try EmergencyStore.all(limit: 100, in: db) }
    }
}

/// Says afterwards whether there was reason for an emergency access: an obligation of whoever reviews the log, and never of
/// the one who had it.
public struct ReviewEmergency: Sendable {
    public let id: Int64
    public let verdict: StoredEmergency.Verdict
    public let note: String

    public init(_ id: Int64, _ verdict: StoredEmergency.Verdict, note: String) {
        self.id = id
        self.verdict = verdict
        self.note = note
    }

    /// - Throws: `Refused`: `emergency-own`, `emergency-running`, `emergency-note`, `changed-meanwhile`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReviewLog>, in office: Office) async throws {
        let now = office.now
        try await office.database.write { db in
            guard let found = try EmergencyStore.emergency(id, in: db) else { throw NotFound() }
            guard found.account != who.actor.name else { throw Refused("emergency-own") }
            guard found.endsAt <= now else { throw Refused("emergency-running", ["at": found.endsAt.danish]) }
            guard !note.isEmpty else { throw Refused("emergency-note") }
            guard try EmergencyStore.review(id, verdict, note: note, by: who.actor.name, at: now, in: db) else {
                throw Refused("emergency-reviewed")
            }
            try office.ledger.record(
                .emergency, .emergency, id: id, reason: verdict.rawValue, by: who.actor, at: now, in: db)
        }
    }
}

/// An emergency access with what was done under it.
public struct EmergencyView: Sendable {
    public let emergency: StoredEmergency
    /// In its order, as many as are read at once; persons stand with their numbers alone.
    public let entries: [StoredEntry]
    public static let mostEntries = 500
}

/// Reads one emergency access, and takes the notice of it as read. Names nobody who was looked up, so nothing is logged.
public struct ReadEmergency: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    public func callAsFunction(_ who: Authorized<Acts.ReviewLog>, in office: Office) async throws -> EmergencyView {
        let now = office.now
        return try await office.database.write { db in
            guard let found = try EmergencyStore.emergency(id, in: db) else { throw NotFound() }
            try NoticeStore.markRead(.emergency, about: id, of: who.actor.name, at: now, in: db)
            let entries = try LedgerReading.entries(
                ofEmergency: id, by: found.account, from: found.startedAt, limit: EmergencyView.mostEntries, in: db)
            return EmergencyView(emergency: found, entries: entries)
        }
    }
}

/// Something that the actor has been told of and not opened yet.
public struct Notice: Sendable, Hashable {
    public let kind: StoredNotice.Kind
    public let about: Int64
    public let at: Instant
    /// Of whoever it is about.
    public let name: String
}

public struct ReadNotices: Sendable {
    public init() {}

    public func callAsFunction(_ actor: Actor, in office: Office) async throws -> [Notice] {
        try await office.database.read { db in
            try NoticeStore.unread(of: actor.name, in: db).map { stored in
                switch stored.kind {
                case .emergency:
                    let name = try EmergencyStore.emergency(stored.about, in: db)?.displayName ?? ""
                    return Notice(kind: stored.kind, about: stored.about, at: stored.at, name: name)
                case .handOver:
                    let account = try BulkStore.run(stored.about, in: db)?.account ?? ""
                    let name = try AccountStore.names(in: db).first { $0.name == account }?.displayName
                    return Notice(kind: stored.kind, about: stored.about, at: stored.at, name: name ?? account)
                case .question, .answer:
                    return Notice(kind: stored.kind, about: stored.about, at: stored.at, name: "")
                }
            }
        }
    }
}
