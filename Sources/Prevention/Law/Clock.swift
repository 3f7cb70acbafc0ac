/// A legal clock (*frist*) of a programme: when it starts, what stops it, how long it may run.
///
/// Every length stands in law.yaml, in calendar days, working days, elapsed hours, weeks, months or years, and is taken by
/// the rule in force on the day the clock starts.
public struct Clock: Sendable, Hashable {
    /// What starts the clock.
    public enum Start: Sendable, Hashable {
        /// The first time the case enters a stage.
        case stage(Stage)
        /// The first time the case enters any of several stages.
        case firstOf([Stage])
        /// The latest time the case entered any of several stages: what has to be done again and again.
        case latestOf([Stage])
        /// An entry of a kind: the first one since the clock was last stopped.
        case entry(String)
        /// The moment in a field, once it is filled.
        case field(String)
    }

    /// When it is due.
    public enum Length: Sendable, Hashable {
        /// By the rule of that id in law.yaml, counted from the start.
        case rule(String)
        /// At the end of the day in a field: a decision with its own expiry.
        case untilField(String)
    }

    /// Unique within its programme: `police-processing`.
    public let code: String
    public let starts: Start
    public let length: Length
    /// The stages of which the first one entered after the start stops it.
    public let stops: [Stage]
    /// The kinds of entries that stop it too.
    public let stopEntries: [String]
    /// Where an entry that stops it answers one of those that start it, and no other: it runs from the oldest that is not
    /// answered.
    public let pairing: Pairing?
    /// Runs only in cases whose field has this value.
    public let onlyWhen: Condition?
    /// Does not run in cases whose field has this value.
    public let unless: Condition?
    /// Id of the rule that gives how long before the deadline the user is warned.
    public let warning: String
    /// Id of the rule that gives how long past its deadline it is taken to a named leader.
    public let escalates: String

    /// Whether somebody may stop it for a time, with a reason.
    public let mayPause: Bool

    /// The fields in which both entries say of what they are: work on the light is answered by work done on the light.
    public struct Pairing: Sendable, Hashable {
        public let start: String
        public let stop: String
        /// The field in which an answer may say to which of the starting entries it is, counted from 1.
        public let number: String?
        /// The field in which a starting entry may set its own last day, instead of the rule's length.
        public let due: String?

        init(start: String, stop: String, number: String? = nil, due: String? = nil) {
            self.start = start
            self.stop = stop
            self.number = number
            self.due = due
        }
    }

    public struct Condition: Sendable, Hashable {
        public let field: String
        public let value: String
    }

    public init(
        _ code: String, starts: Start, length: Length, stops: [Stage], stopEntries: [String] = [],
        pairing: Pairing? = nil, onlyWhen: Condition? = nil, unless: Condition? = nil,
        warning: String = "clock.warning-days", escalates: String = "clock.escalation-days", mayPause: Bool = true
    ) {
        self.code = code
        self.starts = starts
        self.length = length
        self.stops = stops
        self.stopEntries = stopEntries
        self.pairing = pairing
        self.onlyWhen = onlyWhen
        self.unless = unless
        self.warning = warning
        self.escalates = escalates
        if case .untilField = length { self.mayPause = false } else { self.mayPause = mayPause }
    }
}

/// What a clock shows on a case at one point in time.
public struct ClockReading: Sendable, Hashable {
    public enum State: String, Sendable, Hashable {
        /// Running, the deadline not near.
        case running
        /// Running, within the warning time.
        case warning
        /// Running past its deadline.
        case overdue
        /// Stopped with a recorded reason; does not count time.
        case paused
        /// Stopped within the deadline.
        case metInTime = "met"
        /// Stopped after it.
        case metLate = "late"
    }

    public let clock: Clock
    public let state: State
    public let startedAt: Instant
    /// The last moment in time; `nil` while paused, since nobody knows yet.
    public let dueAt: Instant?
    public let stoppedAt: Instant?
    /// Days left until the due day, negative when past it; `nil` when stopped or paused.
    public let daysLeft: Int?

    /// The last day in time.
    public var dueDay: LocalDate? { dueAt?.day }
    public var isRunning: Bool { state == .running || state == .warning || state == .overdue }
    /// Whether it was stopped in time; `nil` while it runs.
    public var wasInTime: Bool? {
        switch state {
        case .metInTime: return true
        case .metLate: return false
        default: return nil
        }
    }
}

extension Clock {
    /// Reads the clock from a case, as of `now`. `nil` when it has not started.
    ///
    /// A clock in days or weeks may be stopped on any time of its last day; one in hours to the millisecond. Time between a
    /// pause and the resumption is added to the deadline: whole days for day clocks (working days for those), exact time for
    /// hour clocks. A date that a decision itself has set is not moved by a pause, so such a clock cannot be paused.
    public func reading(of file: CaseFile, now: Instant, law: LawBook) throws(LawBook.MissingRule) -> ClockReading? {
        if let onlyWhen, file.fields[onlyWhen.field] != onlyWhen.value { return nil }
        if let unless, file.fields[unless.field] == unless.value { return nil }
        let events = file.events.filter { $0.at <= now }
        guard let (start, after, stop, own) = try run(file, events, law), start <= now else { return nil }
        let pauses = Pauses(of: self, in: after, until: stop ?? now, law.workingDays)
        if stop == nil, pauses.isOpen {
            return ClockReading(
                clock: self, state: .paused, startedAt: start, dueAt: nil, stoppedAt: nil, daysLeft: nil)
        }
        var deadline = own
        if deadline == nil { deadline = try due(file, from: start, pauses: pauses, law: law) }
        guard let due = deadline else { return nil }
        if let stop {
            return ClockReading(
                clock: self, state: stop <= due ? .metInTime : .metLate, startedAt: start, dueAt: due, stoppedAt: stop,
                daysLeft: nil)
        }
        let warnFrom = try law.rule(warning, on: start.day)
        let state: ClockReading.State
        if now > due {
            state = .overdue
        } else if now >= Clock.warningStart(warnFrom, before: due) {
            state = .warning
        } else {
            state = .running
        }
        return ClockReading(
            clock: self, state: state, startedAt: start, dueAt: due, stoppedAt: nil, daysLeft: due.day - now.day)
    }

    private func isStop(_ event: CaseEvent) -> Bool {
        stops.contains(where: event.enters) || stopEntries.contains(where: event.records)
    }

    /// When it started, the events since, when it was stopped, and the deadline where that is one's own.
    private func run(
        _ file: CaseFile, _ events: [CaseEvent], _ law: LawBook
    ) throws(LawBook.MissingRule) -> (at: Instant, after: [CaseEvent], stop: Instant?, due: Instant?)? {
        if let pairing, case .entry(let code) = starts {
            return try paired(file, events, by: pairing, starting: code, law: law)
        }
        return started(file, events).map { ($0.at, $0.after, $0.after.first(where: isStop)?.at, nil) }
    }

    /// From the entry that is not answered and is due first; where all are answered, from the one that was answered last.
    private func paired(
        _ file: CaseFile, _ events: [CaseEvent], by pairing: Pairing, starting code: String, law: LawBook
    ) throws(LawBook.MissingRule) -> (at: Instant, after: [CaseEvent], stop: Instant?, due: Instant?)? {
        var open: [(index: Int, number: Int, what: String?, due: Instant?)] = []
        var answered: (index: Int, due: Instant?, stop: Instant)?
        var count = 0
        for (index, event) in events.enumerated() {
            if case .recorded(code, let fields) = event.kind {
                count += 1
                let own = pairing.due.flatMap { LocalDate(fields[$0] ?? "") }.map { Instant(endOf: $0) }
                var last = own
                if last == nil { last = try due(file, from: event.at, pauses: .none, law: law) }
                open.append((index, count, fields[pairing.start], last))
            } else if case .recorded(let kind, let fields) = event.kind, stopEntries.contains(kind) {
                let number = pairing.number.flatMap { Int(fields[$0] ?? "") }
                let first = open.firstIndex { one in
                    one.what == fields[pairing.stop] && (number.map { $0 == one.number } ?? true)
                }
                guard let first else { continue }
                let one = open.remove(at: first)
                answered = (one.index, one.due, event.at)
            } else if stops.contains(where: event.enters), let first = open.first {
                answered = (first.index, first.due, event.at)
                open = []
            }
        }
        func after(_ index: Int) -> [CaseEvent] { Array(events[(index + 1)...]) }
        let next = open.min { ($0.due?.milliseconds ?? .max, $0.index) < ($1.due?.milliseconds ?? .max, $1.index) }
        if let next { return (events[next.index].at, after(next.index), nil, next.due) }
        return answered.map { (events[$0.index].at, after($0.index), $0.stop, $0.due) }
    }

    /// When it started, and the events since.
    private func started(_ file: CaseFile, _ events: [CaseEvent]) -> (at: Instant, after: [CaseEvent])? {
        switch starts {
        case .stage(let stage): return started(events) { $0.enters(stage) }
        case .firstOf(let stages): return started(events) { event in stages.contains(where: event.enters) }
        case .latestOf(let stages):
            guard let index = events.lastIndex(where: { event in stages.contains(where: event.enters) }) else {
                return nil
            }
            return (events[index].at, Array(events[(index + 1)...]))
        case .entry(let code):
            let answered = events.lastIndex { $0.records(code) }.flatMap { events[..<$0].lastIndex(where: isStop) }
            return started(Array(events[(answered.map { $0 + 1 } ?? 0)...])) { $0.records(code) }
        case .field(let field):
            guard let start = Instant(file.fields[field] ?? "") else { return nil }
            // A moment in a field may meet events of which only the date is known.
            return (start, events.filter { $0.at.isNotClearly(before: start) })
        }
    }

    private func started(
        _ events: [CaseEvent], by isStart: (CaseEvent) -> Bool
    ) -> (at: Instant, after: [CaseEvent])? {
        guard let index = events.firstIndex(where: isStart) else { return nil }
        return (events[index].at, Array(events[(index + 1)...]))
    }

    private func due(
        _ file: CaseFile, from start: Instant, pauses: Pauses, law: LawBook
    ) throws(LawBook.MissingRule) -> Instant? {
        switch length {
        case .rule(let id):
            return Clock.deadline(try law.rule(id, on: start.day), from: start, pauses: pauses, law.workingDays)
        case .untilField(let field):
            return LocalDate(file.fields[field] ?? "").map { Instant(endOf: $0) }
        }
    }

    static func deadline(
        _ rule: LawBook.Rule, from start: Instant, pauses: Pauses, _ workingDays: WorkingDays
    ) -> Instant {
        let lastDay: LocalDate
        switch rule.unit {
        case .hours:
            return Instant(milliseconds: start.adding(hours: rule.value).milliseconds + pauses.milliseconds)
        case .workingDays:
            lastDay = workingDays.adding(rule.value + pauses.workingDays, to: start.day)
        case .weeks:
            lastDay = start.day + (rule.value * 7 + pauses.days)
        case .months:
            lastDay = start.day.adding(months: rule.value) + pauses.days
        case .years:
            lastDay = start.day.adding(years: rule.value) + pauses.days
        case .calendarDays, .count, .metres:
            lastDay = start.day + (rule.value + pauses.days)
        }
        return Instant(endOf: lastDay)
    }

    private static func warningStart(_ warning: LawBook.Rule, before due: Instant) -> Instant {
        switch warning.unit {
        case .hours: return due.adding(hours: -warning.value)
        case .weeks: return Instant(startOf: due.day + -7 * warning.value)
        case .months: return Instant(startOf: due.day.adding(months: -warning.value))
        case .years: return Instant(startOf: due.day.adding(years: -warning.value))
        case .calendarDays, .workingDays, .count, .metres: return Instant(startOf: due.day + -warning.value)
        }
    }
}

/// The pauses of one clock up to a moment, summed.
struct Pauses {
    private(set) var days = 0
    private(set) var workingDays = 0
    private(set) var milliseconds: Int64 = 0
    private(set) var isOpen = false

    static let none = Pauses()

    private init() {}

    init(of clock: Clock, in events: [CaseEvent], until end: Instant, _ calendar: WorkingDays) {
        var since: Instant?
        for event in events where event.at <= end {
            switch event.kind {
            case .pause(let code, _) where code == clock.code && since == nil:
                since = event.at
            case .resume(let code, _) where code == clock.code:
                if let from = since { add(from, event.at, calendar) }
                since = nil
            default:
                continue
            }
        }
        if let from = since {
            isOpen = true
            add(from, end, calendar)
        }
    }

    private mutating func add(_ from: Instant, _ to: Instant, _ calendar: WorkingDays) {
        days += to.day - from.day
        workingDays += calendar.count(after: from.day, through: to.day)
        milliseconds += to.milliseconds - from.milliseconds
    }
}
