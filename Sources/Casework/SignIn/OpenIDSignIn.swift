import Crypto
import Foundation
import Handbook
import Prevention
import SQL
public import Store

/// Signs users in through an identity provider: authorization code with PKCE (RFC 7636, S256), state and nonce.
///
/// What must be remembered while the user is there travels sealed in a cookie of the browser, so that the code opens nothing in
/// another browser and nothing is stored for those who do not come back.
public struct OpenIDSignIn: Sendable {
    let provider: OpenIDProvider

    public init(_ provider: OpenIDProvider) {
        self.provider = provider
    }

    private struct Pending: Codable {
        let state: String
        let nonce: String
        let verifier: String
        let from: String
        let begunAt: Int64
    }

    /// - Parameter from: the page of this site to come to then.
    /// - Returns: where to send the browser, and what its cookie is to hold.
    public func begin(from: String, in office: Office) async throws -> (address: String, cookie: String) {
        let now = office.now
        let pending = Pending(
            state: SessionToken.random().text, nonce: SessionToken.random().text,
            verifier: Base64URL.text(RandomBytes.make(32)), from: from, begunAt: now.milliseconds)
        let settings = provider.settings
        let query = OpenIDRequest.encode([
            "response_type": "code", "client_id": settings.clientID, "redirect_uri": settings.redirectURI,
            "scope": settings.scope, "state": pending.state, "nonce": pending.nonce,
            "code_challenge": Base64URL.text(SHA256.hash(data: Data(pending.verifier.utf8))),
            "code_challenge_method": "S256",
        ])
        let endpoint = try await provider.document(at: now).authorizationEndpoint
        let text = String(decoding: try JSONEncoder().encode(pending), as: UTF8.self)
        return (
            endpoint + (endpoint.contains("?") ? "&" : "?") + query, try office.keys.sealed(text, for: .signIn)
        )
    }

    /// - Parameters:
    ///   - cookie: what the cookie held; it is to be forgotten whatever comes of it.
    ///   - query: what the provider sends back.
    /// - Throws: `Refused`: `provider-over`, `provider-no-role`, `provider-closed`; `OpenIDFailure`.
    public func finish(
        cookie: String, state: String, code: String, source: SignInSource, replacing: SessionToken?, in office: Office
    ) async throws -> (signedIn: SignedIn, from: String) {
        let now = office.now
        let minutes = try SignInNumbers(office.law, on: now.day).stepMinutes
        guard let text = try? office.keys.opened(cookie, for: .signIn),
            let pending = try? JSONDecoder().decode(Pending.self, from: Data(text.utf8)),
            now < Instant(milliseconds: pending.begunAt).adding(seconds: minutes * 60),
            SecretComparison.equal(state.utf8, pending.state.utf8), !code.isEmpty
        else { throw Refused("provider-over") }
        let (claims, idToken) = try await provider.claims(
            code: code, verifier: pending.verifier, nonce: pending.nonce, at: now)
        let user = try OpenIDUser(claims, provider.settings, office.handbook)
        let sealed = try office.keys.sealed(idToken, for: .signIn)
        let signedIn = try await office.database.write { db -> SignedIn? in
            guard let account = try user.stored(at: now, office, in: db) else { return nil }
            let opening = SessionOpening(
                account: account, source: source, replacing: replacing, steps: [], idToken: sealed)
            return try opening(at: now, office, in: db)
        }
        guard let signedIn else { throw Refused(user.roles.isEmpty ? "provider-no-role" : "provider-closed") }
        return (signedIn, pending.from)
    }

    /// Where to sign out at the provider too, for whoever signed in there; `nil` where that is not offered.
    public func signOutAddress(of session: StoredSession, in office: Office) async -> String? {
        guard let sealed = session.idToken, let token = try? office.keys.opened(sealed, for: .signIn) else {
            return nil
        }
        return await provider.signOutAddress(idToken: token, at: office.now)
    }
}

/// Somebody as an identity provider describes them.
struct OpenIDUser: Sendable, Hashable {
    /// Provider and subject: names the account for good, whatever its holder is called.
    let provider: String
    let name: String
    let displayName: String
    let authority: String
    let unit: String
    let roles: Set<Role>
    private let host: String

    /// Of the roles those that somebody of the authority can hold.
    init(_ claims: OpenIDClaims, _ settings: OpenIDSettings, _ handbook: Handbook) throws {
        guard let subject = claims.text("sub") else { throw OpenIDFailure.token("subject") }
        provider = settings.issuer + " " + subject
        let name = OpenIDUser.clean(claims.text("preferred_username") ?? claims.text("email") ?? subject)
        self.name = name
        displayName = OpenIDUser.clean(claims.text("name") ?? name)
        let said = OpenIDUser.clean(settings.authorityClaim.flatMap { claims.text($0) } ?? settings.authority)
        guard let found = handbook.authority(said)?.authority else {
            throw Refused("provider-authority", ["value": said])
        }
        authority = found.code
        let unit = settings.unitClaim.flatMap { claims.text($0) } ?? ""
        // Without its unit an account would see what the whole authority sees.
        guard unit.isEmpty || found.unit(unit) != nil else { throw Refused("provider-authority", ["value": unit]) }
        self.unit = unit
        let names = (claims[settings.rolesClaim]?.texts ?? []).flatMap {
            $0.split { " ,".contains($0) }.map(String.init)
        }
        roles = Set(names.compactMap { settings.roles[$0] ?? Role(rawValue: $0) })
            .filter { $0.authorities.contains(found.kind) }
        host = URLComponents(string: settings.issuer)?.host ?? settings.issuer
    }

    /// On one line, and no longer than a name is.
    private static func clean(_ text: String) -> String {
        String(text.filter { !$0.isNewline && $0.unicodeScalars.allSatisfy { $0.value >= 32 } }.prefix(100))
    }

    /// The account of the user, made or brought up to date; `nil` where it is closed or has no role here. Whoever has lost
    /// the last role loses the sessions with it.
    func stored(at now: Instant, _ office: Office, in db: any Connection) throws -> StoredAccount? {
        let found = try CredentialStore.credential(provider: provider, in: db)
        let actor = Actor(
            name: try found?.account.actor.name ?? freeName(in: db), displayName: displayName, authority: authority,
            unit: unit, roles: roles)
        func log(_ reason: String, _ id: Int64?) throws {
            try office.ledger.record(.account, .account, id: id, reason: reason, by: actor, at: now, in: db)
        }
        if found?.closedAt != nil || roles.isEmpty {
            if let found {
                try AccountStore.update(found.account.id, actor, in: db)
                try SessionStore.closeAll(of: found.account.id, in: db)
            }
            try log(roles.isEmpty ? "provider names no role" : "sign-in tried with a closed account", found?.account.id)
            return nil
        }
        if let found {
            if found.account.actor != actor { try log("account as the provider has it now", found.account.id) }
            try AccountStore.update(found.account.id, actor, in: db)
            return StoredAccount(id: found.account.id, actor: actor)
        }
        guard let id = try AccountStore.add(actor, password: "", provider: provider, at: now, in: db) else {
            throw Refused("account-taken", ["value": actor.name])
        }
        try log("add " + actor.name, id)
        return StoredAccount(id: id, actor: actor)
    }

    /// A local account of that name is another's: nobody comes into it from outside.
    private func freeName(in db: any Connection) throws -> String {
        try CredentialStore.credential(named: name, in: db) == nil ? name : name + "@" + host
    }
}
