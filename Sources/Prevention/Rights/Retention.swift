/// How long a closed case is kept where that depends on how it went (retshåndhævelsesloven § 4, databeskyttelsesforordningen
/// Art. 5(1)(e)).
public struct RetentionOutcome: Sendable, Hashable {
    /// Id of the rule in law.yaml.
    public let rule: String
    /// Says `ended` or `never`, for the words.
    public let stage: Stage
    private let isEntered: Bool

    /// For cases that have come into `stage`, whatever came after.
    static func ended(in stage: Stage, _ rule: String) -> RetentionOutcome {
        RetentionOutcome(rule: rule, stage: stage, isEntered: true)
    }

    /// For cases that have closed without ever coming into `stage`.
    static func never(in stage: Stage, _ rule: String) -> RetentionOutcome {
        RetentionOutcome(rule: rule, stage: stage, isEntered: false)
    }

    func holds(for file: CaseFile) -> Bool {
        (file.firstStep(into: stage) != nil) == isEntered
    }
}

/// When an open case that nobody goes on with is over all the same (*bortfald*): it then counts as closed on the last day of a
/// clock.
public struct Lapse: Sendable, Hashable {
    /// While it stands there.
    public let stage: Stage
    /// Code of the clock.
    public let clock: String

    init(of stage: Stage, after clock: String) {
        self.stage = stage
        self.clock = clock
    }
}

extension CaseFile {
    /// Whether it lapses as it stands: whoever it is about is only followed (*monitoreret*).
    public var isOnlyFollowed: Bool { programme.lapse.map { $0.stage == stage } ?? false }
}

extension Programme {
    /// Id of the rule in law.yaml under which `file` is kept once it is closed: that of its outcome, or the programme's.
    public func retention(of file: CaseFile) -> String {
        outcomes.first { $0.holds(for: file) }?.rule ?? retention
    }
}

/// When a closed case is to be gone.
///
/// The rule is the one in force on the day of asking, not on that of the closing: whether something may still be kept is a
/// question of today.
public struct CaseRetention: Sendable, Hashable {
    public let rule: LawBook.Rule
    /// The day of the latest thing that happened to it; of a case that has lapsed, the last day of its clock.
    public let closedOn: LocalDate
    /// The first day on which it may no longer be there.
    public let dueOn: LocalDate

    /// `nil` where the case is open: an open case is never due, but for one that lapses.
    public init?(_ file: CaseFile, on day: LocalDate, law: LawBook) throws(LawBook.MissingRule) {
        guard let ended = try CaseRetention.end(of: file, on: day, law) else { return nil }
        rule = try law.rule(file.programme.retention(of: file), on: day)
        closedOn = ended
        dueOn = rule.end(from: closedOn)
    }

    private static func end(
        of file: CaseFile, on day: LocalDate, _ law: LawBook
    ) throws(LawBook.MissingRule) -> LocalDate? {
        if file.isOver { return file.events.last?.at.day }
        guard file.isOnlyFollowed, let clock = file.programme.lapse.flatMap({ file.programme.clock($0.clock) }) else {
            return nil
        }
        return try clock.reading(of: file, now: Instant(endOf: day), law: law)?.dueDay
    }
}

extension LawBook.Rule {
    /// The first day after the rule's time from `start`: what is kept one year from 1 March may be there through the last day
    /// of February, and from 29 February through that day's place in the calendar, 1 March where the year has none.
    /// A month that is shorter ends on its last day. Rules that are no time of days last one day for each.
    public func end(from start: LocalDate) -> LocalDate {
        switch unit {
        case .years: return start.adding(years: value)
        case .months: return start.adding(months: value)
        case .weeks: return start + 7 * value
        case .calendarDays, .workingDays, .hours, .count, .metres: return start + value
        }
    }

    /// The latest day from which the rule's time is over on `day`.
    public func latestStart(endingBy day: LocalDate) -> LocalDate {
        let most: Int
        switch unit {
        case .years: most = 366 * value + 1
        case .months: most = 31 * value + 1
        case .weeks: most = 7 * value
        case .calendarDays, .workingDays, .hours, .count, .metres: most = value
        }
        var start = day + -most
        while end(from: start + 1) <= day { start = start + 1 }
        return start
    }
}

/// The classes of data that are deleted, in the order in which they go: what is known through another goes before it.
public enum RetentionClass: String, Sendable, CaseIterable {
    case caseFile = "case"
    /// A hit of Socialsøg with the decisions on it.
    case hit
    /// With its participants.
    case incident
    case person
    /// The rows that an import could not take, in a file.
    case rejects
    /// What the record of a sharing says in words, with its addenda; the record itself stays, as the log does.
    case disclosure

    /// Id of its rule in law.yaml; cases have those of their programmes. A hit goes with its incidents.
    public var rule: String? {
        switch self {
        case .caseFile: return nil
        case .hit, .incident: return "retention.incident"
        case .person: return "retention.person"
        case .rejects: return "retention.rejects"
        case .disclosure: return "retention.disclosure"
        }
    }
}

/// Why something whose time is over stays all the same.
public enum RetentionKeeping: String, Sendable, CaseIterable {
    /// A legal hold on it, or on somebody in it.
    case hold
    /// Somebody in it has asked what is held about them, and has not been answered.
    case request
    /// An undecided hit of Socialsøg rests on it.
    case hit
    /// The newest of its kind: its number would be given to the next one. It goes when there is a newer one.
    case newest
    /// Changed since the list was made.
    case changed
    /// In something again.
    case needed
    /// Not there any more.
    case gone
}
