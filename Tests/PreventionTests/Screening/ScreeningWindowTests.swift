import ScreeningWorlds
import Testing

@testable import Prevention

@Suite struct ScreeningWindowTests {
    private func world(_ days: [String]) -> ScreeningWorld {
        var world = ScreeningWorld()
        world.child("P12", born: "2015-05-05")
        world.care("P3", of: "P12")
        for (number, on) in days.enumerated() { world.incident("I\(number + 1)", on, "violence", "P3") }
        return world
    }

    @Test func threeIncidentsIn365DaysTrigger() {
        #expect(
            world(["2024-03-01", "2024-06-01", "2025-03-01"]).screened([repeatedRisk]) == [
                "P12 repeated-risk 2025-03-01…2025-03-01 ×1 I1,I2,I3 by P3"
            ])
    }

    @Test func threeIncidentsIn366DaysDoNot() {
        #expect(world(["2024-03-01", "2024-06-01", "2025-03-02"]).screened([repeatedRisk]) == [])
    }

    @Test func twoIncidentsDoNotTrigger() {
        #expect(world(["2024-03-01", "2024-06-01"]).screened([repeatedRisk]) == [])
    }

    @Test func allIncidentsOfTheTriggeringDayAreListedAndCounted() {
        let days = ["2024-03-01", "2024-06-01", "2024-07-01", "2024-07-01"]
        #expect(
            world(days).screened([repeatedRisk]) == [
                "P12 repeated-risk 2024-07-01…2024-07-01 ×2 I1,I2,I3,I4 by P3"
            ])
    }

    @Test func threeIncidentsOfOneDayTriggerThreeTimes() {
        #expect(
            world(["2024-07-01", "2024-07-01", "2024-07-01"]).screened([repeatedRisk]) == [
                "P12 repeated-risk 2024-07-01…2024-07-01 ×3 I1,I2,I3 by P3"
            ])
    }

    @Test func listsTheFirstWindowButCountsAllTriggers() {
        let days = ["2023-01-01", "2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01", "2026-01-01"]
        #expect(
            world(days).screened([repeatedRisk]) == [
                "P12 repeated-risk 2024-04-01…2024-05-01 ×2 I2,I3,I4 by P3"
            ])
    }

    @Test func incidentsOfOneDayAreListedInByteOrder() {
        var world = ScreeningWorld()
        world.child("P12", born: "2015-05-05")
        world.care("P3", of: "P12")
        for id in ["I9", "I10", "I1"] { world.incident(id, "2024-07-01", "violence", "P3") }
        world.incident("I99", "2024-06-30", "violence", "P3")
        #expect(
            world.screened([repeatedRisk]) == ["P12 repeated-risk 2024-07-01…2024-07-01 ×3 I99,I1,I10,I9 by P3"])
    }

    @Test func laterIncidentsDoNotExistAsOfADay() {
        let world = world(["2024-03-01", "2024-06-01", "2024-07-01"])
        #expect(world.screened([repeatedRisk], asOf: day("2024-06-30")) == [])
        #expect(world.screened([repeatedRisk], asOf: day("2024-07-01")).count == 1)
    }

    @Test func aSingleRuleListsTheFirstDayOnly() {
        var world = ScreeningWorld()
        world.child("P12", born: "2015-05-05")
        world.care("P3", of: "P12")
        world.care("P4", of: "P12")
        world.incident("I2", "2024-03-01", "grave-violence", "P3")
        world.incident("I1", "2024-03-01", "child-neglect", "P4", .involved)
        world.incident("I3", "2024-03-02", "grave-violence", "P4", .charged)
        #expect(
            world.screened(shippedKinds) == ["P12 grave-incident 2024-03-01…2024-03-02 ×3 I1,I2 by P3,P4"])
    }

    @Test func hitsAreOrderedByChildThenRule() {
        var world = ScreeningWorld()
        for child in ["P9", "P10"] {
            world.child(child, born: "2015-05-05")
            world.care("P3", of: child)
            world.parts += ["I1", "I2"].map { .init(incident: $0, person: child, role: .childPresent) }
        }
        world.incident("I1", "2024-03-01", "grave-violence", "P3")
        world.incident("I2", "2024-03-02", "grave-violence", "P3")
        #expect(
            world.screened([graveIncident, repeatedRisk, childPresent]).map { $0.split(separator: " ").prefix(2) } == [
                ["P10", "child-present"], ["P10", "grave-incident"], ["P9", "child-present"], ["P9", "grave-incident"],
            ])
    }

    @Test func otherTypesDoNotQualify() {
        var world = world(["2024-03-01", "2024-06-01"])
        world.incident("I3", "2024-06-02", "theft", "P3")
        world.incident("I4", "2024-06-02", "no-such-type", "P3")
        #expect(world.screened(shippedKinds) == [])
    }

    @Test func noRuleAndNoRowsGiveNothing() {
        #expect(ScreeningWorld().screened(shippedKinds) == [])
        #expect(world(["2024-03-01", "2024-06-01", "2024-06-02"]).screened([]) == [])
    }

    @Test func aNameIsAskedForOnceAndAFailureToNameIsThrown() throws {
        struct NoName: Error {}
        var input = ScreeningInput()
        input.births.add(day("2015-05-05"), of: 7)
        input.care.add(person: 50_000_000_000, related: 7, from: nil, to: nil)
        for id in Int64(1)...3 {
            input.parts.addRisk(
                incident: -id, person: 50_000_000_000, ScreenedReport(day: day("2024-01-01"), type: 0))
        }
        let run = Screening.run(input, rules: [repeatedRisk], typeCodes: ["violence"], asOf: nil)
        #expect(run.persons == [7, 50_000_000_000])
        #expect(run.incidents == [-3, -2, -1])
        var asked: [Int64] = []
        let hits = run.hits(
            naming: {
                asked.append($0); return "\($0)"
            },
            incident: {
                asked.append($0); return "\(-$0)"
            })
        #expect(asked == [7, 50_000_000_000, -3, -2, -1])
        #expect(hits.map(\.incidents) == [[-1, -2, -3]])
        #expect(throws: NoName.self) {
            try run.hits(naming: { _ in throw NoName() }, incident: { "\($0)" })
        }
    }

    @Test func aRuleIsInForceFromItsFirstDayAndNotOnItsEnd() {
        let rule = ScreeningRule(
            id: "r", version: 1, kind: .singleByCarer, types: [], validFrom: day("2025-01-01"),
            validTo: day("2026-01-01"),
            reason: [:])
        #expect(!rule.isInForce(on: day("2024-12-31")))
        #expect(rule.isInForce(on: day("2025-01-01")))
        #expect(rule.isInForce(on: day("2025-12-31")))
        #expect(!rule.isInForce(on: day("2026-01-01")))
    }
}
