extension SuggestionRule {
    /// An order that expires soon: a review of whether it is to be renewed, which is a new decision with grounds of its own.
    /// Suggested at the first reminder, and again at the last (law.yaml `restraining-order.reminder-first`, `-last`).
    static let orderRenewal = SuggestionRule(
        "order-renewal", during: ["served", "active"],
        trace: .deadline(
            field: "expires_on", within: ["restraining-order.reminder-first", "restraining-order.reminder-last"])
    ) { file, now, law throws(LawBook.MissingRule) in
        guard let expiry = LocalDate(file.fields["expires_on"] ?? ""), let opened = file.openedAt?.day else {
            return nil
        }
        let today = now.day
        let left = expiry - today
        let first = try law.value("restraining-order.reminder-first", on: today)
        let last = try law.value("restraining-order.reminder-last", on: today)
        guard left >= 0, left <= max(first, last) else { return nil }
        let reminder = left <= last ? "restraining-order.reminder-last" : "restraining-order.reminder-first"
        let since = max(expiry + -max(first, last), opened + 1)
        return Suggested(
            "order-renewal", facts: ["date": .date(expiry), "time": .rule(reminder)],
            offer: .newCase(programme: file.programme.code, fields: [:], since: since),
            basis: [expiry.description, reminder])
    }

    /// Several breaches of an order within a time: the question whether together they are stalking (straffeloven § 242) is to be
    /// asked. Answered by an entry after the latest of them; the number stands in law.yaml and is unverified.
    static let stalkingQuestion = SuggestionRule(
        "order-stalking", during: ["immediate-order", "hearing", "granted", "served", "active"],
        trace: .entry("breach", within: "restraining-order.stalking-within")
    ) { file, now, law throws(LawBook.MissingRule) in
        let today = now.day
        let least = try law.value("restraining-order.stalking-breaches", on: today)
        let days = try law.value("restraining-order.stalking-within", on: today)
        let breaches = file.events.filter { $0.records("breach") && $0.at <= now }
        let recent = breaches.filter { $0.at.day > today + -days }
        guard recent.count >= least, let latest = breaches.last else { return nil }
        if let asked = file.events.last(where: { $0.records("stalking-question") }), asked.at >= latest.at {
            return nil
        }
        return Suggested(
            "order-stalking",
            facts: [
                "count": .number(recent.count), "date": .date(latest.at.day),
                "time": .rule("restraining-order.stalking-within"),
            ],
            offer: .entry("stalking-question"), basis: ["\(breaches.count)", latest.at.description])
    }
}
