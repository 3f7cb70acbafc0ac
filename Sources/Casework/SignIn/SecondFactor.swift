import Prevention
import SQL
public import Store

/// The second factor (*to-faktor-login*): a code of an authenticator app, or one of the recovery codes.
enum SecondFactor {
    /// Whether it was right; it is used up then. A code of the app is good once, and none older than the last one used.
    static func use(
        _ typed: String, _ account: Int64, factor: String, at now: Instant, _ office: Office, in db: any Connection
    ) throws -> Bool {
        let digits = typed.filter { !$0.isWhitespace }
        guard digits.count == TimeCode.digits, digits.allSatisfy(\.isNumber) else {
            return try RecoveryCodes.use(typed, account, office, in: db)
        }
        guard let code = TimeCode(base32: try office.keys.opened(factor, for: .secondFactor)),
            let step = code.step(of: digits, at: now)
        else { return false }
        return try CredentialStore.useStep(account, step, in: db)
    }
}

/// A second factor on its way: its secret is made and shown, and not in use before a code of it has been given. It travels in
/// the form, sealed, so that nothing is stored for those who leave it there.
public struct SecondFactorEnrolment: Sendable {
    /// For the form to carry.
    public let sealed: String

    public init(sealed: String) {
        self.sealed = sealed
    }

    static func begin(_ account: Int64, at now: Instant, _ office: Office) throws -> SecondFactorEnrolment {
        let text = "\(account) \(now.milliseconds) \(TimeCode.random().base32)"
        return SecondFactorEnrolment(sealed: try office.keys.sealed(text, for: .secondFactor))
    }

    /// What the page shows: the secret, and the address that an app on the same device opens.
    public func shown(to account: StoredAccount, in office: Office) throws -> (secret: String, address: String) {
        let code = try open(account.id, at: office.now, office)
        return (code.base32, code.address(account: account.actor.name, issuer: "Kreds"))
    }

    /// - Returns: fresh recovery codes.
    func confirm(
        code typed: String, _ account: StoredAccount, at now: Instant, _ office: Office, in db: any Connection
    ) throws -> [String] {
        let code = try open(account.id, at: now, office)
        guard let step = code.step(of: typed.filter { !$0.isWhitespace }, at: now) else {
            throw Refused("sign-in-code-wrong")
        }
        let factor = try office.keys.sealed(code.base32, for: .secondFactor)
        try CredentialStore.setFactor(account.id, factor, step: step, in: db)
        try office.ledger.record(
            .account, .account, id: account.id, reason: "second factor enrolled", by: account.actor, at: now, in: db)
        return try RecoveryCodes.renew(account.id, office, in: db)
    }

    private func open(_ account: Int64, at now: Instant, _ office: Office) throws -> TimeCode {
        let minutes = try SignInNumbers(office.law, on: now.day).stepMinutes
        let parts = ((try? office.keys.opened(sealed, for: .secondFactor)) ?? "").split(separator: " ")
        guard parts.count == 3, Int64(parts[0]) == account, let begun = Int64(parts[1]),
            now < Instant(milliseconds: begun).adding(seconds: minutes * 60),
            let code = TimeCode(base32: String(parts[2]))
        else { throw Refused("enrolment-over") }
        return code
    }
}

extension HalfSignIn {
    /// A fresh second factor to show to whoever must have one.
    public func beginEnrolment(in office: Office) async throws -> SecondFactorEnrolment {
        let (need, account) = try await need(in: office)
        guard need == .enrolment else { throw Refused("sign-in-step-over") }
        return try SecondFactorEnrolment.begin(account.id, at: office.now, office)
    }
}
