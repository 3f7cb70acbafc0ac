import Prevention

extension Attempt {
    /// What must never happen in the cases of children, victims and others who are helped.
    static let onPersons: [Attempt] =
        [
            youth("ukn.refer-age", .nine, tries: .step("referred", "2026-02-03")),
            youth("ukn.prosecution-age", .child, tries: .step("with-prosecution", "2026-02-03")),
            youth("ukn.no-category", .child, ["category": "none"], tries: .step("referred", "2026-02-03")),
            youth(
                "ukn.special-risk", .child, ["category": "other-serious"], after: [],
                tries: .step("assessed", "2026-02-02", ["screening_officer": "Anna"])),
            youth("ukn.offence-after-registration", .child, ["offence_date": "2026-02-02"], after: [], tries: nil),
            youth(
                "ukn.board-composition", .child, after: assessed + [.step("referred", "2026-02-03")],
                tries: .step(
                    "board", "2026-02-04", ["board_composition": "Dommer", "board_police_member": "anna"])),
            youth(
                "ukn.course-end", .child, after: assessed + onBoard,
                tries: .step(
                    "supervision", "2026-02-05", ["outcome": "improvement-course", "course_end": "2026-02-05"])),
            youth(
                "ukn.course-length", .child, after: assessed + onBoard,
                tries: .step(
                    "supervision", "2026-02-05", ["outcome": "improvement-course", "course_end": "2031-01-01"])),
            youth(
                "ukn.under-15-charged", .child, after: [],
                tries: .step(
                    "assessed", "2026-02-02",
                    ["screening_officer": "Anna", "special_risk_reason": "Drengen er sigtet for røveri."])),
        ] + [
            report("social-report.own-words", .adult, ["assessment": "Tre hændelser på et halvt år."]),
            report(
                "social-report.psp-k-adult", .child, ["assessment": "Har brug for støtte.", "leads_to": "psp-k"]),
            Attempt(
                code: "concern-notice.anonymous-professional", programme: "concern-notice",
                parties: [.subject: .child], opened: "2026-02-01",
                fields: ["concerns": "child", "concern": "Sulten i skolen", "notifier_kind": "professional"]),
            Attempt(
                code: "concern-notice.child-suspect", programme: "concern-notice", parties: [.subject: .child],
                opened: "2026-02-01",
                fields: [
                    "concerns": "child", "concern": "Drengen er sigtet for vold.", "notifier_kind": "professional",
                    "notifier_name": "Lærer Holm",
                ]),
            Attempt(
                code: "preventive-talk.interrogation", programme: "preventive-talk", parties: [.subject: .adult],
                opened: "2026-02-01", fields: ["kind": "concern"],
                tries: .step("held", "2026-02-02", ["person_status": "suspected", "consent": "yes"])),
            Attempt(
                code: "ssp-course.build-up-persons", programme: "ssp-course", opened: "2026-02-01",
                fields: ["level": "build-up", "aim": "Trivsel i klassen"], tries: .party(.subject, .child)),
            Attempt(
                code: "ssp-course.build-up-number", programme: "ssp-course", opened: "2026-02-01",
                fields: ["level": "build-up", "aim": "Tal med 670314-1235"]),
            Attempt(
                code: "psp-k.monitored-minimal", programme: "psp-k", parties: [.subject: .adult],
                opened: "2026-02-01", fields: [:], tries: .noted("closed", "2026-02-02", "Har det svært derhjemme."),
                imported: ["actions": "Har det svært derhjemme."]),
            Attempt(
                code: "partner-violence.hospital-basis", programme: "partner-violence", parties: [.subject: .adult],
                opened: "2026-02-01", fields: ["kinds": "physical", "origin": "hospital"]),
            Attempt(
                code: "victim-referral.consent", programme: "victim-referral", parties: [.subject: .adult],
                opened: "2026-02-01", fields: [:],
                tries: .step("referred", "2026-02-02", ["contact_details": "Telefon efter kl. 16"])),
            Attempt(
                code: "forced-admission.too-late", programme: "forced-admission", parties: [.subject: .adult],
                opened: "2026-02-01T11:00", fields: ["colour": "red", "examined_at": "2026-02-01T10:00"],
                tries: .step("completed", "2026-02-02T10:01", ["outcome": "admitted"])),
            Attempt(
                code: "mediation.active-order", programme: "mediation",
                parties: [.subject: .adult, .counterpart: .other], opened: "2026-02-01",
                fields: ["kind": "neighbour"], tries: .step("visitated", "2026-02-02"), given: [orderInForce]),
            Attempt(
                code: "sociolance.municipality", programme: "sociolance", opened: "2026-02-01",
                fields: ["need": "talk"]),
            Attempt(
                code: "parish-officer.island", programme: "parish-officer", municipality: "316", opened: "2026-02-01",
                fields: ["island": "sejeroe", "kind": "service", "task": "Tilsyn med havnen"]),
        ]

    private static let assessed: [Act] = [.step("assessed", "2026-02-02", ["screening_officer": "Anna"])]
    private static let onBoard: [Act] = [
        .step("referred", "2026-02-03"),
        .step("board", "2026-02-04", ["board_composition": "Dommer", "board_police_member": "Bo"]),
    ]

    private static func report(_ code: String, _ subject: Member, _ fields: [String: String]) -> Attempt {
        Attempt(
            code: code, programme: "social-report", parties: [.subject: subject], opened: "2026-02-01",
            fields: ["origin": "patrol", "facts": "Tre hændelser på et halvt år."],
            tries: .step("sent", "2026-02-02", fields.merging(["recipient_authority": "municipality"]) { $1 }))
    }

    private static func youth(
        _ code: String, _ subject: Member, _ fields: [String: String] = [:], after: [Act] = assessed, tries: Act?
    ) -> Attempt {
        let asked = ["offence_date": "2026-01-10", "category": "person-dangerous"]
        return Attempt(
            code: code, programme: "ukn", parties: [.subject: subject], opened: "2026-02-01",
            fields: asked.merging(fields) { $1 }, after: after, tries: tries)
    }

    /// Between the two who are to meet.
    private static let orderInForce = """
        {"id":"T-1","programme":"restraining-order","municipality":"259","parties":[{"person":"adult","role":"subject"},\
        {"person":"other","role":"counterpart"}],"fields":{"served_on":"2025-11-20","expires_on":"2027-11-20"},\
        "events":[{"stage":"enquiry","at":"2025-11-01"},{"stage":"visitation","at":"2025-11-02"},\
        {"stage":"petition","at":"2025-11-03"},{"stage":"hearing","at":"2025-11-10"},\
        {"stage":"granted","at":"2025-11-15"},{"stage":"served","at":"2025-11-20"},{"stage":"active","at":"2025-11-20"}]}
        """
}
