import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// A plan with a status for the meeting of the kredsråd in a week.
private struct StatusDesk {
    let desk: PlanDesk
    let council: Int64
    let status: Int64
    let day: LocalDate

    init() async throws {
        desk = try PlanDesk()
        let plan = try await desk.plan()
        _ = try await desk.area(in: plan)
        council = try await SetUpBody(.districtCouncil, purpose: "Retning", isChecked: false)(
            desk.editor(), in: desk.office)
        day = desk.test.now.day + 7
        status = try await OpenStatus(plan, title: "Status, marts", meetingOn: day)(desk.editor(), in: desk.office)
    }

    var who: Authorized<Acts.ReadPlan> {
        get throws { try desk.test.may(Acts.ReadPlan.self, as: .secretariat) }
    }

    var stored: StoredStatus {
        get throws {
            try #require(try desk.office.database.blockingRead { try PlanStatusStore.status(status, in: $0) })
        }
    }

    func planned(_ day: LocalDate) async throws -> Int64 {
        try await PlanBodyMeetings(in: council).one(
            MeetingTime(day: day, starts: DailyTime("09:00"), minutes: 90, place: "Mødesal 1"), isChecked: false, who,
            in: desk.office)
    }

    func read(_ meeting: Int64) async throws -> BodyMeetingView {
        try await ReadBodyMeeting(meeting)(who, in: desk.office)
    }

    func change(_ meeting: Int64, _ changes: [ChangeBodyMeeting.Change]) async throws {
        for change in changes {
            let revision = try await read(meeting).opened.meeting.revision
            try await ChangeBodyMeeting(meeting, revision: revision, change)(who, in: desk.office)
        }
    }

    func propose(_ title: String, _ reference: String = "", on meeting: Int64) async throws -> Int64 {
        try await ProposeTopic(
            to: council, meeting: meeting, TopicDraft(title: title, reference: reference), isChecked: false)(
                who, in: desk.office)
    }

    func work(_ topic: Int64, _ change: WorkTopic.Change) async throws {
        let revision = try desk.office.database.blockingRead { try TopicStore.topic(topic, in: $0)?.revision ?? 0 }
        try await WorkTopic(topic, revision: revision, change)(who, in: desk.office)
    }

    /// What the history of the plan says of the meeting that hears it, newest first.
    func ties() async throws -> [PlanChange] {
        let plan = try stored.plan
        return try await ReadPlanHistory(plan)(who, in: desk.office).changes.filter { $0.act.hasSuffix("tied") }
    }

    /// The codes of what is said against freezing it; none where it was frozen.
    func freeze() async throws -> [String] {
        try await refusals {
            try await FreezeStatus(status, revision: stored.revision, acceptsUnwritten: true)(
                desk.editor(), in: desk.office)
        }
    }
}

/// A status of the plan on the agenda of the kredsråd: who hears it, and when it may be frozen.
@Suite struct StatusMeetingTests {
    /// It is for that very day, and is frozen when that meeting has been held.
    @Test func aStatusIsHeardByTheMeetingThatHasItOnItsAgenda() async throws {
        let own = try await StatusDesk()
        let other = try await own.planned(own.day + 1), meeting = try await own.planned(own.day)
        let isNotThere = try await refusals { _ = try await own.propose("Status", "status 9", on: meeting) }
        #expect(isNotThere == ["body.reference"])
        let isOfAnotherDay = try await refusals { _ = try await own.propose("Status", "status 1", on: other) }
        #expect(isOfAnotherDay == ["body.status-day"])
        let topic = try await own.propose("Status", "status 1", on: meeting)
        #expect(try own.stored.meeting == meeting)
        #expect(try await own.ties().map(\.act) == ["status-tied"])
        let view = try await own.read(meeting)
        #expect(view.topics.first.flatMap { view.references.status(of: $0) }?.id == own.status)
        own.desk.test.pass(days: 8)
        #expect(try await own.freeze() == ["plan.meeting-not-held"])
        try await own.change(meeting, [.send, .hold])
        // The meeting has it on its agenda, and has not said anything of it yet.
        #expect(try await own.freeze() == ["plan.topic-open"])
        try await own.work(topic, .minutes("Drøftet."))
        #expect(try await own.freeze() == [])
    }

    /// One that a meeting did not reach is let go by that meeting, and heard by the one that gets to it.
    @Test func aStatusThatWasNotReachedIsHeardLater() async throws {
        let own = try await StatusDesk()
        let meeting = try await own.planned(own.day), next = try await own.planned(own.day + 21)
        let topic = try await own.propose("Status", "status \(own.status)", on: meeting)
        _ = try await own.propose("Evt.", on: meeting)
        #expect(try own.stored.meeting == meeting)
        try await own.change(meeting, [.send])
        own.desk.test.pass(days: 7)
        try await own.change(meeting, [.carryOver, .hold])
        // It is for another day than that of the next meeting, so it waits; all else goes there.
        #expect(try await own.read(next).topics.map(\.title) == ["Evt."])
        #expect(try await own.read(next).waiting.map(\.id) == [topic])
        #expect(try own.stored.meeting == nil)
        #expect(try await own.freeze() == ["plan.topic-open"])
        try await ChangeStatus(
            own.status, revision: own.stored.revision, title: "Status, sidst i marts", meetingOn: own.day + 21,
            isConfirmed: true)(own.desk.editor(), in: own.desk.office)
        try await own.work(topic, .move(to: next))
        #expect(try own.stored.meeting == next)
        let ties = try await own.ties()
        // The day that was corrected has led it to its meeting already; that its topic follows is no news.
        try #require(ties.map(\.act) == ["status-tied", "status-untied", "status-tied"])
        #expect(ties[0].new.hasPrefix("Status, sidst i marts\n" + (own.day + 21).danish) && ties[0].old.isEmpty)
        #expect(ties[1].old.hasPrefix(own.day.danish) && ties[1].new == "Status, marts")
        #expect(ties[2].new.hasPrefix("Status, marts\n" + own.day.danish) && ties[2].old.isEmpty)
        try await own.change(next, [.send])
        own.desk.test.pass(days: 21)
        try await own.change(next, [.hold])
        #expect(try await own.freeze() == ["plan.topic-open"])
        try await own.work(topic, .minutes("Drøftet."))
        // Taken up again, it is not finished with.
        try await own.work(topic, .again)
        #expect(try await own.freeze() == ["plan.topic-open"])
        let again = try #require(try await own.read(next).waiting.first)
        try await own.work(again.id, .withdraw)
        #expect(try await own.freeze() == [])
    }

    /// Whatever comes first, the history of the plan says which meeting hears a status, and that it is heard there no longer.
    @Test func theHistorySaysWhichMeetingHearsAStatus() async throws {
        let own = try await StatusDesk()
        let office = own.desk.office
        let day = own.day + 14
        let meeting = try await own.planned(day)
        let status = try await OpenStatus(own.stored.plan, title: "Status, april", meetingOn: day)(
            own.desk.editor(), in: office)
        func heard() throws -> Int64? {
            try office.database.blockingRead { try PlanStatusStore.status(status, in: $0)?.meeting }
        }
        var said = 0
        /// What was noted since the last look, oldest first.
        func noted() async throws -> [String] {
            let all = try await own.ties().filter { $0.id == status }.map(\.act).reversed()
            defer { said = all.count }
            return Array(all.dropFirst(said))
        }
        func correct(_ topic: Int64, _ reference: String) async throws {
            let revision = try office.database.blockingRead { try TopicStore.topic(topic, in: $0)?.revision ?? 0 }
            try await CorrectTopic(
                topic, of: own.council, revision: revision, TopicDraft(title: "Status", reference: reference),
                reason: "")(own.who, in: office)
        }
        #expect(try heard() == meeting)
        #expect(try await noted() == ["status-tied"])
        let topic = try await own.propose("Status", "status \(status)", on: meeting)
        #expect(try await noted() == [])
        try await own.work(topic, .move(to: nil))
        #expect(try heard() == nil)
        #expect(try await noted() == ["status-untied"])
        try await own.work(topic, .move(to: meeting))
        #expect(try heard() == meeting)
        #expect(try await noted() == ["status-tied"])
        try await correct(topic, "")
        #expect(try heard() == nil)
        try await correct(topic, "status \(status)")
        #expect(try heard() == meeting)
        #expect(try await noted() == ["status-untied", "status-tied"])
        // As long as another topic there is about it, it is heard there.
        let other = try await own.propose("Status, andet punkt", "status \(status)", on: meeting)
        try await own.work(topic, .withdraw)
        #expect(try heard() == meeting)
        #expect(try await noted() == [])
        try await own.work(other, .withdraw)
        #expect(try heard() == nil)
        #expect(try await noted() == ["status-untied"])
    }
}
