import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// A draft is tried out in numbers; nothing of it becomes work.
@Suite struct BackTestTests {
    private let rules = RuleOffice()

    private func run(_ text: String, _ test: BackTestRule = BackTestRule()) async throws -> BackTestResult {
        try await test(text, rules.may(), in: rules.office())
    }

    /// Families with one, two and three incidents, mothers and fathers, in two municipalities.
    private func families(_ count: Int = 60) throws {
        for number in 0..<count {
            let days = ["2026-01-05", "2026-01-20", "2026-02-05"].prefix(1 + number % 3)
            try rules.family(
                "F\(number)", number % 2 == 0 ? .female : .male, in: number % 4 == 0 ? "265" : "259", days: Array(days))
        }
    }

    @Test func aDraftEqualToTheVersionInForceFindsNothingNewAndLosesNothing() async throws {
        try families()
        for rule in try rules.office().handbook.screeningRules {
            let result = try await run(RuleText.write(rule))
            #expect(result.comparison.total.new == 0 && result.comparison.total.lost == 0, "\(rule.id)")
            for table in result.comparison.tables {
                #expect(table.rows.allSatisfy { $0.counts.new == 0 && $0.counts.lost == 0 })
            }
        }
        let same = RuleText.write(
            try #require(try await rules.office().ruleVersions().rule("repeated-risk", version: 1)))
        #expect(try await run(same).comparison.total.common == 20)
    }

    @Test func aLowerThresholdFindsMoreAndAHigherLoses() async throws {
        try families()
        let lower = try await run(RuleOffice.text(count: 2))
        #expect(lower.comparison.total == .init(new: 20, lost: 0, common: 20))
        #expect(lower.currentVersion == 1 && lower.version == 2)
        let higher = try await run(RuleOffice.text(count: 4))
        #expect(higher.comparison.total == .init(new: 0, lost: 20, common: 0))
        let other = try await run(RuleOffice.text(count: 2, version: 1, rule: "another"))
        #expect(other.currentVersion == nil && other.comparison.total == .init(new: 40, lost: 0, common: 0))
        #expect(other.comparison.newElsewhere == 20, "which the rule on repeated incidents finds too")
    }

    @Test func aSkewIsSeen() async throws {
        for number in 0..<14 {
            let sex: Sex = number < 9 ? .female : .male
            try rules.family("N\(number)", sex, days: ["2026-01-05", "2026-01-20"])
        }
        let result = try await run(RuleOffice.text(count: 2))
        #expect(result.comparison.total.new == 14)
        #expect(result.comparison.withWoman(\.new) == 9)
        #expect(result.comparison.table(.municipality)?.rows.map(\.key) == ["259"])
        #expect(result.comparison.table(.age)?.rows.map(\.counts.new) == [0, 14, 0, 0])
    }

    @Test func onlyTheDaysAskedForCount() async throws {
        for number in 0..<6 { try rules.family("E\(number)", days: ["2024-01-05", "2024-01-20"]) }
        for number in 0..<7 { try rules.family("L\(number)", days: ["2026-01-05", "2026-01-20"]) }
        let text = RuleOffice.text(count: 2)
        #expect(try await run(text).comparison.total.new == 13)
        #expect(try await run(text, BackTestRule(from: day("2026-01-01"))).comparison.total.new == 7)
        #expect(try await run(text, BackTestRule(through: day("2026-01-19"))).comparison.total.new == 6)
        #expect(
            try await refusals { _ = try await run(text, BackTestRule(through: day("2026-03-03"))) }
                == ["rule.test-future"])
        #expect(
            try await refusals {
                _ = try await run(text, BackTestRule(from: day("2026-02-02"), through: day("2026-02-01")))
            } == ["rule.test-order"])
    }

    @Test func nothingSmallAndNobodyIsKept() async throws {
        for number in 0..<3 { try rules.family("S\(number)", days: ["2026-01-05", "2026-01-20"]) }
        let id = try await WriteRuleDraft(text: RuleOffice.text())(rules.may(), in: rules.office())
        try await BackTestRule()(draft: id, rules.may(), in: rules.office())
        let stored = try rules.test.get().database.blockingRead { db in
            try db.first("SELECT result FROM rule_back_test WHERE draft_id = \(id)") { $0.text(0) }
        }
        let text = try #require(stored)
        #expect(!text.contains(":3") && !text.contains("S0") && !text.contains("child"))
        let view = try await ReadRuleDraft(id)(rules.may(), in: rules.office())
        #expect(view.backTest?.result.comparison.total.new == nil && view.isBackTested)
    }

    @Test func theListOfHitsIsLeftAlone() async throws {
        try families()
        _ = try await rules.screen()
        let test = try rules.test.get()
        func hits() throws -> [StoredHit] {
            try test.database.blockingRead { try HitStore.newest(.open, on: test.now.day, limit: 1_000, in: $0) }
        }
        let before = try hits()
        let id = try await WriteRuleDraft(text: RuleOffice.text())(rules.may(), in: rules.office())
        try await BackTestRule()(draft: id, rules.may(), in: rules.office())
        #expect(try hits() == before)
    }
}

/// A shadow run counts weeks and shows nobody.
@Suite struct ShadowRunTests {
    private let rules = RuleOffice()

    /// A draft that runs in the shadow from Monday 2 March.
    private func running(through last: String = "2026-03-20") async throws -> Int64 {
        let id = try await WriteRuleDraft(text: RuleOffice.text(from: "2026-06-01"))(rules.may(), in: rules.office())
        try await BackTestRule()(draft: id, rules.may(), in: rules.office())
        try await rules.move(id, .shadow, through: last)
        return id
    }

    private func count() async throws -> Int {
        try await CountShadowWeeks()(by: TestOffice.actor(.administrator), in: rules.office())
    }

    private func weeks(_ id: Int64) async throws -> [ShadowWeek] {
        try await ReadRuleDraft(id)(rules.may(), in: rules.office()).weeks
    }

    @Test func weeksAreCountedWhenTheyAreOverAndTheRunEndsByItself() async throws {
        for number in 0..<6 { try rules.family("A\(number)", days: ["2026-01-05", "2026-03-03"]) }
        for number in 0..<7 { try rules.family("B\(number)", days: ["2026-01-05", "2026-01-06", "2026-03-10"]) }
        for number in 0..<2 { try rules.family("C\(number)", days: ["2026-01-05", "2026-03-17"]) }
        for number in 0..<9 { try rules.family("D\(number)", days: ["2026-01-05", "2026-03-01"]) }
        let test = try rules.test.get()
        let id = try await running()
        #expect(try await CountShadowWeeks().isDue(test.office) == false)
        test.pass(days: 6)
        #expect(try await count() == 0, "Sunday is not over")
        test.pass(days: 1)
        #expect(try await CountShadowWeeks().isDue(test.office))
        #expect(try await count() == 1)
        #expect(try await count() == 0, "once")
        #expect(try await weeks(id).map(\.counts) == [.init(new: 6, lost: 0, common: 0)])
        test.pass(days: 20)
        #expect(try await count() == 2)
        #expect(
            try await weeks(id) == [
                ShadowWeek(monday: day("2026-03-02"), counts: .init(new: 6, lost: 0, common: 0)),
                ShadowWeek(monday: day("2026-03-09"), counts: .init(new: 0, lost: 0, common: 7)),
                ShadowWeek(monday: day("2026-03-16"), counts: .init(new: nil, lost: 0, common: 0)),
            ])
        #expect(try await rules.state(id) == .draft)
        #expect(try await ReadRuleDraft(id)(rules.may(), in: rules.office()).events.last?.act == .ended)
        #expect(try await CountShadowWeeks().isDue(test.office) == false)
    }

    @Test func nothingOfItIsInTheQueueOrInAnyExport() async throws {
        for number in 0..<6 { try rules.family("A\(number)", days: ["2026-01-05", "2026-03-01"]) }
        _ = try await running()
        let test = try rules.test.get()
        test.pass(days: 14)
        _ = try await count()
        #expect(try await rules.screen()?.new == 0)
        let list = try await ListHits(HitFilter(), page: 1)(
            test.may(Acts.Screen.self, as: .screener), in: test.office)
        #expect(list.families.isEmpty)
        #expect(try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM hit") } == 0)
        #expect(try await rules.office().ruleVersions().rule("repeated-risk", on: test.now.day)?.version == 1)
        // What is kept of it has no column for anybody.
        let names = try test.database.blockingRead { db in
            try db.first("SELECT * FROM rule_shadow_week LIMIT 1") { _ in true }
        }
        #expect(names == true)
    }

    @Test func whoeverEndsItEarlyCanEditAgain() async throws {
        let id = try await running()
        #expect(try await refusals { try await rules.move(id, .propose) } == ["rule.not-now"])
        try await rules.move(id, .stop)
        #expect(try await rules.state(id) == .draft)
        try await rules.move(id, .propose)
        #expect(try await rules.state(id) == .proposed, "the text is the one that was back-tested")
    }

    @Test func aRunWithoutALastDayOrWithABadOneIsRefused() async throws {
        let id = try await WriteRuleDraft(text: RuleOffice.text(from: "2026-06-01"))(rules.may(), in: rules.office())
        #expect(
            try await refusals { try await rules.move(id, .shadow) } == ["rule.back-test-first", "rule.shadow-day"])
        try await BackTestRule()(draft: id, rules.may(), in: rules.office())
        #expect(
            try await refusals { try await rules.move(id, .shadow, through: "2026-03-05") } == ["rule.shadow-short"])
        #expect(try await refusals { try await rules.move(id, .shadow, through: "2027-03-05") } == ["rule.shadow-long"])
    }
}
