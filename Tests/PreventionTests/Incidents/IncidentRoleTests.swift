import Testing

@testable import Prevention

@Suite struct IncidentRoleTests {
    private func shown(_ role: IncidentRole, born: String?, on incident: String, law: LawBook = testLaw) -> IncidentRole
    {
        role.shown(birthDate: born.map(day), on: day(incident), law: law)
    }

    @Test func aChildIsSuspectedAndNeverCharged() {
        #expect(shown(.charged, born: "2010-11-02", on: "2025-11-01") == .suspect)
        #expect(shown(.charged, born: "2010-11-02", on: "2025-11-02") == .charged, "fifteen on that day")
        #expect(shown(.charged, born: "2010-11-02", on: "2009-01-01") == .suspect, "born after the incident")
    }

    @Test func theAgeIsThatOfTheDayOfTheIncident() {
        let law = LawBook([
            rule("ukn.charge-age-from", 14, .years, to: "2012-03-01"),
            rule("ukn.charge-age-from", 15, .years, from: "2012-03-01", to: "2030-01-01"),
        ])
        #expect(shown(.charged, born: "1997-06-01", on: "2012-02-01", law: law) == .charged)
        #expect(shown(.charged, born: "1997-06-01", on: "2012-04-01", law: law) == .suspect)
        #expect(shown(.charged, born: "1970-06-01", on: "2031-04-01", law: law) == .suspect, "no rule, no charge")
    }

    @Test(arguments: IncidentRole.allCases.filter { $0 != .charged })
    func everyOtherRoleStays(role: IncidentRole) {
        #expect(shown(role, born: "2018-01-01", on: "2025-11-01") == role)
    }

    @Test func whatNobodyKnowsTheAgeOfStaysAsTheSourceSays() {
        #expect(shown(.charged, born: nil, on: "2025-11-01") == .charged)
    }
}
