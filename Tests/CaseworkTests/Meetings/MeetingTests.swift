import Foundation
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Meetings are planned, moved, cancelled, sent, held and approved by the chair, and by nobody else.
@Suite struct MeetingTests {
    let forum: MeetingForum
    var test: TestOffice { forum.test }

    init() throws {
        forum = try MeetingForum()
    }

    private func series(
        _ rhythm: Recurrence.Rhythm, _ first: String, _ last: String, starts: String = "09:00"
    ) -> PlanSeries {
        PlanSeries(in: forum.id, SeriesDates(rhythm, forum.time(first, starts), last: LocalDate(last)))
    }

    @Test func aSeriesMeetsAtTheSameTimeOfDayBeforeAndAfterTheChangeToSummerTime() async throws {
        let plan = series(.everyWeeks(1), "2026-03-26", "2026-04-09")
        let days = try await plan.preview(try forum.who(), in: test.office)
        // Thursday 2 April is Maundy Thursday; authorities open again after Easter Monday.
        #expect(days.map(\.day.description) == ["2026-03-26", "2026-04-07", "2026-04-09"])
        #expect(days.map(\.isMoved) == [false, true, false])
        #expect(try await plan(try forum.who(), in: test.office) == 3)
        let meetings = try test.database.blockingRead { try MeetingStore.meetings(of: forum.id, in: $0) }
        #expect(meetings.map(\.startsAt.danish) == ["26.03.2026 09:00", "07.04.2026 09:00", "09.04.2026 09:00"])
        #expect(meetings.map(\.startsAt.description).map { $0.suffix(9) } == ["08:00:00Z", "07:00:00Z", "07:00:00Z"])
        #expect(meetings.allSatisfy { $0.endsAt.danish.hasSuffix(" 10:30") })
    }

    @Test func aSeriesIsPlannedOnceAndNotTooFarAhead() async throws {
        let plan = series(.everyWeeks(4), "2026-03-05", "2026-06-30")
        let count = try await plan(try forum.who(), in: test.office)
        #expect(count == 5)
        #expect(try await refusals { _ = try await plan(try forum.who(), in: test.office) } == ["meeting.series-empty"])
        let far = series(.everyMonths(1), "2026-03-05", "2027-09-03")
        #expect(
            try await refusals { _ = try await far(try forum.who(), in: test.office) } == ["meeting.series-too-far"])
        let back = series(.everyMonths(1), "2026-03-05", "2026-03-04")
        #expect(
            try await refusals { _ = try await back(try forum.who(), in: test.office) } == ["meeting.series-backwards"])
    }

    @Test func everyMistakeInAMeetingIsNamed() async throws {
        let empty = MeetingTime(day: nil, starts: nil, minutes: 5, place: "")
        let found = try await refusals {
            _ = try await PlanMeeting(in: forum.id, empty)(try forum.who(), in: test.office)
        }
        #expect(found == ["meeting.day", "meeting.starts", "meeting.minutes", "meeting.place"])
        let places = [
            "Hos 610190-1234": "meeting.place-number", String(repeating: "x", count: 201): "meeting.place-long",
        ]
        for (place, code) in places {
            let time = MeetingTime(day: LocalDate("2026-03-05"), starts: DailyTime("09:00"), minutes: 60, place: place)
            #expect(
                try await refusals { _ = try await PlanMeeting(in: forum.id, time)(try forum.who(), in: test.office) }
                    == [code])
        }
        let days = [
            "2026-03-01": "meeting.past", "2026-03-07": "meeting.closed-day", "2026-04-02": "meeting.closed-day",
        ]
        for (day, code) in days { #expect(try await refusals { _ = try await forum.plan(day) } == [code], "\(day)") }
        #expect(try await refusals { _ = try await forum.plan("2026-03-02", "09:00") } == ["meeting.past-time"])
        _ = try await forum.plan("2026-03-05")
        #expect(try await refusals { _ = try await forum.plan("2026-03-05", "14:00") } == ["meeting.day-taken"])
    }

    @Test func onlyAChairPlansAndChanges() async throws {
        let meeting = try await forum.plan("2026-03-05")
        let item = try forum.item(on: meeting)
        for change in [ChangeMeeting.Change.send, .cancel(reason: "x"), .remark("x"), .hold] {
            #expect(
                try await refusals { try await forum.change(meeting, change, as: .officer) } == ["forum.not-chair"])
        }
        let plan = PlanMeeting(in: forum.id, forum.time("2026-03-06"))
        #expect(
            try await refusals { _ = try await plan(try forum.who(.officer), in: test.office) } == ["forum.not-chair"])
        #expect(
            try await refusals { try await forum.take(item, to: .closed, remark: "x", as: .officer) } == [
                "forum.not-chair"
            ])
        await #expect(throws: NotFound.self) {
            _ = try await ReadMeeting(meeting)(try forum.who(.sspCoordinator), in: test.office)
        }
    }

    @Test func anAgendaIsSentOnlyWithItemsThatSomebodyTakesPartIn() async throws {
        let meeting = try await forum.plan("2026-03-05")
        #expect(try await refusals { try await forum.change(meeting, .send) } == ["meeting.agenda-empty"])
        let item = try forum.item(on: meeting, participants: [])
        #expect(try await refusals { try await forum.change(meeting, .send) } == ["meeting.no-participants"])
        _ = try test.database.blockingWrite { db in
            try ParticipantStore.add(
                "officer", to: item, by: TestOffice.actor(.secretariat), at: test.now, in: db)
        }
        test.pass(days: 4)
        #expect(try await refusals { try await forum.change(meeting, .send) } == ["meeting.over"])
    }

    @Test func contributionsOpenWithTheAgendaAndCloseWithTheMinutes() async throws {
        func isOpen(_ item: Int64) async throws -> Bool {
            try await test.office.reading(item: item, as: try forum.who(.officer)) { _, opened in opened.isWindowOpen }
        }
        let meeting = try await forum.plan("2026-03-05")
        let item = try forum.item(on: meeting)
        #expect(try await !isOpen(item))
        try await forum.change(meeting, .send)
        #expect(try await isOpen(item))
        test.pass(days: 3)
        try await forum.take(item, to: .discussed)
        try await forum.work(item, at: meeting, .minutes("Talt om.", revision: 0))
        try await forum.change(meeting, .hold)
        try await forum.change(meeting, .sendMinutes)
        #expect(try await isOpen(item))
        try await forum.change(meeting, .approve(withoutAnswers: true))
        #expect(try await !isOpen(item))
    }

    @Test func aCancelledMeetingGivesItsItemsBack() async throws {
        let meeting = try await forum.plan("2026-03-05")
        let item = try forum.item(on: meeting)
        try await forum.change(meeting, .send)
        for (reason, code) in ["": "meeting.cancel-reason", "Om 6101901234": "meeting.cancel-number"] {
            #expect(try await refusals { try await forum.change(meeting, .cancel(reason: reason)) } == [code])
        }
        try await forum.change(meeting, .cancel(reason: "Sygdom"))
        let found = try forum.item(item)
        #expect(found.meeting == nil && found.state == .onAgenda)
        let waiting = try test.database.blockingRead { db in
            try ItemStore.waiting(in: forum.id, keys: test.office.keys, db).map(\.id)
        }
        #expect(waiting == [item])
        let again = try await refusals { try await forum.change(meeting, .send) }
        #expect(again == ["meeting.state.cancelled"])
        let next = try await forum.plan("2026-03-05")
        try await ArrangeAgenda(next, .put(item: item, revision: found.revision))(try forum.who(), in: test.office)
        #expect(try forum.item(item).meeting == next)
    }

    @Test func whoeverWasSlowerChangesNothing() async throws {
        let meeting = try await forum.plan("2026-03-05")
        _ = try forum.item(on: meeting)
        let seen = try forum.meeting(meeting).revision
        try await forum.change(meeting, .move(forum.time("2026-03-06", "10:00")))
        let late = ChangeMeeting(meeting, revision: seen, .send)
        #expect(try await refusals { try await late(try forum.who(), in: test.office) } == ["changed-meanwhile"])
        let after = try forum.meeting(meeting)
        #expect(after.state == .planned && after.startsAt.danish == "06.03.2026 10:00")
    }

    @Test func forbiddenStepsOfAMeetingAreRefused() async throws {
        let meeting = try await forum.plan("2026-03-05")
        _ = try forum.item(on: meeting)
        let early: [ChangeMeeting.Change] = [.sendMinutes, .takeBack, .approve(despiteObjections: true)]
        for change in early {
            #expect(try await refusals { try await forum.change(meeting, change) } == ["meeting.state.planned"])
        }
        try await forum.change(meeting, .send)
        #expect(try await refusals { try await forum.change(meeting, .hold) } == ["meeting.not-begun"])
        #expect(try await refusals { try await forum.change(meeting, .remark("x")) } == ["meeting.not-running"])
        test.pass(days: 3)
        try await forum.change(meeting, .hold)
        #expect(try await refusals { try await forum.change(meeting, .cancel(reason: "x")) } == ["meeting.state.held"])
        #expect(try await refusals { try await forum.change(meeting, .sendMinutes) } == ["meeting.items-open"])
    }
}
