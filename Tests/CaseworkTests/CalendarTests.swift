import Foundation
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// The calendar names nobody, follows the deadlines, and is gone with the account. Tests/Browser parses it with a library.
@Suite struct CalendarTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
        try test.addAccounts()
    }

    private func session(_ role: Role) async throws -> StoredSession {
        try await test.session(role)
    }

    private func make(_ role: Role, _ coverage: StoredFeed.Coverage) async throws -> SessionToken {
        try await OwnCalendar(try await session(role)).renew(coverage, language: .danish, in: test.office)
    }

    private func lines(_ token: SessionToken) async throws -> [String] {
        try await ReadCalendar(token, site: "https://kreds.example.dk")(in: test.office)
            .replacing("\r\n ", with: "").split(separator: "\r\n").map(String.init)
    }

    @Test func aDeadlineInDaysIsAWholeDayAndItsCaseIsNotNamed() async throws {
        _ = try await test.youth()
        let found = try await lines(make(.officer, .own))
        #expect(found.contains("DTSTART;VALUE=DATE:20260312") && found.contains("DTEND;VALUE=DATE:20260313"))
        #expect(found.contains("SUMMARY:UKN-2026-000001 UKN: Politiets sagsbehandling"))
        #expect(found.contains("URL:https://kreds.example.dk/cases/1") && found.contains("SEQUENCE:1"))
        #expect(!found.joined().contains("Person") && !found.joined().contains("Prøvevej"))
    }

    @Test func aDeadlineInHoursStandsInUTC() async throws {
        let person = try test.person("P-red", born: "1980-01-01")
        _ = try await test.open(
            "forced-admission", fields: ["colour": "red", "examined_at": "2026-03-02T09:00"], subject: person)
        let found = try await lines(make(.officer, .own))
        #expect(found.contains("DTSTART:20260303T080000Z"))
    }

    @Test func theSameDeadlineKeepsItsIdAndItsSequenceRises() async throws {
        let id = try await test.youth()
        let token = try await make(.officer, .handled)
        let before = try await lines(token).filter { $0.hasPrefix("UID:") }
        try await test.change(id, revision: 1, .assign(owner: ""))
        let after = try await lines(token)
        #expect(after.filter { $0.hasPrefix("UID:") } == before && before.count == 1)
        #expect(after.contains("SEQUENCE:2"))
        try await test.change(id, revision: 2, .pause(clock: "police-processing", reason: "Venter på svar"))
        #expect(try await lines(token).filter { $0.hasPrefix("UID:") }.isEmpty)
    }

    @Test func itCoversOwnCasesOrAllThatTheRoleHandles() async throws {
        let id = try await test.youth()
        try await test.change(id, revision: 1, .assign(owner: "secretariat"))
        #expect(try await lines(make(.officer, .own)).filter { $0 == "BEGIN:VEVENT" }.isEmpty)
        #expect(try await lines(make(.officer, .handled)).filter { $0 == "BEGIN:VEVENT" }.count == 1)
    }

    /// A case of a sealed programme with a deadline in it: not even its owner's calendar knows.
    @Test func aSealedCaseIsNeverInIt() async throws {
        let person = try test.person("P-exit", born: "1990-01-01")
        let id = try await test.open("exit", fields: [:], subject: person, as: .exitTeam)
        try test.database.blockingWrite {
            _ = try $0.execute(
                "UPDATE case_file SET due_at = \(test.now.milliseconds), owner = 'exit-team' WHERE id = \(id)")
        }
        for coverage in StoredFeed.Coverage.allCases {
            #expect(try await !lines(make(.exitTeam, coverage)).joined().contains("EXI"))
        }
    }

    @Test func itIsGoneWithTheAccountTheRoleAndTheAddress() async throws {
        _ = try await test.youth()
        let first = try await make(.officer, .own)
        let second = try await make(.officer, .own)
        await #expect(throws: NotFound.self) { try await lines(first) }
        #expect(try await !lines(second).isEmpty)
        func set(_ statement: SQL) throws { try test.database.blockingWrite { _ = try $0.execute(statement) } }
        try set("UPDATE account SET closed_at = 1 WHERE name = 'officer'")
        await #expect(throws: NotFound.self) { try await lines(second) }
        try set("UPDATE account SET closed_at = NULL, roles = 'recipient' WHERE name = 'officer'")
        await #expect(throws: NotFound.self) { try await lines(second) }
        try set("UPDATE account SET roles = 'officer' WHERE name = 'officer'")
        #expect(try await !lines(second).isEmpty)
        try await OwnCalendar(try await session(.officer)).revoke(in: test.office)
        await #expect(throws: NotFound.self) { try await lines(second) }
        await #expect(throws: NotFound.self) { try await lines(SessionToken("")) }
    }

    @Test func readingIsOneEntryAndTheTokenIsNowhereInTheDatabase() async throws {
        _ = try await test.youth()
        let token = try await make(.officer, .own)
        _ = try await lines(token)
        let (id, hash) = try test.database.blockingRead { db in
            try db.first("SELECT account_id, token_hash FROM calendar_feed") { ($0.int64(0), $0.text(1)) } ?? (0, "")
        }
        #expect(hash != token.text && hash == token.hash)
        #expect(try test.logged(.account, id) == ["account calendar renewed own", "read calendar 1"])
        #expect(try await OwnCalendar(try await session(.officer)).state(in: test.office)?.usedAt == test.now)
    }

    @Test func textIsEscapedAndFoldedWithinCharacters() {
        #expect(ICalendar.escaped("a;b,c\\d\r\ne\nf\u{0}") == "a\\;b\\,c\\\\d\\ne\\nf")
        let long = "SUMMARY:" + String(repeating: "ø", count: 100)
        let folded = ICalendar.folded(long)
        #expect(folded.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 75 })
        #expect(folded.replacing("\r\n ", with: "") == long)
        let exact = String(repeating: "x", count: 75)
        #expect(ICalendar.folded(exact) == exact && ICalendar.folded(exact + "y") == exact + "\r\n y")
    }
}
