public import Prevention
import SQL
public import Store

/// What the approved minutes of a body's meeting (*godkendt referat*) say of seats and of what was agreed, as these stood when the
/// minutes were approved. Topics, their minutes and the words of what was agreed are fixed by the state of the meeting; who carries
/// something out and by when may be changed later, and seats get other names.
public struct ApprovedMinutes: Codable, Sendable, Hashable {
    /// A seat as it was called then.
    public struct Seat: Codable, Sendable, Hashable {
        public let id: Int64
        public let title: String
        /// Code; empty for a seat of the police.
        public let municipality: String

        fileprivate init(_ stored: StoredSeat) {
            id = stored.id
            title = stored.seat.title
            municipality = stored.seat.municipality
        }
    }

    public struct Agreed: Codable, Sendable, Hashable {
        /// Row id of the decision or action.
        public let action: Int64
        public let owner: Seat?
        /// Empty for none.
        public let due: String

        public var dueOn: LocalDate? { LocalDate(due) }

        /// Whether who carries it out, or by when, is another by now.
        public func differs(from action: StoredBodyAction) -> Bool {
            owner?.id != action.seat || dueOn != action.dueOn
        }
    }

    /// Those that sat that day.
    public let seats: [Seat]
    /// In the order in which they were shown.
    public let agreed: [Agreed]

    init(of meeting: StoredMeeting, _ opened: OpenedBody, in db: any Connection) throws {
        seats = opened.sitting(on: meeting.startsAt.day).map(Seat.init)
        agreed = try TopicStore.actions(at: meeting.id, in: db).map { action in
            Agreed(
                action: action.id, owner: action.seat.flatMap(opened.seat).map(Seat.init),
                due: action.dueOn?.description ?? "")
        }
    }

    func keep(of meeting: StoredMeeting, in db: any Connection) throws {
        try BodyApprovalStore.keep(approved: try JSONText.encode(self), of: meeting.id, in: db)
    }

    /// `nil` until the minutes are approved.
    static func load(_ meeting: Int64, in db: any Connection) throws -> ApprovedMinutes? {
        try BodyApprovalStore.approved(meeting, in: db).map { try JSONText.decode(ApprovedMinutes.self, from: $0) }
    }
}
