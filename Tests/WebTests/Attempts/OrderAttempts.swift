import Prevention

extension Attempt {
    /// What must never happen with restraining orders and area bans.
    static let onOrders: [Attempt] = [
        Attempt(
            code: "restraining-order.own-counterpart", programme: "restraining-order",
            parties: [.subject: .adult, .counterpart: .adult], opened: "2026-01-05", fields: [:]),
        order(
            "restraining-order.protected-address", of: .hidden,
            tries: .step(
                "hearing", "2026-01-20", ["respondent_heard": "Er set ved " + Member.hiddenAddress + " i Køge"])),
        Attempt(
            code: "restraining-order.immediate-in-force", programme: "restraining-order",
            parties: [.subject: .adult, .counterpart: .other], opened: "2016-12-01", fields: [:],
            after: [
                .step("visitation", "2016-12-02"),
                .step("petition", "2016-12-03", checked.merging(["check_grave_before": "no"]) { $1 }),
            ],
            tries: .step("immediate-order", "2016-12-31")),
        order("restraining-order.length", after: [heard], tries: granted(["expires_on": "2032-01-26"])),
        order(
            "restraining-order.area-length", after: [heard],
            tries: granted([
                "expires_on": "2027-01-25", "area_prohibition": "yes", "area_where": "Torvet",
                "area_expires_on": "2027-01-26",
            ])),
        order(
            "restraining-order.before-service", after: [heard, granted(["expires_on": "2027-01-25"])],
            tries: .step(
                "served", "2026-01-30",
                [
                    "served_on": "2026-01-24", "served_how": "in-person", "served_by": "Tj.nr. 4100",
                    "service_proof": "Underskrift",
                ])),
        ban("area-ban.one-person", parties: [.subject: .adult, .counterpart: .other]),
        ban("area-ban.no-assessment", ["position": "56.0,12.0"]),
        ban("area-ban.radius", ["radius": "1001", "radius_reason": "Hele kvarteret"]),
        ban("area-ban.length", ["expires_on": "2026-04-20"]),
        ban(
            "area-ban.extension", after: [confirmed, .step("active", "2026-02-20T20:00")],
            tries: .step("extended", "2026-03-01", ["expires_on": "2026-05-30", "extension_reason": "Fortsat uro"])),
        ban(
            "area-ban.lapsed", ["expires_on": "2026-01-20"], opened: "2026-01-10",
            tries: .step("confirmed", "2026-01-25", ["decision_reason": "Uro", "served_how": "digital"])),
        Attempt(
            code: "protection-cluster.lead", programme: "protection-cluster", opened: "2026-02-01",
            fields: ["reason": "Samme modpart i to kredse"],
            tries: .step(
                "agreed", "2026-02-02",
                [
                    "districts": "midt-vestsjaelland,fyn", "lead_district": "nordjylland",
                    "lead_agreed_with": "Vagtchefen",
                ])),
    ]

    private static let checked = [
        "check_violation": "yes", "check_offence": "no", "check_continues": "yes", "check_proportionate": "yes",
        "ground": "violation-of-peace", "ground_reason": "Opsøger dagligt", "petition_in_writing": "yes",
    ]
    private static let heard = Act.step("hearing", "2026-01-20", ["respondent_heard": "Nægter"])
    private static let confirmed = Act.step(
        "confirmed", "2026-02-20T18:00", ["decision_reason": "Uro", "served_how": "digital"])

    private static func granted(_ fields: [String: String]) -> Act {
        .step("granted", "2026-01-25", fields.merging(["decision_reason": "Grov chikane"]) { $1 })
    }

    private static func order(_ code: String, of subject: Member = .adult, after: [Act] = [], tries: Act) -> Attempt {
        let petition = checked.merging(["check_grave": "no", "check_forced_marriage": "no"]) { $1 }
        return Attempt(
            code: code, programme: "restraining-order", parties: [.subject: subject, .counterpart: .other],
            opened: "2026-01-05", fields: [:],
            after: [.step("visitation", "2026-01-06"), .step("petition", "2026-01-07", petition)] + after,
            tries: tries)
    }

    private static func ban(
        _ code: String, _ fields: [String: String] = [:], parties: [Party.Role: Member] = [.subject: .adult],
        opened: String = "2026-02-20T12:00", after: [Act] = [], tries: Act? = nil
    ) -> Attempt {
        let asked = [
            "behaviour": "Truer forbipasserende", "position": "55.45802,12.18655", "radius": "400",
            "expires_on": "2026-03-10", "given": "orally",
        ]
        return Attempt(
            code: code, programme: "area-ban", parties: parties, opened: opened, fields: asked.merging(fields) { $1 },
            after: after, tries: tries)
    }
}
