import ScreeningWorlds
import Testing

@testable import Prevention

@Suite struct ScreeningDuplicateTests {
    private func family() -> ScreeningWorld {
        var world = ScreeningWorld()
        world.child("P12", born: "2015-05-05")
        world.care("P3", of: "P12")
        return world
    }

    @Test func duplicatesThroughSeveralStepsCountOnceWithTheRootsDayAndType() {
        var world = family()
        world.incident("I1", "2024-01-01", "grave-violence")
        world.incident("I2", "2024-02-01", "theft", sameAs: "I1")
        world.incident("I3", "2024-03-01", "theft", "P3", .charged, sameAs: "I2")
        #expect(world.screened(shippedKinds) == ["P12 grave-incident 2024-01-01…2024-01-01 ×1 I1 by P3"])
    }

    @Test func aDuplicatesOwnTypeDoesNotCount() {
        var world = family()
        world.incident("I1", "2024-01-01", "theft")
        world.incident("I2", "2024-02-01", "grave-violence", "P3", sameAs: "I1")
        #expect(world.screened(shippedKinds) == [])
    }

    @Test func asOfLooksAtTheRootsDayOnly() {
        var world = family()
        world.incident("I1", "2024-01-01", "grave-violence")
        world.incident("I2", "2024-06-01", "theft", "P3", sameAs: "I1")
        #expect(world.screened(shippedKinds, asOf: day("2024-01-01")).count == 1)
        #expect(world.screened(shippedKinds, asOf: day("2023-12-31")) == [])
    }

    @Test func theCarerIsJudgedOnTheRootsDay() {
        var world = ScreeningWorld()
        world.child("P12", born: "2015-05-05")
        world.care("P3", of: "P12", from: "2024-02-01")
        world.incident("I1", "2024-01-01", "grave-violence")
        world.incident("I2", "2024-06-01", "grave-violence", "P3", sameAs: "I1")
        #expect(world.screened(shippedKinds) == [])
    }

    @Test func aPointerToAnUnknownIncidentIsVoidAndWarned() {
        var world = family()
        world.incident("I1", "2024-01-01", "grave-violence", "P3", sameAs: "I404")
        #expect(
            world.screened(shippedKinds) == [
                "P12 grave-incident 2024-01-01…2024-01-01 ×1 I1 by P3", "unknown I1",
            ])
    }

    @Test func aCircleStandsApartButWhatLeadsIntoItHolds() {
        var world = family()
        world.incident("I1", "2024-01-01", "violence", "P3", sameAs: "I2")
        world.incident("I2", "2024-01-02", "violence", "P3", sameAs: "I1")
        world.incident("I3", "2024-01-03", "violence", "P3", sameAs: "I1")
        #expect(world.screened(shippedKinds) == ["circular I1", "circular I2"])
        world.incident("I4", "2024-01-04", "violence", "P3")
        #expect(
            world.screened(shippedKinds) == [
                "P12 repeated-risk 2024-01-04…2024-01-04 ×1 I1,I2,I4 by P3", "circular I1", "circular I2",
            ])
    }

    @Test func anIncidentThatPointsToItselfIsACircle() {
        var world = family()
        world.incident("I1", "2024-01-01", "grave-violence", "P3", sameAs: "I1")
        #expect(world.screened(shippedKinds).last == "circular I1")
    }
}
