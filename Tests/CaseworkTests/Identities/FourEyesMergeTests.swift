import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework
@testable import Handbook

/// Whoever merges by hand is one of two as well, and what was decided holds only while it stands.
@Suite struct FourEyesMergeTests {
    let test: TestOffice
    let known: Int64
    let new: Int64

    init() throws {
        test = try TestOffice()
        known = try test.person("P-known", born: "1985-01-01")
        new = try test.person("row-1", born: "1985-01-10")
        try test.incident("I-1", [new], isHeld: true)
    }

    private func who(_ role: Role) throws -> Authorized<Acts.ReviewIdentities> {
        try test.may(Acts.ReviewIdentities.self, as: role)
    }

    private func mergeByHand(as role: Role = .screener) async throws -> MergePersons.Outcome {
        try await MergePersons(known, new, words: "Samme adresse")(who(role), in: test.office)
    }

    @discardableResult
    private func decide(
        _ verdict: Doubt.Verdict, on id: Int64, revision: Int, as role: Role = .screener
    ) async throws -> Doubt.State {
        try await DecideDoubt(id, revision: revision, verdict, words: "Samme adresse")(who(role), in: test.office)
    }

    private func state(_ id: Int64) throws -> Doubt.State? {
        try test.database.blockingRead { try MatchStore.doubt(id, in: $0)?.state }
    }

    private func isOne() throws -> Bool {
        try test.database.blockingRead { db in
            try IdentityStore.person(of: new, in: db) == IdentityStore.person(of: known, in: db)
        }
    }

    private func heldParts() throws -> Int {
        try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM incident_person WHERE held = 1") }
    }

    private func standingMerge() throws -> Int64 {
        try #require(
            try test.database.blockingRead {
                try IdentityStore.merges(touching: [new], in: $0).first { $0.undone == nil }?.id
            })
    }

    @Test func aMergeByHandWaitsForASecondPerson() async throws {
        guard case .waits(let doubt) = try await mergeByHand() else {
            Issue.record("one person has merged alone")
            return
        }
        #expect(try !isOne() && state(doubt) == .second)
        #expect(try test.logged(.doubt, doubt) == ["change same second: Samme adresse"])
        #expect(try await refusals { _ = try await mergeByHand() } == ["identity-doubt"])
        #expect(try await refusals { try await decide(.same, on: doubt, revision: 1) } == ["doubt-second"])
        #expect(try await decide(.same, on: doubt, revision: 1, as: .leader) == .same)
        #expect(try isOne())
        for record in [known, new] {
            #expect(try test.logged(.person, record).contains("combine merge \(standingMerge()): Samme adresse"))
        }
        let found = try await ListDoubts(DoubtFilter(), page: 1)(who(.leader), in: test.office)
        #expect(found.bands.isEmpty, "nothing was reckoned that could have been wrong")
    }

    @Test func whereNobodyAsksForFourEyesOnePersonMerges() async throws {
        let now = test.now
        let office = Office(
            database: test.database, handbook: try Handbook.load().asking(.never), keys: .forTests, clock: { now })
        let doubt = try test.doubt(new, known)
        let merging = MergePersons(known, new, words: "Samme adresse")
        #expect(try await refusals { _ = try await merging(who(.screener), in: office) } == ["identity-doubt"])
        let third = try test.person("P-third", born: "1985-01-01")
        let outcome = try await MergePersons(known, third, words: "Samme navn")(who(.screener), in: office)
        #expect(outcome == .merged(known))
        #expect(try state(doubt) == .open && !isOne())
    }

    @Test(arguments: [Doubt.State.open, .second, .unsure])
    func whatIsInDoubtIsDecidedThereAndNotBesideIt(waiting: Doubt.State) async throws {
        let doubt = try test.doubt(new, known)
        if waiting == .second { try await decide(.same, on: doubt, revision: 0) }
        if waiting == .unsure { try await decide(.unsure, on: doubt, revision: 0) }
        do {
            _ = try await mergeByHand()
            Issue.record("merged beside the doubt")
        } catch let refused as Refused {
            #expect(refused.refusals == [Refusal("identity-doubt", ["doubt": String(doubt)])])
        }
        #expect(try state(doubt) == waiting && !isOne() && heldParts() == 1)
    }

    @Test func whatASplitHadAnsweredWaitsAgainWithoutIt() async throws {
        let doubt = try test.doubt(new, known)
        try await decide(.same, on: doubt, revision: 0)
        try await decide(.same, on: doubt, revision: 1, as: .leader)
        #expect(try heldParts() == 0)
        _ = try await UndoMerge(standingMerge(), words: "To søstre")(who(.leader), in: test.office)
        #expect(try state(doubt) == .gone, "what was decided does not hold any more")
        let bands = try await ListDoubts(DoubtFilter(), page: 1)(who(.leader), in: test.office).bands
        #expect(bands.isEmpty, "nor was it right")
        let split = try #require(
            try test.database.blockingRead { try IdentityStore.split(between: [new], and: [known], in: $0) })
        _ = try await TakeBackSplit(split, words: "Måske")(who(.leader), in: test.office)
        #expect(try state(doubt) == .open && heldParts() == 1)
        try await decide(.same, on: doubt, revision: 2)
        #expect(try await decide(.same, on: doubt, revision: 3, as: .leader) == .same)
    }

    @Test func aDecisionThatTheyAreTwoWaitsAgainWithoutItsSplit() async throws {
        let doubt = try test.doubt(new, known)
        try await decide(.different, on: doubt, revision: 0)
        let split = try #require(
            try test.database.blockingRead { try IdentityStore.split(between: [new], and: [known], in: $0) })
        for record in [known, new] {
            #expect(try test.logged(.person, record).contains("change split \(split): Samme adresse"))
        }
        _ = try await TakeBackSplit(split, words: "Måske")(who(.leader), in: test.office)
        #expect(try state(doubt) == .open && heldParts() == 1)
    }

    @Test func aDecisionThatSomebodyElseHasUndoneIsNotTakenBackTwice() async throws {
        let doubt = try test.doubt(new, known)
        try await decide(.same, on: doubt, revision: 0)
        try await decide(.same, on: doubt, revision: 1, as: .leader)
        let (merge, actor, now) = (try standingMerge(), TestOffice.actor(.leader), test.now)
        // Undone and put together again by another edge, with the doubt as it was.
        try test.database.blockingWrite { db in
            let split = try IdentityStore.undo(merge, words: "x", by: actor, at: now, in: db).split
            _ = try IdentityStore.takeBack(split: split, words: "x", by: actor, at: now, in: db)
            _ = try IdentityStore.merge(
                new, known, how: .hand, probability: nil, words: "x", by: actor, at: now, in: db)
        }
        let codes = try await refusals {
            try await ReopenDoubt(doubt, revision: 2, words: "Forkert")(who(.screener), in: test.office)
        }
        #expect(codes == ["doubt-changed"])
        #expect(try isOne() && state(doubt) == .same)
    }

    @Test func whatWasWrittenOfTheTwoAsOneIsAskedAboutBeforeTheyAreParted() async throws {
        let doubt = try test.doubt(new, known)
        try await decide(.same, on: doubt, revision: 0)
        try await decide(.same, on: doubt, revision: 1, as: .leader)
        let merge = try standingMerge()
        test.pass(days: 1)
        let standing = try test.database.blockingRead { try IdentityStore.person(of: new, in: $0) }
        let later = try await test.open("preventive-talk", fields: ["kind": "concern"], subject: standing)
        #expect(later > 0)
        do {
            try await ReopenDoubt(doubt, revision: 2, words: "Forkert")(who(.screener), in: test.office)
            Issue.record("parted without the question")
        } catch let refused as Refused {
            #expect(refused.refusals == [Refusal("doubt-later", ["merge": String(merge)])])
        }
        #expect(try isOne())
    }

    @Test func aDecisionTakenBackStandsInTheLogOfBoth() async throws {
        let doubt = try test.doubt(new, known)
        try await decide(.same, on: doubt, revision: 0)
        try await decide(.same, on: doubt, revision: 1, as: .leader)
        let merge = try standingMerge()
        try await ReopenDoubt(doubt, revision: 2, words: "Forkert")(who(.screener), in: test.office)
        for record in [known, new] {
            let logged = try test.logged(.person, record)
            #expect(logged.contains("change merge \(merge) undone: Forkert"))
            #expect(logged.contains("change split 1 taken back: Forkert"))
        }
    }

    private func delete(_ person: Int64) throws {
        try test.database.blockingWrite { db in
            let deletion = Deletion(
                keys: test.office.keys, ledger: test.office.ledger, by: TestOffice.actor(.secretariat), at: test.now)
            try deletion.deletePerson(person, in: db)
        }
    }

    @Test func partsCountOnceNobodyIsLeftWhomTheyMayBeOf() async throws {
        let third = try test.person("P-third", born: "1985-01-01")
        try test.doubt(new, known)
        try test.doubt(new, third)
        try delete(known)
        #expect(try heldParts() == 1, "another doubt about it waits")
        try delete(third)
        #expect(try heldParts() == 0)
    }

    @Test func wordsAboutWhoTheyWereGoWithThem() async throws {
        let doubt = try test.doubt(new, known)
        try await decide(.same, on: doubt, revision: 0)
        try await decide(.same, on: doubt, revision: 1, as: .leader)
        _ = try await UndoMerge(standingMerge(), words: "Samme adresse, to søstre")(who(.leader), in: test.office)
        let third = try test.person("P-third", born: "1985-01-01")
        let other = try test.doubt(new, third, origin: .register)
        try await DecideDoubt(other, revision: 0, .different, words: "En fætter")(who(.screener), in: test.office)
        func said() throws -> [String] { try Logged.all(in: test.database).map(\.reason) }
        #expect(try said().contains { $0.contains("Samme adresse") })
        try delete(known)
        #expect(try !said().contains { $0.contains("Samme adresse") })
        #expect(try said().contains { $0.contains("En fætter") }, "what was said of others stays")
    }
}

extension Handbook {
    func asking(_ fourEyes: MatchingSettings.FourEyes) -> Handbook {
        Handbook(
            law: law, screeningRules: screeningRules, incidentTypes: incidentTypes, trendTopics: trendTopics,
            nameWords: nameWords,
            matching: MatchingSettings(certain: matching.certain, doubtful: matching.doubtful, fourEyes: fourEyes),
            nicknames: nicknames, places: .init(district: district, municipalities: municipalities),
            authorities: authorities, indicators: indicators, documentTypes: documentTypes, letters: letters,
            words: words)
    }
}
