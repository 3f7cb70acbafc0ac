/// When an open hit that nobody decides on is deleted (*sletning uden afgørelse*): law.yaml `retention.hit-open`, put off by a
/// deferral up to `retention.hit-deferred`, never before its place in the queue has warned of it for
/// `screening.lapse-warning`.
public struct HitLapse: Sendable {
    private let open: LawBook.Rule
    private let deferred: LawBook.Rule
    private let deferral: LawBook.Rule
    /// Days of warning.
    private let warning: Int
    private let today: LocalDate

    public init(on today: LocalDate, law: LawBook) throws {
        self.today = today
        open = try law.rule("retention.hit-open", on: today)
        deferred = try law.rule("retention.hit-deferred", on: today)
        deferral = try law.rule("screening.deferral-longest", on: today)
        warning = try law.value("screening.lapse-warning", on: today)
    }

    /// As its days say, whether or not anybody was warned.
    private func planned(from start: LocalDate, deferredUntil: LocalDate?) -> LocalDate {
        let end = open.end(from: start)
        guard let until = deferredUntil else { return end }
        return max(end, min(until + warning, deferred.end(from: start)))
    }

    /// The day on which it goes.
    ///
    /// - Parameters:
    ///   - start: when it was found, opened again, or last triggered anew.
    ///   - warnedOn: since when the queue has warned; `nil` where it has not.
    public func day(from start: LocalDate, deferredUntil: LocalDate?, warnedOn: LocalDate?) -> LocalDate {
        let planned = planned(from: start, deferredUntil: deferredUntil)
        if let warnedOn { return max(planned, warnedOn + warning) }
        return planned <= today + warning ? max(planned, today + warning) : planned
    }

    /// Whether the queue warns of it.
    public func isNear(from start: LocalDate, deferredUntil: LocalDate?) -> Bool {
        planned(from: start, deferredUntil: deferredUntil) <= today + warning
    }

    /// The last day to which it can be put off.
    public func latestDeferral(from start: LocalDate) -> LocalDate {
        min(deferral.end(from: today), deferred.end(from: start) + -warning)
    }

    /// The latest start from which the queue may warn on this day.
    public var latestStart: LocalDate { open.latestStart(endingBy: today + warning) }
}
