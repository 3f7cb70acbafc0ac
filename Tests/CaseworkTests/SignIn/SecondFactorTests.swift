import Foundation
import Prevention
import SQL
import Testing

@testable import Casework
@testable import Store

@Suite struct TimeCodeTests {
    private let code = TimeCode(secret: Array("12345678901234567890".utf8))

    /// RFC 6238, appendix B, by their last six digits.
    @Test(arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
        (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ])
    func codesAreThoseOfTheStandard(seconds: Int64, expected: String) {
        #expect(code.code(step: TimeCode.step(at: Instant(milliseconds: seconds * 1000))) == expected)
    }

    @Test func theStepBeforeAndAfterAreTakenAndNoOther() {
        let now = TestOffice.start
        let step = TimeCode.step(at: now)
        for offset: Int64 in [-1, 0, 1] {
            #expect(code.step(of: code.code(step: step + offset), at: now) == step + offset)
        }
        for offset: Int64 in [-2, 2] { #expect(code.step(of: code.code(step: step + offset), at: now) == nil) }
        #expect(code.step(of: "", at: now) == nil)
    }

    /// RFC 4648, section 10.
    @Test func base32IsThatOfTheStandard() {
        for (plain, text) in [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")] {
            #expect(Base32.text(Array(plain.utf8)) == text)
            #expect(Base32.bytes(text) == Array(plain.utf8))
        }
        #expect(Base32.bytes("a1") == nil)
        #expect(TimeCode(base32: "") == nil)
    }

    @Test func theAddressForTheAppIsWellFormed() throws {
        let address = code.address(account: "søren & co", issuer: "Kreds")
        #expect(address.hasPrefix("otpauth://totp/Kreds:s%C3%B8ren%20%26%20co?secret=GEZDGNBV"))
        #expect(URL(string: address) != nil)
    }
}

/// An account that must have a second factor.
@Suite struct SecondFactorTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
        try test.addAccount()
    }

    /// Enrols at the first sign-in.
    private func enrol() async throws -> (secret: String, codes: [String]) {
        let (half, need) = try await test.half()
        #expect(need == .enrolment)
        let enrolment = try await half.beginEnrolment(in: test.office)
        let secret = try enrolment.shown(to: test.credential().account, in: test.office).secret
        let (outcome, codes) = try await half.enrol(enrolment, code: test.code(secret), in: test.office)
        guard case .signedIn = outcome else { throw Refused("not signed in") }
        return (secret, codes)
    }

    private func give(_ code: String, to half: HalfSignIn) async throws -> SignedIn? {
        guard case .signedIn(let signedIn) = try await half.give(code: code, in: test.office) else { return nil }
        return signedIn
    }

    @Test func theFirstSignInAsksForASecondFactorAndGivesNoSessionBefore() async throws {
        let (half, _) = try await test.half()
        #expect(try await Sessions.find(half.token, in: test.office) == nil)
        let enrolment = try await half.beginEnrolment(in: test.office)
        #expect(
            try await refusals { _ = try await half.enrol(enrolment, code: "000000", in: test.office) }
                == ["sign-in-code-wrong"])
        #expect(try test.credential().factor == nil)
        let (secret, codes) = try await enrol()
        #expect(codes.count == 10 && Set(codes).count == 10)
        let stored = try #require(try test.credential().factor)
        #expect(!stored.contains(secret))
        #expect(try test.office.keys.opened(stored, for: .secondFactor) == secret)
    }

    @Test func signingInTakesPasswordAndCode() async throws {
        let (secret, _) = try await enrol()
        test.pass(seconds: 60)
        let (half, need) = try await test.half()
        #expect(need == .code)
        #expect(try await refusals { _ = try await give("12", to: half) } == ["sign-in-code-wrong"])
        let typed = try test.code(secret)
        let spaced = typed.prefix(3) + " " + typed.suffix(3)
        let signedIn = try #require(try await give(String(spaced), to: half))
        #expect(try await Sessions.find(signedIn.token, in: test.office) != nil)
        // What was half is over.
        #expect(try await refusals { _ = try await give(typed, to: half) } == ["sign-in-step-over"])
    }

    @Test func aCodeIsGoodOnceAndNoneOlderThanTheLastUsed() async throws {
        let (secret, _) = try await enrol()
        // The one that confirmed the app is used up.
        #expect(
            try await refusals { _ = try await give(test.code(secret), to: test.half().0) }
                == ["sign-in-code-wrong"])
        let next = try test.code(secret, steps: 1)
        #expect(try await give(next, to: test.half().0) != nil)
        #expect(try await refusals { _ = try await give(next, to: test.half().0) } == ["sign-in-code-wrong"])
        test.pass(seconds: 60)
        let before = try test.code(secret, steps: -1)
        #expect(before == next)
        #expect(try await refusals { _ = try await give(before, to: test.half().0) } == ["sign-in-code-wrong"])
        let elsewhere = try await test.half(source: .init(address: "192.0.2.2")).0
        #expect(try await give(test.code(secret), to: elsewhere) != nil)
    }

    @Test func oneCodeInTwoBrowsersOpensOneSession() async throws {
        let (secret, _) = try await enrol()
        test.pass(seconds: 60)
        let halves = [try await test.half().0, try await test.half().0]
        let code = try test.code(secret)
        let opened = await withTaskGroup(of: Bool.self) { group in
            for half in halves { group.addTask { (try? await give(code, to: half)) != nil } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(opened == 1)
    }

    @Test func aRecoveryCodeIsGoodOnceHoweverItIsTyped() async throws {
        let (_, codes) = try await enrol()
        let typed = codes[3].lowercased().replacing("-", with: " ")
        #expect(try await give(typed, to: test.half().0) != nil)
        #expect(try await refusals { _ = try await give(codes[3], to: test.half().0) } == ["sign-in-code-wrong"])
        #expect(try await give(codes[4], to: test.half().0) != nil)
        let held = try test.database.blockingRead { db in
            try db.fetch("SELECT code_hash FROM recovery_code") { $0.text(0) }
        }
        #expect(held.count == 8)
        #expect(!held.contains { hash in codes.contains { hash.contains($0) } })
    }

    @Test func theStepAfterThePasswordLastsForMinutes() async throws {
        let minutes = try test.office.law.value("sign-in.step-minutes", on: test.now.day)
        let (half, _) = try await test.half()
        test.pass(seconds: minutes * 60 - 1)
        #expect(try await half.need(in: test.office).need == .enrolment)
        test.pass(seconds: 1)
        #expect(try await refusals { _ = try await half.need(in: test.office) } == ["sign-in-step-over"])
    }

    @Test func fiveWrongCodesLeadBackToThePassword() async throws {
        let (secret, _) = try await enrol()
        let (half, _) = try await test.half(source: .init(address: "192.0.2.9"))
        var codes: [String] = []
        for _ in 0..<6 {
            codes += try await refusals { _ = try await give("111111", to: half) }
            test.pass(seconds: 30)
        }
        #expect(codes == Array(repeating: "sign-in-code-wrong", count: 5) + ["sign-in-step-over"])
        test.pass(seconds: 300)
        #expect(try await give(test.code(secret), to: test.half().0) != nil)
    }

    @Test func wrongCodesFromManyPlacesShareACountThatAKnownBrowserHasNoPartIn() async throws {
        let (secret, _) = try await enrol()
        test.pass(seconds: 60)
        let known = try #require(try await give(test.code(secret), to: test.half().0))
        test.pass(seconds: 60)
        let limit = try test.office.law.value("sign-in.free-tries-address", on: test.now.day)
        for number in 0..<limit {
            let (office, now, account) = (test.office, test.now, try test.credential().account)
            try test.database.blockingWrite { db in
                let tries = try SignInTries(
                    name: "officer", account: account.id, source: .init(address: "198.51.100.\(number)"), step: .code,
                    at: now, office, in: db)
                _ = try tries.begin(at: now, in: db)
            }
        }
        let strange = try await test.half(source: .init(address: "203.0.113.1")).0
        #expect(try await refusals { _ = try await give(test.code(secret), to: strange) } == ["sign-in-code-wrong"])
        let own = try await test.half(source: .init(device: known.device.text)).0
        #expect(try await give(test.code(secret), to: own) != nil)
    }

    @Test func anEnrolmentIsForItsAccountAndForMinutes() async throws {
        let (half, _) = try await test.half()
        let enrolment = try await half.beginEnrolment(in: test.office)
        let other = StoredAccount(id: 999, actor: TestOffice.actor(.leader))
        #expect(throws: Refused("enrolment-over")) { try enrolment.shown(to: other, in: test.office) }
        let account = try test.credential().account
        #expect(throws: Refused("enrolment-over")) {
            try SecondFactorEnrolment(sealed: "made up").shown(to: account, in: test.office)
        }
        let minutes = try test.office.law.value("sign-in.step-minutes", on: test.now.day)
        test.pass(seconds: minutes * 60)
        #expect(throws: Refused("enrolment-over")) { try enrolment.shown(to: account, in: test.office) }
    }

    @Test func whatComesNextFollowsFromTheAccount() throws {
        func need(factor: Bool, oneTime: Bool, exempt: Bool, gave: Bool = false, required: Bool = true) -> SignInNeed? {
            let credential = StoredCredential(
                account: .init(id: 1, actor: TestOffice.actor(.officer)), password: "",
                passwordUntil: oneTime ? test.now : nil, factor: factor ? "x" : nil, isExempt: exempt,
                isOfProvider: false, signedInAt: nil, closedAt: nil)
            return SignInNeed.next(after: credential, gaveCode: gave, isRequired: required)
        }
        #expect(need(factor: true, oneTime: true, exempt: false) == .code)
        #expect(need(factor: true, oneTime: true, exempt: false, gave: true) == .newPassword)
        #expect(need(factor: true, oneTime: false, exempt: true, gave: true) == nil)
        #expect(need(factor: false, oneTime: true, exempt: false) == .newPassword)
        #expect(need(factor: false, oneTime: false, exempt: false) == .enrolment)
        #expect(need(factor: false, oneTime: false, exempt: true) == nil)
        #expect(need(factor: false, oneTime: false, exempt: false, required: false) == nil)
    }
}
