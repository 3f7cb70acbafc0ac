import Testing

@testable import Prevention

@Suite struct RetentionTests {
    private let law = LawBook([
        rule("retention.ukn", 5, .years), rule("retention.ukn-screened-out", 1, .years),
        rule("retention.social-report", 2, .years), rule("retention.social-report-dropped", 6, .months),
        rule("retention.psp-k", 2, .years), rule("retention.psp-k-monitored", 3, .months),
        rule("retention.restraining-order", 10, .years), rule("retention.restraining-order-not-granted", 2, .years),
        rule("psp-k.monitoring", 3, .months), rule("clock.warning-days", 5, .calendarDays),
        rule("retention.changed", 2, .years, to: "2020-01-01"),
        rule("retention.changed", 1, .years, from: "2020-01-01"),
    ])

    private func file(_ programme: String, _ steps: [(String, String)]) throws -> CaseFile {
        CaseFile(
            id: 1, programme: try #require(Catalogue.programme(programme)), municipality: "", fields: [:], parties: [],
            events: steps.map { CaseEvent(.entered(Stage($0.0)), at: at($0.1)) })
    }

    private func due(_ programme: String, _ steps: [(String, String)]) throws -> String? {
        try CaseRetention(try file(programme, steps), on: day("2026-03-01"), law: law)?.dueOn.description
    }

    @Test func anOpenCaseIsNeverDue() throws {
        #expect(try due("ukn", [("registered", "1990-01-01")]) == nil)
        #expect(try due("psp-k", [("monitored", "1990-01-01"), ("selected", "1990-01-02")]) == nil)
        // Dropped is not closed.
        #expect(try due("social-report", [("draft", "1990-01-01"), ("dropped", "1990-01-02")]) == nil)
    }

    /// Whoever is only followed does not stay because nobody closes the case: it counts as closed on the last day of its clock.
    @Test func aCaseThatIsOnlyFollowedLapses() throws {
        #expect(try due("psp-k", [("monitored", "2025-03-03")]) == "2025-09-03")
        // The clock ends on the last day of a shorter month, and so does the time after it.
        #expect(try due("psp-k", [("monitored", "2023-11-30")]) == "2024-05-29")
        let once = [("monitored", "2025-03-03"), ("closed", "2025-06-03")]
        #expect(try due("psp-k", once) == "2025-09-03", "as if it had been closed then")
    }

    @Test func theOutcomeChoosesTheRule() throws {
        let screenedOut = [("registered", "2024-03-02"), ("screened-out", "2024-03-05")]
        let prosecuted = [
            ("registered", "2024-03-02"), ("assessed", "2024-03-03"), ("with-prosecution", "2024-03-04"),
            ("closed", "2024-03-05"),
        ]
        #expect(try due("ukn", screenedOut) == "2025-03-05")
        #expect(try due("ukn", prosecuted) == "2029-03-05")
        #expect(try due("psp-k", [("monitored", "2024-01-01"), ("closed", "2024-01-31")]) == "2024-04-30")
        #expect(
            try due(
                "psp-k",
                [
                    ("monitored", "2024-01-01"), ("selected", "2024-01-02"), ("discussed", "2024-01-03"),
                    ("closed", "2024-01-31"),
                ])
                == "2026-01-31")
        #expect(
            try due("social-report", [("draft", "2024-01-01"), ("dropped", "2024-01-02"), ("closed", "2024-08-31")])
                == "2025-02-28")
        #expect(
            try due("social-report", [("draft", "2024-01-01"), ("sent", "2024-01-02"), ("closed", "2024-08-31")])
                == "2026-08-31")
    }

    @Test func theLeapDayEndsOnTheFirstOfMarch() {
        #expect(rule("r", 1, .years).end(from: day("2024-02-29")) == day("2025-03-01"))
        #expect(rule("r", 4, .years).end(from: day("2024-02-29")) == day("2028-02-29"))
        #expect(rule("r", 12, .months).end(from: day("2024-02-29")) == day("2025-02-28"))
    }

    /// The day is the Danish one: half an hour before midnight is the day before, in summer and winter.
    @Test(arguments: [
        ("2024-06-30T23:30", "2025-06-30"), ("2024-07-01T00:00", "2025-07-01"),
        ("2023-12-31T23:59:59.999", "2024-12-31"),
    ])
    func theDayTurnsAtMidnightInDenmark(closed: String, dueOn: String) throws {
        let steps = [("registered", "2023-01-01"), ("screened-out", closed)]
        #expect(try due("ukn", steps) == dueOn)
    }

    /// A pause recorded after the closing keeps the case that much longer: something has happened to it.
    @Test func theTimeRunsFromTheLatestThingThatHappened() throws {
        let closed = try file("ukn", [("registered", "2023-01-01"), ("screened-out", "2023-01-02")])
            .adding(CaseEvent(.recorded(entry: "x", fields: [:]), at: at("2023-05-01")))
        #expect(try CaseRetention(closed, on: day("2026-01-01"), law: law)?.dueOn == day("2024-05-01"))
    }

    @Test(arguments: [
        (1, LawBook.Unit.years), (5, .years), (6, .months), (12, .months), (3, .weeks), (30, .calendarDays),
    ])
    func theLatestStartIsTheLastDayThatIsOver(value: Int, unit: LawBook.Unit) {
        let rule = rule("r", value, unit)
        var today = day("2024-02-20")
        while today < day("2025-03-05") {
            let start = rule.latestStart(endingBy: today)
            #expect(rule.end(from: start) <= today && rule.end(from: start + 1) > today)
            today = today + 1
        }
    }

    @Test func twoAccountsOfOnePersonAreNotTwo() {
        #expect(FourEyes.areTwo("anna", "bo"))
        #expect(!FourEyes.areTwo("anna", "anna"))
        #expect(!FourEyes.areTwo("os:anna", "anna"))
        #expect(!FourEyes.areTwo("Anna", "os:anna"))
        #expect(FourEyes.areTwo("os:anna", "os:bo"))
    }

    @Test func sealedProgrammesAreOutsideTheRightsOfOthers() {
        func scope(_ roles: Set<Role>) -> RightsScope {
            RightsScope(
                of: Actor(
                    name: "a", displayName: "A", authority: "police", roles: roles, kind: .police, area: .district))
        }
        #expect(!scope([.secretariat]).contains("exit") && scope([.secretariat]).contains("psp-k"))
        #expect(!scope([.dataProtectionOfficer]).contains("exit"))
        #expect(scope([.leader, .exitTeam]).contains("exit"))
    }

    @Test func onlyPoliceWorkMayBeWithheld() {
        #expect(AccessPart.incidents.mayBeWithheld && AccessPart.hits.mayBeWithheld)
        #expect(AccessPart.cases("ukn").mayBeWithheld)
        for part in [AccessPart.register, .relations, .changes, .addenda, .disclosures, .cases("nothing")] {
            #expect(!part.mayBeWithheld)
        }
        for programme in Catalogue.all where programme.regime != .led {
            #expect(!AccessPart.cases(programme.code).mayBeWithheld, "\(programme.code)")
        }
        #expect(AccessPart("cases.ukn") == .cases("ukn") && AccessPart("cases.no") == nil && AccessPart("x") == nil)
    }
}
