import Foundation
import Handbook
import Prevention

/// A daily mail as it is sent (RFC 5322, MIME). Its headers hold nothing that a user has written but the address, which is checked.
struct DigestMessage: Sendable {
    let text: String

    init(_ counts: DigestCounts, to address: MailAddress, _ settings: MailSettings, at now: Instant, _ words: Words) {
        let cases = counts.cases.map {
            [
                ("digest.overdue", $0.overdue), ("digest.soon", $0.dueSoon), ("digest.tasks-overdue", $0.tasksOverdue),
                ("digest.tasks-soon", $0.tasksSoon), ("digest.escalations", $0.escalations),
                ("digest.suggestions", $0.suggestions),
            ]
        }
        let cooperation = [
            ("digest.actions-overdue", counts.actionsOverdue), ("digest.actions", counts.actions),
            ("digest.questions", counts.questions),
        ].filter { $0.1 > 0 }
        let lines = ((cases ?? []) + cooperation).map { key, count in words(key, ["count": words.number(count)]) }
        let municipal = [counts.mappingGaps.map(words.mappingGaps), counts.orders.map(words.ownOrders)].compactMap {
            $0
        }
        let body =
            [words("digest.lead", ["date": now.day.danish]), ""] + lines + municipal
            + ["", words("digest.link", ["link": settings.site + "/"]), "", words("digest.why")]
        let headers = [
            "From: " + settings.from.description, "To: " + address.description,
            "Subject: " + DigestMessage.encoded(words("digest.subject")), "Date: " + DigestMessage.date(now),
            "Message-ID: <\(UUID().uuidString.lowercased())@\(settings.from.description.split(separator: "@").last ?? "kreds")>",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
            "Content-Language: " + words.language.rawValue, "Auto-Submitted: auto-generated",
        ]
        let content = Data((body.joined(separator: "\r\n") + "\r\n").utf8)
            .base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
        // As sendmail expects it: lines of the system.
        text = headers.joined(separator: "\n") + "\n\n" + content + "\n"
    }

    /// A header of other letters than ASCII (RFC 2047).
    static func encoded(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        return "=?utf-8?B?" + Data(text.utf8).base64EncodedString() + "?="
    }

    /// `Mon, 02 Mar 2026 10:00:00 +0100`.
    static func date(_ at: Instant) -> String {
        let day = at.day
        let (hour, minute, second) = at.timeOfDay
        let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][day.weekday - 1]
        let parts = day.parts
        let month = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ][parts.month - 1]
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let time = [hour, minute, second].map(two).joined(separator: ":")
        let offset = Copenhagen.offset(at: at) == 7200 ? "+0200" : "+0100"
        return "\(weekday), \(two(parts.day)) \(month) \(parts.year) \(time) \(offset)"
    }
}
