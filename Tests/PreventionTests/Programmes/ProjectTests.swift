import Testing

@testable import Prevention

@Suite struct ProjectTests {
    /// Vejen Videre: from 15 to 29, to the end of 2028.
    private func planned(_ fields: [String: String] = [:]) throws -> Journey {
        let asked = ["name": "Vejen Videre", "aim": "…", "age_from": "15", "age_to": "29", "ends_on": "2028-12-31"]
        return try Journey(.project, opened: "2025-03-03", fields: asked.merging(fields) { $1 }, parties: [])
    }

    private let partner = ["partner_name": "Greve Kommune", "partner_kind": "municipality"]
    private let consent = [
        "consent_of": "P1", "consent_on": "2025-03-05", "consent_by": "self", "consent_form": "written",
        "consent_kept": "Mappe 1",
    ]

    private func active() throws -> Journey {
        var journey = try planned()
        try journey.entry("partner", "2025-03-04", partner)
        try journey.step("active", "2025-03-10")
        return journey
    }

    @Test func aProjectHasPartnersAndMilestonesAndEnds() throws {
        try planned().requires("project.partner", "active", "2025-03-10")
        var journey = try active()
        try journey.entry("milestone", "2025-06-01", ["milestone_what": "Første hold", "milestone_state": "reached"])
        #expect(try journey.clock("end", "2028-10-01")?.state == .running)
        #expect(try journey.clock("end", "2028-10-02")?.state == .warning)
        #expect(try journey.clock("end", "2029-01-01")?.state == .overdue)
        try journey.step("ended", "2028-12-31", ["result": "Videreføres"])
        try journey.ends()
        var dropped = try planned()
        try dropped.step("ended", "2025-03-05", ["result": "Ingen midler"])
        try dropped.ends()
    }

    @Test func itStartsBeforeItEndsAndWithAgesInOrder() throws {
        let ended = CaseFile(
            id: 1, programme: .project, municipality: "253",
            fields: ["name": "x", "aim": "y", "ends_on": "2025-03-03", "age_from": "30", "age_to": "29"], parties: [],
            events: [entered("planned", "2025-03-03")])
        #expect(
            try Engine.refusals(opening: ended, by: everybody, law: testLaw).codes == ["project.over", "project.ages"])
    }

    private func person(_ role: Party.Role, _ number: Int64 = 1, born: String = "2005-01-01") -> Party {
        Party(person: number, role: role, birthDate: day(born), sex: .female, reference: "P\(number)")
    }

    private func problem(_ file: CaseFile) throws -> String? {
        try Engine.problem(importing: file, law: testLaw)?.code
    }

    /// The same id from two sources: a consent would be that of both.
    @Test func twoPeopleOfOneReferenceAreNotInOneProject() throws {
        let namesake = Party(person: 2, role: .contact, birthDate: day("2005-01-01"), sex: .male, reference: "P1")
        let file = try active().joining(person(.contact)).joined(by: namesake)
        #expect(try problem(file) == "party-reference")
        // One person in two roles is one.
        #expect(Engine.partyProblems(try active().joining(person(.contact)).joined(by: person(.participant))) == [])
    }

    @Test func whoeverTakesPartHasConsented() throws {
        var journey = try active().joining(person(.contact), person(.contact, 2))
        let participant = person(.participant)
        #expect(try problem(journey.joined(by: participant)) == "project.consent")
        func refused(_ entry: String, _ changes: [String: String]) throws -> [String] {
            try journey.refused(recording: entry, "2025-03-11", consent.merging(changes) { $1 })
        }
        #expect(try refused("consent", ["consent_on": "2025-03-12"]) == ["project.consent-later"])
        #expect(try refused("consent", ["consent_of": "P9"]) == ["project.consent-of"])
        try journey.entry("consent", "2025-03-11", consent)
        #expect(try problem(journey.joined(by: participant)) == nil)
        // The consent of one carries nobody else, and neither do two of the same.
        try journey.entry("consent", "2025-03-11", consent)
        #expect(try problem(journey.joined(by: person(.participant, 2))) == "project.consent")
        let withdrawn = ["withdrawn_of": "P1", "withdrawn_kept": "Mappe 1"]
        #expect(
            try journey.refused(
                recording: "consent-withdrawn", "2025-03-12", withdrawn.merging(["withdrawn_of": "P2"]) { $1 })
                == ["project.no-consent"])
        try journey.entry("consent-withdrawn", "2025-03-12", withdrawn)
        #expect(try problem(journey.joined(by: participant)) == "project.consent")
        // At the opening nobody can have consented on the case yet.
        let opened = try planned().joined(by: participant)
        #expect(try Engine.refusals(opening: opened, by: everybody, law: testLaw).codes == ["project.consent"])
    }

    /// A consent may be taken back at any time (art. 7, stk. 3), also when the project is over.
    @Test func aConsentIsTakenBackAfterTheEnd() throws {
        var journey = try active().joining(person(.contact))
        try journey.entry("consent", "2025-03-11", consent)
        try journey.step("ended", "2028-12-31", ["result": "Videreføres"])
        try journey.entry("consent-withdrawn", "2029-01-05", ["withdrawn_of": "P1", "withdrawn_kept": "Mappe 1"])
        try journey.ends()
    }

    /// What an older version has let in keeps nobody from putting something else right.
    @Test func aCorrectionDoesNotAnswerForAConsentThatIsMissing() throws {
        let before = try active().joined(by: person(.participant))
        #expect(try problem(before) == "project.consent")
        let after = before.with(fields: before.fields.merging(["aim": "Nyt mål"]) { $1 })
        #expect(try Engine.refusals(correcting: before, to: after, law: testLaw) == [])
        let worse = before.with(fields: before.fields.merging(["ends_on": "x"]) { $1 })
        #expect(try Engine.refusals(correcting: before, to: worse, law: testLaw).codes == ["not-a-date"])
        // Taking one of two out does not make it worse.
        let two = before.with(parties: before.parties + [person(.participant, 2)])
        #expect(try Engine.problem(changing: two, to: before, law: testLaw) == nil)
        // What is wrong already hides nothing that becomes wrong as well, and answers for nobody who comes to it.
        let early = CaseEvent(.entered("active"), at: at("2025-03-20T09:00"))
        #expect(try Engine.problem(changing: before, to: before.adding(early), law: testLaw)?.code == "path")
        #expect(try Engine.problem(joining: before, to: two, law: testLaw)?.code == "project.consent")
        #expect(try Engine.problem(changing: before, to: before, law: testLaw) == nil)
    }

    /// 30 on the day the project opens, 15 on its last day: the day before and the day after.
    @Test(arguments: [
        ("1995-03-03", false), ("1995-03-04", true), ("2013-12-31", true), ("2014-01-01", false),
    ])
    func aParticipantHasTheAgeOnSomeDay(born: String, isAllowed: Bool) throws {
        var journey = try active().joining(person(.contact, born: born))
        try journey.entry("consent", "2025-03-11", consent)
        let file = journey.joined(by: person(.participant, born: born))
        #expect(
            try Engine.problem(importing: file, law: testLaw)?.code == (isAllowed ? nil : "project.never-of-age"))
    }
}
