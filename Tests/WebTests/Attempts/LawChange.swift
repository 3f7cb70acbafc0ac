import Prevention

/// A day on which the law changes, and the same course of a case on the last day before and on the first day of it.
struct LawChange: Sendable {
    /// What comes of the course.
    enum Outcome: Sendable {
        /// Every act is taken.
        case taken
        /// One of them is refused, with that reason.
        case refused(String)
    }

    /// The rules of law.yaml that begin, or have a new version, on the day.
    let rules: [String]
    /// The first day in force, or no longer in force.
    let on: String
    let programme: String
    var before: Outcome = .taken
    var after: Outcome = .taken
    /// Where an import comes to another outcome: it is not asked what a form asks for.
    var importedBefore: Outcome?
    var importedAfter: Outcome?
    /// The course on a day.
    let course: @Sendable (String) -> Attempt

    /// The name of the test.
    var name: String { programme + " " + on + " " + (rules.first ?? "") }
}
