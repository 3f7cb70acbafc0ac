import Handbook
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework

/// Decided hits that somebody else judges once more without knowing.
@Suite struct BlindSampleTests {
    let test: TestOffice
    let children: [Int64]
    private static let other = Actor(
        name: "screener-2", displayName: "Anden", authority: "police", roles: [.screener], kind: .police,
        area: .district)

    /// Six families with a grave incident each.
    init() async throws {
        test = try TestOffice()
        var children: [Int64] = []
        for number in 1...6 {
            let child = try test.person("C\(number)", born: "2016-02-29")
            let mother = try test.person("M\(number)", born: "1985-01-01")
            try test.relation(mother, .parent, of: child)
            try test.database.blockingWrite { db in
                let incident =
                    try db.insert(
                        """
                        INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                            fingerprint, import_id)
                        VALUES (1, \("G\(number)"), 1771934400000, '2026-02-24', 'grave-violence', '259', 'Torvet', '', 0, 0)
                        RETURNING id
                        """) ?? 0
                try db.execute(
                    """
                    INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                    VALUES (\(incident), 'suspect', \(mother), '', 0)
                    """)
            }
            children.append(child)
        }
        self.children = children
        _ = try await RunScreening(asOf: nil)(test.may(Acts.Screen.self, as: .screener), in: test.office)
    }

    private func hit(_ child: Int64) throws -> Int64 {
        try #require(try test.database.blockingRead { try HitStore.hits(about: [child], in: $0).first?.id })
    }

    @discardableResult
    private func decide(
        _ child: Int64, _ decision: StoredHit.State = .noReport, as actor: Actor = TestOffice.actor(.screener)
    ) async throws -> Int64? {
        try await DecideHit(try hit(child), decision, reason: "Kendt af kommunen")(
            Policy.authorize(actor, Acts.Screen.self), casesOf: Policy.authorize(actor, Acts.WorkCases.self),
            in: test.office)
    }

    private func judge(_ actor: Actor = BlindSampleTests.other) throws -> Authorized<Acts.JudgeSample> {
        try Policy.authorize(actor, Acts.JudgeSample.self)
    }

    private func queue(_ actor: Actor = BlindSampleTests.other) async throws -> BlindQueue {
        try await ListBlindSample()(judge(actor), in: test.office)
    }

    /// All six decided in March, and it is April.
    private func decideAll() async throws {
        for (number, child) in children.enumerated() { try await decide(child, number < 3 ? .report : .noReport) }
        test.pass(days: 31)
    }

    private func report() async throws -> AnnualReport {
        try await MakeReport(year: 2026, isUnsuppressed: true, isLearningOnly: true)(
            test.may(Acts.ReadReport.self, as: .leader), in: test.office)
    }

    private func value(_ variant: String, _ group: String = "all") async throws -> FigureValue? {
        try await report().results.first { $0.cell == Figure.Cell(variant: variant, group: group) }?.value
    }

    @Test func aSampleIsDrawnWhenTheMonthIsOverForAnotherScreener() async throws {
        for child in children { try await decide(child) }
        #expect(try await queue().drawn == 0)
        #expect(try await queue().nextDraw == LocalDate("2026-04-01"))
        test.pass(days: 31)
        let other = try await queue()
        #expect(other.drawn == 5 && other.waiting.count == 5 && other.others == 0, "the least of a month")
        #expect(try await queue().waiting == other.waiting, "the same whoever asks again")
        let own = try await queue(TestOffice.actor(.screener))
        #expect(own.drawn == 5 && own.waiting.isEmpty && own.others == 5, "nobody gets their own")
    }

    @Test func whoHasHadAHitInTheirHandsIsNotAskedAboutIt() async throws {
        let other = BlindSampleTests.other
        let (asked, deferred) = (try hit(children[0]), try hit(children[1]))
        try test.database.blockingWrite { db in
            try OpinionStore.ask(
                asked, of: other.name, leaning: .report, words: "", by: TestOffice.actor(.screener), at: test.now,
                in: db)
            try HitStore.put(deferred, offUntil: test.now.day + 5, reason: "x", by: other, at: test.now, in: db)
        }
        try await decideAll()
        let queue = try await queue()
        #expect(!queue.waiting.contains { $0.id == 1 || $0.id == 2 })
        #expect(queue.others > 0 && queue.waiting.count + queue.others == 5)
        for id: Int64 in [1, 2] {
            await #expect(throws: NotFound.self) { try await ReadBlindCase(id)(judge(), in: test.office) }
        }
    }

    @Test func anAnswerStaysOpenToWhoeverHasGivenItAndDecidesLater() async throws {
        try await decideAll()
        let sample = try #require(try await queue().waiting.first)
        try await JudgeBlindCase(sample.id, .report, reason: "Mor er nævnt")(judge(), in: test.office)
        let hit = try #require(
            try test.database.blockingRead { db in
                try db.first("SELECT hit_id FROM hit_decision WHERE id = \(sample.id)") { $0.int64(0) }
            })
        #expect(try test.logged(.hit, hit).last == "change blind report", "the reason stands with the answer alone")
        try test.database.blockingWrite { db in
            try HitStore.decide(
                hit, .report, reason: "x", caseID: nil, by: BlindSampleTests.other, at: test.now, in: db)
        }
        #expect(try await ReadBlindCase(sample.id)(judge(), in: test.office).answer?.reason == "Mor er nævnt")
    }

    @Test func whoIsProtectedByNowLivesNowhereBehindAFigure() async throws {
        try await decideAll()
        let hit = try hit(children[0])
        func place() async throws -> String? {
            let cell = Figure.Cell(variant: "reported", group: "all")
            let behind = try await ReadDrillDown("screening-outcomes", cell: cell, year: 2026, municipality: nil)(
                test.may(Acts.WorkCases.self, as: .leader), in: test.office)
            return behind.decisions.first { $0.hit == hit }?.municipality
        }
        _ = try test.database.blockingWrite { db in
            try db.execute("UPDATE decided_hit SET municipality = '259'")
        }
        #expect(try await place() == "259")
        _ = try test.database.blockingWrite { db in
            try db.execute("UPDATE person SET protected = 1 WHERE id = \(children[0])")
        }
        #expect(try await place() == "")
    }

    @Test func onlyScreenersJudge() {
        let judges = Role.allCases.filter { $0.permissions.contains(.judgeSample) }
        #expect(judges == [.screener])
    }

    @Test func nobodyOpensTheirOwnOrWhatIsNotDrawn() async throws {
        try await decideAll()
        let sample = try #require(try await queue().waiting.first)
        await #expect(throws: NotFound.self) {
            try await ReadBlindCase(sample.id)(judge(TestOffice.actor(.screener)), in: test.office)
        }
        let drawn = Set(try await queue().waiting.map(\.id))
        let left = try #require((1...6).first { !drawn.contains(Int64($0)) })
        await #expect(throws: NotFound.self) { try await ReadBlindCase(Int64(left))(judge(), in: test.office) }
        await #expect(throws: NotFound.self) {
            try await JudgeBlindCase(Int64(left), .report, reason: "x")(judge(), in: test.office)
        }
        // The operating-system user of the same name may be the same person.
        let shadow = Actor(
            name: "os:screener", displayName: "", authority: "police", roles: [.screener], kind: .police,
            area: .district)
        await #expect(throws: NotFound.self) { try await ReadBlindCase(sample.id)(judge(shadow), in: test.office) }
    }

    @Test func theSecondSeesTheFactsAsTheyWereAndIsLogged() async throws {
        try await decideAll()
        let sample = try #require(try await queue().waiting.first)
        let (hit, child) = try test.database.blockingRead { db in
            try #require(
                try db.first(
                    "SELECT h.id, h.child_id FROM hit_decision d JOIN hit h ON h.id = d.hit_id WHERE d.id = \(sample.id)"
                ) { ($0.int64(0), $0.int64(1)) })
        }
        try test.database.blockingWrite { db in
            _ = try db.execute("UPDATE incident SET type = 'theft', day = '2026-01-01'")
            _ = try db.execute("UPDATE person SET birth_date = '2010-01-01' WHERE id = \(child)")
        }
        let page = try await ReadBlindCase(sample.id)(judge(), in: test.office)
        #expect(page.incidents.map(\.type) == ["grave-violence"] && page.incidents.map(\.age) == [9])
        #expect(page.incidents.first?.parts == [BlindCase.Part(carer: 1, role: .suspect)])
        #expect(page.carers.count == 1 && page.answer == nil)
        #expect(try test.logged(.hit, hit).last == "read blind sample")
        #expect(try test.logged(.person, child).last == "read screening")
    }

    @Test func anAnswerChangesNothingForTheFamilyAndIsTheOnlyOne() async throws {
        try await decideAll()
        let sample = try #require(try await queue().waiting.first)
        func rows() throws -> [String] {
            try test.database.blockingRead { db in
                try db.fetch("SELECT id || state || found_on || facts FROM hit ORDER BY id") { $0.text(0) }
                    + db.fetch("SELECT id || decision || reason FROM hit_decision ORDER BY id") { $0.text(0) }
                    + db.fetch("SELECT id || stage || revision FROM case_file ORDER BY id") { $0.text(0) }
            }
        }
        let before = try rows()
        func answer(_ reason: String) async throws -> [String] {
            try await refusals {
                try await JudgeBlindCase(sample.id, .report, reason: reason)(judge(), in: test.office)
            }
        }
        #expect(try await answer("") == ["decision-reason"])
        #expect(try await answer("Se 610180-1234") == ["blind-number"])
        #expect(try await answer(String(repeating: "x", count: 1_001)) == ["blind-long"])
        #expect(try await answer("Mønstret er klart") == [])
        #expect(try rows() == before)
        #expect(try await answer("igen") == ["blind-answered"])
        let third = Actor(
            name: "screener-3", displayName: "", authority: "police", roles: [.screener], kind: .police, area: .district
        )
        await #expect(throws: NotFound.self) { try await ReadBlindCase(sample.id)(judge(third), in: test.office) }
        let queue = try await queue()
        #expect(queue.answered == 1 && queue.judged.map(\.id) == [sample.id])
        #expect(!queue.waiting.contains { $0.id == sample.id })
    }

    @Test func anAnswerIsTakenBackOnTheSameDayOnly() async throws {
        try await decideAll()
        let sample = try #require(try await queue().waiting.first)
        try await JudgeBlindCase(sample.id, .report, reason: "Klart")(judge(), in: test.office)
        try await WithdrawBlindAnswer(sample.id)(judge(), in: test.office)
        #expect(try await queue().waiting.contains { $0.id == sample.id })
        try await JudgeBlindCase(sample.id, .noReport, reason: "Ikke klart")(judge(), in: test.office)
        test.pass(days: 1)
        #expect(
            try await refusals { try await WithdrawBlindAnswer(sample.id)(judge(), in: test.office) } == ["blind-late"])
    }

    @Test func theFiguresFollowTheDecisionsAndStayWhenTheHitsGo() async throws {
        try await decideAll()
        for sample in try await queue().waiting {
            try await JudgeBlindCase(sample.id, .report, reason: "Klart")(judge(), in: test.office)
        }
        #expect(try await value("reported") == .share(of: 3, in: 6))
        #expect(try await value("reported", "grave-incident-1") == .share(of: 3, in: 6))
        #expect(try await value("from-incident") == .days(median: 6, ninth: 6, of: 6), "24 February to 2 March")
        #expect(try await value("from-found") == .days(median: 0, ninth: 0, of: 6))
        guard case .share(_, let pairs) = try await value("agreeing") else {
            Issue.record("no agreement")
            return
        }
        #expect(pairs == 5)
        let before = try await report().results
        let deletion = Deletion(
            keys: .forTests, ledger: test.office.ledger, by: TestOffice.actor(.leader), at: test.now)
        let gone = try children.prefix(4).map { try hit($0) }
        try test.database.blockingWrite { db in for hit in gone { try deletion.deleteHit(hit, in: db) } }
        let after = try await report().results
        #expect(zip(before, after).allSatisfy { $0.value == $1.value && $0.breakdown == $1.breakdown })
        #expect(before.count == after.count)
        let behind = try await ReadDrillDown(
            "screening-outcomes", cell: .init(variant: "reported", group: "all"), year: 2026, municipality: nil)(
                test.may(Acts.WorkCases.self, as: .leader), in: test.office)
        #expect(behind.decisions.count == 2 && behind.gone == 4 && behind.counted == 6)
    }

    @Test func whatANoticeLedToStaysWhenTheCaseGoes() async throws {
        let report = try #require(try await decide(children[0], .report))
        try await decide(children[1])
        let child = children[0]
        let notice = try await test.open(
            "concern-notice",
            fields: [
                "concerns": "child", "concern": "Vold i hjemmet", "notifier_kind": "professional", "notifier_name": "N",
                "notifier_contact": "T",
            ], subject: child, as: .screener)
        _ = try test.database.blockingWrite { db in
            try db.execute(
                """
                INSERT INTO case_relation (from_id, to_id, kind, reason, actor, at)
                VALUES (\(notice), \(report), 'refers', '', 'x', \(test.now.milliseconds))
                """)
        }
        #expect(try await value("noticed") == .share(of: 1, in: 2))
        #expect(try await value("helped") == .share(of: 0, in: 2))
        try test.database.blockingWrite { [now = test.now] db in
            try db.execute(
                "UPDATE case_file SET fields = replace(fields, '}', ',\"feedback\":\"measure\"}') WHERE id = \(notice)")
            try db.execute(
                """
                INSERT INTO case_event (case_id, kind, code, at, day_only, note, fields, actor, recorded_at)
                VALUES (\(notice), 'entered', 'answered', \(now.milliseconds + 86_400_000), 0, '', '{}', 'x', 0)
                """)
        }
        #expect(try await value("helped") == .share(of: 1, in: 2))
        let deletion = Deletion(
            keys: .forTests, ledger: test.office.ledger, by: TestOffice.actor(.leader), at: test.now)
        try test.database.blockingWrite { db in
            try deletion.deleteCase(notice, in: db)
            try deletion.deleteCase(report, in: db)
        }
        #expect(try await value("noticed") == .share(of: 1, in: 2))
        #expect(try await value("helped") == .share(of: 1, in: 2))
    }

    @Test func agreementLeadsToNobody() async throws {
        try await decideAll()
        await #expect(throws: NotFound.self) {
            try await ReadDrillDown(
                "screening-agreement", cell: .init(variant: "agreeing", group: "all"), year: 2026, municipality: nil)(
                    test.may(Acts.WorkCases.self, as: .leader), in: test.office)
        }
    }

    @Test func theOrderOfTheDrawIsASecretOfTheInstallation() {
        let keys = test.office.keys
        func order(_ keys: KeyRing, _ year: Int = 2026) -> [Int64] {
            (1...20).sorted {
                BlindSampling.order(of: $0, in: year, keys) < BlindSampling.order(of: $1, in: year, keys)
            }
        }
        #expect(order(keys) != order(.random()) && order(keys) != order(keys, 2025))
        #expect(order(keys) == order(keys.rotated()), "a key on top changes no sample")
    }
}
