extension Programme {
    /// Tilhold: an order not to contact or seek out another person, where needed with an area prohibition of its own
    /// (*opholdsforbud*, §§ 3-4); lov om tilhold, opholdsforbud og bortvisning.
    ///
    /// The subject is the person who is to be protected, the counterpart the one whom the order is against. An enquiry is
    /// no petition; an order is active only from its service.
    static let restrainingOrder = Programme(
        code: "restraining-order",
        prefix: "TIL",
        subject: .person,
        regime: .led,
        legalBasis: ["Lov om tilhold, opholdsforbud og bortvisning §§ 1-4 og 8-19"],
        sharing: ["Parterne", "Anklagemyndigheden", "Andre politikredse ved samlet tilholdsbehandling"],
        retention: "retention.restraining-order",
        form: [
            Field("enquiry_about", .longText, atOpening: true),
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
            Field("mediation_clearance", .longText),
        ],
        stages: [
            "enquiry", "visitation", "guided-elsewhere", "petition", "immediate-order", "hearing", "granted", "refused",
            "withdrawn", "served", "active", "expired", "revoked",
        ],
        transitions: [
            Transition(["enquiry"], to: "visitation", by: handlers),
            Transition(["visitation"], to: "guided-elsewhere", by: handlers, requires: ["guided_to"]),
            Transition(
                ["visitation"], to: "petition", by: handlers,
                requires: ["ground", "ground_reason", "petition_in_writing"]),
            Transition(["petition"], to: "immediate-order", by: handlers, requires: ["decision_reason"]),
            Transition(["petition", "immediate-order"], to: "hearing", by: handlers, requires: ["respondent_heard"]),
            Transition(
                ["hearing"], to: "granted", by: handlers, asks: ["area_prohibition", "area_expires_on"],
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
        clocks: [
            Clock(
                "handling-first", starts: .stage("petition"), length: .rule("restraining-order.handling-first"),
                stops: ["granted", "refused", "withdrawn"]),
            Clock(
                "handling-last", starts: .stage("petition"), length: .rule("restraining-order.handling-last"),
                stops: ["granted", "refused", "withdrawn"]),
            Clock(
                "renewal", starts: .stage("active"), length: .untilField("expires_on"), stops: ["expired", "revoked"],
                warning: "restraining-order.reminder-first"),
            Clock(
                "renewal-last", starts: .stage("active"), length: .untilField("expires_on"),
                stops: ["expired", "revoked"], warning: "restraining-order.reminder-last"),
        ],
        guards: [
            .requires("restraining-order.ground", entering: ["petition"]) { situation in
                situation.text("ground") != "none"
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
                return served <= situation.at.day
            },
            .requires("restraining-order.not-yet-expired", entering: ["expired"]) { situation in
                situation.date("expires_on").map { $0 < situation.at.day } ?? true
            },
        ],
        force: Force(
            from: ["immediate-order", "served", "active"], until: ["refused", "withdrawn", "expired", "revoked"],
            lastDay: "expires_on"),
        figures: [.casesReaching("petition", id: "restraining-petitions")]
    )

    private static let handlers: [Role] = [.secretariat, .sectorLeader, .leader]
}
