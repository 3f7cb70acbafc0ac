import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// An item that comes up again is spoken of again, beside what the meetings before it said and what came of it.
@Suite struct FollowUpTests {
    let forum: MeetingForum
    var test: TestOffice { forum.test }

    init() throws {
        forum = try MeetingForum()
    }

    /// An item that a meeting on 5 March has put off to one on 26 March, which has begun; with an action that is done.
    private func again(person: Int64? = nil) async throws -> (first: Int64, second: Int64, item: Int64) {
        let (first, item) = try await forum.begun(person: person)
        let second = try await forum.plan("2026-03-26")
        try await forum.work(item, at: first, .minutes("Vi talte om det.", revision: 0))
        try await forum.work(
            item, at: first, .agree(.action, body: "Ring", owner: "officer", dueOn: LocalDate("2026-03-20")))
        try await forum.take(item, to: .discussed)
        try await forum.take(item, to: .followUp, followUpOn: "2026-03-20")
        for change in [ChangeMeeting.Change.hold, .sendMinutes, .approve(withoutAnswers: true)] {
            try await forum.change(first, change)
        }
        try await forum.change(second, .send)
        test.pass(days: 21)
        return (first, second, item)
    }

    private func close(_ action: Int64, _ change: CloseForumAction.Change, as role: Role) async throws {
        try await CloseForumAction(action, revision: 1, change)(try forum.who(role), in: test.office)
    }

    @Test func theNextMeetingSeesWhatCameOfIt() async throws {
        let person = try test.person("P-1", born: "1980-01-01")
        let (first, second, item) = try await again(person: person)
        try await close(1, .done(remark: "Talt med ham"), as: .officer)
        let before = try test.logged(.person, person).count
        let screen = try await ReadItemOnScreen(at: second, item: item, showsName: false)(
            try forum.who(.officer), in: test.office
        ).item
        let past = try #require(screen?.past.first)
        #expect(past.meeting.id == first && past.minutes?.body == "Vi talte om det.")
        #expect(past.actions.map(\.state) == [.done] && past.actions.map(\.remark) == ["Talt med ham"])
        #expect(screen?.minutes == nil && screen?.actions == [])
        // The name is not shown, and still it was the person who was read of.
        #expect(try test.logged(.person, person).count == before + 1)
        let page = try await ReadItem(item)(try forum.who(.officer), in: test.office)
        #expect(page.past.parts.map(\.meeting.id) == [first])
        // Whoever is let in now reads nothing of the meeting before.
        try await ChangeParticipants(of: item, adding: ["social-worker"])(try forum.who(), in: test.office)
        let late = try await ReadItem(item)(try forum.who(.socialWorker), in: test.office)
        #expect(late.past.parts.isEmpty)
    }

    @Test func itIsDiscussedOnceAtEachMeeting() async throws {
        let (first, second, item) = try await again()
        #expect(try await refusals { try await forum.change(second, .hold) } == [])
        // It was put off, and this meeting has not dealt with it.
        #expect(try await refusals { try await forum.change(second, .sendMinutes) } == ["meeting.items-open"])
        try await forum.take(item, to: .discussed)
        #expect(try await refusals { try await forum.take(item, to: .discussed) } == ["meeting.item-state"])
        #expect(try await refusals { try await forum.change(second, .sendMinutes) } == ["meeting.minutes-missing"])
        for meeting in [first, second] {
            #expect(try test.database.blockingRead { try ItemStore.isDiscussed(item, at: meeting, in: $0) })
        }
    }

    @Test func whatWasLeftAsDiscussedIsDiscussedAgain() async throws {
        let (first, item) = try await forum.begun()
        try await forum.work(item, at: first, .minutes("Talt om.", revision: 0))
        try await forum.take(item, to: .discussed)
        for change in [ChangeMeeting.Change.hold, .sendMinutes, .approve(withoutAnswers: true)] {
            try await forum.change(first, change)
        }
        let second = try await forum.plan("2026-03-12")
        try await ArrangeAgenda(second, .put(item: item, revision: try forum.item(item).revision))(
            try forum.who(), in: test.office)
        try await forum.change(second, .send)
        test.pass(days: 7)
        try await forum.take(item, to: .discussed)
        #expect(try forum.item(item).state == .discussed)
    }

    @Test func whatAMeetingDealtWithIsNotCarriedOver() async throws {
        let (_, second, item) = try await again()
        let other = try forum.item(on: second)
        let third = try await forum.plan("2026-04-09")
        try await forum.take(item, to: .actions)
        try await ArrangeAgenda(second, .carryOver)(try forum.who(), in: test.office)
        #expect(try forum.item(item).meeting == second && forum.item(other).meeting == third)
    }

    @Test func theChairSeesAndClosesWhatOthersWereGiven() async throws {
        let (_, _, item) = try await again()
        func list(_ state: StoredTask.State, as role: Role = .secretariat) async throws -> [ListedAction] {
            try await ListActionsOfForum(forum.id, state)(try forum.who(role), in: test.office).actions
        }
        #expect(try await list(.open).map(\.action.owner) == ["officer"])
        #expect(try await refusals { _ = try await list(.open, as: .officer) } == ["forum.not-chair"])
        // Its owner takes part no more, and can say nothing of it.
        try await ChangeParticipants(of: item, removing: ["officer"])(try forum.who(), in: test.office)
        await #expect(throws: NotFound.self) { try await close(1, .done(remark: ""), as: .officer) }
        try await close(1, .drop(reason: "Overtaget"), as: .secretariat)
        #expect(try await list(.open).isEmpty)
        #expect(try await list(.dropped).map(\.action.closedBy) == ["secretariat"])
    }
}
