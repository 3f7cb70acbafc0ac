extension Programme {
    /// Tilhold: an order not to contact or seek out another person, where needed with an area prohibition of its own
    /// (*opholdsforbud*, §§ 3-4); lov om tilhold, opholdsforbud og bortvisning.
    ///
    /// The subject is the person who is to be protected, the counterpart the one whom the order is against. An enquiry is
    /// no petition; an order is active only from its service. Breaches, and a demand that a court tests the order, are recorded as
    /// entries.
    static let restrainingOrder = Programme(
        code: "restraining-order",
        prefix: "TIL",
        subject: .person,
        regime: .led,
        legalBasis: ["Lov om tilhold, opholdsforbud og bortvisning §§ 1-4 og 8-19"],
        sharing: ["Parterne", "Anklagemyndigheden", "Andre politikredse ved samlet tilholdsbehandling"],
        retention: "retention.restraining-order",
        outcomes: [.never(in: "granted", "retention.restraining-order-not-granted")],
        form: [
            Field("enquiry_about", .longText, atOpening: true),
            // The checklist of the visitation.
            Field("check_violation", answer),
            Field("check_offence", answer),
            Field("check_continues", answer),
            Field("check_proportionate", answer),
            Field("ground", .choice(["violation-of-peace", "offence", "serious-violation", "none"])),
            Field("ground_reason", .longText),
            Field("petition_in_writing", .flag),
            Field("guided_to", .text),
            Field("respondent_heard", .longText),
            Field("decision_reason", .longText),
            Field("expires_on", .date),
            Field("area_prohibition", .flag),
            Field("area_expires_on", .date),
            Field("served_on", .date),
            Field("service_proof", .text),
            Field("withdrawn_reason", .longText),
            Field("revoked_reason", .longText),
            // Electronic control of the respondent (*omvendt fodlænke*).
            Field("ankle_tag", .flag, onlyUnder: "restraining-order.ankle-tag"),
            Field("ankle_tag_reason", .longText, onlyUnder: "restraining-order.ankle-tag"),
        ],
        stages: [
            "enquiry", "visitation", "guided-elsewhere", "petition", "immediate-order", "hearing", "granted", "refused",
            "withdrawn", "served", "active", "expired", "revoked",
        ],
        transitions: [
            Transition(["enquiry"], to: "visitation", by: handlers),
            Transition(
                ["visitation"], to: "guided-elsewhere", by: handlers, asks: checklist, requires: ["guided_to"]),
            Transition(
                ["visitation"], to: "petition", by: handlers,
                requires: checklist + ["ground", "ground_reason", "petition_in_writing"]),
            Transition(["petition"], to: "immediate-order", by: handlers, requires: ["decision_reason"]),
            Transition(["petition", "immediate-order"], to: "hearing", by: handlers, requires: ["respondent_heard"]),
            Transition(
                ["hearing"], to: "granted", by: handlers,
                asks: ["area_prohibition", "area_expires_on", "ankle_tag", "ankle_tag_reason"],
                requires: ["decision_reason", "expires_on"]),
            Transition(["hearing"], to: "refused", by: handlers, requires: ["decision_reason"]),
            Transition(
                ["petition", "immediate-order", "hearing"], to: "withdrawn", by: handlers,
                requires: ["withdrawn_reason"]),
            Transition(["granted"], to: "served", by: handlers + [.officer], requires: ["served_on", "service_proof"]),
            Transition(["served"], to: "active", by: handlers),
            Transition(["active"], to: "expired", by: handlers),
            Transition(["active"], to: "revoked", by: handlers, requires: ["revoked_reason"]),
        ],
        entries: [
            // Whether a breach is followed by a charge, or points to stalking, is for people to judge.
            EntryKind(
                "breach", during: ["immediate-order", "hearing", "granted", "served", "active"],
                by: handlers + [.officer],
                fields: [
                    Field("breach_what", .longText, required: true),
                    Field("breach_kind", .choice(["contact", "approach", "area", "other"]), required: true),
                    Field("breach_reported", .choice(["charged", "not-charged"])),
                ]),
            EntryKind(
                "court-test", during: ["served", "active"], by: handlers,
                fields: [Field("court_asked_by", .choice(["respondent", "protected"]), required: true)]),
            EntryKind(
                "court-answer", during: ["served", "active"], by: handlers,
                fields: [Field("court_answer", .choice(["upheld", "changed", "lifted"]), required: true)]),
            // What the breaches together may be is asked, and answered by people alone (straffeloven § 242).
            EntryKind(
                "stalking-question", during: ["immediate-order", "hearing", "granted", "served", "active"],
                by: handlers + [.officer],
                fields: [
                    Field("stalking_answer", answer, required: true), Field("stalking_why", .longText, required: true),
                ]),
        ],
        clocks: [
            Clock(
                "handling-first", starts: .stage("petition"), length: .rule("restraining-order.handling-first"),
                stops: ["granted", "refused", "withdrawn"]),
            Clock(
                "handling-last", starts: .stage("petition"), length: .rule("restraining-order.handling-last"),
                stops: ["granted", "refused", "withdrawn"]),
            Clock(
                "court-test", starts: .entry("court-test"), length: .rule("restraining-order.court-test"),
                stops: ["expired", "revoked"], stopEntries: ["court-answer"], mayPause: false),
            Clock(
                "renewal", starts: .stage("served"), length: .untilField("expires_on"), stops: ["expired", "revoked"],
                warning: "restraining-order.reminder-first"),
            Clock(
                "renewal-last", starts: .stage("served"), length: .untilField("expires_on"),
                stops: ["expired", "revoked"], warning: "restraining-order.reminder-last"),
        ],
        guards: [
            .requires("restraining-order.ground", entering: ["petition"]) { situation in
                situation.text("ground") != "none"
            },
            .requires("restraining-order.checklist", entering: ["petition"]) { situation in
                if checklist.contains(where: { !situation.isSet($0) }) { return true }
                let hasGround = situation.text("check_violation") == "yes" || situation.text("check_offence") == "yes"
                return hasGround && situation.text("check_continues") == "yes"
            },
            .requires("restraining-order.ankle-tag-reason", entering: ["granted"]) { situation in
                !situation.isSet("ankle_tag") || situation.isSet("ankle_tag_reason")
            },
            .requires("restraining-order.counterpart", entering: ["petition"]) { situation in
                situation.file.parties.contains { $0.role == .counterpart }
            },
            .never("restraining-order.own-counterpart") { situation in
                let subjects = Set(situation.file.parties.filter { $0.role == .subject }.map(\.person))
                return !situation.file.parties.contains { $0.role == .counterpart && subjects.contains($0.person) }
            },
            .never("restraining-order.length", entering: ["granted"]) { situation throws(LawBook.MissingRule) in
                guard let end = situation.date("expires_on") else { return true }
                let start = situation.at.day
                let years = try situation.number("restraining-order.years", on: start)
                return end > start && end <= start.adding(years: years)
            },
            .never("restraining-order.area-length", entering: ["granted"]) { situation throws(LawBook.MissingRule) in
                guard let end = situation.date("area_expires_on") else { return true }
                let start = situation.at.day
                let years = try situation.number("restraining-order.area-years", on: start)
                return end > start && end <= start.adding(years: years)
            },
            .requires("restraining-order.area-end", entering: ["granted"]) { situation in
                !situation.isSet("area_prohibition") || situation.isSet("area_expires_on")
            },
            .never("restraining-order.before-service", entering: ["served", "active"]) { situation in
                guard let served = situation.date("served_on") else {
                    return situation.file.firstStep(into: "served") != nil
                }
                let decided = situation.file.firstStep(into: "granted")?.at.day
                return served <= situation.at.day && served >= decided ?? served
            },
            .requires("restraining-order.not-yet-expired", entering: ["expired"]) { situation in
                situation.date("expires_on").map { $0 < situation.at.day } ?? true
            },
        ],
        force: Force(
            from: ["immediate-order", "served", "active"], until: ["refused", "withdrawn", "expired", "revoked"],
            lastDay: "expires_on"),
        figures: [.casesReaching("petition", id: "restraining-petitions")],
        suggestions: [.orderRenewal, .stalkingQuestion]
    )

    private static let answer = Field.Kind.choice(["yes", "no", "unclear"])
    private static let checklist = ["check_violation", "check_offence", "check_continues", "check_proportionate"]
    private static let handlers: [Role] = [.secretariat, .sectorLeader, .leader]
}
