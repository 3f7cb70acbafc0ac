import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// A proposal is corrected and taken back by whoever has made it, and does not lie for ever.
@Suite struct ProposalTests {
    private func correct(
        _ group: TestForum, _ item: Int64, _ reason: String, revision: Int = 1, as name: String = "koege"
    ) async throws -> [String] {
        try await refusals {
            try await CorrectProposal(item, revision: revision, reason: reason, question: "Hvad ved I?")(
                try await group.may(name), in: group.office)
        }
    }

    @Test func itIsCorrectedWithItsHistoryAndThoseWhoReadItGetARecord() async throws {
        let group = try await TestForum()
        let item = try await group.propose(
            .named("Anna Prøve", cpr: "610190-0008"), as: "koege", reason: "Er flyttet fra Lejre")
        #expect(try await correct(group, item, "Er flyttet til Lejre", as: "chair") == ["item.not-proposer"])
        #expect(try await correct(group, item, "") == ["item.reason"])
        #expect(try await correct(group, item, "Er flyttet til Lejre", revision: 7) == ["changed-meanwhile"])
        #expect(try await correct(group, item, "Er flyttet til Lejre").isEmpty)
        let page = try await group.read(item, as: "chair")
        #expect(page.opened.item.reason == "Er flyttet til Lejre")
        #expect(page.events.last?.remark == "Er flyttet fra Lejre\nHvad ved I?")
        #expect(try await group.proposals(item).map { $0.recipients.map(\.account) } == [["chair"], ["chair"]])
        group.test.pass(days: 1)
        try await JudgeItem(
            item, revision: 2, .relevant(meeting: nil, participants: ["chair", "koege", "psychiatry"]), reason: "")(
                try await group.may("chair"), in: group.office)
        #expect(try await correct(group, item, "Er flyttet til Solrød", revision: 3).isEmpty)
        let records = try await group.proposals(item).suffix(2)
        #expect(records.map(\.necessity) == ["Er flyttet til Lejre", "Er flyttet til Solrød"])
        // What was taken out before they joined was never shared with them.
        let seen = try await group.read(item, as: "psychiatry").events.map(\.remark).joined()
        #expect(seen.contains("til Lejre") && !seen.contains("fra Lejre"))
        #expect(records.last?.recipients.map(\.account) == ["chair", "psychiatry"])
        _ = try await group.office.database.write { db in
            try db.execute("UPDATE forum_item SET state = 'closed' WHERE id = \(item)")
        }
        #expect(try await correct(group, item, "Igen", revision: 4) == ["item.over"])
        #expect(try await group.read(item, as: "psychiatry").events.allSatisfy { $0.remark.isEmpty })
        #expect(try await group.read(item, as: "koege").events.contains { !$0.remark.isEmpty })
    }

    @Test func itIsTakenBackUntilItIsJudgedAndItsTextGoes() async throws {
        let group = try await TestForum()
        let item = try await group.propose(.named("Anna Prøve", cpr: "610190-0008"), as: "koege")
        func taken(_ item: Int64, as name: String = "koege", revision: Int = 1) async throws -> [String] {
            try await refusals {
                try await TakeBackProposal(item, revision: revision)(try await group.may(name), in: group.office)
            }
        }
        #expect(try await taken(item, as: "chair") == ["item.not-proposer"])
        #expect(try await taken(item).isEmpty)
        await #expect(throws: NotFound.self) { _ = try await group.read(item, as: "chair") }
        let left = try await group.office.database.read { db in
            try db.fetch("SELECT named_sealed, cpr_hash, reason FROM forum_item") {
                $0.text(0) + $0.text(1) + $0.text(2)
            }
        }
        #expect(left == [""])
        let words = try Logged.all(in: group.office.database).filter { $0.action == "search" }.map(\.reason)
        #expect(!words.contains { $0.contains("Anna") })
        // Its number is given out to nobody else.
        let next = try await group.propose(.named("Bo Prøve", cpr: "620190-0006"), as: "koege")
        #expect(try await group.read(next, as: "koege").opened.item.number == "PSP-D-2026-2")
        try await group.judge(next, participants: ["chair", "koege"])
        #expect(try await taken(next, revision: 2) == ["item.judged"])
    }

    @Test func oneThatNobodyJudgesComesUpForReview() async throws {
        let group = try await TestForum()
        let item = try await group.propose(.named("Anna Prøve", cpr: "610190-0008"), as: "koege")
        func waiting() async throws -> [Int64] {
            try await ListReviewItems(of: group.forum)(try await group.may("chair"), in: group.office).lines.map(
                \.item.id)
        }
        #expect(try await waiting().isEmpty)
        group.test.pass(days: 61)
        #expect(try await waiting() == [item])
        try await group.judge(item, participants: ["chair", "koege"])
        #expect(try await waiting().isEmpty)
        let other = try await group.propose(.named("Bo Prøve", cpr: "620190-0006"), as: "koege")
        group.test.pass(days: 62)
        try await ReviewItem(other, revision: 1, .delete)(try await group.may("chair"), in: group.office)
        await #expect(throws: NotFound.self) { _ = try await group.read(other, as: "koege") }
    }

    @Test func aCriminalCaseIsNotTakenUpAndOneOnItsWayDoesNotGoToTheProsecution() async throws {
        let group = try await TestForum("ssp", members: ["officer", "koege", "school"])
        let fields = ["offence_date": "2026-02-01", "category": "person-dangerous", "screening_officer": "Holm"]
        func screening(_ id: String, born: String) async throws -> Int64 {
            try await group.test.open("ukn", fields: fields, subject: try group.test.person(id, born: born))
        }
        // Fifteen on the day of the offence, and a day short of it.
        let charged = try await screening("P-15", born: "2011-02-01")
        let child = try await screening("P-14", born: "2011-02-02")
        #expect(
            try await refusals { _ = try await group.propose(.ofCase(charged), as: "officer") } == [
                "item.criminal-case"
            ])
        let who = try group.test.may(Acts.WorkCases.self, as: .officer)
        #expect(try await ReadCaseForums(of: charged)(who, in: group.office).isCriminalCase)
        let item = try await group.propose(.ofCase(child), as: "officer")
        // The day of birth was wrong.
        _ = try await group.office.database.write { db in
            try db.execute("UPDATE person SET birth_date = '2010-02-02' WHERE external_id = 'P-14'")
        }
        try await group.test.change(child, revision: 1, .move(to: "assessed", at: nil, fields: [:], note: ""))
        let move = ChangeCase.Change.move(to: "with-prosecution", at: nil, fields: [:], note: "")
        #expect(
            try await refusals { try await group.test.change(child, revision: 2, move) } == ["item.case-in-forum"])
        try await TakeBackProposal(item, revision: 1)(try await group.may("officer"), in: group.office)
        try await group.test.change(child, revision: 2, move)
    }

    @Test func aThemeNamesNobody() async throws {
        let quarter = try await TestForum("psychiatry", members: ["psychiatry"])
        _ = try quarter.test.person("P1", born: "1990-01-01")
        func proposed(_ theme: String, _ reason: String = "Flere opkald") async throws -> [String] {
            try await refusals {
                _ = try await quarter.propose(.theme(theme), as: "psychiatry", reason: reason)
            }
        }
        #expect(try await proposed("Test Person fra Køge") == ["item.nameless"])
        #expect(try await proposed("Ventetid", "Som hos Test Person") == ["item.nameless"])
        let item = try await quarter.propose(.theme("Ventetid"), as: "psychiatry")
        #expect(try await correct(quarter, item, "Test Person venter", as: "psychiatry") == ["item.nameless"])
        let meeting = try await quarter.meet(.sent)
        try await quarter.judge(item, participants: ["chair", "psychiatry"], meeting: meeting)
        quarter.test.pass(days: 8)
        let chair = try await quarter.may("chair")
        #expect(
            try await refusals {
                try await WorkItem(item, at: meeting, .minutes("Test Person er set", revision: 0))(
                    chair, in: quarter.office)
            } == ["item.nameless"])
        #expect(
            try await refusals {
                try await ChangeMeeting(meeting, revision: 2, .remark("Test Person kom forbi"))(
                    chair, in: quarter.office)
            } == ["item.nameless"])
        let searches = try Logged.all(in: quarter.office.database).filter { $0.action == "search" }
        #expect(searches.count == 5, "whoever tries names leaves a trace of each")
    }
}
