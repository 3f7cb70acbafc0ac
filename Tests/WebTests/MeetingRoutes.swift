import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Web

/// What the routes of meetings answer in the matrix of permissions: meeting 1 is one of the forum of `ForumRoutes`, with its item.
enum MeetingRoutes {
    static func fill(_ site: TestSite) throws {
        let maker = TestSite.actor(.secretariat)
        try site.database.blockingWrite { db in
            let meeting = try MeetingStore.add(
                to: 1, startsAt: TestSite.now, endsAt: TestSite.now.adding(hours: 2), place: "x", by: maker,
                at: TestSite.now, in: db)
            let item = try #require(try ItemStore.item(1, keys: .forTests, in: db))
            _ = try ItemStore.take(
                .init(.onAgenda, meeting: meeting), item, keys: .forTests, by: maker, at: TestSite.now, in: db)
        }
    }

    /// The addresses of a route, and whether what they lead to is there for the actor; `nil` for other routes.
    static func cases(_ method: String, _ path: String, _ actor: Actor) -> [(path: String, isThere: Bool)]? {
        let own = [
            "/forums/{forum}/meetings", "/forums/{forum}/reviews", "/forums/{forum}/actions", "/meetings/{meeting}",
            "/forum-actions/",
        ]
        guard own.contains(where: path.hasPrefix) else { return nil }
        let act = path.contains("/acts/") ? "send" : path.contains("/reviews/") ? "delete" : "minutes"
        let parts = ["{forum}": "1", "{meeting}": "1", "{item}": "1", "{action}": "1", "{act}": act]
        let address = parts.reduce(path) { $0.replacing($1.key, with: $1.value) }
        if method == "GET", path.hasSuffix("{act}") { return [(address, true)] }
        // There are none.
        if path.contains("{action}") { return [(address, false)] }
        let participates = [ForumRoutes.chair, ForumRoutes.participant].contains(actor.name)
        if path.contains("{item}") { return [(address, participates)] }
        return [(address, participates || actor.name == ForumRoutes.bystander || actor.may(.manageForums))]
    }
}
