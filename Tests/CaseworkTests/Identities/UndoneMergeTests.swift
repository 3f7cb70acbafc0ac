import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework
@testable import Handbook

/// What an undone merge gives back: what each would have had, had the two never been one.
@Suite struct UndoneMergeTests {
    let test: TestOffice
    /// Two records of one child, and its mother.
    let child: Int64
    let copy: Int64
    let mother: Int64

    init() throws {
        test = try TestOffice()
        child = try test.person("P-child", born: "2018-01-01")
        copy = try test.person("P-copy", born: "2018-01-01")
        mother = try test.person("P-mother", born: "1985-01-01")
        for one in [child, copy] { try test.relation(mother, .parent, of: one) }
    }

    /// By the mother of both, or somebody else.
    private func grave(_ id: String, day: String, by person: Int64? = nil) throws {
        let person = person ?? mother
        try test.database.blockingWrite { db in
            let incident =
                try db.insert(
                    """
                    INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                        fingerprint, import_id)
                    VALUES (1, \(id), \((Instant(day + "T12:00") ?? TestOffice.start).milliseconds), \(day), 'grave-violence', '259',
                        'Torvet', '', 0, 0)
                    RETURNING id
                    """) ?? 0
            try db.execute(
                """
                INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                VALUES (\(incident), 'suspect', \(person), '', 0)
                """)
            let changes = ScreeningChanges()
            changes.incident(incident)
            _ = try test.office.rescreening(in: db).settle(changes, in: db)
        }
    }

    private func merge() throws -> Int64 {
        try test.database.blockingWrite { [now = test.now] db in
            let outcome = try IdentityStore.merge(
                child, copy, how: .hand, probability: nil, words: "x", by: TestOffice.actor(.leader), at: now, in: db)
            try test.office.followIdentities(of: [try IdentityStore.person(of: child, in: db)], in: db)
            guard case .merged(let merge) = outcome else { throw NotFound() }
            return merge
        }
    }

    private func undo(_ merge: Int64) async throws {
        _ = try await UndoMerge(merge, words: "To søskende")(
            test.may(Acts.ReviewIdentities.self, as: .secretariat), in: test.office)
    }

    private func hit(_ person: Int64) throws -> StoredHit {
        try #require(try test.database.blockingRead { try HitStore.hits(about: [person], in: $0).first })
    }

    private func decide(_ hit: Int64) async throws {
        _ = try await DecideHit(hit, .noReport, reason: "Kendt")(
            test.may(Acts.Screen.self, as: .screener), casesOf: test.may(Acts.WorkCases.self, as: .screener),
            in: test.office)
    }

    @Test func theHitOfEachHasWaitedSinceTheSameDayAsBefore() async throws {
        try grave("G1", day: "2026-02-24")
        let before = try (hit(child), hit(copy))
        test.pass(days: 10)
        let merge = try merge()
        #expect(try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM hit") } == 1)
        test.pass(days: 10)
        try await undo(merge)
        let after = try (hit(child), hit(copy))
        #expect(after.0 == before.0)
        #expect(after.1.foundOn == before.1.foundOn && after.1.state == .open, "found anew, and waiting since then")
        #expect(try test.logged(.hit, after.1.id).last == "change merge \(merge) undone, hit as before")
    }

    @Test func whatWasDecidedWhileTheTwoWereOneStaysWithTheOneThatStood() async throws {
        try grave("G1", day: "2026-02-24")
        let merge = try merge()
        try await decide(try hit(child).id)
        try await undo(merge)
        #expect(try hit(child).state == .noReport, "newer")
        #expect(try hit(copy).state == .open, "nobody has decided on it")
        #expect(
            try test.logged(.hit, hit(child).id).contains("change merge \(merge) undone, newer decision kept"))
    }

    @Test func whatWasDecidedBeforeStandsAgainUnlessItHasTriggeredSince() async throws {
        try grave("G1", day: "2026-02-24")
        try await decide(try hit(copy).id)
        let merge = try merge()
        test.pass(days: 3)
        try await undo(merge)
        #expect(try hit(copy).state == .noReport && hit(child).state == .open)

        let again = try Self()
        try again.grave("G1", day: "2026-02-24")
        try await again.decide(try again.hit(again.copy).id)
        let second = try again.merge()
        try again.grave("G2", day: "2026-02-25")
        try await again.undo(second)
        #expect(try again.hit(again.copy).state == .open, "it has triggered by what is said of this one alone")
    }

    // MARK: - Put off, asked, triggered

    /// A carer of whom only the copy tells, with an incident that none but the copy's hit has.
    private func graveOfCopyAlone() throws {
        let father = try test.person("P-father", born: "1984-01-01")
        try test.relation(father, .parent, of: copy)
        try grave("F1", day: "2026-02-20", by: father)
    }

    private func put(_ hit: Int64) throws {
        try test.database.blockingWrite { [now = test.now] db in
            try HitStore.put(
                hit, offUntil: now.day + 30, reason: "Venter", by: TestOffice.actor(.screener), at: now, in: db)
            try HitStore.setKnown(HitKnown(on: now.day, incidents: [1], carers: [2]), of: hit, in: db)
            try OpinionStore.ask(
                hit, of: "leader", leaning: .report, words: "Ser du det samme?", by: TestOffice.actor(.screener),
                at: now, in: db)
        }
    }

    private func remarks(_ hit: Int64) throws -> [Int] {
        try test.database.blockingRead { db in
            [
                try HitStore.deferrals(of: hit, in: db).count, try OpinionStore.opinions(on: hit, in: db).count,
                try HitStore.known(of: hit, in: db)?.incidents.count ?? 0,
            ]
        }
    }

    @Test func whatWasPutOffAndAskedOfEitherIsThereMeanwhileAndComesBack() async throws {
        try grave("G1", day: "2026-02-24")
        try put(hit(copy).id)
        let before = try hit(copy)
        let merge = try merge()
        #expect(try remarks(hit(child).id) == [1, 1, 0], "with the hit that goes on")
        test.pass(days: 3)
        try await undo(merge)
        let after = try hit(copy)
        #expect(after.deferredUntil == before.deferredUntil && after.foundOn == before.foundOn)
        #expect(after.lapsesFrom == before.lapsesFrom)
        #expect(try remarks(after.id) == [1, 1, 1])
        #expect(try remarks(hit(child).id) == [0, 0, 0])
    }

    @Test func whatTriggeredByBothTogetherHasNotTriggeredForOne() async throws {
        try grave("G1", day: "2026-02-24")
        try put(hit(child).id)
        try graveOfCopyAlone()
        let before = try hit(child)
        test.pass(days: 2)
        let merge = try merge()
        let meanwhile = try hit(child)
        #expect(meanwhile.deferredUntil == nil && meanwhile.triggeredOn == test.now.day && meanwhile.triggers == 2)
        test.pass(days: 2)
        try await undo(merge)
        #expect(try hit(child) == before)
        let deferral = try test.database.blockingRead { try HitStore.deferrals(of: before.id, in: $0).first }
        #expect(deferral != nil && deferral?.endedAt == nil)
    }

    @Test func aDecisionStandsAgainWithTheFactsThatItWasMadeOn() async throws {
        try grave("G1", day: "2026-02-24")
        try await decide(try hit(child).id)
        try graveOfCopyAlone()
        test.pass(days: 2)
        let merge = try merge()
        #expect(try hit(child).state == .open)
        func incidents() throws -> Int? {
            let id = try hit(child).id
            return try test.database.blockingRead { try HitStore.facts(of: id, in: $0)?.incidents.count }
        }
        #expect(try incidents() == 2)
        try await undo(merge)
        #expect(try hit(child).state == .noReport && incidents() == 1)
        #expect(
            try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM merge_hit") } == 0, "given back once")
    }

    @Test func whatIsPutOffMeanwhileIsNewer() async throws {
        try grave("G1", day: "2026-02-24")
        let merge = try merge()
        try put(hit(child).id)
        try await undo(merge)
        #expect(try hit(child).deferredUntil != nil && hit(copy).deferredUntil == nil)
    }

    // MARK: - Deleted undecided

    private func lapse(_ hit: StoredHit) throws {
        let deletion = Deletion(
            keys: .forTests, ledger: test.office.ledger, by: TestOffice.actor(.leader), at: test.now)
        try test.database.blockingWrite { db in
            try LapsedStore.mark(hit.id, in: db)
            try deletion.deleteHit(hit.id, in: db)
        }
    }

    private func hits() throws -> Int { try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM hit") } }

    private func marks() throws -> [Int] {
        try test.database.blockingRead { db in
            try [child, copy].map { try LapsedStore.about($0, in: db).count }
        }
    }

    @Test func whatWasDeletedUndecidedDoesNotRiseThroughAMergeAndItsUndo() async throws {
        try grave("G1", day: "2026-02-24")
        try graveOfCopyAlone()
        for one in try [hit(child), hit(copy)] { try lapse(one) }
        let merge = try merge()
        #expect(try hits() == 0, "the copy's mark holds the two together")
        try await undo(merge)
        #expect(try hits() == 0 && marks() == [1, 1])
    }

    @Test func aMarkThatTheTwoTogetherHadOutdoneHoldsAgain() async throws {
        try graveOfCopyAlone()
        try lapse(hit(copy))
        try grave("G1", day: "2026-02-24")
        for one in try [hit(child), hit(copy)] { try lapse(one) }
        let uncle = try test.person("P-uncle", born: "1984-01-01")
        try test.relation(uncle, .caregiver, of: child)
        try grave("U1", day: "2026-02-23", by: uncle)
        try lapse(hit(child))
        let merge = try merge()
        #expect(try hits() == 1, "three together, which neither had")
        try await undo(merge)
        #expect(try hits() == 0 && marks() == [1, 1])
        #expect(try test.logged(.person, copy).contains("change merge \(merge) undone, hit undecided as before"))
    }

    @Test func whatIsDeletedUndecidedWhileTheTwoAreOneIsDeletedOfBoth() async throws {
        try grave("G1", day: "2026-02-24")
        let merge = try merge()
        try lapse(hit(child))
        try await undo(merge)
        #expect(try hits() == 0 && marks() == [1, 1])
    }

    // MARK: - Not now

    private func until(_ person: Int64) throws -> String? {
        try test.database.blockingRead { try NotNowStore.decision(about: person, in: $0)?.decision.until.description }
    }

    private func set(_ person: Int64, until: String) throws {
        try test.database.blockingWrite { [now = test.now] db in
            try NotNowStore.set(
                NotNow(NotNow.Reason.allCases[0], until: LocalDate(until) ?? now.day), for: person,
                by: TestOffice.actor(.leader), at: now, in: db)
        }
    }

    @Test func notNowIsGivenBackToTheOneWhoDidNotStand() async throws {
        try set(child, until: "2026-06-01")
        try set(copy, until: "2026-07-01")
        let merge = try merge()
        test.pass(days: 1)
        try set(child, until: "2026-09-01")
        #expect(try until(child) == "2026-09-01")
        try await undo(merge)
        #expect(try until(child) == "2026-09-01", "newer")
        #expect(try until(copy) == "2026-07-01", "as before")
        #expect(try test.logged(.person, child).contains("change merge \(merge) undone, newer not-now kept"))
        #expect(try test.logged(.person, copy).contains("change merge \(merge) undone, not-now as before"))
    }

    @Test func notNowThatWouldBeOverByNowIsNotGivenBack() async throws {
        try set(copy, until: "2026-03-10")
        let merge = try merge()
        test.pass(days: 20)
        _ = try test.database.blockingWrite { try NotNowStore.delete(child, in: $0) }
        try await undo(merge)
        #expect(try until(copy) == nil && until(child) == nil)
    }

    // MARK: - Four eyes

    @Test func whereTwoAreAskedThatTwoAreTwoASecondPersonUndoes() async throws {
        let merge = try merge()
        let now = test.now
        let office = Office(
            database: test.database, handbook: try Handbook.load().asking(.always), keys: .forTests, clock: { now })
        func undo(_ role: Role) async throws -> [Int64] {
            try await UndoMerge(merge, words: "To søskende")(
                test.may(Acts.ReviewIdentities.self, as: role), in: office)
        }
        #expect(try await undo(.secretariat).isEmpty)
        func isOne() throws -> Bool {
            try test.database.blockingRead { try IdentityStore.merge(merge, in: $0)?.undone == nil }
        }
        #expect(try isOne())
        #expect(try test.logged(.person, child).last == "change merge \(merge) undo proposed: To søskende")
        #expect(try await refusals { _ = try await undo(.secretariat) } == ["identity-second"])
        let reviewer = try test.may(Acts.ReviewIdentities.self, as: .leader)
        #expect(try await ListDoubts(DoubtFilter(), page: 1)(reviewer, in: office).undoings == [merge])
        #expect(try await PreviewUndo(merge)(reviewer, in: office).proposal?.actor == "secretariat")
        _ = try await DropUndoProposal(merge)(reviewer, in: office)
        #expect(try await undo(.leader).isEmpty, "asked for anew")
        #expect(try await undo(.secretariat) == [child, copy])
        #expect(try !isOne())
        #expect(try await ListDoubts(DoubtFilter(), page: 1)(reviewer, in: office).undoings.isEmpty)
    }
}
