/// Repeated contact (*gentagne henvendelser*): how often somebody was in incidents that PSP-K monitors, in plain counts and dates.
/// No count is a score: nothing is weighed, and nobody is ranked by it.
public struct RepeatedContact: Sendable, Hashable {
    /// Incidents, duplicate reports once.
    public private(set) var count: Int
    public private(set) var first: LocalDate
    public private(set) var last: LocalDate

    public init(on day: LocalDate) {
        count = 1
        first = day
        last = day
    }

    public mutating func add(_ day: LocalDate) {
        count += 1
        first = min(first, day)
        last = max(last, day)
    }

    /// How many incidents make contact repeated (law.yaml `psp-k.contact-count`).
    public static func least(on day: LocalDate, law: LawBook) throws(LawBook.MissingRule) -> Int {
        try law.value("psp-k.contact-count", on: day)
    }

    /// Whether somebody is grown up on a day: PSP-K is for adults. Somebody whose birth date nobody knows is taken for one.
    public static func isAdult(
        bornOn birth: LocalDate?, on day: LocalDate, law: LawBook
    ) throws(LawBook.MissingRule) -> Bool {
        guard let birth else { return true }
        guard let age = Age.years(bornOn: birth, on: day) else { return false }
        return age >= (try law.value("psp-k.adult-age", on: day))
    }
}

/// The days in which contact is counted, both included.
public struct ContactPeriod: Sendable, Hashable {
    public let from: LocalDate
    public let through: LocalDate

    /// What is wrong with a period that somebody has chosen; `nil` where nothing is. The words are in the locales under
    /// `refusal.psp-k`.
    public static func problem(
        from: LocalDate, through: LocalDate, today: LocalDate, law: LawBook
    ) throws(LawBook.MissingRule) -> Refusal? {
        if through > today { return Refusal("psp-k.period-in-future", ["today": today.danish]) }
        if from > through { return Refusal("psp-k.period-reversed") }
        let longest = try law.value("psp-k.contact-longest", on: today)
        return through - from >= longest ? Refusal("psp-k.period-too-long", ["days": String(longest)]) : nil
    }

    public init(from: LocalDate, through: LocalDate) {
        self.from = from
        self.through = through
    }

    /// The period of the law, up to a day (law.yaml `psp-k.contact-days`).
    public init(through day: LocalDate, law: LawBook) throws(LawBook.MissingRule) {
        self.init(from: day + -(try law.value("psp-k.contact-days", on: day) - 1), through: day)
    }
}

/// That somebody with repeated contact is not selected now (*ikke nu*): whom, until when, and which of a few reasons. Nothing
/// more: whoever is only followed stays minimal (retsplejelovens § 115).
public struct NotNow: Sendable, Hashable {
    public enum Reason: String, Sendable, CaseIterable {
        /// Help is under way already.
        case helped
        /// The incidents belong together and are over.
        case over
        /// They were about somebody else.
        case otherPerson = "other-person"
        /// The practice group has no room before its next meeting.
        case nextMeeting = "next-meeting"
    }

    public let reason: Reason
    /// The last day on which the person is not listed.
    public let until: LocalDate

    public init(_ reason: Reason, until: LocalDate) {
        self.reason = reason
        self.until = until
    }

    public func problem(today: LocalDate, law: LawBook) throws(LawBook.MissingRule) -> Refusal? {
        let longest = today + (try law.value("psp-k.not-now-longest", on: today))
        if until < today || until > longest {
            return Refusal("psp-k.not-now-until", ["first": today.danish, "last": longest.danish])
        }
        return nil
    }
}
