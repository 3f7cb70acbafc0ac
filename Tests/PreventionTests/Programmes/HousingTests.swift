import Testing

@testable import Prevention

@Suite struct HousingTests {
    private func acting(
        since: String = "2025-01-10", parties: [Party] = [party(.resident)], opened: String = "2025-01-06"
    ) throws -> Journey {
        var journey = try Journey(
            .housing, opened: opened, fields: ["area": "Fjordhaven", "association": "Fjordbo"], parties: parties)
        try journey.step("acting", "2025-02-01", ["effort": "Tryghedsplan", "effort_since": since])
        return journey
    }

    private let disclosure = [
        "disclosed_kind": "judgment", "decision_reference": "4100-1", "offence_on": "2024-10-01",
        "decided_on": "2025-02-20", "offence_where": "in-area", "why_needed": "Trusler mod naboer",
        "disclosed_to": "Driftschefen",
    ]

    private func disclosure(_ changes: [String: String]) -> [String: String] {
        disclosure.merging(changes) { $1 }.filter { !$0.value.isEmpty }
    }

    @Test func aCooperationIsOpenedActedOnAndClosed() throws {
        var journey = try acting()
        try journey.entry("effort-status", "2025-02-20", ["status_text": "Møde holdt"])
        try journey.entry("disclosure", "2025-03-01", disclosure)
        try journey.step("closed", "2025-06-01", ["result": "Ro"])
        try journey.ends()
        var early = try Journey(
            .housing, opened: "2025-01-06", fields: ["area": "Fjordhaven", "association": "Fjordbo"], parties: [])
        try early.requires(
            "housing.effort-begun", "acting", "2025-02-01", ["effort": "Plan", "effort_since": "2025-02-02"])
        try early.step("closed", "2025-02-01", ["result": "Ikke aktuelt"])
        try early.ends()
    }

    @Test(arguments: ["charge", "suspicion"]) func onlyDecisionsAreDisclosed(kind: String) throws {
        try acting().never(
            "housing.no-decision", recording: "disclosure", "2025-03-01", disclosure(["disclosed_kind": kind]))
    }

    @Test func theOffenceConcernsTheArea() throws {
        var journey = try acting()
        func never(_ place: String) throws {
            try journey.never(
                "housing.elsewhere", recording: "disclosure", "2025-03-01", disclosure(["offence_where": place]))
        }
        try never("elsewhere")
        try never("effect-in-area")
        let effect = ["offence_where": "effect-in-area", "effect_reason": "Skud mod en beboer ved indkørslen"]
        try journey.entry("disclosure", "2025-03-01", disclosure(effect))
        try journey.entry("disclosure", "2025-03-01", disclosure(["offence_where": "against-employee"]))
    }

    /// The offence was on 1 October 2024: the last day in time, and the day after.
    @Test func aMatterOverTwoYearsOldNeedsAReason() throws {
        var journey = try acting()
        try journey.entry("disclosure", "2026-10-01T23:59", disclosure)
        try journey.never("housing.too-old", recording: "disclosure", "2026-10-02", disclosure)
        try journey.entry("disclosure", "2026-10-02", disclosure(["old_reason": "Ny dom om det samme"]))
    }

    @Test func anEffortIsThereAlreadyAndADecisionToo() throws {
        try acting(since: "2025-02-01").never(
            "housing.dates", recording: "disclosure", "2025-02-10", disclosure)
        // Of an import, which nobody asks when the effort begins.
        var imported = try Journey(
            .housing, opened: "2025-01-06", fields: ["area": "Fjordhaven", "association": "Fjordbo"],
            parties: [party(.resident)])
        try imported.step("acting", "2025-02-01", ["effort": "Plan", "effort_since": "2025-02-01"])
        let late = imported.file.with(fields: imported.file.fields.merging(["effort_since": "2025-03-02"]) { $1 })
            .adding(CaseEvent(.recorded(entry: "disclosure", fields: disclosure), at: at("2025-03-01")))
        #expect(try Engine.problem(importing: late, law: testLaw)?.code == "housing.no-effort")
        try acting().never(
            "housing.dates", recording: "disclosure", "2025-03-01", disclosure(["offence_on": "2025-02-21"]))
    }

    @Test func whomItIsAboutIsAResidentOnTheCase() throws {
        try acting(parties: []).never("housing.nobody", recording: "disclosure", "2025-03-01", disclosure)
        let wrong = try acting(parties: []).joined(by: party(.counterpart))
        #expect(try Engine.problem(importing: wrong, law: testLaw)?.code == "party-role")
    }

    @Test func nothingWasDisclosedBeforeTheAct() throws {
        var journey = try Journey(
            .housing, opened: "2013-12-01", fields: ["area": "Fjordhaven", "association": "Fjordbo"],
            parties: [party(.resident)])
        try journey.step("acting", "2013-12-02", ["effort": "Plan", "effort_since": "2013-12-01"])
        let old = disclosure(["offence_on": "2013-06-01", "decided_on": "2013-11-01"])
        try journey.never("housing.before-the-act", recording: "disclosure", "2013-12-31", old)
        try journey.entry("disclosure", "2014-01-01", old)
        // The landlord may ask for a judgment since 1 July 2022.
        let asked = disclosure(["on_request": "yes", "offence_on": "2022-01-01", "decided_on": "2022-02-01"])
        #expect(try journey.refused(recording: "disclosure", "2022-06-30", asked) == ["not-yet-in-force"])
        try journey.entry("disclosure", "2022-07-01", asked)
    }

    @Test func aListOfPreventionAreasIsNoOlderThanTheLaw() throws {
        var journey = try acting()
        func list(_ day: String) -> [String: String] {
            ["list_kind": "prevention-area", "list_date": day, "list_status": "on"]
        }
        try journey.never("housing.list-not-yet", recording: "ministry-list", "2025-02-02", list("2021-11-30"))
        try journey.entry("ministry-list", "2025-02-02", list("2021-12-01"))
        #expect(try journey.clock("list-renewal", "2025-02-03")?.dueDay == day("2026-02-02"))
        try journey.entry("ministry-list", "2025-12-01", list("2025-12-01"))
        #expect(try journey.clock("list-renewal", "2025-12-02")?.dueDay == day("2026-12-01"))
    }
}
