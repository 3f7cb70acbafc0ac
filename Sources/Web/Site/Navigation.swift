import Casework
import Handbook
import Prevention

/// The main menu: what the user may reach, and nothing else.
enum Navigation {
    private static let all: [(path: String, key: String, needs: Permission?)] = [
        ("/", "nav.desk", nil),
        ("/cases", "nav.cases", .workCases),
        ("/tasks", "nav.tasks", .workCases),
        ("/forums", "nav.forums", .workForums),
        ("/notices", "nav.notices", .workCases),
        ("/programmes", "nav.programmes", .workCases),
        ("/psp-k", "nav.psp-k", .monitorContacts),
        ("/trends", "nav.trends", .shareTrends),
        ("/community", "nav.community", .readPlan),
        ("/plan", "nav.plan", .readPlan),
        ("/bodies", "nav.bodies", .readPlan),
        ("/fast-track", "nav.fast-track", .proposePlan),
        ("/policy", "nav.policy", .readPlan),
        ("/screening", "nav.screening", .screen),
        ("/persons", "nav.persons", .findPersons),
        ("/identities", "nav.identities", .reviewIdentities),
        ("/disclosures", "nav.disclosures", nil),
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

    /// Whether a page is of use to somebody: the inbox to those who send or get notices, the records to those who may know of any.
    private static func isOf(_ actor: Actor, _ path: String) -> Bool {
        switch path {
        case "/notices": return NoticeSide(of: actor) != nil
        case "/disclosures": return DisclosureScope(of: actor) != .nothing
        default: return path != other(for: actor)
        }
    }

    /// As many links, and letters in them, stand in one line on a screen of 1280 pixels, with the way to the rest.
    private static let room = (links: 9, letters: 78)

    /// The links of the menu, the most used first; what a line has no room for stands behind *Mere*.
    static func menu(for actor: Actor, at path: String, words: Words) -> (
        links: [PageFrame.Link], more: PageFrame.More?
    ) {
        let links = links(for: actor, at: path, words: words)
        var letters = 0
        let fitting = links.prefix { link in
            letters += link.label.count
            return letters <= room.letters
        }
        guard fitting.count < links.count || links.count > room.links + 1 else { return (links, nil) }
        let first = fitting.prefix(room.links)
        let rest = Array(links.dropFirst(first.count))
        return (Array(first), .init(links: rest, isMoreCurrent: rest.contains(where: \.isCurrent)))
    }

    static func links(for actor: Actor, at path: String, words: Words) -> [PageFrame.Link] {
        all.filter { $0.needs.map(actor.may) ?? true && isOf(actor, $0.path) }.map { entry in
            let isCurrent =
                entry.path == "/"
                ? path == "/" : path == entry.path || path.hasPrefix(entry.path + "/") && entry.path != "/emergency"
            return .init(href: entry.path, label: words(entry.key), isCurrent: isCurrent)
        }
    }
}
