import Prevention
import Testing

/// What a plan, its texts and its milestones are as such.
@Suite struct PlanRulesTests {
    private func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    private func plan(_ from: String, _ to: String, cap: Int = 3, title: String = "Plan") throws -> Plan {
        Plan(title: title, from: try day(from), to: try day(to), foreword: "", cap: cap, capSource: "Kredsrådet")
    }

    @Test func aPeriodIsNamedByItsYears() throws {
        #expect(try plan("2025-01-01", "2026-12-31").period == "2025/26")
        #expect(try plan("2025-01-01", "2025-12-31").period == "2025")
        #expect(try plan("2099-07-01", "2105-06-30").period == "2099/05")
    }

    @Test func aPlanHasATitleAPeriodAndACap() throws {
        #expect(try plan("2025-01-01", "2026-12-31").problems.isEmpty)
        #expect(try plan("2025-01-02", "2025-01-02").problems.map(\.code) == ["plan.period"])
        #expect(try plan("2025-01-01", "2026-12-31", cap: 0).problems.map(\.code) == ["plan.cap"])
        #expect(try plan("2025-01-01", "2026-12-31", cap: 51).problems.map(\.code) == ["plan.cap"])
        #expect(try plan("2025-01-01", "2026-12-31", title: "").problems.map(\.code) == ["plan.required"])
        let most = String(repeating: "æ", count: PlanText.longestTitle)
        #expect(try plan("2025-01-01", "2026-12-31", title: most).problems.isEmpty)
        #expect(try plan("2025-01-01", "2026-12-31", title: most + "ø").problems.map(\.code) == ["plan.too-long"])
    }

    @Test func everyStateButTheLastLeadsSomewhere() {
        for state in Plan.State.allCases { #expect(state.next.isEmpty == (state == .ended)) }
        for stage in Initiative.Stage.allCases { #expect(!stage.next.isEmpty) }
    }

    @Test func aTextIsTakenApartIntoTheWordsOfItsLines() {
        #expect(PlanText.lines(of: "Åse og Bo. Nej").map(\.count) == [3, 1])
        #expect(PlanText.lines(of: "").isEmpty)
    }

    @Test func aMilestoneKeepsItsFirstDayHoweverOftenItIsMoved() throws {
        let leap = try day("2028-02-29")
        var step = Milestone(title: "x", due: leap)
        #expect(step.state(on: leap) == .planned && step.state(on: leap + 1) == .late)
        step = step.moved(to: leap + 7, reason: "a").moved(to: leap + 14, reason: "b")
        #expect(step.firstDue == leap && step.moves == 2 && step.lastReason == "b" && step.due == leap + 14)
    }

    @Test func anAnchorIsABodyAForumOrWordsForWhatIsNeither() {
        for anchor in [
            Initiative.Anchor.body(3), .forum(12), .outside(.section115, "Udvalget"), .outside(.other, ""),
        ] { #expect(Initiative.Anchor(code: anchor.code, words: anchor.words) == anchor) }
        for code in ["", "body", "body x", "room 3", "body 3 4", "lokalraad"] {
            #expect(Initiative.Anchor(code: code, words: "x") == nil, "\(code)")
        }
        #expect(Initiative.Anchor(code: "body 3", words: "typed besides")?.words == "")
    }
}
