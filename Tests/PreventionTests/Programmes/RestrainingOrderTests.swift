import Testing

@testable import Prevention

@Suite struct RestrainingOrderTests {
    private func enquiry(_ parties: [Party] = [party(.subject, 1), party(.counterpart, 2)]) throws -> Journey {
        var journey = try Journey(.restrainingOrder, opened: "2025-01-06", parties: parties)
        try journey.step("visitation", "2025-01-07")
        return journey
    }

    private let petition = [
        "ground": "violation-of-peace", "ground_reason": "…", "petition_in_writing": "yes", "check_violation": "yes",
        "check_offence": "no", "check_continues": "yes", "check_proportionate": "yes", "check_grave_before": "no",
    ]
    private let grounds2025 = ["check_grave_before": "", "check_grave": "no", "check_forced_marriage": "no"]
    private let immediate = ["immediate_reason": "…", "immediate_no_interest": "yes"]

    private func service(_ day: String) -> [String: String] {
        ["served_on": day, "served_how": "in-person", "served_by": "Patruljen", "service_proof": "…"]
    }

    private func hearing() throws -> Journey {
        var journey = try enquiry()
        try journey.step("petition", "2025-01-10", petition)
        try journey.step("hearing", "2025-01-20", ["respondent_heard": "…"])
        return journey
    }

    private func served() throws -> Journey {
        var journey = try hearing()
        try journey.step("granted", "2025-02-01", ["decision_reason": "…", "expires_on": "2030-02-01"])
        try journey.step("served", "2025-02-05", service("2025-02-05"))
        return journey
    }

    @Test func anOrderIsGrantedServedActiveAndExpires() throws {
        var journey = try served()
        try journey.step("active", "2025-02-05")
        try journey.step("expired", "2030-02-02")
        try journey.ends()
    }

    @Test func whatEndsOrIsAskedNeedsSomethingBeforeIt() throws {
        let plain = try served()
        func isOpen(_ code: String, _ file: CaseFile) -> Bool { file.programme.entry(code)?.isOpen(on: file) ?? false }
        #expect(!isOpen("area-ended", plain.file) && !isOpen("stalking-question", plain.file))
        let breach = plain.file.adding(CaseEvent(.recorded(entry: "breach", fields: [:]), at: at("2025-02-06")))
        #expect(isOpen("stalking-question", breach))
        let area = plain.file.with(fields: plain.file.fields.merging(["area_prohibition": "yes"]) { $1 })
        #expect(isOpen("area-ended", area))
        let ended = area.adding(CaseEvent(.recorded(entry: "area-ended", fields: [:]), at: at("2025-02-07")))
        #expect(!isOpen("area-ended", ended))
    }

    @Test func anOrderMayBeRevoked() throws {
        var journey = try served()
        try journey.step("active", "2025-02-05")
        try journey.step("revoked", "2026-02-02", ["revoked_reason": "…"])
        try journey.ends()
    }

    @Test func anImmediateOrderComesBeforeTheHearing() throws {
        var journey = try enquiry()
        try journey.step("petition", "2025-01-10", petition)
        try journey.step("immediate-order", "2025-01-10", immediate)
        var withdrawn = journey
        try withdrawn.step("withdrawn", "2025-01-11", ["withdrawn_reason": "…"])
        try withdrawn.ends()
        try journey.step("hearing", "2025-01-20", ["respondent_heard": "…"])
        try journey.step("refused", "2025-01-21", ["decision_reason": "…"])
        try journey.ends()
    }

    @Test func anEnquiryIsNoPetitionAndMayBeGuidedElsewhere() throws {
        var journey = try Journey(.restrainingOrder, opened: "2025-01-06", parties: [party(.subject)])
        #expect(try journey.refused("petition", "2025-01-07", petition) == ["path"])
        try journey.step("visitation", "2025-01-07")
        try journey.step("guided-elsewhere", "2025-01-07", ["guided_to": "Offerrådgivningen"])
        try journey.ends()
    }

    @Test func itMayBeWithdrawnAtAnyTimeBeforeTheDecision() throws {
        var journey = try enquiry()
        try journey.step("petition", "2025-01-10", petition)
        var early = journey
        try early.step("withdrawn", "2025-01-12", ["withdrawn_reason": "…"])
        try journey.step("hearing", "2025-01-20", ["respondent_heard": "…"])
        try journey.step("withdrawn", "2025-01-21", ["withdrawn_reason": "…"])
        try journey.ends()
    }

    @Test func aPetitionNeedsAGroundAndACounterpart() throws {
        try enquiry().requires(
            "restraining-order.ground", "petition", "2025-01-10", petition.merging(["ground": "none"]) { $1 })
        try enquiry([party(.subject)]).requires("restraining-order.counterpart", "petition", "2025-01-10", petition)
    }

    @Test func nobodyIsTheirOwnCounterpart() throws {
        let file = CaseFile(
            id: 1, programme: .restrainingOrder, municipality: "", fields: [:],
            parties: [party(.subject, 1), party(.counterpart, 1)], events: [entered("enquiry", "2025-01-06")])
        let refusals = try Engine.refusals(opening: file, by: everybody, law: testLaw)
        #expect(refusals.codes == ["restraining-order.own-counterpart"])
        #expect(try Engine.problem(importing: file, law: testLaw)?.code == "restraining-order.own-counterpart")
    }

    @Test func anOrderLastsFiveYearsAtMost() throws {
        func fields(_ end: String) -> [String: String] { ["decision_reason": "…", "expires_on": end] }
        try hearing().allows("granted", "2025-02-01", fields("2030-02-01"))
        try hearing().never("restraining-order.length", "granted", "2025-02-01", fields("2030-02-02"))
        try hearing().never("restraining-order.length", "granted", "2025-02-01", fields("2025-02-01"))
    }

    @Test func anAreaProhibitionHasItsOwnEndWithinAYear() throws {
        func fields(_ end: String) -> [String: String] {
            [
                "decision_reason": "…", "expires_on": "2030-02-01", "area_prohibition": "yes", "area_where": "…",
                "area_expires_on": end,
            ]
        }
        try hearing().allows("granted", "2025-02-01", fields("2026-02-01"))
        try hearing().never("restraining-order.area-length", "granted", "2025-02-01", fields("2026-02-02"))
        try hearing().requires("restraining-order.area-end", "granted", "2025-02-01", fields(""))
    }

    @Test func nothingIsActiveBeforeItsService() throws {
        try served().never("restraining-order.before-service", "active", "2025-02-05", ["served_on": "2025-02-06"])
        var granted = try hearing()
        try granted.step("granted", "2025-02-01", ["decision_reason": "…", "expires_on": "2030-02-01"])
        // A service that has not happened yet cannot be recorded, for the order would then be stuck with its date.
        try granted.never(
            "restraining-order.before-service", "served", "2025-02-04", service("2025-02-05"))
        #expect(try granted.refused("active", "2025-02-05") == ["path"])
        #expect(try granted.importProblem("active", "2025-02-05") == "path")
    }

    @Test func nothingExpiresBeforeItsDay() throws {
        var journey = try served()
        try journey.step("active", "2025-02-05")
        try journey.requires("restraining-order.not-yet-expired", "expired", "2030-02-01T23:59")
        try journey.allows("expired", "2030-02-02")
    }

    @Test func handlingAndRenewalHaveTheirClocks() throws {
        let hearing = try hearing()
        #expect(try hearing.clock("handling-first", "2025-01-11")?.dueDay == day("2025-02-09"))
        #expect(try hearing.clock("handling-last", "2025-01-11")?.dueDay == day("2025-03-11"))
        var journey = try served()
        try journey.step("active", "2025-02-05")
        #expect(try journey.clock("renewal", "2029-11-02")?.state == .running)
        #expect(try journey.clock("renewal", "2029-11-03")?.state == .warning)
        #expect(try journey.clock("renewal-last", "2030-01-01")?.state == .running)
        #expect(try journey.clock("renewal-last", "2030-01-02")?.state == .warning)
    }

    @Test func aPetitionNeedsAChecklistThatShowsAGround() throws {
        let code = "restraining-order.checklist"
        for missing in [["check_violation": "unclear"], ["check_continues": "no"]] {
            try enquiry().requires(code, "petition", "2025-01-10", petition.merging(missing) { $1 })
        }
        let offence = ["check_violation": "no", "check_offence": "yes"]
        try enquiry().allows("petition", "2025-01-10", petition.merging(offence) { $1 })
    }

    @Test func theServiceIsNotBeforeTheDecision() throws {
        var granted = try hearing()
        try granted.step("granted", "2025-02-01", ["decision_reason": "…", "expires_on": "2030-02-01"])
        try granted.never("restraining-order.before-service", "served", "2025-02-05", service("2025-01-31"))
        try granted.allows("served", "2025-02-05", service("2025-02-01"))
    }

    @Test func theReminderRunsFromServiceAndCannotBePaused() throws {
        let journey = try served()
        #expect(try journey.clock("renewal", "2029-11-03")?.state == .warning)
        #expect(journey.file.programme.clock("renewal")?.mayPause == false)
        #expect(journey.file.programme.clock("handling-first")?.mayPause == true)
    }

    /// Asked from the day on which its rule is in force.
    @Test func theAnkleTagWaitsForItsLaw() throws {
        let tag = ["ankle_tag": "yes", "ankle_tag_reason": "…"]
        func hearing(_ year: String) throws -> Journey {
            var journey = try Journey(
                .restrainingOrder, opened: year + "-12-01", parties: [party(.subject, 1), party(.counterpart, 2)])
            try journey.step("visitation", year + "-12-02")
            try journey.step("petition", year + "-12-03", petition.merging(grounds2025) { $1 })
            try journey.step("hearing", year + "-12-04", ["respondent_heard": "…"])
            return journey
        }
        let decision = ["decision_reason": "…", "expires_on": "2026-12-01"]
        let fields = decision.merging(tag) { $1 }
        #expect(
            try hearing("2025").refused("granted", "2025-12-31T23:59", fields) == [
                "not-yet-in-force", "not-yet-in-force",
            ])
        #expect(try hearing("2025").refused("granted", "2026-01-01", fields) == [])
        let unexplained = decision.merging(["ankle_tag": "yes"]) { $1 }
        #expect(
            try hearing("2025").refused("granted", "2026-01-01", unexplained) == ["restraining-order.ankle-tag-reason"])
    }

    // MARK: - Entries

    private func recorded(_ journey: Journey, _ entry: String, _ fields: [String: String], _ moment: String) -> CaseFile
    {
        journey.file.with(
            events: journey.file.events + [CaseEvent(.recorded(entry: entry, fields: fields), at: at(moment))])
    }

    private let breach = ["breach_what": "Ringede ni gange.", "breach_kind": "contact"]

    private func refused(
        _ entry: String, _ fields: [String: String], on journey: Journey, _ moment: String, by actor: Actor = everybody
    ) -> [String] {
        let found = try? Engine.refusals(
            recording: entry, fields, on: journey.file, at: at(moment), by: actor, law: testLaw)
        return found?.codes ?? ["no-law"]
    }

    @Test func aBreachIsRecordedAsOftenAsItHappensAndMovesNothing() throws {
        let journey = try served()
        #expect(refused("breach", breach, on: journey, "2025-02-06") == [])
        var file = recorded(journey, "breach", breach, "2025-02-06")
        file = file.with(
            events: file.events + [CaseEvent(.recorded(entry: "breach", fields: breach), at: at("2025-02-07"))])
        #expect(file.stage == "served")
        #expect(try Engine.problem(importing: file, law: testLaw) == nil)
    }

    @Test func anEntryIsRefusedInTheWrongStageByTheWrongRoleOrUnfilled() throws {
        #expect(refused("breach", breach, on: try enquiry(), "2025-01-08") == ["entry-not-now"])
        let journey = try served()
        #expect(refused("gossip", [:], on: journey, "2025-02-06") == ["unknown-entry"])
        #expect(refused("breach", breach, on: journey, "2025-02-06", by: outsider) == ["not-your-entry"])
        // Nothing was decided yet.
        #expect(refused("court-test", ["court_asked_by": "respondent"], on: journey, "2025-01-31") == ["entry-not-now"])
        #expect(refused("breach", ["breach_kind": "contact"], on: journey, "2025-02-06") == ["field-required"])
        #expect(refused("breach", ["breach_kind": "loud"], on: journey, "2025-02-06") == ["not-a-choice"])
        #expect(refused("breach", ["outcome": "x"], on: journey, "2025-02-06") == ["unknown-field"])
        let early = recorded(try enquiry(), "breach", breach, "2025-01-08")
        #expect(try Engine.problem(importing: early, law: testLaw)?.code == "entry-not-now")
    }

    @Test func aCourtTestRunsFromTheDemandToTheAnswer() throws {
        let journey = try served()
        #expect(try journey.clock("court-test", "2025-02-20") == nil)
        var file = recorded(journey, "court-test", ["court_asked_by": "respondent"], "2025-02-10T09:00")
        func clock(_ moment: String) throws -> ClockReading? {
            try Engine.clocks(of: file, now: at(moment), law: testLaw).first { $0.clock.code == "court-test" }
        }
        #expect(try clock("2025-02-11")?.dueDay == day("2025-02-24"))
        #expect(try clock("2025-02-25")?.state == .overdue)
        let answer = CaseEvent(
            .recorded(entry: "court-answer", fields: ["court_answer": "upheld"]), at: at("2025-02-24T23:00"))
        file = file.with(events: file.events + [answer])
        #expect(try clock("2025-02-25")?.state == .metInTime)
    }

    /// The police's time ends where the case is before the court, whatever the court then takes.
    @Test func theClockOfACourtTestStopsWhereTheCaseIsBroughtToCourt() throws {
        var journey = try served()
        try journey.entry("court-test", "2025-02-10", ["court_asked_by": "protected"])
        try journey.entry("court-sent", "2025-02-12", ["court_number": "BS-1"])
        #expect(try journey.clock("court-test", "2025-04-01")?.state == .metInTime)
        try journey.entry("court-answer", "2025-04-01", ["court_answer": "changed"])
    }

    /// Whoever is refused an order, or has had one, may demand the court test: the case is open until the court has answered.
    @Test(arguments: ["granted", "refused", "expired", "revoked"]) func aDecisionMayBeTestedInEveryStage(
        after stage: Stage
    ) throws {
        var journey = stage == "expired" || stage == "revoked" ? try served() : try hearing()
        switch stage {
        case "granted": try journey.step("granted", "2025-02-01", ["decision_reason": "…", "expires_on": "2030-02-01"])
        case "refused": try journey.step("refused", "2025-02-01", ["decision_reason": "…"])
        default:
            try journey.step("active", "2025-02-05")
            try journey.step(stage, "2030-02-02", stage == "revoked" ? ["revoked_reason": "…"] : [:])
        }
        #expect(journey.file.isOver == journey.file.programme.isEnd(stage))
        let (demand, sent, answer) = ("2030-02-03", "2030-02-04", "2030-06-01")
        try journey.entry("court-test", demand, ["court_asked_by": "protected"])
        #expect(!journey.file.isOver && journey.file.stage == stage)
        #expect(try journey.clock("court-test", "2030-02-18")?.state == .overdue)
        #expect(try CaseRetention(journey.file, on: day("2099-01-01"), law: testLaw) == nil)
        try journey.entry("court-sent", sent, [:])
        #expect(!journey.file.isOver)
        try journey.entry("court-answer", answer, ["court_answer": "upheld"])
        #expect(journey.file.isOver == journey.file.programme.isEnd(stage))
        #expect(try Engine.problem(importing: journey.file, law: testLaw) == nil)
        // Each demand waits for an answer of its own.
        for asked in ["protected", "respondent"] { try journey.entry("court-test", answer, ["court_asked_by": asked]) }
        try journey.entry("court-answer", "2030-06-20", ["court_answer": "upheld"])
        #expect(!journey.file.isOver)
    }

    /// Heard of late: an entry is judged by the stage of its own moment and stands in its place.
    @Test func aBreachOfYesterdayIsRecordedAfterTodaysStep() throws {
        var journey = try served()
        try journey.step("active", "2025-02-20")
        #expect(refused("breach", breach, on: journey, "2025-02-10") == [])
        #expect(refused("breach", breach, on: journey, "2025-01-08") == ["entry-not-now"])
        let entry = CaseEvent(.recorded(entry: "breach", fields: breach), at: at("2025-02-10"))
        let file = journey.file.adding(entry)
        #expect(file.events[file.events.count - 2] == entry && file.stage == "active")
        #expect(try Engine.problem(importing: file, law: testLaw) == nil)
        // And an entry of today keeps no step of yesterday out.
        let later = journey.file.adding(CaseEvent(.recorded(entry: "breach", fields: breach), at: at("2025-03-10")))
        let step = try Engine.refusals(
            moving: later, to: "revoked", at: at("2025-03-09"), setting: ["revoked_reason": "…"], by: everybody,
            law: testLaw)
        #expect(step == [])
    }

    @Test func aSecondDemandStartsTheClockAnew() throws {
        let steps: [(String, String)] = [
            ("court-test", "2025-02-10"), ("court-test", "2025-02-12"), ("court-answer", "2025-02-20"),
            ("court-test", "2025-04-01"), ("court-test", "2025-04-03"),
        ]
        func clock(_ count: Int) throws -> ClockReading? {
            var file = try served().file
            for (entry, moment) in steps.prefix(count) {
                file = file.adding(CaseEvent(.recorded(entry: entry, fields: [:]), at: at(moment)))
            }
            return try Engine.clocks(of: file, now: at("2025-04-10"), law: testLaw).first {
                $0.clock.code == "court-test"
            }
        }
        #expect(try clock(2)?.dueDay == day("2025-02-24"))
        #expect(try clock(3)?.state == .metInTime)
        #expect(try clock(5)?.startedAt == at("2025-04-01"))
        #expect(try clock(5)?.dueDay == day("2025-04-15"))
    }

    @Test func anEmptyChecklistIsAskedForAndNotJudged() throws {
        let refused = try enquiry().refused("petition", "2025-01-10", petition.merging(["check_continues": ""]) { $1 })
        #expect(refused == ["field-required"])
    }

    // MARK: - The law on the day of the case

    /// A pair of cases opened on both sides of the amendment; that the petition comes later changes nothing.
    @Test func theGroundsAskedAreThoseOfTheDayOfTheEnquiry() throws {
        func visited(_ opened: String) throws -> Journey {
            var journey = try Journey(
                .restrainingOrder, opened: opened, parties: [party(.subject, 1), party(.counterpart, 2)])
            try journey.step("visitation", "2025-07-10")
            return journey
        }
        let new = petition.merging(grounds2025) { $1 }
        let before = try visited("2025-06-30T23:59")
        try before.allows("petition", "2025-07-10", petition)
        #expect(
            try before.refused("petition", "2025-07-10", new) == [
                "not-yet-in-force", "not-yet-in-force", "field-required",
            ])
        #expect(try before.importProblem("petition", "2025-07-10", new) == "not-yet-in-force")
        let after = try visited("2025-07-01")
        try after.allows("petition", "2025-07-10", new)
        #expect(
            try after.refused("petition", "2025-07-10", petition) == [
                "not-yet-in-force", "field-required", "field-required",
            ])
        #expect(try after.importProblem("petition", "2025-07-10", petition) == "not-yet-in-force")
    }

    @Test func aGraveOffenceIsAGroundForItself() throws {
        let none = ["check_violation": "no", "check_continues": "no"]
        let code = "restraining-order.checklist"
        try enquiry().requires(code, "petition", "2025-01-10", petition.merging(none) { $1 })
        try enquiry().allows(
            "petition", "2025-01-10", petition.merging(none) { $1 }.merging(["check_grave_before": "yes"]) { $1 })
    }

    @Test func theAnkleTagIsRefusedOnImportToo() throws {
        func decided(_ day: String) throws -> String? {
            var journey = try Journey(
                .restrainingOrder, opened: "2025-12-01", parties: [party(.subject, 1), party(.counterpart, 2)])
            try journey.step("visitation", "2025-12-02")
            try journey.step("petition", "2025-12-03", petition.merging(grounds2025) { $1 })
            try journey.step("hearing", "2025-12-04", ["respondent_heard": "…"])
            let fields = [
                "decision_reason": "…", "expires_on": "2026-12-01", "ankle_tag": "yes", "ankle_tag_reason": "…",
            ]
            return try journey.importProblem("granted", day, fields)
        }
        #expect(try decided("2025-12-31T23:59") == "not-yet-in-force")
        #expect(try decided("2026-01-01") == nil)
    }

    // MARK: - The immediate order

    private func immediateOrder() throws -> Journey {
        var journey = try enquiry()
        try journey.step("petition", "2025-01-10", petition)
        try journey.step("immediate-order", "2025-01-10T12:00", immediate)
        return journey
    }

    private let immediateService = [
        "immediate_served_how": "in-person", "immediate_served_by": "Patruljen", "immediate_service_proof": "…",
    ]

    /// Lov nr. 1724 af 27. december 2016.
    @Test func thereIsNoImmediateOrderBefore2017() throws {
        func petitioned(_ day: String) throws -> Journey {
            var journey = try Journey(
                .restrainingOrder, opened: "2016-12-01", parties: [party(.subject, 1), party(.counterpart, 2)])
            try journey.step("visitation", "2016-12-01")
            try journey.step("petition", "2016-12-02", petition)
            return journey
        }
        let code = "restraining-order.immediate-in-force"
        #expect(try petitioned("2016-12-31").refused("immediate-order", "2016-12-31", immediate).contains(code))
        #expect(try petitioned("2016-12-31").importProblem("immediate-order", "2016-12-31") == code)
        try petitioned("2017-01-01").allows("immediate-order", "2017-01-01", immediate)
    }

    @Test func anImmediateOrderIsServedForItselfAndDecidedWithinSixtyDays() throws {
        var journey = try immediateOrder()
        #expect(try journey.clock("immediate-service", "2025-01-10T13:00")?.dueAt == at("2025-01-11T12:00"))
        #expect(try journey.clock("immediate-decision", "2025-01-11") == nil)
        #expect(refused("immediate-service", [:], on: journey, "2025-01-11").count == 3)
        #expect(refused("immediate-service", immediateService, on: journey, "2025-01-11") == [])
        journey.record("immediate-service", "2025-01-11T09:00", immediateService)
        #expect(try journey.clock("immediate-service", "2025-01-12")?.state == .metInTime)
        #expect(try journey.clock("immediate-decision", "2025-01-12")?.dueDay == day("2025-03-12"))
        try journey.step("hearing", "2025-01-20", ["respondent_heard": "…"])
        let heard = journey
        let granted = ["decision_reason": "…", "expires_on": "2030-02-01"]
        try journey.step("granted", "2025-02-01", granted.merging(["same_as_immediate": "yes"]) { $1 })
        #expect(try journey.clock("immediate-decision", "2025-04-01")?.state == .metInTime)
        // § 16: the order is not served again where it says the same.
        let code = "restraining-order.before-service"
        try journey.allows("served", "2025-02-01", service("2025-01-11"))
        try journey.never(code, "served", "2025-02-01", service("2025-01-10"))
        // Another one is, and so is the area prohibition that comes with it.
        let area = ["area_prohibition": "yes", "area_where": "Torvet", "area_expires_on": "2025-12-31"]
        for more in [[:], area.merging(["same_as_immediate": "yes"]) { $1 }] {
            var other = heard
            try other.step("granted", "2025-02-01", granted.merging(more) { $1 })
            try other.never(code, "served", "2025-02-01", service("2025-01-31"))
            try other.allows("served", "2025-02-01", service("2025-02-01"))
        }
    }

    @Test func nothingIsTheSameAsAnImmediateOrderThatWasNotServed() throws {
        var journey = try immediateOrder()
        try journey.step("hearing", "2025-01-20", ["respondent_heard": "…"])
        let granted = ["decision_reason": "…", "expires_on": "2030-02-01", "same_as_immediate": "yes"]
        try journey.requires("restraining-order.same-as-immediate", "granted", "2025-02-01", granted)
    }

    @Test func nothingIsBreachedBeforeItIsServed() throws {
        var journey = try immediateOrder()
        #expect(refused("breach", breach, on: journey, "2025-01-11") == ["entry-not-now"])
        let early = recorded(journey, "breach", breach, "2025-01-11")
        #expect(try Engine.problem(importing: early, law: testLaw)?.code == "entry-not-now")
        journey.record("immediate-service", "2025-01-11T09:00", immediateService)
        #expect(refused("breach", breach, on: journey, "2025-01-11T08:59") == ["entry-not-now"])
        #expect(refused("breach", breach, on: journey, "2025-01-11T10:00") == [])
        #expect(try Engine.problem(importing: recorded(journey, "breach", breach, "2025-01-12"), law: testLaw) == nil)
    }

    // MARK: - What the respondent gets

    @Test func aProtectedAddressIsInNothingThatTheRespondentGets() throws {
        let hidden = Party(
            person: 1, role: .subject, birthDate: nil, sex: .female, protectedHome: "Skovvej 12, 2. tv")
        let journey = try Journey(
            .restrainingOrder, opened: "2025-01-06", parties: [hidden, party(.counterpart, 2)])
        var visited = journey
        try visited.step("visitation", "2025-01-07")
        try visited.step("petition", "2025-01-10", petition)
        let code = "restraining-order.protected-address"
        for text in ["Han stod ved Skovvej 12.", "SKOVVEJ  12, hver dag", "Hendes hjem (Skovvej 12, 2. tv)"] {
            try visited.never(code, "hearing", "2025-01-20", ["respondent_heard": text])
        }
        for text in ["Han stod ved Skovvej 120.", "Skovvej i Køge, kl. 12", ""] {
            #expect(try !visited.refused("hearing", "2025-01-20", ["respondent_heard": text]).contains(code))
        }
        try visited.step("hearing", "2025-01-20", ["respondent_heard": "…"])
        let decision = ["decision_reason": "…", "expires_on": "2026-01-20"]
        for field in RestrainingOrder.toRespondent where field != "ankle_tag_reason" {
            try visited.never(code, "granted", "2025-02-01", decision.merging([field: "Skovvej 12"]) { $1 })
        }
    }

    @Test func theAreaProhibitionHasAPlaceAndAClock() throws {
        var journey = try hearing()
        let area = [
            "decision_reason": "…", "expires_on": "2026-02-01", "area_prohibition": "yes", "area_where": "…",
            "area_expires_on": "2025-08-01",
        ]
        try journey.requires(
            "restraining-order.area-where", "granted", "2025-02-01", area.merging(["area_where": ""]) { $1 })
        try journey.step("granted", "2025-02-01", area)
        try journey.step("served", "2025-02-05", service("2025-02-05"))
        #expect(try journey.clock("area-expiry", "2025-07-01")?.state == .running)
        #expect(try journey.clock("area-expiry", "2025-07-02")?.state == .warning)
        #expect(try journey.clock("area-expiry", "2025-08-02")?.state == .overdue)
        // The order itself goes on.
        #expect(try journey.clock("renewal", "2025-08-02")?.state == .running)
        journey.record("area-ended", "2025-08-01", ["area_ended_how": "expired"])
        #expect(try journey.clock("area-expiry", "2025-08-02")?.state == .metInTime)
        #expect(try served().clock("area-expiry", "2025-08-02") == nil)
    }

    // MARK: - The question of stalking

    @Test func breachesAskAboutStalkingAndNeverAnswer() throws {
        var journey = try served()
        func question(_ now: String) throws -> Suggested.Fact? {
            try asked(of: journey.file, now)
        }
        for day in ["2025-02-10", "2025-03-01"] {
            journey.record("breach", day, breach)
            #expect(try question(day) == nil)
        }
        journey.record("breach", "2025-05-10", breach)
        #expect(try question("2025-05-10") == .number(3))
        #expect(journey.file.stage == "served")
        journey.record("stalking-question", "2025-05-11", ["stalking_view": "not-raised", "stalking_reason": "…"])
        #expect(try question("2025-05-11") == nil)
        // A new breach asks anew; those longer ago than the rule says do not count.
        journey.record("breach", "2025-05-20", breach)
        #expect(try question("2025-05-20") == .number(3))
        var old = try served()
        for day in ["2025-02-10", "2025-03-01", "2025-05-12"] { old.record("breach", day, breach) }
        #expect(try asked(of: old.file, "2025-05-12") == nil)
    }

    /// Once it is no longer in force, nothing is asked, and long after the breaches neither.
    @Test func anExpiredOrderAsksNothing() throws {
        var journey = try served()
        for day in ["2025-02-10", "2025-02-11", "2025-02-12"] { journey.record("breach", day, breach) }
        #expect(try asked(of: journey.file, "2025-02-12") == .number(3))
        #expect(try asked(of: journey.file, "2025-08-12") == nil)
        try journey.step("active", "2025-02-13")
        try journey.step("revoked", "2025-02-14", ["revoked_reason": "…"])
        #expect(try asked(of: journey.file, "2025-02-15") == nil)
    }

    private func asked(of file: CaseFile, _ now: String) throws -> Suggested.Fact? {
        try Engine.suggestions(on: file, now: at(now + "T23:00"), law: testLaw)
            .first { $0.code == "order-stalking" }?.facts["count"]
    }
}
