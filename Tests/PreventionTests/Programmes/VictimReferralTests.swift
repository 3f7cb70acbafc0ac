import Testing

@testable import Prevention

@Suite struct VictimReferralTests {
    private func offered() throws -> Journey { try Journey(.victimReferral, opened: "2025-03-03") }

    @Test func anOfferIsTakenOrDeclined() throws {
        var journey = try offered()
        try journey.step(
            "referred", "2025-03-03", ["consent_given": "yes", "consent_at": "2025-03-03", "contact_details": "…"])
        try journey.ends()
        journey = try offered()
        try journey.step("referred", "2025-03-03")
        try journey.ends()
        journey = try offered()
        try journey.step("declined", "2025-03-03")
        try journey.ends()
    }

    @Test(arguments: [Stage("referred"), Stage("declined")])
    func contactDetailsNeedARecordedConsent(stage: Stage) throws {
        let code = "victim-referral.consent"
        try offered().never(code, stage, "2025-03-03", ["contact_details": "…"])
        try offered().never(code, stage, "2025-03-03", ["contact_details": "…", "consent_given": "yes"])
        try offered().never(code, stage, "2025-03-03", ["contact_details": "…", "consent_at": "2025-03-03"])
    }

    @Test func theContentOfTheCounsellingHasNoPlace() throws {
        let programme = Programme.victimReferral
        #expect(!programme.takesNotes && programme.entries.isEmpty)
        #expect(programme.form.allSatisfy { $0.kind != .longText })
        let offered = try Journey(.victimReferral, opened: "2025-03-03")
        #expect(try offered.importProblem("referred", "2025-03-04", ["content": "…"]) == "unknown-field")
    }
}
