import Handbook
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework

/// Whoever asks what is held about them is given what forums hold, and nobody else with it.
@Suite struct ItemAnswerTests {
    private let group: TestForum
    private let person: Int64

    init() async throws {
        group = try await TestForum()
        person = try group.test.person("P1", born: "1990-01-01")
        let hash = KeyRing.forTests.hashes(of: "6101900008", for: .cprLookUp)[0]
        let sealed = try SealedCPR("6101900008", keys: .forTests).sealed
        _ = try await group.office.database.write { [person] db in
            try db.execute(
                """
                UPDATE person SET cpr_hash = \(hash), cpr_sealed = \(sealed), given_names = 'Anna', family_name = 'Prøve'
                WHERE id = \(person)
                """)
        }
    }

    private func access() throws -> Authorized<Acts.GiveAccess> {
        try group.test.may(Acts.GiveAccess.self, as: .secretariat)
    }

    private func answer() async throws -> AccessAnswer {
        try await ExportPerson(person)(access(), in: group.office).answer
    }

    /// An item about her and one about Bo Holm, of which one meeting has spoken.
    private func discussed() async throws -> (own: Int64, meeting: Int64) {
        let meeting = try await group.meet(.sent)
        let own = try await group.propose(.person(person), reason: "Anna er flyttet, set med Bo Holm")
        let other = try await group.propose(.named("Bo Holm", cpr: "620190-0006"), as: "koege")
        for item in [own, other] {
            try await group.judge(item, participants: ["chair", "koege", "psychiatry"], meeting: meeting)
        }
        try await group.share(own, group.content(["koege"], "Hun sover hos Bo Holm"), as: "psychiatry")
        let (keys, now) = (group.office.keys, group.test.now)
        let actor = try await group.may("chair").actor
        try await group.office.database.write { db in
            for (item, text) in [(own, "Anna vil gerne have hjælp"), (other, "Bo er rejst")] {
                _ = try MinutesStore.set(
                    text, of: item, at: meeting, revision: 0, keys: keys, by: actor, at: now, in: db)
            }
            _ = try ActionStore.add(
                .action, "Ring til Anna", owner: "koege", dueOn: LocalDate("2026-04-01"), to: own, meeting: meeting,
                keys: keys, by: actor, at: now, in: db)
            let koege = Actor(name: "koege", displayName: "", authority: "259", roles: [])
            try MinutesStore.answer(
                false, remark: "Annas ønske er gengivet forkert", to: meeting, keys: keys, by: actor, at: now, in: db)
            try MinutesStore.answer(
                false, remark: "Rejsen er forkert gengivet", to: meeting, keys: keys, by: koege, at: now, in: db)
        }
        return (own, meeting)
    }

    @Test func theyAreGivenItemsWithWhatWasSharedSaidAndAgreed() async throws {
        let (item, _) = try await discussed()
        let answer = try await answer()
        let one = try #require(answer.forumItems.first)
        #expect(answer.forumItems.count == 1 && one.number == "PSP-D-2026-1" && one.forum == "psp-k")
        #expect(one.reason == "Anna er flyttet, set med […]" && one.judgement == "Hører til her")
        #expect(one.contributions.map(\.text) == ["Hun sover hos […]"])
        #expect(one.contributions.map(\.authority) == ["psychiatry"])
        #expect(one.minutes.map(\.text) == ["Anna vil gerne have hjælp"])
        #expect(one.actions.map(\.text) == ["Ring til Anna"] && one.actions.first?.dueOn == LocalDate("2026-04-01"))
        #expect(one.objections.map(\.text) == ["Annas ønske er gengivet forkert"])
        #expect(one.events.map(\.code).contains("joined"))
        #expect(!(try answer.json).contains("Holm"))
        let logged = try group.test.logged(.forumItem, item)
        #expect(logged.contains { $0.hasPrefix("disclose access") })
    }

    @Test func whatIsNamedByNumberAloneIsFoundToo() async throws {
        _ = try await group.office.database.write { db in try db.execute("UPDATE person SET cpr_hash = ''") }
        let item = try await group.propose(.named("Anna Prøve", cpr: "610190-0008"), as: "koege")
        #expect(try await group.read(item, as: "chair").opened.item.person == nil)
        #expect(try await answer().forumItems.map(\.named) == ["Anna Prøve"])
    }

    @Test func whatIsNamedByTheNumberOfAnotherRecordIsFoundToo() async throws {
        let second = try group.test.person("P1b", born: "1990-01-01")
        let hash = KeyRing.forTests.hashes(of: "6101900016", for: .cprLookUp)[0]
        let sealed = try SealedCPR("6101900016", keys: .forTests).sealed
        let item = try await group.propose(.named("Anna Prøve", cpr: "610190-0016"), as: "koege")
        try await group.judge(item, participants: ["chair", "koege", "psychiatry"], meeting: group.meet(.sent))
        try await group.share(item, group.content(["koege"], "Hun sover ude"), as: "psychiatry")
        #expect(try await answer().forumItems.isEmpty)
        let now = group.test.now
        _ = try await group.office.database.write { [person] db in
            try db.execute("UPDATE person SET cpr_hash = \(hash), cpr_sealed = \(sealed) WHERE id = \(second)")
            _ = try IdentityStore.merge(
                person, second, how: .hand, probability: nil, words: "", by: TestOffice.actor(.secretariat), at: now,
                in: db)
        }
        let answer = try await answer()
        #expect(answer.forumItems.map(\.named) == ["Anna Prøve"])
        #expect(answer.sharings.count == 3, "proposed, taken up and answered")
    }

    @Test func theyAreWithheldByDecisionOrWithTheirProgramme() async throws {
        _ = try await discussed()
        let id = try await RegisterAccess(person, requestedBy: "Selv", receivedOn: group.test.now.day)(
            access(), in: group.office)
        let before = try await ReadAccess(id)(access(), in: group.office)
        #expect(before.restrictable.contains(.forums) && before.answer.sharings.count == 2)
        for part in [AccessPart.forums, .cases("psp-k")] {
            try await RestrictAccess(id, .withhold(part, .others, reason: "Andre", silent: true))(
                access(), in: group.office)
            let answer = try await ReadAccess(id)(access(), in: group.office).answer
            #expect(answer.forumItems.isEmpty && answer.sharings.isEmpty && answer.withheld.isEmpty, "\(part)")
            try await RestrictAccess(id, .give(part))(access(), in: group.office)
        }
    }

    @Test func freeTextStaysOutForTheSakeOfSomebodyProtected() async throws {
        let (item, _) = try await discussed()
        let child = try group.test.person("P-child", protected: true)
        _ = try await group.office.database.write { [person] db in
            try db.execute(
                """
                INSERT INTO relation (source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
                VALUES (1, \(person), \(child), 'parent', '', 0, '', 0)
                """)
        }
        let one = try #require(try await answer().forumItems.first)
        #expect(one.isShortened && one.reason == Redactor.mark && one.minutes.map(\.text) == [Redactor.mark])
        #expect(one.number == "PSP-D-2026-1" && item > 0)
    }
}
