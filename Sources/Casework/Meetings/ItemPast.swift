import Prevention
import SQL
public import Store

/// What the meetings of an item have said and agreed on, as one reader may see it: whoever was let in after a meeting does not
/// read of that one.
public struct ItemPast: Sendable {
    public struct Part: Sendable {
        public let meeting: StoredMeeting
        public let minutes: StoredMinutes?
        /// With what came of them.
        public let actions: [StoredAction]
    }

    /// By meeting, the first first.
    public let parts: [Part]

    static let none = ItemPast(parts: [])

    private init(parts: [Part]) {
        self.parts = parts
    }

    /// - Parameter isChair: whether the reader leads the forum, and so reads all of it.
    init(of item: StoredItem, for reader: Actor, isChair: Bool, keys: KeyRing, in db: any Connection) throws {
        let minutes = try MinutesStore.minutes(of: item.id, keys: keys, in: db)
        let actions = try ActionStore.actions(of: item.id, keys: keys, in: db)
        let joined = try ParticipantStore.joined(reader.name, [item.id], in: db)[item.id]
        let meetings = try Set(minutes.map(\.meeting) + actions.compactMap(\.meeting)).compactMap {
            try MeetingStore.meeting($0, in: db)
        }
        parts = meetings.filter { isChair || $0.isReadable(joined: joined) }
            .sorted { ($0.startsAt, $0.id) < ($1.startsAt, $1.id) }
            .map { meeting in
                Part(
                    meeting: meeting, minutes: minutes.first { $0.meeting == meeting.id },
                    actions: actions.filter { $0.meeting == meeting.id })
            }
    }

    /// Without those of one meeting.
    func but(_ meeting: Int64) -> ItemPast { ItemPast(parts: parts.filter { $0.meeting.id != meeting }) }

    /// That it was read.
    func entries(_ item: StoredItem) -> [LedgerEntry] {
        parts.isEmpty ? [] : [LedgerEntry(.read, .forumItem, id: item.id, reason: item.number + " minutes")]
    }
}

extension StoredMeeting {
    /// Whether what is written of an item at it is for somebody who takes part in the item since `joined`.
    func isReadable(joined: Instant?) -> Bool {
        joined.map { at in heldAt.map { at <= $0 } ?? true } ?? false
    }
}
