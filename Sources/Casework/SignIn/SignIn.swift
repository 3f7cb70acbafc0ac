public import Prevention
import SQL
import Store

/// What is still to be done before there is a session.
public enum SignInNeed: String, Sendable, Hashable {
    /// A code of the second factor, or a recovery code.
    case code
    /// Another password in place of a one-time one.
    case newPassword
    /// A second factor.
    case enrolment

    /// What comes next; `nil` where nothing is left to do.
    static func next(after credential: StoredCredential, gaveCode: Bool, isRequired: Bool) -> SignInNeed? {
        if credential.factor != nil, !gaveCode { return .code }
        if credential.passwordUntil != nil { return .newPassword }
        if credential.factor == nil, isRequired, !credential.isExempt { return .enrolment }
        return nil
    }
}

/// Somebody who is signed in.
public struct SignedIn: Sendable {
    public let token: SessionToken
    public let actor: Actor
    /// For the browser to keep: it is known by it from now on.
    public let device: SessionToken
}

public enum SignInOutcome: Sendable {
    case signedIn(SignedIn)
    /// The password is right, and more is asked for. The token opens the next step and nothing else.
    case unfinished(SessionToken, SignInNeed)
}

/// Signs a user in with a local account: the first step, which asks for name and password.
public struct SignIn: Sendable {
    public let name: String
    public let password: String
    public let source: SignInSource

    /// The session that the browser holds until now; it ends with the new one.
    public let replacing: SessionToken?

    public init(name: String, password: String, source: SignInSource = .init(), replacing: SessionToken? = nil) {
        self.name = name
        self.password = password
        self.source = source
        self.replacing = replacing
    }

    /// A wrong name, a wrong password, a closed account and one that waits take as long and are answered alike, so that no
    /// answer tells whether a name exists. Failed tries wait as `SignInTries` says.
    ///
    /// Every try counts as a failure before its password is looked at, in one transaction, and a finished sign-in takes it
    /// back.
    ///
    /// - Throws: `Refused`: `sign-in-failed`.
    public func callAsFunction(in office: Office) async throws -> SignInOutcome {
        let now = office.now
        let credential = try await office.database.write { db in try begin(at: now, office, in: db) }
        let stored = credential.map(\.password) ?? PasswordHash.nobody(rounds: office.passwordRounds)
        let password = password
        let isRight = try await Task.detached { try PasswordHash.verify(password, stored) }.value
        guard let credential, isRight, credential.passwordUntil.map({ now < $0 }) ?? true else {
            throw Refused("sign-in-failed")
        }
        let renewed =
            try PasswordHash.isOutdated(stored, rounds: office.passwordRounds)
            ? PasswordHash.make(password, rounds: office.passwordRounds) : nil
        let numbers = try SignInNumbers(office.law, on: now.day)
        let need = SignInNeed.next(
            after: credential, gaveCode: false, isRequired: numbers.isSecondFactorRequired)
        return try await office.database.write { db in
            // Closed, or given another password, while this one was looked at.
            guard let still = try CredentialStore.credential(named: name, in: db), still.password == stored,
                still.closedAt == nil
            else { throw Refused("sign-in-failed") }
            if let renewed {
                try CredentialStore.setPassword(
                    credential.account.id, renewed, until: credential.passwordUntil, in: db)
            }
            guard let need else {
                let opening = SessionOpening(
                    account: credential.account, source: source, replacing: replacing, steps: [.password])
                return .signedIn(try opening(at: now, office, in: db))
            }
            let token = SessionToken.random()
            try HalfSignInStore.deleteBegun(until: now.adding(seconds: -numbers.stepMinutes * 60), in: db)
            try HalfSignInStore.begin(tokenHash: token.hash, account: credential.account.id, at: now, in: db)
            try office.ledger.record(
                .account, .account, id: credential.account.id, reason: "password right, \(need.rawValue) asked for",
                by: credential.account.actor, at: now, in: db)
            return .unfinished(token, need)
        }
    }

    /// Counts and logs the try; `nil` where there is no account whose password may be looked at now.
    private func begin(at now: Instant, _ office: Office, in db: any Connection) throws -> StoredCredential? {
        let found = try CredentialStore.credential(named: name, in: db)
        let tries = try SignInTries(
            name: name, account: found?.account.id, source: source, at: now, office, in: db)
        let begun = try tries.begin(at: now, in: db)
        let reason: String
        switch begun {
        // Now and then somebody types a password into the field of the name: the log keeps its length alone.
        case .mayTry where found == nil: reason = "sign-in tried with an unknown name of \(name.count) characters"
        case .mayTry where found?.closedAt != nil: reason = "sign-in tried with a closed account"
        case .mayTry: reason = "sign-in tried"
        case .waits(isNew: true): reason = "sign-in held back after failed tries"
        case .waits(isNew: false): return nil
        }
        try office.ledger.record(
            .account, .account, id: found?.account.id, reason: reason, by: found?.account.actor ?? .stranger, at: now,
            in: db)
        guard case .mayTry = begun, found?.closedAt == nil, found?.isOfProvider != true else { return nil }
        return found
    }
}

extension Actor {
    /// Who acts in the log where nobody is known.
    static let stranger = Actor(name: "unknown", displayName: "", authority: "", roles: [])
}

/// Opens a session, at the end of every way to sign in.
struct SessionOpening: Sendable {
    private static let mostDevices = 10

    let account: StoredAccount
    let source: SignInSource
    let replacing: SessionToken?
    /// What was tried on the way, and counted.
    let steps: [SignInTries.Step]
    /// Sealed: of an identity provider.
    var idToken: String?

    /// Takes back the counts of failed tries, deletes the sessions that have run out, and remembers the browser.
    func callAsFunction(at now: Instant, _ office: Office, in db: any Connection) throws -> SignedIn {
        for step in steps {
            try SignInTries(
                name: account.actor.name, account: account.id, source: source, step: step, at: now, office, in: db
            ).succeed(at: now, in: db)
        }
        if let replacing { try SessionStore.close(tokenHash: replacing.hash, in: db) }
        let idle = try office.law.value("session.idle-minutes", on: now.day)
        let absolute = try office.law.value("session.absolute-hours", on: now.day)
        try SessionStore.deleteSessions(
            seenUntil: now.adding(seconds: -idle * 60), createdUntil: now.adding(hours: -absolute), in: db)
        let token = SessionToken.random()
        try SessionStore.open(
            .init(
                tokenHash: token.hash, csrf: SessionToken.random().text, account: account.id,
                device: source.deviceName, idToken: idToken), at: now, in: db)
        try CredentialStore.setSignedIn(account.id, at: now, in: db)
        let device = source.device.map { SessionToken($0) } ?? .random()
        try SignInCountStore.remember(
            device: device.hash, of: account.id, most: SessionOpening.mostDevices, at: now, in: db)
        try office.ledger.record(
            .account, .account, id: account.id, reason: "sign-in", by: account.actor, at: now, in: db)
        return SignedIn(token: token, actor: account.actor, device: device)
    }
}
