import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Fast-track questions and the policy watch.
@Suite struct FastTrackTests {
    private func ask(
        _ body: TestBody, as role: Role = .sspCoordinator, to parties: [String] = ["police"],
        _ title: String = "Puffbars?",
        body asked: Int64? = nil
    ) async throws -> Int64 {
        try await AskQuestion(title: title, words: "Hvad må skolen?", parties: parties, body: asked, isChecked: false)(
            body.test.may(Acts.ProposePlan.self, as: role), in: body.test.office)
    }

    private func write(
        _ body: TestBody, _ id: Int64, _ revision: Int, _ kind: StoredFastTrackMessage.Kind, as role: Role
    ) async throws {
        try await WriteToQuestion(id, revision: revision, kind, "Tekst")(body.who(role), in: body.test.office)
    }

    @Test func aQuestionRunsUntilItIsAnsweredAndGoesOn() async throws {
        let body = try await TestBody()
        let office = body.test.office
        let id = try await ask(body)
        func waiting(_ role: Role) async throws -> [QuestionLine] {
            try await WaitingQuestions()(body.who(role), in: office)
        }
        #expect(try await waiting(.secretariat).map(\.question.id) == [id])
        #expect(try await waiting(.sspCoordinator).isEmpty, "whoever asks does not wait for themselves")
        #expect(try await waiting(.leader).isEmpty)
        body.test.pass(days: 14)
        let line = try #require(try await waiting(.secretariat).first)
        #expect(line.clock.dueOn.description == "2026-03-09" && line.isEscalated(on: office.now.day))
        #expect(line.escalatesTo?.seat.title == "Politiinspektør")
        #expect(try await waiting(.leader).count == 1, "it has gone on to the chair of the kontaktudvalg")
        #expect(
            try await refusals { try await write(body, id, 1, .answer, as: .sspCoordinator) } == [
                "fast-track.not-yours"
            ])
        try await write(body, id, 1, .answer, as: .secretariat)
        #expect(try await waiting(.secretariat).isEmpty)
        #expect(try await refusals { try await write(body, id, 1, .answer, as: .secretariat) } == ["changed-meanwhile"])
        #expect(try await ReadFastTrack(id)(body.who(.secretariat), in: office).days == 10)
        try await write(body, id, 2, .followUp, as: .sspCoordinator)
        let again = try #require(try await waiting(.secretariat).first)
        #expect(again.clock.askedOn == office.now.day && !again.isOverdue(on: office.now.day))
        try await write(body, id, 3, .close, as: .sspCoordinator)
        #expect(
            try await refusals { try await write(body, id, 4, .answer, as: .secretariat) } == ["fast-track.not-yours"])
        try await write(body, id, 4, .reopen, as: .sspCoordinator)
        #expect(try await ReadFastTrack(id)(body.who(.secretariat), in: office).messages.count == 5)
    }

    @Test func itExistsForThoseItConcernsAlone() async throws {
        let body = try await TestBody()
        let office = body.test.office
        let id = try await ask(body, as: .secretariat, to: ["253", "316"])
        #expect(try await ListQuestions()(body.who(.sspCoordinator), in: office).isEmpty)
        await #expect(throws: NotFound.self) { try await ReadFastTrack(id)(body.who(.sspCoordinator), in: office) }
        await #expect(throws: NotFound.self) { try await write(body, id, 1, .answer, as: .sspCoordinator) }
        let seated = try await ask(body, as: .secretariat, to: [], body: body.id)
        #expect(try await ListQuestions()(body.who(.sspCoordinator), in: office).map(\.question.id) == [seated])
        #expect(try await ListQuestions()(body.who(.counsellor), in: office).isEmpty)
        try await write(body, seated, 1, .answer, as: .sspCoordinator)
        let year = try await ReadBodyYear(body.id, 2026)(body.who(), in: office)
        #expect(year.questions.map(\.days) == [0] && year.questions.map(\.isLate) == [false])
    }

    @Test func itIsBetweenMunicipalitiesAndThePolice() async throws {
        let body = try await TestBody()
        #expect(try await refusals { _ = try await ask(body, to: []) } == ["fast-track.nobody"])
        #expect(try await refusals { _ = try await ask(body, to: ["hospitals"]) } == ["fast-track.nobody"])
        #expect(
            try await refusals { _ = try await ask(body, as: .secretariat, to: ["police"]) } == ["fast-track.nobody"])
        #expect(try await refusals { _ = try await ask(body, "CPR 670314-1235") } == ["plan-text.number"])
        #expect(throws: Refusal.self) { try body.test.may(Acts.ProposePlan.self, as: .counsellor) }
    }

    private func entry(_ kind: PolicyKind = .law, rule: String = "", due: String = "2027") -> PolicyEntry {
        PolicyEntry(
            title: "Ny lov", kind: kind, due: RoughDate(due), source: "Lovprogram", rule: rule, programmes: ["ukn"],
            areas: [])
    }

    @Test func anAdoptedLawWithoutARuleIsMissing() async throws {
        let body = try await TestBody()
        let office = body.test.office
        let manage = try body.test.may(Acts.EditPlan.self, as: .secretariat)
        let id = try await AddPolicy(entry(), stage: .hearing, isChecked: false)(manage, in: office)
        func line() async throws -> PolicyLine { try await ReadPolicy(id)(body.who(), in: office).line }
        func change(_ revision: Int, _ change: ChangePolicy.Change, as role: Role = .secretariat) async throws {
            try await ChangePolicy(id, revision: revision, change)(
                body.test.may(Acts.ProposePlan.self, as: role), in: office)
        }
        #expect(try await !line().lacksRule)
        try await change(1, .stage(.adopted, on: LocalDate("2026-03-01"), "Vedtaget"))
        #expect(try await line().lacksRule)
        #expect(try await refusals { try await change(2, .stage(.announced, on: nil, "")) } == ["policy.stage"])
        #expect(
            try await refusals { try await change(2, .note(on: LocalDate("2026-03-03"), "")) } == [
                "plan.required", "policy.future",
            ])
        #expect(
            try await refusals { try await change(2, .set(entry(rule: "none", due: "snart"), typedDue: "snart")) } == [
                "policy.due", "policy.rule",
            ])
        // The rule is as old as the act that is changed: nothing of the new one stands in it.
        try await change(2, .set(entry(rule: "ukn.police-processing"), typedDue: "2027"))
        #expect(try await line().lacksRule)
        #expect(
            try await refusals { try await change(3, .set(entry(), typedDue: ""), as: .sspCoordinator) } == [
                "policy.not-yours"
            ])
        try await change(3, .follow("Forebyggelseschef"), as: .sspCoordinator)
        #expect(try await line().policy.followers == ["259": "Forebyggelseschef"])
        #expect(
            try await refusals { try await change(3, .follow("Skolechef"), as: .sspCoordinator) } == [
                "changed-meanwhile"
            ])
        try await change(4, .follow("Skolechef"), as: .sspCoordinator)
        try await change(5, .follow(""), as: .sspCoordinator)
        #expect(try await line().policy.followers.isEmpty)
        let notes = try await ReadPolicy(id)(body.who(), in: office).notes
        #expect(notes.map(\.act).sorted() == ["changed", "followed", "followed", "left", "made", "stage"])
        // What stood there before is kept, whether an entry or who followed it.
        func was(_ act: String) -> PolicyNote.Was? { notes.first { $0.act == act }?.was }
        #expect(was("changed") == .entry(entry()) && was("left") == .follower("Skolechef"))
        #expect(notes.filter { $0.act == "followed" }.map(\.was) == [.follower("Forebyggelseschef"), nil])
        #expect(was("stage") == nil && was("made") == nil)
        let report = try await AddPolicy(entry(.commission), stage: .adopted, isChecked: false)(manage, in: office)
        #expect(try await !ReadPolicy(report)(body.who(), in: office).line.lacksRule, "a report changes no number")
    }

    /// A version that waits, or one that began or ended when the act came, is what an adopted act needs.
    @Test func anAdoptedLawIsWrittenInOnceAVersionFollowsFromIt() async throws {
        func lacks(rule: String, due: String, on day: String) async throws -> Bool {
            let body = try await TestBody()
            let instant = try #require(Instant(day + "T09:00"))
            let office = Office(
                database: body.test.office.database, handbook: body.test.office.handbook,
                keys: body.test.office.keys, clock: { instant })
            let manage = try body.test.may(Acts.EditPlan.self, as: .secretariat)
            let id = try await AddPolicy(entry(rule: rule, due: due), stage: .adopted, isChecked: true)(
                manage, in: office)
            return try await ReadPolicy(id)(body.who(), in: office).line.lacksRule
        }
        // In law.yaml from 2025-07-01.
        let rule = "area-ban.days"
        #expect(try await !lacks(rule: rule, due: "", on: "2025-06-30"), "it waits")
        #expect(
            try await lacks(rule: rule, due: "", on: "2025-07-01"), "it has begun, and nothing says that it is this one"
        )
        #expect(try await !lacks(rule: rule, due: "2025-07-01", on: "2025-07-01"))
        #expect(try await !lacks(rule: rule, due: "2025-K3", on: "2026-03-02"))
        #expect(try await lacks(rule: rule, due: "2025-K2", on: "2026-03-02"))
        #expect(try await lacks(rule: rule, due: "2025-07-02", on: "2026-03-02"))
        #expect(try await lacks(rule: "", due: "2025-07-01", on: "2026-03-02"))
    }

    @Test func whoeverItGoesOnToSeesAndAnswersIt() async throws {
        let body = try await TestBody()
        let office = body.test.office
        let id = try await ask(body, to: ["253"])
        let chair = try body.test.may(Acts.ReadPlan.self, as: .leader)
        await #expect(throws: NotFound.self) { try await ReadFastTrack(id)(chair, in: office) }
        body.test.pass(days: 14)
        #expect(try await WaitingQuestions()(chair, in: office).map(\.question.id) == [id])
        #expect(try await ReadFastTrack(id)(chair, in: office).line.mayAnswer)
        try await write(body, id, 1, .answer, as: .leader)
        #expect(try await ReadFastTrack(id)(chair, in: office).line.question.state == .answered)
    }

    /// A seat in the body that was asked may answer, whatever else its holder may do; one who has gone elsewhere no longer.
    @Test func everySeatOfTheBodyAnswersAndNoFormerHolder() async throws {
        let body = try await TestBody()
        let id = try await ask(body, as: .sspCoordinator, to: [], body: body.id)
        #expect(try await ReadFastTrack(id)(body.who(.leader), in: body.test.office).line.mayAnswer)
        let seat = BodySeat(
            side: .municipality, municipality: "253", title: "Forebyggelseschef", post: .member, account: "leader",
            from: try #require(LocalDate("2026-01-01")), to: nil)
        let former = TestOffice.actor(.leader)
        #expect(!seat.isHeld(by: former) && seat.account == former.name)
    }

    /// The first answer does not stop the clock for the others.
    @Test func itIsAnsweredWhenAllHaveAnswered() async throws {
        let body = try await TestBody()
        let office = body.test.office
        let id = try await ask(body, as: .secretariat, to: ["253", "259"])
        try await write(body, id, 1, .answer, as: .sspCoordinator)
        var line = try await ReadFastTrack(id)(body.who(.secretariat), in: office).line
        #expect(line.question.state == .open && line.missing == ["253"])
        #expect(line.clock.askedOn == body.test.now.day, "the clock runs on as it ran")
        #expect(try await WaitingQuestions()(body.who(.sspCoordinator), in: office).isEmpty)
        try await write(body, id, 2, .close, as: .secretariat)
        line = try await ReadFastTrack(id)(body.who(.secretariat), in: office).line
        #expect(line.question.state == .closed && line.missing.isEmpty)
    }

    @Test func everyRoundIsJudgedInTheYearlyAccount() async throws {
        let body = try await TestBody()
        let office = body.test.office
        let id = try await ask(body, as: .secretariat, to: [], body: body.id)
        try await write(body, id, 1, .answer, as: .sspCoordinator)
        func isLate() async throws -> [Bool] {
            try await ReadBodyYear(body.id, 2026)(body.who(), in: office).questions.map(\.isLate)
        }
        try await write(body, id, 2, .followUp, as: .secretariat)
        #expect(try await isLate() == [false])
        body.test.pass(days: 14)
        #expect(try await isLate() == [true], "the second round is late, however quick the first was")
        try await write(body, id, 3, .answer, as: .sspCoordinator)
        #expect(try await isLate() == [true])
    }
}
