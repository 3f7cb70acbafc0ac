import Testing

@testable import Prevention

@Suite struct ExitTests {
    private let consent = ["written_consent": "yes", "consent_date": "2025-03-10"]

    private func active() throws -> Journey {
        var journey = try Journey(.exit, opened: "2025-03-03")
        try journey.step("eligible", "2025-03-05")
        try journey.step("agreement", "2025-03-10", consent)
        try journey.step("active", "2025-03-11", ["plan_work": "…"])
        return journey
    }

    @Test func aCourseIsCompletedAndFollowedUp() throws {
        var journey = try active()
        try journey.step("completed", "2026-03-11")
        try journey.step("follow-up", "2026-03-12")
        try journey.ends()
    }

    @Test(arguments: 0..<4)
    func itMayBeDroppedAtEveryStepOnTheWay(steps: Int) throws {
        var journey = try Journey(.exit, opened: "2025-03-03")
        let way: [(Stage, [String: String])] = [
            ("eligible", [:]), ("agreement", consent), ("active", ["plan_mentor": "…"]),
        ]
        for (stage, fields) in way.prefix(steps) { try journey.step(stage, "2025-03-10", fields) }
        try journey.step("dropped", "2025-03-11")
        try journey.step("follow-up", "2025-03-12")
        try journey.ends()
    }

    @Test func nothingIsActiveWithoutAPlan() throws {
        var journey = try Journey(.exit, opened: "2025-03-03")
        try journey.step("eligible", "2025-03-05")
        try journey.step("agreement", "2025-03-10", consent)
        try journey.requires("exit.plan", "active", "2025-03-11")
        for field in ["housing", "education", "work", "addiction", "mentor", "relocation"] {
            try journey.allows("active", "2025-03-11", ["plan_" + field: "…"])
        }
    }

    /// Radicalisation prevention is a kind of it, under the same seal.
    @Test(arguments: ["gang", "biker", "radicalisation"]) func everyKindIsSealed(kind: String) throws {
        var journey = try Journey(.exit, opened: "2025-03-03", fields: ["kind": kind])
        try journey.step("eligible", "2025-03-05")
        #expect(journey.file.programme.isSealed)
        #expect(
            Catalogue.all.filter { $0.allFields.contains { $0.options.contains("radicalisation") } }.map(\.code) == [
                "exit"
            ])
    }

    @Test func withoutAWrittenConsentThereIsNoAgreement() throws {
        var journey = try Journey(.exit, opened: "2025-03-03")
        try journey.step("eligible", "2025-03-05")
        #expect(try journey.refused("agreement", "2025-03-10", ["consent_date": "2025-03-10"]) == ["field-required"])
    }
}
