import Testing

@testable import Prevention

/// When a hit without a decision is deleted: 180 days, 240 with deferrals, after 14 days of warning.
@Suite struct HitLapseTests {
    private func lapse(on text: String) throws -> HitLapse { try HitLapse(on: day(text), law: testLaw) }

    @Test func aHitGoes180DaysAfterItWasFound() throws {
        let start = day("2026-01-01")
        let lapse = try lapse(on: "2026-03-01")
        #expect(lapse.day(from: start, deferredUntil: nil, warnedOn: nil) == day("2026-06-30"))
        #expect(!lapse.isNear(from: start, deferredUntil: nil))
    }

    @Test func itWarnsFor14DaysFirstHoweverOldItIs() throws {
        let start = day("2026-01-01")
        #expect(try lapse(on: "2026-06-15").isNear(from: start, deferredUntil: nil) == false)
        #expect(try lapse(on: "2026-06-16").isNear(from: start, deferredUntil: nil))
        let late = try lapse(on: "2027-01-01")
        #expect(late.day(from: start, deferredUntil: nil, warnedOn: nil) == day("2027-01-15"))
        #expect(late.day(from: start, deferredUntil: nil, warnedOn: day("2026-12-20")) == day("2027-01-03"))
        #expect(late.day(from: start, deferredUntil: nil, warnedOn: day("2026-06-16")) == day("2026-06-30"))
    }

    @Test func aDeferralPostponesUpToItsCap() throws {
        let start = day("2026-01-01")
        let lapse = try lapse(on: "2026-03-01")
        #expect(lapse.day(from: start, deferredUntil: day("2026-04-01"), warnedOn: nil) == day("2026-06-30"))
        #expect(lapse.day(from: start, deferredUntil: day("2026-07-10"), warnedOn: nil) == day("2026-07-24"))
        #expect(lapse.day(from: start, deferredUntil: day("2027-07-10"), warnedOn: nil) == day("2026-08-29"))
    }

    @Test func aDeferralLastsNoLongerThanItsRuleAndLeavesTimeToDecide() throws {
        let start = day("2026-01-01")
        #expect(try lapse(on: "2026-03-01").latestDeferral(from: start) == day("2026-04-30"))
        #expect(try lapse(on: "2026-08-01").latestDeferral(from: start) == day("2026-08-15"))
        #expect(try lapse(on: "2026-09-01").latestDeferral(from: start) < day("2026-09-01"))
    }

    @Test func theEarliestStartToLookAtIsThatOfTheWarning() throws {
        let lapse = try lapse(on: "2026-06-16")
        #expect(lapse.latestStart == day("2026-01-01"))
    }
}
