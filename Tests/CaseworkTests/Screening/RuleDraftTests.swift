import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// A rule is changed by two persons, from a day on, never backwards.
@Suite struct RuleDraftTests {
    private let rules = RuleOffice()

    private func versions() async throws -> RuleVersions { try await rules.office().ruleVersions() }

    @Test func aVersionTakesTwoPersonsAndBeginsOnItsDay() async throws {
        let id = try await rules.proposed()
        try await rules.move(id, .approve, role: .leader)
        #expect(try await rules.state(id) == .approved)
        let all = try await versions()
        #expect(all.rule("repeated-risk", on: day("2026-03-09"))?.version == 1)
        #expect(all.rule("repeated-risk", on: day("2026-03-10"))?.version == 2)
        #expect(all.rule("repeated-risk", version: 1)?.validTo == day("2026-03-10"))
        #expect(all.rule("repeated-risk", version: 2)?.kind == .repeatedByCarer(count: 2, windowDays: 365))
    }

    @Test func aRunUsesTheVersionOfItsDayAndHitsNameIt() async throws {
        let child = try rules.family("A", days: ["2026-01-05", "2026-02-05"])
        let three = try rules.family("B", days: ["2026-01-05", "2026-02-05", "2026-02-06"])
        let id = try await rules.proposed()
        try await rules.move(id, .approve, role: .leader)
        let test = try rules.test.get()
        func versions() throws -> [Int64: Int] {
            let hits = try test.database.blockingRead { try HitStore.hits(about: [child, three], in: $0) }
            return Dictionary(uniqueKeysWithValues: hits.map { ($0.child, $0.version) })
        }
        _ = try await rules.screen()
        #expect(try versions() == [three: 1])
        test.pass(days: 8)
        _ = try await rules.screen()
        #expect(try versions() == [child: 2, three: 2])
    }

    @Test func nobodyDecidesOnWhatTheyHadAHandIn() async throws {
        let id = try await WriteRuleDraft(text: RuleOffice.text())(rules.may(.leader, as: "anna"), in: rules.office())
        try await BackTestRule()(draft: id, rules.may(), in: rules.office())
        try await rules.move(id, .propose, role: .leader, as: "bo")
        for name in ["anna", "bo"] {
            for act in [RuleDraft.Act.approve, .reject] {
                #expect(
                    try await refusals { try await rules.move(id, act, role: .leader, as: name) } == ["rule.own-draft"])
            }
        }
        #expect(
            try await refusals { try await rules.move(id, .approve, as: "cecilie") } == ["rule.not-now"], "a screener")
        #expect(try await rules.state(id) == .proposed)
        try await rules.move(id, .reject, role: .leader, as: "dorte")
        let view = try await ReadRuleDraft(id)(rules.may(), in: rules.office())
        try await WriteRuleDraft(id, revision: view.draft.revision, text: RuleOffice.text(count: 4))(
            rules.may(.leader, as: "dorte"), in: rules.office())
        try await BackTestRule()(draft: id, rules.may(), in: rules.office())
        try await rules.move(id, .propose)
        #expect(
            try await refusals { try await rules.move(id, .approve, role: .leader, as: "dorte") } == ["rule.own-draft"])
        try await rules.move(id, .approve, role: .leader, as: "erik")
        #expect(try await rules.state(id) == .approved)
    }

    @Test func theDatabaseItselfHoldsTheTwoApart() async throws {
        let id = try await rules.proposed()
        let database = try rules.test.get().database
        #expect(throws: DatabaseFailure.self) {
            try database.blockingWrite { db in
                try db.execute(
                    """
                    UPDATE rule_draft SET state = 'approved', compiled = 'x', decided_by = author WHERE id = \(id)
                    """)
            }
        }
        #expect(throws: DatabaseFailure.self) {
            try database.blockingWrite { try $0.execute("UPDATE rule_draft SET state = 'approved' WHERE id = \(id)") }
        }
    }

    @Test func whatHasNotBeenTriedOutIsNotProposed() async throws {
        let id = try await WriteRuleDraft(text: RuleOffice.text())(rules.may(), in: rules.office())
        #expect(try await refusals { try await rules.move(id, .propose) } == ["rule.back-test-first"])
        try await BackTestRule()(draft: id, rules.may(), in: rules.office())
        let view = try await ReadRuleDraft(id)(rules.may(), in: rules.office())
        try await WriteRuleDraft(id, revision: view.draft.revision, text: RuleOffice.text(count: 5))(
            rules.may(), in: rules.office())
        #expect(
            try await refusals { try await rules.move(id, .propose) } == ["rule.back-test-first"], "another text")
    }

    @Test func aBackTestOfAFewDaysIsNotEnough() async throws {
        let id = try await WriteRuleDraft(text: RuleOffice.text())(rules.may(), in: rules.office())
        try await BackTestRule(from: day("2026-03-02"), through: day("2026-03-02"))(
            draft: id, rules.may(), in: rules.office())
        #expect(try await refusals { try await rules.move(id, .propose) } == ["rule.back-test-short"])
        try await BackTestRule(from: day("2025-03-04"))(draft: id, rules.may(), in: rules.office())
        #expect(try await refusals { try await rules.move(id, .propose) } == ["rule.back-test-short"], "364 days")
        for old in [
            BackTestRule(through: day("2025-02-28")), .init(from: day("1950-01-01"), through: day("1951-12-31")),
        ] {
            try await old(draft: id, rules.may(), in: rules.office())
            #expect(try await refusals { try await rules.move(id, .propose) } == ["rule.back-test-short"], "long ago")
        }
        try await BackTestRule(from: day("2025-03-03"))(draft: id, rules.may(), in: rules.office())
        try await rules.move(id, .propose)
        #expect(try await rules.state(id) == .proposed)
    }

    @Test func aTextThatIsSentTwiceIsOneDraft() async throws {
        let first = try await WriteRuleDraft(text: RuleOffice.text())(rules.may(), in: rules.office())
        let again = try await WriteRuleDraft(text: RuleOffice.text())(rules.may(), in: rules.office())
        let other = try await WriteRuleDraft(text: RuleOffice.text(count: 5))(rules.may(), in: rules.office())
        let another = try await WriteRuleDraft(text: RuleOffice.text())(rules.may(as: "dorte"), in: rules.office())
        #expect(again == first && Set([first, other, another]).count == 3)
    }

    @Test func whatWaitsForApprovalIsListedForThoseWhoMayGiveIt() async throws {
        let id = try await rules.proposed()
        func listed(_ role: Role, as name: String) async throws -> [Int64] {
            try await ListProposedRules()(rules.may(role, as: name).actor, in: rules.office()).map(\.id)
        }
        #expect(try await listed(.leader, as: "erik") == [id])
        #expect(try await listed(.screener, as: "frede").isEmpty, "may not approve")
        let author = try await ReadRuleDraft(id)(rules.may(), in: rules.office()).draft.author
        #expect(try await listed(.leader, as: author).isEmpty, "has had a hand in it")
        try await rules.move(id, .reject, role: .leader, as: "erik")
        #expect(try await listed(.leader, as: "erik").isEmpty)
    }

    @Test func everyDecisionHasAReasonAndIsLogged() async throws {
        let id = try await rules.proposed()
        #expect(
            try await refusals { try await rules.move(id, .approve, reason: "", role: .leader) } == ["rule.reason"])
        let number = "270580-1234"
        #expect(
            try await refusals { try await rules.move(id, .approve, reason: "Se " + number, role: .leader) }
                == ["rule.number"])
        try await rules.move(id, .approve, reason: "Færre forgæves fund", role: .leader)
        let logged = try rules.test.get().logged(.screeningRule, id)
        #expect(
            logged == [
                "change draft repeated-risk 2", "search back-test repeated-risk 2",
                "change propose repeated-risk 2: Prøvet af",
                "change approve repeated-risk 2: Færre forgæves fund",
            ])
        let events = try await ReadRuleDraft(id)(rules.may(), in: rules.office()).events
        #expect(events.map(\.act) == [.made, .propose, .approve] && events.last?.words == "Færre forgæves fund")
    }

    @Test func aProposalThatHasWaitedPastItsDayIsNotApproved() async throws {
        let id = try await rules.proposed()
        try rules.test.get().pass(days: 9)
        #expect(try await refusals { try await rules.move(id, .approve, role: .leader) } == ["rule.past"])
        try await rules.move(id, .reject, role: .leader)
        #expect(try await rules.state(id) == .rejected)
    }

    @Test func ofTwoProposalsWithOneNumberOnlyOneIsApproved() async throws {
        let first = try await rules.proposed()
        let second = try await rules.proposed(RuleOffice.text(count: 4, from: "2026-04-01"))
        try await rules.move(first, .approve, role: .leader)
        #expect(try await refusals { try await rules.move(second, .approve, role: .leader) } == ["rule.version"])
        #expect(try await versions().versions(of: "repeated-risk").map(\.version) == [1, 2])
    }

    @Test func whatIsToComeCanBeTakenBackAndWhatIsInForceCannot() async throws {
        let id = try await rules.proposed()
        try await rules.move(id, .approve, role: .leader)
        #expect(try await refusals { try await rules.move(id, .withdraw) } == ["rule.not-now"], "a screener")
        try await rules.move(id, .withdraw, role: .leader)
        #expect(try await versions().versions(of: "repeated-risk").map(\.version) == [1])
        let next = try await rules.proposed(RuleOffice.text(from: "2026-03-02"))
        try await rules.move(next, .approve, role: .leader)
        #expect(try await versions().rule("repeated-risk", on: day("2026-03-02"))?.version == 2, "from today")
        #expect(try await refusals { try await rules.move(next, .withdraw, role: .leader) } == ["rule.not-now"])
    }

    @Test func anApprovedTextIsNotEdited() async throws {
        let id = try await rules.proposed()
        func edit() async throws {
            let view = try await ReadRuleDraft(id)(rules.may(), in: rules.office())
            try await WriteRuleDraft(id, revision: view.draft.revision, text: RuleOffice.text(count: 9))(
                rules.may(), in: rules.office())
        }
        #expect(try await refusals { try await edit() } == ["rule.not-now"], "proposed")
        try await rules.move(id, .approve, role: .leader)
        let codes = try await refusals { try await edit() }
        #expect(codes.contains("rule.version") || codes == ["rule.not-now"])
        #expect(
            try await versions().rule("repeated-risk", version: 2)?.kind == .repeatedByCarer(count: 2, windowDays: 365))
    }

    @Test func ofTwoWhoEditAtOnceTheSecondIsTold() async throws {
        let id = try await WriteRuleDraft(text: RuleOffice.text())(rules.may(), in: rules.office())
        try await WriteRuleDraft(id, revision: 1, text: RuleOffice.text(count: 4))(rules.may(), in: rules.office())
        #expect(
            try await refusals {
                try await WriteRuleDraft(id, revision: 1, text: RuleOffice.text(count: 5))(
                    rules.may(), in: rules.office())
            } == ["changed-meanwhile"])
        #expect(try await ReadRuleDraft(id)(rules.may(), in: rules.office()).draft.body == RuleOffice.text(count: 4))
    }

    @Test func aTextThatCannotBeReadIsNotKept() async throws {
        await #expect(throws: HandbookProblems.self) {
            try await WriteRuleDraft(text: RuleOffice.text() + "  score: 1\n")(rules.may(), in: rules.office())
        }
        #expect(
            try await refusals {
                try await WriteRuleDraft(text: RuleOffice.text(version: 3))(rules.may(), in: rules.office())
            } == ["rule.version"])
        let count = try rules.test.get().database.blockingRead { try $0.count("SELECT COUNT(*) FROM rule_draft") }
        #expect(count == 0)
    }

    @Test func onlyScreenersAndLeadersWriteAndOnlyLeadersDecide() {
        #expect(Set(Role.allCases.filter { $0.permissions.contains(.editRules) }) == [.screener, .leader])
        #expect(Set(Role.allCases.filter { $0.permissions.contains(.approveRules) }) == [.leader])
    }
}

func day(_ text: String) -> LocalDate {
    LocalDate(text) ?? LocalDate(dayNumber: 0)
}
