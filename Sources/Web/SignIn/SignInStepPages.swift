import Casework
import Handbook
import Hummingbird
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /sign-in/step | open; shows what is asked for after a right password, to the browser that gave it |
/// | POST | /sign-in/step | open; the same |
enum SignInStepPages {
    struct Model: Sendable {
        struct Enrolment: Sendable {
            let sealed: String
            let key: String
            let keyHref: String
            /// The address as a drawing, for the camera of a phone.
            let qr: String?

            init(_ enrolment: SecondFactorEnrolment, of account: StoredAccount, _ visit: Visit) throws {
                let (secret, address) = try enrolment.shown(to: account, in: visit.office)
                sealed = enrolment.sealed
                key = KeyGroups.text(secret)
                keyHref = address
                qr = QRCode(address)?.svg(title: visit.words("account.factor.qr"))
            }
        }

        let error: String?
        let token: String
        let from: String
        let userName: String
        let isCode: Bool
        let isPassword: Bool
        let enrolment: Enrolment?
    }

    static func add(to routes: RouteTable) {
        routes.get("/sign-in/step", .open) { visit in
            let from = SafePath.path(visit.query("from"))
            guard let half = half(visit) else { return .redirect(SignInPages.path(backTo: from)) }
            do {
                return try await page(half, visit, from: from, sealed: nil, error: nil)
            } catch is Refused {
                return .redirect(SignInPages.path(backTo: from))
            }
        }

        routes.post("/sign-in/step", .open) { visit in
            let posted = try await visit.form()
            let from = SafePath.path(posted["from"])
            guard let half = half(visit) else { return .redirect(SignInPages.path(backTo: from)) }
            do {
                guard SignInForm.isOfThisBrowser(posted, visit) else { throw Refused("form-token") }
                return try await take(posted, half, visit, from: from)
            } catch let refused as Refused {
                return try await again(refused, posted, half, visit, from: from)
            }
        }
    }

    private static func half(_ visit: Visit) -> HalfSignIn? {
        visit.request.cookies[Cookies.half(visit.site.settings)].map { cookie in
            HalfSignIn(SessionToken(cookie.value), source: visit.source, replacing: visit.heldToken)
        }
    }

    /// Takes what was asked for.
    private static func take(_ posted: Form, _ half: HalfSignIn, _ visit: Visit, from: String) async throws -> Reply {
        switch try await half.need(in: visit.office).need {
        case .code:
            return SignInForm.reply(try await half.give(code: posted["code"], in: visit.office), visit, from: from)
        case .newPassword:
            let outcome = try await half.choose(
                password: posted.exact("password"), again: posted.exact("again"), in: visit.office)
            return SignInForm.reply(outcome, visit, from: from)
        case .enrolment:
            let enrolment = SecondFactorEnrolment(sealed: posted["sealed"])
            let (outcome, codes) = try await half.enrol(enrolment, code: posted["code"], in: visit.office)
            guard case .signedIn(let signedIn) = outcome else {
                return SignInForm.reply(outcome, visit, from: from)
            }
            return SignInForm.signed(
                in: signedIn, visit, .page("recovery-codes", RecoveryCodesModel(codes, next: from)))
        }
    }

    /// The same form with what was wrong; or the sign-in anew, where this one is over.
    private static func again(
        _ refused: Refused, _ posted: Form, _ half: HalfSignIn, _ visit: Visit, from: String
    ) async throws -> Reply {
        let isOver = refused.refusals.contains { ["sign-in-step-over", "enrolment-over"].contains($0.code) }
        do {
            return try await page(half, visit, from: from, sealed: isOver ? nil : posted["sealed"], error: refused)
        } catch is Refused {
            return SignInPages.form(visit, name: "", from: from, error: Refusal("sign-in-step-over"))
        }
    }

    private static func page(
        _ half: HalfSignIn, _ visit: Visit, from: String, sealed: String?, error: Refused?
    ) async throws -> Reply {
        let (need, account) = try await half.need(in: visit.office)
        var shown: Model.Enrolment?
        if need == .enrolment {
            let given = sealed.flatMap { $0.isEmpty ? nil : SecondFactorEnrolment(sealed: $0) }
            let enrolment: SecondFactorEnrolment
            if let given { enrolment = given } else { enrolment = try await half.beginEnrolment(in: visit.office) }
            shown = try .init(enrolment, of: account, visit)
        }
        let token = SignInForm.newToken()
        let texts = error?.refusals.map { visit.words.refusal($0, programme: nil) }
        let model = Model(
            error: texts?.joined(separator: " "), token: token, from: from, userName: account.actor.name,
            isCode: need == .code, isPassword: need == .newPassword, enrolment: shown)
        return .page("sign-in-step", model, status: error == nil ? .ok : .unprocessableContent)
            .setting(Cookies.make(Cookies.beforeSignIn(visit.site.settings), token, visit.site.settings))
    }
}

/// Recovery codes, shown once.
struct RecoveryCodesModel: Sendable {
    let codes: [String]
    let nextHref: String

    init(_ codes: [String], next: String) {
        self.codes = codes
        nextHref = next
    }
}

/// A key in groups of four letters, as one reads it out.
enum KeyGroups {
    static func text(_ key: String) -> String {
        let letters = Array(key)
        return stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<min($0 + 4, letters.count)]) }
            .joined(separator: " ")
    }
}
