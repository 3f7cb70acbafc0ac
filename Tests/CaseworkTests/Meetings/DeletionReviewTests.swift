import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// What a closed item holds is read for a time, kept for a time, and looked at by somebody in the end.
@Suite struct DeletionReviewTests {
    let forum: MeetingForum
    var test: TestOffice { forum.test }

    init() throws {
        forum = try MeetingForum()
    }

    /// An item that is closed on 5 March 2026, with minutes.
    private func closed() async throws -> (meeting: Int64, item: Int64) {
        let (meeting, item) = try await forum.begun()
        try await forum.work(item, at: meeting, .minutes("Talt om.", revision: 0))
        try await forum.take(item, to: .discussed)
        try await forum.take(item, to: .closed)
        return (meeting, item)
    }

    private func review(_ item: Int64, _ decision: ReviewItem.Decision, as role: Role = .secretariat) async throws {
        try await ReviewItem(item, revision: try forum.item(item).revision, decision)(
            try forum.who(role), in: test.office)
    }

    @Test func participantsReadAClosedItemForThreeMonths() async throws {
        let (meeting, item) = try await closed()
        func minutes(_ role: Role) async throws -> Int {
            try await ReadMinutes(of: meeting)(try forum.who(role), in: test.office).parts.count
        }
        test.pass(days: 92)
        #expect(test.now.day == LocalDate("2026-06-05"))
        #expect(try await ReadItem(item)(try forum.who(.officer), in: test.office).past.parts.count == 1)
        #expect(try await minutes(.officer) == 1)
        test.pass(days: 1)
        await #expect(throws: NotFound.self) {
            _ = try await ReadItem(item)(try forum.who(.officer), in: test.office)
        }
        #expect(try await minutes(.officer) == 0)
        #expect(
            try await ReadForum(forum.id, states: [.closed])(try forum.who(.officer), in: test.office).items.isEmpty)
        // Whoever reviews it can still see what it is.
        #expect(try await minutes(.secretariat) == 1)
    }

    @Test func nothingIsKeptForEver() async throws {
        let (_, item) = try await closed()
        test.pass(days: 184)
        for day in ["2027-03-01", "2027-08-30", "2028-02-20"] {
            let until = try #require(LocalDate(day))
            try await review(item, .keep(until: until, reason: "Klage"))
            test.pass(days: until - test.now.day)
        }
        // Two years after it was closed.
        let late = LocalDate("2028-03-06")
        #expect(
            try await refusals { try await review(item, .keep(until: late, reason: "Klage")) }
                == ["meeting.keep-until"])
        try await review(item, .keep(until: LocalDate("2028-03-05"), reason: "Klage"))
        test.pass(days: 14)
        #expect(
            try await refusals { try await review(item, .keep(until: late, reason: "Klage")) }
                == ["meeting.kept-longest"])
        let lines = try await ListReviewItems(of: forum.id)(try forum.who(), in: test.office).lines
        #expect(lines.count == 1 && lines[0].latest == nil)
        try await review(item, .delete)
    }

    @Test func aReviewThatNobodyDoesGoesToThoseWhoSetUpForums() async throws {
        let (_, item) = try await closed()
        func waiting(_ role: Role) async throws -> Int {
            try await ReadForumDesk()(try forum.who(role), in: test.office).reviews.reduce(0) { $0 + $1.count }
        }
        // Due on 5 September; fourteen days later it is overdue.
        test.pass(days: 198)
        #expect(test.now.day == LocalDate("2026-09-19"))
        #expect(try await waiting(.secretariat) == 1)
        #expect(try await waiting(.leader) == 0)
        await #expect(throws: NotFound.self) { try await review(item, .delete, as: .leader) }
        test.pass(days: 1)
        #expect(try await waiting(.leader) == 1)
        await #expect(throws: NotFound.self) { try await review(item, .delete, as: .officer) }
        try await review(item, .delete, as: .leader)
        #expect(try forum.item(item).state == .deleted)
    }

    @Test func aForumWithoutAChairIsReviewedByThoseWhoSetUpForums() async throws {
        let (_, item) = try await closed()
        test.pass(days: 184)
        await #expect(throws: NotFound.self) { try await review(item, .delete, as: .leader) }
        _ = try await test.database.write { [forum] db in
            try db.execute("UPDATE forum_member SET is_chair = 0 WHERE forum_id = \(forum.id)")
        }
        let lines = try await ListReviewItems(of: forum.id)(try forum.who(.leader), in: test.office).lines
        #expect(lines.map(\.item.id) == [item])
        try await review(item, .delete, as: .leader)
    }
}
