import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

@Suite struct HitTests {
    let test: TestOffice
    let child: Int64
    let mother: Int64
    let hit: Int64

    init() async throws {
        test = try TestOffice()
        child = try test.person("P-child", born: "2018-01-01")
        mother = try test.person("P-mother", born: "1985-01-01")
        let (child, mother) = (child, mother)
        hit = try test.database.blockingWrite { db in
            try db.execute(
                """
                INSERT INTO relation (source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
                VALUES (1, \(mother), \(child), 'parent', '', 0, '', 0)
                """)
            let incident =
                try db.insert(
                    """
                    INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                        fingerprint, import_id)
                    VALUES (1, 'I-1', 1767225600000, '2026-01-01', 'violence', '259', 'Torvet', '', 0, 0) RETURNING id
                    """) ?? 0
            try db.execute(
                """
                INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                VALUES (\(incident), 'suspect', \(mother), '', 0), (\(incident), 'charged', \(child), '', 0)
                """)
            return try db.insert(
                """
                INSERT INTO hit (child_id, rule, version, first_triggered, last_triggered, triggers, incidents, carers,
                    state, found_on)
                VALUES (\(child), 'grave-incident', 1, '2026-01-01', '2026-01-01', 1, \("[\(incident)]"),
                    \("[\(mother)]"), 'open', '2026-01-02')
                RETURNING id
                """) ?? 0
        }
    }

    private func page() async throws -> HitPage {
        try await ReadHit(hit)(try test.may(Acts.Screen.self, as: .screener), in: test.office)
    }

    @Test func anIncidentInWhichTheMotherIsInDoubtStandsNotInTheTimeAxis() async throws {
        try test.incident("I-2", [mother], isHeld: true)
        try test.incident("I-3", [mother])
        #expect(try await page().others.map(\.externalID) == ["I-3"])
    }

    /// Whoever may have been there may live there.
    @Test func aProtectedPersonInDoubtHidesThePlaceAllTheSame() async throws {
        let hidden = try test.person("P-hidden", protected: true)
        #expect(try await page().masked.isEmpty)
        _ = try test.database.blockingWrite { db in
            try db.execute(
                """
                INSERT INTO incident_person (incident_id, role, person_id, described, import_id, held)
                SELECT id, 'victim', \(hidden), '', 0, 1 FROM incident WHERE external_id = 'I-1'
                """)
        }
        let page = try await page()
        #expect(page.masked == Set(page.hit.incidents) && page.protectedPlaces == page.masked)
        #expect(!page.participants.contains { $0.person == hidden })
    }

    /// A decided hit keeps the records of its day; its page follows who they are.
    @Test func theCarerOfADecidedHitIsShownAsThePersonTheyAreToday() async throws {
        _ = try await decide(.noReport, reason: "Kendt i forvejen")
        let record = try test.person("P-0", born: "1985-01-01")
        let mother = mother
        try test.database.blockingWrite { db in
            try db.execute("UPDATE person SET cpr_hash = 'h', real_number = 1 WHERE id = \(record)")
            _ = try IdentityStore.merge(
                mother, record, how: .hand, probability: nil, words: "x", by: TestOffice.actor(.leader), at: test.now,
                in: db)
        }
        let page = try await page()
        #expect(page.hit.carers == [record] && page.persons[mother] == nil)
        #expect(page.participants.contains { $0.person == record && $0.role == .suspect })
    }

    private func decide(_ decision: StoredHit.State, reason: String) async throws -> Int64? {
        try await DecideHit(hit, decision, reason: reason)(
            try test.may(Acts.Screen.self, as: .screener), casesOf: try test.may(Acts.WorkCases.self, as: .screener),
            in: test.office)
    }

    @Test func reportingOpensADraftWithTheFactsAndNoAssessment() async throws {
        let id = try #require(try await decide(.report, reason: "Bekymring"))
        let view = try await test.read(id, as: .screener)
        #expect(view.file.programme.code == "social-report" && view.row.stage == "draft")
        #expect(view.file.fields["origin"] == "screening")
        #expect(view.file.fields["facts"]?.contains("01.01.2026") == true)
        #expect(view.file.fields["facts"]?.contains("Person") == false)
        #expect(view.file.fields["facts"]?.contains("Vold") == true, "in Danish, as all that is sent")
        #expect(view.file.fields["facts"]?.contains("Sigtet") == false, "the child is eight")
        #expect(view.file.fields["assessment"] == nil)
        #expect(view.file.subject?.person == child)
        #expect(view.file.parties.contains { $0.person == mother && $0.role == .caregiver })
        let stored = try #require(try test.database.blockingRead { try HitStore.hit(hit, in: $0) })
        #expect(stored.state == .report)
    }

    @Test func aDraftIsNotSentByTheMachineAlone() async throws {
        let id = try #require(try await decide(.report, reason: "Bekymring"))
        let facts = try await test.read(id, as: .screener).file.fields["facts"] ?? ""
        let codes = try await refusals {
            try await test.change(
                id, revision: 1,
                .move(
                    to: "sent", at: nil, fields: ["assessment": facts, "recipient_authority": "municipality"], note: ""),
                as: .screener)
        }
        #expect(codes == ["social-report.own-words"])
    }

    private func find(_ found: [ScreeningHit]) throws -> HitList.Replaced {
        try test.database.blockingWrite { db in
            try HitList.replaceAll(found, by: ["grave-incident"], foundOn: test.now.day, in: db)
        }
    }

    @Test func aHitThatWasOpenedAgainAndNoLongerTriggersGoesBackToItsDecision() async throws {
        _ = try await decide(.noReport, reason: "Kommunen følger familien")
        _ = try test.database.blockingWrite { db in try db.execute("UPDATE hit SET state = 'open' WHERE id = \(hit)") }
        #expect(try find([]).gone == 1)
        let stored = try test.database.blockingRead { try HitStore.hit(hit, in: $0) }
        #expect(stored?.state == .noReport)
        // It is not told as news again.
        #expect(try find([]).gone == 0)
    }

    @Test func aHitThatNobodyDecidedOnAndThatNoLongerTriggersDisappears() throws {
        #expect(try find([]).gone == 1)
        #expect(try test.database.blockingRead { try HitStore.hit(hit, in: $0) } == nil)
    }

    @Test func aDecisionNeedsAReasonAndIsMadeOnce() async throws {
        let before = try test.footprint()
        #expect(try await refusals { _ = try await decide(.report, reason: "") } == ["decision-reason"])
        #expect(try test.footprint() == before)
        #expect(try await decide(.noReport, reason: "Kommunen følger familien") == nil)
        #expect(try await refusals { _ = try await decide(.report, reason: "igen") } == ["hit-decided"])
        #expect(try test.logged(.hit, hit).contains("change no-report"))
    }
}
