import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// What was shared is open for one meeting, and for a time; whoever leads it is told of what is left undone.
@Suite struct WindowTests {
    let forum: MeetingForum
    var test: TestOffice { forum.test }

    init() throws {
        forum = try MeetingForum()
    }

    private func isOpen(_ item: Int64) async throws -> Bool {
        try await test.office.reading(item: item, as: try forum.who(.officer)) { _, opened in opened.isWindowOpen }
    }

    @Test func aMeetingThatIsForgottenClosesByItself() async throws {
        let meeting = try await forum.plan("2026-03-05")
        let item = try forum.item(on: meeting)
        try await forum.change(meeting, .send)
        // Thirty days after 5 March.
        test.pass(days: 33)
        #expect(test.now.day == LocalDate("2026-04-04"))
        #expect(try await isOpen(item))
        test.pass(days: 1)
        #expect(try await !isOpen(item))
    }

    @Test func theDeskTellsTheChairAndLaterThoseWhoSetUpForums() async throws {
        func unfinished(_ role: Role) async throws -> [Int64] {
            try await ReadForumDesk()(try forum.who(role), in: test.office).unfinished.map(\.meeting.id)
        }
        let meeting = try await forum.plan("2026-03-05")
        _ = try forum.item(on: meeting)
        try await forum.change(meeting, .send)
        #expect(try await unfinished(.secretariat) == [])
        test.pass(days: 4)
        #expect(try await unfinished(.secretariat) == [meeting])
        #expect(try await unfinished(.leader) == [])
        #expect(try await unfinished(.officer) == [])
        test.pass(days: 31)
        #expect(try await unfinished(.leader) == [meeting])
        try await forum.change(meeting, .cancel(reason: "Ikke holdt"))
        #expect(try await unfinished(.secretariat) == [])
    }

    @Test func anAgendaIsNotSentLongBeforeNorPutOffForEver() async throws {
        let meeting = try await forum.plan("2026-04-08")
        _ = try forum.item(on: meeting)
        #expect(try await refusals { try await forum.change(meeting, .send) } == ["meeting.too-early"])
        test.pass(days: 7)
        #expect(test.now.day == LocalDate("2026-03-09"))
        try await forum.change(meeting, .send)
        // Thirty days after it was sent.
        for (day, codes) in [("2026-04-07", [String]()), ("2026-04-09", ["meeting.too-late"])] {
            #expect(try await refusals { try await forum.change(meeting, .move(forum.time(day))) } == codes)
        }
    }

    @Test func whoeverHasNotSeenTheAgendaAsItIsDoesNotSendIt() async throws {
        let meeting = try await forum.plan("2026-03-05")
        let first = try forum.item(on: meeting)
        let waiting = try forum.item()
        for change in [
            ArrangeAgenda.Change.put(item: waiting, revision: try forum.item(waiting).revision),
            .take(item: first, revision: try forum.item(first).revision),
        ] {
            let send = ChangeMeeting(meeting, revision: try forum.meeting(meeting).revision, .send)
            try await ArrangeAgenda(meeting, change)(try forum.who(), in: test.office)
            #expect(
                try await refusals { try await send(try forum.who(), in: test.office) } == ["changed-meanwhile"])
        }
    }

    @Test func aMeetingOfWhichSomethingIsWrittenIsNeitherCancelledNorMoved() async throws {
        let (meeting, item) = try await forum.begun()
        try await forum.work(item, at: meeting, .minutes("Vi begyndte.", revision: 0))
        for change in [ChangeMeeting.Change.cancel(reason: "Sygdom"), .move(forum.time("2026-03-12"))] {
            #expect(try await refusals { try await forum.change(meeting, change) } == ["meeting.written"])
        }
        // One that has only begun may still be.
        let other = try await MeetingForum().begun().meeting
        #expect(other == meeting)
    }
}

/// A record is for the meeting that it was made for.
@Suite struct NextMeetingTests {
    private let group: TestForum
    private let first: Int64
    private let item: Int64

    init() async throws {
        group = try await TestForum()
        first = try await group.meet()
        item = try await group.propose(.named("Anna Prøve", cpr: "610190-0008"))
        try await group.judge(item, participants: ["chair", "koege", "psychiatry"], meeting: first)
        try await group.share(item, group.content(["koege"]), as: "psychiatry")
        try await group.set(.sent, of: first)
        group.test.pass(days: 7)
    }

    private func take(_ state: ItemState, followUpOn: LocalDate? = nil) async throws {
        let revision = try await group.read(item, as: "chair").opened.item.revision
        _ = try await TakeItem(item, revision: revision, to: state, followUpOn: followUpOn)(
            try await group.may("chair"), in: group.office)
    }

    private func put(on meeting: Int64) async throws {
        let revision = try await group.read(item, as: "chair").opened.item.revision
        try await ArrangeAgenda(meeting, .put(item: item, revision: revision))(
            try await group.may("chair"), in: group.office)
    }

    @Test func whatWasSharedForAMeetingThatSpokeOfItDoesNotOpenWithTheNext() async throws {
        #expect(try await group.texts(item, as: "koege") == ["Er flyttet fra sin bolig"])
        try await take(.discussed)
        try await take(.followUp, followUpOn: group.test.now.day + 3)
        for state in [MeetingState.held, .minutesSent, .approved] { try await group.set(state, of: first) }
        let next = try await group.meet()
        try await put(on: next)
        try await group.set(.sent, of: next)
        #expect(try await group.read(item, as: "koege").opened.isWindowOpen)
        #expect(try await group.texts(item, as: "koege") == [])
        // Who has got it stays on record, and whoever gave it may give it again.
        let own = try #require(try await group.read(item, as: "psychiatry").answers.first)
        #expect(own.recipients == ["koege"] && own.unreached.contains("koege"))
        try await ShareFurther(own.contribution.id, of: item, with: ["koege"])(
            try await group.may("psychiatry"), in: group.office)
        #expect(try await group.texts(item, as: "koege") == ["Er flyttet fra sin bolig"])
        #expect(try await group.disclosures(item).map(\.disclosure.meeting) == [first, next])
    }

    /// What is shared between two meetings is for the next, whether or not that is known yet; the same again is another sharing.
    @Test func whatIsSharedBetweenMeetingsOpensAtTheNext() async throws {
        try await take(.discussed)
        for state in [MeetingState.held, .minutesSent, .approved] { try await group.set(state, of: first) }
        group.test.pass(days: 1)
        try await group.share(item, group.content(["koege"]), as: "psychiatry")
        #expect(try await group.disclosures(item).map(\.disclosure.meeting) == [first, nil])
        let next = try await group.meet()
        try await put(on: next)
        #expect(try await group.texts(item, as: "koege") == [])
        try await group.set(.sent, of: next)
        #expect(try await group.texts(item, as: "koege") == ["Er flyttet fra sin bolig"])
    }

    @Test func nothingIsSharedWhereNobodyCouldReadItAnyMore() async throws {
        group.test.pass(days: 32)
        #expect(
            try await refusals { try await group.share(item, group.content(["koege"], "Nyt"), as: "psychiatry") }
                == ["item.window-over"])
    }

    @Test func whatWasNotReachedKeepsWhatWasSharedForIt() async throws {
        let next = try await group.meet()
        try await ArrangeAgenda(first, .carryOver)(try await group.may("chair"), in: group.office)
        #expect(try await group.texts(item, as: "koege") == [])
        try await group.set(.sent, of: next)
        #expect(try await group.texts(item, as: "koege") == ["Er flyttet fra sin bolig"])
    }
}
