import Foundation
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// What users do about their own account, and administrators about others'.
@Suite struct AccountTests {
    let test: TestOffice
    private let new = "grøn kahyt syv paraplyer"

    init() throws {
        test = try TestOffice()
        try test.addAccount(isExempt: true)
    }

    private func manage(_ change: ManageAccount.Change, as role: Role = .administrator) async throws -> String? {
        let id = try test.credential().account.id
        return try await ManageAccount(id, change)(by: test.may(Acts.ManageAccounts.self, as: role), in: test.office)
    }

    private func isOpen(_ token: SessionToken) async throws -> Bool {
        try await Sessions.find(token, in: test.office) != nil
    }

    @Test func aNewPasswordEndsAllOtherSessionsAndRotatesThisOne() async throws {
        let own = try await test.signIn().token
        let elsewhere = try await test.signIn().token
        let before = try await test.session(own)
        let rotated = try await OwnAccount(before).changePassword(
            old: TestAccounts.password, new: new, again: new, in: test.office)
        #expect(try await !isOpen(own))
        #expect(try await !isOpen(elsewhere))
        let after = try await test.session(rotated)
        #expect(after.csrf != before.csrf && after.createdAt == before.createdAt)
        #expect(try await refusals { _ = try await test.signIn() } == ["sign-in-failed"])
        _ = try await test.signIn(new)
    }

    @Test func theOldPasswordIsAskedForAndCannotBeGuessedThere() async throws {
        let own = OwnAccount(try await test.session(try await test.signIn().token))
        var codes: [String] = []
        for _ in 0..<5 {
            codes += try await refusals {
                _ = try await own.changePassword(old: "gæt", new: new, again: new, in: test.office)
            }
        }
        #expect(codes == Array(repeating: "sign-in-password-wrong", count: 5))
        func change() async throws -> [String] {
            try await refusals {
                _ = try await own.changePassword(old: TestAccounts.password, new: new, again: new, in: test.office)
            }
        }
        #expect(try await change() == ["sign-in-password-wrong"])
        // Elsewhere the holder signs in all the same.
        _ = try await test.signIn()
        test.pass(seconds: 1)
        #expect(try await change().isEmpty)
    }

    @Test func aPasswordThatIsNotTakenChangesNothing() async throws {
        let own = OwnAccount(try await test.session(try await test.signIn().token))
        let tried = [
            (new, new + "x", "password-again"), ("kort", "kort", "password-short"),
            (TestAccounts.password, TestAccounts.password, "password-same"),
        ]
        for (password, again, code) in tried {
            let codes = try await refusals {
                _ = try await own.changePassword(
                    old: TestAccounts.password, new: password, again: again, in: test.office)
            }
            #expect(codes.contains(code))
        }
        _ = try await test.signIn()
    }

    @Test func aSecondFactorTakesThePasswordAndRotatesTheSession() async throws {
        let own = try await test.signIn().token
        let elsewhere = try await test.signIn().token
        let session = try await test.session(own)
        #expect(
            try await refusals { _ = try await OwnAccount(session).beginEnrolment(password: "gæt", in: test.office) }
                == ["sign-in-password-wrong"])
        let (_, codes, rotated) = try await test.enrol(own)
        #expect(codes.count == 10)
        #expect(try await !isOpen(own))
        #expect(try await !isOpen(elsewhere))
        let held = OwnAccount(try await test.session(rotated))
        #expect(try await held.state(in: test.office).recoveryCodes == 10)
        let (next, fresh) = try await held.renewRecoveryCodes(password: TestAccounts.password, in: test.office)
        #expect(Set(fresh).isDisjoint(with: codes))
        let last = OwnAccount(try await test.session(next))
        _ = try await last.removeFactor(password: TestAccounts.password, in: test.office)
        #expect(try test.credential().factor == nil)
    }

    @Test func whoeverMustHaveASecondFactorCannotRemoveIt() async throws {
        let (_, _, token) = try await test.enrol(try await test.signIn().token)
        try test.database.blockingWrite { _ = try $0.execute("UPDATE account SET factor_exempt = 0") }
        let own = OwnAccount(try await test.session(token))
        #expect(
            try await refusals { _ = try await own.removeFactor(password: TestAccounts.password, in: test.office) }
                == ["factor-required"])
    }

    @Test func ownSessionsAreListedAndEnded() async throws {
        let firefox = SignInSource(userAgent: "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0")
        let own = try await test.signIn(source: firefox).token
        test.pass(seconds: 5)
        let others = [try await test.signIn().token, try await test.signIn().token, try await test.signIn().token]
        try test.addAccount(.leader, isExempt: true)
        let foreign = try await test.signIn(name: "leader").token
        let session = try await test.session(own)
        let listed = try await Sessions.list(of: session, in: test.office)
        #expect(listed.count == 4 && listed.last?.device == "Firefox, Linux")
        try await Sessions.end(handle: test.session(others[0]).handle, own: session, in: test.office)
        #expect(try await !isOpen(others[0]))
        #expect(try await isOpen(others[1]))
        let handle = try await test.session(foreign).handle
        #expect(
            try await refusals { try await Sessions.end(handle: handle, own: session, in: test.office) }
                == ["session-ended"])
        try await Sessions.endOthers(than: session, in: test.office)
        #expect(try await !isOpen(others[1]))
        #expect(try await isOpen(own))
        #expect(try await isOpen(foreign))
    }

    @Test func aClosedAccountIsOutAtOnceUntilItIsOpenedAgain() async throws {
        let token = try await test.signIn().token
        #expect(try await manage(.close) == nil)
        #expect(try await !isOpen(token))
        #expect(try await refusals { _ = try await test.signIn() } == ["sign-in-failed"])
        #expect(try await refusals { _ = try await manage(.close) } == ["account-closed"])
        #expect(try await refusals { _ = try await manage(.resetPassword) } == ["account-closed"])
        #expect(try test.database.blockingRead { try AccountStore.accounts(in: $0).isEmpty })
        _ = try await manage(.reopen)
        test.pass(seconds: 300)
        _ = try await test.signIn()
        #expect(try await refusals { _ = try await manage(.reopen) } == ["account-open"])
        let id = try test.credential().account.id
        let log = try test.logged(.account, id)
        #expect(log.contains("account close officer") && log.contains("account reopen officer"))
    }

    @Test func aSessionOfAClosedAccountIsNoneEvenWhereItWasNotEnded() async throws {
        let token = try await test.signIn().token
        try test.database.blockingWrite { _ = try $0.execute("UPDATE account SET closed_at = 1") }
        #expect(try await !isOpen(token))
    }

    @Test func aOneTimePasswordIsGoodToChooseAnother() async throws {
        let token = try await test.signIn().token
        let code = try #require(try await manage(.resetPassword))
        #expect(code.count == 16)
        #expect(try await !isOpen(token))
        #expect(try await refusals { _ = try await test.signIn() } == ["sign-in-failed"])
        let (half, need) = try await test.half(code)
        #expect(need == .newPassword)
        #expect(
            try await refusals { _ = try await half.choose(password: new, again: "x", in: test.office) }
                == ["password-again"])
        guard case .signedIn(let signedIn) = try await half.choose(password: new, again: new, in: test.office) else {
            throw Refused("not signed in")
        }
        #expect(try await isOpen(signedIn.token))
        #expect(try await refusals { _ = try await test.signIn(code) } == ["sign-in-failed"])
        _ = try await test.signIn(new)
    }

    @Test func aOneTimePasswordRunsOut() async throws {
        let code = try #require(try await manage(.resetPassword))
        let hours = try test.office.law.value("sign-in.one-time-hours", on: test.now.day)
        test.pass(seconds: -1, hours: hours)
        _ = try await test.half(code)
        test.pass(seconds: 1)
        #expect(try await refusals { _ = try await test.half(code) } == ["sign-in-failed"])
    }

    @Test func aLostSecondFactorIsTakenAwayWithItsRecoveryCodes() async throws {
        let (_, _, token) = try await test.enrol(try await test.signIn().token)
        _ = try await manage(.resetSecondFactor)
        #expect(try await !isOpen(token))
        let codes = try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM recovery_code") }
        #expect(codes == 0)
        _ = try await test.signIn()
    }

    @Test func nobodyManagesTheirOwnAccountAndOthersAreNotLetNear() async throws {
        let id = try test.addAccount(.administrator, isExempt: true)
        let who = try test.may(Acts.ManageAccounts.self, as: .administrator)
        for change in ManageAccount.Change.allCases {
            #expect(
                try await refusals { _ = try await ManageAccount(id, change)(by: who, in: test.office) }
                    == ["account-own"])
        }
        await #expect(throws: NotFound.self) { try await ManageAccount(999, .close)(by: who, in: test.office) }
        #expect(throws: Refusal.self) { try test.may(Acts.ManageAccounts.self, as: .leader) }
    }

    @Test func addingAnAccountHoldsThePasswordToThePolicy() async throws {
        let who = try test.may(Acts.ManageAccounts.self, as: .administrator)
        let actor = Actor(name: "ny", displayName: "Ny", authority: "police", roles: [.officer])
        #expect(
            try await refusals { try await AddAccount(actor, password: "kort")(by: who, in: test.office) }
                == ["password-short"])
        try await AddAccount(actor, password: new)(by: who, in: test.office)
        #expect(
            try await refusals { try await AddAccount(actor, password: new)(by: who, in: test.office) }
                == ["account-taken"])
        let all = try await ListAccounts()(who, in: test.office)
        #expect(all.map(\.account.actor.name) == ["ny", "officer"])
        #expect(all.map(\.isExempt) == [false, true])
    }
}

@Suite struct PasswordPolicyTests {
    let test: TestOffice
    let folder: URL
    private let actor = Actor(name: "anbe", displayName: "Anna Bech-Lund", authority: "police", roles: [.officer])

    init() throws {
        test = try TestOffice()
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("words-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func problems(_ password: String) throws -> [String] {
        defer { try? FileManager.default.removeItem(at: folder) }
        try "sommerferie\nSlagelse\nkorrekt\n".write(
            to: folder.appendingPathComponent("danish"), atomically: true, encoding: .utf8)
        try #"x = {"passwords": "hemmeligt,tellmewhyyousay,1q2w3e"}"#.write(
            to: folder.appendingPathComponent("leaked.py"), atomically: true, encoding: .utf8)
        let lists = WordLists(files: ["danish", "leaked.py"].map { folder.appendingPathComponent($0).path })
        #expect(lists.missing.isEmpty)
        return try PasswordPolicy(test.office, lists: lists).problems(password, of: actor).map(\.code)
    }

    @Test(arguments: [
        "forebyg-sammen-26", "korrekt hest batteri", "blåbær på månen", "sommerferiehemmeligt", "tellmewhyyousaynot",
        String(repeating: "å7k ", count: 30) + "og mere",
    ])
    func longOnesAreTakenWithoutRulesForTheirSigns(password: String) throws {
        #expect(try problems(password).isEmpty)
    }

    @Test(arguments: [
        ("elleve tegn", "password-short"), (String(repeating: "Ord og ", count: 29), "password-long"),
        ("xanbe-mere-end-nok", "password-guessable"), ("Min-KREDS-er-stor", "password-guessable"),
        ("smukke anna i haven", "password-guessable"), ("god dag vestsjællands", "password-guessable"),
        ("aaaaaaaaaaaaaaa", "password-pattern"), ("hejhejhejhejhej", "password-pattern"),
        ("1234567890123", "password-pattern"), ("qwertyuiopasdf", "password-pattern"),
        ("æølkjhgfdsa0987", "password-pattern"), ("abcdefghijklmnop", "password-pattern"),
        ("Sommerferie2026!", "password-common"), ("S0mm3rf3r1e-2026", "password-common"),
        ("--Slagelse--1999", "password-common"), ("tell-me-why-you-say", "password-common"),
        ("tellmewhyyousay", "password-common"),
    ])
    func simpleOnesAreNot(password: String, code: String) throws {
        #expect(try problems(password) == [code])
    }

    @Test func aListThatIsNotThereIsNamed() {
        #expect(WordLists(files: ["/no/such/list"]).missing == ["/no/such/list"])
    }

    /// The packages that install-missing.sh brings.
    @Test func theInstalledListsKnowWhatLeakedAndDanish() throws {
        #expect(WordLists.installed.missing.isEmpty)
        let policy = try PasswordPolicy(test.office)
        for password in ["Kriminalitet2026", "unbelievable123"] {
            #expect(policy.problems(password, of: actor).map(\.code) == ["password-common"], "\(password)")
        }
        #expect(policy.problems("forebyg-sammen-26", of: actor).isEmpty)
    }
}
