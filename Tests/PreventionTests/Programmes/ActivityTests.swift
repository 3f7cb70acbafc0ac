import Testing

@testable import Prevention

@Suite struct ActivityTests {
    private func planned(_ kind: String = "school-visit") throws -> Journey {
        try Journey(
            .activity, opened: "2025-03-03", fields: ["kind": kind, "place": "Skolen", "planned_on": "2025-03-20"],
            parties: [])
    }

    @Test(arguments: Programme.activity.field("kind")?.options ?? [])
    func everyKindIsHeld(kind: String) throws {
        var journey = try planned(kind)
        try journey.requires("activity.not-yet", "held", "2025-03-19", ["reached": "20"])
        try journey.step("held", "2025-03-20", ["reached": "0"])
        try journey.ends()
    }

    @Test func itMayBeCancelled() throws {
        var journey = try planned()
        try journey.step("cancelled", "2025-03-10", ["cancel_reason": "Sygdom"])
        try journey.ends()
    }

    @Test func thePlannedDayIsItsDeadline() throws {
        #expect(try planned().clock("planned-day", "2025-03-20T23:59")?.state == .warning)
        #expect(try planned().clock("planned-day", "2025-03-21")?.state == .overdue)
    }

    @Test func itHoldsNoPersonalData() throws {
        let journey = try planned()
        #expect(
            try Engine.problem(importing: journey.joined(by: party(.contact)), law: testLaw)?.code == "no-personal-data"
        )
        let named = ["cancel_reason": "670314-1235 meldte fra"]
        #expect(try journey.refused("cancelled", "2025-03-10", named) == ["number-in-text"])
        #expect(try journey.importProblem("cancelled", "2025-03-10", named) == "number-in-text")
    }
}
