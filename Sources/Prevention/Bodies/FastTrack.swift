/// A question to or from a municipality that must not wait for a meeting (*fast track*): it is seen by all it concerns until it is
/// answered, and is about nobody.
public enum FastTrackState: String, Sendable, CaseIterable {
    /// Its clock runs.
    case open
    case answered
    /// Whoever has asked needs no more.
    case closed
}

/// The clock of a question, in working days (`fast-track.answer`, `fast-track.escalation`): the rules in force on the day on which
/// it was asked.
public struct FastTrackClock: Sendable, Hashable {
    /// When it was asked, or asked further.
    public let askedOn: LocalDate
    /// The last day for an answer.
    public let dueOn: LocalDate
    /// From the day after it, it lies with the chair of the kontaktudvalg.
    public let escalatesOn: LocalDate

    public init(askedOn: LocalDate, law: LawBook) throws(LawBook.MissingRule) {
        let days = try law.value("fast-track.answer", on: askedOn)
        self.init(
            askedOn: askedOn, dueOn: law.workingDays.adding(days, to: askedOn), law: law,
            escalation: try law.value("fast-track.escalation", on: askedOn))
    }

    private init(askedOn: LocalDate, dueOn: LocalDate, law: LawBook, escalation: Int) {
        self.askedOn = askedOn
        self.dueOn = dueOn
        escalatesOn = law.workingDays.adding(escalation, to: dueOn)
    }

    public func isOverdue(on day: LocalDate) -> Bool { day > dueOn }
    public func isEscalated(on day: LocalDate) -> Bool { day > escalatesOn }
    /// On the last working day before it is overdue, or on the day itself.
    public func isSoon(on day: LocalDate, _ workingDays: WorkingDays) -> Bool {
        !isOverdue(on: day) && workingDays.count(after: day, through: dueOn) <= 1
    }
}
