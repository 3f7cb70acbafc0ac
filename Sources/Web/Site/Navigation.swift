import Handbook
import Prevention

/// The main menu: what the user may reach, and nothing else.
enum Navigation {
    private static let all: [(path: String, key: String, needs: Permission?)] = [
        ("/", "nav.desk", nil),
        ("/cases", "nav.cases", .workCases),
        ("/tasks", "nav.tasks", .workCases),
        ("/forums", "nav.forums", .workForums),
        ("/programmes", "nav.programmes", .workCases),
        ("/screening", "nav.screening", .screen),
        ("/persons", "nav.persons", .findPersons),
        ("/report", "nav.report", .readReport),
        ("/import", "nav.import", .exchangeData),
        ("/access", "nav.access", .giveAccess),
        ("/retention", "nav.retention", .manageRetention),
        ("/review", "nav.log", .reviewLog),
        ("/emergency", "nav.emergency", .breakGlass),
        ("/letters", "nav.letters", .manageTemplates),
        ("/accounts", "nav.accounts", .manageAccounts),
        ("/escalations", "nav.escalations", .nameLeaders),
        ("/leaders", "nav.leaders", .nameLeaders),
    ]

    /// Of the escalations and those who are told of them, the page that somebody has no use for in the menu.
    private static func other(for actor: Actor) -> String {
        actor.may(.workCases) ? "/leaders" : "/escalations"
    }

    static func links(for actor: Actor, at path: String, words: Words) -> [PageFrame.Link] {
        all.filter { $0.needs.map(actor.may) ?? true && $0.path != other(for: actor) }.map { entry in
            let isCurrent =
                entry.path == "/"
                ? path == "/" : path == entry.path || path.hasPrefix(entry.path + "/") && entry.path != "/emergency"
            return .init(href: entry.path, label: words(entry.key), isCurrent: isCurrent)
        }
    }
}
