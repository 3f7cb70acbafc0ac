import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Whoever is in the room and takes no part in an item hears and sees nothing of it.
@Suite struct RoomTests {
    let forum: MeetingForum
    var test: TestOffice { forum.test }

    init() throws {
        forum = try MeetingForum()
    }

    private func screen(_ meeting: Int64, _ item: Int64, as role: Role = .secretariat) async throws -> ItemOnScreen {
        let read = ReadItemOnScreen(at: meeting, item: item, showsName: true)
        return try #require(try await read(try forum.who(role), in: test.office).item)
    }

    @Test func nothingIsShownUntilTheyHaveLeft() async throws {
        let (meeting, item) = try await forum.begun()
        try await forum.work(item, at: meeting, .minutes("Talt om.", revision: 0))
        try await forum.change(meeting, .room(["secretariat", "officer", "social-worker"]))
        var shown = try await screen(meeting, item)
        #expect(shown.outsiders == ["social-worker"] && shown.name == nil && shown.minutes == nil && !shown.mayWrite)
        #expect(try await refusals { try await forum.take(item, to: .discussed) } == ["meeting.outsiders"])
        let more = WorkItem.Change.minutes("Mere", revision: 1)
        #expect(try await refusals { try await forum.work(item, at: meeting, more) } == ["meeting.outsiders"])
        let clear = ClearRoom(at: meeting, for: item, isBack: false)
        #expect(try await refusals { try await clear(try forum.who(.officer), in: test.office) } == ["forum.not-chair"])
        try await clear(try forum.who(), in: test.office)
        shown = try await screen(meeting, item)
        #expect(shown.outsiders.isEmpty && shown.away == ["social-worker"])
        #expect(shown.name == "Åse Ærø" && shown.minutes?.body == "Talt om.")
        try await forum.take(item, to: .discussed)
        try await ClearRoom(at: meeting, for: item, isBack: true)(try forum.who(), in: test.office)
        #expect(try await screen(meeting, item).outsiders == ["social-worker"])
    }

    @Test func whoeverHasLeftHasTakenPartAllTheSame() async throws {
        let (meeting, item) = try await forum.begun()
        try await forum.change(meeting, .room(["secretariat", "social-worker"]))
        try await forum.change(meeting, .room(["secretariat"]))
        try await forum.take(item, to: .discussed)
        try await forum.work(item, at: meeting, .minutes("Talt om.", revision: 0))
        try await forum.change(meeting, .hold)
        // After the meeting nobody is in the room: the screen holds nothing back, and the list is of those who were there.
        #expect(try await screen(meeting, item).outsiders.isEmpty)
        #expect(
            try await ReadMeeting(meeting)(try forum.who(), in: test.office).room == ["secretariat", "social-worker"])
        try await forum.change(meeting, .sendMinutes)
        #expect(try await ReadMeeting(meeting)(try forum.who(), in: test.office).silent == ["social-worker"])
        try await forum.change(meeting, .takeBack)
        try await forum.change(meeting, .room(["secretariat"]))
        #expect(try await ReadMeeting(meeting)(try forum.who(), in: test.office).room == ["secretariat"])
    }

    @Test func anAnswerIsToTheMinutesThatWereSeen() async throws {
        let (meeting, item) = try await forum.held()
        try await forum.change(meeting, .sendMinutes)
        let late = AnswerMinutes(
            of: meeting, revision: try forum.meeting(meeting).revision, approves: true, remark: "")
        try await forum.change(meeting, .takeBack)
        try await forum.work(item, at: meeting, .minutes("Noget andet.", revision: 1))
        try await forum.change(meeting, .sendMinutes)
        #expect(
            try await refusals { try await late(try forum.who(.officer), in: test.office) } == ["changed-meanwhile"])
        let approve = ChangeMeeting.Change.approve()
        #expect(try await refusals { try await forum.change(meeting, approve) } == ["meeting.answers-missing"])
        try await forum.change(meeting, .approve(withoutAnswers: true))
        #expect(try test.logged(.meeting, meeting).last == "change minutes approved without answers")
    }
}
