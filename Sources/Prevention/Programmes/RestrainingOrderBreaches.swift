extension RestrainingOrder {
    /// Breaches that together may be stalking (straffeloven § 242), and how the system has come to ask.
    public struct StalkingQuestion: Sendable, Hashable {
        public let breaches: Int
        /// The rule that says how many within how long.
        public let most: LawBook.Rule
        public let within: LawBook.Rule
    }

    /// Whether the breaches of an order suggest the question whether they are stalking; `nil` where they do not, or where
    /// somebody has answered it since the latest of them. It is a question: nothing follows from it by itself.
    public static func stalkingQuestion(
        _ file: CaseFile, law: LawBook
    ) throws(LawBook.MissingRule) -> StalkingQuestion? {
        let breaches = file.events.filter { $0.records("breach") }
        guard let last = breaches.last else { return nil }
        let most = try law.rule("restraining-order.stalking-breaches", on: last.at.day)
        let within = try law.rule("restraining-order.stalking-within", on: last.at.day)
        let isAnswered = file.events.contains { $0.records("stalking-question") && $0.at >= last.at }
        let count = breaches.count { last.at.day - $0.at.day <= within.value }
        return isAnswered || count < most.value ? nil : StalkingQuestion(breaches: count, most: most, within: within)
    }
}
