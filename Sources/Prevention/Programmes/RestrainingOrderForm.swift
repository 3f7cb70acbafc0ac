/// The parts of the restraining order (*tilhold*) that stand in files of their own.
public enum RestrainingOrder {
    /// The grounds of § 2, asked at the visitation by the law on the day of the enquiry, and whether a lesser measure would do.
    static let checklist = [
        "check_violation", "check_offence", "check_continues", "check_grave_before", "check_grave",
        "check_forced_marriage", "check_proportionate",
    ]

    private static let answer = Field.Kind.choice(["yes", "no", "unclear"])

    /// Texts that reach the person whom the order is against. Nothing in them may tell where somebody protected lives.
    static let toRespondent = [
        "immediate_reason", "respondent_heard", "decision_reason", "area_where", "service_proof", "ankle_tag_reason",
        "revoked_reason",
    ]

    static let form: [Field] = [
        Field("enquiry_about", .longText, atOpening: true),
        // The checklist of the visitation.
        Field("check_violation", answer),
        Field("check_offence", answer),
        Field("check_continues", answer),
        Field("check_grave_before", answer, onlyUnder: "restraining-order.grounds-2012", judgedOn: .opening),
        Field("check_grave", answer, onlyUnder: "restraining-order.grounds-2025", judgedOn: .opening),
        Field("check_forced_marriage", answer, onlyUnder: "restraining-order.grounds-2025", judgedOn: .opening),
        Field("check_proportionate", answer),
        Field("ground", .choice(["violation-of-peace", "offence", "serious-violation", "forced-marriage", "none"])),
        Field("ground_reason", .longText),
        Field("petition_in_writing", .flag),
        Field("guided_to", .text),
        // The immediate order (§ 2 a).
        Field("immediate_reason", .longText, onlyUnder: "restraining-order.immediate-order"),
        Field("immediate_no_interest", .flag, onlyUnder: "restraining-order.immediate-order"),
        Field("respondent_heard", .longText),
        Field("decision_reason", .longText),
        Field("expires_on", .date),
        Field("same_as_immediate", .flag, onlyUnder: "restraining-order.immediate-order"),
        Field("area_prohibition", .flag),
        Field("area_where", .longText),
        Field("area_expires_on", .date),
        Field("served_on", .date),
        Field("served_how", served),
        Field("served_by", .text),
        Field("service_proof", .text),
        Field("withdrawn_reason", .longText),
        Field("revoked_reason", .longText),
        // Electronic control of the respondent (*omvendt fodlænke*).
        Field("ankle_tag", .flag, onlyUnder: "restraining-order.ankle-tag"),
        Field("ankle_tag_reason", .longText, onlyUnder: "restraining-order.ankle-tag"),
    ]

    private static let served = Field.Kind.choice(["in-person", "digital", "post", "at-the-police", "bailiff"])

    /// Of an immediate order, whose service stands in an entry.
    static let service = [
        Field("immediate_served_how", served, required: true),
        Field("immediate_served_by", .text, required: true),
        Field("immediate_service_proof", .text, required: true),
    ]
}
