public import Prevention
import SQL
import Store

/// Says that those have left the room who may not hear of an item, or that they are back: the chair, while the meeting is on.
public struct ClearRoom: Sendable {
    public let meeting: Int64
    public let item: Int64
    /// Whether they are back in it.
    public let isBack: Bool

    public init(at meeting: Int64, for item: Int64, isBack: Bool) {
        self.meeting = meeting
        self.item = item
        self.isBack = isBack
    }

    /// - Throws: `Refused`: `forum.not-chair`, `meeting.not-running`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        try await office.writing(item: item, as: who) { db, opened in
            try opened.opened.requireChair()
            guard opened.item.meeting == meeting else { throw NotFound() }
            let room = try OpenedMeeting(meeting, who, in: db)
            try room.requireRunning(at: office.now)
            if isBack {
                try RoomStore.update(try RoomStore.attendees(of: meeting, db), in: meeting, at: office.now, db)
            } else {
                let outsiders = try room.outsiders(of: opened.participants, db)
                try RoomStore.leave(outsiders, meeting, at: office.now, db)
            }
            let entry = room.changeEntry(isBack ? "room back" : "room left")
            try office.ledger.record([entry], by: who.actor, at: office.now, in: db)
        }
    }
}

extension OpenedMeeting {
    /// Who is in the room and may not hear of an item: neither one of its participants nor a chair, who knows of all items. Nobody
    /// when the meeting is over.
    func outsiders(of participants: [String], _ db: any Connection) throws -> [String] {
        guard meeting.state == .sent else { return [] }
        let chairs = try ForumStore.members(of: forum.id, in: db).filter { $0.isSitting && $0.isChair }.map(\.account)
        return try RoomStore.accounts(in: id, db).filter { !participants.contains($0) && !chairs.contains($0) }
    }

    /// - Throws: `Refused("meeting.outsiders")` while somebody is in the room who may not hear of an item.
    func requireAlone(_ participants: [String], _ db: any Connection) throws {
        guard try outsiders(of: participants, db).isEmpty else { throw Refused("meeting.outsiders") }
    }
}
