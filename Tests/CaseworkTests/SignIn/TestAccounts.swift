import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Accounts for the tests of signing in.
enum TestAccounts {
    static let password = "korrekt hest batteri"
    static let hash = Result { try PasswordHash.make(password, rounds: TestOffice.passwordRounds) }
}

extension TestOffice {
    /// An account named as its role, with the password of all.
    @discardableResult
    func addAccount(_ role: Role = .officer, isExempt: Bool = false) throws -> Int64 {
        let hash = try TestAccounts.hash.get()
        let now = now
        let id = try database.blockingWrite { db in
            try AccountStore.add(TestOffice.actor(role), password: hash, isExempt: isExempt, at: now, in: db)
        }
        return try #require(id)
    }

    func credential(_ name: String = "officer") throws -> StoredCredential {
        try #require(try database.blockingRead { try CredentialStore.credential(named: name, in: $0) })
    }

    /// Signs in where nothing more is asked for.
    func signIn(
        _ password: String = TestAccounts.password, name: String = "officer", source: SignInSource = .init(),
        replacing: SessionToken? = nil
    ) async throws -> SignedIn {
        let signIn = SignIn(name: name, password: password, source: source, replacing: replacing)
        guard case .signedIn(let signedIn) = try await signIn(in: office) else {
            throw Refused("more is asked for")
        }
        return signedIn
    }

    /// Begins a sign-in of which more is asked for.
    func half(
        _ password: String = TestAccounts.password, source: SignInSource = .init()
    ) async throws -> (HalfSignIn, SignInNeed) {
        let signIn = SignIn(name: "officer", password: password, source: source)
        guard case .unfinished(let token, let need) = try await signIn(in: office) else {
            throw Refused("nothing more is asked for")
        }
        return (HalfSignIn(token, source: source), need)
    }

    func session(_ token: SessionToken) async throws -> StoredSession {
        try #require(try await Sessions.find(token, in: office))
    }

    /// Asks for a page: the session is found, and it is written down that it is in use.
    func use(_ token: SessionToken) async throws {
        try await Sessions.touch(session(token), in: office)
    }

    /// The code that an app shows now, or some steps from now.
    func code(_ secret: String, steps: Int64 = 0) throws -> String {
        let code = try #require(TimeCode(base32: secret))
        return code.code(step: TimeCode.step(at: now) + steps)
    }

    /// Gives the account a second factor; returns its key and the recovery codes.
    func enrol(_ token: SessionToken) async throws -> (secret: String, codes: [String], token: SessionToken) {
        let session = try await session(token)
        let own = OwnAccount(session)
        let enrolment = try await own.beginEnrolment(password: TestAccounts.password, in: office)
        let secret = try enrolment.shown(to: session.account, in: office).secret
        let (rotated, codes) = try await own.enrol(enrolment, code: code(secret), in: office)
        return (secret, codes, rotated)
    }
}
