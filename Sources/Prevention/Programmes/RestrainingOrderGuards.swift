extension RestrainingOrder {
    static let guards: [Guard] = [
        .requires("restraining-order.ground", entering: ["petition"]) { situation in
            situation.text("ground") != "none"
        },
        .requires("restraining-order.checklist", entering: ["petition"]) { situation in
            showsGround(situation)
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
        // The order, the hearing and the proof of service go to the respondent.
        .never("restraining-order.protected-address") { situation in
            let homes = situation.file.parties.filter { $0.role != .counterpart }.map(\.protectedHome)
            return !toRespondent.contains { field in
                homes.contains { !$0.isEmpty && Redactor.names($0, in: situation.text(field)) }
            }
        },
        .never("restraining-order.immediate-in-force", entering: ["immediate-order"]) { situation in
            situation.law.isInForce("restraining-order.immediate-order", on: situation.at.day)
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
        .requires("restraining-order.area-where", entering: ["granted"]) { situation in
            !situation.isSet("area_prohibition") || situation.isSet("area_where")
        },
        .never("restraining-order.before-service", entering: ["served", "active"]) { situation in
            guard let served = situation.date("served_on") else {
                return situation.file.firstStep(into: "served") != nil
            }
            return served <= situation.at.day && served >= earliestService(of: situation.file) ?? served
        },
        .requires("restraining-order.same-as-immediate", entering: ["granted"]) { situation in
            !situation.isSet("same_as_immediate") || situation.file.events.contains { $0.records("immediate-service") }
        },
        .requires("restraining-order.not-yet-expired", entering: ["expired"]) { situation in
            situation.date("expires_on").map { $0 < situation.at.day } ?? true
        },
    ]

    /// An order that forbids the same contact as the immediate order before it is not served again (§ 16, 2. pkt.): the service
    /// of that one counts. Any other is served after it was granted, and so is one with an area prohibition, which no immediate
    /// order has.
    private static func earliestService(of file: CaseFile) -> LocalDate? {
        func isSet(_ field: String) -> Bool { !(file.fields[field] ?? "").isEmpty }
        let isSame = isSet("same_as_immediate") && !isSet("area_prohibition")
        let immediate = isSame ? file.events.first { $0.records("immediate-service") } : nil
        return (immediate ?? file.firstStep(into: "granted"))?.at.day
    }

    /// § 2, stk. 1: a violation or an offence, and definite reason to assume that it will go on; or one of the grounds that
    /// stand alone. What is not answered at all is asked for, not judged.
    private static func showsGround(_ situation: Situation) -> Bool {
        func isYes(_ field: String) -> Bool { situation.text(field) == "yes" }
        if ["check_violation", "check_offence", "check_continues"].contains(where: { !situation.isSet($0) }) {
            return true
        }
        if (isYes("check_violation") || isYes("check_offence")) && isYes("check_continues") { return true }
        return isYes("check_grave_before") || isYes("check_grave") || isYes("check_forced_marriage")
    }
}
