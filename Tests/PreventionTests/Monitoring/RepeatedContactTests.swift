import Testing

@testable import Prevention

@Suite struct RepeatedContactTests {
    @Test func itIsPlainCountsAndDates() {
        var contact = RepeatedContact(on: day("2026-02-01"))
        contact.add(day("2026-03-01"))
        contact.add(day("2026-01-15"))
        #expect(contact.count == 3 && contact.first == day("2026-01-15") && contact.last == day("2026-03-01"))
    }

    /// Somebody born on 29 February is grown up on 1 March of a year without that day.
    @Test(arguments: [
        ("2008-03-02", "2026-03-02", true), ("2008-03-03", "2026-03-02", false), ("2008-02-29", "2026-02-28", false),
        ("2008-02-29", "2026-03-01", true), ("2030-01-01", "2026-03-02", false),
    ]) func onlyAdultsAreListed(born: String, on: String, isAdult: Bool) throws {
        #expect(try RepeatedContact.isAdult(bornOn: day(born), on: day(on), law: testLaw) == isAdult)
    }

    @Test func whoeverHasNoBirthDateIsTakenForAnAdult() throws {
        #expect(try RepeatedContact.isAdult(bornOn: nil, on: day("2026-03-02"), law: testLaw))
    }

    @Test func thePeriodOfTheLawEndsToday() throws {
        let period = try ContactPeriod(through: day("2026-03-02"), law: testLaw)
        #expect(period == ContactPeriod(from: day("2025-12-03"), through: day("2026-03-02")))
        #expect(period.through - period.from + 1 == 90)
    }

    @Test(arguments: [
        ("2026-03-02", "2026-03-02", ""), ("2026-03-02", "2026-03-01", "psp-k.period-reversed"),
        ("2026-03-01", "2026-03-03", "psp-k.period-in-future"), ("2025-03-02", "2026-03-02", ""),
        ("2025-03-01", "2026-03-02", "psp-k.period-too-long"),
    ]) func aChosenPeriodHasLimits(from: String, through: String, code: String) throws {
        let problem = try ContactPeriod.problem(
            from: day(from), through: day(through), today: day("2026-03-02"), law: testLaw)
        #expect((problem?.code ?? "") == code)
    }

    @Test(arguments: [("2026-03-01", false), ("2026-03-02", true), ("2026-05-31", true), ("2026-06-01", false)])
    func notNowHasAnEnd(until: String, isAllowed: Bool) throws {
        let problem = try NotNow(.helped, until: day(until)).problem(today: day("2026-03-02"), law: testLaw)
        #expect((problem == nil) == isAllowed)
    }

    /// The list is of the police that handle the scheme, and of nobody else.
    @Test func thoseWhoSelectFollow() {
        let selectors = Set(Programme.pspK.transitions.filter { $0.to == "selected" }.flatMap(\.by))
        #expect(Set(Role.allCases.filter { $0.permissions.contains(.monitorContacts) }) == selectors)
    }

    @Test func whoeverIsOnlyMonitoredIsNotDescribed() throws {
        let subject = party(.subject, born: "1980-01-01")
        let monitored = try Journey(.pspK, opened: "2026-02-01", parties: [subject])
        #expect(monitored.file.isOnlyFollowed)
        let said = try Engine.problems(saying: ["Har det svært"], about: monitored.file, law: testLaw)
        #expect(said.codes == ["psp-k.monitored-minimal"])
        #expect(
            try monitored.importProblem("closed", "2026-02-02", ["actions": "Samtale"]) == "psp-k.monitored-minimal")
        var selected = monitored
        try selected.step("selected", "2026-02-02", ["selected_by": "Kim", "selection_reason": "…"])
        #expect(try Engine.problems(saying: ["Har det svært"], about: selected.file, law: testLaw).isEmpty)
        #expect(!selected.file.isOnlyFollowed)
    }
}
