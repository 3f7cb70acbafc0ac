import Handbook
public import Prevention
import SQL
public import Store

/// One item of a meeting as it is shown on the screen of the room: nothing of the others.
public struct ItemOnScreen: Sendable {
    public let opened: OpenedMeeting
    public let item: StoredItem
    public let participants: [String]
    /// Whom it is about; `nil` until somebody asks for it, and where they are masked.
    public let name: String?
    public let isNameShown: Bool
    public let attendance: [String: Attendance]
    /// In the room, and no participants of this item: they leave before anything of it is shown.
    public let outsiders: [String]
    /// Who has left the room, and is not back.
    public let away: [String]
    public let minutes: StoredMinutes?
    public let actions: [StoredAction]
    /// What earlier meetings said of it, and what came of it.
    public let past: [ItemPast.Part]
    /// Whether this meeting has spoken of it.
    public let isDiscussed: Bool
    public let mayWrite: Bool
    public let isRunning: Bool
    /// Its place on the agenda as the reader sees it, from 1, and the items around it.
    public let place: Int
    public let count: Int
    public let previous: Int64?
    public let next: Int64?
}

/// Reads one item of a meeting for the screen. The name is shown on demand alone. It is logged that the person was read of where
/// the name or something written about them is shown; the item always is.
public struct ReadItemOnScreen: Sendable {
    public let meeting: Int64
    /// `nil` for the first of the agenda.
    public let item: Int64?
    public let showsName: Bool

    public init(at meeting: Int64, item: Int64?, showsName: Bool) {
        self.meeting = meeting
        self.item = item
        self.showsName = showsName
    }

    /// - Returns: `nil` where there is nothing on the agenda for the reader, with the meeting.
    /// - Throws: `NotFound` for an item that is not on it, or that the reader does not take part in.
    public func callAsFunction(
        _ who: Authorized<Acts.WorkForums>, in office: Office
    ) async throws -> (meeting: OpenedMeeting, item: ItemOnScreen?) {
        let (now, keys) = (office.now, office.keys)
        return try await office.reading(meeting: meeting, as: who) { db, opened, sight in
            let lines = try opened.lines(for: sight, office, in: db)
            guard let first = lines.first else {
                if item != nil { throw NotFound() }
                return ((opened, nil), [LedgerEntry(.read, .meeting, id: meeting, reason: "screen")])
            }
            let id = item ?? first.item.id
            guard let place = lines.firstIndex(where: { $0.item.id == id }) else { throw NotFound() }
            let line = lines[place]
            let room = try RoomStore.accounts(in: meeting, db)
            let outsiders = try opened.outsiders(of: line.participants, db)
            // While they are in the room nothing is shown that tells them more than the number.
            let isHeldBack = !outsiders.isEmpty
            let past =
                isHeldBack
                ? .none : try ItemPast(of: line.item, for: who.actor, isChair: opened.isChair, keys: keys, in: db)
            let own = past.parts.first { $0.meeting.id == meeting }
            let isNameShown = showsName && !isHeldBack
            let isOn = line.item.meeting == meeting
            let one = ItemOnScreen(
                opened: opened, item: line.item, participants: line.participants,
                name: isNameShown ? try name(of: line.item, sight, db) : nil, isNameShown: isNameShown,
                attendance: try ParticipantStore.attendance(item: id, meeting: meeting, in: db), outsiders: outsiders,
                away: opened.meeting.state == .sent
                    ? try RoomStore.attendees(of: meeting, db).filter { !room.contains($0) } : [],
                minutes: own?.minutes, actions: own?.actions ?? [], past: past.but(meeting).parts,
                isDiscussed: line.isDiscussed, mayWrite: opened.isRunning(at: now) && isOn && !isHeldBack,
                isRunning: opened.isRunning(at: now) && isOn, place: place + 1, count: lines.count,
                previous: place > 0 ? lines[place - 1].item.id : nil,
                next: place + 1 < lines.count ? lines[place + 1].item.id : nil)
            let number = line.item.number
            var entries = [LedgerEntry(.read, .forumItem, id: id, reason: number + " screen")] + past.entries(line.item)
            if isNameShown { entries.append(LedgerEntry(.read, .forumItem, id: id, reason: number + " name shown")) }
            // What is written of somebody is read of them, whether or not the name stands beside it.
            if let person = line.item.person, isNameShown || !past.parts.isEmpty {
                entries.append(LedgerEntry(.read, .person, id: person, reason: number))
            }
            return ((opened, one), entries)
        }
    }

    private func name(of item: StoredItem, _ sight: Sight, _ db: any Connection) throws -> String? {
        let person = try item.person.flatMap { try PersonStore.person($0, in: db) }
        if let person, sight.isMasked(person) { return nil }
        // As it was proposed: the register of the police says nothing here to the others.
        return item.named.isEmpty ? person.map { sight.view($0).name ?? "" } : item.named
    }
}
