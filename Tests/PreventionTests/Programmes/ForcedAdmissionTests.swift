import Testing

@testable import Prevention

@Suite struct ForcedAdmissionTests {
    private func requested(_ colour: String) throws -> Journey {
        try Journey(
            .forcedAdmission, opened: "2025-03-29T12:30",
            fields: ["colour": colour, "examined_at": "2025-03-29T12:00", "outcome": "admitted"])
    }

    @Test func theAssistanceIsCompletedOrNot() throws {
        var journey = try requested("red")
        let fields = ["examined_at": "2025-03-29T12:00", "outcome": "admitted"]
        try journey.step("completed", "2025-03-29T15:00", fields)
        try journey.ends()
        journey = try requested("yellow")
        try journey.step("not-completed", "2025-03-30T15:00", ["outcome": "not-found"])
        try journey.ends()
    }

    @Test func aRedPaperHolds24HoursToTheMillisecond() throws {
        // The night is an hour short: summer time began.
        let journey = try requested("red")
        let last = at("2025-03-30T13:00")
        #expect(try journey.refused("completed", at: last) == [])
        #expect(try journey.importProblem("completed", at: last) == nil)
        #expect(try journey.refused("completed", at: after(last)) == ["forced-admission.too-late"])
        #expect(try journey.importProblem("completed", at: after(last)) == "forced-admission.too-late")
    }

    @Test func aYellowPaperHoldsSevenDaysToTheirEnd() throws {
        let journey = try requested("yellow")
        try journey.allows("completed", "2025-04-05T23:59:59.999")
        try journey.never("forced-admission.too-late", "completed", "2025-04-06")
    }

    @Test func nobodyIsAdmittedBeforeTheExamination() throws {
        let journey = try requested("red")
        try journey.never(
            "forced-admission.too-late", "completed", "2025-03-29T13:00", ["examined_at": "2025-03-29T13:00:01"])
    }

    @Test func anImportMayLackTheTimeOfTheExamination() throws {
        let journey = try Journey(.forcedAdmission, opened: "2025-08-19", fields: ["colour": "red"])
        #expect(try journey.importProblem("completed", "2025-08-21") == nil)
        #expect(try journey.refused("completed", "2025-08-21") == ["field-required", "field-required"])
    }

    /// Of the steps, other systems often give the date alone, which stands at its midnight.
    @Test func aStepGivenByItsDateMayLieAfterTheExaminationOfThatDay() throws {
        let file = CaseFile(
            id: 1, programme: .forcedAdmission, municipality: "",
            fields: ["colour": "red", "examined_at": "2025-03-29T12:00"], parties: [],
            events: [entered("requested", "2025-03-29"), entered("completed", "2025-03-29")])
        #expect(try Engine.problem(importing: file, law: testLaw) == nil)
        let readings = try Engine.clocks(of: file, now: at("2025-06-01"), law: testLaw)
        #expect(readings.map(\.state) == [.metInTime])
        // The day before is too early all the same.
        let early = try Journey(
            .forcedAdmission, opened: "2025-03-28", fields: ["colour": "red", "examined_at": "2025-03-29T12:00"])
        try early.never("forced-admission.too-late", "completed", "2025-03-28")
    }

    @Test func onlyTheClockOfItsPaperRuns() throws {
        #expect(try requested("red").clock("red-paper", "2025-03-29T13:00")?.dueAt == at("2025-03-30T13:00"))
        #expect(try requested("red").clock("yellow-paper", "2025-03-29T13:00") == nil)
        #expect(try requested("yellow").clock("yellow-paper", "2025-03-29T13:00")?.dueDay == day("2025-04-05"))
        #expect(try requested("yellow").clock("red-paper", "2025-03-29T13:00") == nil)
        #expect(try requested("red").clock("red-paper", "2025-03-30T08:59:59")?.state == .running)
        #expect(try requested("red").clock("red-paper", "2025-03-30T09:00")?.state == .warning)
    }

    /// Nobody knows at what time of that day: only what is too late in any case is refused.
    @Test func anExaminationGivenByItsDateMayHaveBeenAtTheEndOfIt() throws {
        func requested(_ colour: String) throws -> Journey {
            try Journey(
                .forcedAdmission, opened: "2025-03-03",
                fields: ["colour": colour, "examined_at": "2025-03-03", "outcome": "admitted"])
        }
        try requested("red").allows("completed", "2025-03-04T23:59")
        try requested("red").never("forced-admission.too-late", "completed", "2025-03-05")
        try requested("yellow").allows("completed", "2025-03-10T23:59")
        try requested("yellow").never("forced-admission.too-late", "completed", "2025-03-11")
    }

    @Test func itsPapersCannotBePausedAndItsStepsTakeNoNotes() {
        #expect(Programme.forcedAdmission.clocks.allSatisfy { !$0.mayPause })
        #expect(!Programme.forcedAdmission.takesNotes)
    }

    @Test func theOutcomeFitsTheStep() throws {
        let journey = try requested("red")
        let code = "forced-admission.outcome"
        try journey.requires(code, "completed", "2025-03-29T15:00", ["outcome": "not-found"])
        try journey.requires(code, "not-completed", "2025-03-29T15:00", ["outcome": "admitted"])
        #expect(try journey.refused("completed", "2025-03-29T15:00", ["outcome": ""]) == ["field-required"])
    }

    @Test func aDiagnosisHasNoPlace() throws {
        for field in Programme.forcedAdmission.allFields {
            #expect(field.kind != .text && field.kind != .longText, "\(field.code)")
        }
        #expect(Programme.forcedAdmission.entries.isEmpty && !Programme.forcedAdmission.takesNotes)
        #expect(
            try requested("red").importProblem("completed", "2025-03-29T15:00", ["diagnosis": "…"]) == "unknown-field")
    }
}
