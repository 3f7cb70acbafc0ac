import Prevention
import SQL
import Store

extension StoredItem {
    /// Moves it to another meeting, or to none, with the event that says so.
    ///
    /// - Throws: `Refused("changed-meanwhile")`.
    func carry(to meeting: Int64?, by actor: Actor, _ office: Office, _ db: any Connection) throws {
        var step = ItemStore.Step(state, meeting: meeting)
        step.followUpOn = followUpOn
        guard try ItemStore.take(step, self, keys: office.keys, by: actor, at: office.now, in: db) else {
            throw Refused("changed-meanwhile")
        }
        let entry = LedgerEntry(.change, .forumItem, id: id, reason: "\(number) meeting \(meeting ?? 0)")
        try office.ledger.record([entry], by: actor, at: office.now, in: db)
    }
}

extension OpenedMeeting {
    /// What of its agenda it has not dealt with.
    func untouched(_ office: Office, _ db: any Connection) throws -> [StoredItem] {
        try ItemStore.items(on: id, keys: office.keys, in: db).filter { item in
            try item.state.isLive && !ItemStore.isHandled(item.id, at: id, in: db)
        }
    }

    /// Moves items to the next meeting that takes them, or lets them wait for one.
    func carryOn(_ items: [StoredItem], by actor: Actor, _ office: Office, _ db: any Connection) throws {
        let next = try MeetingStore.next(
            of: forum.id, onOrAfter: meeting.startsAt.day, after: max(meeting.startsAt, office.now), in: db)
        for item in items { try item.carry(to: next?.id, by: actor, office, db) }
    }

    /// Items that come up again go to the first meeting on their day or after it; where there is none yet, they wait.
    func carryFollowUps(by actor: Actor, _ office: Office, _ db: any Connection) throws {
        for item in try ItemStore.items(on: id, keys: office.keys, in: db) where item.state == .followUp {
            let next = try MeetingStore.next(
                of: forum.id, onOrAfter: item.followUpOn ?? office.now.day, after: max(office.now, meeting.startsAt),
                in: db)
            if let next { try item.carry(to: next.id, by: actor, office, db) }
        }
    }
}
