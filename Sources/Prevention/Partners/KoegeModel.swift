/// What the evaluation of the Køge model (*Køge-modellen*) asks of a case of violence in close relations.
public enum KoegeModel {
    /// Whether the case was known to the municipality before (*ikke tidligere kendt af kommunen*).
    public enum Knowledge: String, Sendable, CaseIterable {
        /// Not known before. As the flag of older cases was stored.
        case notKnown = "yes"
        case known = "no"
        /// The municipality cannot tell.
        case unknown
    }

    /// The latest answer; `nil` where nobody has given one, which is not the same as a no. What was recorded in the forum stands
    /// before what was filled in when the case was opened.
    public static func knowledge(of file: CaseFile) -> Knowledge? {
        for event in file.events.reversed() {
            if case .recorded("municipality-answer", let fields) = event.kind {
                return Knowledge(rawValue: fields["not_known_answer"] ?? "")
            }
        }
        return Knowledge(rawValue: file.fields["not_known_to_municipality"] ?? "")
    }

    /// Days from the opening to the first step into a stage; `nil` where it was not taken.
    public static func days(of file: CaseFile, to stage: Stage) -> Int? {
        guard let opened = file.openedAt?.day, let reached = file.firstStep(into: stage)?.at.day else { return nil }
        return reached - opened
    }

    /// The one in the middle, of an even number the mean of the two; `nil` of fewer than `least`, who might be recognised.
    public static func median(_ days: [Int], least: Int) -> Double? {
        guard !days.isEmpty, days.count >= least else { return nil }
        let sorted = days.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? Double(sorted[middle]) : Double(sorted[middle - 1] + sorted[middle]) / 2
    }

    /// Ids of its figures, in print order.
    public static let figures = [
        "koege-forum-cases", "koege-answered", "koege-not-known", "koege-kinds", "koege-results",
    ]
}
