import Testing

@testable import Prevention

@Suite struct SocialReportTests {
    private let sent = ["facts": "Hændelser", "assessment": "Min vurdering", "recipient": "Køge Kommune"]

    private func draft() throws -> Journey {
        try Journey(.socialReport, opened: "2025-03-03", fields: ["origin": "screening"])
    }

    @Test func aReportIsSentAndClosed() throws {
        var journey = try draft()
        try journey.step("sent", "2025-03-04", sent)
        try journey.step("closed", "2025-03-05")
        try journey.ends()
    }

    @Test func aDraftMayBeDropped() throws {
        var journey = try draft()
        try journey.step("dropped", "2025-03-04", ["drop_reason": "…"])
        try journey.step("closed", "2025-03-05")
        try journey.ends()
    }

    @Test func theMachinesFactsAreNoAssessment() throws {
        try draft().requires(
            "social-report.own-words", "sent", "2025-03-04", sent.merging(["assessment": "Hændelser"]) { $1 })
        #expect(
            try draft().refused("sent", "2025-03-04", sent.merging(["assessment": ""]) { $1 }) == [
                "field-required", "social-report.own-words",
            ])
    }
}
