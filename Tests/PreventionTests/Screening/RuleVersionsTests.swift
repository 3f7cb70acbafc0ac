import Testing

@testable import Prevention

@Suite struct RuleVersionsTests {
    private func version(_ number: Int, from: String, to: String? = nil, id: String = "r") -> ScreeningRule {
        ScreeningRule(
            id: id, version: number, kind: .singleByCarer, types: ["violence"], validFrom: day(from),
            validTo: to.map(day),
            reason: [:])
    }

    @Test func aVersionEndsTheDayBeforeTheNext() {
        let versions = RuleVersions(
            shipped: [version(1, from: "2019-01-01")], approved: [version(2, from: "2026-03-01")])
        #expect(versions.rule("r", on: day("2026-02-28"))?.version == 1)
        #expect(versions.rule("r", on: day("2026-03-01"))?.version == 2)
        #expect(versions.inForce(on: day("2018-12-31")).isEmpty)
        #expect(versions.versions(of: "r").map(\.validTo) == [day("2026-03-01"), nil])
        #expect(versions.rule("r", version: 1)?.validFrom == day("2019-01-01"), "history is kept")
    }

    @Test func anEndOfItsOwnThatIsEarlierStays() {
        let versions = RuleVersions(
            shipped: [version(1, from: "2019-01-01", to: "2020-01-01")], approved: [version(2, from: "2026-03-01")])
        #expect(versions.inForce(on: day("2021-01-01")).isEmpty)
        #expect(versions.versions(of: "r").first?.validTo == day("2020-01-01"))
    }

    @Test func neverTwoVersionsOfARuleOnADay() {
        let approved = (2...6).map { version($0, from: "202\($0)-06-15") }
        let versions = RuleVersions(shipped: [version(1, from: "2019-01-01")], approved: approved.reversed())
        var on = day("2019-01-01")
        while on < day("2027-01-01") {
            #expect(versions.inForce(on: on).count == 1, "\(on)")
            on = on + 1
        }
    }

    @Test(arguments: [
        (2, "2026-03-03", [String]()), (2, "2026-03-02", []), (2, "2026-03-01", ["rule.past"]),
        (1, "2026-03-03", ["rule.version"]), (3, "2026-03-03", ["rule.version"]),
    ])
    func aNewVersionIsTheNextAndBeginsTodayOrLater(number: Int, from: String, codes: [String]) {
        let versions = RuleVersions(shipped: [version(1, from: "2019-01-01")], approved: [])
        let problems = versions.problems(adding: version(number, from: from), today: day("2026-03-02"))
        #expect(problems.map(\.code) == codes)
    }

    @Test func aVersionDoesNotSlipInBeforeOneThatIsToCome() {
        let versions = RuleVersions(
            shipped: [version(1, from: "2019-01-01")], approved: [version(2, from: "2026-05-01")])
        func codes(_ from: String) -> [String] {
            versions.problems(adding: version(3, from: from), today: day("2026-03-02")).map(\.code)
        }
        #expect(codes("2026-04-01") == ["rule.not-after"])
        #expect(codes("2026-05-01") == ["rule.not-after"])
        #expect(codes("2026-05-02") == [])
        #expect(versions.problems(adding: version(1, from: "2026-03-02", id: "new"), today: day("2026-03-02")).isEmpty)
    }

    @Test func whatTakesAnotherPersonIsApprovalAndRejectionAlone() {
        #expect(Set(RuleDraft.Act.allCases.filter(\.needsAnother)) == [.approve, .reject])
        for act in RuleDraft.Act.allCases where act.needsAnother { #expect(act.from == [.proposed]) }
        for state in RuleDraft.State.allCases where state != .proposed {
            #expect(!RuleDraft.Act.allCases.contains { $0.to == .approved && $0.from.contains(state) })
        }
    }

    @Test func aShadowRunLastsAWeekAtLeastAndSomeWeeksAtMost() {
        let today = day("2026-03-02")
        func code(_ last: String, before from: String = "2026-06-01") -> String? {
            RuleDraft.problem(shadowThrough: day(last), before: day(from), today: today, mostWeeks: 4)?.code
        }
        #expect(code("2026-03-07") == "rule.shadow-short" && code("2026-03-08") == nil)
        #expect(code("2026-03-30") == nil && code("2026-03-31") == "rule.shadow-long")
        #expect(code("2026-03-08", before: "2026-03-08") == "rule.shadow-from")
        #expect(code("2026-03-08", before: "2026-03-09") == nil)
        #expect(code("2026-03-09", before: "2026-03-09") == "rule.shadow-past-from")
    }
}
