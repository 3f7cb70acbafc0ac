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
            case .up(let id): try order(id, by: -1, opened, sight, office, db)
            case .down(let id): try order(id, by: 1, opened, sight, office, db)
            case .carryOver: try carryOver(opened, sight, office, db)
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
        _ id: Int64, by step: Int, _ opened: OpenedMeeting, _ sight: Sight, _ office: Office, _ db: any Connection
    ) throws {
        guard opened.meeting.state.takesItems || opened.meeting.state == .held else {
            throw Refused("meeting.state." + opened.meeting.state.rawValue)
        }
        let items = try ItemStore.items(on: meeting, keys: office.keys, in: db)
        // It changes places with the next one that the chair knows of.
        let known = items.filter { !sight.isAboutKin($0) }.map(\.id)
        var ids = items.map(\.id)
        guard let place = known.firstIndex(of: id) else { throw NotFound() }
        guard known.indices.contains(place + step), let from = ids.firstIndex(of: id),
            let to = ids.firstIndex(of: known[place + step])
        else { return }
        ids.swapAt(from, to)
        try ItemStore.order(ids, of: meeting, in: db)
        try office.ledger.record([opened.changeEntry("agenda ordered")], by: sight.actor, at: office.now, in: db)
    }

    private func carryOver(
        _ opened: OpenedMeeting, _ sight: Sight, _ office: Office, _ db: any Connection
    ) throws {
        try opened.requireRunning(at: office.now)
        let left = try opened.untouched(office, db)
        guard left.contains(where: { !sight.isAboutKin($0) }) else { throw Refused("meeting.nothing-left") }
        try opened.carryOn(left, by: sight.actor, office, db)
        let entry = opened.changeEntry("carried over \(left.count)")
        try office.ledger.record([entry], by: sight.actor, at: office.now, in: db)
    }
}
