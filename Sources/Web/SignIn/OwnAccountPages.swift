import Casework
import Handbook
import Hummingbird
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /account | signed in; one's own |
/// | POST | /account | signed in; ends sessions of one's own |
/// | GET | /account/password | signed in |
/// | POST | /account/password | signed in; asks for the old password |
/// | GET | /account/second-factor | signed in |
/// | POST | /account/second-factor | signed in; asks for the password |
enum OwnAccountPages {
    static func add(to routes: RouteTable) {
        routes.get("/account", .signedIn) { visit in try await overview(visit, error: nil) }

        routes.post("/account", .signedIn) { visit in
            let posted = try await visit.form()
            do {
                if posted["end"] == "others" {
                    try await Sessions.endOthers(than: visit.session, in: visit.office)
                } else {
                    try await Sessions.end(handle: posted["end"], own: visit.session, in: visit.office)
                }
                return .redirect("/account?done=sessions-ended")
            } catch let refused as Refused {
                return try await overview(visit, error: refused)
            }
        }

        routes.get("/account/password", .signedIn) { visit in try await password(visit, error: nil) }

        routes.post("/account/password", .signedIn) { visit in
            let posted = try await visit.form()
            do {
                let token = try await OwnAccount(visit.session).changePassword(
                    old: posted.exact("old"), new: posted.exact("password"), again: posted.exact("again"),
                    in: visit.office)
                return renewed(token, visit, .redirect("/account?done=password-changed"))
            } catch let refused as Refused {
                return try await password(visit, error: refused)
            }
        }

        routes.get("/account/second-factor", .signedIn) { visit in
            try await factor(visit, enrolment: nil, error: nil)
        }

        routes.post("/account/second-factor", .signedIn) { visit in
            let posted = try await visit.form()
            do {
                return try await change(posted, visit)
            } catch let refused as Refused {
                let isConfirming = posted["do"] == "confirm" && refused.refusals.first?.code != "enrolment-over"
                let enrolment = isConfirming ? SecondFactorEnrolment(sealed: posted["sealed"]) : nil
                return try await factor(visit, enrolment: enrolment, error: refused)
            }
        }
    }

    private static func change(_ posted: Form, _ visit: Visit) async throws -> Reply {
        let own = OwnAccount(try visit.session)
        let password = posted.exact("password")
        switch posted["do"] {
        case "begin":
            let enrolment = try await own.beginEnrolment(password: password, in: visit.office)
            return try await factor(visit, enrolment: enrolment, error: nil)
        case "confirm":
            let (token, codes) = try await own.enrol(
                SecondFactorEnrolment(sealed: posted["sealed"]), code: posted["code"], in: visit.office)
            return renewed(token, visit, .page("recovery-codes", RecoveryCodesModel(codes, next: "/account")))
        case "codes":
            let (token, codes) = try await own.renewRecoveryCodes(password: password, in: visit.office)
            return renewed(token, visit, .page("recovery-codes", RecoveryCodesModel(codes, next: "/account")))
        case "remove":
            let token = try await own.removeFactor(password: password, in: visit.office)
            return renewed(token, visit, .redirect("/account?done=factor-removed"))
        default: return try await factor(visit, enrolment: nil, error: nil)
        }
    }

    /// Gives the browser the new token of its session.
    private static func renewed(_ token: SessionToken, _ visit: Visit, _ reply: Reply) -> Reply {
        let settings = visit.site.settings
        return reply.setting(Cookies.make(Cookies.session(settings), token.text, settings))
    }

    private static func overview(_ visit: Visit, error: Refused?) async throws -> Reply {
        let session = try visit.session
        let state = try await OwnAccount(session).state(in: visit.office)
        var following: OwnAccountModel.Following?
        let actor = session.account.actor
        if OwnCalendar.isOpen(to: actor) {
            following = .init(
                calendarText: OwnCalendarModel.state(
                    try await OwnCalendar(session).state(in: visit.office), visit.words),
                digestText: actor.may(.readPlan)
                    ? OwnDigestModel.state(try await OwnDigest(session).state(in: visit.office), visit.words) : nil)
        }
        let model = OwnAccountModel(
            state, session, following, authorityName: visit.authorityName(of: session.account.actor), error: error,
            visit.words)
        return .page("account", model, status: status(error))
    }

    private static func password(_ visit: Visit, error: Refused?) async throws -> Reply {
        let state = try await OwnAccount(visit.session).state(in: visit.office)
        if state.credential.isOfProvider { throw NotFound() }
        let policy = try PasswordPolicy(visit.office)
        let targets = ["sign-in-password-wrong": "old", "password-again": "again"]
        let model = OwnPasswordModel(
            help: visit.words("account.password.help", ["shortest": String(policy.shortest)]),
            userName: state.credential.account.actor.name,
            problems: error.map { .init($0, targets: targets, otherwise: "password", words: visit.words) })
        return .page("account-password", model, status: status(error))
    }

    private static func factor(
        _ visit: Visit, enrolment: SecondFactorEnrolment?, error: Refused?
    ) async throws -> Reply {
        let state = try await OwnAccount(visit.session).state(in: visit.office)
        if state.credential.isOfProvider { throw NotFound() }
        var shown: SignInStepPages.Model.Enrolment?
        if let enrolment {
            shown = try .init(enrolment, of: state.credential.account, visit)
        }
        let model = SecondFactorModel(state, enrolment: shown, error: error, visit.words)
        return .page("account-second-factor", model, status: status(error))
    }

    private static func status(_ error: Refused?) -> HTTPResponse.Status {
        error == nil ? .ok : .unprocessableContent
    }
}
