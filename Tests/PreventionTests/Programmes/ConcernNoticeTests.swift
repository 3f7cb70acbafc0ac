import Testing

@testable import Prevention

@Suite struct ConcernNoticeTests {
    private let professional = [
        "concerns": "child", "concern": "Barnet er set alene ude om natten.", "notifier_kind": "professional",
        "notifier_name": "Anna Holm",
    ]
    private let citizen = ["concerns": "child", "concern": "Meget råben.", "notifier_kind": "citizen"]

    private func sent(
        _ fields: [String: String]? = nil, at moment: String = "2025-03-03T10:00", born: String? = "2015-06-01"
    ) throws -> Journey {
        try Journey(
            .concernNotice, opened: moment, fields: fields ?? professional, parties: [party(.subject, born: born)])
    }

    private func opening(_ fields: [String: String], _ parties: [Party] = [party(.subject, born: "2015-06-01")]) throws
        -> [String]
    {
        let file = CaseFile(
            id: 1, programme: .concernNotice, municipality: "259", fields: fields, parties: parties,
            events: [entered("sent", "2025-03-03T10:00")])
        return try Engine.refusals(opening: file, by: everybody, law: testLaw).codes
    }

    private func importing(
        _ fields: [String: String], _ parties: [Party] = [party(.subject, born: "2015-06-01")]
    ) throws -> String? {
        let file = CaseFile(
            id: 1, programme: .concernNotice, municipality: "259", fields: fields, parties: parties,
            events: [entered("sent", "2025-03-03T10:00")])
        return try Engine.problem(importing: file, law: testLaw)?.code
    }

    @Test func aNoticeIsReceivedAssessedReceiptedAnsweredAndClosed() throws {
        var journey = try sent()
        try journey.step("received", "2025-03-03T12:00")
        try journey.step("assessed", "2025-03-03T15:00", ["acute_assessment": "no-acute-measure"])
        try journey.step("receipted", "2025-03-05")
        try journey.step("answered", "2025-03-20", ["feedback": "investigation"])
        try journey.step("closed", "2025-03-21")
        try journey.ends()
    }

    @Test func thePoliceOnlyNotify() throws {
        let file = try sent().file
        let refusals = try Engine.refusals(
            moving: file, to: "received", at: at("2025-03-03T12:00"), setting: [:], by: everybody, law: testLaw)
        #expect(refusals.codes == ["not-your-step"])
        // But for closing what never lay in an inbox here.
        let own = Programme.concernNotice.transitions.filter { $0.from != ["sent"] || $0.to != "closed" }
        #expect(own.allSatisfy { $0.by == [.socialWorker] })
        // And the municipality does not notify itself.
        #expect(!Programme.concernNotice.mayBeOpened(by: municipality))
        #expect(try Engine.refusals(opening: file, by: municipality, law: testLaw).codes == ["not-your-programme"])
    }

    @Test func aProfessionalIsNeverAnonymous() throws {
        let code = "concern-notice.anonymous-professional"
        for wrong in [["notifier_anonymous": "yes"], ["notifier_name": ""]] {
            let fields = professional.merging(wrong) { $1 }
            #expect(try opening(fields).contains(code))
            #expect(try importing(fields) == code)
        }
        #expect(try opening(citizen.merging(["notifier_anonymous": "yes"]) { $1 }) == [])
        #expect(
            try opening(citizen.merging(["notifier_anonymous": "yes", "notifier_name": "Ib"]) { $1 }) == [
                "concern-notice.anonymous-citizen"
            ])
    }

    @Test(arguments: [
        "Drengen er nu sigtet for hærværk.", "Det mistænkte barn var ude.", "Barnet, som blev mistænkt, græd.",
        "Sønnen mistænkes for tyveri.", "The child is a suspect.", "Vi talte med faren til drengen, der er sigtet.",
    ])
    func aChildIsNeverCalledASuspect(text: String) throws {
        let fields = professional.merging(["concern": text]) { $1 }
        #expect(try opening(fields) == ["concern-notice.child-suspect"])
        #expect(try importing(fields) == "concern-notice.child-suspect")
    }

    @Test(arguments: [
        "Barnets far er sigtet for vold.", "Barnet var til stede, da moderen blev sigtet.",
        "Drengen fortalte det. Sigtet blev en voksen mand.", "Faren er mistænkt, og barnet er bange.",
        "En omsorgsperson for barnet var mistænkt, sigtet eller involveret.", "The father of the child is a suspect.",
    ])
    func whatIsSaidOfGrownUpsMayBeWritten(text: String) throws {
        #expect(try opening(professional.merging(["concern": text]) { $1 }) == [])
    }

    @Test func nobodyIsACounterpartOrHasAScore() throws {
        let counterpart = [party(.subject, 1, born: "2015-06-01"), party(.counterpart, 2)]
        #expect(try opening(professional, counterpart) == ["party-role"])
        #expect(try importing(professional, counterpart) == "party-role")
        #expect(
            Programme.concernNotice.allFields.allSatisfy { field in
                if case .number = field.kind { return false }
                return true
            })
        #expect(try importing(professional.merging(["score": "7"]) { $1 }) == "unknown-field")
    }

    @Test func itIsAboutAChildOrAnUnbornOne() throws {
        #expect(try opening(professional, [party(.subject, born: "2007-03-04")]) == [])
        #expect(try opening(professional, [party(.subject, born: "2007-03-03")]) == ["concern-notice.child"])
        let unborn = professional.merging(["concerns": "unborn"]) { $1 }
        #expect(try opening(unborn, [party(.subject, born: "1995-01-01")]) == [])
    }

    @Test func aNoticeHasARecipient() throws {
        let file = try sent().file
        let nowhere = CaseFile(
            id: 1, programme: .concernNotice, municipality: "", fields: file.fields, parties: file.parties,
            events: file.events)
        #expect(
            try Engine.refusals(opening: nowhere, by: everybody, law: testLaw).codes == ["concern-notice.municipality"])
    }

    @Test func aProfessionalHearsBeforeItIsClosed() throws {
        func receipted(_ fields: [String: String]) throws -> Journey {
            var journey = try sent(fields)
            try journey.step("received", "2025-03-03T12:00")
            try journey.step("assessed", "2025-03-03T15:00", ["acute_assessment": "acute-measure"])
            try journey.step("receipted", "2025-03-05")
            return journey
        }
        try receipted(professional).requires("concern-notice.feedback", "closed", "2025-03-06")
        try receipted(citizen).allows("closed", "2025-03-06")
        try receipted(professional).allows("answered", "2025-03-06", ["feedback": "special-reasons"])
    }

    /// 24 elapsed hours, on a Friday and over both changes of the clock.
    @Test(arguments: [
        ("2025-03-07T15:30", "2025-03-08T15:30"), ("2025-03-29T15:00", "2025-03-30T16:00"),
        ("2025-10-25T15:00", "2025-10-26T14:00"), ("2024-02-28T23:00", "2024-02-29T23:00"),
    ])
    func theAcuteAssessmentTakes24ElapsedHours(sent moment: String, due: String) throws {
        let journey = try sent(at: moment)
        let reading = try #require(try journey.clock("acute", moment))
        #expect(reading.dueAt == at(due))
        var received = journey
        try received.step("received", moment)
        var inTime = received
        try inTime.step("assessed", due, ["acute_assessment": "no-acute-measure"])
        #expect(try inTime.clock("acute", due)?.state == .metInTime)
        let late = received.file.adding(CaseEvent(.entered("assessed"), at: after(at(due))))
        let readings = try Engine.clocks(of: late, now: after(at(due)), law: testLaw)
        #expect(readings.first { $0.clock.code == "acute" }?.state == .metLate)
    }

    /// Sent on the Friday before Easter week: Maundy Thursday, Good Friday and Easter Monday do not count.
    @Test func theReceiptIsDueOnTheSixthWorkingDay() throws {
        #expect(try sent(at: "2025-04-11T15:00").clock("receipt", "2025-04-12")?.dueDay == day("2025-04-24"))
        #expect(try sent(at: "2025-03-03T23:59").clock("receipt", "2025-03-04")?.dueDay == day("2025-03-11"))
    }

    /// Christmas counts hour by hour for the acute assessment, and not at all for the receipt: 24 to 26 December, 31 December
    /// and 1 January are no working days, nor are the weekends between them.
    @Test(arguments: [
        ("2025-12-23T15:00", "2025-12-24T15:00", "2026-01-07"),
        ("2025-12-24T08:00", "2025-12-25T08:00", "2026-01-07"),
        ("2025-12-24T23:59", "2025-12-25T23:59", "2026-01-07"),
        ("2025-12-26T00:00", "2025-12-27T00:00", "2026-01-07"),
        ("2025-12-31T12:00", "2026-01-01T12:00", "2026-01-09"),
        ("2026-01-01T00:00", "2026-01-02T00:00", "2026-01-09"),
        ("2024-12-23T10:00", "2024-12-24T10:00", "2025-01-07"),
    ])
    func theClocksRunOverChristmas(sent moment: String, acute: String, receipt: String) throws {
        let journey = try sent(at: moment)
        #expect(try journey.clock("acute", moment)?.dueAt == at(acute))
        let due = try #require(try journey.clock("receipt", moment)?.dueAt)
        #expect(due == Instant(endOf: day(receipt)))
        // The last millisecond of its day is in time, the next is not.
        for (moment, isInTime) in [(due, true), (after(due), false)] {
            let receipted = journey.file.adding(CaseEvent(.entered("receipted"), at: moment))
            let readings = try Engine.clocks(of: receipted, now: after(due), law: testLaw)
            #expect(readings.first { $0.clock.code == "receipt" }?.wasInTime == isInTime)
        }
    }

    /// 24 elapsed hours are 24 hours where the night has 23 or 25 of them, and a day ends at midnight in either time.
    @Test(arguments: [
        ("2026-03-28T10:00", "2026-03-29T11:00", "2026-03-28T18:00", "2026-04-09"),
        ("2026-03-28T23:00", "2026-03-30T00:00", "2026-03-29T08:00", "2026-04-09"),
        ("2026-10-24T10:00", "2026-10-25T09:00", "2026-10-24T18:00", "2026-11-02"),
        ("2026-10-24T23:00", "2026-10-25T22:00", "2026-10-25T06:00", "2026-11-02"),
        ("2026-10-25T12:00", "2026-10-26T12:00", "2026-10-25T20:00", "2026-11-02"),
    ])
    func theClocksRunOverTheChangesOfTime(sent moment: String, acute: String, opening: String, receipt: String) throws {
        let journey = try sent(at: moment)
        #expect(try journey.clock("acute", moment)?.dueAt == at(acute))
        #expect(try journey.clock("opening", moment)?.dueAt == at(opening))
        #expect(try journey.clock("receipt", moment)?.dueAt == Instant(endOf: day(receipt)))
    }

    /// Where it is sent on, the clocks of the new recipient begin with what it was sent; the notifier has waited all along.
    @Test func aNoticeSentOnGivesTheNewMunicipalityItsOwnTime() throws {
        var journey = try sent(at: "2025-12-19T10:00")
        try journey.step("received", "2025-12-19T11:00")
        let moved = journey.file.adding(CaseEvent(.entered("sent"), at: at("2025-12-23T15:00")))
        let readings = try Engine.clocks(of: moved, now: at("2025-12-23T15:30"), law: testLaw)
        let due = Dictionary(uniqueKeysWithValues: readings.map { ($0.clock.code, $0.dueAt) })
        #expect(due["opening"] == at("2025-12-23T23:00") && due["acute"] == at("2025-12-24T15:00"))
        #expect(due["receipt"] == Instant(endOf: day("2026-01-07")))
        #expect(due["feedback"] == Instant(endOf: day("2026-01-18")))
        #expect(readings.filter { !$0.isRunning }.isEmpty)
    }

    @Test func anUnopenedNoticeIsOverdueAfterItsHours() throws {
        let journey = try sent(at: "2025-03-03T22:00")
        #expect(try journey.clock("opening", "2025-03-04T05:59")?.state == .warning)
        #expect(try journey.clock("opening", "2025-03-04T06:00")?.state == .warning)
        #expect(try journey.clock("opening", "2025-03-04T06:01")?.state == .overdue)
        var opened = journey
        try opened.step("received", "2025-03-04T05:00")
        #expect(try opened.clock("opening", "2025-03-10")?.state == .metInTime)
    }

    @Test func onlyAProfessionalIsOwedFeedbackAndNoClockIsPaused() throws {
        #expect(try sent().clock("feedback", "2025-03-04")?.dueDay == day("2025-04-02"))
        #expect(try sent(citizen).clock("feedback", "2025-03-04") == nil)
        #expect(Programme.concernNotice.clocks.allSatisfy { !$0.mayPause })
    }
}
