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
        #expect(Programme.concernNotice.transitions.allSatisfy { $0.by == [.socialWorker] })
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
        "Sønnen mistænkes for tyveri.", "The child is a suspect.",
    ])
    func aChildIsNeverCalledASuspect(text: String) throws {
        let fields = professional.merging(["concern": text]) { $1 }
        #expect(try opening(fields) == ["concern-notice.child-suspect"])
        #expect(try importing(fields) == "concern-notice.child-suspect")
    }

    @Test(arguments: [
        "Barnets far er sigtet for vold.", "Barnet var til stede, da moderen blev sigtet.",
        "Drengen fortalte det. Sigtet blev en voksen mand.", "Faren er mistænkt, og barnet er bange.",
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
