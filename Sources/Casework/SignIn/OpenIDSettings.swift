import Foundation
public import Prevention

/// How to reach an identity provider (OpenID Connect), and what its claims mean here.
public struct OpenIDSettings: Sendable {
    /// As the provider's discovery document writes it.
    public let issuer: String
    public let clientID: String
    let clientSecret: String
    /// Where the provider sends browsers back to; exactly as registered there.
    public let redirectURI: String
    /// Where it sends them when they have signed out there.
    public let signedOutURI: String
    /// As the button of the sign-in page names it.
    public let name: String
    let scope: String
    let rolesClaim: String
    /// What the provider calls a role, where it does not use the code of the role.
    let roles: [String: Role]
    let authorityClaim: String?
    /// Where no claim says it.
    let authority: String
    let unitClaim: String?

    /// - Parameter publicURL: where users reach Kreds: `https://kreds.example`.
    public init(
        issuer: String, clientID: String, clientSecret: String, publicURL: String, name: String, scope: String,
        rolesClaim: String, roles: [String: Role], authorityClaim: String?, authority: String,
        unitClaim: String?
    ) {
        let base = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        redirectURI = base + "/sign-in/provider/back"
        signedOutURI = base + "/sign-in"
        self.name = name
        self.scope = scope
        self.rolesClaim = rolesClaim
        self.roles = roles
        self.authorityClaim = authorityClaim
        self.authority = authority
        self.unitClaim = unitClaim
    }

    /// Scheme, host and port of the provider.
    public var origin: String {
        guard let url = URLComponents(string: issuer), let scheme = url.scheme, let host = url.host else { return "" }
        return scheme + "://" + host + (url.port.map { ":\($0)" } ?? "")
    }
}

/// Why the provider's answer is not taken. For the server's log: whoever signs in is told that it did not work.
public enum OpenIDFailure: Error, Sendable, Hashable {
    case unreachable(String)
    case answered(Int)
    case document(String)
    case token(String)
}
