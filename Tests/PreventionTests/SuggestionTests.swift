import Testing

@testable import Prevention

/// What a case suggests, at the boundaries of age, category, time and number; the same case and moment give the same answer.
@Suite struct SuggestionTests {
    private func youth(born: String?, offence: String = "2026-02-01", category: String?, stage: Stage = "registered")
        -> CaseFile
    {
        let party = Party(person: 1, role: .subject, birthDate: born.map(day), sex: .male)
        var fields = ["offence_date": offence]
        fields["category"] = category
        return CaseFile(
            id: 1, programme: .youthCrimeBoard, municipality: "259", fields: fields, parties: [party],
            events: [CaseEvent(.entered("registered"), at: at("2026-02-10T10:00"))]
                + (stage == "registered" ? [] : [CaseEvent(.entered(stage), at: at("2026-02-11T10:00"))]))
    }

    private func suggested(_ file: CaseFile, _ now: String = "2026-03-02T10:00") throws -> [Suggested] {
        try Engine.suggestions(on: file, now: at(now), law: testLaw)
    }

    @Test(arguments: [
        // The day before and the day of the tenth, fifteenth and eighteenth birthday.
        ("2016-02-02", "ukn-track-age"), ("2016-02-01", "ukn-track-board"), ("2011-02-02", "ukn-track-board"),
        ("2011-02-01", "ukn-track-prosecution"), ("2008-02-02", "ukn-track-prosecution"),
        ("2008-02-01", "ukn-track-age"),
    ])
    func theTrackFollowsTheAgeAtTheOffence(born: String, code: String) throws {
        #expect(try suggested(youth(born: born, category: "person-dangerous")).map(\.code) == [code])
    }

    /// Whoever was born on 29 February turns fifteen on 1 March.
    @Test func aLeapDayBirthdayIsReachedInMarch() throws {
        let before = youth(born: "2012-02-29", offence: "2027-02-28", category: "other-serious")
        let since = youth(born: "2012-02-29", offence: "2027-03-01", category: "other-serious")
        #expect(try suggested(before).map(\.code) == ["ukn-track-board"])
        #expect(try suggested(since).map(\.code) == ["ukn-track-prosecution"])
    }

    @Test func anOffenceOutsideTheCategoriesIsScreenedOut() throws {
        let one = try #require(try suggested(youth(born: "2013-05-01", category: "none")).first)
        #expect(one.code == "ukn-track-none" && one.offer == .step("screened-out"))
        #expect(one.facts["age"] == .number(12))
    }

    @Test func whatIsMissingIsNotGuessed() throws {
        #expect(try suggested(youth(born: nil, category: "person-dangerous")).isEmpty)
        #expect(try suggested(youth(born: "2013-05-01", category: nil)).isEmpty)
        #expect(try suggested(youth(born: "2013-05-01", category: "none", stage: "screened-out")).isEmpty)
    }

    /// Nothing goes to the board by itself: the step that is offered is the next that a person takes.
    @Test func theNextStepIsOffered() throws {
        let first = try suggested(youth(born: "2013-05-01", category: "person-dangerous"))
        #expect(first.map(\.offer) == [.step("assessed")])
        let then = try suggested(youth(born: "2013-05-01", category: "person-dangerous", stage: "assessed"))
        #expect(then.map(\.offer) == [.step("referred")])
        #expect(first.map(\.basis) == then.map(\.basis))
    }

    private func order(expires: String, breaches: [String] = [], asked: String? = nil) -> CaseFile {
        var events = [
            CaseEvent(.entered("enquiry"), at: at("2025-06-01T10:00")),
            CaseEvent(.entered("active"), at: at("2025-06-10T10:00")),
        ]
        events += breaches.map { CaseEvent(.recorded(entry: "breach", fields: [:]), at: at($0)) }
        if let asked { events.append(CaseEvent(.recorded(entry: "stalking-question", fields: [:]), at: at(asked))) }
        return CaseFile(
            id: 1, programme: .restrainingOrder, municipality: "259", fields: ["expires_on": expires], parties: [],
            events: events.sorted { $0.at < $1.at })
    }

    /// The days are those in Denmark: at half past midnight it is the next one, whatever the day in UTC.
    @Test(arguments: [
        ("2026-03-02T23:59", nil), ("2026-03-03T00:00", "restraining-order.reminder-first"),
        ("2026-05-01T23:59", "restraining-order.reminder-first"),
        ("2026-05-02T00:00", "restraining-order.reminder-last"),
        ("2026-06-01T23:59", "restraining-order.reminder-last"), ("2026-06-02T00:00", nil),
    ])
    func aRenewalIsReviewedAtBothReminders(now: String, rule: String?) throws {
        let found = try suggested(order(expires: "2026-06-01"), now)
        #expect(found.map(\.code) == (rule == nil ? [] : ["order-renewal"]))
        #expect(found.first?.basis == rule.map { "2026-06-01 " + $0 })
    }

    @Test func repeatedBreachesSuggestTheQuestionAndItsAnswerEndsIt() throws {
        let breaches = ["2026-01-05T10:00", "2026-02-05T10:00", "2026-03-01T10:00"]
        #expect(try suggested(order(expires: "2028-01-01", breaches: Array(breaches.dropLast()))).isEmpty)
        let found = try suggested(order(expires: "2028-01-01", breaches: breaches))
        #expect(found.map(\.code) == ["order-stalking"] && found.map(\.offer) == [.entry("stalking-question")])
        #expect(try suggested(order(expires: "2028-01-01", breaches: breaches, asked: "2026-03-01T12:00")).isEmpty)
        // Another breach asks it again.
        let more = order(expires: "2028-01-01", breaches: breaches + ["2026-03-02T09:00"], asked: "2026-03-01T12:00")
        #expect(try suggested(more).map(\.code) == ["order-stalking"])
    }

    /// 90 days: the first of them falls out at midnight, and what is dismissed stays dismissed meanwhile.
    @Test func oldBreachesDoNotCount() throws {
        let file = order(expires: "2028-01-01", breaches: ["2026-01-05T10:00", "2026-02-05T10:00", "2026-03-01T10:00"])
        #expect(try suggested(file, "2026-04-04T23:59").map(\.code) == ["order-stalking"])
        #expect(try suggested(file, "2026-04-05T00:00").isEmpty)
        let (early, late) = (try suggested(file, "2026-03-02T10:00"), try suggested(file, "2026-04-04T23:59"))
        #expect(early.map(\.basis) == late.map(\.basis))
    }

    @Test func anIncidentSuggestsACaseUntilOneIsOpened() throws {
        let programme = Programme.safetyFollowUp
        let law = LawBook(testLaw.rules + [rule("safety-follow-up.suggested-for", 14, .calendarDays)])
        func found(_ day: String, followed: String? = nil, type: String = "stalking") throws -> Suggested? {
            let facts = IncidentFacts(
                reference: "I1", type: type, day: PreventionTests.day(day),
                followedOn: followed.map { PreventionTests.day($0) })
            return try programme.suggested(
                after: facts, types: ["stalking"], today: PreventionTests.day("2026-03-02"), law: law)
        }
        #expect(try found("2026-02-16") != nil)
        #expect(try found("2026-02-15") == nil)
        #expect(try found("2026-03-03") == nil)
        #expect(try found("2026-03-01", type: "burglary") == nil)
        #expect(try found("2026-03-01", followed: "2026-02-28") != nil)
        #expect(try found("2026-03-01", followed: "2026-03-01") == nil)
    }
}
