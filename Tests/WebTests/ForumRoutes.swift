import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Web

/// What the routes of forums answer in the matrix of permissions: forum 1 is a PSP-K practice group in Greve with a chair of the
/// police, psychiatry and a social worker; item 1 is about somebody, and psychiatry takes part in it.
enum ForumRoutes {
    static let chair = "secretariat-police-sector-oest"
    static let participant = "psp-k-member-psychiatry-"
    static let bystander = "social-worker-253-"

    static func fill(_ site: TestSite, _ actors: [Actor]) throws {
        let names = actors.map(\.name)
        #expect([chair, participant, bystander].allSatisfy(names.contains))
        try site.database.blockingWrite { db in
            let actor = TestSite.actor(.secretariat)
            let kind = try #require(ForumKind.kind("psp-k"))
            _ = try ForumStore.add(kind, municipality: "253", purpose: "x", by: actor, at: TestSite.now, in: db)
            for name in [chair, participant, bystander] {
                _ = try ForumStore.addMember(
                    name, isChair: name == chair, to: 1, by: actor, at: TestSite.now, in: db)
            }
            var draft = ItemStore.Draft()
            draft.named = "Anna Prøve"
            draft.cpr = "6101900008"
            draft.reason = "x"
            let item = try ItemStore.add(
                draft, to: 1, prefix: kind.prefix, keys: .forTests, by: actor, at: TestSite.now, in: db)
            _ = try ParticipantStore.add(participant, to: item, by: actor, at: TestSite.now, in: db)
        }
    }

    /// The addresses of a route, and whether what they lead to is there for the actor; `nil` for other routes.
    static func cases(_ method: String, _ path: String, _ actor: Actor) -> [(path: String, isThere: Bool)]? {
        guard path.hasPrefix("/forums/") else { return nil }
        let sits = [chair, participant, bystander].contains(actor.name)
        if path.hasPrefix("/forums/items/{item}") {
            let address = path.replacing("{item}", with: "1").replacing("{act}", with: "share")
            let onlyLeads = method == "GET" && path.hasSuffix("{act}")
            return [(address, onlyLeads || actor.name == chair || actor.name == participant)]
        }
        guard path.hasPrefix("/forums/{forum}") else { return nil }
        let address = path.replacing("{forum}", with: "1").replacing("{act}", with: "chair")
        let isLead = ["/members", "/members/{act}", "/purpose", "/end"].contains { path == "/forums/{forum}" + $0 }
        if method == "GET", isLead { return [(address, true)] }
        return [(address, sits || actor.may(.manageForums))]
    }
}
