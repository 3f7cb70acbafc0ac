import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

@Suite struct DoubtReviewTests {
    let test: TestOffice
    let known: Int64
    let new: Int64
    let doubt: Int64

    init() async throws {
        test = try TestOffice()
        known = try test.person("P-known", born: "1985-01-01")
        new = try test.person("row-1", born: "1985-01-10")
        doubt = try test.doubt(new, known)
        try test.incident("I-1", [new], isHeld: true)
    }

    private func decide(
        _ verdict: Doubt.Verdict, on id: Int64? = nil, revision: Int = 0, words: String = "Samme adresse",
        as role: Role = .screener
    ) async throws -> Doubt.State {
        try await DecideDoubt(id ?? doubt, revision: revision, verdict, words: words)(
            try test.may(Acts.ReviewIdentities.self, as: role), in: test.office)
    }

    private func state(_ id: Int64? = nil) throws -> Doubt.State? {
        try test.database.blockingRead { try MatchStore.doubt(id ?? doubt, in: $0)?.state }
    }

    private func person(of record: Int64) throws -> Int64 {
        try test.database.blockingRead { try IdentityStore.person(of: record, in: $0) }
    }

    private func heldParts() throws -> Int {
        try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM incident_person WHERE held = 1") }
    }

    @Test func twoMustSayThatTwoRecordsAreOneBeforeTheyAre() async throws {
        #expect(try await decide(.same) == .second)
        #expect(try person(of: new) != person(of: known) && heldParts() == 1)
        #expect(try await refusals { _ = try await decide(.same, revision: 1) } == ["doubt-second"])
        #expect(try await decide(.same, revision: 1, as: .leader) == .same)
        #expect(try person(of: new) == person(of: known))
        #expect(try heldParts() == 0, "it counts now")
        #expect(try test.logged(.doubt, doubt).contains("change same second: Samme adresse"))
        #expect(try test.logged(.doubt, doubt).contains("change same same: Samme adresse"))
    }

    @Test func whoDisagreesLeavesItInDoubtWithBothWords() async throws {
        _ = try await decide(.same)
        #expect(try await decide(.different, revision: 1, words: "Tvillinger", as: .leader) == .unsure)
        #expect(try heldParts() == 1)
        let said = try test.database.blockingRead { try MatchStore.decisions(on: doubt, in: $0) }
        #expect(said.map(\.words) == ["Tvillinger", "Samme adresse"])
    }

    @Test func thatTheyAreTwoPersonsBlocksAMergeUntilItIsTakenBack() async throws {
        #expect(try await decide(.different) == .different)
        #expect(try heldParts() == 0, "the incident counts for the record of its own")
        let other = try test.person("P-other")
        let again = try test.doubt(other, new, origin: .register)
        // Whoever merges the other with the known one, and then with the new one, would make the two one.
        let merged = try test.database.blockingWrite { db in
            try IdentityStore.merge(
                other, known, how: .hand, probability: nil, words: "x", by: TestOffice.actor(.leader), at: test.now,
                in: db)
        }
        guard case .merged = merged else {
            Issue.record("the two were not merged")
            return
        }
        _ = try await decide(.same, on: again)
        #expect(
            try await refusals { _ = try await decide(.same, on: again, revision: 1, as: .leader) } == ["doubt-split"])
        try await reopen(revision: 1)
        #expect(try await decide(.same, on: again, revision: 1, as: .leader) == .same)
    }

    private func reopen(_ id: Int64? = nil, revision: Int, as role: Role = .screener) async throws {
        try await ReopenDoubt(id ?? doubt, revision: revision, words: "Det var forkert")(
            try test.may(Acts.ReviewIdentities.self, as: role), in: test.office)
    }

    @Test func takingADecisionBackPartsThemAndHoldsTheIncidentAgain() async throws {
        _ = try await decide(.same)
        _ = try await decide(.same, revision: 1, as: .leader)
        try await reopen(revision: 2)
        #expect(try state() == .open)
        #expect(try person(of: new) == new && person(of: known) == known)
        #expect(try heldParts() == 1)
        // Nothing of it stands in the way of saying so again.
        _ = try await decide(.same, revision: 3)
        #expect(try await decide(.same, revision: 4, as: .leader) == .same)
        #expect(try await refusals { try await reopen(revision: 4) } == ["doubt-changed"])
    }

    @Test func otherDoubtsThatADecisionAnswersAreOverAndComeBackWithIt() async throws {
        let third = try test.person("P-third", born: "1985-01-01")
        let between = try test.doubt(third, known, origin: .register)
        let toNew = try test.doubt(third, new, origin: .register)
        _ = try await decide(.same)
        _ = try await decide(.same, revision: 1, as: .leader)
        #expect(try state(between) == .open && state(toNew) == .open)
        #expect(try await decide(.different, on: between) == .different)
        #expect(try state(toNew) == .gone, "the two are one person, and the third is another")
        try await reopen(between, revision: 1)
        #expect(try state(toNew) == .open)
    }

    @Test func aPartIsHeldUntilEveryDoubtAboutItIsDecided() async throws {
        let second = try test.doubt(new, try test.person("P-second", born: "1985-01-01"))
        #expect(try await decide(.different) == .different)
        #expect(try heldParts() == 1)
        #expect(try await decide(.unsure, on: second) == .unsure)
        #expect(try heldParts() == 1)
        #expect(try await decide(.different, on: second, revision: 1) == .different)
        #expect(try heldParts() == 0)
    }

    @Test func nothingIsDecidedWithoutWordsOrOverSomebodyElse() async throws {
        let before = try test.footprint()
        #expect(try await refusals { _ = try await decide(.same, words: "") } == ["doubt-words"])
        let long = String(repeating: "x", count: 501)
        #expect(try await refusals { _ = try await decide(.same, words: long) } == ["doubt-words-long"])
        #expect(try await refusals { _ = try await decide(.same, revision: 1) } == ["doubt-changed"])
        #expect(try test.footprint() == before)
        #expect(try await decide(.unsure) == .unsure)
        #expect(try await refusals { _ = try await decide(.different) } == ["doubt-changed"])
        #expect(try await refusals { try await reopen(revision: 1) } == ["doubt-not-decided"])
    }

    @Test func nobodyDecidesOnTheirOwnFamilyOrIsLedToIt() async throws {
        var own = TestOffice.actor(.leader)
        own.person = known
        let who = try Policy.authorize(own, Acts.ReviewIdentities.self)
        let codes = try await refusals {
            try await DecideDoubt(doubt, revision: 0, .different, words: "x")(who, in: test.office)
        }
        #expect(codes == ["own-family"])
        #expect(try await refusals { _ = try await ReadDoubt(doubt)(who, in: test.office) } == ["own-family"])
        #expect(try await NextDoubt(after: nil)(who, in: test.office) == nil)
        #expect(try state() == .open)
        #expect(try test.logged(.person, known).contains("read refused own-family"))
    }

    @Test func ofAProtectedPersonNeitherIsShownUntilANeedIsStated() async throws {
        try test.addAccounts()
        let hidden = try test.person("P-hidden", protected: true)
        let id = try test.doubt(new, hidden, origin: .register)
        let page = try await read(id)
        #expect(page.isHidden && page.sides.allSatisfy { $0.person.name == nil && $0.person.address == nil })
        #expect(page.sides.allSatisfy { $0.givenNames == nil && $0.externalID == nil && $0.family.isEmpty })
        #expect(page.incidents.isEmpty)
        #expect(try await refusals { _ = try await decide(.different, on: id) } == ["doubt-hidden"])
        try await SeeProtected(hidden, reason: "Forkyndelse af tilhold")(
            try test.may(Acts.SeeProtected.self, as: .screener), in: test.office)
        #expect(try await read(id).isHidden == false)
        #expect(try await decide(.different, on: id) == .different)
    }

    @Test func theReasonsAreHiddenWithTheTwo() async throws {
        try test.addAccounts()
        let hidden = try test.person("P-hidden", protected: true)
        let id = try test.doubt(new, hidden, origin: .register)
        try await SeeProtected(hidden, reason: "Forkyndelse af tilhold")(
            try test.may(Acts.SeeProtected.self, as: .screener), in: test.office)
        _ = try await decide(.same, on: id, words: "Karla bor hos sin søster")
        #expect(try await read(id).decisions.map(\.words) == ["Karla bor hos sin søster"])
        let unseen = try await read(id, as: .leader)
        #expect(unseen.isHidden && unseen.revision == 1 && unseen.decisions.map(\.words) == [""])
        #expect(unseen.decisions.map(\.actor) == ["screener"])
    }

    /// Of an incident with several reports: in doubt is a part that no report says for certain.
    @Test func aPartHeldInADuplicateReportIsMarkedUnlessAnotherReportIsCertain() async throws {
        try test.incident("R-1", [known])
        try test.incident("C-1", [new], isHeld: true)
        try test.incident("R-2", [new])
        try test.incident("C-2", [new], isHeld: true)
        try test.database.blockingWrite { db in
            for number in 1...2 {
                try db.execute(
                    "UPDATE incident SET same_as = \("R-\(number)") WHERE external_id = \("C-\(number)")")
            }
        }
        let page = try await ReadPerson(new, purpose: Purpose(.caseWork))(
            try test.may(Acts.FindPersons.self, as: .officer), in: test.office)
        let held = Dictionary(uniqueKeysWithValues: page.incidents.map { ($0.incident.externalID, $0.isHeld) })
        #expect(held == ["I-1": true, "R-1": true, "R-2": false])
    }

    private func read(_ id: Int64? = nil, as role: Role = .screener) async throws -> DoubtPage {
        try await ReadDoubt(id ?? doubt)(try test.may(Acts.ReviewIdentities.self, as: role), in: test.office)
    }

    @Test func thePageShowsBothWithIncidentsAndIsLogged() async throws {
        try test.incident("I-2", [known])
        try test.incident("I-3", [known, new])
        let page = try await read()
        #expect(page.sides.map(\.externalID) == ["row-1", "P-known"])
        #expect(page.incidents.count == 3 && page.incidents.filter(\.isHeld).count == 1)
        #expect(page.incidents.filter(\.isOfBoth).map(\.incident.externalID) == ["I-3"])
        #expect(try test.logged(.person, known).contains("read identity \(doubt)"))
        #expect(try test.logged(.person, new).contains("read identity \(doubt)"))
        #expect(try test.logged(.doubt, doubt) == ["read import"])
    }

    @Test func theQueueIsByAgeAndLeavesOutWhereProtectedPersonsLive() async throws {
        let hidden = try test.person("P-hidden", protected: true)
        let later = try test.doubt(new, hidden, origin: .register, probability: 0.98)
        let who = try test.may(Acts.ReviewIdentities.self, as: .secretariat)
        var filter = DoubtFilter()
        let all = try await ListDoubts(filter, page: 1)(who, in: test.office)
        #expect(all.lines.map(\.doubt.id) == [doubt, later], "not the likeliest first")
        #expect(all.lines.map(\.municipalities) == [["259"], nil])
        filter.municipality = "259"
        #expect(try await ListDoubts(filter, page: 1)(who, in: test.office).lines.map(\.doubt.id) == [doubt])
        filter = DoubtFilter()
        filter.origin = .register
        let register = try await ListDoubts(filter, page: 9)(who, in: test.office)
        #expect(register.lines.map(\.doubt.id) == [later] && register.counts == [.open: 1] && register.page == 1)
    }

    @Test func theNextOneIsNeverOneThatWaitsForSomebodyElse() async throws {
        let later = try test.doubt(new, try test.person("P-second"))
        let screener = try test.may(Acts.ReviewIdentities.self, as: .screener)
        #expect(try await NextDoubt(after: nil)(screener, in: test.office) == doubt)
        #expect(try await NextDoubt(after: doubt)(screener, in: test.office) == later)
        #expect(try await NextDoubt(after: later)(screener, in: test.office) == doubt, "it begins anew")
        _ = try await decide(.same)
        #expect(try await NextDoubt(after: later)(screener, in: test.office) == nil)
        let leader = try test.may(Acts.ReviewIdentities.self, as: .leader)
        #expect(try await NextDoubt(after: later, isBackwards: true)(leader, in: test.office) == doubt)
    }

    @Test func whatReviewersFindStandsBesideWhatWasExpected() async throws {
        _ = try await decide(.different)
        let found = try await ListDoubts(DoubtFilter(), page: 1)(
            try test.may(Acts.ReviewIdentities.self, as: .leader), in: test.office)
        let band = try #require(found.bands.first)
        #expect(found.bands.count == 1 && band.from == 50 && band.to == 60)
        #expect(band.same == 0 && band.different == 1 && band.expected == 0.55)
    }

    @Test func aPairIsInDoubtOnceWhicheverComesFirst() throws {
        #expect(try test.doubt(new, known) == 0)
        #expect(try test.doubt(known, new) == 0)
        #expect(try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM match_doubt") } == 1)
    }
}

extension TestOffice {
    /// - Returns: its id; 0 where the two are in doubt already.
    @discardableResult
    func doubt(
        _ person: Int64, _ other: Int64, origin: Doubt.Origin = .import, probability: Double = 0.55
    ) throws -> Int64 {
        let evidence = MatchEvidence(
            start: -18, parts: [.init(field: .given, level: "same", weight: 8.2)], household: 0, rivals: -1)
        return try database.blockingWrite { db in
            try MatchStore.add(
                person, other, origin: origin, probability: probability, evidence: evidence,
                import: origin == .import ? 1 : nil, at: self.now, in: db) ?? 0
        }
    }

    func incident(_ externalID: String, _ persons: [Int64], isHeld: Bool = false) throws {
        try database.blockingWrite { db in
            let id =
                try db.insert(
                    """
                    INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                        fingerprint, import_id)
                    VALUES (1, \(externalID), 1767225600000, '2026-01-01', 'violence', '259', 'Torvet', '', 0, 0)
                    RETURNING id
                    """) ?? 0
            for person in persons {
                try db.execute(
                    """
                    INSERT INTO incident_person (incident_id, role, person_id, described, import_id, held)
                    VALUES (\(id), 'suspect', \(person), '', 0, \(isHeld))
                    """)
            }
        }
    }
}
