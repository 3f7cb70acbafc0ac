import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Bodies of the cooperation: seats, meetings from the agenda to the yearly account, and never anybody in a text.
@Suite struct BodyTests {
    @Test func thereIsOneOfAKindAndItsSeatsAreChecked() async throws {
        let body = try await TestBody()
        let office = body.test.office
        let manage = try body.test.may(Acts.EditPlan.self, as: .secretariat)
        #expect(
            try await refusals {
                _ = try await SetUpBody(.contactCommittee, purpose: "x", isChecked: false)(manage, in: office)
            } == ["body.exists"])
        #expect(
            try await refusals {
                _ = try await SetUpBody(.localCouncil, municipality: "101", purpose: "", isChecked: false)(
                    manage, in: office)
            } == ["plan.required", "body.municipality"])
        #expect(try await refusals { try await body.seat(.police, "Anden", .chair, nil) } == ["body.two-chairs"])
        #expect(
            try await refusals { try await body.seat(.police, "Tredje", .member, .sspCoordinator) } == [
                "body.sits-already", "body.account",
            ])
        let page = try await ReadBody(body.id)(body.who(), in: office)
        #expect(page.lacks.count == 9, "nine municipalities have no seat yet")
        #expect(throws: Refusal.self) { try body.test.may(Acts.EditPlan.self, as: .sspCoordinator) }
    }

    @Test func aMeetingGoesFromItsAgendaToTheYearlyAccount() async throws {
        let body = try await TestBody()
        let office = body.test.office
        let meeting = try await body.plan("2026-03-09")
        let later = try await body.plan("2026-05-11")
        #expect(try await refusals { try await body.change(meeting, .send) } == ["meeting.agenda-empty"])
        let topic = try await body.topic(on: meeting)
        let second = try await body.topic("Evt.", on: meeting)
        try await body.change(meeting, .send)
        #expect(
            try await refusals { try await body.work(topic, on: meeting, .minutes("x")) } == ["meeting.not-running"])
        body.test.pass(days: 7)
        let seats = try await body.view(meeting).opened.opened.sitting(on: office.now.day)
        try await body.work(topic, on: meeting, .minutes("Alle var enige."))
        try await body.work(topic, on: meeting, .agree(.decision, "Ordningen fortsætter.", seat: nil, dueOn: nil))
        let action = WorkTopic.Change.agree(
            .action, "Laver et oplæg.", seat: seats[1].id, dueOn: LocalDate("2026-03-20"))
        try await body.work(topic, on: meeting, action)
        try await body.work(topic, on: meeting, action)
        #expect(try await body.view(meeting).actions.count == 2, "sent twice, it is agreed on once")
        #expect(
            try await refusals {
                try await body.work(topic, on: meeting, .agree(.action, "x", seat: nil, dueOn: nil))
            } == ["body.owner", "meeting.action-due"])
        try await body.work(topic, on: meeting, .again)
        try await body.change(meeting, .carryOver)
        #expect(try await body.view(later).topics.map(\.id).contains(second))
        #expect(try await body.view(later).topics.contains { $0.from == topic })
        try await body.change(meeting, .hold)
        #expect(try await refusals { try await body.change(meeting, .sendMinutes) } == ["body.no-attendance"])
        try await body.change(meeting, .attendance([seats[0].id: .present, seats[2].id: .excused, 999: .present]))
        try await body.change(meeting, .sendMinutes)
        try await body.change(meeting, .approve())

        body.test.pass(days: 30)
        var year = try await ReadBodyYear(body.id, 2026)(body.who(), in: office)
        #expect(year.held.map(\.id) == [meeting] && year.planned.map(\.id) == [later])
        #expect(year.decisions.count == 1 && year.actions.count == 1 && year.late(on: office.now.day) == 1)
        #expect(year.seats.map(\.meetings) == [1, 1, 1] && year.seats[0].counts == [.present: 1])
        let open = try #require(year.actions.first)
        #expect(
            try await refusals {
                try await CloseBodyAction(open.id, revision: 1, to: .done, remark: "")(
                    body.who(.sspCoordinator), in: office)
            } == ["body.not-lead"])
        try await CloseBodyAction(open.id, revision: 1, to: .done, remark: "Sendt.")(
            body.who(.secretariat), in: office)
        #expect(
            try await refusals {
                try await CloseBodyAction(open.id, revision: 1, to: .open, remark: "")(body.who(), in: office)
            } == ["changed-meanwhile"])
        year = try await ReadBodyYear(body.id, 2026)(body.who(.counsellor), in: office)
        #expect(year.count(.done) == 1 && year.late(on: office.now.day) == 0)
        #expect(try await ReadBodyYear(body.id, 2025)(body.who(), in: office).held.isEmpty)
    }

    @Test func othersThanItsLeadersOnlyPropose() async throws {
        let body = try await TestBody()
        let meeting = try await body.plan("2026-03-09")
        let topic = try await body.topic("Vejlys", on: meeting, as: .sspCoordinator)
        let view = try await body.view(meeting)
        #expect(view.topics.isEmpty && view.waiting.map(\.id) == [topic], "it waits for those who lead it")
        #expect(try await refusals { _ = try await body.topic(on: nil, as: .officer) } == ["body.no-seat"])
        #expect(try await refusals { try await body.change(meeting, .send, as: .sspCoordinator) } == ["body.not-lead"])
        try await WorkTopic(topic, revision: 1, .move(to: meeting))(body.who(), in: body.test.office)
        #expect(
            try await refusals {
                try await WorkTopic(topic, revision: 1, .withdraw)(body.who(), in: body.test.office)
            } == ["changed-meanwhile"])
    }

    @Test func nobodyIsNumberedAndANameIsWarnedOf() async throws {
        let body = try await TestBody()
        let meeting = try await body.plan("2026-03-09")
        #expect(try await refusals { _ = try await body.topic("Sag 670314-1235", on: meeting) } == ["plan-text.number"])
        let draft = TopicDraft(title: "Indsatsen", words: "Vi talte om Mette Sørensen og hendes bror.")
        func propose(_ isChecked: Bool) async throws {
            try await ProposeTopic(to: body.id, meeting: meeting, draft, isChecked: isChecked)(
                body.who(), in: body.test.office)
        }
        #expect(try await refusals { try await propose(false) } == ["plan-text.name"])
        #expect(try await body.view(meeting).topics.isEmpty)
        try await propose(true)
        #expect(try await body.view(meeting).topics.count == 1)
        #expect(
            try await refusals { try await body.change(meeting, .cancel(reason: "Ring 12 34 56 78")) } == [
                "plan-text.phone"
            ])
        #expect(
            try await refusals {
                _ = try await PlanBodyMeetings(in: body.id).one(
                    body.time("2026-03-10", place: "670314 1235"), isChecked: true, body.who(), in: body.test.office)
            } == ["plan-text.number"])
    }

    @Test func anEndedBodyRestsUntilItIsRestored() async throws {
        let body = try await TestBody()
        let manage = try body.test.may(Acts.EditPlan.self, as: .secretariat)
        try await ManageBody(body.id, .end(revision: 1))(manage, in: body.test.office)
        #expect(try await refusals { _ = try await body.plan("2026-03-09") } == ["body.ended"])
        #expect(
            try await refusals { try await ManageBody(body.id, .reopen(revision: 1))(manage, in: body.test.office) }
                == ["changed-meanwhile"])
        try await ManageBody(body.id, .reopen(revision: 2))(manage, in: body.test.office)
        _ = try await body.plan("2026-03-09")
    }

    @Test func aSeriesKeepsItsTimeOfDayAndLeavesClosedDays() async throws {
        let body = try await TestBody()
        let dates = SeriesDates(.everyMonths(1), body.time("2026-03-10"), last: LocalDate("2026-06-30"))
        let days = try await PlanBodyMeetings(in: body.id).preview(dates, body.who(), in: body.test.office)
        #expect(days.map(\.day.description) == ["2026-03-10", "2026-04-14", "2026-05-12", "2026-06-09"])
        #expect(try await PlanBodyMeetings(in: body.id).series(dates, body.who(), in: body.test.office) == 4)
        let page = try await ReadBody(body.id)(body.who(), in: body.test.office)
        #expect(page.coming.allSatisfy { $0.startsAt.local.hasSuffix("09:00") || $0.startsAt.local.contains("T09:00") })
        let feed = try body.test.database.blockingRead { db in
            try BodyEvents(of: TestOffice.actor(.leader), now: body.test.now, in: db).count
        }
        #expect(feed == 4)
    }

    /// What a meeting has agreed stays with that meeting, also before the minutes are written.
    @Test func whatWasAgreedStaysAtItsMeeting() async throws {
        let body = try await TestBody()
        let meeting = try await body.plan("2026-03-09")
        let later = try await body.plan("2026-05-11")
        let agreed = try await body.topic(on: meeting)
        let left = try await body.topic("Evt.", on: meeting)
        try await body.change(meeting, .send)
        body.test.pass(days: 7)
        try await body.work(agreed, on: meeting, .agree(.decision, "Ordningen fortsætter.", seat: nil, dueOn: nil))
        #expect(
            try await refusals { try await body.work(agreed, on: meeting, .move(to: later)) } == ["body.topic-written"])
        #expect(try await refusals { try await body.work(agreed, on: meeting, .withdraw) } == ["body.topic-written"])
        #expect(try await refusals { try await body.change(meeting, .cancel(reason: "Syg")) } == ["meeting.written"])
        try await body.change(meeting, .carryOver)
        #expect(try await body.view(meeting).topics.map(\.id) == [agreed])
        #expect(try await body.view(later).topics.map(\.id) == [left])
        #expect(try await body.view(meeting).actions.map(\.words) == ["Ordningen fortsætter."])
        try await body.change(meeting, .hold)
        let year = try await ReadBodyYear(body.id, 2026)(body.who(), in: body.test.office)
        #expect(year.decisions.map(\.meeting) == [meeting])
    }

    @Test func attendanceIsNotOverwrittenUnseenAndCanBeUnknownAgain() async throws {
        let body = try await TestBody()
        let meeting = try await body.plan("2026-03-09")
        _ = try await body.topic(on: meeting)
        try await body.change(meeting, .send)
        body.test.pass(days: 7)
        let opened = try await body.view(meeting).opened
        let seats = opened.opened.sitting(on: body.test.now.day).map(\.id)
        try await body.change(meeting, .attendance([seats[0]: .present, seats[1]: .absent]))
        let late = try await refusals {
            try await ChangeBodyMeeting(meeting, revision: opened.meeting.revision, .attendance([seats[0]: .absent]))(
                body.who(), in: body.test.office)
        }
        #expect(late == ["changed-meanwhile"])
        try await body.change(meeting, .attendance([seats[0]: .present]))
        #expect(try await body.view(meeting).attendance == [seats[0]: .present])
    }

    /// Whoever has no right here learns nothing of the register: they are refused before anything is looked up.
    @Test func theRightIsAskedBeforeTheRegister() async throws {
        let body = try await TestBody()
        let meeting = try await body.plan("2026-03-09")
        let office = body.test.office
        let name = "Mette Sørensen"
        let stranger = try body.who(.counsellor)
        let tries: [() async throws -> Void] = [
            {
                try await ProposeTopic(to: body.id, meeting: nil, TopicDraft(title: name), isChecked: false)(
                    stranger, in: office)
            },
            { try await ChangeBodyMeeting(meeting, revision: 1, .remark(name))(stranger, in: office) },
            {
                _ = try await PlanBodyMeetings(in: body.id).one(
                    body.time("2026-03-10", place: name), isChecked: false, stranger, in: office)
            },
        ]
        let before = try Logged.all(in: body.test.database).count { $0.action == "search" }
        for (number, one) in tries.enumerated() {
            #expect(try await refusals { try await one() } == [number == 0 ? "body.no-seat" : "body.not-lead"])
        }
        #expect(try Logged.all(in: body.test.database).count { $0.action == "search" } == before)
    }

    @Test func aChangedSeatKeepsWhatItWas() async throws {
        let body = try await TestBody()
        let manage = try body.test.may(Acts.EditPlan.self, as: .secretariat)
        let old = try #require(try await body.view(try await body.plan("2026-03-09")).opened.opened.seats.first)
        let new = BodySeat(
            side: .police, municipality: "", title: "Chefpolitiinspektør", post: .chair, account: old.seat.account,
            from: old.seat.from, to: nil)
        try await ManageBody(body.id, .setSeat(old.id, new, revision: old.revision))(manage, in: body.test.office)
        let entries = try body.test.database.blockingRead { try ChangeLog.entries(of: .body, id: body.id, in: $0) }
        #expect(entries.contains { $0.old.hasPrefix("Politiinspektør") && $0.new.hasPrefix("Chefpolitiinspektør") })
    }
}
