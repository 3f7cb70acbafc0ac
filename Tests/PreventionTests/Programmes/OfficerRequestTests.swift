import Testing

@testable import Prevention

@Suite struct OfficerRequestTests {
    private func received() throws -> Journey {
        try Journey(.officerRequest, opened: "2025-03-03", fields: ["kind": "traffic"], parties: [])
    }

    @Test func aRequestIsAcceptedAndMet() throws {
        var journey = try received()
        try journey.step("accepted", "2025-03-04", ["agreed_date": "2025-03-20"])
        try journey.step("met", "2025-03-20")
        try journey.ends()
    }

    @Test(arguments: [false, true])
    func itMayBeRefusedOrWithdrawn(isAccepted: Bool) throws {
        var journey = try received()
        if isAccepted { try journey.step("accepted", "2025-03-04", ["agreed_date": "2025-03-20"]) }
        var refused = journey
        try refused.step("refused", "2025-03-05", ["refusal_reason": "…"])
        try refused.ends()
        try journey.step("withdrawn", "2025-03-05")
        try journey.ends()
    }

    @Test func theAnswerHas14Days() throws {
        #expect(try received().clock("answer", "2025-03-17T23:59")?.state == .warning)
        #expect(try received().clock("answer", "2025-03-18")?.state == .overdue)
    }
}
