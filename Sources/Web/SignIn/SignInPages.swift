import Casework
import Foundation
import Handbook
import Hummingbird
import Prevention

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /sign-in | open |
/// | POST | /sign-in | open; the form is tied to the browser by a cookie of its own |
/// | POST | /sign-out | signed in |
enum SignInPages {
    struct Model: Sendable {
        let name: String
        let error: String?
        let token: String
        /// Where to go then.
        let from: String
        let provider: Provider?
    }

    struct Provider: Sendable {
        let providerHref: String
        let providerLabel: String
    }

    /// - Parameter asked: the page that was asked for without a session.
    static func path(backTo asked: String?) -> String {
        asked.map { "/sign-in?from=" + Form.encode(SafePath.path($0)) } ?? "/sign-in"
    }

    static func add(to routes: RouteTable) {
        routes.get("/sign-in", .open) { visit in
            let from = SafePath.path(visit.query("from"))
            if visit.context.session != nil { return .redirect(from) }
            return form(visit, name: "", from: from, error: nil)
        }

        routes.post("/sign-in", .open) { visit in
            let posted = try await visit.form()
            let from = SafePath.path(posted["from"])
            guard SignInForm.isOfThisBrowser(posted, visit) else {
                return form(visit, name: posted["name"], from: from, error: Refusal("form-token"))
            }
            do {
                let signIn = SignIn(
                    name: posted["name"], password: posted.exact("password"), source: visit.source,
                    replacing: visit.heldToken)
                return SignInForm.reply(try await signIn(in: visit.office), visit, from: from)
            } catch let refused as Refused {
                return form(visit, name: posted["name"], from: from, error: refused.refusals.first)
            }
        }

        routes.post("/sign-out", .signedIn) { visit in
            let session = try visit.session
            await visit.forgetLookUps()
            try await Sessions.close(session, in: visit.office)
            var address: String?
            if let provider = visit.site.settings.provider {
                address = await OpenIDSignIn(provider).signOutAddress(of: session, in: visit.office)
            }
            return .redirect(address ?? "/sign-in").setting(
                Cookies.make(Cookies.session(visit.site.settings), "", visit.site.settings, maxAge: 0))
        }
    }

    static func form(
        _ visit: Visit, name: String, from: String, error: Refusal?, status: HTTPResponse.Status = .unprocessableContent
    ) -> Reply {
        let token = SignInForm.newToken()
        let provider = visit.site.settings.provider.map { provider in
            Provider(
                providerHref: "/sign-in/provider?from=" + Form.encode(from),
                providerLabel: visit.words("sign-in.with", ["name": provider.settings.name]))
        }
        let model = Model(
            name: name, error: error.map { visit.words.refusal($0, programme: nil) }, token: token, from: from,
            provider: provider)
        return .page("sign-in", model, status: error == nil ? .ok : status)
            .setting(Cookies.make(Cookies.beforeSignIn(visit.site.settings), token, visit.site.settings))
    }
}

/// What the forms of signing in share.
enum SignInForm {
    static func newToken() -> String {
        UUID().uuidString + UUID().uuidString
    }

    /// Whether a form was sent from the page that this browser was given.
    static func isOfThisBrowser(_ posted: Form, _ visit: Visit) -> Bool {
        let cookie = visit.request.cookies[Cookies.beforeSignIn(visit.site.settings)]?.value ?? ""
        return cookie.count >= 32 && SecretComparison.equal(cookie.utf8, posted["token"].utf8)
    }

    private static let deviceSeconds = 31_536_000

    /// Goes on to the next step, or to the page asked for.
    static func reply(_ outcome: SignInOutcome, _ visit: Visit, from: String) -> Reply {
        switch outcome {
        case .signedIn(let signedIn): return signed(in: signedIn, visit, .redirect(from))
        case .unfinished(let token, _):
            return .redirect("/sign-in/step?from=" + Form.encode(from)).setting(
                Cookies.make(Cookies.half(visit.site.settings), token.text, visit.site.settings))
        }
    }

    /// Gives the browser its session.
    static func signed(in signedIn: SignedIn, _ visit: Visit, _ reply: Reply) -> Reply {
        let settings = visit.site.settings
        return reply.setting(Cookies.make(Cookies.session(settings), signedIn.token.text, settings))
            .setting(
                Cookies.make(Cookies.device(settings), signedIn.device.text, settings, maxAge: deviceSeconds)
            )
            .setting(Cookies.make(Cookies.half(settings), "", settings, maxAge: 0))
    }
}
