import Foundation
import Handbook
import Hummingbird
import Prevention
import SQL
import Store
import Testing

@testable import Casework
@testable import Web

/// The steps of signing in, one's own account and the accounts of all, as pages.
@Suite struct AccountPagesTests {
    let site: TestSite
    private static let password = "korrekt hest batteri"

    init() throws {
        site = try TestSite()
        let hash = try PasswordHash.make(AccountPagesTests.password, rounds: 1 << 4)
        _ = try site.database.blockingWrite { try $0.execute("UPDATE account SET password = \(hash)") }
    }

    private func account(_ role: Role) throws -> StoredCredential {
        try #require(
            try site.database.blockingRead { try CredentialStore.credential(named: role.rawValue, in: $0) })
    }

    /// Sends a form as a browser that is not signed in, and that holds these cookies.
    private func send(_ path: String, _ form: [String: String], cookies: [String] = []) async throws -> TestPage {
        let token = String(repeating: "t", count: 40)
        let body = form.merging(["token": token]) { own, _ in own }
            .map { Form.encode($0.key) + "=" + Form.encode($0.value) }.joined(separator: "&")
        let all = [Cookies.beforeSignIn(site.site.settings) + "=" + token] + cookies
        return try await site.send(
            .post, path, nil, .danish,
            [.contentType: "application/x-www-form-urlencoded", .cookie: all.joined(separator: "; ")], body: body)
    }

    /// `name=value` of a cookie that was set.
    private func cookie(_ name: String, of page: TestPage) throws -> String {
        let set = try #require(page.headers[values: .setCookie].first { $0.hasPrefix(name + "=") })
        return String(set.prefix { $0 != ";" })
    }

    private func match(_ text: String, _ pattern: Regex<(Substring, Substring)>) throws -> String {
        String(try #require(text.firstMatch(of: pattern)).1)
    }

    @Test func theFirstSignInLeadsThroughEnrolmentToTheRecoveryCodes() async throws {
        _ = try site.database.blockingWrite { try $0.execute("UPDATE account SET factor_exempt = 0") }
        let first = try await send(
            "/sign-in", ["name": "officer", "password": AccountPagesTests.password, "from": "/cases"])
        #expect(first.status == 303 && first.location == "/sign-in/step?from=/cases")
        #expect(!first.headers[values: .setCookie].contains { $0.hasPrefix("kreds_session") })
        let half = try cookie("kreds_half", of: first)
        // What is half opens no page.
        let token = half.replacing("kreds_half", with: "kreds_session")
        let page = try await site.send(.get, "/cases", nil, .danish, [.cookie: token], body: nil)
        #expect(page.status == 303)
        let step = try await site.send(.get, "/sign-in/step?from=/cases", nil, .danish, [.cookie: half], body: nil)
        #expect(step.status == 200 && step.text.contains(site.words("sign-in.enrol-lead")))
        let sealed = try match(step.text, /name="sealed" value="([^"]+)"/)
        let key = try match(step.text, /<code id="key">([A-Z2-7 ]+)</).filter { $0 != " " }
        let wrong = try await send("/sign-in/step", ["sealed": sealed, "code": "000000"], cookies: [half])
        #expect(wrong.status == 422 && wrong.text.contains(site.words("refusal.sign-in-code-wrong")))
        #expect(wrong.text.contains(sealed))
        let code = try #require(TimeCode(base32: key)).code(step: TimeCode.step(at: site.office.now))
        let done = try await send(
            "/sign-in/step", ["sealed": sealed, "code": code, "from": "/cases"], cookies: [half])
        #expect(done.status == 200 && done.text.matches(of: /<li><code>[A-Z2-7-]{19}</).count == 10)
        #expect(done.text.contains(#"href="/cases""#) && done.headers[.cacheControl] == "no-store")
        let session = try cookie("kreds_session", of: done)
        let cases = try await site.send(.get, "/cases", nil, .danish, [.cookie: session], body: nil)
        #expect(cases.status == 200)
    }

    @Test func aStepWithoutItsCookieOrItsTokenLeadsNowhere() async throws {
        let page = try await site.get("/sign-in/step", as: nil)
        #expect(page.status == 303 && page.location == "/sign-in?from=/")
        let posted = try await send("/sign-in/step", ["code": "1"], cookies: ["kreds_half=made-up"])
        #expect(posted.status == 422 && posted.text.contains(site.words("refusal.sign-in-step-over")))
        _ = try site.database.blockingWrite { try $0.execute("UPDATE account SET factor_exempt = 0") }
        let first = try await send("/sign-in", ["name": "officer", "password": AccountPagesTests.password])
        let half = try cookie("kreds_half", of: first)
        let forged = try await send("/sign-in/step", ["code": "1", "token": "other"], cookies: [half])
        #expect(forged.status == 422 && forged.text.contains(site.words("refusal.form-token")))
    }

    @Test func aNewPasswordGivesTheBrowserANewSession() async throws {
        let form = ["old": AccountPagesTests.password, "password": "grøn kahyt syv paraplyer"]
        let refused = try await site.post("/account/password", form, as: .officer)
        #expect(refused.status == 422 && refused.text.contains(site.words("refusal.password-again")))
        #expect(refused.text.contains(##"href="#again""##))
        let done = try await site.post(
            "/account/password", form.merging(["again": "grøn kahyt syv paraplyer"]) { $1 }, as: .officer)
        #expect(done.location == "/account?done=password-changed")
        #expect(try await site.get("/", as: .officer).status == 303)
        let session = try cookie("kreds_session", of: done)
        let page = try await site.send(
            .get, "/account?done=password-changed", nil, .danish, [.cookie: session], body: nil)
        #expect(page.status == 200 && page.text.contains(site.words("done.password-changed")))
    }

    @Test func ownSessionsAreShownWithThisOneMarkedAndEndOnes() async throws {
        let id = try account(.officer).account.id
        let other = SessionToken("another-browser")
        try site.database.blockingWrite { db in
            try SessionStore.open(
                .init(tokenHash: other.hash, csrf: "c", account: id, device: "Firefox, Linux"), at: site.office.now,
                in: db)
        }
        let page = try await site.get("/account", as: .officer)
        #expect(page.text.contains("Firefox, Linux") && page.text.contains(site.words("account.sessions.own")))
        #expect(!page.text.contains(other.hash))
        let handle = try match(page.text, /name="end" value="([0-9a-f]{16})"/)
        let ended = try await site.post("/account", ["end": handle], as: .officer)
        #expect(ended.location == "/account?done=sessions-ended")
        let after = try await site.get("/account", as: .officer)
        #expect(after.status == 200 && !after.text.contains("Firefox, Linux"))
        let again = try await site.post("/account", ["end": handle], as: .officer)
        #expect(again.status == 422 && again.text.contains(site.words("refusal.session-ended")))
    }

    @Test func anAdministratorClosesAnAccountAndItsPagesCloseAtOnce() async throws {
        let id = try account(.officer).account.id
        #expect(try await site.get("/accounts", as: .administrator).text.contains(#"href="/accounts/\#(id)""#))
        let closed = try await site.post("/accounts/\(id)", ["do": "close"], as: .administrator)
        #expect(closed.location == "/accounts/\(id)?done=account-close")
        #expect(try await site.get("/cases", as: .officer).status == 303)
        let page = try await site.get("/accounts/\(id)", as: .administrator)
        #expect(page.text.contains(#"value="reopen""#) && !page.text.contains(#"value="reset-password""#))
        #expect(try await site.get("/accounts/999", as: .administrator).status == 404)
        #expect(try await site.post("/accounts/\(id)", ["do": "x"], as: .administrator).status == 200)
    }

    @Test func aOneTimePasswordIsShownOnceAndLeadsToTheChoiceOfAnother() async throws {
        let id = try account(.officer).account.id
        let page = try await site.post("/accounts/\(id)", ["do": "reset-password"], as: .administrator)
        let code = try match(page.text, /<code id="one-time">([A-Z2-7]{16})</)
        #expect(try await !site.get("/accounts/\(id)", as: .administrator).text.contains(code))
        let half = try cookie(
            "kreds_half", of: try await send("/sign-in", ["name": "officer", "password": code]))
        let step = try await site.send(.get, "/sign-in/step", nil, .danish, [.cookie: half], body: nil)
        #expect(step.text.contains(site.words("sign-in.new-password.title")))
        let new = "grøn kahyt syv paraplyer"
        let done = try await send("/sign-in/step", ["password": new, "again": new], cookies: [half])
        #expect(done.status == 303 && done.location == "/")
    }

    @Test func ownAccountCannotBeManagedThere() async throws {
        let id = try account(.administrator).account.id
        let page = try await site.get("/accounts/\(id)", as: .administrator)
        #expect(page.status == 200 && !page.text.contains(#"name="do""#))
        let posted = try await site.post("/accounts/\(id)", ["do": "close"], as: .administrator)
        #expect(posted.status == 422 && posted.text.contains("Din egen konto kan du ikke ændre her"))
    }

    @Test func whereNoProviderIsSetUpItsPagesAreNotThere() async throws {
        #expect(try await site.get("/sign-in/provider", as: nil).status == 404)
        #expect(try await site.get("/sign-in/provider/back", as: nil).status == 404)
        #expect(try await !site.get("/sign-in", as: nil).text.contains("/sign-in/provider"))
    }

    @Test func theBrowserIsKnownByACookieOutOfReachOfScripts() async throws {
        let page = try await send("/sign-in", ["name": "officer", "password": AccountPagesTests.password])
        let device = try #require(page.headers[values: .setCookie].first { $0.hasPrefix("kreds_device=") })
        #expect(device.contains("; HttpOnly") && device.contains("Max-Age=31536000"))
    }
}

@Suite struct ClientAddressTests {
    @Test func aForwardedAddressCountsAsFarAsTrustedProxiesWroteIt() {
        func address(_ peer: String?, _ forwarded: String...) -> String {
            ClientAddress.address(peer: peer, forwarded: forwarded, trusted: ["10.0.0.1", "10.0.0.2"])
        }
        #expect(address("192.0.2.1", "198.51.100.7") == "192.0.2.1")
        #expect(address("10.0.0.1") == "10.0.0.1")
        #expect(address("10.0.0.1", "198.51.100.7") == "198.51.100.7")
        #expect(address("10.0.0.1", "203.0.113.9, 198.51.100.7") == "198.51.100.7")
        #expect(address("10.0.0.1", "198.51.100.7, 10.0.0.2") == "198.51.100.7")
        #expect(address("10.0.0.1", "203.0.113.9", "198.51.100.7") == "198.51.100.7")
        #expect(address(nil, "198.51.100.7").isEmpty)
    }
}
