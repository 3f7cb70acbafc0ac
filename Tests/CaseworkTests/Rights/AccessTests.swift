import Foundation
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework

@Suite struct AccessTests {
    let test: TestOffice
    let access: Authorized<Acts.GiveAccess>

    init() throws {
        test = try TestOffice()
        access = try test.may(Acts.GiveAccess.self, as: .secretariat)
    }

    @discardableResult
    private func named(
        _ id: String, _ given: String, _ family: String, address: String = "", cpr: String = "", protected: Bool = false
    ) throws -> Int64 {
        let person = try test.person(id, protected: protected)
        try test.database.blockingWrite { db in
            _ = try db.execute(
                """
                UPDATE person SET given_names = \(given), family_name = \(family), address = \(address),
                    cpr_sealed = \(SealedCPR(cpr, keys: .forTests).sealed)
                WHERE id = \(person)
                """)
        }
        return person
    }

    private func register(_ person: Int64, received: String = "2026-03-02") async throws -> Int64 {
        try await RegisterAccess(person, requestedBy: "Personen selv", receivedOn: #require(LocalDate(received)))(
            access, in: test.office)
    }

    private func answer(_ person: Int64, as role: Role = .secretariat) async throws -> AccessAnswer {
        let id = try await register(person)
        return try await AnswerAccess(id)(test.may(Acts.GiveAccess.self, as: role), in: test.office)
    }

    @Test(arguments: [
        ("2026-01-15", "2026-02-15"), ("2026-01-31", "2026-02-28"), ("2024-01-31", "2024-02-29"),
        ("2024-02-29", "2024-03-29"),
    ])
    func aRequestIsDueAMonthAfterItCame(received: String, due: String) async throws {
        let id = try await register(test.person("P1"), received: received)
        let request = try test.database.blockingRead { try RequestStore.request(id, in: $0) }
        #expect(request?.dueOn.description == due && request?.isAnswered == false)
    }

    @Test func aRequestSaysWhoAsksAndIsNotOfTomorrow() async throws {
        let person = try test.person("P1")
        let found = try await refusals {
            _ = try await RegisterAccess(person, requestedBy: "", receivedOn: test.now.day + 1)(access, in: test.office)
        }
        #expect(found == ["access-requested-by", "in-future"])
        #expect(try test.count("SELECT COUNT(*) FROM access_request") == 0)
    }

    @Test func thirdPersonsAreTakenOutEverywhere() async throws {
        let person = try named("P1", "Søren", "Hansen", address: "Prøvevej 1", cpr: "6101800001")
        let mother = try named("P2", "Åse", "Ærø-Østergård", address: "Strandvejen 12", cpr: "6101800002")
        let friend = try named("P3", "Bo", "Quist")
        let uncle = try named("P4", "Holger", "Uhrskov")
        try test.relation(mother, .parent, of: person)
        try test.relation(uncle, .sibling, of: mother)
        _ = try test.incident(
            "I1", day: "2025-01-01", persons: [person, friend],
            summary: "Søren Hansen slog Bo Quist (610180-1234) ved Strandvejen 12; Uhrskov og Gyldenløve så det.")
        try test.database.blockingWrite { db in
            _ = try db.execute(
                """
                INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                VALUES (1, 'witness', NULL, '{"family_name":"Gyldenløve"}', 0)
                """)
        }
        let id = try await test.open(
            "social-report", fields: ["origin": "patrol", "facts": "Åse og Quist var der."], subject: person)
        try await test.change(
            id, revision: 1,
            .move(
                to: "dropped", at: nil, fields: ["drop_reason": "Bo Quists sag"], note: "Talt med Ærø-Østergård"))
        try await AddAddendum(.person, person, text: "Ikke Bo, men Søren", requestedBy: "Åse")(
            test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        let answer = try await answer(person)
        let text = try answer.json
        for word in ["Åse", "Ærø", "Østergård", "Quist", "Strandvejen", "Uhrskov", "Gyldenløve", "1234", "6101800002"] {
            #expect(!text.contains(word), "\(word)")
        }
        #expect(answer.person.cpr == "6101800001" && answer.person.address == "Prøvevej 1")
        #expect(answer.incidents.first?.summary.hasPrefix("Søren Hansen slog […] ([…]) ved […]") == true)
        #expect(answer.relations == [.init(kind: "parent", isTo: false, from: nil, to: nil)])
        #expect(answer.cases.first?.fields["facts"] == "[…] og […] var der.")
        #expect(answer.cases.first?.fields["drop_reason"] == "[…] sag")
        #expect(answer.cases.first?.events.last?.note == "Talt med […]")
        #expect(answer.addenda.map(\.text) == ["Ikke […], men Søren"])
        #expect(answer.changes.contains { $0.of == answer.cases[0].number && $0.new.contains("[…] sag") })
        #expect(answer.retention.contains { $0.of == "incident" && $0.until?.description == "2030-01-01" })
        #expect(answer.retention.contains { $0.of == answer.cases[0].number && $0.until == nil })
    }

    private func merge(_ one: Int64, _ other: Int64) throws {
        _ = try test.database.blockingWrite { db in
            try IdentityStore.merge(
                one, other, how: .hand, probability: nil, words: "", by: TestOffice.actor(.secretariat), at: test.now,
                in: db)
        }
    }

    @Test func allNumbersAndAddressesOfThePersonAreTheirOwn() async throws {
        let person = try named("P1", "Søren", "Hansen", address: "Prøvevej 1", cpr: "6101800001")
        let second = try named("P1b", "Søren", "Hansen", address: "Åvej 3", cpr: "6101800009")
        let neighbour = try named("P2", "Bo", "Quist", address: "Åvej 3", cpr: "6101800002")
        try merge(person, second)
        _ = try test.incident(
            "I1", day: "2025-01-01", persons: [person, neighbour],
            summary: "610180-0001, 610180-0009 og 610180-0002 ved Prøvevej 1 og Åvej 3")
        let answer = try await answer(person)
        #expect(answer.incidents.map(\.summary) == ["610180-0001, 610180-0009 og […] ved Prøvevej 1 og Åvej 3"])
        #expect(answer.incidents.map(\.isInDoubt) == [false])
    }

    @Test func theHomeOfSomebodyProtectedIsHiddenWhicheverRecordSaysIt() async throws {
        let person = try named("P1", "Søren", "Hansen", address: "Prøvevej 1")
        let second = try named("P1b", "Søren", "Hansen", address: "Skjulestien 7")
        let mother = try named("P2", "Åse", "Hansen", address: "Skjulestien 7", protected: true)
        try test.relation(mother, .parent, of: person)
        try merge(person, second)
        #expect(try !(await answer(person)).json.contains("Skjulestien"))
    }

    @Test func anIncidentThatMayNotBeTheirsIsMarked() async throws {
        let person = try named("P1", "Søren", "Hansen")
        try test.incident("I1", [person], isHeld: true)
        try test.incident("I2", [person])
        let incidents = try await answer(person).incidents
        #expect(incidents.first { $0.id == "I1" }?.isInDoubt == true)
        #expect(incidents.first { $0.id == "I2" }?.isInDoubt == false)
    }

    @Test func somebodyProtectedNeverLeaks() async throws {
        let person = try named("P1", "Søren", "Hansen", address: "Skjulestien 7")
        let mother = try named("P2", "Åse", "Hansen", address: "Skjulestien 7", protected: true)
        try test.relation(mother, .parent, of: person)
        _ = try test.incident("I1", day: "2025-01-01", persons: [person], summary: "Hændelse i baggården")
        let id = try await test.open(
            "social-report", fields: ["origin": "patrol", "facts": "De bor i den blå blok"], subject: person)
        try await AddAddendum(.caseFile, id, text: "Den grønne blok", requestedBy: "Søren")(
            test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        let answer = try await answer(person)
        let text = try answer.json
        for word in ["Skjulestien", "baggården", "blok", "Torvet", "259", "Åse"] {
            #expect(!text.contains(word), "\(word)")
        }
        #expect(answer.incidents.first?.isShortened == true && answer.cases.first?.isShortened == true)
        #expect(answer.cases.first?.fields == ["origin": "patrol"])
    }

    @Test func aCounterpartIsNotToldWhereTheProtectedOneLives() async throws {
        let person = try named("P1", "Søren", "Hansen")
        let victim = try named("P2", "Åse", "Ærø", address: "Skjulestien 7", protected: true)
        let id = try await test.open(
            "social-report", fields: ["origin": "patrol", "facts": "Hun bor ved søen"], subject: victim)
        try await test.change(id, revision: 1, .addParty(.counterpart, person: person))
        let answer = try await answer(person)
        #expect(answer.cases.map(\.roles) == [["counterpart"]])
        #expect(try !answer.json.contains("søen") && answer.cases[0].municipality == "")
    }

    @Test func asWithheldIsSaidWithItsGroundOrNotAtAll() async throws {
        let person = try test.person("P1")
        _ = try test.incident("I1", day: "2025-01-01", persons: [person])
        let ukn = try await test.open(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "none"], subject: person, at: "2026-02-10")
        try await AddAddendum(.caseFile, ukn, text: "Berigtiget", requestedBy: "Test")(
            test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        let id = try await register(person)
        func withhold(_ part: AccessPart, _ reason: String, silent: Bool) async throws {
            try await RestrictAccess(id, .withhold(part, .prevention, reason: reason, silent: silent))(
                access, in: test.office)
        }
        #expect(
            try await refusals { try await withhold(.incidents, "", silent: false) } == ["access-restriction-reason"])
        for part in [AccessPart.register, .relations, .changes, .disclosures, .addenda] {
            #expect(try await refusals { try await withhold(part, "x", silent: true) } == ["access-not-restrictable"])
        }
        try await withhold(.incidents, "Efterforskes endnu", silent: false)
        #expect(
            try await refusals { try await withhold(.incidents, "Igen", silent: false) } == ["access-withheld-already"])
        try await withhold(.cases("ukn"), "Hemmelig grund", silent: true)
        let page = try await ReadAccess(id)(access, in: test.office)
        #expect(page.restrictions.map(\.reason) == ["Efterforskes endnu", "Hemmelig grund"])
        let answer = try await AnswerAccess(id)(access, in: test.office)
        #expect(answer.incidents.isEmpty && answer.cases.isEmpty && answer.addenda.isEmpty)
        #expect(answer.withheld == [.init(part: "incidents", ground: "prevention")])
        let text = try answer.json
        for word in ["UKN-", "ukn", "Hemmelig", "Efterforskes", "Berigtiget"] {
            #expect(!text.contains(word), "\(word)")
        }
        // The same sentence stands in an answer of which nothing is withheld.
        let other = try await self.answer(try test.person("P2"))
        #expect(other.mayBeIncomplete == answer.mayBeIncomplete)
        #expect(try await refusals { try await withhold(.hits, "x", silent: false) } == ["access-answered"])
    }

    @Test func aSealedCaseIsNotThereForThoseWhoMayNotKnow() async throws {
        let person = try test.person("P1")
        _ = try await test.open("exit", fields: [:], subject: person, as: .exitTeam)
        let id = try await register(person)
        for role in [Role.secretariat, .dataProtectionOfficer] {
            let page = try await ReadAccess(id)(test.may(Acts.GiveAccess.self, as: role), in: test.office)
            #expect(page.answer.cases.isEmpty && page.restrictable.isEmpty)
            #expect(try !page.answer.json.lowercased().contains("exi"))
        }
        await #expect(throws: NotFound.self) {
            try await RestrictAccess(id, .withhold(.cases("exit"), .others, reason: "x", silent: true))(
                access, in: test.office)
        }
        let both = try Policy.authorize(
            Actor(
                name: "both", displayName: "B", authority: "police", roles: [.secretariat, .exitTeam], kind: .police,
                area: .district),
            Acts.GiveAccess.self)
        #expect(try await ReadAccess(id)(both, in: test.office).answer.cases.map(\.programme) == ["exit"])
        try await RestrictAccess(id, .withhold(.cases("exit"), .others, reason: "Fare", silent: true))(
            both, in: test.office)
        #expect(try await ReadAccess(id)(access, in: test.office).restrictions.isEmpty)
        #expect(try await AnswerAccess(id)(both, in: test.office).cases.isEmpty)
    }

    @Test func anAnswerIsLoggedAndGivenOnce() async throws {
        let person = try test.person("P1")
        let ukn = try await test.open(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "none"], subject: person, at: "2026-02-10")
        let id = try await register(person)
        #expect(
            try await refusals { _ = try await AnswerAccess(id, isRepeated: true)(access, in: test.office) }
                == ["access-not-answered"])
        _ = try await ReadAccess(id)(access, in: test.office)
        #expect(try test.logged(.person, person).filter { $0.hasPrefix("disclose") }.isEmpty)
        _ = try await AnswerAccess(id)(access, in: test.office)
        #expect(try test.logged(.person, person).last == "disclose access \(id)")
        #expect(try test.logged(.caseFile, ukn).last == "disclose access \(id)")
        #expect(try await refusals { _ = try await AnswerAccess(id)(access, in: test.office) } == ["access-answered"])
        // What was given before is part of what is given next.
        let again = try await AnswerAccess(id, isRepeated: true)(access, in: test.office)
        #expect(again.disclosures.contains { $0.purpose == "access \(id)" && $0.recipient == AnswerAccess.recipient })
        #expect(try test.logged(.person, person).filter { $0.hasPrefix("disclose") }.count == 2)
    }

    @Test func aHitIsGivenToTheChildWithRuleIncidentsAndDecision() async throws {
        let child = try named("P1", "Ida", "Holm")
        let father = try named("P2", "Viggo", "Holm")
        try test.relation(father, .parent, of: child)
        let incident = try test.incident("I1", day: "2025-12-01", persons: [father], summary: "Viggo råbte")
        try test.database.blockingWrite { db in
            _ = try db.execute(
                """
                INSERT INTO hit (child_id, rule, version, first_triggered, last_triggered, triggers, incidents, carers,
                    state, found_on)
                VALUES (\(child), 'grave-incident', 1, '2025-12-01', '2025-12-01', 1, \("[\(incident)]"),
                    \("[\(father)]"), 'open', '2025-12-02')
                """)
            try HitStore.decide(
                1, .noReport, reason: "Viggo er i behandling", caseID: nil, by: TestOffice.actor(.screener),
                at: test.now,
                in: db)
        }
        let answer = try await answer(child)
        #expect(answer.hits.map(\.rule) == ["grave-incident"] && answer.incidents.isEmpty)
        #expect(answer.hits.first?.incidents.map(\.type) == ["violence"])
        #expect(answer.hits.first?.decisions.map(\.reason) == ["[…] er i behandling"])
        #expect(try !answer.json.contains("råbte"))
        #expect(try await self.answer(father).hits.isEmpty)
    }

    /// The facts that were kept, of the person alone; what was written of the hit, with others taken out.
    @Test func theFactsOfAHitAndWhatWasWrittenOfItAreGivenWithoutOthers() async throws {
        let child = try named("P1", "Ida", "Holm")
        let father = try named("P2", "Viggo", "Holm")
        try test.relation(father, .parent, of: child)
        let incident = try test.incident("I1", day: "2025-12-01", persons: [father], summary: "Viggo råbte")
        try test.database.blockingWrite { db in
            let facts = try FactsReader.facts(child: child, version: 1, incidents: [incident], carers: [father], in: db)
            let kept = try JSONText.encode(facts)
            _ = try db.execute(
                """
                INSERT INTO hit (child_id, rule, version, first_triggered, last_triggered, triggers, incidents, carers,
                    state, found_on, facts)
                VALUES (\(child), 'grave-incident', 1, '2025-12-01', '2025-12-01', 1, \("[\(incident)]"),
                    \("[\(father)]"), 'open', '2025-12-02', \(kept)),
                    (\(child), 'child-present', 1, '2025-12-01', '2025-12-01', 1, '[]', '[]', 'open', '2025-12-02', '')
                """)
            try HitStore.put(
                1, offUntil: test.now.day + 9, reason: "Viggo skal til møde", by: TestOffice.actor(.screener),
                at: test.now, in: db)
            try OpinionStore.ask(
                1, of: "leader", leaning: .report, words: "Kender du Viggo?", by: TestOffice.actor(.screener),
                at: test.now, in: db)
            try OpinionStore.answer(1, .agree, reason: "Viggo er kendt", at: test.now, in: db)
            try LapsedStore.mark(2, in: db)
        }
        let answer = try await answer(child)
        let hit = try #require(answer.hits.first { $0.rule == "grave-incident" })
        #expect(hit.facts?.incidents.map(\.roles) == [[]] && hit.facts?.care.map(\.kind) == ["parent"])
        #expect(hit.facts?.foundOn == LocalDate("2025-12-02") && hit.facts?.birthDate != nil)
        #expect(
            hit.remarks.map { $0.kind + " " + $0.text } == [
                "deferral […] skal til møde", "question Kender du […]?", "agree […] er kendt",
            ])
        #expect(answer.lapsedHits.map(\.rule) == ["child-present"])
        #expect(try !answer.json.contains("Viggo"))
    }

    @Test func anIdThatMayMeanTwoIsRefusedAndLogged() async throws {
        let first = try test.person("P1")
        let second = try test.person("\(first)")
        func find(_ text: String) async throws -> Int64 { try await IdentifyAsking(text)(access, in: test.office) }
        #expect(try await find("P1") == first && second != first)
        #expect(try await find("\(second)") == second)
        #expect(try await refusals { _ = try await find("\(first)") } == ["several-persons"])
        #expect(try await refusals { _ = try await find("nobody") } == ["unknown-person"])
        #expect(
            try Logged.all(in: test.database).filter { $0.action == "search" && $0.reason.hasPrefix("access") }.count
                == 4)
    }

    @Test func addendaAreForThoseWhoMayWorkWithTheRecord() async throws {
        let person = try test.person("P1")
        let sealed = try await test.open("exit", fields: [:], subject: person, as: .exitTeam)
        func add(_ subject: Addendum.Subject, _ id: Int64, as role: Role, text: String = "Ret") async throws {
            try await AddAddendum(subject, id, text: text, requestedBy: "Personen")(
                test.may(Acts.WorkCases.self, as: role), in: test.office)
        }
        await #expect(throws: NotFound.self) { try await add(.caseFile, sealed, as: .officer) }
        await #expect(throws: NotFound.self) { try await add(.person, person, as: .mediator) }
        await #expect(throws: NotFound.self) { try await add(.hit, 1, as: .officer) }
        #expect(try await refusals { try await add(.person, person, as: .officer, text: "") } == ["addendum-text"])
        try await add(.caseFile, sealed, as: .exitTeam)
        try await add(.person, person, as: .officer)
        try await add(.person, person, as: .officer, text: "Ret igen")
        func seen(_ role: Role) async throws -> [String] {
            try await ReadRecordRights(.person, person)(test.may(Acts.WorkCases.self, as: role), in: test.office)
                .addenda.map(\.text)
        }
        #expect(try await seen(.officer) == ["Ret", "Ret igen"])
        #expect(try await seen(.socialWorker) == [], "what the police have written stays with the police")
        #expect(try test.logged(.person, person).filter { $0.hasPrefix("change addendum") }.count == 2)
    }
}
