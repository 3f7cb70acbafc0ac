import Handbook
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework

/// What a record of a sharing says beside to whom: who else is named, when it was, and what happened to it since.
@Suite struct RecordedSharingTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
    }

    private func records(_ id: Int64) throws -> [StoredDisclosure] {
        try test.database.blockingRead { try DisclosureStore.disclosures(ofCase: id, keys: .forTests, in: $0) }
    }

    private func isWhole() throws -> Bool {
        try test.database.blockingRead { try DisclosureStore.verify(keys: .forTests, in: $0) }.broken.isEmpty
    }

    private func notice(_ child: Int64, mother: Int64) async throws -> Int64 {
        let programme = try #require(Catalogue.programme("concern-notice"))
        return try await OpenCase(
            programme, municipality: "259",
            fields: [
                "concerns": "child", "concern": "Ofte alene", "notifier_kind": "professional",
                "notifier_name": "Lærer Holm",
            ], parties: [(.subject, child), (.caregiver, mother)])(
                test.may(Acts.WorkCases.self, as: .officer), in: test.office)
    }

    private func violence(born: String = "1985-01-01") async throws -> Int64 {
        try await test.open(
            "partner-violence", fields: ["kinds": "physical", "origin": "own-contact"],
            subject: try test.person("P-violence", born: born), as: .specialisedTeam)
    }

    private func bring(_ id: Int64, revision: Int = 1, at: Instant? = nil) async throws {
        try await test.change(
            id, revision: revision,
            .move(
                to: "forum", at: at, fields: ["forum": "koege-model", "forum_reason": "Børn i hjemmet"], note: ""),
            as: .specialisedTeam)
    }

    // MARK: - Others who are named

    @Test func whoIsNamedBesideTheSubjectIsToldOfItAsWell() async throws {
        let child = try test.person("P-child", born: "2018-05-01")
        let mother = try test.person("P-mother", born: "1985-05-01")
        let id = try await notice(child, mother: mother)
        let record = try #require(try records(id).first)
        #expect(try records(id).count == 1 && record.disclosure.named == [mother])
        #expect(try test.logged(.person, mother).contains("disclose disclosure \(record.id) named"))
        let found = try await ListSharings(.person(mother), purpose: .access)(
            TestOffice.actor(.secretariat), in: test.office)
        #expect(found.list.disclosures.map(\.id) == [record.id] && found.list.earlier.isEmpty)
        let (answer, _) = try await ExportPerson(mother)(
            test.may(Acts.GiveAccess.self, as: .secretariat), in: test.office)
        #expect(answer.sharings.map(\.recipients) == [["259"]])
        // Why it was necessary is said of the child.
        #expect(answer.sharings.map(\.necessity) == [Redactor.mark])
        // Reading the record is reading of her too.
        _ = try await ReadDisclosure(record.id)(TestOffice.actor(.officer), in: test.office)
        #expect(try test.logged(.person, mother).contains("read disclosure \(record.id)"))
        #expect(try isWhole())
    }

    @Test func thoseWhoAreNamedStayInTheRegisterWhileTheWordsDo() async throws {
        let child = try test.person("P-child", born: "2018-05-01")
        let mother = try test.person("P-mother", born: "1985-05-01")
        let id = try await notice(child, mother: mother)
        func kept() throws -> Set<Int64> {
            try test.database.blockingRead { try Ties(in: $0).read([mother], in: $0).kept }
        }
        try test.database.blockingWrite { db in
            _ = try db.execute("DELETE FROM case_party WHERE case_id = \(id)")
        }
        #expect(try kept() == [mother])
        try test.database.blockingWrite { try DisclosureStore.forget(1, in: $0) }
        #expect(try kept().isEmpty)
    }

    // MARK: - Where somebody protected lives

    @Test func aProtectedChildsMunicipalityIsHiddenFromTheSender() async throws {
        let child = try test.person("P-child", born: "2018-05-01", protected: true)
        let mother = try test.person("P-mother", born: "1985-05-01")
        let id = try await notice(child, mother: mother)
        let officer = TestOffice.actor(.officer)
        func sides(_ actor: Actor, _ change: (inout DisclosureQuery) -> Void = { _ in }) async throws -> [[String]] {
            var query = DisclosureQuery()
            change(&query)
            return try await ListDisclosures(query)(actor, in: test.office).records
                .map { $0.disclosure.recipients.map(\.authority) }
        }
        #expect(try await sides(officer) == [[""]])
        #expect(try await sides(officer) { $0.authority = "259" }.isEmpty)
        #expect(try await sides(officer) { $0.authority = "police" } == [[""]])
        let read = try await ReadDisclosure(1)(officer, in: test.office)
        #expect(read.record.disclosure.recipients.map(\.authority) == [""])
        let listed = try await ListSharings(.person(child), purpose: .caseWork)(officer, in: test.office)
        #expect(listed.list.disclosures.first?.recipients.map(\.authority) == [""])
        // Whoever answers for the rights of persons sees it; so does the municipality itself once it has opened the notice.
        #expect(try await sides(TestOffice.actor(.secretariat)) == [["259"]])
        #expect(try await sides(TestOffice.actor(.socialWorker)).isEmpty)
        // The log of the mother, and the answers to the child and to her, do not tell it.
        let entries = try test.database.blockingRead { db in
            try db.fetch(
                "SELECT recipient FROM ledger_entry WHERE entity_id = \(mother) AND action = 'disclose'"
            ) { $0.text(0) }
        }
        #expect(entries == [""])
        for person in [child, mother] {
            let (answer, _) = try await ExportPerson(person)(
                test.may(Acts.GiveAccess.self, as: .secretariat), in: test.office)
            #expect(answer.sharings.map(\.recipients) == [[""]])
        }
        // The record keeps hiding it when the case is gone.
        try test.database.blockingWrite { db in
            try db.execute("UPDATE person SET protected = 0 WHERE id = \(child)")
            _ = try db.execute("UPDATE case_file SET hides_place = 0 WHERE id = \(id)")
        }
        #expect(try await sides(officer) == [[""]])
        #expect(try isWhole())
    }

    /// A page of nothing but one's own family still leads on.
    @Test func theListGoesOnBehindOnesOwnFamily() async throws {
        let own = try test.person("P-own", born: "1985-01-01")
        for index in 0..<3 {
            let subject = index == 0 ? try test.person("P-other", born: "2018-05-01") : own
            try await test.database.write { [test] db in
                let one = Disclosure(
                    giver: .init(account: "officer", authority: "police"), recipients: [.init(authority: "259")],
                    subject: .person(subject), reference: "UND-2026-1", basis: .notification, purpose: "a",
                    necessity: "b", whyNotLess: "c", parts: [.init(.identity)], consent: .notAsked, at: test.now,
                    channel: .kreds, outcome: .given)
                try Disclose(one).run(by: TestOffice.actor(.officer), test.office, db)
            }
        }
        var officer = TestOffice.actor(.officer)
        officer.person = own
        var query = DisclosureQuery()
        let first = try await ListDisclosures(query, limit: 2)(officer, in: test.office)
        #expect(first.records.isEmpty && first.hasLater && first.last == 2)
        query.after = first.last
        let next = try await ListDisclosures(query, limit: 2)(officer, in: test.office)
        #expect(next.records.map(\.id) == [1] && !next.hasLater)
        #expect(try test.count("SELECT COUNT(*) FROM ledger_entry WHERE reason = 'list 1 1-1'") == 1)
    }

    // MARK: - What happened since

    @Test func aLetterOfWhatWasGivenAlreadyIsAddedToTheRecord() async throws {
        let child = try test.person("P-child", born: "2018-05-01")
        let id = try await notice(child, mother: try test.person("P-mother", born: "1985-05-01"))
        let file = try await test.read(id).file
        try await test.database.write { [test] db in
            let sharing = ShareFromCase(file, id: id, number: "UND-2026-1")
            let isRecorded = try sharing.share(
                byLetter: "concern-notice-municipality", on: test.now.day, TestOffice.actor(.officer), test.office, db)
            #expect(isRecorded)
        }
        let found = try records(id)
        #expect(found.count == 1 && found[0].addenda.count == 1)
        #expect(found[0].addenda[0].body.contains(test.now.day.danish))
        #expect(try isWhole())
    }

    @Test func aStepThatIsTakenBackSaysSoInItsRecord() async throws {
        let id = try await violence()
        try await bring(id)
        let event = try #require(try await test.read(id, as: .specialisedTeam).undoable)
        try await test.change(id, revision: 2, .undo(event: event, reason: "Forkert sag"), as: .specialisedTeam)
        let first = try #require(try records(id).first)
        #expect(first.addenda.count == 1 && first.addenda[0].body.contains("Forkert sag"))
        try await bring(id, revision: 3)
        #expect(try records(id).map(\.addenda.count) == [1, 0])
        #expect(try isWhole())
    }

    @Test func aRecordHasTheTimeOfTheSharing() async throws {
        let id = try await test.open(
            "partner-violence", fields: ["kinds": "physical", "origin": "own-contact"],
            subject: try test.person("P-v", born: "1985-01-01"), at: "2026-02-10", as: .specialisedTeam)
        let thursday = try #require(Instant("2026-02-12T14:00"))
        try await bring(id, at: thursday)
        #expect(try records(id).map(\.disclosure.at) == [thursday])
    }

    @Test func aCaseThatComesToAnotherMunicipalityIsSharedWithIt() async throws {
        let id = try await violence()
        func move(_ to: String, revision: Int) async throws {
            try await test.change(
                id, revision: revision, .correct(fields: [:], municipality: to, reason: "Flyttet"), as: .secretariat)
        }
        // Nobody there sees it before it is in the forum.
        try await move("265", revision: 1)
        #expect(try records(id).isEmpty)
        try await bring(id, revision: try await test.read(id, as: .secretariat).row.revision)
        try await move("253", revision: try await test.read(id, as: .secretariat).row.revision)
        let found = try records(id).map(\.disclosure)
        #expect(found.map { $0.recipients.map(\.authority) } == [["265"], ["253"]])
        #expect(found.map(\.basis) == [.psp, .psp] && found[1].giver.account == "secretariat")
        #expect(found[1].necessity == "Børn i hjemmet")
    }

    // MARK: - Refused

    @Test(arguments: [
        ("2018-01-01", "psychiatry", "259", "disclosure.unlawful" as String?), ("1985-01-01", "psychiatry", "259", nil),
        ("1985-01-01", "municipality", "", "disclosure.nobody-there"),
    ])
    func aReportGoesToWhoMayHaveIt(born: String, to: String, municipality: String, refusal: String?) async throws {
        let programme = try #require(Catalogue.programme("social-report"))
        let id = try await OpenCase(
            programme, municipality: municipality, fields: ["origin": "patrol"],
            parties: [(.subject, try test.person("P-s", born: born))])(
                test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        let before = try test.footprint()
        let fields = [
            "facts": "Set alene", "assessment": "Vi er bekymrede", "leads_to": "neither", "recipient_authority": to,
        ]
        let codes = try await refusals {
            try await test.change(id, revision: 1, .move(to: "sent", at: nil, fields: fields, note: ""))
        }
        #expect(codes == [refusal].compactMap(\.self))
        if refusal == nil {
            #expect(try records(id).map { $0.disclosure.recipients.map(\.authority) } == [[to]])
        } else {
            #expect(try test.footprint() == before)
        }
    }

    @Test(arguments: [1, 2]) func aTieThatWasMadeFirstHoldsTheSharingBack(steps: Int) async throws {
        let id = try await violence(born: "2012-01-01")
        let youth = try await test.youth()
        func relate(_ from: Int64, _ to: Int64) async throws {
            let number = try await test.read(to).row.number
            try await RelateCases(from, .relate(.concerns, number: number, reason: ""))(
                test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        }
        var tied = id
        if steps == 2 {
            tied = try await test.open("safety-follow-up", fields: [:], subject: try test.person("P-m"))
            try await relate(id, tied)
        }
        try await relate(tied, youth)
        let before = try test.footprint()
        let codes = try await refusals { try await bring(id) }
        #expect(codes == ["disclosure.tied-to-criminal-case"])
        #expect(try test.footprint() == before && records(id).isEmpty)
        _ = try test.database.blockingWrite { try $0.execute("UPDATE case_relation SET removed_at = 1") }
        try await bring(id)
        #expect(try records(id).count == 1)
    }

    @Test(arguments: [true, false]) func aChainOfTwoTiesIsRefusedInBothOrders(isCriminalFirst: Bool) async throws {
        let psp = try await test.open(
            "psp-k", fields: [:], subject: try test.person("P-psp", born: "1985-01-01"))
        let between = try await test.open("safety-follow-up", fields: [:], subject: try test.person("P-m"))
        let youth = try await test.youth()
        func relate(_ to: Int64) async throws -> [String] {
            let number = try await test.read(to).row.number
            return try await refusals {
                try await RelateCases(between, .relate(.concerns, number: number, reason: ""))(
                    test.may(Acts.WorkCases.self, as: .officer), in: test.office)
            }
        }
        let order = isCriminalFirst ? [youth, psp] : [psp, youth]
        #expect(try await relate(order[0]).isEmpty)
        #expect(try await relate(order[1]) == ["relation-section-115-chain"])
    }
}
