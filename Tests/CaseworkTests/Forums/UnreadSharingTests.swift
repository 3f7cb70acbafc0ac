import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Records say whom something has reached: who left before they could read it is told of in them.
@Suite struct UnreadSharingTests {
    private let group: TestForum
    private let item: Int64
    private let meeting: Int64

    init() async throws {
        group = try await TestForum()
        meeting = try await group.meet()
        let person = try group.test.person("P1", born: "1990-01-01")
        item = try await group.propose(.person(person))
        try await group.judge(item, participants: ["chair", "koege", "psychiatry"], meeting: meeting)
        group.test.pass(hours: 1)
        try await group.share(item, group.content(["koege"]), as: "psychiatry")
        group.test.pass(hours: 1)
    }

    private func addenda() async throws -> [[String]] {
        try await group.disclosures(item).map { $0.addenda.map(\.body) }
    }

    private func close() async throws {
        let revision = try await group.read(item, as: "chair").opened.item.revision
        _ = try await TakeItem(item, revision: revision, to: .closed, remark: "Ikke aktuelt")(
            try await group.may("chair"), in: group.office)
    }

    @Test func leavingTheForumTakesOneOffItsLiveItems() async throws {
        try await group.seat(.remove("koege"))
        #expect(
            try await addenda() == [
                ["Test koege forlod punktet, før dagsordenen var sendt, og nåede ikke at læse det, der blev delt."]
            ])
        #expect(try await group.read(item, as: "chair").opened.participants == ["chair", "psychiatry"])
        try await group.set(.sent, of: meeting)
        try await group.seat(.add("koege", isChair: false))
        await #expect(throws: NotFound.self) { _ = try await group.read(item, as: "koege") }
        // Let in again, they need a sharing of their own.
        try await ChangeParticipants(of: item, adding: ["koege"])(try await group.may("chair"), in: group.office)
        #expect(try await group.texts(item, as: "koege").isEmpty)
        let answer = try #require(try await group.read(item, as: "psychiatry").answers.first)
        #expect(answer.recipients == ["koege"] && answer.likely == ["koege"])
        try await ShareFurther(answer.contribution.id, of: item, with: ["koege"])(
            try await group.may("psychiatry"), in: group.office)
        #expect(try await group.texts(item, as: "koege").count == 1)
    }

    @Test func whoeverCouldReadItIsNotSaidNotTo() async throws {
        try await group.set(.sent, of: meeting)
        group.test.pass(hours: 1)
        try await ChangeParticipants(of: item, removing: ["koege"])(try await group.may("chair"), in: group.office)
        #expect(try await addenda() == [[]])
    }

    @Test func anItemThatIsClosedBeforeAnyAgendaHasReachedNobody() async throws {
        try await close()
        #expect(try await addenda() == [["Punktet blev afsluttet, før nogen modtager kunne læse det."]])
        // What the proposal says was read from the moment they were let in.
        let all = try await group.office.database.read { [group, item] db in
            try DisclosureStore.disclosures(ofItem: item, keys: group.office.keys, in: db)
        }
        #expect(all.count == 2 && all.filter { $0.contribution == nil }.allSatisfy { $0.addenda.isEmpty })
    }

    /// A meeting that was cancelled closes the window: what is shared while the item waits has lain open to nobody.
    @Test func afterACancelledMeetingWhatIsSharedMayBeTakenBack() async throws {
        try await group.set(.sent, of: meeting)
        group.test.pass(hours: 1)
        let first = try #require(try await group.read(item, as: "psychiatry").answers.first)
        #expect(!first.mayWithdraw)
        let revision = try await group.office.database.read { [meeting] db in
            try MeetingStore.meeting(meeting, in: db)?.revision ?? 0
        }
        try await ChangeMeeting(meeting, revision: revision, .cancel(reason: "Sygdom"))(
            try await group.may("chair"), in: group.office)
        group.test.pass(hours: 1)
        try await group.share(item, group.content(["koege"], "Er flyttet igen"), as: "psychiatry")
        let answers = try await group.read(item, as: "psychiatry").answers
        #expect(answers.map(\.mayWithdraw) == [false, true])
        try await WithdrawContribution(answers[1].contribution.id, of: item)(
            try await group.may("psychiatry"), in: group.office)
        try await close()
        #expect(try await addenda().map(\.count) == [0, 1], "said once, and not of what lay open")
    }

    @Test func aFormThatIsSentTwiceSharesOnce() async throws {
        try await group.share(item, group.content(["koege"]), as: "psychiatry")
        #expect(try await group.disclosures(item).count == 1)
        // Another reason is another sharing.
        var content = group.content(["koege"])
        content.parts = [.init(.housing, detail: "Hvor hun sover")]
        try await group.share(item, content, as: "psychiatry")
        let records = try await group.disclosures(item)
        #expect(records.map { $0.disclosure.parts.map(\.detail) } == [[""], ["Hvor hun sover"]])
    }

    @Test func whatIsSaidIsSaidAtTheMeetingAndNotWrittenDown() async throws {
        var content = group.content(["koege"])
        content.channel = .meeting
        func share() async throws -> [String] {
            try await refusals { try await group.share(item, content, as: "psychiatry") }
        }
        #expect(try await share() == ["item.not-at-meeting", "item.said-body"])
        try await group.set(.sent, of: meeting)
        group.test.pass(days: 8)
        #expect(try await share() == ["item.said-body"])
        content.body = ""
        #expect(try await share().isEmpty)
        let page = try await group.read(item, as: "koege")
        #expect(page.mayBeSaid && page.answers.map(\.isSaid) == [false, true])
        #expect(try await group.disclosures(item).last?.disclosure.channel == .meeting)
        content.channel = .kreds
        #expect(try await share() == ["item.body"])
    }
}
