public import Prevention
import SQL
public import Store

/// An action that a meeting has given to somebody (*handling*).
public struct ListedAction: Sendable {
    public let action: StoredAction
    /// As printed, without anybody's name.
    public let number: String
    /// Whether its owner still takes part in the item, and so may read what it is.
    public let isOpen: Bool
}

/// Lists what meetings have given to somebody. What it is may name a person: it is logged for each item, and for whom it is about.
public struct ListForumActions: Sendable {
    public let state: StoredTask.State
    public let limit: Int

    public init(_ state: StoredTask.State, limit: Int = 100) {
        self.state = state
        self.limit = limit
    }

    public func callAsFunction(
        _ who: Authorized<Acts.WorkForums>, in office: Office
    ) async throws -> [ListedAction] {
        try await office.reading(as: who.actor) { db, sight in
            let actions = try ActionStore.actions(of: who.actor.name, in: state, limit: limit, keys: office.keys, db)
            return try ListedAction.list(actions, who, sight, office, db)
        }
    }
}

/// What the meetings of a forum have given to its members.
public struct ForumActions: Sendable {
    public let opened: OpenedForum
    public let actions: [ListedAction]
}

/// Lists what the meetings of a forum have given to its members: its chair, who sees to it that it is done. Logged as one's own.
public struct ListActionsOfForum: Sendable {
    public let forum: Int64
    public let state: StoredTask.State
    public let limit: Int

    public init(_ forum: Int64, _ state: StoredTask.State, limit: Int = 200) {
        self.forum = forum
        self.state = state
        self.limit = limit
    }

    /// - Throws: `Refused("forum.not-chair")`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> ForumActions {
        try await office.reading(as: who.actor) { db, sight in
            let opened = try OpenedForum(forum, who, in: db)
            guard opened.isChair else { throw Refused("forum.not-chair") }
            let actions = try ActionStore.actions(ofForum: forum, in: state, limit: limit, keys: office.keys, db)
            let (listed, entries) = try ListedAction.list(actions, who, sight, office, db)
            return (ForumActions(opened: opened, actions: listed), entries)
        }
    }
}

extension ListedAction {
    /// With what of it was read. Left out is what belongs to an item that is no longer there, or is about the reader's own family.
    fileprivate static func list(
        _ actions: [StoredAction], _ who: Authorized<Acts.WorkForums>, _ sight: Sight, _ office: Office,
        _ db: any Connection
    ) throws -> ([ListedAction], [LedgerEntry]) {
        var listed: [ListedAction] = []
        var entries: [Int64: [LedgerEntry]] = [:]
        for action in actions {
            guard let item = try ItemStore.item(action.item, keys: office.keys, in: db), item.state != .deleted,
                !sight.isAboutKin(item)
            else { continue }
            let isOpen = try mayRead(item.id, who, sight, office, db)
            listed.append(ListedAction(action: action, number: item.number, isOpen: isOpen))
            guard isOpen else { continue }
            let read = LedgerEntry(.read, .forumItem, id: item.id, reason: item.number + " actions")
            entries[item.id] =
                [read] + (item.person.map { [LedgerEntry(.read, .person, id: $0, reason: item.number)] } ?? [])
        }
        return (listed, entries.sorted { $0.key < $1.key }.flatMap(\.value))
    }

    private static func mayRead(
        _ item: Int64, _ who: Authorized<Acts.WorkForums>, _ sight: Sight, _ office: Office, _ db: any Connection
    ) throws -> Bool {
        do {
            _ = try OpenedItem(item, who, sight, office, in: db)
            return true
        } catch is NotFound {
            return false
        }
    }
}

/// Says what came of an action, or takes it up again: whoever it was given to, and the chair.
public struct CloseForumAction: Sendable {
    public enum Change: Sendable {
        case done(remark: String)
        /// Not to be done after all.
        case drop(reason: String)
        case reopen
    }

    public let id: Int64
    /// The revision of the action that the user saw.
    public let revision: Int
    public let change: Change

    public init(_ id: Int64, revision: Int, _ change: Change) {
        self.id = id
        self.revision = revision
        self.change = change
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        let found = try await office.database.read { db in
            try ActionStore.action(id, keys: office.keys, in: db)
        }
        guard let found else { throw NotFound() }
        try await office.writing(item: found.item, as: who) { db, opened in
            guard let action = try ActionStore.action(id, keys: office.keys, in: db),
                action.owner == who.actor.name || opened.isChair
            else { throw NotFound() }
            guard action.revision == revision else { throw Refused("changed-meanwhile") }
            let (state, remark) = try changed(action)
            try opened.refuseNumber(in: remark)
            let isSet = try ActionStore.set(
                state, of: id, remark: remark, revision: revision, keys: office.keys, by: who.actor, at: office.now,
                in: db)
            guard isSet else { throw Refused("changed-meanwhile") }
            let reason = "\(opened.item.number) action \(id) \(state.rawValue)"
            try office.ledger.record(
                [LedgerEntry(.change, .forumItem, id: opened.id, reason: reason)], by: who.actor, at: office.now,
                in: db)
        }
    }

    private func changed(_ action: StoredAction) throws -> (StoredTask.State, String) {
        switch change {
        case .done(let remark):
            guard action.state == .open else { throw Refused("meeting.action-closed") }
            return (.done, remark)
        case .drop(let reason):
            guard action.state == .open else { throw Refused("meeting.action-closed") }
            guard !reason.isEmpty else { throw Refused("meeting.action-reason") }
            return (.dropped, reason)
        case .reopen:
            guard action.state != .open else { throw Refused("meeting.action-open") }
            return (.open, action.remark)
        }
    }
}
