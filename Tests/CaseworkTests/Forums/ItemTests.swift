import Handbook
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework

/// Who knows of an item, from its proposal on.
@Suite struct ItemTests {
    @Test func untilItIsJudgedOnlyProposerAndChairKnowOfIt() async throws {
        let group = try await TestForum()
        let item = try await group.propose(.named("Anna Prøve", cpr: "610190-0008"), as: "koege")
        for name in ["koege", "chair"] {
            #expect(try await group.read(item, as: name).opened.item.named == "Anna Prøve")
        }
        for name in ["psychiatry", "prison", "officer", "school", "roskilde"] {
            await #expect(throws: NotFound.self, "\(name)") { _ = try await group.read(item, as: name) }
        }
        try await group.judge(item, participants: ["chair", "koege", "psychiatry"])
        #expect(try await group.read(item, as: "psychiatry").opened.item.named == "Anna Prøve")
        for name in ["prison", "officer", "school", "roskilde"] {
            await #expect(throws: NotFound.self, "\(name)") { _ = try await group.read(item, as: name) }
        }
        let page = try await ReadForum(group.forum, states: ItemState.allCases)(
            try await group.may("prison"), in: group.office)
        #expect(page.items.isEmpty)
    }

    @Test func aNumberIsTiedToTheRegisterWithoutSayingSo() async throws {
        let group = try await TestForum()
        let known = try group.test.person("P1", born: "1990-01-01")
        let hash = KeyRing.forTests.hashes(of: "6101900008", for: .cprLookUp)[0]
        _ = try await group.office.database.write { db in
            try db.execute("UPDATE person SET cpr_hash = \(hash) WHERE id = \(known)")
        }
        let item = try await group.propose(.named("Anna Prøve", cpr: "610190-0008"), as: "koege")
        let other = try await group.propose(.named("Bo Prøve", cpr: "620190-0006"), as: "koege")
        #expect(try await group.read(item, as: "chair").opened.item.person == known)
        #expect(try await group.read(other, as: "chair").opened.item.person == nil)
        let entries = try Logged.all(in: group.office.database).filter { $0.action == "search" }.map(\.reason)
        #expect(entries.contains { $0.contains("Anna Prøve / 6101900008") })
        // Nor whether somebody is on the agenda already.
        let again = try await group.propose(.named("Anna Prøve", cpr: "6101900008"), as: "koege")
        #expect(again != item)
        #expect(
            try await refusals { _ = try await group.propose(.named("", cpr: "61019"), as: "koege", reason: "") }
                == ["item.reason", "item.name", "item.cpr"])
        // Whoever is not of the police names nobody by the register.
        #expect(try await refusals { _ = try await group.propose(.person(known), as: "koege") } == ["unknown-person"])
    }

    @Test func aThemeIsAboutNobody() async throws {
        let quarter = try await TestForum("psychiatry", members: ["psychiatry"])
        func proposed(_ subject: ProposeItem.Subject, _ reason: String = "Flere opkald") async throws -> [String] {
            try await refusals { _ = try await quarter.propose(subject, as: "psychiatry", reason: reason) }
        }
        #expect(try await proposed(.named("Anna Prøve", cpr: "610190-0008")) == ["item.themes-only"])
        #expect(try await proposed(.theme("Ventetid for 610190-0008")) == ["item.number"])
        #expect(try await proposed(.theme("Ventetid"), "Set hos 6101900008") == ["item.number"])
        let item = try await quarter.propose(.theme("Ventetid på afrusning"), as: "psychiatry")
        try await quarter.judge(item, participants: ["chair", "psychiatry"])
        #expect(
            try await refusals { try await quarter.share(item, quarter.content(["chair"]), as: "psychiatry") }
                == ["item.themes-share-nothing"])
    }

    @Test func whoIsOnlyFollowedStaysWithThePolice() async throws {
        let group = try await TestForum()
        let person = try group.test.person("P1", born: "1990-01-01")
        let worker = try group.test.may(Acts.WorkCases.self, as: .secretariat)
        let id = try await OpenCase(
            try #require(Catalogue.programme("psp-k")), municipality: "259", fields: [:], parties: [(.subject, person)])(
                worker, in: group.office)
        #expect(try await refusals { _ = try await group.propose(.ofCase(id)) } == ["item.not-selected"])
        try await ChangeCase(
            id, revision: 1,
            .move(
                to: "selected", at: nil, fields: ["selected_by": "Gruppen", "selection_reason": "Gentagne opkald"],
                note: ""))(worker, in: group.office)
        let item = try await group.propose(.ofCase(id))
        #expect(try await group.read(item, as: "chair").opened.item.person == person)
        let school = try await group.test.open(
            "preventive-talk", fields: ["kind": "concern"], subject: try group.test.person("P2"))
        #expect(try await refusals { _ = try await group.propose(.ofCase(school)) } == ["item.programme"])
    }

    @Test func theChairJudgesWithReasonAndParticipants() async throws {
        let group = try await TestForum()
        let item = try await group.propose(.named("Anna Prøve", cpr: "610190-0008"), as: "koege")
        func judged(
            _ judgement: JudgeItem.Judgement, _ reason: String = "", revision: Int = 1, as name: String = "chair"
        ) async throws -> [String] {
            try await refusals {
                try await JudgeItem(item, revision: revision, judgement, reason: reason)(
                    try await group.may(name), in: group.office)
            }
        }
        #expect(try await judged(.notRelevant) == ["item.judge-reason"])
        #expect(try await judged(.relevant(meeting: nil, participants: ["chair"])) == ["item.no-participants"])
        #expect(try await judged(.relevant(meeting: nil, participants: ["roskilde"])) == ["item.not-member"])
        #expect(
            try await judged(.relevant(meeting: nil, participants: ["koege"]), as: "koege") == ["forum.not-chair"])
        #expect(
            try await judged(.relevant(meeting: nil, participants: ["koege"]), revision: 7) == ["changed-meanwhile"])
        #expect(try await judged(.notRelevant, "Hører til i SSP").isEmpty)
        #expect(try await judged(.notRelevant, "Igen", revision: 2) == ["item.judged"])
        let page = try await group.read(item, as: "koege")
        #expect(page.opened.item.state == .notRelevant && page.opened.item.checkReason == "Hører til i SSP")
        #expect(page.opened.item.reviewOn == LocalDate("2026-04-02"))
    }

    @Test func nobodyTakesPartInWhatIsAboutTheirOwnFamily() async throws {
        let group = try await TestForum()
        let person = try group.test.person("P1", born: "1990-01-01")
        _ = try await group.office.database.write { try AccountStore.setPerson(person, of: "officer", in: $0) }
        let item = try await group.propose(.person(person))
        #expect(
            try await refusals { try await group.judge(item, participants: ["officer", "koege"]) }
                == ["item.participant-kin"])
        try await group.judge(item, participants: ["chair", "koege"])
        #expect(
            try await refusals {
                try await ChangeParticipants(of: item, adding: ["officer"])(
                    try await group.may("chair"), in: group.office)
            } == ["item.participant-kin"])
        _ = try await group.office.database.write { try AccountStore.setPerson(person, of: "koege", in: $0) }
        #expect(try await refusals { _ = try await group.read(item, as: "koege") } == ["own-family"])
    }
}
