/// The headings of the report, as in the district's own.
enum ReportSections {
    /// Codes of the headings, in print order; their words are under `report.section`.
    static let order = ["young", "relations", screening, "vulnerable", "safety", "other"]

    /// What Socialsøg learns from: of no programme.
    static let screening = "screening"

    /// A programme that is not named here stands under "other".
    private static let sections = [
        "ukn": "young", "ssp-course": "young",
        "social-report": "relations", "concern-notice": "relations", "restraining-order": "relations",
        "safety-follow-up": "relations", "victim-referral": "relations", "partner-violence": "relations",
        "psp-k": "vulnerable", "forced-admission": "vulnerable",
        "mediation": "safety", "exit": "safety", "officer-request": "safety",
    ]

    static func section(of programme: String) -> String {
        sections[programme] ?? "other"
    }
}
