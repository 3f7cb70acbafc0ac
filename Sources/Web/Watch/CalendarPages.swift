import Casework
import Handbook
import Hummingbird
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /calendar/{file} | open; whoever knows the secret address, while its account works with cases or in forums |
/// | GET | /account/calendar | signed in; one's own, for whoever works with cases or in forums |
/// | POST | /account/calendar | signed in; one's own, for whoever works with cases or in forums |
/// | GET | /account/digest | needs read-plan; one's own |
/// | POST | /account/digest | needs read-plan; one's own |
enum CalendarPages {
    static func add(to routes: RouteTable) {
        routes.get("/calendar/{file}", .open) { visit in
            let file: String = try visit.parameter("file")
            guard file.hasSuffix(".ics"), file.utf8.count < 200 else { throw NotFound() }
            let token = String(file.dropLast(4))
            let most = try visit.office.law.value("calendar.reads-per-hour", on: visit.today)
            guard await visit.site.calendarPace.allows(token, most: most, at: visit.office.now) else {
                throw HTTPError(.tooManyRequests)
            }
            let text = try await ReadCalendar(SessionToken(token), site: visit.site.settings.ownAddress)(
                in: visit.office)
            return .text(text, contentType: "text/calendar; charset=utf-8", fileName: "kreds.ics")
        }

        routes.get("/account/calendar", .signedIn) { visit in
            guard OwnCalendar.isOpen(to: try visit.actor) else { throw Refusal("forbidden") }
            return try await calendar(visit, token: nil)
        }

        routes.post("/account/calendar", .signedIn) { visit in
            guard OwnCalendar.isOpen(to: try visit.actor) else { throw Refusal("forbidden") }
            let form = try await visit.form()
            let own = OwnCalendar(try visit.session)
            if form["do"] == "revoke" {
                try await own.revoke(in: visit.office)
                return .redirect("/account/calendar?done=calendar-revoked")
            }
            let coverage = StoredFeed.Coverage(rawValue: form["covers"]) ?? .own
            let token = try await own.renew(coverage, language: visit.language, in: visit.office)
            return try await calendar(visit, token: token)
        }

        routes.get("/account/digest", .needs(.readPlan)) { visit in try await digest(visit, nil, nil) }

        routes.post("/account/digest", .needs(.readPlan)) { visit in
            let form = try await visit.form()
            do {
                try await OwnDigest(try visit.session).set(
                    address: form["address"], language: Language(rawValue: form["language"]) ?? visit.language,
                    isOn: form["on"] == "yes", in: visit.office)
                return .redirect("/account/digest?done=digest-set")
            } catch let refused as Refused {
                return try await digest(visit, form, refused)
            }
        }
    }

    private static func calendar(_ visit: Visit, token: SessionToken?) async throws -> Reply {
        let feed = try await OwnCalendar(try visit.session).state(in: visit.office)
        let base = visit.site.settings.ownAddress ?? visit.request.head.authority.map { "http://" + $0 } ?? ""
        let address = token.map { base + "/calendar/" + $0.text + ".ics" }
        return .page("account-calendar", OwnCalendarModel(feed, address: address, visit.words))
    }

    private static func digest(_ visit: Visit, _ form: Form?, _ refused: Refused?) async throws -> Reply {
        let stored = try await OwnDigest(try visit.session).state(in: visit.office)
        let model = OwnDigestModel(stored, form, refused, visit)
        return .page("account-digest", model, status: refused == nil ? .ok : .unprocessableContent)
    }
}

/// How often a calendar may be read: programs that ask every few seconds have gone wrong. Counted by this process alone.
actor CalendarPace {
    private var reads: [String: [Instant]] = [:]
    private static let mostKept = 5_000

    /// - Parameter most: within an hour.
    func allows(_ token: String, most: Int, at now: Instant) -> Bool {
        let since = now.adding(hours: -1)
        if reads.count > CalendarPace.mostKept {
            reads = reads.filter { ($0.value.last ?? since) > since }
            // Made-up addresses crowd nobody out for longer than until they are forgotten.
            if reads.count > CalendarPace.mostKept { reads = [:] }
        }
        let recent = (reads[token] ?? []).filter { $0 > since }
        guard recent.count < most else {
            reads[token] = recent
            return false
        }
        reads[token] = recent + [now]
        return true
    }
}

extension Site.Settings {
    /// How the site's own links begin, where it knows its name.
    var ownAddress: String? {
        publicHosts.first.map { (isSecure ? "https://" : "http://") + $0 }
    }
}

/// One's own calendar.
struct OwnCalendarModel: Sendable {
    let stateText: String
    let hasFeed: Bool
    /// The secret address, shown this once.
    let address: String?
    let choices: [FieldInput.Option]
    let button: String

    init(_ feed: StoredFeed?, address: String?, _ words: Words) {
        self.address = address
        hasFeed = feed != nil
        stateText = OwnCalendarModel.state(feed, words)
        choices = StoredFeed.Coverage.allCases.map {
            .init(
                optionValue: $0.rawValue, optionLabel: words("calendar.covers." + $0.rawValue),
                isChosen: $0 == (feed?.coverage ?? .own))
        }
        button = words(feed == nil ? "calendar.make" : "calendar.renew")
    }

    static func state(_ feed: StoredFeed?, _ words: Words) -> String {
        guard let feed else { return words("calendar.none") }
        return words(
            "calendar.state",
            [
                "covers": words("calendar.covers." + feed.coverage.rawValue), "created": feed.createdAt.danish,
                "used": feed.usedAt?.danish ?? words("calendar.never"),
            ])
    }
}

/// One's own daily mail.
struct OwnDigestModel: Sendable {
    let stateText: String
    let problems: FormProblems?
    let address: String
    let addressError: String?
    let isOn: Bool
    let languages: [FieldInput.Option]
    let isNotSetUp: Bool

    init(_ stored: StoredDigest?, _ form: Form?, _ refused: Refused?, _ visit: Visit) {
        let words = visit.words
        stateText = OwnDigestModel.state(stored, words)
        address = form?["address"] ?? stored?.address ?? ""
        isOn = form.map { $0["on"] == "yes" } ?? stored?.isOn ?? false
        let chosen = form?["language"] ?? stored?.language ?? visit.language.rawValue
        languages = Language.allCases.map { one in
            .init(
                optionValue: one.rawValue,
                optionLabel: visit.office.handbook[one]("language." + one.rawValue), isChosen: one.rawValue == chosen)
        }
        problems = refused.map { FormProblems($0, targets: [:], otherwise: "address", words: words) }
        addressError = problems?.text(at: "address")
        isNotSetUp = !visit.site.settings.sendsMail
    }

    static func state(_ stored: StoredDigest?, _ words: Words) -> String {
        guard let stored, stored.isOn else { return words("digest.off") }
        if let failed = stored.failedAt { return words("digest.failed", ["at": failed.danish]) }
        return words("digest.on", ["day": stored.sentOn?.danish ?? words("calendar.never")])
    }
}
