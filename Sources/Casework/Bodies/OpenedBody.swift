import Handbook
public import Prevention
import SQL
public import Store

/// A body that somebody has opened. Everybody may read it, since it is about nobody; who works with it is said here.
public struct OpenedBody: Sendable {
    public let body: StoredBody
    /// All seats, past and to come.
    public let seats: [StoredSeat]
    /// The reader's own, today.
    public let own: [StoredSeat]
    /// Whether the reader sets up bodies and seats.
    public let mayManage: Bool
    /// Whether the reader keeps its meetings: its chair, its secretary, the secretariat.
    public let mayLead: Bool

    public var id: Int64 { body.id }

    /// - Throws: `NotFound` where there is none.
    init(_ id: Int64, _ actor: Actor, on today: LocalDate, in db: any Connection) throws {
        guard let body = try BodyStore.body(id, in: db) else { throw NotFound() }
        self.body = body
        seats = try BodyStore.seats(of: id, in: db)
        own = seats.filter { $0.seat.isHeld(by: actor) && $0.seat.sits(on: today) }
        mayManage = actor.may(.editPlan)
        mayLead = mayManage || own.contains { $0.seat.post != .member }
    }

    public func seat(_ id: Int64) -> StoredSeat? { seats.first { $0.id == id } }

    public func sitting(on day: LocalDate) -> [StoredSeat] { seats.filter { $0.seat.sits(on: day) } }

    /// Codes of the authorities that have seats in it.
    func authorities(on day: LocalDate) -> Set<String> {
        Set(sitting(on: day).map(\.seat.authority)).subtracting([""])
    }

    /// - Throws: `Refused("body.ended")`, `body.not-lead`.
    func requireLead() throws {
        try requireOpen()
        guard mayLead else { throw Refused("body.not-lead") }
    }

    /// Whoever leads it, or sits in it.
    ///
    /// - Throws: `Refused("body.ended")`, `body.no-seat`.
    func requireSeat() throws {
        try requireOpen()
        guard mayLead || !own.isEmpty else { throw Refused("body.no-seat") }
    }

    func requireOpen() throws {
        guard body.isOpen else { throw Refused("body.ended") }
    }

    func changeEntry(_ reason: String) -> LedgerEntry { LedgerEntry(.change, .body, id: id, reason: reason) }
}

extension Office {
    /// Codes of the municipalities that a body reaches, by name.
    public func reach(of body: StoredBody) -> [String] {
        body.municipality.isEmpty
            ? ownMunicipalityCodes : [body.municipality]
    }

    /// The district's own municipalities, by name.
    public var ownMunicipalityCodes: [String] {
        handbook.municipalities.filter(\.isOwn).sorted { $0.name < $1.name }.map(\.code)
    }

    /// Looks whether somebody may do something with a body, before what they have typed is looked at.
    func reading(
        body id: Int64, by actor: Actor, _ check: @Sendable @escaping (OpenedBody) throws -> Void
    ) async throws {
        let today = now.day
        try await database.read { db in try check(try OpenedBody(id, actor, on: today, in: db)) }
    }

    /// Changes a body, or what belongs to it.
    func writing<Value: Sendable>(
        body id: Int64, by actor: Actor,
        _ body: @Sendable @escaping (any Connection, OpenedBody) throws -> Value
    ) async throws -> Value {
        let today = now.day
        return try await database.write { db in try body(db, try OpenedBody(id, actor, on: today, in: db)) }
    }
}

/// A body in a list.
public struct BodyLine: Sendable {
    public let body: StoredBody
    /// Of its working group; `nil` for others.
    public let area: StoredFocusArea?
    public let isOwn: Bool
    public let sitting: Int
    public let lacks: [BodyLack]
    public let next: StoredMeeting?
    public let openActions: Int
    public let lateActions: Int
}

/// Lists the bodies.
public struct ListBodies: Sendable {
    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> [BodyLine] {
        let now = office.now
        return try await office.database.read { db in
            let order = BodyKind.all.map(\.code)
            return try BodyStore.bodies(in: db).map { body in
                let opened = try OpenedBody(body.id, who.actor, on: now.day, in: db)
                let actions = try TopicStore.actions(of: body.id, in: db).filter {
                    $0.kind == .action && $0.state == .open
                }
                return BodyLine(
                    body: body, area: try FocusAreaStore.area(body.area, in: db), isOwn: !opened.own.isEmpty,
                    sitting: opened.sitting(on: now.day).count,
                    lacks: body.isOpen
                        ? body.kind.lacks(
                            opened.seats.map(\.seat), reaches: office.reach(of: body), on: now.day) : [],
                    next: try MeetingStore.meetings(of: body.id, .bodies, in: db).first { $0.isAhead(at: now) },
                    openActions: actions.count,
                    lateActions: actions.count { $0.dueOn.map { $0 < now.day } ?? false })
            }.sorted {
                (order.firstIndex(of: $0.body.kindCode) ?? 9, $0.body.id)
                    < (order.firstIndex(of: $1.body.kindCode) ?? 9, $1.body.id)
            }
        }
    }
}

/// A body with its seats, meetings and actions.
public struct BodyPage: Sendable {
    public let opened: OpenedBody
    public let area: StoredFocusArea?
    public let lacks: [BodyLack]
    /// The first to come first.
    public let coming: [StoredMeeting]
    /// The last first.
    public let past: [StoredMeeting]
    public let actions: [StoredBodyAction]
    public let waiting: [StoredTopic]
    /// The last first.
    public let withdrawn: [StoredTopic]
    /// What a topic may be about.
    public let references: BodyReferences
    /// Accounts that may hold a seat in it.
    public let accounts: [Actor]
    /// Ids of the meetings whose minutes are not sent yet.
    public let running: Set<Int64>
    /// Years of which there is a meeting, the last first.
    public let years: [Int]
    /// What is anchored in it, the latest first.
    public let initiatives: [StoredInitiative]
}

/// Reads a body.
public struct ReadBody: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> BodyPage {
        let now = office.now
        return try await office.database.read { db in
            let opened = try OpenedBody(id, who.actor, on: now.day, in: db)
            let meetings = try MeetingStore.meetings(of: id, .bodies, in: db)
            let reach = office.reach(of: opened.body)
            let accounts =
                !opened.mayManage
                ? []
                : try AccountStore.accounts(in: db).map(\.actor)
                    .filter { $0.authority == "police" || reach.contains($0.authority) }
            return BodyPage(
                opened: opened, area: try FocusAreaStore.area(opened.body.area, in: db),
                lacks: opened.body.kind.lacks(opened.seats.map(\.seat), reaches: reach, on: now.day),
                coming: meetings.filter { $0.isAhead(at: now) },
                past: meetings.filter { !$0.isAhead(at: now) }.reversed(),
                actions: try TopicStore.actions(of: id, in: db),
                waiting: try TopicStore.waiting(in: id, db), withdrawn: try TopicStore.withdrawn(in: id, db),
                references: try BodyReferences(for: who.actor, office, in: db), accounts: accounts,
                running: Set(meetings.filter(\.state.takesCorrections).map(\.id)),
                years: Set(meetings.filter { $0.state != .cancelled }.map(\.startsAt.day.year)).sorted(by: >),
                initiatives: try InitiativeStore.initiatives(anchoredIn: .body(id), db))
        }
    }
}

/// What of the bodies waits for somebody.
public struct BodyDesk: Sendable {
    public struct Meeting: Sendable {
        public let meeting: StoredMeeting
        public let body: StoredBody
        public let area: StoredFocusArea?
    }

    /// The next ones, the first first.
    public let meetings: [Meeting]
    public let actions: [OwnBodyAction]
    /// Fast-track questions that wait for an answer of their authority.
    public let questions: [QuestionLine]
    public let hasSeat: Bool
}

public struct ReadBodyDesk: Sendable {
    /// As many of each as the desk shows.
    private static let most = 5

    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> BodyDesk {
        let now = office.now
        let actions = try await ListOwnBodyActions()(who, in: office)
        let questions = try await WaitingQuestions()(who, in: office)
        return try await office.database.read { db in
            let seats = try BodyStore.seats(of: who.actor, on: now.day, in: db)
            let bodies = try Set(seats.map(\.body)).sorted().compactMap { try BodyStore.body($0, in: db) }
            let meetings = try bodies.flatMap { body in
                let area = try FocusAreaStore.area(body.area, in: db)
                return try MeetingStore.meetings(of: body.id, .bodies, in: db).filter { $0.isAhead(at: now) }
                    .map { BodyDesk.Meeting(meeting: $0, body: body, area: area) }
            }.sorted { ($0.meeting.startsAt, $0.meeting.id) < ($1.meeting.startsAt, $1.meeting.id) }
            return BodyDesk(
                meetings: Array(meetings.prefix(ReadBodyDesk.most)), actions: Array(actions.prefix(ReadBodyDesk.most)),
                questions: Array(questions.prefix(ReadBodyDesk.most)), hasSeat: !seats.isEmpty)
        }
    }
}
