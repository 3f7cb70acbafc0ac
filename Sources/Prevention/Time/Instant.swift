/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
public struct Instant: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// `hours` of elapsed time later: a night of 23 or 25 hours counts as what it is.
    public func adding(hours: Int) -> Instant {
        adding(seconds: hours * 3600)
    }

    public func adding(seconds: Int) -> Instant {
        Instant(milliseconds: milliseconds + Int64(seconds) * 1000)
    }

    /// Whether it is at or after `other`, or may be: what another system has given as a date stands at the start of its day.
    func isNotClearly(before other: Instant) -> Bool {
        self >= other || (day == other.day && self == Instant(startOf: day))
    }

    /// The calendar day in Denmark.
    public var day: LocalDate {
        let local = milliseconds + Int64(Copenhagen.offset(at: self)) * 1000
        return LocalDate(dayNumber: Int32(clamping: local.flooringDivision(by: 86_400_000)))
    }

    /// Hour, minute and second on a Danish wall clock.
    public var timeOfDay: (hour: Int, minute: Int, second: Int) {
        let local = milliseconds + Int64(Copenhagen.offset(at: self)) * 1000
        let ofDay = Int(local - local.flooringDivision(by: 86_400_000) * 86_400_000) / 1000
        return (ofDay / 3600, ofDay / 60 % 60, ofDay % 60)
    }
}

extension Instant {
    /// The last millisecond of a day in Denmark.
    public init(endOf day: LocalDate) {
        self.init(milliseconds: Instant(startOf: day + 1).milliseconds - 1)
    }

    /// Midnight in Denmark at the start of `day`.
    public init(startOf day: LocalDate) {
        self.init(day: day, secondOfDay: 0)
    }

    /// A Danish wall-clock time. The hour that comes twice in October is read as the first of the two; a time in the hour
    /// that March leaves out is read with the offset before it, so it lies that much after the change.
    public init(day: LocalDate, secondOfDay: Int) {
        let wall = Int64(day.dayNumber) * 86_400_000 + Int64(secondOfDay) * 1000
        let summer = Instant(milliseconds: wall - 7_200_000)
        let winter = Instant(milliseconds: wall - 3_600_000)
        self = Copenhagen.offset(at: summer) == 7200 ? summer : winter
    }

    /// Reads ISO 8601: `YYYY-MM-DD`, optionally `T` (or a space) with `HH:MM`, `HH:MM:SS` and fractions, optionally `Z` or
    /// `±HH:MM`. Without an offset the time is Europe/Copenhagen. `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        let instant = text.withUTF8 { Instant(utf8: $0) }
        guard let instant else { return nil }
        self = instant
    }

    /// As `init(_:)`, from bytes.
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count >= 10, let day = LocalDate(utf8: UnsafeBufferPointer(rebasing: bytes[0..<10])) else {
            return nil
        }
        if bytes.count == 10 {
            self.init(startOf: day)
            return
        }
        guard bytes.count >= 16, bytes[10] == 0x54 || bytes[10] == 0x20, bytes[13] == 0x3A,
            let hour = LocalDate.number(bytes, 11, 2), let minute = LocalDate.number(bytes, 14, 2),
            hour < 24, minute < 60
        else { return nil }
        var second = 0
        var milliseconds: Int64 = 0
        var index = 16
        if index < bytes.count, bytes[index] == 0x3A {
            guard let value = LocalDate.number(bytes, index + 1, 2), value < 60 else { return nil }
            second = value
            index += 3
            if index < bytes.count, bytes[index] == 0x2E {
                index += 1
                var scale: Int64 = 100
                let first = index
                while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
                    milliseconds += Int64(bytes[index] - 0x30) * scale
                    scale /= 10
                    index += 1
                }
                guard index > first else { return nil }
            }
        }
        let secondOfDay = hour * 3600 + minute * 60 + second
        if index == bytes.count {
            let local = Instant(day: day, secondOfDay: secondOfDay)
            self.init(milliseconds: local.milliseconds + milliseconds)
            return
        }
        guard let offset = Instant.offset(UnsafeBufferPointer(rebasing: bytes[index...])) else { return nil }
        let utc = Int64(day.dayNumber) * 86_400_000 + Int64(secondOfDay - offset) * 1000
        self.init(milliseconds: utc + milliseconds)
    }

    /// Seconds east of Greenwich from `Z`, `±HH`, `±HHMM` or `±HH:MM`.
    private static func offset(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        if bytes.count == 1, bytes[0] == 0x5A { return 0 }
        guard bytes.count >= 3, bytes[0] == 0x2B || bytes[0] == 0x2D, let hours = LocalDate.number(bytes, 1, 2),
            hours <= 14
        else { return nil }
        var minutes = 0
        if bytes.count > 3 {
            let start = bytes[3] == 0x3A ? 4 : 3
            guard bytes.count == start + 2, let value = LocalDate.number(bytes, start, 2), value < 60 else {
                return nil
            }
            minutes = value
        }
        let seconds = hours * 3600 + minutes * 60
        return bytes[0] == 0x2D ? -seconds : seconds
    }
}

extension Instant: CustomStringConvertible {
    /// ISO 8601 in UTC, seconds precision (milliseconds where there are any): `2026-11-20T08:15:00Z`.
    public var description: String {
        let seconds = milliseconds.flooringDivision(by: 1000)
        let days = seconds.flooringDivision(by: 86_400)
        let ofDay = Int(seconds - days * 86_400)
        let time = [ofDay / 3600, ofDay / 60 % 60, ofDay % 60].map { Digits.padded($0, 2) }.joined(separator: ":")
        let fraction = Int(milliseconds - seconds * 1000)
        let tail = fraction == 0 ? "Z" : "." + Digits.padded(fraction, 3) + "Z"
        return LocalDate(dayNumber: Int32(clamping: days)).description + "T" + time + tail
    }

    /// As Danes write it, on a Danish clock: `20.11.2026 09:15`.
    public var danish: String {
        let (hour, minute, _) = timeOfDay
        return day.danish + " " + Digits.padded(hour, 2) + ":" + Digits.padded(minute, 2)
    }

    /// ISO 8601 with Danish wall-clock time and its offset: `2026-11-20T09:15:00+01:00`.
    public var local: String {
        let (hour, minute, second) = timeOfDay
        let time = [hour, minute, second].map { Digits.padded($0, 2) }.joined(separator: ":")
        let offset = Copenhagen.offset(at: self) == 7200 ? "+02:00" : "+01:00"
        return day.description + "T" + time + offset
    }
}

extension Int64 {
    func flooringDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
