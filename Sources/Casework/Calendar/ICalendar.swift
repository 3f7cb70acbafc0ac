import Prevention

/// A calendar as other programs read it (RFC 5545). Lines end with CR LF and are folded at 75 octets.
struct ICalendar: Sendable {
    /// When a deadline falls, or a meeting is.
    enum Moment: Sendable, Hashable {
        /// Some time on the day.
        case day(LocalDate)
        case instant(Instant)
        /// From one to another: a meeting.
        case span(Instant, Instant)
    }

    struct Event: Sendable, Hashable {
        /// The same as long as it is the same deadline.
        let uid: String
        /// Raised with every change of the case.
        let sequence: Int
        let at: Moment
        let summary: String
        let description: String
        /// Of the case; `nil` where the site does not know its own name.
        let url: String?
    }

    let name: String
    let events: [Event]
    let writtenAt: Instant

    var text: String {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kreds//Deadlines//DA", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
            "X-WR-CALNAME:" + ICalendar.escaped(name), "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
            "X-PUBLISHED-TTL:PT1H",
        ]
        for event in events { lines += ICalendar.lines(of: event, writtenAt: writtenAt) }
        lines.append("END:VCALENDAR")
        return lines.map { ICalendar.folded($0) + "\r\n" }.joined()
    }

    private static func lines(of event: Event, writtenAt: Instant) -> [String] {
        var lines = [
            "BEGIN:VEVENT", "UID:" + escaped(event.uid), "DTSTAMP:" + utc(writtenAt), "SEQUENCE:\(event.sequence)",
        ]
        switch event.at {
        case .day(let day): lines += ["DTSTART;VALUE=DATE:" + date(day), "DTEND;VALUE=DATE:" + date(day + 1)]
        // An event that has no end ends when it starts.
        case .instant(let instant): lines.append("DTSTART:" + utc(instant))
        case .span(let from, let to): lines += ["DTSTART:" + utc(from), "DTEND:" + utc(to)]
        }
        lines += ["SUMMARY:" + escaped(event.summary), "DESCRIPTION:" + escaped(event.description)]
        if let url = event.url { lines.append("URL:" + url) }
        return lines + ["CLASS:PRIVATE", "TRANSP:TRANSPARENT", "END:VEVENT"]
    }

    /// Text with what has a meaning of its own escaped (3.3.11); other control characters have no place in it.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case ";": result += "\\;"
            case ",": result += "\\,"
            case "\n", "\r": result += "\\n"
            default: if scalar.value >= 0x20, scalar.value != 0x7F { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }

    /// At most 75 octets a line, never within a character; a line that goes on starts with a space (3.1).
    static func folded(_ line: String) -> String {
        var result = ""
        var length = 0
        for scalar in line.unicodeScalars {
            let width = UTF8.width(scalar)
            if length + width > 75 {
                result += "\r\n "
                length = 1
            }
            result.unicodeScalars.append(scalar)
            length += width
        }
        return result
    }

    private static func date(_ day: LocalDate) -> String {
        day.description.replacing("-", with: "")
    }

    /// `20260302T090000Z`; a deadline in hours to the second before it has passed.
    private static func utc(_ instant: Instant) -> String {
        let seconds = Instant(milliseconds: instant.milliseconds - instant.milliseconds % 1000)
        return seconds.description.replacing("-", with: "").replacing(":", with: "")
    }
}
