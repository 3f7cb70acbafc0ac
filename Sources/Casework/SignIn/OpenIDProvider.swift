import Foundation
public import Prevention

/// An identity provider: what its discovery document and its keys say, kept for a while.
public actor OpenIDProvider {
    public nonisolated let settings: OpenIDSettings
    private nonisolated let fetch: OpenIDFetch
    private var document: (value: Document, at: Instant)?
    private var keys: (value: OpenIDKeys, at: Instant)?

    private static let keptSeconds = 3600
    /// Keys are asked for anew because of an unknown one at most this often.
    private static let refreshSeconds = 60

    public init(_ settings: OpenIDSettings) {
        self.init(settings, fetch: .live)
    }

    init(_ settings: OpenIDSettings, fetch: OpenIDFetch) {
        self.settings = settings
        self.fetch = fetch
    }

    /// Where things are (OpenID Connect Discovery 1.0).
    struct Document: Sendable, Decodable {
        let issuer: String
        let authorizationEndpoint: String
        let tokenEndpoint: String
        let jwksUri: String
        let endSessionEndpoint: String?
        let tokenEndpointAuthMethodsSupported: [String]?
    }

    func document(at now: Instant) async throws -> Document {
        if let document, now < document.at.adding(seconds: OpenIDProvider.keptSeconds) { return document.value }
        let base = settings.issuer.hasSuffix("/") ? String(settings.issuer.dropLast()) : settings.issuer
        let data = try await fetch.send(OpenIDRequest(base + "/.well-known/openid-configuration"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let found = try? decoder.decode(Document.self, from: data) else {
            throw OpenIDFailure.document("no discovery document")
        }
        guard found.issuer == settings.issuer else { throw OpenIDFailure.document("of issuer \(found.issuer)") }
        let scheme = settings.issuer.prefix { $0 != ":" } + "://"
        for address in [found.authorizationEndpoint, found.tokenEndpoint, found.jwksUri] {
            guard address.hasPrefix(scheme) else { throw OpenIDFailure.document("address \(address)") }
        }
        document = (found, now)
        return found
    }

    /// The keys that sign; asked for anew where `id` is not among them.
    private func keys(with id: String, at now: Instant) async throws -> OpenIDKeys {
        if let keys {
            let isFresh = now < keys.at.adding(seconds: OpenIDProvider.keptSeconds)
            let isTooSoon = now < keys.at.adding(seconds: OpenIDProvider.refreshSeconds)
            if isFresh, keys.value.ids.contains(id) || isTooSoon { return keys.value }
        }
        let data = try await fetch.send(OpenIDRequest(try await document(at: now).jwksUri))
        let found = try await OpenIDKeys(document: data)
        keys = (found, now)
        return found
    }

    /// Changes a code into the claims that it stands for.
    ///
    /// - Throws: `OpenIDFailure`.
    func claims(
        code: String, verifier: String, nonce: String, at now: Instant
    ) async throws -> (claims: OpenIDClaims, idToken: String) {
        let document = try await document(at: now)
        var form = [
            "grant_type": "authorization_code", "code": code, "redirect_uri": settings.redirectURI,
            "code_verifier": verifier, "client_id": settings.clientID,
        ]
        var authorization: String?
        if document.tokenEndpointAuthMethodsSupported?.contains("client_secret_basic") ?? true {
            let both = [settings.clientID, settings.clientSecret].map(OpenIDRequest.encode).joined(separator: ":")
            authorization = "Basic " + Data(both.utf8).base64EncodedString()
        } else {
            form["client_secret"] = settings.clientSecret
        }
        let data = try await fetch.send(
            OpenIDRequest(document.tokenEndpoint, form: form, authorization: authorization))
        guard let answer = try? JSONDecoder().decode([String: OpenIDClaims.Value].self, from: data),
            let token = OpenIDClaims(answer).text("id_token")
        else { throw OpenIDFailure.token("none given") }
        let check = OpenIDTokenCheck(
            issuer: settings.issuer, clientID: settings.clientID, nonce: nonce, now: now)
        let keys = try await keys(with: OpenIDTokenCheck.keyID(of: token), at: now)
        return (try await check.claims(of: token, keys: keys), token)
    }

    /// Where to sign out at the provider too; `nil` where it does not offer that.
    ///
    /// - Parameter idToken: as it was given at the sign-in.
    public func signOutAddress(idToken: String, at now: Instant) async -> String? {
        guard let endpoint = try? await document(at: now).endSessionEndpoint else { return nil }
        let query = OpenIDRequest.encode([
            "id_token_hint": idToken, "post_logout_redirect_uri": settings.signedOutURI, "client_id": settings.clientID,
        ])
        return endpoint + (endpoint.contains("?") ? "&" : "?") + query
    }
}
