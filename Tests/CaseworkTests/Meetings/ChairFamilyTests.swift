import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// A chair whose own family is on the agenda neither learns of it nor is held up by it.
@Suite struct ChairFamilyTests {
    let forum: MeetingForum
    let own: Int64
    var test: TestOffice { forum.test }

    init() throws {
        forum = try MeetingForum()
        own = try forum.test.person("P-own", born: "1980-01-01")
    }

    private var chair: Authorized<Acts.WorkForums> {
        get throws {
            var actor = TestOffice.actor(.secretariat)
            actor.person = own
            return try Policy.authorize(actor, Acts.WorkForums.self)
        }
    }

    private func change(_ meeting: Int64, _ change: ChangeMeeting.Change) async throws {
        try await ChangeMeeting(meeting, revision: try forum.meeting(meeting).revision, change)(
            try chair, in: test.office)
    }

    @Test func minutesGoOutAndWhatTheChairMayNotSeeIsCarriedOn() async throws {
        let meeting = try await forum.plan("2026-03-05")
        let hidden = try forum.item(on: meeting, person: own, participants: [.officer])
        #expect(try await refusals { try await change(meeting, .send) } == ["meeting.agenda-empty"])
        let item = try forum.item(on: meeting)
        // Nobody takes part in it, and the chair is not told.
        _ = try test.database.blockingWrite { try ParticipantStore.remove("officer", from: hidden, in: $0) }
        try await change(meeting, .send)
        test.pass(days: 3)
        try await forum.take(item, to: .discussed)
        try await forum.work(item, at: meeting, .minutes("Talt om.", revision: 0))
        #expect(
            try await refusals { try await ArrangeAgenda(meeting, .carryOver)(try chair, in: test.office) }
                == ["meeting.nothing-left"])
        try await change(meeting, .hold)
        try await change(meeting, .sendMinutes)
        #expect(try forum.item(hidden).meeting == nil && forum.item(item).meeting == meeting)
    }

    @Test func itemsChangePlacesWithTheNextOneThatIsSeen() async throws {
        let meeting = try await forum.plan("2026-03-05")
        let first = try forum.item(on: meeting)
        _ = try forum.item(on: meeting, person: own)
        let last = try forum.item(on: meeting)
        try await ArrangeAgenda(meeting, .up(item: last))(try chair, in: test.office)
        let seen = try await ReadMeeting(meeting)(try chair, in: test.office).lines.map(\.item.id)
        #expect(seen == [last, first])
    }

    @Test func noCountBetraysIt() async throws {
        let item = try forum.item(person: own)
        try await forum.take(item, to: .closed, remark: "Trukket")
        _ = try test.database.blockingWrite { [forum, own, test] db in
            var draft = ItemStore.Draft()
            draft.person = own
            return try ItemStore.add(
                draft, to: forum.id, prefix: "PSP-D", keys: test.office.keys, by: TestOffice.actor(.officer),
                at: test.now, in: db)
        }
        test.pass(days: 190)
        let (mine, others) = (try chair, try forum.who())
        for (who, count) in [(mine, 0), (others, 1)] {
            #expect(try await ListForums()(who, in: test.office).first?.toJudge == count)
            #expect(try await ListForumMeetings(of: forum.id)(who, in: test.office).reviews == count)
            #expect(try await ListReviewItems(of: forum.id)(who, in: test.office).lines.count == count)
            #expect(try await ReadForumDesk()(who, in: test.office).reviews.map(\.count) == (count == 0 ? [] : [count]))
        }
        // Somebody else who sets up forums does it in the end.
        #expect(try await ReadForumDesk()(try forum.who(.leader), in: test.office).reviews.map(\.count) == [])
        test.pass(days: 10)
        #expect(try await ReadForumDesk()(try forum.who(.leader), in: test.office).reviews.map(\.count) == [1])
    }

    @Test func thoseWhoSetUpForumsAreToldThatAnotherChairIsNeeded() async throws {
        _ = try forum.item(person: own, participants: [.officer])
        func deputies(_ role: Role) async throws -> [Int64] {
            try await ReadForumDesk()(try forum.who(role), in: test.office).deputies.map(\.id)
        }
        #expect(try await deputies(.leader) == [])
        try await LinkAccount("secretariat", person: own)(
            by: test.may(Acts.ManageAccounts.self, as: .administrator), in: test.office)
        #expect(try await deputies(.leader) == [forum.id])
        #expect(try await deputies(.officer) == [])
        // The chair sets up forums as well, and learns nothing.
        #expect(try await ReadForumDesk()(try chair, in: test.office).deputies.isEmpty)
        _ = try test.database.blockingWrite { db in
            try db.execute("UPDATE forum_member SET is_chair = 1 WHERE account = 'officer'")
        }
        #expect(try await deputies(.leader) == [])
    }
}
