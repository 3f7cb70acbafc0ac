extension Programme {
    /// Tilhold: an order not to contact or seek out another person, where needed with an area prohibition of its own
    /// (*opholdsforbud*, §§ 3-4); lov om tilhold, opholdsforbud og bortvisning.
    ///
    /// The subject is the person who is to be protected, the counterpart the one whom the order is against. An enquiry is
    /// no petition; an order is active only from its service; it is not extended but followed by a new decision in a case of
    /// its own. An immediate order (*strakstilhold*, § 2 a) is served for itself and lasts until the decision. Breaches, the
    /// question whether they are stalking, and a demand that a court tests the decision are recorded as entries.
    ///
    /// Either party may demand the court test (*domstolsprøvelse*), of a refusal as well; how long they have stands in the
    /// letters. From the demand the police have a time of their own to bring the case before the court. A case that is over
    /// in itself is open again until the court has answered.
    public static let restrainingOrder = Programme(
        code: "restraining-order",
        prefix: "TIL",
        subject: .person,
        regime: .led,
        legalBasis: ["Lov om tilhold, opholdsforbud og bortvisning §§ 1-5 og 8-19"],
        retention: "retention.restraining-order",
        outcomes: [.never(in: "granted", "retention.restraining-order-not-granted")],
        form: RestrainingOrder.form,
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
            Transition(
                ["petition"], to: "immediate-order", by: handlers,
                requires: ["immediate_reason", "immediate_no_interest"]),
            Transition(["petition", "immediate-order"], to: "hearing", by: handlers, requires: ["respondent_heard"]),
            Transition(
                ["hearing"], to: "granted", by: handlers,
                asks: [
                    "same_as_immediate", "area_prohibition", "area_where", "area_expires_on", "ankle_tag",
                    "ankle_tag_reason",
                ],
                requires: ["decision_reason", "expires_on"]),
            Transition(["hearing"], to: "refused", by: handlers, requires: ["decision_reason"]),
            Transition(
                ["petition", "immediate-order", "hearing"], to: "withdrawn", by: handlers,
                requires: ["withdrawn_reason"]),
            Transition(
                ["granted"], to: "served", by: handlers + [.officer],
                requires: ["served_on", "served_how", "served_by", "service_proof"]),
            Transition(["served"], to: "active", by: handlers),
            Transition(["active"], to: "expired", by: handlers),
            Transition(["active"], to: "revoked", by: handlers, requires: ["revoked_reason"]),
        ],
        entries: [
            EntryKind(
                "immediate-service", during: ["immediate-order", "hearing"], by: handlers + [.officer],
                fields: RestrainingOrder.service),
            // Before anything is served nothing can be breached. Whether a breach is followed by a charge, or is stalking, is
            // for people to judge.
            EntryKind(
                "breach", during: ["served", "active"],
                alsoAfter: .init(entry: "immediate-service", during: ["immediate-order", "hearing", "granted"]),
                by: handlers + [.officer],
                fields: [
                    Field("breach_what", .longText, required: true),
                    Field("breach_kind", .choice(["contact", "approach", "area", "other"]), required: true),
                    Field("breach_where", .text),
                    Field("breach_evidence", .text),
                    Field("breach_reported", .choice(["charged", "not-charged"])),
                ]),
            EntryKind(
                "stalking-question", during: ["immediate-order", "hearing", "granted", "served", "active"],
                when: { file in file.events.contains { $0.records("breach") } },
                by: handlers + [.officer],
                fields: [
                    Field("stalking_view", .choice(["raised", "not-raised"]), required: true),
                    Field("stalking_reason", .longText, required: true),
                ]),
            EntryKind(
                "area-ended", during: ["served", "active"],
                when: { file in
                    file.fields["area_prohibition"] == "yes" && !file.events.contains { $0.records("area-ended") }
                }, by: handlers,
                fields: [Field("area_ended_how", .choice(["expired", "lifted"]), required: true)]),
            EntryKind(
                "court-test", during: decided, by: handlers,
                fields: [Field("court_asked_by", .choice(["respondent", "protected"]), required: true)],
                pendingUntil: "court-answer"),
            EntryKind("court-sent", during: decided, by: handlers, fields: [Field("court_number", .text)]),
            EntryKind(
                "court-answer", during: decided, by: handlers,
                fields: [Field("court_answer", .choice(["upheld", "changed", "lifted"]), required: true)]),
        ],
        clocks: [
            Clock(
                "handling-first", starts: .stage("petition"), length: .rule("restraining-order.handling-first"),
                stops: ["granted", "refused", "withdrawn"]),
            Clock(
                "handling-last", starts: .stage("petition"), length: .rule("restraining-order.handling-last"),
                stops: ["granted", "refused", "withdrawn"]),
            Clock(
                "immediate-service", starts: .stage("immediate-order"),
                length: .rule("restraining-order.immediate-service"), stops: ["granted", "refused", "withdrawn"],
                stopEntries: ["immediate-service"], warning: "clock.warning-hours"),
            Clock(
                "immediate-decision", starts: .entry("immediate-service"),
                length: .rule("restraining-order.immediate-decision"), stops: ["granted", "refused", "withdrawn"]),
            Clock(
                "court-test", starts: .entry("court-test"), length: .rule("restraining-order.to-court"), stops: [],
                stopEntries: ["court-sent", "court-answer"], mayPause: false),
            Clock(
                "renewal", starts: .stage("served"), length: .untilField("expires_on"), stops: ["expired", "revoked"],
                warning: "restraining-order.reminder-first"),
            Clock(
                "renewal-last", starts: .stage("served"), length: .untilField("expires_on"),
                stops: ["expired", "revoked"], warning: "restraining-order.reminder-last"),
            Clock(
                "area-expiry", starts: .stage("served"), length: .untilField("area_expires_on"),
                stops: ["expired", "revoked"], stopEntries: ["area-ended"],
                onlyWhen: .init(field: "area_prohibition", value: "yes"), warning: "restraining-order.reminder-last"),
        ],
        guards: RestrainingOrder.guards,
        force: Force(
            from: ["immediate-order", "served", "active"], until: ["refused", "withdrawn", "expired", "revoked"],
            lastDay: "expires_on"),
        figures: [.casesReaching("petition", id: "restraining-petitions")],
        renewedFrom: ["served", "active", "expired"],
        shieldsSubject: true,
        suggestions: [.orderRenewal, .stalkingQuestion]
    )

    /// The stages in which there is a decision that a court may test.
    private static let decided: [Stage] = ["granted", "refused", "served", "active", "expired", "revoked"]
    private static let checklist = RestrainingOrder.checklist
    private static let handlers: [Role] = [.secretariat, .sectorLeader, .leader]
}
