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
            let cookie = visit.request.cookies[Cookies.beforeSignIn]?.value ?? ""
            guard cookie.count >= 32, SecretComparison.equal(cookie.utf8, posted["token"].utf8) else {
                return form(visit, name: posted["name"], from: from, error: Refusal("form-token"))
            }
            do {
                let old = visit.request.cookies[Cookies.session(visit.site.settings)].map { SessionToken($0.value) }
                let signIn = SignIn(name: posted["name"], password: posted["password"], replacing: old)
                let (token, _) = try await signIn(in: visit.office)
                return .redirect(from).setting(
                    Cookies.make(Cookies.session(visit.site.settings), token.text, visit.site.settings))
            } catch let refused as Refused {
                return form(visit, name: posted["name"], from: from, error: refused.refusals.first)
            }
        }

        routes.post("/sign-out", .signedIn) { visit in
            let name = Cookies.session(visit.site.settings)
            if let token = visit.request.cookies[name]?.value {
                await visit.forgetLookUps()
                try await Sessions.close(SessionToken(token), actor: visit.actor, in: visit.office)
            }
            return .redirect("/sign-in").setting(Cookies.make(name, "", visit.site.settings, maxAge: 0))
        }
    }

    private static func form(_ visit: Visit, name: String, from: String, error: Refusal?) -> Reply {
        let token = UUID().uuidString + UUID().uuidString
        let model = Model(
            name: name, error: error.map { visit.words.refusal($0, programme: nil) }, token: token, from: from)
        return .page("sign-in", model, status: error == nil ? .ok : .unprocessableContent)
            .setting(Cookies.make(Cookies.beforeSignIn, token, visit.site.settings))
    }
}
