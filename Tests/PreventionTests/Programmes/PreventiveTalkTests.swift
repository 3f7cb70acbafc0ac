import Testing

@testable import Prevention

@Suite struct PreventiveTalkTests {
    private let answered = ["person_status": "not-suspected", "consent": "yes"]

    private func planned(born: String = "1990-01-01", kind: String = "concern") throws -> Journey {
        try Journey(
            .preventiveTalk, opened: "2025-03-03", fields: ["kind": kind], parties: [party(.subject, born: born)])
    }

    @Test(arguments: ["youth", "first-offence", "concern", "gang-recruitment"])
    func aTalkIsHeld(kind: String) throws {
        var journey = try planned(kind: kind)
        try journey.step("held", "2025-03-10", answered.merging(["agreements": "Fritidsjob"]) { $1 })
        try journey.ends()
    }

    @Test func aTalkIsVoluntary() throws {
        var journey = try planned()
        #expect(try journey.refused("held", "2025-03-10", ["person_status": "not-suspected"]) == ["field-required"])
        try journey.step("declined", "2025-03-10", ["declined_by": "person"])
        try journey.ends()
    }

    @Test(arguments: ["suspected", "charged"]) func aTalkIsNeverAnInterrogation(status: String) throws {
        let fields = ["person_status": status, "consent": "yes"]
        try planned().never("preventive-talk.interrogation", "held", "2025-03-10", fields)
        try planned().allows("declined", "2025-03-10", ["declined_by": "police"])
    }

    @Test func whetherThePersonIsSuspectedHasToBeAnswered() throws {
        #expect(try planned().refused("held", "2025-03-10", ["consent": "yes"]) == ["field-required"])
    }

    /// The day before and the day of the 18th birthday.
    @Test func aMinorNeedsTheHolderOfCustody() throws {
        let minor = try planned(born: "2007-03-11")
        try minor.requires("preventive-talk.guardian", "held", "2025-03-10", answered)
        try minor.allows("held", "2025-03-10", answered.merging(["guardian_consent": "yes"]) { $1 })
        try planned(born: "2007-03-10").allows("held", "2025-03-10", answered)
    }
}
