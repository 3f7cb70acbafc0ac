import Prevention

extension LawChange {
    static let all: [LawChange] = youth + orders + places

    /// Several acts on one day, in their order.
    private static func attempt(
        _ programme: String, _ day: String, _ fields: [String: String], in municipality: String = "259",
        _ parties: [Party.Role: Attempt.Member] = [.subject: .adult], after: [Attempt.Act] = []
    ) -> Attempt {
        Attempt(
            code: "", programme: programme, municipality: municipality, parties: parties, opened: day, fields: fields,
            after: after)
    }

    // MARK: - Young people and those who are helped

    private static let youth = [
        // No young person was screened for a board that was not there.
        LawChange(
            rules: [
                "ukn.police-processing", "ukn.municipal-report", "ukn.board-decision", "ukn.course-years",
                "ukn.course-years-exceptional",
            ], on: "2019-01-01", programme: "ukn", before: .refused("no-law"), importedBefore: .refused("import.no-law")
        ) { day in
            screening(opened: day, offence: day, of: .born2006, after: supervised(day))
        },
        // Fourteen years old on the day of the offence: a child who is referred, or somebody who can be charged.
        LawChange(
            rules: ["ukn.charge-age-from"], on: "2010-07-01", programme: "ukn", after: .refused("ukn.refer-age")
        ) { day in
            screening(opened: "2019-02-01", offence: day, of: .born1996, after: referred("2019-02-01"))
        },
        LawChange(
            rules: ["ukn.charge-age-from"], on: "2012-03-01", programme: "ukn", before: .refused("ukn.refer-age")
        ) { day in
            screening(opened: "2019-02-01", offence: day, of: .born1997, after: referred("2019-02-01"))
        },
        LawChange(
            rules: [
                "concern-notice.acute", "concern-notice.receipt", "concern-notice.feedback", "concern-notice.opening",
            ], on: "2014-10-01", programme: "concern-notice", before: .refused("no-law"),
            importedBefore: .refused("import.no-law")
        ) { day in notice(day) },
        // As long as before, by another act: the page names that of the day.
        LawChange(
            rules: ["concern-notice.acute", "concern-notice.receipt"], on: "2024-01-01", programme: "concern-notice"
        ) { day in notice(day) },
        LawChange(
            rules: ["sociolance.trial"], on: "2026-01-01", programme: "sociolance",
            before: .refused("programme-not-yet")
        ) { day in attempt("sociolance", day, ["need": "talk"], in: "316", [:]) },
        LawChange(
            rules: ["sociolance.trial"], on: "2027-01-01", programme: "sociolance",
            after: .refused("programme-not-yet")
        ) { day in attempt("sociolance", day, ["need": "talk"], in: "316", [:]) },
        island("sejeroe", in: "326"), island("oroe", in: "316"),
        LawChange(
            rules: ["mediation.own-consent-age"], on: "2010-01-01", programme: "mediation",
            before: .refused("no-law"), importedBefore: .taken
        ) { day in
            attempt(
                "mediation", day, ["kind": "neighbour"], [.subject: .adult, .counterpart: .other],
                after: [
                    .step("visitated", day), .step("assigned", day, ["mediator": "Ida", "mediator_impartial": "yes"]),
                    .step("pre-talks", day, ["subject_consent": "yes", "counterpart_consent": "yes"]),
                ])
        },
    ]

    private static func screening(
        opened: String, offence: String, of subject: Attempt.Member, after: [Attempt.Act]
    ) -> Attempt {
        attempt(
            "ukn", opened, ["offence_date": offence, "category": "person-dangerous"], [.subject: subject],
            after: after)
    }

    private static func referred(_ day: String) -> [Attempt.Act] {
        [.step("assessed", day, ["screening_officer": "Anna"]), .step("referred", day)]
    }

    private static func supervised(_ day: String) -> [Attempt.Act] {
        referred(day) + [
            .step("board", day, ["board_composition": "Dommer", "board_police_member": "Bo"]),
            .step("supervision", day, ["outcome": "improvement-course", "course_end": "2020-06-01"]),
        ]
    }

    private static func notice(_ day: String) -> Attempt {
        attempt(
            "concern-notice", day,
            [
                "concerns": "unborn", "concern": "Ingen kontakt til jordemoder", "notifier_kind": "professional",
                "notifier_name": "Sygeplejerske Holm",
            ])
    }

    private static func island(_ island: String, in municipality: String) -> LawChange {
        LawChange(
            rules: ["parish-officer." + island], on: "2007-01-01", programme: "parish-officer",
            before: .refused("parish-officer.island")
        ) { day in
            attempt(
                "parish-officer", day, ["island": island, "kind": "service", "task": "Tilsyn"], in: municipality, [:])
        }
    }

    // MARK: - Orders

    private static let orders = [
        LawChange(
            rules: [
                "restraining-order.handling-first", "restraining-order.handling-last",
                "restraining-order.reminder-first", "restraining-order.reminder-last", "restraining-order.to-court",
                "restraining-order.court-test",
                "restraining-order.years", "restraining-order.area-years", "restraining-order.stalking-breaches",
                "restraining-order.stalking-within",
            ], on: "2012-03-01", programme: "restraining-order", before: .refused("no-law"),
            importedBefore: .refused("import.no-law")
        ) { day in
            order(day, grounds: day < "2012-03-01" ? [:] : ["check_grave_before": "no"], after: served(day))
        },
        // The question whether it was grave stands under the act of the enquiry's day.
        LawChange(
            rules: ["restraining-order.grounds-2012"], on: "2012-03-01", programme: "restraining-order",
            before: .refused("not-yet-in-force")
        ) { day in order(day, grounds: ["check_grave_before": "no"]) },
        LawChange(
            rules: ["restraining-order.grounds-2012"], on: "2025-07-01", programme: "restraining-order",
            after: .refused("not-yet-in-force")
        ) { day in order(day, grounds: ["check_grave_before": "no"]) },
        LawChange(
            rules: ["restraining-order.grounds-2025"], on: "2025-07-01", programme: "restraining-order",
            before: .refused("not-yet-in-force")
        ) { day in order(day, grounds: ["check_grave": "no", "check_forced_marriage": "no"]) },
        LawChange(
            rules: [
                "restraining-order.immediate-order", "restraining-order.immediate-decision",
                "restraining-order.immediate-service",
            ], on: "2017-01-01", programme: "restraining-order",
            before: .refused("restraining-order.immediate-in-force")
        ) { day in
            let immediate = ["immediate_reason": "Trusler i nat", "immediate_no_interest": "yes"]
            return order(
                day, grounds: ["check_grave_before": "no"], after: [.step("immediate-order", day, immediate)])
        },
        // The numbers are the same under both versions; each is judged by its own, to the day.
        LawChange(rules: limits, on: "2025-07-01", programme: "restraining-order") { day in
            decided(day, years: day < "2025-07-01" ? "2030-06-30" : "2030-07-01", area: nextYear(day))
        },
        LawChange(
            rules: limits, on: "2025-07-01", programme: "restraining-order",
            before: .refused("restraining-order.length"), after: .refused("restraining-order.length")
        ) { day in
            decided(day, years: day < "2025-07-01" ? "2030-07-01" : "2030-07-02", area: nextYear(day))
        },
        LawChange(
            rules: ["restraining-order.ankle-tag"], on: "2026-01-01", programme: "restraining-order",
            before: .refused("not-yet-in-force")
        ) { day in
            decided(
                day, years: "2027-01-01", area: nil, ["ankle_tag": "yes", "ankle_tag_reason": "Gentagne overtrædelser"])
        },
        LawChange(
            rules: ["protection-cluster.lead", "protection-cluster.review"], on: "2012-03-01",
            programme: "protection-cluster", before: .refused("no-law"), importedBefore: .refused("import.no-law")
        ) { day in
            attempt(
                "protection-cluster", day, ["reason": "Samme modpart"], [:],
                after: [
                    .step(
                        "agreed", day,
                        [
                            "districts": "midt-vestsjaelland,fyn", "lead_district": "fyn",
                            "lead_agreed_with": "Vagtchefen",
                        ]),
                    .step("coordinated", day, ["plan": "Fælles retsmøde"]),
                ])
        },
        LawChange(
            rules: [
                "area-ban.days", "area-ban.extension-days", "area-ban.months-after-breach", "area-ban.radius",
                "area-ban.radius-most",
            ], on: "2025-07-01", programme: "area-ban", before: .refused("programme-not-yet")
        ) { day in
            attempt(
                "area-ban", day,
                [
                    "behaviour": "Truer forbipasserende", "position": "55.45802,12.18655", "radius": "500",
                    "expires_on": "2025-07-20", "given": "in-writing",
                ])
        },
    ]

    private static let limits = ["restraining-order.years", "restraining-order.area-years"]

    private static func order(_ day: String, grounds: [String: String], after: [Attempt.Act] = []) -> Attempt {
        let checked = [
            "check_violation": "yes", "check_offence": "no", "check_continues": "yes", "check_proportionate": "yes",
            "ground": "violation-of-peace", "ground_reason": "Opsøger dagligt", "petition_in_writing": "yes",
        ]
        return attempt(
            "restraining-order", day, [:], [.subject: .adult, .counterpart: .other],
            after: [.step("visitation", day), .step("petition", day, checked.merging(grounds) { $1 })] + after)
    }

    /// Up to the service, with a demand that a court tests the order.
    private static func served(_ day: String) -> [Attempt.Act] {
        [
            .step("hearing", day, ["respondent_heard": "Nægter"]),
            .step("granted", day, ["decision_reason": "Chikane", "expires_on": "2013-01-01"]),
            .step(
                "served", day,
                ["served_on": day, "served_how": "in-person", "served_by": "Tj.nr. 1", "service_proof": "Underskrift"]),
            .entry("court-test", day, ["court_asked_by": "respondent"]),
        ]
    }

    /// Begun long before the day, and granted on it.
    private static func decided(
        _ day: String, years end: String, area: String?, _ more: [String: String] = [:]
    ) -> Attempt {
        var fields = ["decision_reason": "Chikane", "expires_on": end].merging(more) { $1 }
        if let area {
            fields.merge(["area_prohibition": "yes", "area_where": "Torvet", "area_expires_on": area]) { $1 }
        }
        var attempt = order(
            "2025-06-01", grounds: ["check_grave_before": "no"],
            after: [.step("hearing", "2025-06-02", ["respondent_heard": "Nægter"])])
        attempt.after.append(.step("granted", day, fields))
        return attempt
    }

    private static func nextYear(_ day: String) -> String {
        (LocalDate(day) ?? LocalDate.firstDay(of: 2026)).adding(years: 1).description
    }

    // MARK: - Places and partners

    private static let places = [
        LawChange(
            rules: ["housing.disclosure", "housing.matter-years"], on: "2014-01-01", programme: "housing",
            before: .refused("housing.before-the-act")
        ) { day in disclosed(on: day, offence: "2013-06-01", decided: "2013-10-01") },
        LawChange(
            rules: ["housing.on-request"], on: "2022-07-01", programme: "housing", before: .refused("not-yet-in-force")
        ) { day in disclosed(on: day, offence: "2022-01-01", decided: "2022-03-01", ["on_request": "yes"]) },
        LawChange(
            rules: ["housing.prevention-area"], on: "2021-12-01", programme: "housing",
            before: .refused("housing.list-not-yet")
        ) { day in
            attempt(
                "housing", "2026-01-05", area, [:],
                after: [
                    .entry(
                        "ministry-list", "2026-01-06",
                        ["list_kind": "prevention-area", "list_date": day, "list_status": "on"])
                ])
        },
        LawChange(
            rules: ["prevention-prize.exists"], on: "2026-01-01", programme: "prevention-prize",
            before: .refused("programme-not-yet")
        ) { day in
            attempt(
                "prevention-prize", day,
                [
                    "nominee": "Klubben", "nominee_kind": "association", "reason": "Åben hver aften",
                    "nominated_by": "Lokalrådet", "prize_year": "2026",
                ], [:])
        },
    ]

    private static let area = ["area": "Fjordhaven", "association": "Fjordbo"]

    private static func disclosed(
        on day: String, offence: String, decided: String, _ more: [String: String] = [:]
    ) -> Attempt {
        let fields = [
            "disclosed_kind": "judgment", "decision_reference": "4100-1", "offence_on": offence, "decided_on": decided,
            "offence_where": "in-area", "why_needed": "Trusler mod naboer", "disclosed_to": "Driftschefen",
        ]
        return attempt(
            "housing", decided, area, [.resident: .adult],
            after: [
                .step("acting", decided, ["effort": "Tryghedsplan", "effort_since": decided]),
                .entry("disclosure", day, fields.merging(more) { $1 }),
            ])
    }
}
