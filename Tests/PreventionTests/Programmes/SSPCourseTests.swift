import Testing

@testable import Prevention

@Suite struct SSPCourseTests {
    private func fields(_ level: String) -> [String: String] { ["level": level, "aim": "Trivsel i 7. klasse"] }

    private func open(_ level: String = "preventive") throws -> Journey {
        try Journey(
            .sspCourse, opened: "2025-03-03", fields: fields(level),
            parties: level == "build-up" ? [] : [party(.subject, born: "2011-01-01")])
    }

    private func file(_ fields: [String: String], _ parties: [Party]) -> CaseFile {
        CaseFile(
            id: 1, programme: .sspCourse, municipality: "259", fields: fields, parties: parties,
            events: [entered("open", "2025-03-03")])
    }

    @Test(arguments: ["build-up", "preventive", "crime-preventive"])
    func aCourseIsReviewedAgainAndClosed(level: String) throws {
        var journey = try open(level)
        try journey.step("reviewed", "2025-10-03", ["review_result": "Fortsætter"])
        try journey.step("reviewed", "2026-05-03", ["review_result": "Fortsætter"])
        try journey.step("closed", "2026-11-03", ["result": "aim-reached"])
        try journey.ends()
    }

    @Test func aCourseMayEndWithoutAReview() throws {
        var journey = try open()
        try journey.step("closed", "2025-04-01", ["result": "stopped"])
        try journey.ends()
    }

    @Test func theBuildUpLevelHoldsNoPersons() throws {
        for level in ["build-up", ""] {
            let wrong = file(fields(level), [party(.subject)])
            #expect(try Engine.problem(importing: wrong, law: testLaw)?.code == "ssp-course.build-up-persons")
        }
        let wrong = file(fields("build-up"), [party(.contact)])
        #expect(
            try Engine.refusals(opening: wrong, by: everybody, law: testLaw).codes == ["ssp-course.build-up-persons"])
        // Nor does a course about somebody become one.
        try open().never(
            "ssp-course.build-up-persons", "reviewed", "2025-10-03", ["level": "build-up", "review_result": "…"])
    }

    @Test func theBuildUpLevelHoldsNoNumbersInItsTexts() throws {
        let code = "ssp-course.build-up-number"
        let journey = try open("build-up")
        try journey.never(code, "reviewed", "2025-10-03", ["review_result": "Se 670311-1235"])
        #expect(
            try Engine.problem(importing: file(["level": "build-up", "aim": "6703111235"], []), law: testLaw)
                == Refusal(code, ["field": "aim"]))
        #expect(try Engine.problems(writing: "670311-1235", about: journey.file, law: testLaw).codes == [code])
        #expect(try Engine.problems(writing: "670311-1235", about: open().file, law: testLaw) == [])
    }

    @Test func theOtherLevelsAreAboutSomebody() throws {
        let nobody = file(fields("crime-preventive"), [])
        #expect(try Engine.refusals(opening: nobody, by: everybody, law: testLaw).codes == ["ssp-course.subject"])
        #expect(try Engine.problem(importing: nobody, law: testLaw) == nil)
    }

    /// Between six and twelve months after it began, and after every review anew.
    @Test func everyReviewStartsTheClockAgain() throws {
        var journey = try open()
        #expect(try journey.clock("review", "2025-09-02")?.state == .running)
        #expect(try journey.clock("review", "2025-09-03")?.state == .warning)
        #expect(try journey.clock("review", "2026-03-03T23:59")?.state == .warning)
        #expect(try journey.clock("review", "2026-03-04")?.state == .overdue)
        try journey.step("reviewed", "2025-12-01", ["review_result": "…"])
        #expect(try journey.clock("review", "2026-03-04")?.state == .running)
        #expect(try journey.clock("review", "2026-03-04")?.dueDay == day("2026-12-01"))
        try journey.step("closed", "2026-06-01", ["result": "handed-over"])
        #expect(try journey.clock("review", "2030-01-01")?.state == .metInTime)
    }
}
