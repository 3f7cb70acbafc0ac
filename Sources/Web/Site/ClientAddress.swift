import Casework
import HTTPTypes
import Hummingbird

/// Where a request comes from.
enum ClientAddress {
    /// - Parameters:
    ///   - peer: who is connected.
    ///   - forwarded: what `X-Forwarded-For` says, each proxy adding at the end whom it serves. Anybody can send that, so it
    ///     counts only as far as trusted proxies have written it.
    static func address(peer: String?, forwarded: [String], trusted: Set<String>) -> String {
        var address = peer ?? ""
        for next in forwarded.flatMap({ $0.split(separator: ",") }).reversed() where trusted.contains(address) {
            address = next.filter { !$0.isWhitespace }
        }
        return address
    }
}

extension Visit {
    /// Where a sign-in comes from.
    var source: SignInSource {
        let settings = site.settings
        let forwarded = HTTPField.Name("X-Forwarded-For").map { request.headers[values: $0] } ?? []
        return SignInSource(
            address: ClientAddress.address(
                peer: context.peer, forwarded: forwarded, trusted: settings.trustedProxies),
            device: request.cookies[Cookies.device(settings)]?.value, userAgent: request.headers[.userAgent] ?? "")
    }

    /// The token of the session that the browser holds, open or not.
    var heldToken: SessionToken? {
        request.cookies[Cookies.session(site.settings)].map { SessionToken($0.value) }
    }
}
