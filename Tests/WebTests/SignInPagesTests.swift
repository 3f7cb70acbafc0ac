import Foundation
import Handbook
import Hummingbird
import Prevention
import SQL
import Store
import Testing

@testable import Casework
@testable import Web

/// The cookies and headers of signing in, with and without TLS in front.
@Suite struct SignInPagesTests {
    private static let password = "korrekt hest batteri"
    private static let hash = Result { try PasswordHash.make(password, rounds: 1 << 4) }

    private func site(isSecure: Bool) throws -> TestSite {
        let site = try TestSite(isSecure: isSecure)
        let hash = try SignInPagesTests.hash.get()
        _ = try site.database.blockingWrite { db in
            try db.execute("UPDATE account SET password = \(hash) WHERE name = 'officer'")
        }
        return site
    }

    /// Signs in as a browser does; `held` is a session cookie that it has from before.
    private func signIn(_ site: TestSite, held: SessionToken? = nil) async throws -> [String] {
        let token = String(repeating: "t", count: 40)
        var cookies = [Cookies.beforeSignIn(site.site.settings) + "=" + token]
        if let held { cookies.append(Cookies.session(site.site.settings) + "=" + held.text) }
        var form = ["name": "officer", "password": SignInPagesTests.password, "token": token]
        // Where a session is open, every form carries its token.
        if held != nil { form["csrf"] = TestSite.csrf(.officer) }
        let body = form.map { Form.encode($0.key) + "=" + Form.encode($0.value) }.joined(separator: "&")
        let answer = try await site.send(
            .post, "/sign-in", nil, .danish,
            [.contentType: "application/x-www-form-urlencoded", .cookie: cookies.joined(separator: "; ")], body: body)
        #expect(answer.status == 303 && answer.location == "/")
        return answer.headers[values: .setCookie]
    }

    @Test func behindTLSTheSessionCookieIsForThisHostAloneAndSecure() async throws {
        let set = try await signIn(site(isSecure: true))
        let cookie = try #require(set.first { $0.hasPrefix("__Host-kreds_session=") })
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            #expect(cookie.contains("; " + part), "\(part)")
        }
        #expect(!cookie.contains("Domain"))
    }

    @Test func withoutTLSTheSessionCookieIsOutOfReachOfScripts() async throws {
        let set = try await signIn(site(isSecure: false))
        let cookie = try #require(set.first { $0.hasPrefix("kreds_session=") })
        #expect(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && !cookie.contains("Secure"))
    }

    @Test func signingInEndsTheSessionThatTheBrowserHeld() async throws {
        let site = try site(isSecure: false)
        #expect(try await site.get("/", as: .officer).status == 200)
        _ = try await signIn(site, held: TestSite.token(.officer))
        #expect(try await site.get("/", as: .officer).location == "/sign-in")
        #expect(try await site.get("/", as: .leader).status == 200)
    }

    @Test func behindTLSEveryAnswerTellsBrowsersToStayWithHTTPS() async throws {
        for path in ["/sign-in", "/", "/health", "/no/such/page"] {
            let secure = try await TestSite(isSecure: true).get(path, as: nil)
            #expect(secure.headers[.strictTransportSecurity] == "max-age=31536000; includeSubDomains", "\(path)")
            let plain = try await TestSite().get(path, as: nil)
            #expect(plain.headers[.strictTransportSecurity] == nil, "\(path)")
        }
    }

    @Test func behindTLSASessionUnderThePlainNameIsNoSession() async throws {
        let site = try TestSite(isSecure: true)
        let answer = try await site.send(
            .get, "/", nil, .danish, [.cookie: "kreds_session=" + TestSite.token(.officer).text], body: nil)
        #expect(answer.location == "/sign-in")
        #expect(try await site.get("/", as: .officer).status == 200)
    }
}
