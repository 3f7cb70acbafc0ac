import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework

@Suite struct RelationTests {
    let test: TestOffice
    let id: Int64
    let victim: Int64

    init() async throws {
        test = try TestOffice()
        victim = try test.person("P-victim", born: "1985-01-01")
        id = try await test.open("safety-follow-up", fields: [:], subject: victim)
    }

    private func relate(_ change: RelateCases.Change, on id: Int64, as role: Role = .officer) async throws {
        try await RelateCases(id, change)(try test.may(Acts.WorkCases.self, as: role), in: test.office)
    }

    private func related(_ id: Int64, as role: Role = .officer) async throws -> RelatedView {
        try await ReadRelations(of: id)(try test.may(Acts.WorkCases.self, as: role), in: test.office)
    }

    private func number(_ id: Int64, as role: Role = .officer) async throws -> String {
        try await test.read(id, as: role).row.number
    }

    @Test func aTieIsSeenFromBothSidesAndLoggedOnBoth() async throws {
        let other = try await test.open("victim-referral", fields: [:], subject: victim)
        try await relate(.relate(.refers, number: try await number(id), reason: "Ønsker samtale"), on: other)
        let tie = try #require(try await related(other).relations.first)
        #expect(tie.isOutgoing && tie.kind == .refers && tie.other.id == id && tie.reason == "Ønsker samtale")
        #expect(try await related(id).relations.first?.isOutgoing == false)
        for each in [id, other] { #expect(try test.logged(.caseFile, each).contains("change relate refers")) }
        // No revision moves: a form that somebody is filling in on the other case stays good.
        #expect(try await test.read(id).row.revision == 1)
    }

    @Test func theSameTieIsNotMadeTwiceNorToItself() async throws {
        let other = try await test.open("victim-referral", fields: [:], subject: victim)
        let number = try await number(id)
        try await relate(.relate(.concerns, number: number, reason: ""), on: other)
        #expect(
            try await refusals { try await relate(.relate(.concerns, number: number, reason: ""), on: other) } == [
                "related-already"
            ])
        // Said from the other side, it is the same.
        let back = try await self.number(other)
        #expect(
            try await refusals { try await relate(.relate(.concerns, number: back, reason: ""), on: id) } == [
                "related-already"
            ])
        for wrong in [number, "TRY-2026-999999", "", "x"] {
            let codes = try await refusals { try await relate(.relate(.follows, number: wrong, reason: ""), on: id) }
            #expect(codes == ["unknown-case"], "\(wrong)")
        }
    }

    @Test func aTieIsTakenBackWithAReasonAndStaysInTheHistory() async throws {
        let other = try await test.open("victim-referral", fields: [:], subject: victim)
        try await relate(.relate(.follows, number: try await number(id), reason: ""), on: other)
        let tie = try #require(try await related(other).relations.first)
        #expect(
            try await refusals { try await relate(.remove(relation: tie.id, reason: ""), on: other) } == [
                "relation-reason"
            ])
        try await relate(.remove(relation: tie.id, reason: "Forkert sag"), on: id)
        #expect(try await related(other).relations.isEmpty)
        await #expect(throws: NotFound.self) {
            try await relate(.remove(relation: tie.id, reason: "igen"), on: other)
        }
        let scope = try test.may(Acts.WorkCases.self, as: .officer).scope
        let kept = try test.database.blockingRead { try RelationStore.relations(of: id, scope: scope, in: $0) }
        #expect(kept.first?.removal?.reason == "Forkert sag")
        #expect(try test.logged(.caseFile, other).contains("change unrelate follows"))
        // It may be tied anew.
        try await relate(.relate(.follows, number: try await number(id), reason: ""), on: other)
        #expect(try await related(other).relations.count == 1)
    }

    /// A case that somebody may not open is refused as one that does not exist, and a tie to it is not there.
    @Test func aSealedCaseIsNeitherFoundNorShown() async throws {
        let sealed = try await test.open("exit", fields: [:], subject: victim, as: .exitTeam)
        let secret = try await number(sealed, as: .exitTeam)
        #expect(
            try await refusals { try await relate(.relate(.concerns, number: secret, reason: ""), on: id) } == [
                "unknown-case"
            ])
        let open = try await number(id)
        try await relate(.relate(.concerns, number: open, reason: ""), on: sealed, as: .exitTeam)
        #expect(try await related(sealed, as: .exitTeam).relations.count == 1)
        #expect(try await related(id).relations.isEmpty)
        let entries = try test.database.blockingRead { db in
            try db.fetch("SELECT sealed FROM ledger_entry WHERE reason = 'relate concerns'") { $0.bool(0) }
        }
        #expect(entries == [true, true])
    }

    @Test func aNewCaseComesOutOfAnotherAndOfAnIncident() async throws {
        let incident = try test.database.blockingWrite { db in
            let incident =
                try db.insert(
                    """
                    INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                        fingerprint, import_id)
                    VALUES (1, 'I1', 0, '2026-02-28', 'violence', '259', '', '', 0, 0) RETURNING id
                    """) ?? 0
            try db.execute(
                """
                INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                VALUES (\(incident), 'victim', \(victim), '', 0)
                """)
            return incident
        }
        let programme = try #require(Catalogue.programme("victim-referral"))
        let who = try test.may(Acts.WorkCases.self, as: .officer)
        func open(_ parties: [(Party.Role, Int64)], from: Int64) async throws -> Int64 {
            try await OpenCase(
                programme, municipality: "259", fields: [:], parties: parties, from: (from, .refers),
                incident: incident)(who, in: test.office)
        }
        let new = try await open([(.subject, victim)], from: id)
        let view = try await related(new)
        #expect(view.relations.map(\.other.id) == [id] && view.incidents.map(\.id) == [incident])
        // Nothing is opened from a case out of sight, nor from an incident of others.
        let before = try test.footprint()
        await #expect(throws: NotFound.self) { try await open([(.subject, victim)], from: 999) }
        let stranger = try test.person("P-stranger", born: "1985-01-01")
        await #expect(throws: NotFound.self) { try await open([(.subject, stranger)], from: id) }
        #expect(try test.footprint() == before)
        // Deleted with the case.
        try test.database.blockingWrite { db in
            try Deletion(keys: .forTests, ledger: test.office.ledger, by: who.actor, at: test.now)
                .deleteCase(new, in: db)
            #expect(try db.count("SELECT COUNT(*) FROM case_relation") == 0)
            #expect(try db.count("SELECT COUNT(*) FROM case_incident") == 0)
        }
    }

    /// What the pages of the orders keep to holds wherever a tie is written.
    @Test func theFreeFormMakesNoRenewalAndNoCluster() async throws {
        let order = try await test.open(
            "restraining-order", fields: ["enquiry_about": "Chikane"], subject: victim, as: .secretariat)
        let number = try await number(order, as: .secretariat)
        let before = try test.footprint()
        for (kind, code) in [(CaseRelation.renews, "relation-no-renewal"), (.cluster, "relation-no-cluster")] {
            let change = RelateCases.Change.relate(kind, number: number, reason: "")
            #expect(try await refusals { try await relate(change, on: id, as: .secretariat) } == [code])
        }
        #expect(try test.footprint() == before)
        // Nor does the opening of a case: nothing of it stays.
        let codes = try await refusals {
            _ = try await OpenCase(
                .restrainingOrder, municipality: "259", fields: ["enquiry_about": "Ny"], parties: [(.subject, victim)],
                from: (order, .renews))(try test.may(Acts.WorkCases.self, as: .secretariat), in: test.office)
        }
        #expect(codes == ["relation-no-renewal"])
        #expect(try test.footprint() == before)
    }

    @Test func anOrderJoinsOneOpenClusterAlone() async throws {
        let order = try await test.open(
            "restraining-order", fields: ["enquiry_about": "Chikane"], subject: victim, as: .secretariat)
        let (first, second) = (
            try await test.open("protection-cluster", fields: ["reason": "Samme modpart"], as: .secretariat),
            try await test.open("protection-cluster", fields: ["reason": "En anden"], as: .secretariat)
        )
        let who = try test.may(Acts.WorkCases.self, as: .secretariat)
        try await GatherOrder(into: first, number: String(order))(who, in: test.office)
        for other in [second, first] {
            let change = RelateCases.Change.relate(.cluster, number: String(other), reason: "")
            let codes = try await refusals { try await relate(change, on: order, as: .secretariat) }
            #expect(codes == [other == first ? "related-already" : "order.gathered"])
            let gathered = try await refusals {
                try await GatherOrder(into: other, number: String(order))(who, in: test.office)
            }
            #expect(gathered == codes)
        }
        try await test.change(
            second, revision: 1, .move(to: "closed", at: nil, fields: ["closed_reason": "Fejl"], note: ""),
            as: .secretariat)
        let late = try await test.open(
            "restraining-order", fields: ["enquiry_about": "Igen"], subject: victim, as: .secretariat)
        let change = RelateCases.Change.relate(.cluster, number: String(second), reason: "")
        #expect(try await refusals { try await relate(change, on: late, as: .secretariat) } == ["order.cluster-closed"])
    }
}
