import Handbook
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework

/// Who may read which records, add to them, and take them out; and that nothing of § 115 gets into a criminal case.
@Suite struct DisclosureReadingTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
    }

    private func actor(_ role: Role, _ authority: String, _ kind: Authority.Kind, name: String = "") -> Actor {
        Actor(
            name: name.isEmpty ? role.rawValue + "-" + authority : name, displayName: "Test", authority: authority,
            roles: [role], kind: kind, area: .district)
    }

    @discardableResult
    private func share(
        _ subject: Disclosure.Subject, _ basis: Basis = .psp, from giver: String = "police",
        by account: String = "officer",
        to recipients: [Disclosure.Side] = [.init(authority: "259")], outcome: Disclosure.Outcome = .given,
        caseID: Int64? = nil, sealed: Bool = false, at: Instant? = nil
    ) async throws -> Int64 {
        try await test.database.write { [test] db in
            var one = Disclosure(
                giver: .init(account: account, name: "Ole", role: "officer", authority: giver), recipients: recipients,
                subject: subject, reference: "PSP-D-2026-1", basis: basis, purpose: "Hjælp", necessity: "Nødvendigt",
                whyNotLess: "Kun det", parts: outcome == .declined ? [] : [.init(.identity)], consent: .notAsked,
                at: at ?? test.now, channel: .meeting, outcome: outcome)
            one.caseID = caseID
            one.isSealed = sealed
            return try Disclose(one).run(by: TestOffice.actor(.officer), test.office, db)
        }
    }

    private func seen(_ actor: Actor, _ change: (inout DisclosureQuery) -> Void = { _ in }) async throws -> [Int64] {
        var query = DisclosureQuery()
        change(&query)
        return try await ListDisclosures(query)(actor, in: test.office).records.map(\.id)
    }

    @Test func eachSeesWhatTheyGaveOrGotAndTheRightsAllButTheSealed() async throws {
        let person = try test.person("P1", born: "1985-01-01")
        let nurse = Disclosure.Side(account: "nurse", name: "Nora", role: "psp-k-member", authority: "psychiatry")
        let toNurse = try await share(.person(person), to: [nurse])
        let fromNurse = try await share(.person(person), from: "psychiatry", by: "nurse")
        let sealed = try await share(.person(person), by: "exit-team", sealed: true)
        #expect(try await seen(TestOffice.actor(.officer)) == [toNurse])
        #expect(try await seen(actor(.pspkMember, "psychiatry", .psychiatry, name: "nurse")) == [fromNurse, toNurse])
        // A colleague of the same authority, who takes part in nothing of it, sees none: it says something about health.
        #expect(try await seen(actor(.pspkMember, "psychiatry", .psychiatry)).isEmpty)
        #expect(try await seen(actor(.officer, "police", .police, name: "other")).isEmpty)
        // What goes to an authority as a whole is for those there who may open the case; here there is none.
        #expect(try await seen(actor(.socialWorker, "259", .municipality)).isEmpty)
        #expect(try await seen(actor(.socialWorker, "316", .municipality)).isEmpty)
        for role in [Role.secretariat, .leader, .dataProtectionOfficer] {
            #expect(try await seen(TestOffice.actor(role)) == [fromNurse, toNurse])
        }
        #expect(try await seen(TestOffice.actor(.administrator)).isEmpty)
        #expect(try await seen(TestOffice.actor(.exitTeam)) == [sealed])
        await #expect(throws: NotFound.self) {
            _ = try await ReadDisclosure(sealed)(TestOffice.actor(.leader), in: test.office)
        }
    }

    @Test func theListIsFilteredSortedAndWalkedByKey() async throws {
        let person = try test.person("P1", born: "1985-01-01")
        let leader = TestOffice.actor(.leader)
        let given = try await share(.person(person))
        test.pass(days: 1)
        let declined = try await share(.person(person), .ksp, outcome: .declined)
        test.pass(days: 1)
        let toHousing = try await share(
            .person(person), .consent, to: [.init(authority: "housing")], outcome: .declined)
        #expect(try await seen(leader) == [toHousing, declined, given])
        #expect(try await seen(leader) { $0.order = .oldest } == [given, declined, toHousing])
        #expect(try await seen(leader) { $0.basis = .ksp } == [declined])
        #expect(try await seen(leader) { $0.outcome = .given } == [given])
        #expect(try await seen(leader) { $0.authority = "housing" } == [toHousing])
        // The first and the last day are included.
        #expect(try await seen(leader) { $0.from = LocalDate("2026-03-03") } == [toHousing, declined])
        #expect(try await seen(leader) { $0.to = LocalDate("2026-03-03") } == [declined, given])
        #expect(try await seen(leader) { $0.forum = "psp-k" } == [])
        var query = DisclosureQuery()
        query.order = .oldest
        let first = try await ListDisclosures(query, limit: 2)(leader, in: test.office)
        #expect(first.records.map(\.id) == [given, declined] && first.hasLater)
        query.after = declined
        let last = try await ListDisclosures(query, limit: 2)(leader, in: test.office)
        #expect(last.records.map(\.id) == [toHousing] && !last.hasLater)
    }

    @Test func anAddendumIsByTheGiverTheirAuthorityOrTheRights() async throws {
        let person = try test.person("P1", born: "1985-01-01")
        let nurse = Disclosure.Side(account: "nurse", name: "Nora", role: "psp-k-member", authority: "psychiatry")
        let id = try await share(.person(person), to: [nurse])
        func add(_ text: String, as actor: Actor) async throws -> [String] {
            try await refusals { try await AddDisclosureAddendum(id, text: text)(actor, in: test.office) }
        }
        let getter = actor(.pspkMember, "psychiatry", .psychiatry, name: "nurse")
        #expect(try await add("Rettelse", as: getter) == ["disclosure-addendum-whose"])
        #expect(try await add(" \n", as: TestOffice.actor(.officer)) == ["addendum-text"])
        let long = String(repeating: "æ", count: AddDisclosureAddendum.longest + 1)
        #expect(try await add(long, as: TestOffice.actor(.officer)) == ["disclosure-addendum-long"])
        #expect(try await add("Adressen var forkert", as: TestOffice.actor(.officer)).isEmpty)
        #expect(try await add("Set af os", as: TestOffice.actor(.dataProtectionOfficer)).isEmpty)
        let view = try await ReadDisclosure(id)(getter, in: test.office)
        #expect(view.record.addenda.map(\.body) == ["Adressen var forkert", "Set af os"] && !view.mayAdd)
        #expect(view.record.disclosure.purpose == "Hjælp")
        #expect(try test.logged(.disclosure, id).filter { $0.hasPrefix("change addendum ") }.count == 2)
        #expect(try test.logged(.person, person).contains("read disclosure \(id)"))
        await #expect(throws: NotFound.self) {
            try await AddDisclosureAddendum(id, text: "x")(
                actor(.officer, "police", .police, name: "x"), in: test.office)
        }
    }

    @Test func everySharingAboutSomebodyIsListed() async throws {
        let person = try test.person("P1", born: "1985-01-01")
        let cpr = "6101851234"
        try test.database.blockingWrite { db in
            let sealed = try SealedCPR(cpr, keys: .forTests)
            _ = try db.execute(
                "UPDATE person SET cpr_sealed = \(sealed.sealed), cpr_hash = \(sealed.hash) WHERE id = \(person)")
        }
        let before = try await share(.unregistered(name: "Ukendt", cpr: cpr))
        let given = try await share(.person(person))
        let partly = try await share(.person(person), outcome: .partly)
        let declined = try await share(.person(person), outcome: .declined)
        _ = try await share(.person(try test.person("P2")))
        _ = try await share(.unregistered(name: "En anden", cpr: "6201851234"))
        let secretariat = TestOffice.actor(.secretariat)
        let found = try await ListSharings(.person(person), purpose: .supervision)(secretariat, in: test.office)
        #expect(found.list.disclosures.map(\.id) == [before, given, partly, declined])
        #expect(found.list.disclosures.map(\.outcome) == ["given", "given", "partly", "declined"])
        #expect(found.list.restriction.contains("§ 115"))
        #expect(try test.logged(.person, person).contains("read disclosures supervision"))
        let other = try await ListSharings(.number("6201851234"), purpose: .access)(secretariat, in: test.office)
        #expect(other.list.disclosures.count == 1 && other.list.person == nil)
        // An officer has the records that they may know of.
        let officer = try await ListSharings(.person(person), purpose: .caseWork)(
            actor(.officer, "police", .police, name: "other"), in: test.office)
        #expect(officer.list.disclosures.isEmpty && !officer.list.isWhole)
        await #expect(throws: Refusal.self) {
            _ = try await ListSharings(.person(person), purpose: .access)(
                TestOffice.actor(.socialWorker), in: test.office)
        }
    }

    @Test func anInvestigationIsRefusedAndTheTryIsLogged() async throws {
        let person = try test.person("P1", born: "1985-01-01")
        try await share(.person(person))
        let leader = TestOffice.actor(.secretariat)
        #expect(
            try await refusals {
                _ = try await ListSharings(.person(person), purpose: .investigation)(leader, in: test.office)
            } == ["purpose-investigation"])
        #expect(try test.logged(.person, person).contains("read refused investigation"))
        #expect(
            try await refusals {
                _ = try await ExportDisclosures(DisclosureQuery(), purpose: .investigation, explanation: "")(
                    leader, in: test.office)
            } == ["purpose-investigation"])
        #expect(
            try await refusals {
                _ = try await ExportDisclosures(DisclosureQuery(), purpose: .other, explanation: " ")(
                    leader, in: test.office)
            } == ["purpose-explanation"])
    }

    // MARK: - No path into a criminal case

    @Test func aCaseUnderSection115IsNotTiedToOneThatMayLeadToACriminalCase() async throws {
        let person = try test.person("P1", born: "1985-01-01")
        let youth = try await test.youth()
        let number = try await test.read(youth).row.number
        func relate(_ id: Int64, _ number: String, as role: Role) async throws -> [String] {
            try await refusals {
                try await RelateCases(id, .relate(.concerns, number: number, reason: ""))(
                    test.may(Acts.WorkCases.self, as: role), in: test.office)
            }
        }
        let psp = try await test.open("psp-k", fields: [:], subject: person)
        #expect(try await relate(psp, number, as: .officer) == ["relation-section-115"])
        #expect(try await relate(youth, test.read(psp).row.number, as: .officer) == ["relation-section-115"])
        // What rests on another basis may be tied; once something of it is shared under § 115 it may not.
        let talk = try await test.open("safety-follow-up", fields: [:], subject: person)
        try await share(.person(person), .notification, caseID: talk)
        #expect(try await relate(talk, number, as: .officer).isEmpty)
        let later = try await test.open("safety-follow-up", fields: [:], subject: try test.person("P3"))
        try await share(.person(person), outcome: .declined, caseID: later)
        try await share(.person(person), caseID: later)
        #expect(try await relate(later, number, as: .officer) == ["relation-section-115"])
        #expect(try test.count("SELECT COUNT(*) FROM case_relation") == 1)
    }

    @Test func aNewCaseDoesNotComeOutOfOneUnderSection115Either() async throws {
        let person = try test.person("P1", born: "1985-01-01")
        let psp = try await test.open("psp-k", fields: [:], subject: person)
        let ukn = try #require(Catalogue.programme("ukn"))
        let before = try test.footprint()
        #expect(
            try await refusals {
                _ = try await OpenCase(
                    ukn, municipality: "259", fields: ["offence_date": "2026-02-01", "category": "none"],
                    parties: [(.subject, try test.person("P2"))], from: (psp, .follows))(
                        test.may(Acts.WorkCases.self, as: .officer), in: test.office)
            } == ["relation-section-115"])
        #expect(try test.footprint() == before)
    }

    @Test(arguments: [
        ("Anklagemyndigheden", true), ("Retten i Holbæk\nDomstolene", true), ("STATSADVOKATEN i København", true),
        ("Køge Byret", true), ("Retten i Holbæk", true), ("Retten på Frederiksberg", true),
        ("Senioranklager NN", true), ("Advokaturen", true), ("Kriminalpolitiet i Roskilde", true),
        ("Forsvarer Bo Prøve", true), ("The Prosecution Service", true), ("Roskilde District Court", true),
        ("Courtney Prøve", false), ("Borettslaget", false), ("Køge Kommune", false), ("Bostedet Retræten", false),
        ("Social Services", false),
    ])
    func lettersOfSuchCasesGoToNobodyInACriminalCase(receiver: String, isRefused: Bool) {
        #expect(Section115Letter.goesToCriminalCase(receiver) == isRefused)
    }

    // MARK: - Retention and access

    @Test func theWordsGoAfterTheirTimeAndTheRecordStays() async throws {
        try await test.newer()
        let person = try test.person("P1", born: "1985-01-01")
        let held = try test.person("P-held", born: "1985-01-01")
        // Five years, and a day short of it.
        let old = try await share(.person(person), at: Instant("2021-03-02T23:59"))
        let young = try await share(.person(person), at: Instant("2021-03-03T00:00"))
        let kept = try await share(.person(held), at: Instant("2020-01-01T10:00"))
        try await HoldRecord(.set(.person, held, reason: "Klage"))(test.retention(), in: test.office)
        try await test.delete()
        func isForgotten(_ id: Int64) throws -> Bool? {
            let found = try test.database.blockingRead { db in
                try DisclosureStore.disclosure(id, keys: .forTests, in: db)
            }
            return found?.isForgotten
        }
        #expect(try isForgotten(old) == true && isForgotten(young) == false && isForgotten(kept) == false)
        let record = try test.database.blockingRead { try DisclosureStore.disclosure(old, keys: .forTests, in: $0) }
        #expect(record?.disclosure.purpose == "" && record?.disclosure.basis == .psp)
        #expect(try test.database.blockingRead { try DisclosureStore.verify(keys: .forTests, in: $0) }.broken.isEmpty)
        #expect(
            try await refusals {
                try await AddDisclosureAddendum(old, text: "x")(TestOffice.actor(.secretariat), in: test.office)
            } == ["disclosure-forgotten"])
    }

    @Test func theAnswerToTheirRequestGivesTheRecordsWithoutNames() async throws {
        let person = try test.person("P1", born: "1985-01-01")
        try await share(.person(person), .psp)
        try await share(.person(person), by: "exit-team", sealed: true)
        let (answer, _) = try await ExportPerson(person)(
            test.may(Acts.GiveAccess.self, as: .secretariat), in: test.office)
        let one = try #require(answer.sharings.first)
        #expect(answer.sharings.count == 1 && one.basis == "rpl115-2" && one.giver == "police")
        #expect(one.recipients == ["259"] && one.purpose == "Hjælp")
        #expect(!(try answer.json).contains("Ole"))
        #expect(answer.disclosures.allSatisfy { !$0.purpose.hasPrefix("disclosure ") })
    }

    @Test func whatAWithheldProgrammeHasSharedIsWithheldAsWell() async throws {
        let child = try test.person("P-child", born: "2018-05-01")
        _ = try await test.open(
            "concern-notice",
            fields: [
                "concerns": "child", "concern": "Ofte alene", "notifier_kind": "professional", "notifier_name": "Holm",
            ], subject: child)
        let access = try test.may(Acts.GiveAccess.self, as: .secretariat)
        let id = try await RegisterAccess(child, requestedBy: "Mor", receivedOn: test.now.day)(access, in: test.office)
        #expect(try await ReadAccess(id)(access, in: test.office).answer.sharings.count == 1)
        try await RestrictAccess(
            id, .withhold(.cases("concern-notice"), .others, reason: "Barnet", silent: true))(access, in: test.office)
        #expect(try await ReadAccess(id)(access, in: test.office).answer.sharings.isEmpty)
    }
}
