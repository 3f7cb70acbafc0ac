import Testing

@testable import Prevention

/// Politiloven § 6 g, in force from 1 July 2025.
@Suite struct AreaBanTests {
    private static let place = "55.45802,12.18655"

    private func area(
        from: String = "2025-07-01", to: String = "2026-01-01", radius: Int = 600, ended: String? = nil
    ) throws -> AreaAssessment {
        AreaAssessment(
            name: "Køge Station", municipality: "259", centre: try #require(Position(AreaBanTests.place)),
            radius: radius, reason: "…", decidedBy: "Sektorlederen", validFrom: day(from), validTo: day(to),
            endedOn: ended.map(day), endReason: "…")
    }

    private let fields = [
        "behaviour": "…", "position": AreaBanTests.place, "radius": "400", "expires_on": "2025-08-31",
        "given": "orally",
    ]

    private func ban(_ changed: [String: String] = [:], opened: String = "2025-08-01") throws -> Journey {
        try Journey(
            .areaBan, opened: opened, fields: fields.merging(changed) { $1 }, areas: [try area()])
    }

    private func active(_ changed: [String: String] = [:]) throws -> Journey {
        var journey = try ban(changed)
        try journey.step("confirmed", "2025-08-01T20:00", ["decision_reason": "…", "served_how": "digital"])
        try journey.step("active", "2025-08-01T21:00")
        return journey
    }

    /// What is wrong with opening it, here and on import.
    private func wrong(
        _ changed: [String: String], opened: String = "2025-08-01", areas: [AreaAssessment]? = nil,
        parties: [Party] = [party(.subject)]
    ) throws -> (here: [String], imported: String?) {
        let file = CaseFile(
            id: 1, programme: .areaBan, municipality: "259", fields: fields.merging(changed) { $1 }, parties: parties,
            events: [entered("issued", opened)], areas: try areas ?? [area()])
        return (
            try Engine.refusals(opening: file, by: everybody, law: testLaw).codes,
            try Engine.problem(importing: file, law: testLaw)?.code
        )
    }

    @Test func aBanIsConfirmedActiveExtendedAndExpires() throws {
        var journey = try active()
        try journey.step("extended", "2025-08-30", ["expires_on": "2025-09-30", "extension_reason": "…"])
        try journey.step("extended", "2025-09-29", ["expires_on": "2025-10-30", "extension_reason": "…"])
        try journey.step("expired", "2025-10-31")
        try journey.ends()
    }

    @Test func aBanMayBeWithdrawn() throws {
        var journey = try active()
        try journey.step("withdrawn", "2025-08-10", ["withdrawn_reason": "…"])
        try journey.ends()
    }

    /// A pair of cases on both sides of the day on which the act came into force.
    @Test func thereWasNoBanBeforeItsLaw() throws {
        let areas = [try area(from: "2025-06-01", to: "2025-12-01")]
        let before = try wrong(["expires_on": "2025-07-10"], opened: "2025-06-30T23:59", areas: areas)
        #expect(before.here == ["programme-not-yet"] && before.imported == "programme-not-yet")
        let after = try wrong(["expires_on": "2025-07-10"], opened: "2025-07-01", areas: areas)
        #expect(after.here == [] && after.imported == nil)
    }

    @Test func theRadiusIsFiveHundredMetresOrAThousandWithAReason() throws {
        for (radius, reason, isRight) in [
            ("500", "", true), ("501", "", false), ("501", "…", true), ("1000", "…", true), ("1001", "…", false),
        ] {
            let found = try wrong(["radius": radius, "radius_reason": reason])
            #expect(found.here == (isRight ? [] : ["area-ban.radius"]), "\(radius)")
            #expect(found.imported == (isRight ? nil : "area-ban.radius"), "\(radius)")
        }
    }

    @Test func itLastsThirtyDaysAtMost() throws {
        #expect(try wrong(["expires_on": "2025-08-31"]).here == [])
        let long = try wrong(["expires_on": "2025-09-01"])
        #expect(long.here == ["area-ban.length"] && long.imported == "area-ban.length")
        #expect(try wrong(["expires_on": "2025-07-31"]).imported == "area-ban.length")
    }

    @Test func itNeedsAnAssessmentThatIsLiveAndCoversThePlace() throws {
        let code = "area-ban.no-assessment"
        for areas in [
            [], [try area(to: "2025-07-31")], [try area(from: "2025-08-02")], [try area(ended: "2025-07-31")],
        ] {
            let found = try wrong([:], areas: areas)
            #expect(found.here == [code] && found.imported == code)
        }
        #expect(try wrong([:], areas: [try area(from: "2025-08-01", to: "2025-08-01")]).here == [])
        #expect(try wrong([:], areas: [try area(ended: "2025-08-01")]).here == [])
        // Some 1,100 metres north.
        #expect(try wrong(["position": "55.46802,12.18655"]).imported == code)
    }

    @Test func oneBanIsOnePerson() throws {
        let group = [party(.subject, 1), party(.subject, 2)]
        let found = try wrong([:], parties: group)
        #expect(found.here == ["area-ban.one-person"] && found.imported == "area-ban.one-person")
        let against = try wrong([:], parties: [party(.subject, 1), party(.counterpart, 2)])
        #expect(against.imported == "area-ban.one-person")
    }

    @Test func anExtensionIsThirtyDaysAtATime() throws {
        func extended(_ end: String) -> [String: String] { ["expires_on": end, "extension_reason": "…"] }
        try active().allows("extended", "2025-08-30", extended("2025-09-30"))
        try active().never("area-ban.extension", "extended", "2025-08-30", extended("2025-10-01"))
        // Not shorter, and not a second one beyond its own thirty days.
        #expect(try active().refused("extended", "2025-08-30", extended("2025-08-31")) == ["area-ban.extension"])
        var short = try active(["expires_on": "2025-08-11"])
        try short.step("extended", "2025-08-10", extended("2025-08-20"))
        #expect(try short.refused("extended", "2025-08-19", extended("2025-09-20")) == ["area-ban.extension"])
        #expect(try short.refused("extended", "2025-08-19", extended("2025-09-19")) == [])
    }

    @Test func afterABreachItIsSixMonths() throws {
        let fields = ["expires_on": "2026-02-28", "extension_reason": "…"]
        try active().never("area-ban.extension", "extended", "2025-08-30", fields)
        var breached = try active()
        breached.record("breach", "2025-08-12", ["breach_what": "…"])
        try breached.allows("extended", "2025-08-30", fields)
        try breached.never(
            "area-ban.extension", "extended", "2025-08-30", ["expires_on": "2026-03-01", "extension_reason": "…"])
    }

    /// Nothing goes on by itself: past its day the ban is overdue and stands where it stood, and cannot be extended.
    @Test func itNeverExtendsByItself() throws {
        let journey = try active()
        let fields = ["expires_on": "2025-09-20", "extension_reason": "…"]
        try journey.allows("extended", "2025-08-31T23:59", fields)
        #expect(try journey.refused("extended", "2025-09-01", fields) == ["area-ban.lapsed"])
        try journey.never(
            "area-ban.lapsed", "extended", "2025-09-01", ["expires_on": "2025-09-20", "extension_reason": "…"])
        #expect(try journey.clock("expiry", "2025-09-01")?.state == .overdue)
        #expect(journey.file.stage == "active" && journey.file.fields["expires_on"] == "2025-08-31")
        #expect(journey.file.programme.transitions.allSatisfy { $0.to != "extended" || !$0.requires.isEmpty })
    }

    @Test func anOralBanIsConfirmedInWritingInTime() throws {
        let journey = try ban(opened: "2025-08-01T18:30")
        #expect(try journey.clock("confirmation", "2025-08-01T18:31")?.dueAt == at("2025-08-02T18:30"))
        #expect(try journey.clock("confirmation", "2025-08-02T18:31")?.state == .overdue)
        #expect(try ban(["given": "in-writing"]).clock("confirmation", "2025-08-01") == nil)
        #expect(try journey.clock("expiry", "2025-08-26")?.state == .warning)
    }

    @Test func exceptionsSayHowTheyApply() throws {
        let found = try wrong(["exceptions": "home,treatment"])
        #expect(found.here == ["area-ban.exceptions"] && found.imported == nil)
        #expect(try wrong(["exceptions": "home", "exceptions_how": "…"]).here == [])
    }

    @Test func itDoesNotExpireBeforeItsDay() throws {
        try active().requires("area-ban.not-yet-expired", "expired", "2025-08-31T23:59")
        try active().allows("expired", "2025-09-01")
    }

    @Test func anAssessmentSaysWhatIsWrongWithIt() throws {
        func codes(_ area: AreaAssessment) throws -> [String] { try area.problems(law: testLaw).codes }
        #expect(try codes(area()) == [])
        #expect(try codes(area(to: "2026-01-02")) == ["area.too-long"])
        #expect(try codes(area(to: "2025-06-30")) == ["area.ends-before-start"])
        #expect(try codes(area(radius: 0)) == ["area.radius"])
        #expect(try codes(area(radius: 5_001)) == ["area.radius"])
        #expect(try codes(area(ended: "2026-01-02")) == ["area.end-outside"])
    }

    @Test func aKilometreIsAKilometre() throws {
        let here = try #require(Position("55.45802,12.18655"))
        let north = try #require(Position("55.467013,12.18655"))
        let east = try #require(Position("55.45802,12.202411"))
        #expect(abs(here.metres(to: north) - 1_000) < 2)
        #expect(abs(here.metres(to: east) - 1_000) < 2)
        #expect(here.metres(to: here) == 0)
    }
}
