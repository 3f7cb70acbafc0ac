import Foundation
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// After the meeting: minutes, approval, follow-up, deletion review, and the calendar.
@Suite struct MinutesTests {
    let forum: MeetingForum
    var test: TestOffice { forum.test }

    init() throws {
        forum = try MeetingForum()
    }

    private func answer(_ meeting: Int64, _ approves: Bool, _ remark: String = "", as role: Role) async throws {
        try await AnswerMinutes(
            of: meeting, revision: try forum.meeting(meeting).revision, approves: approves, remark: remark)(
                try forum.who(role), in: test.office)
    }

    @Test func minutesGoOutWhenEveryItemIsWrittenOf() async throws {
        let (meeting, item) = try await forum.begun()
        try await forum.take(item, to: .discussed)
        try await forum.change(meeting, .hold)
        #expect(try await refusals { try await forum.change(meeting, .sendMinutes) } == ["meeting.minutes-missing"])
        try await forum.work(item, at: meeting, .minutes("x", revision: 0))
        try await forum.change(meeting, .sendMinutes)
        #expect(
            try await refusals { try await forum.work(item, at: meeting, .minutes("y", revision: 1)) }
                == ["meeting.not-running"])
        #expect(try await refusals { try await forum.take(item, to: .actions) } == ["meeting.not-running"])
    }

    @Test func thoseWhoWereThereApproveOrObject() async throws {
        let (meeting, _) = try await forum.held()
        #expect(try await refusals { try await answer(meeting, true, as: .officer) } == ["meeting.state.held"])
        try await forum.change(meeting, .sendMinutes)
        #expect(try await refusals { try await answer(meeting, true, as: .pspkMember) } == ["meeting.not-there"])
        #expect(try await refusals { try await answer(meeting, false, as: .officer) } == ["meeting.objection-remark"])
        try await answer(meeting, false, "Åse sagde noget andet.", as: .officer)
        let raw = try test.database.blockingRead { db in
            try db.first("SELECT remark FROM forum_approval") { $0.text(0) }
        }
        #expect(raw?.contains("Åse") == false)
        let approve = ChangeMeeting.Change.approve()
        #expect(try await refusals { try await forum.change(meeting, approve) } == ["meeting.objections"])
        try await forum.change(meeting, .takeBack)
        try await forum.change(meeting, .sendMinutes)
        // What was answered to the first version counts no more.
        #expect(try await refusals { try await forum.change(meeting, approve) } == ["meeting.answers-missing"])
        try await answer(meeting, true, as: .officer)
        try await forum.change(meeting, approve)
        #expect(try forum.meeting(meeting).approvedBy == "secretariat")
    }

    @Test func anObjectionMayBeOverruledOpenly() async throws {
        let (meeting, _) = try await forum.held()
        try await forum.change(meeting, .sendMinutes)
        try await answer(meeting, false, "Nej", as: .officer)
        try await forum.change(meeting, .approve(despiteObjections: true))
        #expect(try test.logged(.meeting, meeting).last == "change minutes approved despite objections")
    }

    @Test func minutesAreReadByThoseWhoTakePart() async throws {
        let (meeting, item) = try await forum.held()
        func parts(_ role: Role) async throws -> [String?] {
            try await ReadMinutes(of: meeting)(try forum.who(role), in: test.office).parts.map { $0.minutes?.body }
        }
        #expect(try await parts(.officer) == ["Vi talte om det."])
        #expect(try await parts(.socialWorker) == [])
        #expect(try test.logged(.forumItem, item).last == "read PSP-D-2026-1 minutes")
        await #expect(throws: NotFound.self) { _ = try await parts(.sspCoordinator) }
    }

    @Test func remarksNameNobody() async throws {
        let (meeting, _) = try await forum.held()
        #expect(
            try await refusals { try await forum.change(meeting, .remark("Om 610190-1234")) }
                == ["meeting.remarks-number"])
        try await forum.change(meeting, .remark("Kaffen var kold."))
        #expect(try forum.meeting(meeting).remarks == "Kaffen var kold.")
    }

    @Test func aFollowUpGoesToTheFirstMeetingOnItsDayWhenTheMinutesAreApproved() async throws {
        let (meeting, item) = try await forum.held(followUpOn: "2026-03-20")
        _ = try await forum.plan("2026-03-12")
        let later = try await forum.plan("2026-03-26")
        try await forum.change(meeting, .sendMinutes)
        #expect(try forum.item(item).meeting == meeting)
        try await forum.change(meeting, .approve(withoutAnswers: true))
        let found = try forum.item(item)
        #expect(found.meeting == later && found.state == .followUp && found.followUpOn == LocalDate("2026-03-20"))
        // The minutes of the meeting that is over still hold it.
        let parts = try await ReadMinutes(of: meeting)(try forum.who(.officer), in: test.office).parts
        #expect(parts.map(\.item.id) == [item])
    }

    @Test func anItemThatIsReviewedIsEmptiedOrKeptForATime() async throws {
        let person = try test.person("P-1", born: "1980-01-01")
        let (meeting, item) = try await forum.begun(person: person)
        try await forum.work(item, at: meeting, .minutes("x", revision: 0))
        try await forum.work(
            item, at: meeting, .agree(.action, body: "Ring", owner: "officer", dueOn: LocalDate("2026-04-01")))
        try await forum.take(item, to: .discussed)
        try await forum.take(item, to: .closed)
        func review(_ decision: ReviewItem.Decision, as role: Role = .secretariat) async throws {
            try await ReviewItem(item, revision: try forum.item(item).revision, decision)(
                try forum.who(role), in: test.office)
        }
        func due() async throws -> Int {
            try await ListReviewItems(of: forum.id)(try forum.who(), in: test.office).lines.count
        }
        #expect(try await due() == 0)
        #expect(try await refusals { try await review(.delete) } == ["meeting.not-due"])
        test.pass(days: 184)
        #expect(try await due() == 1)
        #expect(try await ReadForumDesk()(try forum.who(), in: test.office).reviews.map(\.count) == [1])
        await #expect(throws: NotFound.self) { try await review(.delete, as: .officer) }
        #expect(
            try await refusals { try await review(.keep(until: LocalDate("2028-01-01"), reason: "")) }
                == ["meeting.keep-until", "meeting.keep-reason"])
        try await review(.keep(until: LocalDate("2026-10-05"), reason: "Klage"))
        #expect(try await due() == 0)
        test.pass(days: 30)
        try await review(.delete)
        let gone = try forum.item(item)
        #expect(gone.state == .deleted && gone.person == nil && gone.reason.isEmpty && gone.number == "PSP-D-2026-1")
        for table in [SQL("forum_minutes"), SQL("forum_action"), SQL("forum_participant"), SQL("forum_contribution")] {
            #expect(try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM \(table)") } == 0)
        }
        #expect(
            try test.logged(.forumItem, item).last
                == "delete PSP-D-2026-1 texts, contributions 0, minutes 1, actions 1")
        #expect(try test.logged(.person, person).last == "delete PSP-D-2026-1")
        #expect(try await ListForumActions(.open)(try forum.who(.officer), in: test.office).isEmpty)
    }

    @Test func theCalendarHoldsMeetingsAndActionsAndNamesNobody() async throws {
        let person = try test.person("P-1", born: "1980-01-01")
        let (meeting, item) = try await forum.begun(person: person)
        try await forum.work(
            item, at: meeting, .agree(.action, body: "Ring til Test", owner: "officer", dueOn: LocalDate("2026-04-01")))
        let token = try await OwnCalendar(try await test.session(.officer)).renew(
            .own, language: .danish, in: test.office)
        let text = try await ReadCalendar(token, site: "https://kreds.example.dk")(in: test.office)
            .replacing("\r\n ", with: "")
        #expect(text.contains("DTSTART:20260305T080000Z\r\nDTEND:20260305T093000Z"))
        #expect(text.contains("SUMMARY:Møde: PSP-K praksisgruppe\\, Køge"))
        #expect(text.contains("SUMMARY:Handling i PSP-D-2026-1") && text.contains("DTSTART;VALUE=DATE:20260401"))
        #expect(!text.contains("Ring") && !text.contains("Person") && !text.contains(MeetingForum.place))
        let other = try await OwnCalendar(try await test.session(.sspCoordinator)).renew(
            .own, language: .danish, in: test.office)
        #expect(try await !ReadCalendar(other, site: nil)(in: test.office).contains("PSP"))
    }

    /// A self-governing institution takes part in forums and works with no cases.
    @Test func theCalendarIsOpenToWhoeverOnlyTakesPartInForums() async throws {
        let token = try await OwnCalendar(try await test.session(.recipient)).renew(
            .own, language: .danish, in: test.office)
        #expect(try await ReadCalendar(token, site: nil)(in: test.office).contains("BEGIN:VCALENDAR"))
        await #expect(throws: Refusal.self) {
            _ = try await OwnCalendar(try await test.session(.planSecretariat)).renew(
                .own, language: .danish, in: test.office)
        }
    }
}
