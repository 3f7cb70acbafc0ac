public import Prevention
import SQL
import Store

/// Puts items on the agenda of a meeting, orders them, and carries over what was not reached: the chair of its forum.
public struct ArrangeAgenda: Sendable {
    public enum Change: Sendable {
        /// An item that waits, and the revision of it that the user saw. After the agenda is sent it opens at once.
        case put(item: Int64, revision: Int)
        /// An item goes back to wait.
        case take(item: Int64, revision: Int)
        case up(item: Int64)
        case down(item: Int64)
        /// Everything that was not spoken of goes to the next meeting (*udsat til næste møde*), or waits for one.
        case carryOver
    }

    public let meeting: Int64
    public let change: Change

    public init(_ meeting: Int64, _ change: Change) {
        self.meeting = meeting
        self.change = change
    }

    /// - Throws: `Refused`, `changed-meanwhile` among the reasons; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        try await office.writing(meeting: meeting, as: who) { db, opened, sight in
            try opened.opened.requireChair()
            switch change {
            case .put(let id, let revision):
                try requireTakesItems(opened)
                let waiting = try ItemStore.waiting(in: opened.forum.id, keys: office.keys, db)
                guard let item = waiting.first(where: { $0.id == id }) else { throw Refused("changed-meanwhile") }
                try check(item, revision, sight)
                try item.carry(to: meeting, by: who.actor, office, db)
            case .take(let id, let revision):
                try requireTakesItems(opened)
                let items = try ItemStore.items(on: meeting, keys: office.keys, in: db)
                guard let item = items.first(where: { $0.id == id && $0.state.isLive }) else { throw NotFound() }
                try check(item, revision, sight)
                try item.carry(to: nil, by: who.actor, office, db)
            case .up(let id): try order(id, by: -1, opened, who.actor, office, db)
            case .down(let id): try order(id, by: 1, opened, who.actor, office, db)
            case .carryOver: try carryOver(opened, who.actor, office, db)
            }
        }
    }

    private func requireTakesItems(_ opened: OpenedMeeting) throws {
        guard opened.meeting.state.takesItems else {
            throw Refused("meeting.state." + opened.meeting.state.rawValue)
        }
    }

    private func check(_ item: StoredItem, _ revision: Int, _ sight: Sight) throws {
        if let person = item.person { try sight.checkKin([person]) }
        guard item.revision == revision else { throw Refused("changed-meanwhile") }
    }

    private func order(
        _ id: Int64, by step: Int, _ opened: OpenedMeeting, _ actor: Actor, _ office: Office, _ db: any Connection
    ) throws {
        guard opened.meeting.state.takesItems || opened.meeting.state == .held else {
            throw Refused("meeting.state." + opened.meeting.state.rawValue)
        }
        var ids = try ItemStore.items(on: meeting, keys: office.keys, in: db).map(\.id)
        guard let place = ids.firstIndex(of: id) else { throw NotFound() }
        guard ids.indices.contains(place + step) else { return }
        ids.swapAt(place, place + step)
        try ItemStore.order(ids, of: meeting, in: db)
        try office.ledger.record([opened.changeEntry("agenda ordered")], by: actor, at: office.now, in: db)
    }

    private func carryOver(
        _ opened: OpenedMeeting, _ actor: Actor, _ office: Office, _ db: any Connection
    ) throws {
        let now = office.now
        try opened.requireRunning(at: now)
        let left = try ItemStore.items(on: meeting, keys: office.keys, in: db).filter { item in
            guard item.state.isLive else { return false }
            return try !ItemStore.isDiscussed(item.id, at: meeting, in: db)
        }
        guard !left.isEmpty else { throw Refused("meeting.nothing-left") }
        let after = opened.meeting.startsAt
        let next = try MeetingStore.next(of: opened.forum.id, onOrAfter: after.day, after: max(after, now), in: db)
        for item in left { try item.carry(to: next?.id, by: actor, office, db) }
        try office.ledger.record([opened.changeEntry("carried over \(left.count)")], by: actor, at: now, in: db)
    }
}
