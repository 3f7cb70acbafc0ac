import Casework
import Hummingbird
import Prevention
import Store

/// Who may ask for a route. Checked before its handler runs.
enum RoutePolicy: Sendable, Hashable {
    /// Nobody needs to be signed in: sign-in itself, health, language, assets.
    case open
    case signedIn
    case needs(Permission)
}

/// All routes of the site with their policies: none can be added without one, and a test lists them.
final class RouteTable {
    struct Entry: Hashable {
        let method: String
        let path: String
        let policy: RoutePolicy
    }

    typealias Handler = @Sendable (Visit) async throws -> Reply

    private let site: Site
    private let router: Router<SiteContext>
    private(set) var entries: [Entry] = []

    init(_ site: Site, _ router: Router<SiteContext>) {
        self.site = site
        self.router = router
    }

    func get(_ path: String, _ policy: RoutePolicy, _ handler: @escaping Handler) {
        add(.get, path, policy, handler)
    }

    /// A write. The form must carry the session's token, or it is refused before the handler sees it.
    func post(_ path: String, _ policy: RoutePolicy, _ handler: @escaping Handler) {
        add(.post, path, policy) { visit in
            try await visit.checkForgery()
            return try await handler(visit)
        }
    }

    /// A write whose body is too large to be read at once; its handler checks the token, which stands first in the body.
    func upload(_ path: String, _ policy: RoutePolicy, _ handler: @escaping Handler) {
        add(.post, path, policy, handler)
    }

    private func add(
        _ method: HTTPRequest.Method, _ path: String, _ policy: RoutePolicy, _ handler: @escaping Handler
    ) {
        entries.append(Entry(method: method.rawValue, path: path, policy: policy))
        let site = site
        router.on(RouterPath(path), method: method) { request, context in
            let visit = Visit(site: site, request: request, context: context)
            if policy != .open, context.session == nil {
                // What was sent is not sent again; a page asked for is where the sign-in leads.
                let asked = method == .get && request.uri.path != "/" ? request.uri.string : nil
                return try Reply.redirect(SignInPages.path(backTo: asked)).response(for: visit)
            }
            if case .needs(let permission) = policy, context.session?.account.actor.may(permission) != true {
                throw Refusal("forbidden", ["permission": permission.rawValue])
            }
            return try await PendingReads.settled { try await handler(visit).response(for: visit) }
        }
    }
}
