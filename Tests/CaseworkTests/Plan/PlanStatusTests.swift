import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// The status for the kredsråd: live until its meeting, and frozen for good then.
@Suite struct PlanStatusTests {
    private let desk: PlanDesk
    private var office: Office { desk.office }

    init() throws {
        desk = try PlanDesk()
    }

    private func read(_ id: Int64) async throws -> OpenedStatus { try await ReadStatus(id)(desk.reader, in: office) }

    private func freeze(
        _ id: Int64, seen revision: Int? = nil, acceptsUnwritten: Bool = true
    ) async throws -> [String] {
        let found = try await read(id).stored.revision
        return try await refusals {
            try await FreezeStatus(id, revision: revision ?? found, acceptsUnwritten: acceptsUnwritten)(
                desk.editor(), in: office)
        }
    }

    @Test func aFrozenStatusNeverChanges() async throws {
        let plan = try await desk.plan()
        let area = try await desk.area(in: plan, figures: ["safety-follow-ups"])
        let initiative = try await desk.initiative(in: plan, area: area)
        try await desk.take(initiative, to: .chosen)
        let id = try await OpenStatus(plan, title: "Status, marts", meetingOn: desk.test.now.day)(
            desk.editor(), in: office)
        let text = PlanStatusText(promised: "Et oplæg", done: "Skrevet", changed: "Intet")
        try await WriteStatusText(id, area: area, text, revision: 0)(desk.editor(), in: office)
        let live = try await read(id)
        #expect(!live.isFrozen && live.body.areas.first?.initiatives.map(\.stage) == ["chosen"])
        #expect(live.body.areas.first?.figures.map(\.id) == ["safety-follow-ups"])
        #expect(try await freeze(id, acceptsUnwritten: false) == [], "all of it is written")
        let frozen = try await read(id)
        #expect(frozen.isFrozen && frozen.body == live.body && frozen.stored.hash.count == 64)
        try await desk.take(initiative, to: .anchored)
        desk.test.pass(days: 3)
        let later = try await read(id)
        #expect(later.body == frozen.body && later.stored.hash == frozen.stored.hash)
        #expect(try await freeze(id) == ["plan.frozen"])
        let again = try await refusals {
            try await WriteStatusText(id, area: area, text, revision: 1)(desk.editor(), in: office)
        }
        #expect(again == ["plan.frozen"])
        try await AddToStatus(id, "Tallet for marts var foreløbigt.")(desk.editor(), in: office)
        #expect(try await read(id).addenda.map(\.body) == ["Tallet for marts var foreløbigt."])
    }

    @Test func itIsFrozenAtItsMeetingAndNotOverATextThatCameMeanwhile() async throws {
        let plan = try await desk.plan()
        let area = try await desk.area(in: plan)
        let id = try await OpenStatus(plan, title: "Status", meetingOn: desk.test.now.day + 1)(
            desk.editor(), in: office)
        #expect(try await freeze(id) == ["plan.before-meeting"])
        desk.test.pass(days: 1)
        let seen = try await read(id).stored.revision
        try await WriteStatusText(id, area: area, PlanStatusText(done: "Mere"), revision: 0)(desk.editor(), in: office)
        #expect(try await freeze(id, seen: seen) == ["changed-meanwhile"])
        #expect(try await freeze(id) == [])
        let early = try await refusals { try await AddToStatus(id, "")(desk.editor(), in: office) }
        #expect(early == ["plan.required"])
    }

    /// What nobody has written is named, and frozen only by those who say so.
    @Test func aStatusWithoutItsTextsIsFrozenOnlyByATick() async throws {
        let plan = try await desk.plan()
        let area = try await desk.area(in: plan)
        let id = try await OpenStatus(plan, title: "Status", meetingOn: desk.test.now.day)(desk.editor(), in: office)
        #expect(try await read(id).body.unwritten.map(\.unwritten) == [["promised", "done", "changed"]])
        #expect(try await freeze(id, acceptsUnwritten: false) == ["plan.unwritten"])
        let half = PlanStatusText(promised: "Et oplæg", done: "Holdt")
        try await WriteStatusText(id, area: area, half, revision: 0)(desk.editor(), in: office)
        #expect(try await read(id).body.unwritten.map(\.unwritten) == [["changed"]])
        #expect(try await freeze(id, acceptsUnwritten: false) == ["plan.unwritten"])
        #expect(try await !read(id).isFrozen)
        #expect(try await freeze(id, acceptsUnwritten: true) == [])
    }

    /// A changed body no longer has its hash: it is not shown as if it were the one.
    @Test func aTamperedStatusIsNotShown() async throws {
        let plan = try await desk.plan()
        _ = try await desk.area(in: plan)
        let id = try await OpenStatus(plan, title: "Status", meetingOn: desk.test.now.day)(desk.editor(), in: office)
        #expect(try await freeze(id) == [])
        _ = try desk.test.database.blockingWrite { db in
            try db.execute("UPDATE plan_status SET body = REPLACE(body, 'Status', 'Andet') WHERE id = \(id)")
        }
        await #expect(throws: StatusDamaged.self) { _ = try await read(id) }
    }

    @Test func theNextStatusTellsWhatHasHappenedSinceTheLast() async throws {
        let plan = try await desk.plan()
        let area = try await desk.area(in: plan)
        let initiative = try await desk.initiative(in: plan, area: area)
        try await desk.take(initiative, to: .chosen)
        let first = try await OpenStatus(plan, title: "Første", meetingOn: desk.test.now.day)(desk.editor(), in: office)
        #expect(try await freeze(first) == [])
        desk.test.pass(days: 30)
        try await desk.take(initiative, to: .anchored)
        let next = try await OpenStatus(plan, title: "Næste", meetingOn: desk.test.now.day)(desk.editor(), in: office)
        let body = try await read(next).body
        #expect(body.since == (desk.test.now.day + -30).description)
        #expect(body.areas.first?.events.map(\.act) == ["to-anchored"])
    }

    /// A status is for a meeting of the kredsråd, where it keeps its meetings here: it is frozen when that is held.
    @Test func itIsFrozenWhenTheCouncilHasMet() async throws {
        let plan = try await desk.plan()
        let area = try await desk.area(in: plan)
        let initiative = try await desk.initiative(in: plan, area: area)
        let council = try await SetUpBody(.districtCouncil, purpose: "Samarbejde", isChecked: false)(
            desk.editor(), in: office)
        let who = try desk.test.may(Acts.ReadPlan.self, as: .secretariat)
        let day = desk.test.now.day + 1
        let time = MeetingTime(day: day, starts: DailyTime("09:00"), minutes: 90, place: "Mødesal 1")
        let meeting = try await PlanBodyMeetings(in: council).one(time, isChecked: false, who, in: office)
        let id = try await OpenStatus(plan, title: "Status", meetingOn: day + 1)(desk.editor(), in: office)
        #expect(try await read(id).stored.meeting == nil)
        try await ChangeStatus(id, revision: 1, title: "Status, marts", meetingOn: day)(desk.editor(), in: office)
        let changed = try await read(id).stored
        #expect(changed.meeting == meeting && changed.title == "Status, marts" && changed.meetingOn == day)
        let late = try await refusals {
            try await ChangeStatus(id, revision: 1, title: "x", meetingOn: day)(desk.editor(), in: office)
        }
        #expect(late == ["changed-meanwhile"])
        desk.test.pass(days: 2)
        #expect(try await freeze(id) == ["plan.meeting-not-held"])
        try await ProposeTopic(to: council, meeting: meeting, TopicDraft(title: "Status"), isChecked: false)(
            who, in: office)
        for change in [ChangeBodyMeeting.Change.send, .hold] {
            let revision = try await ReadBodyMeeting(meeting)(who, in: office).opened.meeting.revision
            try await ChangeBodyMeeting(meeting, revision: revision, change)(who, in: office)
        }
        // What happened after the meeting is for the next one.
        try await desk.take(initiative, to: .chosen)
        #expect(try await freeze(id) == [])
        let body = try await read(id).body
        #expect(body.asOf == day.description && body.areas.first?.events.map(\.act) == ["added"])
        desk.test.pass(days: 30)
        let next = try await OpenStatus(plan, title: "Næste", meetingOn: desk.test.now.day)(desk.editor(), in: office)
        #expect(try await read(next).body.areas.first?.events.map(\.act) == ["to-chosen"])
        let frozen = try await refusals {
            try await ChangeStatus(id, revision: 3, title: "x", meetingOn: day)(desk.editor(), in: office)
        }
        #expect(frozen == ["plan.frozen"])
    }

    /// What became of an area that ended is told once more, and its initiatives are only brought to their end.
    @Test func anAreaThatEndedIsStillInTheNextStatus() async throws {
        let plan = try await desk.plan()
        let area = try await desk.area(in: plan)
        let initiative = try await desk.initiative(in: plan, area: area)
        try await desk.take(initiative, to: .chosen)
        try await EndFocusArea(area, revision: 1, reason: "Opgaven er løst")(desk.editor(), in: office)
        let today = desk.test.now.day
        let first = try await OpenStatus(plan, title: "Første", meetingOn: today)(desk.editor(), in: office)
        let part = try #require(try await read(first).body.areas.first)
        #expect(part.endedOn == today.description && part.endReason == "Opgaven er løst")
        #expect(part.initiatives.map(\.stage) == ["chosen"])
        let moved = try await refusals { try await desk.take(initiative, to: .anchored) }
        #expect(moved == ["plan.under-ended-area"])
        #expect(try await freeze(first) == [])
        desk.test.pass(days: 30)
        let next = try await OpenStatus(plan, title: "Næste", meetingOn: desk.test.now.day)(desk.editor(), in: office)
        #expect(try await read(next).body.areas.isEmpty)
        try await desk.take(initiative, to: .stopped, reason: "Området er slut")
    }

    /// External indicators stand with their latest value, and with what says how sure it is.
    @Test func anIndicatorIsItsLatestImportedValue() async throws {
        let plan = try await desk.plan()
        let area = FocusArea(kind: .focus, title: "Tryghed", body: "", aims: "", indicators: ["feels-safe"])
        try await WriteFocusArea(area, in: plan)(desk.editor(), in: office)
        let values: [(period: String, place: String, value: Double)] = [
            ("2024", "district", 80), ("2025-Q4", "district", 70), ("2025", "district", 82.5), ("2026", "country", 90),
        ]
        _ = try desk.test.database.blockingWrite { db in
            let delivery = try IndicatorStore.begin(
                file: "x.csv", by: TestOffice.actor(.secretariat), at: desk.test.now, in: db)
            for one in values {
                let value = IndicatorValue(
                    indicator: "feels-safe", period: one.period, place: one.place, population: "Borgere",
                    value: one.value, interval: 60...95, asked: 900, source: "Måling")
                _ = try IndicatorStore.insert(value, delivery: delivery, in: db)
            }
        }
        let id = try await OpenStatus(plan, title: "Status", meetingOn: desk.test.now.day)(desk.editor(), in: office)
        let lines = try await read(id).body.areas.first?.indicators ?? []
        #expect(lines.map(\.value.value) == [82.5] && lines.first?.value.period == "2025")
        #expect(lines.first?.value.interval == 60...95 && lines.first?.value.asked == 900)
        #expect(try await freeze(id) == [])
        #expect(try await read(id).body.areas.first?.indicators == lines)
    }
}
