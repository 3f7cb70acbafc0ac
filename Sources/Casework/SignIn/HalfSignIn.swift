import Prevention
import SQL
public import Store

/// The steps of a sign-in after the password. Its token opens these and nothing else, for minutes only
/// (law.yaml `sign-in.step-minutes`).
public struct HalfSignIn: Sendable {
    public let token: SessionToken
    public let source: SignInSource
    /// The session that the browser holds until now; it ends with the new one.
    public let replacing: SessionToken?

    /// Wrong codes before the password is asked for again.
    static let mostTries = 5

    public init(_ token: SessionToken, source: SignInSource, replacing: SessionToken? = nil) {
        self.token = token
        self.source = source
        self.replacing = replacing
    }

    /// What is asked for now.
    ///
    /// - Throws: `Refused`: `sign-in-step-over` where it took too long, or is done.
    public func need(in office: Office) async throws -> (need: SignInNeed, account: StoredAccount) {
        let now = office.now
        return try await office.database.read { db in
            let (half, need) = try find(at: now, office, in: db)
            return (need, half.credential.account)
        }
    }

    /// Takes a code of the second factor, or a recovery code.
    ///
    /// - Throws: `Refused`: `sign-in-code-wrong`, `sign-in-step-over`.
    public func give(code typed: String, in office: Office) async throws -> SignInOutcome {
        let now = office.now
        let outcome = try await office.database.write { db -> SignInOutcome? in
            let (half, need) = try find(at: now, office, in: db)
            guard need == .code, let factor = half.credential.factor else { throw Refused("sign-in-step-over") }
            let account = half.credential.account
            let tries = try SignInTries(
                name: account.actor.name, account: account.id, source: source, step: .code, at: now, office, in: db)
            guard case .mayTry = try tries.begin(at: now, in: db) else { return nil }
            if try SecondFactor.use(typed, account.id, factor: factor, at: now, office, in: db) {
                try HalfSignInStore.setGaveCode(tokenHash: token.hash, in: db)
                return try goOn(at: now, office, in: db)
            }
            try office.ledger.record(
                .account, .account, id: account.id, reason: "wrong code of the second factor", by: account.actor,
                at: now, in: db)
            if half.tries + 1 >= HalfSignIn.mostTries {
                try HalfSignInStore.end(tokenHash: token.hash, in: db)
            } else {
                try HalfSignInStore.countTry(tokenHash: token.hash, in: db)
            }
            return nil
        }
        guard let outcome else { throw Refused("sign-in-code-wrong") }
        return outcome
    }

    /// Puts a password of one's own in place of the one-time one.
    ///
    /// - Throws: `Refused`: what is wrong with it, or `sign-in-step-over`.
    public func choose(password: String, again: String, in office: Office) async throws -> SignInOutcome {
        let now = office.now
        let (credential, need) = try await office.database.read { db in
            let (half, need) = try find(at: now, office, in: db)
            return (half.credential, need)
        }
        guard need == .newPassword else { throw Refused("sign-in-step-over") }
        let account = credential.account
        try PasswordPolicy(office).check(password, again: again, of: account.actor)
        let old = credential.password
        guard try await !Task.detached(operation: { try PasswordHash.verify(password, old) }).value else {
            throw Refused("password-same")
        }
        let hash = try await Task.detached { try PasswordHash.make(password, rounds: office.passwordRounds) }.value
        return try await office.database.write { db in
            guard try find(at: now, office, in: db).1 == .newPassword else { throw Refused("sign-in-step-over") }
            try CredentialStore.setPassword(account.id, hash, in: db)
            try office.ledger.record(
                .account, .account, id: account.id, reason: "password changed", by: account.actor, at: now, in: db)
            return try goOn(at: now, office, in: db)
        }
    }

    /// Takes a second factor into use.
    ///
    /// - Returns: with the recovery codes, which are shown this once.
    /// - Throws: `Refused`: `sign-in-code-wrong`, `sign-in-step-over`, `enrolment-over`.
    public func enrol(
        _ enrolment: SecondFactorEnrolment, code: String, in office: Office
    ) async throws -> (outcome: SignInOutcome, recoveryCodes: [String]) {
        let now = office.now
        return try await office.database.write { db in
            let (half, need) = try find(at: now, office, in: db)
            guard need == .enrolment else { throw Refused("sign-in-step-over") }
            let codes = try enrolment.confirm(code: code, half.credential.account, at: now, office, in: db)
            try HalfSignInStore.setGaveCode(tokenHash: token.hash, in: db)
            return (try goOn(at: now, steps: [.password], office, in: db), codes)
        }
    }

    /// Opens the session, or says what is still to be done.
    ///
    /// - Parameter steps: what was tried on the way; what the record says, unless given.
    private func goOn(
        at now: Instant, steps: [SignInTries.Step]? = nil, _ office: Office, in db: any Connection
    ) throws -> SignInOutcome {
        let after = try HalfSignIn.after(now, office)
        guard let half = try HalfSignInStore.find(tokenHash: token.hash, after: after, in: db) else {
            throw Refused("sign-in-step-over")
        }
        if let need = try next(half, at: now, office) { return .unfinished(token, need) }
        try HalfSignInStore.end(tokenHash: token.hash, in: db)
        let opening = SessionOpening(
            account: half.credential.account, source: source, replacing: replacing,
            steps: steps ?? (half.gaveCode ? [.password, .code] : [.password]))
        return .signedIn(try opening(at: now, office, in: db))
    }

    private func find(
        at now: Instant, _ office: Office, in db: any Connection
    ) throws -> (StoredHalfSignIn, SignInNeed) {
        let after = try HalfSignIn.after(now, office)
        guard let half = try HalfSignInStore.find(tokenHash: token.hash, after: after, in: db),
            let need = try next(half, at: now, office)
        else { throw Refused("sign-in-step-over") }
        return (half, need)
    }

    private func next(_ half: StoredHalfSignIn, at now: Instant, _ office: Office) throws -> SignInNeed? {
        let isRequired = try SignInNumbers(office.law, on: now.day).isSecondFactorRequired
        return SignInNeed.next(after: half.credential, gaveCode: half.gaveCode, isRequired: isRequired)
    }

    private static func after(_ now: Instant, _ office: Office) throws -> Instant {
        now.adding(seconds: -(try SignInNumbers(office.law, on: now.day).stepMinutes) * 60)
    }
}
