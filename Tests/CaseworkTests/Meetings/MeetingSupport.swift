import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// A PSP-K practice group in Køge, led by the secretariat, with a member of the police and one of the municipality.
struct MeetingForum {
    let test: TestOffice
    let id: Int64

    static let place = "Mødelokale 2"

    init(_ code: String = "psp-k", members: [Role] = [.secretariat, .officer, .pspkMember, .socialWorker]) throws {
        let test = try TestOffice()
        try test.addAccounts()
        let kind = try #require(ForumKind.kind(code))
        id = try test.database.blockingWrite { db in
            let id = try #require(
                try ForumStore.add(
                    kind, municipality: kind.isLocal ? "259" : "", purpose: "", by: TestOffice.actor(.leader),
                    at: test.now, in: db))
            for (index, role) in members.enumerated() {
                _ = try ForumStore.addMember(
                    role.rawValue, isChair: index == 0, to: id, by: TestOffice.actor(.leader), at: test.now, in: db)
            }
            return id
        }
        self.test = test
    }

    func who(_ role: Role = .secretariat) throws -> Authorized<Acts.WorkForums> {
        try test.may(Acts.WorkForums.self, as: role)
    }

    func time(_ day: String, _ starts: String = "09:00") -> MeetingTime {
        MeetingTime(day: LocalDate(day), starts: DailyTime(starts), minutes: 90, place: MeetingForum.place)
    }

    func plan(_ day: String, _ starts: String = "09:00") async throws -> Int64 {
        try await PlanMeeting(in: id, time(day, starts))(try who(), in: test.office)
    }

    /// An item past the relevance check.
    func item(
        on meeting: Int64? = nil, person: Int64? = nil, caseID: Int64? = nil, theme: String = "",
        participants: [Role] = [.secretariat, .officer]
    ) throws -> Int64 {
        let (keys, now, forum) = (test.office.keys, test.now, id)
        return try test.database.blockingWrite { db in
            var draft = ItemStore.Draft()
            draft.person = person
            draft.caseID = caseID
            draft.named = person == nil && theme.isEmpty ? "Åse Ærø" : ""
            draft.theme = theme
            draft.reason = "Anledning"
            let actor = TestOffice.actor(.secretariat)
            let id = try ItemStore.add(draft, to: forum, prefix: "PSP-D", keys: keys, by: actor, at: now, in: db)
            for role in participants {
                _ = try ParticipantStore.add(role.rawValue, to: id, by: actor, at: now, in: db)
            }
            let item = try #require(try ItemStore.item(id, keys: keys, in: db))
            _ = try ItemStore.take(.init(.onAgenda, meeting: meeting), item, keys: keys, by: actor, at: now, in: db)
            return id
        }
    }

    func item(_ id: Int64) throws -> StoredItem {
        try #require(try test.database.blockingRead { try ItemStore.item(id, keys: test.office.keys, in: $0) })
    }

    func meeting(_ id: Int64) throws -> StoredMeeting {
        try #require(try test.database.blockingRead { try MeetingStore.meeting(id, in: $0) })
    }

    func change(_ id: Int64, _ change: ChangeMeeting.Change, as role: Role = .secretariat) async throws {
        try await ChangeMeeting(id, revision: try meeting(id).revision, change)(try who(role), in: test.office)
    }

    @discardableResult
    func take(
        _ id: Int64, to state: ItemState, followUpOn: String? = nil, remark: String = "", as role: Role = .secretariat
    ) async throws -> TakeItem.CaseMove {
        try await TakeItem(
            id, revision: try item(id).revision, to: state, followUpOn: followUpOn.flatMap { LocalDate($0) },
            remark: remark)(try who(role), in: test.office)
    }

    func work(_ id: Int64, at meeting: Int64, _ change: WorkItem.Change, as role: Role = .secretariat) async throws {
        try await WorkItem(id, at: meeting, change)(try who(role), in: test.office)
    }

    /// A meeting on Thursday 5 March 2026 that has begun, with an item on it.
    func begun(person: Int64? = nil, caseID: Int64? = nil) async throws -> (meeting: Int64, item: Int64) {
        let meeting = try await plan("2026-03-05")
        let item = try item(on: meeting, person: person, caseID: caseID)
        try await change(meeting, .send)
        test.pass(days: 3)
        return (meeting, item)
    }

    /// As `begun`, discussed, minuted and held.
    func held(followUpOn: String? = nil) async throws -> (meeting: Int64, item: Int64) {
        let (meeting, item) = try await begun()
        try await take(item, to: .discussed)
        if let followUpOn { try await take(item, to: .followUp, followUpOn: followUpOn) }
        try await work(item, at: meeting, .minutes("Vi talte om det.", revision: 0))
        try await change(meeting, .room(["secretariat", "officer"]))
        try await change(meeting, .hold)
        return (meeting, item)
    }
}
