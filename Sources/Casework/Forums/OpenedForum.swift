public import Prevention
import SQL
public import Store

/// A forum that somebody has opened, with the seat that they have in it.
public struct OpenedForum: Sendable {
    public let forum: StoredForum
    /// `nil` for whoever sets up forums and does not sit in this one.
    public let seat: ForumMember?
    /// Whether the reader sets up forums and says who sits in them.
    public let mayManage: Bool

    public var id: Int64 { forum.id }
    /// Whether the reader leads it, and still may.
    public let isChair: Bool

    /// - Throws: `NotFound` for whoever neither sits in it nor sets up forums.
    init(_ id: Int64, _ who: Authorized<Acts.WorkForums>, in db: any Connection) throws {
        guard let forum = try ForumStore.forum(id, in: db) else { throw NotFound() }
        let seat = try ForumStore.seat(of: who.actor.name, in: id, db)
        self.forum = forum
        // Whoever has changed roles, authority or municipality sits no longer where such people may not.
        self.seat = seat.flatMap { forum.kind.mayHave(who.actor, in: forum.municipality) ? $0 : nil }
        isChair = self.seat.map { $0.isChair && forum.kind.mayBeLed(by: who.actor) } ?? false
        mayManage = who.actor.may(.manageForums)
        guard self.seat != nil || mayManage else { throw NotFound() }
    }

    /// The forums whose pages the actor may open. A seat that no longer counts opens nothing.
    static func readable(to actor: Actor, in db: any Connection) throws -> [StoredForum] {
        let all = actor.may(.manageForums)
        return try ForumStore.forums(of: all ? nil : actor.name, in: db)
            .filter { all || $0.kind.mayHave(actor, in: $0.municipality) }
    }

    /// - Throws: `Refused("forum.not-chair")` for everybody but a chair; `forum.ended`.
    func requireChair() throws {
        try requireOpen()
        guard isChair else { throw Refused("forum.not-chair") }
    }

    /// - Throws: `Refused("forum.ended")`.
    func requireOpen() throws {
        guard forum.isOpen else { throw Refused("forum.ended") }
    }
}

/// An item that somebody has opened: a participant, the chair, or whoever has proposed it. To everybody else it does not exist.
public struct OpenedItem: Sendable {
    public let item: StoredItem
    public let opened: OpenedForum
    /// The meeting that it is on.
    public let meeting: StoredMeeting?
    /// Account names.
    public let participants: [String]
    /// Who it is about, as the reader may see them; `nil` for a theme, and for somebody who is not in the register.
    public let person: PersonView?
    public let isParticipant: Bool
    /// Whether what was written about it is for the reader now.
    let mayReadWords: Bool
    /// Whether what was shared with it may be read now (*adgangsvindue*): it is on an agenda that has been sent, and the minutes
    /// are not approved, nor is the meeting so long over that it has closed by itself (`forum.window`).
    public let isWindowOpen: Bool

    public var id: Int64 { item.id }
    public var forum: StoredForum { opened.forum }
    public var isChair: Bool { opened.isChair }

    /// - Throws: `NotFound`; `OwnFamily` where it is about the reader's own family.
    init(_ id: Int64, _ who: Authorized<Acts.WorkForums>, _ sight: Sight, _ office: Office, in db: any Connection)
        throws
    {
        guard let item = try ItemStore.item(id, keys: office.keys, in: db), item.state != .deleted else {
            throw NotFound()
        }
        let opened = try OpenedForum(item.forum, who, in: db)
        let participants = try ParticipantStore.participants(of: id, in: db)
        let name = who.actor.name
        isParticipant = opened.seat != nil && participants.contains(name)
        guard isParticipant || opened.isChair || opened.seat != nil && item.proposedBy == name else { throw NotFound() }
        guard try opened.isChair || office.isForParticipants(item) else { throw NotFound() }
        if let person = item.person { try sight.checkKin([person]) }
        // What was written goes to the participants with a record, for as long as they work on it.
        mayReadWords = opened.isChair || item.proposedBy == name || item.state.isLive
        self.item = mayReadWords ? item : item.withoutWords
        self.opened = opened
        self.participants = participants
        let meeting = try item.meeting.flatMap { try MeetingStore.meeting($0, in: db) }
        self.meeting = meeting
        let openSince = try office.forumsOpenSince
        isWindowOpen = item.state.isLive && (meeting?.isOpen(since: openSince) ?? false)
        person = try item.person.flatMap { try PersonStore.person($0, in: db) }.map(sight.view)
    }

    /// An item as it lies in a forum, for what is done with it beside the page: nobody is shown it so.
    init(_ item: StoredItem, lyingIn opened: OpenedForum, in db: any Connection) throws {
        self.item = item
        self.opened = opened
        participants = try ParticipantStore.participants(of: item.id, in: db)
        meeting = try item.meeting.flatMap { try MeetingStore.meeting($0, in: db) }
        person = nil
        isParticipant = false
        mayReadWords = true
        isWindowOpen = false
    }

    /// That somebody has read it, and of whom it is.
    var readEntries: [LedgerEntry] {
        let entry = LedgerEntry(.read, .forumItem, id: id, reason: item.number)
        return [entry] + (item.person.map { [LedgerEntry(.read, .person, id: $0, reason: item.number)] } ?? [])
    }
}

extension Office {
    /// Reads a forum, or what belongs to it and names nobody.
    ///
    /// - Throws: `NotFound` for whoever has nothing to do with it.
    func reading<Value: Sendable>(
        forum id: Int64, as who: Authorized<Acts.WorkForums>,
        _ body: @Sendable @escaping (any Connection, OpenedForum) throws -> Value
    ) async throws -> Value {
        try await database.read { db in try body(db, try OpenedForum(id, who, in: db)) }
    }

    /// Changes a forum, or what belongs to it and names nobody; `body` writes the log.
    ///
    /// - Throws: `NotFound` for whoever has nothing to do with it.
    func writing<Value: Sendable>(
        forum id: Int64, as who: Authorized<Acts.WorkForums>,
        _ body: @Sendable @escaping (any Connection, OpenedForum) throws -> Value
    ) async throws -> Value {
        try await database.write { db in try body(db, try OpenedForum(id, who, in: db)) }
    }

    /// Reads an item, or what belongs to it; logged for the item and for whom it is about before anything is shown.
    ///
    /// - Throws: `NotFound` for whoever does not take part in it.
    func reading<Value: Sendable>(
        item id: Int64, as who: Authorized<Acts.WorkForums>,
        _ body: @Sendable @escaping (any Connection, OpenedItem) throws -> Value
    ) async throws -> Value {
        try await reading(as: who.actor) { db, sight in
            let opened = try OpenedItem(id, who, sight, self, in: db)
            return (try body(db, opened), opened.readEntries)
        }
    }

    /// Changes an item, or what belongs to it; `body` writes the log.
    ///
    /// - Throws: `NotFound` for whoever does not take part in it.
    func writing<Value: Sendable>(
        item id: Int64, as who: Authorized<Acts.WorkForums>,
        _ body: @Sendable @escaping (any Connection, OpenedItem) throws -> Value
    ) async throws -> Value {
        try await writing(as: who.actor) { db, sight in
            let opened = try OpenedItem(id, who, sight, self, in: db)
            try opened.opened.requireOpen()
            return try body(db, opened)
        }
    }
}
