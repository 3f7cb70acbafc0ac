import Handbook
public import Prevention
import SQL
public import Store

/// A forum in a list.
public struct ForumLine: Sendable {
    public let forum: StoredForum
    /// Whether the reader sits in it, and leads it.
    public let isMember: Bool
    public let isChair: Bool
    /// How many sit in it.
    public let members: Int
    /// The next meeting that is not over.
    public let next: StoredMeeting?
    /// Items that wait for the reader: as chair those to be judged, as participant those without an answer of theirs.
    public let toJudge: Int
    public let toAnswer: Int
}

/// The forums in which the actor sits; for whoever sets them up, all of them.
public struct ListForums: Sendable {
    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> [ForumLine] {
        let now = office.now
        let name = who.actor.name
        return try await office.reading(as: who.actor) { db, sight in
            let lines = try OpenedForum.readable(to: who.actor, in: db).map { forum in
                let opened = try OpenedForum(forum.id, who, in: db)
                let meetings = try MeetingStore.meetings(of: forum.id, in: db)
                return ForumLine(
                    forum: forum, isMember: opened.seat != nil, isChair: opened.isChair,
                    members: try ForumStore.members(of: forum.id, in: db).count(where: \.isSitting),
                    next: meetings.first { $0.state != .cancelled && $0.endsAt >= now },
                    // What is about the chair's own family is not betrayed by a count.
                    toJudge: opened.isChair
                        ? try ItemStore.items(of: forum.id, in: [.proposed], keys: office.keys, db)
                            .count { !sight.isAboutKin($0) } : 0,
                    toAnswer: opened.seat == nil ? 0 : try ItemStore.unanswered(by: name, in: forum.id, db))
            }
            return (lines, [])
        }
    }
}

/// A forum with its members, its meetings, and the items that the reader may know of.
public struct ForumPage: Sendable {
    public struct Item: Sendable {
        public let item: StoredItem
        /// Who it is about, as the reader may see them.
        public let person: PersonView?
        public let meeting: StoredMeeting?
    }

    public let opened: OpenedForum
    public let members: [ForumMember]
    /// Those of the members who have an account, by account.
    public let actors: [String: Actor]
    public let meetings: [StoredMeeting]
    /// Newest first.
    public let items: [Item]
}

/// Reads a forum; logged for every item and person shown.
public struct ReadForum: Sendable {
    public let id: Int64
    /// Only the items in these states.
    public let states: [ItemState]

    public init(_ id: Int64, states: [ItemState]) {
        self.id = id
        self.states = states
    }

    /// - Throws: `NotFound` for whoever has nothing to do with it.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> ForumPage {
        try await office.reading(as: who.actor) { db, sight in
            let opened = try OpenedForum(id, who, in: db)
            let meetings = try MeetingStore.meetings(of: id, in: db)
            let stored = opened.seat == nil ? [] : try ItemStore.items(of: id, in: states, keys: office.keys, db)
            let sees = try known(stored, to: who.actor, opened, office, in: db)
                // Nobody comes upon their own family here.
                .filter { item in !sight.isAboutKin(item) }
            let persons = try PersonStore.persons(sees.compactMap(\.person), in: db)
            let items = sees.reversed().map { item in
                ForumPage.Item(
                    item: item, person: item.person.flatMap { persons[$0] }.map(sight.view),
                    meeting: meetings.first { $0.id == item.meeting })
            }
            let entries = items.flatMap { one in
                [LedgerEntry(.read, .forumItem, id: one.item.id, reason: one.item.number)]
                    + (one.item.person.map { [LedgerEntry(.read, .person, id: $0, reason: one.item.number)] } ?? [])
            }
            let members = try ForumStore.members(of: id, in: db)
            var actors: [String: Actor] = [:]
            for name in members.map(\.account) {
                actors[name] = try AccountStore.account(named: name, in: db).map { office.handbook.placed($0.actor) }
            }
            let page = ForumPage(opened: opened, members: members, actors: actors, meetings: meetings, items: items)
            return (page, entries)
        }
    }

    /// The chair knows of all items; everybody else of those that they take part in or have proposed.
    private func known(
        _ items: [StoredItem], to actor: Actor, _ opened: OpenedForum, _ office: Office, in db: any Connection
    ) throws -> [StoredItem] {
        if opened.isChair { return items }
        let participants = try ParticipantStore.participants(of: items.map(\.id), in: db)
        return try items.filter {
            try ($0.proposedBy == actor.name || participants[$0.id, default: []].contains(actor.name))
                && office.isForParticipants($0)
        }
    }
}
