import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Failed tries wait where they come from, and nowhere else.
@Suite struct SignInTriesTests {
    let test: TestOffice
    let account: Int64
    private let owner = SignInSource(address: "192.0.2.1")
    private let attacker = SignInSource(address: "198.51.100.7")

    init() throws {
        test = try TestOffice()
        account = try test.addAccount(isExempt: true)
    }

    /// Tries without the cost of a password.
    @discardableResult
    private func fail(
        _ times: Int, from source: SignInSource, name: String = "officer", account: Int64? = nil
    ) throws -> Int {
        let (office, now) = (test.office, test.now)
        return try test.database.blockingWrite { db in
            var looked = 0
            for _ in 0..<times {
                let tries = try SignInTries(
                    name: name, account: account ?? self.account, source: source, at: now, office, in: db)
                if case .mayTry = try tries.begin(at: now, in: db) { looked += 1 }
            }
            return looked
        }
    }

    private func refused(from source: SignInSource) async throws -> [String] {
        try await refusals { _ = try await test.signIn(source: source) }
    }

    @Test func aThousandTriesElsewhereDoNotDelayTheOwner() async throws {
        #expect(try fail(1_000, from: attacker) == 5)
        #expect(try await refused(from: attacker) == ["sign-in-failed"])
        #expect(try await refused(from: owner).isEmpty)
    }

    @Test func anotherAccountAtTheAddressOfTheAttackerIsHeldBackOnlyAfterManyTries() throws {
        let longest = try test.office.law.value("sign-in.free-tries-address", on: test.now.day)
        for number in 0..<longest { try fail(1, from: attacker, name: "navn \(number)") }
        #expect(try fail(1, from: attacker, name: "another") == 0)
        #expect(try fail(1, from: owner, name: "another") == 1)
    }

    @Test func theOwnersOwnWrongTriesWait() async throws {
        try fail(5, from: owner)
        #expect(try await refused(from: owner) == ["sign-in-failed"])
        test.pass(seconds: 1)
        #expect(try await refused(from: owner).isEmpty)
    }

    @Test func aKnownBrowserDoesNotWaitForWhatStrangersDoBesideIt() async throws {
        let device = try await test.signIn(source: owner).device.text
        // A colleague behind the same address of the house.
        try fail(1_000, from: owner)
        #expect(try await refused(from: owner) == ["sign-in-failed"])
        let known = SignInSource(address: "192.0.2.1", device: device)
        #expect(try await refused(from: known).isEmpty)
        // Its own tries count, for this account.
        #expect(try fail(9, from: known) == 5)
        #expect(try await refused(from: known) == ["sign-in-failed"])
    }

    @Test func aBrowserIsKnownForTheAccountsThatSignedInWithItAlone() async throws {
        let device = try await test.signIn(source: owner).device.text
        let other = try test.addAccount(.leader, isExempt: true)
        let known = SignInSource(address: "192.0.2.1", device: device)
        try fail(5, from: owner, name: "leader", account: other)
        #expect(try fail(1, from: known, name: "leader", account: other) == 0)
        #expect(try fail(1, from: .init(address: "192.0.2.1", device: "made up")) == 1)
    }

    @Test func aBrowserIsForgottenAfterItsDays() async throws {
        let device = try await test.signIn(source: owner).device.text
        let days = try test.office.law.value("sign-in.known-device-days", on: test.now.day)
        let known = SignInSource(address: "192.0.2.1", device: device)
        func isKnown() throws -> Bool {
            try test.database.blockingRead { db in
                try SignInTries(name: "officer", account: account, source: known, at: test.now, test.office, in: db)
                    .counts.count == 1
            }
        }
        test.pass(seconds: -1, days: days)
        #expect(try isKnown())
        test.pass(seconds: 1)
        #expect(try !isKnown())
    }

    @Test func theWaitDoublesUpToTheLongest() {
        let throttle = Throttle(free: 5, longestSeconds: 300)
        #expect([1, 4, 5, 6, 13, 14, 1_000_000].map(throttle.wait) == [0, 0, 1, 2, 256, 300, 300])
    }

    @Test func aSuccessTakesBackItsOwnTryAndLeavesThoseOnOthers() async throws {
        for number in 0..<10 { try fail(1, from: owner, name: "navn \(number)") }
        _ = try await test.signIn(source: owner)
        let failures = try test.database.blockingRead { db in
            try db.fetch("SELECT failures FROM sign_in_count ORDER BY failures") { $0.int(0) }
        }
        #expect(failures.last == 10 && failures.filter { $0 == 1 }.count == 10)
    }

    @Test func whatIsCountedIsBoundedAndHoldsNoAddress() throws {
        for number in 0..<40 { try fail(1, from: .init(address: "203.0.113.\(number)")) }
        let before = try counts()
        try test.database.blockingWrite { db in
            try SignInCountStore.prune(until: test.now.adding(seconds: -1), most: 10, in: db)
        }
        #expect(before == 80)
        #expect(try counts() == 10)
        test.pass(days: 1)
        try fail(1, from: owner)
        #expect(try counts() == 2)
        let held = try test.database.blockingRead { db in
            try db.count("SELECT COUNT(*) FROM sign_in_count WHERE counted LIKE '%192.0.2%'")
        }
        #expect(held == 0)
    }

    private func counts() throws -> Int {
        try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM sign_in_count") }
    }

    @Test func aNetworkOfIPv6IsOnePlace() {
        let addresses = ["2001:db8:0:1::1", "2001:db8:0:1:ffff::2"].map { SignInSource(address: $0).address }
        #expect(Set(addresses).count == 1)
        #expect(SignInSource(address: "2001:db8:0:2::1").address != addresses[0])
        #expect(SignInSource(address: "::ffff:192.0.2.1").address == "192.0.2.1")
        #expect(SignInSource(address: "not: an address").address == "not: an address")
    }

    @Test func aBrowserIsNamedInWords() {
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"
        #expect(SignInSource(userAgent: edge).deviceName == "Edge, Windows")
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1"
        #expect(SignInSource(userAgent: phone).deviceName == "Safari, iPhone")
        #expect(SignInSource(userAgent: "curl/8").deviceName.isEmpty)
    }
}
