import Testing

@testable import Prevention

@Suite struct SocialReportTests {
    private let sent = ["facts": "Hændelser", "assessment": "Min vurdering", "recipient_authority": "municipality"]

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
        try draft().never(
            "social-report.own-words", "sent", "2025-03-04", sent.merging(["assessment": "Hændelser"]) { $1 })
        #expect(
            try draft().refused("sent", "2025-03-04", sent.merging(["assessment": ""]) { $1 }) == [
                "field-required", "social-report.own-words",
            ])
    }

    /// Capitals and spaces make no words of one's own; a report taken in without either text has been written elsewhere.
    @Test func factsWrittenAgainAreNoAssessment() throws {
        try draft().never(
            "social-report.own-words", "sent", "2025-03-04", sent.merging(["assessment": " HÆNDELSER "]) { $1 })
        #expect(try draft().importProblem("sent", "2025-03-04", ["facts": "Hændelser"]) == "social-report.own-words")
        #expect(try draft().importProblem("sent", "2025-03-04") == nil)
    }

    /// On the day before and on the day of the 18th birthday.
    @Test func aChildIsNotTakenUpInPspK() throws {
        func draft(born: String) throws -> Journey {
            try Journey(
                .socialReport, opened: "2025-03-03", fields: ["origin": "patrol"],
                parties: [party(.subject, born: born)])
        }
        let fields = sent.merging(["leads_to": "psp-k"]) { $1 }
        try draft(born: "2007-03-05").never("social-report.psp-k-adult", "sent", "2025-03-04", fields)
        try draft(born: "2007-03-04").allows("sent", "2025-03-04", fields)
        try draft(born: "2015-01-01").allows("sent", "2025-03-04", sent.merging(["leads_to": "notice"]) { $1 })
    }
}
