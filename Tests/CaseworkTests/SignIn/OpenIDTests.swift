import Foundation
import JWTKit
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// A provider made in the test: its keys, and what it answers.
private struct TestProvider: Sendable {
    static let issuer = "https://login.example/realm"
    let key = ES256PrivateKey()
    let keyID: String

    init(keyID: String = "k1") {
        self.keyID = keyID
    }

    /// The public key as the provider publishes it.
    var jwk: String {
        let numbers = key.publicKey.parameters
        func url(_ text: String?) -> String {
            (text ?? "").replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
        return """
            {"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"\(keyID)","x":"\(url(numbers?.x))","y":"\(url(numbers?.y))"}
            """
    }

    func token(_ claims: [String: OpenIDClaims.Value], keyID: String? = nil) async throws -> String {
        let id = keyID ?? self.keyID
        let collection = await JWTKeyCollection().add(ecdsa: key, kid: JWKIdentifier(string: id))
        return try await collection.sign(OpenIDClaims(claims), kid: JWKIdentifier(string: id))
    }

    static func keySet(_ providers: [TestProvider]) -> Data {
        Data(#"{"keys":[{"kty":"strange"},\#(providers.map(\.jwk).joined(separator: ","))]}"#.utf8)
    }

    static func claims(
        _ changes: [String: OpenIDClaims.Value?] = [:], at now: Instant = TestOffice.start
    ) -> [String: OpenIDClaims.Value] {
        let seconds = Double(now.milliseconds / 1000)
        var claims: [String: OpenIDClaims.Value] = [
            "iss": .text(issuer), "aud": .text("kreds"), "sub": .text("u-17"), "nonce": .text("n-1"),
            "iat": .number(seconds), "exp": .number(seconds + 300), "preferred_username": .text("anna"),
            "name": .text("Anna Holm"), "roles": .list([.text("lokalbetjent"), .text("leader"), .text("unknown")]),
        ]
        for (name, value) in changes { claims[name] = value }
        return claims
    }
}

@Suite struct OpenIDTokenTests {
    private let provider = TestProvider()
    private let check = OpenIDTokenCheck(
        issuer: TestProvider.issuer, clientID: "kreds", nonce: "n-1", now: TestOffice.start)

    private func failure(_ changes: [String: OpenIDClaims.Value?]) async throws -> String? {
        try await failure(of: provider.token(TestProvider.claims(changes)))
    }

    private func failure(of token: String) async throws -> String? {
        let keys = try await OpenIDKeys(document: TestProvider.keySet([provider]))
        do {
            _ = try await check.claims(of: token, keys: keys)
            return nil
        } catch OpenIDFailure.token(let what) {
            return what
        }
    }

    @Test func aTokenThatIsAsItMustBeIsTaken() async throws {
        #expect(try await failure([:]) == nil)
        #expect(try await failure(["aud": .list([.text("kreds"), .text("other")]), "azp": .text("kreds")]) == nil)
    }

    @Test func aTokenForOthersIsNotTaken() async throws {
        #expect(try await failure(["iss": .text("https://evil.example")]) == "issuer")
        #expect(try await failure(["aud": .text("other")]) == "audience")
        #expect(try await failure(["aud": nil]) == "audience")
        #expect(try await failure(["aud": .list([.text("kreds"), .text("other")])]) == "authorized party")
        #expect(try await failure(["azp": .text("other")]) == "authorized party")
        #expect(try await failure(["nonce": .text("n-2")]) == "nonce")
        #expect(try await failure(["nonce": nil]) == "nonce")
        #expect(try await failure(["sub": nil]) == "subject")
        #expect(try await failure(["sub": .text(String(repeating: "u", count: 256))]) == "subject")
    }

    /// The clocks may differ by a minute.
    @Test(arguments: [
        ("exp", -59.0, nil), ("exp", -60.0, "expired"), ("iat", 60.0, nil), ("iat", 61.0, "issued later"),
        ("nbf", 60.0, nil), ("nbf", 61.0, "not yet"),
    ])
    func clocksMayDifferByAMinute(claim: String, seconds: Double, expected: String?) async throws {
        let moment = Double(TestOffice.start.milliseconds / 1000) + seconds
        #expect(try await failure([claim: .number(moment)]) == expected)
    }

    @Test func aTokenWithoutItsTimesIsNotTaken() async throws {
        #expect(try await failure(["exp": nil]) == "expired")
        #expect(try await failure(["exp": .text("never")]) == "expired")
        #expect(try await failure(["iat": nil]) == "issued later")
    }

    @Test func aTokenOfAnotherKeyIsNotTaken() async throws {
        let stranger = TestProvider()
        #expect(try await failure(of: stranger.token(TestProvider.claims())) == "signature")
        #expect(try await failure(of: provider.token(TestProvider.claims(), keyID: "k2")) == "unknown key")
    }

    @Test func aTokenWithoutASignatureOrWithASharedSecretIsNotTaken() async throws {
        let parts = try await provider.token(TestProvider.claims()).split(separator: ".").map(String.init)
        func token(_ header: String, signature: String = parts[2]) -> String {
            [Base64URL.text(Array(header.utf8)), parts[1], signature].joined(separator: ".")
        }
        #expect(try await failure(of: token(#"{"alg":"none","kid":"k1"}"#, signature: "")) == "signed with none")
        #expect(try await failure(of: token(#"{"alg":"HS256","kid":"k1"}"#)) == "signed with HS256")
        #expect(try await failure(of: token(#"{"alg":"RS256","kid":"k1"}"#)) == "signature")
        #expect(try await failure(of: token(#"{"alg":"ES256"}"#)) == "names no key")
        let changed = Base64URL.text(Array(#"{"sub":"u-1"}"#.utf8))
        #expect(try await failure(of: [parts[0], changed, parts[2]].joined(separator: ".")) == "signature")
        for text in ["", "a.b", "a.b.c.d", "a.b.c"] { #expect(try await failure(of: text) == "no token") }
    }
}

/// The whole way through a provider that answers from the test.
@Suite struct OpenIDSignInTests {
    let test: TestOffice
    private let provider = TestProvider()

    init() throws {
        test = try TestOffice()
    }

    private func settings(roles: [String: Role] = ["lokalbetjent": .officer]) -> OpenIDSettings {
        OpenIDSettings(
            issuer: TestProvider.issuer, clientID: "kreds", clientSecret: "hush", publicURL: "https://kreds.example/",
            name: "Fælles login", scope: "openid", rolesClaim: "roles", roles: roles, authorityClaim: "authority",
            authority: "police", unitClaim: "unit")
    }

    /// Signs in; the provider gives the claims of the test with these changes.
    private func signIn(
        _ changes: [String: OpenIDClaims.Value?] = [:], state: String? = nil, later seconds: Int = 0,
        asked: Recorder = Recorder()
    ) async throws -> (signedIn: SignedIn, from: String) {
        let (provider, now) = (provider, test.now)
        let nonce = Recorder()
        let fetch = OpenIDFetch { request in
            asked.add(request)
            switch request.url {
            case TestProvider.issuer + "/.well-known/openid-configuration": return Data(document.utf8)
            case "https://login.example/keys": return TestProvider.keySet([provider])
            case "https://login.example/token":
                var changes = changes
                if changes["nonce"] == nil { changes["nonce"] = .text(nonce.text) }
                let token = try await provider.token(TestProvider.claims(changes, at: now))
                return Data(#"{"access_token":"x","id_token":"\#(token)"}"#.utf8)
            default: throw OpenIDFailure.answered(404)
            }
        }
        let signIn = OpenIDSignIn(OpenIDProvider(settings(), fetch: fetch))
        let (address, cookie) = try await signIn.begin(from: "/cases", in: test.office)
        let query = Dictionary(
            (URLComponents(string: address)?.queryItems ?? []).map { ($0.name, $0.value ?? "") },
            uniquingKeysWith: { $1 })
        nonce.text = query["nonce"] ?? ""
        asked.text = address
        test.pass(seconds: seconds)
        return try await signIn.finish(
            cookie: cookie, state: state ?? query["state"] ?? "", code: "c-1", source: .init(), replacing: nil,
            in: test.office)
    }

    @Test func anAccountIsMadeAtTheFirstSignInAndBroughtUpToDateAtTheNext() async throws {
        let (signedIn, from) = try await signIn([
            "authority": .text("Midt- og Vestsjællands Politi"), "unit": .text("oroe"),
        ])
        #expect(from == "/cases")
        #expect(
            signedIn.actor
                == Actor(
                    name: "anna", displayName: "Anna Holm", authority: "police", unit: "oroe",
                    roles: [.officer, .leader]))
        let first = try test.credential("anna")
        #expect(first.isOfProvider && first.password.isEmpty)
        let again = try await signIn(["roles": .text("screener unknown"), "name": .text("Anna Ny")]).signedIn
        #expect(again.actor.roles == [.screener] && again.actor.displayName == "Anna Ny")
        #expect(again.actor.authority == "police" && again.actor.unit.isEmpty)
        #expect(try test.credential("anna").account.id == first.account.id)
        // What the session that ran on may do has changed with it.
        #expect(try await test.session(signedIn.token).account.actor.roles == [.screener])
    }

    @Test func thereIsNoWayInWithAPassword() async throws {
        _ = try await signIn()
        for password in ["", " "] {
            #expect(try await refusals { _ = try await test.signIn(password, name: "anna") } == ["sign-in-failed"])
        }
    }

    @Test func whoHasNoRoleIsRefusedAndLosesTheSessions() async throws {
        let token = try await signIn().signedIn.token
        #expect(try await refusals { _ = try await signIn(["roles": .text("unknown")]) } == ["provider-no-role"])
        #expect(try await Sessions.find(token, in: test.office) == nil)
        #expect(try await refusals { _ = try await signIn(["roles": nil]) } == ["provider-no-role"])
        #expect(try test.credential("anna").account.actor.roles.isEmpty)
    }

    @Test func anAuthorityOrAUnitThatIsNotKnownOpensNothing() async throws {
        for claims: [String: OpenIDClaims.Value?] in [["authority": .text("Atlantis")], ["unit": .text("Atlantis")]] {
            #expect(try await refusals { _ = try await signIn(claims) } == ["provider-authority"])
        }
        // Nor does a role that nobody of the authority holds.
        #expect(try await refusals { _ = try await signIn(["authority": .text("hospitals")]) } == ["provider-no-role"])
    }

    @Test func aClosedAccountStaysClosed() async throws {
        let id = try await {
            _ = try await signIn(); return try test.credential("anna").account.id
        }()
        try test.database.blockingWrite { try CredentialStore.setClosed(id, at: test.now, in: $0) }
        #expect(try await refusals { _ = try await signIn() } == ["provider-closed"])
    }

    @Test func aLocalAccountOfTheSameNameStaysItsOwn() async throws {
        let local = try test.addAccount(.officer)
        _ = try await signIn(["preferred_username": .text("officer")])
        #expect(try test.credential("officer").account.id == local)
        #expect(try test.credential("officer@login.example").isOfProvider)
    }

    @Test func anotherStateAndALateAnswerAreRefused() async throws {
        #expect(try await refusals { _ = try await signIn(state: "other") } == ["provider-over"])
        let minutes = try test.office.law.value("sign-in.step-minutes", on: test.now.day)
        #expect(try await refusals { _ = try await signIn(later: minutes * 60) } == ["provider-over"])
        let bare = OpenIDSignIn(
            OpenIDProvider(settings(), fetch: OpenIDFetch { _ in throw OpenIDFailure.answered(500) }))
        for cookie in ["", "1:made up"] {
            #expect(
                try await refusals {
                    _ = try await bare.finish(
                        cookie: cookie, state: "s", code: "c", source: .init(), replacing: nil, in: test.office)
                } == ["provider-over"])
        }
    }

    @Test func aTokenForAnotherSignInIsRefused() async throws {
        await #expect(throws: OpenIDFailure.token("nonce")) { try await signIn(["nonce": .text("old")]) }
        await #expect(throws: OpenIDFailure.token("expired")) { try await signIn(["exp": .number(1)]) }
    }

    @Test func theQuestionAndTheExchangeAreBoundTogetherByTheVerifier() async throws {
        let asked = Recorder()
        _ = try await signIn(asked: asked)
        #expect(asked.text.hasPrefix("https://login.example/auth?"))
        for part in [
            "response_type=code", "code_challenge_method=S256", "client_id=kreds",
            "redirect_uri=https%3A%2F%2Fkreds.example%2Fsign-in%2Fprovider%2Fback",
        ] { #expect(asked.text.contains(part), "\(part)") }
        let exchange = try #require(asked.requests.first { $0.form != nil })
        #expect(exchange.form?["code"] == "c-1" && exchange.form?["code_verifier"]?.count == 43)
        #expect(exchange.form?["redirect_uri"] == "https://kreds.example/sign-in/provider/back")
        #expect(exchange.form?["client_secret"] == nil)
        #expect(exchange.authorization == "Basic " + Data("kreds:hush".utf8).base64EncodedString())
    }

    @Test func signingOutLeadsToTheProviderWithWhatItGave() async throws {
        let signedIn = try await signIn().signedIn
        let session = try await test.session(signedIn.token)
        let fetch = OpenIDFetch { _ in Data(document.utf8) }
        let address = await OpenIDSignIn(OpenIDProvider(settings(), fetch: fetch))
            .signOutAddress(of: session, in: test.office)
        let sealed = try #require(session.idToken)
        let token = try test.office.keys.opened(sealed, for: .signIn)
        #expect(address?.hasPrefix("https://login.example/end?client_id=kreds&id_token_hint=\(token)") == true)
        #expect(address?.hasSuffix("post_logout_redirect_uri=https%3A%2F%2Fkreds.example%2Fsign-in") == true)
    }

    @Test func aDocumentOfAnotherProviderIsNotTaken() async throws {
        for text in [
            document.replacing("https://login.example/realm", with: "https://evil.example"),
            document.replacing("https://login.example/token", with: "http://login.example/token"), "[]",
        ] {
            let provider = OpenIDProvider(settings(), fetch: OpenIDFetch { _ in Data(text.utf8) })
            await #expect(throws: OpenIDFailure.self) { try await provider.document(at: test.now) }
        }
    }

    @Test func keysAreKeptAndAskedForAnewBecauseOfAnUnknownOne() async throws {
        let asked = Recorder()
        let keys = [TestProvider(keyID: "k1"), TestProvider(keyID: "k2")]
        let now = test.now
        let fetch = OpenIDFetch { request in
            switch request.url {
            case "https://login.example/keys":
                asked.add(request)
                return TestProvider.keySet(asked.requests.count > 1 ? keys : [keys[0]])
            case "https://login.example/token":
                let signer = keys[request.form?["code"] == "second" ? 1 : 0]
                let token = try await signer.token(TestProvider.claims(at: now))
                return Data(#"{"id_token":"\#(token)"}"#.utf8)
            default: return Data(document.utf8)
            }
        }
        let provider = OpenIDProvider(settings(), fetch: fetch)
        func exchange(_ code: String, later seconds: Int) async throws {
            _ = try await provider.claims(
                code: code, verifier: "v", nonce: "n-1", at: now.adding(seconds: seconds))
        }
        try await exchange("first", later: 0)
        try await exchange("first", later: 61)
        #expect(asked.requests.count == 1)
        try await exchange("second", later: 61)
        try await exchange("second", later: 62)
        #expect(asked.requests.count == 2)
    }

    private var document: String { OpenIDSignInTests.document }
    private static let document = """
        {"issuer":"https://login.example/realm","authorization_endpoint":"https://login.example/auth",
        "token_endpoint":"https://login.example/token","jwks_uri":"https://login.example/keys",
        "end_session_endpoint":"https://login.example/end","scopes_supported":["openid"]}
        """
}

/// What was asked of a provider. Unchecked: both values are read and written under the lock alone.
private final class Recorder: @unchecked Sendable {
    private let lock = NSLock()
    private var asked: [OpenIDRequest] = []
    private var said = ""

    var requests: [OpenIDRequest] { lock.withLock { asked } }
    var text: String {
        get { lock.withLock { said } }
        set { lock.withLock { said = newValue } }
    }

    func add(_ request: OpenIDRequest) {
        lock.withLock { asked.append(request) }
    }
}
