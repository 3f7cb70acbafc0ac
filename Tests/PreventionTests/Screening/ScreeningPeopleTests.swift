import ScreeningWorlds
import Testing

@testable import Prevention

/// Who is a child, who is a carer, and whose role counts.
@Suite struct ScreeningPeopleTests {
    private func hits(
        born: String? = "2015-05-05", from: String? = nil, to: String? = nil, on: String = "2024-03-01",
        role: IncidentRole = .suspect
    ) -> Int {
        var world = ScreeningWorld()
        world.child("P12", born: born)
        world.care("P3", of: "P12", from: from, to: to)
        world.incident("I1", on, "grave-violence", "P3", role)
        return world.screened([graveIncident]).count
    }

    @Test func aChildCountsFromTheDayOfBirth() {
        #expect(hits(born: "2024-03-01") == 1)
        #expect(hits(born: "2024-03-02") == 0)
    }

    @Test func aChildCountsUntilTheDayBeforeThe18thBirthday() {
        #expect(hits(born: "2006-03-02") == 1)
        #expect(hits(born: "2006-03-01") == 0)
    }

    @Test func somebodyBornOn29FebruaryTurns18On1March() {
        #expect(hits(born: "2008-02-29", on: "2026-02-28") == 1)
        #expect(hits(born: "2008-02-29", on: "2026-03-01") == 0)
    }

    @Test func eighteenYearsOverACenturyWithoutLeapDayAreCountedByTheCalendar() {
        #expect(hits(born: "2090-03-01", on: "2108-02-29") == 1)
        #expect(hits(born: "2090-03-01", on: "2108-03-01") == 0)
    }

    @Test func withoutBirthDateNobodyIsAChild() {
        #expect(hits(born: nil) == 0)
    }

    @Test func aChildStaysListedAfterTurning18() {
        var world = ScreeningWorld()
        world.child("P12", born: "2006-03-02")
        world.care("P3", of: "P12")
        world.incident("I1", "2024-03-01", "grave-violence", "P3")
        #expect(world.screened([graveIncident], asOf: day("2026-01-01")).count == 1)
    }

    @Test func theFirstDayOfARelationCounts() {
        #expect(hits(from: "2024-03-01") == 1)
        #expect(hits(from: "2024-03-02") == 0)
    }

    @Test func theEndOfARelationDoesNotCount() {
        #expect(hits(to: "2024-03-02") == 1)
        #expect(hits(to: "2024-03-01") == 0)
    }

    @Test(arguments: IncidentRole.allCases)
    func onlyRiskRolesCountAgainstACarer(role: IncidentRole) {
        let counts = role == .suspect || role == .charged || role == .involved
        #expect(hits(role: role) == (counts ? 1 : 0))
    }

    @Test func relationRowsOfOnePairAreAUnion() {
        var world = ScreeningWorld()
        world.child("P12", born: "2015-05-05")
        world.care("P3", of: "P12", from: "2024-01-01", to: "2024-02-01")
        world.care("P3", of: "P12", from: "2024-02-01", to: "2024-03-01")
        world.care("P3", of: "P12", from: "2024-01-15", to: "2024-02-15")
        world.care("P3", of: "P12", from: "2024-05-01")
        world.incident("I1", "2024-01-20", "violence", "P3")
        world.incident("I2", "2024-02-01", "violence", "P3")
        world.incident("I3", "2024-03-01", "violence", "P3")
        #expect(world.screened([repeatedRisk]) == [])
        world.incident("I4", "2024-05-01", "violence", "P3")
        #expect(world.screened([repeatedRisk]) == ["P12 repeated-risk 2024-05-01…2024-05-01 ×1 I1,I2,I4 by P3"])
    }

    @Test func severalRolesOfOnePersonInOneIncidentCountOnce() {
        var world = ScreeningWorld()
        world.child("P12", born: "2015-05-05")
        world.care("P3", of: "P12")
        world.incident("I1", "2024-01-20", "violence", "P3")
        world.incident("I2", "2024-02-01", "violence", "P3")
        for role in [IncidentRole.charged, .involved, .suspect, .victim] {
            world.parts.append(.init(incident: "I2", person: "P3", role: role))
        }
        #expect(world.screened([repeatedRisk]) == [])
    }

    @Test func twoCarersInOneIncidentAreOneIncident() {
        var world = ScreeningWorld()
        world.child("P12", born: "2015-05-05")
        world.care("P3", of: "P12")
        world.care("P20", of: "P12")
        world.incident("I1", "2024-01-20", "violence", "P3")
        world.parts.append(.init(incident: "I1", person: "P20", role: .involved))
        world.incident("I2", "2024-02-01", "violence", "P3")
        #expect(world.screened([repeatedRisk]) == [])
        world.incident("I3", "2024-02-02", "threats", "P20")
        #expect(world.screened([repeatedRisk]) == ["P12 repeated-risk 2024-02-02…2024-02-02 ×1 I1,I2,I3 by P20,P3"])
    }

    @Test func eachChildOfACarerIsAHitOfItsOwn() {
        var world = ScreeningWorld()
        for child in ["P12", "P13"] {
            world.child(child, born: "2015-05-05")
            world.care("P3", of: child)
        }
        world.incident("I1", "2024-01-20", "child-neglect", "P3")
        #expect(world.screened(shippedKinds).count == 2)
    }

    @Test func presenceIsTheChildsOwnRoleAndNamesNoCarer() {
        var world = ScreeningWorld()
        world.child("P12", born: "2015-05-05")
        world.child("P13", born: "2015-05-05")
        world.care("P3", of: "P12")
        for (id, on) in [("I1", "2024-01-20"), ("I2", "2025-01-19")] {
            world.incident(id, on, "violence", "P12", .childPresent)
            world.parts.append(.init(incident: id, person: "P13", role: .victim))
            world.parts.append(.init(incident: id, person: "P3", role: .suspect))
        }
        #expect(world.screened(shippedKinds) == ["P12 child-present 2025-01-19…2025-01-19 ×1 I1,I2 by "])
    }

    @Test func presenceAfterTurning18DoesNotCount() {
        var world = ScreeningWorld()
        world.child("P12", born: "2006-03-01")
        world.incident("I1", "2024-02-28", "violence", "P12", .childPresent)
        world.incident("I2", "2024-03-01", "violence", "P12", .childPresent)
        #expect(world.screened(shippedKinds) == [])
    }
}
