import Handbook
public import Prevention

/// When and where a meeting is to be, as somebody has typed it.
public struct MeetingTime: Sendable {
    public let day: LocalDate?
    /// On a Danish wall clock: a meeting at nine is at nine before and after the change to summer time.
    public let starts: DailyTime?
    /// How long it lasts, in minutes.
    public let minutes: Int?
    public let place: String

    /// Minutes that a meeting may last.
    public static let lengths = 10...720
    public static let longestPlace = 200

    public init(day: LocalDate?, starts: DailyTime?, minutes: Int?, place: String) {
        self.day = day
        self.starts = starts
        self.minutes = minutes
        self.place = place
    }

    /// What is wrong with time of day, length and place.
    var problems: [Refusal] {
        var found: [Refusal] = []
        if starts == nil { found.append(Refusal("meeting.starts")) }
        if !(minutes.map(MeetingTime.lengths.contains) ?? false) {
            let (least, most) = (MeetingTime.lengths.lowerBound, MeetingTime.lengths.upperBound)
            found.append(Refusal("meeting.minutes", ["least": String(least), "most": String(most)]))
        }
        if place.isEmpty { found.append(Refusal("meeting.place")) }
        if place.count > MeetingTime.longestPlace {
            found.append(Refusal("meeting.place-long", ["most": String(MeetingTime.longestPlace)]))
        }
        if CPRNumber.isIn(place) { found.append(Refusal("meeting.place-number")) }
        return found
    }

    /// What is wrong with its day as well: it lies ahead, and authorities are open.
    func dayProblems(now: Instant, law: LawBook) -> [Refusal] {
        guard let day else { return [Refusal("meeting.day")] }
        if day < now.day { return [Refusal("meeting.past", ["today": now.day.danish])] }
        if !law.workingDays.isWorkingDay(day) {
            return [Refusal("meeting.closed-day", ["next": law.workingDays.adding(1, to: day).danish])]
        }
        if let starts, Instant(day: day, secondOfDay: starts.secondOfDay) <= now {
            return [Refusal("meeting.past-time")]
        }
        return []
    }

    /// Begin and end on a day; `nil` where something is missing.
    func span(on day: LocalDate) -> (from: Instant, to: Instant)? {
        guard let starts, let minutes else { return nil }
        let from = Instant(day: day, secondOfDay: starts.secondOfDay)
        return (from, from.adding(seconds: minutes * 60))
    }
}
