import Testing

@testable import Prevention

@Suite struct YouthCrimeBoardTests {
    /// Registered on 3 February 2025 for an offence of 30 January.
    private func registered(born: String = "2012-01-30", _ fields: [String: String] = [:]) throws -> Journey {
        try Journey(
            .youthCrimeBoard, opened: "2025-02-03T10:00", fields: ["offence_date": "2025-01-30"].merging(fields) { $1 },
            parties: [party(.subject, born: born)])
    }

    private func assessed(born: String = "2012-01-30", category: String = "person-dangerous") throws -> Journey {
        var journey = try registered(born: born)
        try journey.step("assessed", "2025-02-20", ["category": category, "screening_officer": "Kim Holm"])
        return journey
    }

    private func onBoard() throws -> Journey {
        var journey = try assessed()
        try journey.step("referred", "2025-02-24")
        try journey.step(
            "board", "2025-03-20", ["board_composition": "Dommer, kommune, politi", "board_police_member": "Bo Lund"])
        return journey
    }

    @Test func aChildIsReferredToTheBoardAndSupervised() throws {
        var journey = try onBoard()
        try journey.step("supervision", "2025-04-10", ["outcome": "improvement-course", "course_end": "2027-04-10"])
        try journey.step("closed", "2027-04-10")
        try journey.ends()
    }

    @Test func theBoardMayCloseAtOnce() throws {
        var journey = try onBoard()
        try journey.step("closed", "2025-04-10", ["outcome": "none"])
        try journey.ends()
    }

    @Test func theScreeningMayEndBeforeAndAfterAssessment() throws {
        var journey = try registered()
        try journey.step("screened-out", "2025-02-20", ["category": "none"])
        try journey.ends()
        journey = try assessed(category: "none")
        try journey.step("screened-out", "2025-02-21")
        try journey.ends()
    }

    @Test func a15YearOldGoesWithTheProsecution() throws {
        var journey = try assessed(born: "2010-01-30")
        try journey.step("with-prosecution", "2025-02-24")
        var straight = journey
        try straight.step("closed", "2025-05-01")
        try straight.ends()
        try journey.step("board", "2025-03-20", ["board_composition": "x", "board_police_member": "Bo Lund"])
    }

    /// Age on the day of the offence, 30 January 2025: the day before and the day of the birthday.
    @Test(arguments: [
        ("2015-01-31", "under 10"), ("2015-01-30", "referred"), ("2010-01-31", "referred"),
        ("2010-01-30", "prosecution"),
        ("2007-01-31", "prosecution"), ("2007-01-30", "adult"),
    ])
    func theAgeAtTheOffenceDecidesWhereto(born: String, group: String) throws {
        let journey = try assessed(born: born)
        if group == "referred" {
            try journey.allows("referred", "2025-02-24")
        } else {
            try journey.never("ukn.refer-age", "referred", "2025-02-24")
        }
        if group == "prosecution" {
            try journey.allows("with-prosecution", "2025-02-24")
        } else {
            try journey.never("ukn.prosecution-age", "with-prosecution", "2025-02-24")
        }
    }

    @Test func nobodyOfUnknownAgeIsReferred() throws {
        var journey = try Journey(
            .youthCrimeBoard, opened: "2025-02-03", fields: ["offence_date": "2025-01-30"], parties: [party(.subject)])
        try journey.step("assessed", "2025-02-20", ["category": "person-dangerous", "screening_officer": "Kim Holm"])
        try journey.never("ukn.refer-age", "referred", "2025-02-24")
        try journey.never("ukn.prosecution-age", "with-prosecution", "2025-02-24")
    }

    @Test func withoutACategoryNobodyIsReferred() throws {
        let child = try assessed(category: "none")
        try child.never("ukn.no-category", "referred", "2025-02-24")
        try child.never("ukn.no-category", "referred", "2025-02-24", ["category": ""])
        try assessed(born: "2010-01-30", category: "none").never("ukn.no-category", "with-prosecution", "2025-02-24")
    }

    @Test func otherSeriousCrimeNeedsASpecialRiskInWriting() throws {
        let fields = ["category": "other-serious", "screening_officer": "Kim Holm"]
        try registered().never("ukn.special-risk", "assessed", "2025-02-20", fields)
        try registered().allows("assessed", "2025-02-20", fields.merging(["special_risk_reason": "…"]) { $1 })
    }

    @Test func theOffenceDoesNotFollowTheRegistration() throws {
        let fields = ["category": "person-dangerous", "screening_officer": "Kim Holm"]
        let late = fields.merging(["offence_date": "2025-02-04"]) { $1 }
        try registered().never("ukn.offence-after-registration", "assessed", "2025-02-20", late)
        try registered(["offence_date": "2025-02-03"]).allows("assessed", "2025-02-20", fields)
    }

    @Test func theScreeningOfficerDoesNotSitOnTheBoard() throws {
        var journey = try assessed()
        try journey.step("referred", "2025-02-24")
        let fields = ["board_composition": "x", "board_police_member": "kim holm"]
        try journey.never("ukn.board-composition", "board", "2025-03-20", fields)
        for other in ["board_judge", "board_municipal_member"] {
            let seated = ["board_composition": "x", "board_police_member": "Bo Lund", other: " Kim  HOLM"]
            try journey.never("ukn.board-composition", "board", "2025-03-20", seated)
        }
    }

    /// Under 15 on the day of the offence, 30 January 2025; the next day it is a young person.
    @Test(arguments: ["Sigtet for vold.", "Er blevet tiltalt", "Sigtelsen drejer sig om vold", "charged with violence"])
    func aChildUnder15IsNeverCalledCharged(text: String) throws {
        let fields = [
            "category": "other-serious", "screening_officer": "Kim Holm", "special_risk_reason": text,
        ]
        let child = try registered(born: "2010-01-31")
        try child.never("ukn.under-15-charged", "assessed", "2025-02-20", fields)
        try registered(born: "2010-01-30").allows("assessed", "2025-02-20", fields)
        try child.allows(
            "assessed", "2025-02-20", fields.merging(["special_risk_reason": "Mistænkt med henblik på"]) { $1 })
        #expect(
            try Engine.problems(writing: text, about: child.file, law: testLaw).codes == ["ukn.under-15-charged"])
    }

    /// From 1 July 2010 to the end of February 2012 the age was 14: it is taken on the day of the offence.
    @Test(arguments: [
        ("2010-06-30", false), ("2010-07-01", true), ("2012-02-29", true), ("2012-03-01", false),
    ])
    func theAgeOfCriminalResponsibilityIsThatOfTheDay(offence: String, mayBeCharged: Bool) throws {
        let law = LawBook([
            rule("ukn.charge-age-from", 15, .years, to: "2010-07-01"),
            rule("ukn.charge-age-from", 14, .years, from: "2010-07-01", to: "2012-03-01"),
            rule("ukn.charge-age-from", 15, .years, from: "2012-03-01"),
        ])
        let file = CaseFile(
            id: 1, programme: .youthCrimeBoard, municipality: "259", fields: ["offence_date": offence],
            parties: [party(.subject).born(14, before: day(offence))],
            events: [entered("registered", "2012-06-01")])
        #expect(try Engine.problems(writing: "Sigtet", about: file, law: law).isEmpty == mayBeCharged)
    }

    @Test func theImprovementCourseHasAnEnd() throws {
        var journey = try onBoard()
        try journey.step("supervision", "2025-04-10", ["outcome": "improvement-course", "course_end": "2027-04-10"])
        #expect(try journey.clock("course-end", "2027-04-04")?.state == .running)
        #expect(try journey.clock("course-end", "2027-04-10T23:59")?.state == .warning)
        #expect(try journey.clock("course-end", "2027-04-11")?.state == .overdue)
        #expect(Programme.youthCrimeBoard.clock("course-end")?.mayPause == false)
    }

    @Test func aCourseLastsTwoYearsAndFourWithAReason() throws {
        let journey = try onBoard()
        func fields(_ end: String, _ reason: String = "") -> [String: String] {
            ["outcome": "improvement-course", "course_end": end, "course_exception_reason": reason]
        }
        try journey.allows("supervision", "2025-04-10", fields("2027-04-10"))
        try journey.never("ukn.course-end", "supervision", "2025-04-10", fields("2025-04-10"))
        try journey.never("ukn.course-length", "supervision", "2025-04-10", fields("2027-04-11"))
        try journey.allows("supervision", "2025-04-10", fields("2029-04-10", "…"))
        try journey.never("ukn.course-length", "supervision", "2025-04-10", fields("2029-04-11", "…"))
    }

    @Test func thePoliceHave30Days() throws {
        let journey = try registered()
        #expect(try journey.clock("police-processing", "2025-03-05T23:59")?.state == .warning)
        #expect(try journey.clock("police-processing", "2025-03-06")?.state == .overdue)
        let onBoard = try onBoard()
        #expect(try onBoard.clock("police-processing", "2026-01-01")?.state == .metInTime)
        #expect(try onBoard.clock("municipal-report", "2026-01-01")?.dueDay == day("2025-03-31"))
        #expect(try onBoard.clock("board-decision", "2025-04-01")?.dueDay == day("2025-04-14"))
    }

    /// A case that the prosecution brings before the board has the board's time limits from then.
    @Test func theBoardsTimeLimitsRunForThoseFrom15Too() throws {
        var journey = try assessed(born: "2010-01-30")
        try journey.step("with-prosecution", "2025-02-24")
        #expect(try journey.clock("board-decision", "2025-03-01") == nil)
        try journey.step("board", "2025-03-20", ["board_composition": "x", "board_police_member": "Bo Lund"])
        #expect(try journey.clock("municipal-report", "2025-03-21")?.dueDay == day("2025-04-24"))
        #expect(try journey.clock("board-decision", "2025-03-21")?.dueDay == day("2025-05-08"))
        try journey.step("closed", "2025-04-24", ["outcome": "none"])
        #expect(try journey.clock("municipal-report", "2025-06-01")?.state == .metInTime)
    }

    @Test func thereIsNoSupervisionWithoutAMeasure() throws {
        let fields = ["outcome": "none", "course_end": "2026-04-10"]
        try onBoard().requires("ukn.supervision-outcome", "supervision", "2025-04-10", fields)
        try onBoard().allows("supervision", "2025-04-10", fields.merging(["outcome": "immediate-reaction"]) { $1 })
    }

    /// In the report of a year that is not over, only what is late by now is late.
    @Test func overdueIsCountedByNowInTheYearUnderWay() throws {
        let journey = try registered()
        let figure = try #require(Programme.youthCrimeBoard.figures.first { $0.id == "ukn-on-time" })
        guard case .cases(let counts) = figure.source else { return #expect(Bool(false)) }
        func overdue(_ now: String) throws -> Int {
            let year = FigureYear(2025, law: testLaw, ownMunicipalities: ["259"], now: at(now))
            return try counts(journey.file, year).count { $0.cell.variant == "overdue" && $0.cell.group == "all" }
        }
        #expect(try overdue("2025-03-05T23:59") == 0)
        #expect(try overdue("2025-03-06") == 1)
        #expect(try overdue("2026-03-06") == 1)
    }
}

extension Party {
    /// The same, just past that birthday on a day.
    fileprivate func born(_ years: Int, before day: LocalDate) -> Party {
        Party(person: person, role: role, birthDate: day.adding(years: -years) + -1, sex: sex)
    }
}
