import Prevention
import SQL
public import Store

/// What users do about their own account while signed in. Each step that changes how they prove who they are asks for the
/// password again, and gives their session another token.
public struct OwnAccount: Sendable {
    let session: StoredSession

    public init(_ session: StoredSession) {
        self.session = session
    }

    /// How one's own account stands.
    public struct State: Sendable {
        public let credential: StoredCredential
        public let sessions: [StoredSession]
        public let recoveryCodes: Int
        /// Whether the second factor may not be taken away.
        public let isFactorRequired: Bool
    }

    public func state(in office: Office) async throws -> State {
        let sessions = try await Sessions.list(of: session, in: office)
        let isRequired = try SignInNumbers(office.law, on: office.now.day).isSecondFactorRequired
        let id = session.account.id
        return try await office.database.read { db in
            guard let credential = try CredentialStore.credential(id, in: db) else { throw NotFound() }
            return State(
                credential: credential, sessions: sessions,
                recoveryCodes: try CredentialStore.recoveryCodes(of: id, in: db),
                isFactorRequired: isRequired && !credential.isExempt)
        }
    }

    /// Changes the password; all other sessions end, and no browser is known any longer.
    ///
    /// - Returns: the new token of this session.
    /// - Throws: `Refused`.
    public func changePassword(
        old: String, new: String, again: String, in office: Office
    ) async throws -> SessionToken {
        try await confirm(old, in: office)
        try PasswordPolicy(office).check(new, again: again, of: session.account.actor)
        guard new != old else { throw Refused("password-same") }
        let hash = try await Task.detached { try PasswordHash.make(new, rounds: office.passwordRounds) }.value
        return try await change("password changed", in: office) { db in
            try CredentialStore.setPassword(session.account.id, hash, in: db)
            try SignInCountStore.forgetDevices(of: session.account.id, in: db)
        }.token
    }

    /// A fresh second factor, to show once the password has been given.
    public func beginEnrolment(password: String, in office: Office) async throws -> SecondFactorEnrolment {
        try await confirm(password, in: office)
        return try SecondFactorEnrolment.begin(session.account.id, at: office.now, office)
    }

    /// Takes a second factor into use, in place of one before.
    ///
    /// - Returns: the new token of this session, and recovery codes to show this once.
    /// - Throws: `Refused`: `sign-in-code-wrong`, `enrolment-over`.
    public func enrol(
        _ enrolment: SecondFactorEnrolment, code: String, in office: Office
    ) async throws -> (token: SessionToken, recoveryCodes: [String]) {
        let now = office.now
        return try await change("own sessions ended after enrolment", in: office) { db in
            try enrolment.confirm(code: code, session.account, at: now, office, in: db)
        }
    }

    /// - Throws: `Refused`: `factor-required`, `sign-in-password-wrong`.
    public func removeFactor(password: String, in office: Office) async throws -> SessionToken {
        try await confirm(password, in: office)
        let isRequired = try await state(in: office).isFactorRequired
        guard !isRequired else { throw Refused("factor-required") }
        return try await change("second factor removed", in: office) { db in
            try CredentialStore.setFactor(session.account.id, nil, in: db)
        }.token
    }

    /// Makes new recovery codes; those before are no longer good.
    public func renewRecoveryCodes(
        password: String, in office: Office
    ) async throws -> (token: SessionToken, recoveryCodes: [String]) {
        try await confirm(password, in: office)
        return try await change("recovery codes renewed", in: office) { db in
            guard try CredentialStore.credential(session.account.id, in: db)?.factor != nil else {
                throw Refused("factor-none")
            }
            return try RecoveryCodes.renew(session.account.id, office, in: db)
        }
    }

    /// Asks for the password again. Failed tries count for this session alone.
    private func confirm(_ password: String, in office: Office) async throws {
        let now = office.now
        let credential = try await office.database.write { db -> StoredCredential? in
            let tries = try SignInTries(session: session.tokenHash, at: now, office)
            guard case .mayTry = try tries.begin(at: now, in: db) else { return nil }
            return try CredentialStore.credential(session.account.id, in: db)
        }
        let stored = credential.map(\.password) ?? PasswordHash.nobody(rounds: office.passwordRounds)
        let isRight = try await Task.detached { try PasswordHash.verify(password, stored) }.value
        guard credential != nil, isRight else { throw Refused("sign-in-password-wrong") }
        try await office.database.write { db in
            try SignInTries(session: session.tokenHash, at: now, office).succeed(at: now, in: db)
        }
    }

    /// Changes something about the account: other sessions end, this one goes on with another token.
    private func change<Value: Sendable>(
        _ reason: String, in office: Office, _ body: @Sendable @escaping (any Connection) throws -> Value
    ) async throws -> (token: SessionToken, recoveryCodes: Value) {
        let now = office.now
        return try await office.database.write { db in
            let value = try body(db)
            try office.ledger.record(
                .account, .account, id: session.account.id, reason: reason, by: session.account.actor, at: now, in: db)
            try SessionStore.closeAll(of: session.account.id, but: session.tokenHash, in: db)
            return (try Sessions.rotate(session, in: db), value)
        }
    }
}
