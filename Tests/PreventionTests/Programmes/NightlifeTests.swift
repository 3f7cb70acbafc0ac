import Testing

@testable import Prevention

@Suite struct NightlifeTests {
    private func agreed() throws -> Journey {
        try Journey(
            .nightlife, opened: "2025-03-03",
            fields: ["kind": "venue", "place": "Diskoteket", "agreement": "Besøg hver weekend"], parties: [])
    }

    private let dates = ["agreed_on": "2025-03-03", "ends_on": "2026-03-03"]

    @Test func anAgreementIsPutIntoForceVisitedAndEnded() throws {
        var journey = try agreed()
        try journey.step("active", "2025-03-04", dates)
        try journey.entry("visit", "2025-03-08T01:30", ["visit_found": "in-order"])
        try journey.entry("party", "2025-03-15", ["party_guests": "300"])
        try journey.entry("night-walk", "2025-03-22", ["walk_volunteers": "6"])
        #expect(try journey.clock("renewal", "2026-02-01")?.state == .warning)
        try journey.step("ended", "2026-03-03", ["end_reason": "Udløbet"])
        try journey.ends()
    }

    @Test func itMayEndBeforeItBegins() throws {
        var journey = try agreed()
        try journey.step("ended", "2025-03-05", ["end_reason": "Stedet lukkede"])
        try journey.ends()
    }

    @Test func anAgreementInForceIsMadeAndHasNotRunOut() throws {
        try agreed().requires(
            "nightlife.agreed", "active", "2025-03-04", ["agreed_on": "2025-03-05", "ends_on": "2026-03-03"])
        try agreed().requires(
            "nightlife.agreed", "active", "2025-03-04", ["agreed_on": "2025-03-03", "ends_on": "2025-03-03"])
    }

    @Test func nothingPersonalComesInSoNothingGoesOut() throws {
        let journey = try agreed()
        #expect(
            try Engine.problem(importing: journey.joined(by: party(.contact)), law: testLaw)?.code == "no-personal-data"
        )
        let text = ["visit_found": "serious", "visit_about": "Vagten, 670314-1235, slog"]
        try journey.never("number-in-text", recording: "visit", "2025-03-05", text)
        #expect(Programme.nightlife.shares.isEmpty && !Programme.nightlife.takesNotes)
    }
}
