import Casework
import Handbook
import Hummingbird
import Logging
import Prevention

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /sign-in/provider | open; leads to the identity provider |
/// | GET | /sign-in/provider/back | open; takes what the provider sends back, in the browser that went there |
enum ProviderPages {
    private static let minutes = 10

    static func add(to routes: RouteTable) {
        routes.get("/sign-in/provider", .open) { visit in
            guard let provider = visit.site.settings.provider else { throw NotFound() }
            let from = SafePath.path(visit.query("from"))
            do {
                let (address, cookie) = try await OpenIDSignIn(provider).begin(from: from, in: visit.office)
                let settings = visit.site.settings
                return .redirect(address).setting(
                    Cookies.make(Cookies.provider(settings), cookie, settings, maxAge: minutes * 60))
            } catch let failure as OpenIDFailure {
                return refused(failure, visit)
            }
        }

        routes.get("/sign-in/provider/back", .open) { visit in
            guard let provider = visit.site.settings.provider else { throw NotFound() }
            let settings = visit.site.settings
            let forgotten = Cookies.make(Cookies.provider(settings), "", settings, maxAge: 0)
            do {
                let (signedIn, from) = try await OpenIDSignIn(provider).finish(
                    cookie: visit.request.cookies[Cookies.provider(settings)]?.value ?? "",
                    state: visit.query("state") ?? "", code: visit.query("code") ?? "", source: visit.source,
                    replacing: visit.heldToken, in: visit.office)
                return SignInForm.signed(in: signedIn, visit, .redirect(SafePath.path(from))).setting(forgotten)
            } catch let refused as Refused {
                return SignInPages.form(
                    visit, name: "", from: "/", error: refused.refusals.first, status: .forbidden
                ).setting(forgotten)
            } catch let failure as OpenIDFailure {
                return refused(failure, visit).setting(forgotten)
            }
        }
    }

    /// Says that it did not work; why stands in the server's log.
    private static func refused(_ failure: OpenIDFailure, _ visit: Visit) -> Reply {
        visit.site.logger.error("identity provider", metadata: ["failure": "\(failure)"])
        return SignInPages.form(visit, name: "", from: "/", error: Refusal("provider-failed"), status: .badGateway)
    }
}
