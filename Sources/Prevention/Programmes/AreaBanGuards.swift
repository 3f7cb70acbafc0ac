/// The limits of an area ban (*opholdsforbud*), by politiloven § 6 g on the day of the step.
public enum AreaBan {
    static let inForce: [Stage] = ["issued", "confirmed", "active", "extended"]

    static let guards: [Guard] = [
        .never("area-ban.one-person") { situation in
            let banned = situation.file.parties.filter { $0.role == .subject }
            return banned.count == 1 && !situation.file.parties.contains { $0.role == .counterpart }
        },
        .never("area-ban.no-assessment", entering: ["issued"]) { situation in
            guard let place = Position(situation.text("position")) else { return false }
            return situation.file.areas.contains { $0.isLive(on: situation.at.day) && $0.covers(place) }
        },
        .never("area-ban.radius", entering: ["issued"]) { situation throws(LawBook.MissingRule) in
            guard let radius = Int(situation.text("radius")) else { return false }
            let day = situation.at.day
            let usual = try situation.number("area-ban.radius", on: day)
            let most = try situation.number("area-ban.radius-most", on: day)
            return radius <= usual || (radius <= most && situation.isSet("radius_reason"))
        },
        .never("area-ban.length", entering: ["issued"]) { situation throws(LawBook.MissingRule) in
            // Of an imported ban only the last end is known: where it was extended, the extensions are judged.
            if situation.later.contains(where: { $0.enters("extended") }) { return true }
            guard let end = situation.date("expires_on") else { return false }
            let last = try firstEnd(situation.at.day, situation.law)
            return end >= situation.at.day && end <= last
        },
        .never("area-ban.extension", entering: ["extended"]) { situation throws(LawBook.MissingRule) in
            if situation.later.contains(where: { $0.enters("extended") }) { return true }
            guard let end = situation.date("expires_on") else { return false }
            let (old, most) = try ends(situation)
            return end > situation.at.day && end <= most && (situation.before == nil || end > old)
        },
        // An extension is decided while the ban runs: what has ended is not brought back, and nothing goes on by itself.
        .never("area-ban.lapsed", entering: ["confirmed", "active", "extended"]) {
            situation throws(LawBook.MissingRule) in
            let old = situation.entering == "extended" ? try ends(situation).old : situation.date("expires_on")
            return old.map { situation.at.day <= $0 } ?? true
        },
        .requires("area-ban.not-yet-expired", entering: ["expired"]) { situation in
            situation.date("expires_on").map { $0 < situation.at.day } ?? true
        },
        .requires("area-ban.exceptions", entering: ["issued", "confirmed"]) { situation in
            !situation.isSet("exceptions") || situation.isSet("exceptions_how")
        },
    ]

    private static func firstEnd(_ day: LocalDate, _ law: LawBook) throws(LawBook.MissingRule) -> LocalDate {
        day + (try law.value("area-ban.days", on: day))
    }

    /// The day on which the ban ended before the extension, and the last one to which it may be extended: some days at a time,
    /// or some months once it has been breached. Of an imported ban the days before it were at most what the law gave.
    private static func ends(
        _ situation: Situation
    ) throws(LawBook.MissingRule) -> (old: LocalDate, most: LocalDate) {
        let file = situation.file
        var end = try firstEnd(file.openedAt?.day ?? situation.at.day, situation.law)
        var isBreached = false
        let steps = file.events.indices.filter { file.events[$0].enters("extended") }
        for (index, event) in file.events.enumerated() {
            if event.records("breach") { isBreached = true }
            guard event.enters("extended") else { continue }
            let isThis = index == steps.last
            if isThis, let known = situation.before.flatMap({ LocalDate($0["expires_on"] ?? "") }) { end = known }
            let most = try extended(end, isBreached, on: event.at.day, situation.law)
            if isThis { return (end, most) }
            end = most
        }
        return (end, end)
    }

    private static func extended(
        _ end: LocalDate, _ isBreached: Bool, on day: LocalDate, _ law: LawBook
    ) throws(LawBook.MissingRule) -> LocalDate {
        if isBreached { return end.adding(months: try law.value("area-ban.months-after-breach", on: day)) }
        return end + (try law.value("area-ban.extension-days", on: day))
    }
}
