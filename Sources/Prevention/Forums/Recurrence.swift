/// When a series of meetings meets (*mødekadence*): always on the same weekday, at the same time of day in Denmark.
public struct Recurrence: Sendable, Hashable {
    public enum Rhythm: Sendable, Hashable {
        case everyWeeks(Int)
        /// On the same weekday of the month as the first: the second Tuesday.
        case everyMonths(Int)
    }

    public let rhythm: Rhythm
    /// The first meeting.
    public let first: LocalDate
    /// The last day on which one may be.
    public let last: LocalDate

    public init(_ rhythm: Rhythm, first: LocalDate, last: LocalDate) {
        self.rhythm = rhythm
        self.first = first
        self.last = last
    }

    /// The days of the meetings. A day on which public authorities are closed moves to the next working day.
    public func days(_ workingDays: WorkingDays) -> [LocalDate] {
        var days: [LocalDate] = []
        var number = 0
        while let day = day(number), day <= last {
            let open = workingDays.isWorkingDay(day) ? day : workingDays.adding(1, to: day)
            if open <= last, days.last != open { days.append(open) }
            number += 1
        }
        return days
    }

    /// The day of the meeting with that number, as the calendar has it.
    private func day(_ number: Int) -> LocalDate? {
        switch rhythm {
        case .everyWeeks(let weeks): return weeks < 1 ? nil : first + number * weeks * 7
        case .everyMonths(let months):
            guard months > 0 else { return nil }
            let place = (first.parts.day - 1) / 7
            let (year, month, _) = first.parts
            let total = year * 12 + month - 1 + number * months
            guard let start = LocalDate(year: total / 12, month: total % 12 + 1, day: 1) else { return nil }
            let offset = (first.weekday - start.weekday + 7) % 7
            let day = start + offset + place * 7
            // A month without a fifth Monday meets on its last one.
            return day.parts.month == start.parts.month ? day : day + -7
        }
    }
}

extension Recurrence.Rhythm {
    /// For the database and forms: `weeks 4`, `months 3`.
    public var code: String {
        switch self {
        case .everyWeeks(let count): return "weeks \(count)"
        case .everyMonths(let count): return "months \(count)"
        }
    }

    public init?(code: String) {
        let parts = code.split(separator: " ")
        guard parts.count == 2, let count = Int(parts[1]), count > 0 else { return nil }
        switch parts[0] {
        case "weeks": self = .everyWeeks(count)
        case "months": self = .everyMonths(count)
        default: return nil
        }
    }

    /// Those that a form offers.
    public static let offered: [Recurrence.Rhythm] = [
        .everyWeeks(1), .everyWeeks(2), .everyWeeks(4), .everyMonths(1), .everyMonths(2), .everyMonths(3),
        .everyMonths(6),
    ]
}
