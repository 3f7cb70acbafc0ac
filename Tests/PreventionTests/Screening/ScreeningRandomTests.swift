import ScreeningWorlds
import Testing

@testable import Prevention

/// The engine against the slow reading of the specification, on thousands of small worlds full of corner cases.
@Suite struct ScreeningRandomTests {
    @Test(arguments: 0..<20)
    func findsWhatTheSpecificationReads(batch: Int) {
        var hits = 0
        var warnings = 0
        for number in 0..<150 {
            var random = Seeded(UInt64(batch * 1000 + number))
            let world = ScreeningWorld.random(&random)
            let window = [0, 1, 30, 365][Int.random(in: 0..<4, using: &random)]
            let count = Int.random(in: 1...4, using: &random)
            let rules =
                shippedKinds + [
                    screeningRule(
                        "a-carer", .repeatedByCarer(count: count, windowDays: window), ["violence", "theft"]),
                    screeningRule(
                        "a-child", .repeatedChildPresent(count: count, windowDays: window), ["violence", "theft"]),
                ]
            let asOf = Int.random(in: 0..<4, using: &random) > 0 ? nil : ScreeningWorld.randomDay(&random)
            let expected = world.screenedSlowly(rules, asOf: asOf)
            let found = world.screened(rules, asOf: asOf, isSmall: number % 2 == 1)
            #expect(found == expected, "seed \(batch * 1000 + number): \(world)")
            hits += expected.count { $0.contains(" by ") }
            warnings += expected.count { !$0.contains(" by ") }
            if found != expected { return }
        }
        // The worlds must say something.
        #expect(hits > 120)
        #expect(warnings > 100)
    }
}
