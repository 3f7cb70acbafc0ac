import Prevention
import SQL
import Store
import Testing

@testable import Casework

@Suite struct SignInTests {
    let test: TestOffice
    private static let password = "korrekt hest batteri"
    /// As costly as a real one, so it is made once for all tests.
    private static let hash = Result { try PasswordHash.make(password) }

    init() throws {
        test = try TestOffice()
        let hash = try SignInTests.hash.get()
        let now = test.now
        try test.database.blockingWrite { db in
            _ = try AccountStore.add(TestOffice.actor(.officer), password: hash, at: now, in: db)
        }
    }

    private func signIn(
        _ password: String = SignInTests.password, name: String = "officer", replacing: SessionToken? = nil
    ) async throws -> SessionToken {
        try await SignIn(name: name, password: password, replacing: replacing)(in: test.office).token
    }

    private func log() throws -> [String] {
        try Logged.all(in: test.database).filter { $0.entity == "account" }.map { $0.actor + ": " + $0.reason }
    }

    private func sessions() throws -> Int {
        try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM session") }
    }

    @Test func aPasswordIsKnownByItsHashAlone() throws {
        let hash = try SignInTests.hash.get()
        #expect(hash.hasPrefix("scrypt$32768$8$1$"))
        #expect(!hash.contains("hest"))
        #expect(try PasswordHash.verify(SignInTests.password, hash))
        #expect(try !PasswordHash.verify(SignInTests.password + " ", hash))
        #expect(try PasswordHash.make("a") != PasswordHash.make("a"))
        #expect(try !PasswordHash.verify("x", "not a hash"))
    }

    @Test func theSameLetterTypedInTwoWaysIsTheSamePassword() throws {
        let hash = try PasswordHash.make("bl\u{E5}b\u{E6}r til alle")
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
        #expect(log.filter { $0 == "officer: sign-in tried while waiting" }.count == 7)
        let account = try test.database.blockingRead { try AccountStore.account(named: "officer", in: $0) }
        #expect(account?.failedLogins == 5)
    }

    @Test func guessingHasToWaitButNeverForLong() async throws {
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

    @Test func theWaitGrowsToHalfAMinute() async throws {
        let account = try #require(
            try test.database.blockingRead { try AccountStore.account(named: "officer", in: $0) })
        try test.database.blockingWrite { db in
            try AccountStore.setLogins(account.id, failed: 40, waitUntil: test.now, in: db)
        }
        _ = try await refusals { _ = try await signIn("forkert kodeord") }
        test.pass(seconds: 29)
        #expect(try await refusals { _ = try await signIn() } == ["sign-in-failed"])
        test.pass(seconds: 1)
        _ = try await signIn()
    }

    @Test func anIdleSessionEnds() async throws {
        let token = try await signIn()
        let idle = try test.office.law.value("session.idle-minutes", on: test.now.day)
        test.pass(seconds: idle * 60 - 1)
        #expect(try await Sessions.find(token, in: test.office) != nil)
        test.pass(seconds: idle * 60 - 1)
        #expect(try await Sessions.find(token, in: test.office) != nil)
        test.pass(seconds: idle * 60)
        #expect(try await Sessions.find(token, in: test.office) == nil)
    }

    @Test func aSessionEndsHoweverBusyItIs() async throws {
        let token = try await signIn()
        let hours = try test.office.law.value("session.absolute-hours", on: test.now.day)
        for _ in 0..<(hours * 4 - 1) {
            test.pass(seconds: 900)
            #expect(try await Sessions.find(token, in: test.office) != nil)
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
        try await Sessions.close(token, actor: TestOffice.actor(.officer), in: test.office)
        #expect(try await Sessions.find(token, in: test.office) == nil)
    }
}
