public import Prevention
import SQL
public import Store

/// A meeting that a member of its forum has opened.
public struct OpenedMeeting: Sendable {
    public let meeting: StoredMeeting
    public let opened: OpenedForum

    public var id: Int64 { meeting.id }
    public var forum: StoredForum { opened.forum }
    public var isChair: Bool { opened.isChair }

    /// - Throws: `NotFound` for whoever has nothing to do with the forum.
    init(_ id: Int64, _ who: Authorized<Acts.WorkForums>, in db: any Connection) throws {
        guard let meeting = try MeetingStore.meeting(id, in: db) else { throw NotFound() }
        self.meeting = meeting
        opened = try OpenedForum(meeting.forum, who, in: db)
    }

    /// Whether its items are being spoken of, or what was said is being written down.
    public func isRunning(at now: Instant) -> Bool { meeting.isRunning(at: now) }

    /// - Throws: `Refused("meeting.not-running")`.
    func requireRunning(at now: Instant) throws {
        guard isRunning(at: now) else { throw Refused("meeting.not-running") }
    }

    /// - Throws: `Refused("changed-meanwhile")` where the user saw another one.
    func requireRevision(_ revision: Int) throws {
        guard meeting.revision == revision else { throw Refused("changed-meanwhile") }
    }

    /// That it is changed, and how: a code that names nobody.
    func changeEntry(_ reason: String) -> LedgerEntry {
        LedgerEntry(.change, .meeting, id: id, reason: reason)
    }

    /// Of items, those whose minutes are for the reader: whoever is let into an item later reads what is written from then on.
    func written(_ items: [Int64], for reader: Actor, in db: any Connection) throws -> Set<Int64> {
        guard !isChair else { return Set(items) }
        let joined = try ParticipantStore.joined(reader.name, items, in: db)
        return Set(items.filter { meeting.isReadable(joined: joined[$0]) })
    }

    /// Whether the reader takes part in an item, which is not closed for too long, or leads the forum; nobody comes upon their own
    /// family by one.
    func shows(_ item: StoredItem, _ participants: [String], to sight: Sight, _ office: Office) throws -> Bool {
        if sight.isAboutKin(item) { return false }
        if isChair { return true }
        return try opened.seat != nil && participants.contains(sight.actor.name) && office.isForParticipants(item)
    }
}

extension Office {
    /// Reads a meeting; `body` gives the entries that say what of it was read.
    ///
    /// - Throws: `NotFound` for whoever has nothing to do with its forum.
    func reading<Value: Sendable>(
        meeting id: Int64, as who: Authorized<Acts.WorkForums>,
        _ body: @Sendable @escaping (any Connection, OpenedMeeting, Sight) throws -> (Value, [LedgerEntry])
    ) async throws -> Value {
        try await reading(as: who.actor) { db, sight in try body(db, try OpenedMeeting(id, who, in: db), sight) }
    }

    /// Changes a meeting, or what belongs to it; `body` writes the log.
    ///
    /// - Throws: `NotFound` for whoever has nothing to do with its forum; `Refused("forum.ended")`.
    func writing<Value: Sendable>(
        meeting id: Int64, as who: Authorized<Acts.WorkForums>,
        _ body: @Sendable @escaping (any Connection, OpenedMeeting, Sight) throws -> Value
    ) async throws -> Value {
        try await writing(as: who.actor) { db, sight in
            let opened = try OpenedMeeting(id, who, in: db)
            try opened.opened.requireOpen()
            return try body(db, opened, sight)
        }
    }
}
