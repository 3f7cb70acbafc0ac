import Casework
import Handbook
import Prevention

/// A clock on the case page: state in a word, the deadline, what is left, and the form that pauses or resumes it.
struct CaseClockModel: Sendable {
    let clockName: String
    let stateName: String
    let stateClass: String
    let remaining: String
    let deadline: String?
    let deadlineISO: String?
    let bar: Bar?
    let rule: String?
    let form: PauseForm?

    struct Bar: Sendable {
        let used: Int
        let total: Int
        let barText: String
    }

    struct PauseForm: Sendable {
        let pauseID: String
        let pausePath: String
        let pauseLabel: String
        let pauseReason: String
        let pauseError: String?
        let isPauseOpen: Bool
    }

    init(
        _ reading: ClockReading, of programme: Programme, mayPause: Bool, _ refused: RefusedForm?, _ texts: CaseTexts
    ) throws {
        let words = texts.words
        let code = reading.clock.code
        clockName = words.name("clock", code, of: programme)
        stateName = words("clock-state." + reading.state.rawValue)
        stateClass = "is-" + reading.state.rawValue
        var law: LawBook.Rule?
        if case .rule(let id) = reading.clock.length {
            law = try texts.handbook.law.rule(id, on: reading.startedAt.day)
        }
        let inHours = law?.unit == .hours
        remaining = CaseClockModel.remaining(reading, inHours: inHours, texts)
        deadline = reading.dueAt.map {
            words("case-page.due", ["date": inHours ? $0.danish : $0.day.danish])
        }
        deadlineISO = reading.dueAt.map { inHours ? TypedValue.forInput($0) : $0.day.description }
        bar = reading.isRunning ? CaseClockModel.bar(reading, texts) : nil
        rule = law.map { words("case-page.rule", ["amount": words.amount($0), "source": words.source($0)]) }
        let canPause = reading.clock.mayPause && (reading.isRunning || reading.state == .paused)
        form = mayPause && canPause ? PauseForm(reading, refused, words) : nil
    }

    /// Of clocks that remind of the same day at different times, the one whose time it is: the last that warns already, or the
    /// first that will.
    static func governing(_ readings: [ClockReading], _ texts: CaseTexts) throws -> [ClockReading] {
        func warning(_ reading: ClockReading) throws -> Int {
            try texts.handbook.law.value(reading.clock.warning, on: texts.today)
        }
        return try readings.filter { one in
            guard case .untilField = one.clock.length, let left = one.daysLeft else { return true }
            let twins = readings.filter {
                $0.clock.length == one.clock.length && $0.dueAt == one.dueAt && $0.state == one.state
            }
            let warnings = try twins.map(warning)
            let governs = warnings.filter { $0 >= left }.min() ?? warnings.max()
            return try warning(one) == governs
        }
    }

    private static func remaining(_ reading: ClockReading, inHours: Bool, _ texts: CaseTexts) -> String {
        if let stopped = reading.stoppedAt {
            return texts.words("case-page.stopped", ["date": stopped.day.danish])
        }
        guard let due = reading.dueAt, let days = reading.daysLeft else { return texts.words("clock-state.paused") }
        if inHours {
            let hours = Int((due.milliseconds - texts.now.milliseconds) / 3_600_000)
            let amount = ["amount": texts.words.amount(abs(hours), .hours)]
            let isOver = due < texts.now
            return texts.words(isOver ? "case-words.late-by" : "case-words.due-in", amount)
        }
        return DueBadge.short(days, texts)
    }

    private static func bar(_ reading: ClockReading, _ texts: CaseTexts) -> Bar? {
        guard let due = reading.dueAt else { return nil }
        let total = Int((due.milliseconds - reading.startedAt.milliseconds) / 60_000)
        guard total > 0 else { return nil }
        let used = Int((texts.now.milliseconds - reading.startedAt.milliseconds) / 60_000)
        let share = min(total, max(0, used))
        let percent = String(share * 100 / total)
        return Bar(used: share, total: total, barText: texts.words("case-page.time-used", ["percent": percent]))
    }
}

extension CaseClockModel.PauseForm {
    fileprivate init(_ reading: ClockReading, _ refused: RefusedForm?, _ words: Words) {
        let code = reading.clock.code
        let isPaused = reading.state == .paused
        let own = refused.flatMap { $0.name == "clock-" + code ? $0 : nil }
        pauseID = "clock-" + code
        pausePath = "clock/" + code + (isPaused ? "/resume" : "/pause")
        pauseLabel = words(isPaused ? "case-page.resume" : "case-page.pause")
        pauseReason = own?.typed["reason"] ?? ""
        pauseError = own?.problems.text(at: "clock-" + code)
        isPauseOpen = own != nil
    }
}
