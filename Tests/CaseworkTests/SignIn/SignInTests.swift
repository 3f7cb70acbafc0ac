import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// One account that may do without a second factor.
@Suite struct SignInTests {
    let test: TestOffice
    private let password = TestAccounts.password

    init() throws {
        test = try TestOffice()
        try test.addAccount(isExempt: true)
    }

    private func signIn(
        _ password: String = TestAccounts.password, name: String = "officer", source: SignInSource = .init(),
        replacing: SessionToken? = nil
    ) async throws -> SessionToken {
        try await test.signIn(password, name: name, source: source, replacing: replacing).token
    }

    private func log() throws -> [String] {
        try Logged.all(in: test.database).filter { $0.entity == "account" }.map { $0.actor + ": " + $0.reason }
    }

    private func sessions() throws -> Int {
        try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM session") }
    }

    @Test func aPasswordIsKnownByItsHashAlone() throws {
        let hash = try PasswordHash.make(password, rounds: PasswordHash.rounds)
        #expect(hash.hasPrefix("scrypt$32768$8$1$"))
        #expect(!hash.contains("hest"))
        #expect(try PasswordHash.verify(TestAccounts.password, hash))
        #expect(try !PasswordHash.verify(TestAccounts.password + " ", hash))
        #expect(try PasswordHash.make("a", rounds: 16) != PasswordHash.make("a", rounds: 16))
        #expect(try !PasswordHash.verify("x", "not a hash"))
    }

    @Test func theSameLetterTypedInTwoWaysIsTheSamePassword() throws {
        let hash = try PasswordHash.make("bl\u{E5}b\u{E6}r til alle", rounds: 16)
        #expect(try PasswordHash.verify("bla\u{30A}b\u{E6}r til alle", hash))
    }

    @Test func aTokenOpensItsSessionAndTheDatabaseDoesNotHoldIt() async throws {
        let token = try await signIn()
        let session = try await Sessions.find(token, in: test.office)
        #expect(session?.account.actor == TestOffice.actor(.officer))
        let held = try test.database.blockingRead { db in
            try db.count("SELECT COUNT(*) FROM session WHERE token_hash = \(token.text)")
        }
        #expect(held == 0)
        #expect(try await Sessions.find(SessionToken("guess"), in: test.office) == nil)
    }

    @Test func aWrongNameAndAWrongPasswordAreAnsweredAlike() async throws {
        #expect(try await refusals { _ = try await signIn("forkert kodeord") } == ["sign-in-failed"])
        #expect(try await refusals { _ = try await signIn(name: "ingen") } == ["sign-in-failed"])
    }

    @Test func everyTryIsLoggedWithoutWhatWasTypedAsAnUnknownName() async throws {
        _ = try await refusals { _ = try await signIn("forkert kodeord") }
        _ = try await refusals { _ = try await signIn(name: "hemmelig kode") }
        _ = try await signIn()
        #expect(
            try log() == [
                "officer: sign-in tried", "unknown: sign-in tried with an unknown name of 13 characters",
                "officer: sign-in tried", "officer: sign-in",
            ])
    }

    @Test func guessesAtTheSameMomentShareTheCount() async throws {
        let codes = try await withThrowingTaskGroup(of: [String].self) { group in
            for number in 0..<12 {
                group.addTask {
                    try await refusals {
                        _ = try await SignIn(name: "officer", password: "gæt \(number)")(in: test.office)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(codes == Array(repeating: "sign-in-failed", count: 12))
        let log = try log()
        #expect(log.filter { $0 == "officer: sign-in tried" }.count == 5)
        #expect(log.filter { $0 == "officer: sign-in held back after failed tries" }.count == 1)
    }

    @Test func guessingHasToWaitInTheSameWords() async throws {
        for _ in 0..<5 { _ = try await refusals { _ = try await signIn("forkert kodeord") } }
        // In the same words as for a name that nobody has.
        #expect(try await refusals { _ = try await signIn() } == ["sign-in-failed"])
        test.pass(seconds: 1)
        let token = try await signIn()
        #expect(try await Sessions.find(token, in: test.office) != nil)
        // Signing in starts the count anew.
        _ = try await refusals { _ = try await signIn("forkert kodeord") }
        _ = try await signIn()
    }

    @Test func aPasswordHashedAtAnotherCostIsHashedAnew() async throws {
        let rounds = TestOffice.passwordRounds
        let old = try PasswordHash.make(password, rounds: rounds * 2)
        #expect(PasswordHash.isOutdated(old, rounds: rounds))
        try test.database.blockingWrite { db in
            _ = try db.execute("UPDATE account SET password = \(old) WHERE name = 'officer'")
        }
        _ = try await signIn()
        let stored = try test.credential().password
        #expect(!PasswordHash.isOutdated(stored, rounds: rounds))
        #expect(try PasswordHash.verify(password, stored))
    }

    @Test func aClosedAccountIsRefusedInTheSameWords() async throws {
        let id = try test.credential().account.id
        try test.database.blockingWrite { try CredentialStore.setClosed(id, at: test.now, in: $0) }
        #expect(try await refusals { _ = try await signIn() } == ["sign-in-failed"])
        #expect(try log() == ["officer: sign-in tried with a closed account"])
    }

    @Test func everySignInGivesAnotherToken() async throws {
        let tokens = [try await signIn().text, try await signIn().text]
        #expect(Set(tokens).count == 2 && tokens.allSatisfy { $0.count == 64 })
    }

    @Test func anIdleSessionEnds() async throws {
        let token = try await signIn()
        let idle = try test.office.law.value("session.idle-minutes", on: test.now.day)
        test.pass(seconds: idle * 60 - 1)
        try await test.use(token)
        test.pass(seconds: idle * 60 - 1)
        try await test.use(token)
        test.pass(seconds: idle * 60)
        #expect(try await Sessions.find(token, in: test.office) == nil)
    }

    @Test func aSessionEndsHoweverBusyItIs() async throws {
        let token = try await signIn()
        let hours = try test.office.law.value("session.absolute-hours", on: test.now.day)
        for _ in 0..<(hours * 4 - 1) {
            test.pass(seconds: 900)
            try await test.use(token)
        }
        test.pass(seconds: 900)
        #expect(try await Sessions.find(token, in: test.office) == nil)
    }

    @Test func signingInAgainEndsTheSessionThatTheBrowserHeld() async throws {
        let first = try await signIn()
        let elsewhere = try await signIn()
        let second = try await signIn(replacing: first)
        #expect(try await Sessions.find(first, in: test.office) == nil)
        #expect(try await Sessions.find(elsewhere, in: test.office) != nil)
        #expect(try await Sessions.find(second, in: test.office) != nil)
    }

    @Test func aFailedSignInLeavesTheSessionOfTheBrowserOpen() async throws {
        let held = try await signIn()
        _ = try await refusals { _ = try await signIn("forkert kodeord", replacing: held) }
        #expect(try await Sessions.find(held, in: test.office) != nil)
    }

    @Test func sessionsThatHaveEndedAreDeletedAtTheNextSignIn() async throws {
        _ = try await signIn()
        let idle = try test.office.law.value("session.idle-minutes", on: test.now.day)
        test.pass(seconds: idle * 60 - 1)
        _ = try await signIn()
        #expect(try sessions() == 2)
        test.pass(seconds: 1)
        _ = try await signIn()
        #expect(try sessions() == 2)
    }

    @Test func signingOutEndsTheSession() async throws {
        let token = try await signIn()
        try await Sessions.close(try await test.session(token), in: test.office)
        #expect(try await Sessions.find(token, in: test.office) == nil)
    }

    @Test func lookingForASessionWritesNothing() async throws {
        let token = try await signIn()
        test.pass(seconds: 59)
        let session = try await test.session(token)
        #expect(!Sessions.wantsTouch(session, in: test.office))
        test.pass(seconds: 1)
        #expect(Sessions.wantsTouch(session, in: test.office))
        #expect(try await test.session(token).seenAt == session.seenAt)
    }
}
