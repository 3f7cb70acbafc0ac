import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// What records of sharings and items of forums hold back when something is deleted, and how the records are counted.
@Suite struct SharedRecordTests {
    let test: TestOffice
    let person: Int64

    init() throws {
        test = try TestOffice()
        person = try test.person("P1", born: "2010-01-01")
    }

    private func share(
        _ basis: Basis, outcome: Disclosure.Outcome = .given, caseID: Int64? = nil, at: Instant? = nil,
        sealed: Bool = false
    ) async throws {
        try await test.database.write { [test, person] db in
            var one = Disclosure(
                giver: .init(account: "officer", authority: "police"), recipients: [.init(authority: "259")],
                subject: .person(person), reference: "UKN-2024-1", basis: basis, purpose: "a", necessity: "b",
                whyNotLess: "c", parts: outcome == .declined ? [] : [.init(.identity)], consent: .notAsked,
                at: at ?? test.now, channel: .kreds, outcome: outcome)
            one.caseID = caseID
            one.isSealed = sealed
            try Disclose(one).run(by: TestOffice.actor(.officer), test.office, db)
        }
    }

    /// On the agenda of a forum, about the person and the case.
    private func item(_ caseID: Int64) throws {
        try test.database.blockingWrite { db in
            try db.execute(
                """
                INSERT INTO forum (kind, municipality, purpose, revision, created_by, created_at)
                VALUES ('ssp', '259', '', 1, 'x', 0)
                """)
            try db.execute(
                """
                INSERT INTO forum_item (forum_id, number, position, state, person_id, named_sealed, cpr_sealed, cpr_hash,
                    case_id, theme, reason, question, assessment, proposed_by, proposed_at, revision)
                VALUES (1, 'SSP-D-2026-1', 1, 'closed', \(person), '', '', '', \(caseID), '', '', '', '', 'x', 0, 1)
                """)
        }
    }

    private func isThere() throws -> Bool {
        try test.database.blockingRead { try PersonStore.person(person, in: $0) } != nil
    }

    @Test func somebodyGoesWithTheirLastCase() async throws {
        try await test.screenedOut(person)
        try await test.newer()
        try await test.delete()
        #expect(try !isThere())
    }

    @Test func whatWasSharedKeepsThemUntilItsWordsGo() async throws {
        let id = try await test.screenedOut(person)
        try await share(.ssp, caseID: id)
        try await test.newer()
        try await test.delete()
        #expect(try isThere() && test.count("SELECT COUNT(*) FROM case_file WHERE id = \(id)") == 0)
        // The record stands, and says of which case it was.
        #expect(try test.count("SELECT COUNT(*) FROM disclosure WHERE case_id = \(id)") == 1)
    }

    @Test func anItemKeepsThemUntilItIsDeletedAndGoesOnWithoutTheCase() async throws {
        let id = try await test.screenedOut(person)
        try item(id)
        try await test.newer()
        try await test.delete()
        #expect(try isThere() && test.count("SELECT COUNT(*) FROM case_file WHERE id = \(id)") == 0)
        #expect(try test.count("SELECT COUNT(*) FROM forum_item WHERE case_id IS NULL") == 1)
        try test.database.blockingWrite { db in
            _ = try db.execute("UPDATE forum_item SET state = 'deleted'")
        }
        let ties = try test.database.blockingRead { try Ties(in: $0).read([person], in: $0) }
        #expect(ties.kept.isEmpty)
    }

    // MARK: - Figures

    private func figure(_ basis: Basis, _ outcome: Disclosure.Outcome, year: Int = 2026) async throws -> FigureResult? {
        try await MakeReport(year: year, isUnsuppressed: true)(
            test.may(Acts.ReadReport.self, as: .secretariat), in: test.office
        ).results.first {
            $0.figure.id == "disclosures"
                && $0.cell == .init(variant: basis.rawValue, group: "sharing-" + outcome.rawValue)
        }
    }

    @Test func sharingsAreCountedByBasisOutcomeAndTheMunicipalityOfTheirCase() async throws {
        let id = try await test.open(
            "preventive-talk", fields: ["kind": "youth"], subject: person)
        for outcome in [Disclosure.Outcome.given, .given, .declined] {
            try await share(.ssp, outcome: outcome, caseID: id)
        }
        try await share(.psp)
        try await share(.ssp, sealed: true)
        // The last moment of the year before.
        try await share(.ssp, at: Instant("2025-12-31T23:59"))
        let given = try #require(try await figure(.ssp, .given))
        #expect(given.value == .count(2) && given.previous == .count(1))
        #expect(given.breakdown.first { $0.municipality == "259" }?.value == .count(2))
        #expect(try await figure(.ssp, .declined)?.value == .count(1))
        #expect(try await figure(.psp, .given)?.value == .count(1))
        #expect(try await figure(.ksp, .given)?.value == .count(0))
        let found = try await ReadDrillDown(
            "disclosures", cell: .init(variant: "rpl115-1", group: "sharing-given"), year: 2026, municipality: nil)(
                test.may(Acts.WorkCases.self, as: .secretariat), in: test.office)
        #expect(found.disclosures.count == 2 && found.total == 2 && found.hidden == 0 && found.cases.isEmpty)
    }
}
