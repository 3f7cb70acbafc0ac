import Foundation
import HTTPTypes
import Hummingbird
import Prevention

/// Turns away what no page of the site can have sent, before anything is looked up.
struct Gate: RouterMiddleware {
    private let hosts: HostNames

    init(_ settings: Site.Settings) {
        hosts = HostNames(settings.publicHosts)
    }

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        // Every further one stands among the headers.
        if let host = HTTPField.Name("Host"), request.headers.contains(host) { throw HTTPError(.badRequest) }
        guard hosts.allow(request.head.authority, path: request.uri.path) else {
            throw HTTPError(.misdirectedRequest)
        }
        let address = request.uri.string
        guard address.utf8.count <= Limits.longestAddress else { throw HTTPError(.uriTooLong) }
        guard !address.contains("%00"), !address.utf8.contains(0) else { throw HTTPError(.badRequest) }
        if request.method != .get, Gate.isFromElsewhere(request) { throw Refusal("form-token") }
        return try await next(request, context)
    }

    /// Whether the browser says that another site has sent a form. The token says so too; this holds if it has leaked.
    private static func isFromElsewhere(_ request: Request) -> Bool {
        guard let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] else { return false }
        return site != "same-origin" && site != "none"
    }
}

/// The names under which a server answers. Whoever asks under another one has been led astray: by a name of theirs that
/// leads here (DNS rebinding), or by a link with a name in it that is not ours.
struct HostNames: Sendable {
    private let names: Set<String>
    private static let loopback: Set = ["localhost", "127.0.0.1", "[::1]"]

    /// - Parameter names: without port; none allows every name.
    init(_ names: [String]) {
        self.names = Set(names.compactMap { HostNames.name(of: $0) })
    }

    /// - Parameter authority: what the request says, `name:port`. A monitor on the machine itself may ask for its health.
    func allow(_ authority: String?, path: String) -> Bool {
        if names.isEmpty { return true }
        guard let name = authority.flatMap({ HostNames.name(of: $0) }) else { return false }
        return names.contains(name) || path == "/health" && HostNames.loopback.contains(name)
    }

    /// The name in `name:port`, in small letters; `nil` where it is none.
    static func name(of authority: String) -> String? {
        guard let parts = authority.lowercased().wholeMatch(of: #/(\[[0-9a-f:.]+\]|[a-z0-9._-]+?)\.?(:[0-9]+)?/#) else {
            return nil
        }
        return String(parts.1)
    }
}

extension Site.Settings {
    /// Whether a text is the name of a host, without port.
    public static func isHost(_ text: String) -> Bool {
        HostNames.name(of: text) == text.lowercased()
    }
}
