/// A time of the day at which something is done once (*dagligt*), on a Danish wall clock.
///
/// In the night in March that has no such time it lies as much after the change; in the night in October that has it twice it is
/// done at the first of the two.
public struct DailyTime: Sendable, Hashable {
    public let secondOfDay: Int

    /// Reads `HH:MM`; `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        secondOfDay = hour * 3600 + minute * 60
    }

    /// Whether it is to be done now.
    ///
    /// - Parameter last: the day on which it was last done; `nil` for never.
    public func isDue(at now: Instant, last: LocalDate?) -> Bool {
        if let last, last >= now.day { return false }
        return now >= Instant(day: now.day, secondOfDay: secondOfDay)
    }
}
