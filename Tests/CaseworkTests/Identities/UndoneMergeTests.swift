import Prevention
import SQL
import Store
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

    private func grave(_ id: String, day: String) throws {
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
                VALUES (\(incident), 'suspect', \(mother), '', 0)
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
