import Prevention

extension Attempt {
    /// What must never happen in the work on places and with partners.
    static let onPlaces: [Attempt] = [
        Attempt(
            code: "housing.list-not-yet", programme: "housing", opened: "2026-01-05", fields: area,
            tries: .entry(
                "ministry-list", "2026-01-06",
                ["list_kind": "prevention-area", "list_date": "2021-11-30", "list_status": "on"])),
        Attempt(
            code: "housing.before-the-act", programme: "housing", parties: [.resident: .adult], opened: "2013-11-01",
            fields: area,
            after: [.step("acting", "2013-11-02", ["effort": "Tryghedsplan", "effort_since": "2013-11-01"])],
            tries: disclosure(at: "2013-12-31", ["offence_on": "2013-06-01", "decided_on": "2013-10-01"])),
        disclosed("housing.no-decision", tries: disclosure(["disclosed_kind": "suspicion"])),
        disclosed("housing.elsewhere", tries: disclosure(["offence_where": "elsewhere"])),
        // On the pages nothing can be disclosed before the effort: the case has to act first.
        Attempt(
            code: "housing.no-effort", programme: "housing", parties: [.resident: .adult], opened: "2026-01-05",
            fields: area, after: acting, tries: disclosure([:]),
            onPage: ("entry-not-now", disclosure(at: "2026-01-05T12:00", [:])), imported: ["effort_since": "2026-02-20"]
        ),
        disclosed("housing.dates", tries: disclosure(["decided_on": "2026-02-20"])),
        disclosed("housing.too-old", tries: disclosure(["offence_on": "2024-01-31"])),
        disclosed("housing.nobody", parties: [:], tries: disclosure([:])),
        // The consent of one is not that of another.
        project(
            "project.consent", after: [.party(.contact, .other), consented(.other)], tries: .party(.participant, .adult)
        ),
        project(
            "project.never-of-age", after: [.party(.contact, .nine), consented(.nine)],
            tries: .party(.participant, .nine)),
        Attempt(
            code: "prevention-prize.own-case", programme: "prevention-prize", opened: "2026-02-01",
            fields: [
                "nominee": "Klubben ved Åen", "nominee_kind": "association", "reason": "Åben hver aften",
                "nominated_by": "Lokalrådet", "prize_year": "2026",
            ],
            tries: .step("shortlisted", "2026-02-10", ["jury": "En rektor og Klubben ved Åen"])),
    ]

    private static let area = ["area": "Fjordhaven", "association": "Fjordbo"]
    private static let acting: [Act] = [
        .step("acting", "2026-01-10", ["effort": "Tryghedsplan", "effort_since": "2026-01-08"])
    ]

    private static func disclosed(
        _ code: String, parties: [Party.Role: Member] = [.resident: .adult], tries: Act
    ) -> Attempt {
        Attempt(
            code: code, programme: "housing", parties: parties, opened: "2026-01-05", fields: area, after: acting,
            tries: tries)
    }

    private static func disclosure(at: String = "2026-02-01", _ changes: [String: String]) -> Act {
        let sound = [
            "disclosed_kind": "judgment", "decision_reference": "4100-1", "offence_on": "2025-06-01",
            "decided_on": "2025-12-01", "offence_where": "in-area", "why_needed": "Trusler mod naboer",
            "disclosed_to": "Driftschefen",
        ]
        return .entry("disclosure", at, sound.merging(changes) { $1 })
    }

    private static func consented(_ member: Attempt.Member) -> Act {
        .entry(
            "consent", "2026-02-02",
            [
                "consent_of": member.rawValue, "consent_on": "2026-02-02", "consent_by": "self",
                "consent_form": "written", "consent_kept": "Mappe 1",
            ])
    }

    private static func project(_ code: String, after: [Act], tries: Act) -> Attempt {
        Attempt(
            code: code, programme: "project", municipality: "253", opened: "2026-02-01",
            fields: [
                "name": "Vejen Videre", "aim": "Uddannelse og arbejde", "age_from": "15", "age_to": "29",
                "ends_on": "2028-12-31",
            ], after: after, tries: tries)
    }
}
