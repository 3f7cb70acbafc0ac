import Testing

@testable import Prevention

@Suite struct SafetyFollowUpTests {
    private func planned() throws -> Journey {
        try Journey(.safetyFollowUp, opened: "2025-03-03", fields: ["occasion": "close-relations"])
    }

    @Test func aContactIsAttemptedAndCompleted() throws {
        var journey = try planned()
        try journey.step("attempted", "2025-03-04", ["attempt": "Telefon"])
        var declined = journey
        try declined.step("declined", "2025-03-05")
        try declined.ends()
        try journey.step("completed", "2025-03-05")
        try journey.ends()
    }

    @Test func itMayBeDeclinedAtOnce() throws {
        var journey = try planned()
        try journey.step("declined", "2025-03-05")
        try journey.ends()
    }

    @Test func theFirstContactHas14Days() throws {
        #expect(try planned().clock("contact", "2025-03-17T23:59")?.state == .warning)
        #expect(try planned().clock("contact", "2025-03-18")?.state == .overdue)
    }
}
