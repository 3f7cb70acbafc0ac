import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// A suggestion is dismissed with a reason, does not come back on the same facts, and can be taken up again.
@Suite struct DismissTests {
    let test: TestOffice

    init() throws { test = try TestOffice() }

    private func dismiss(
        _ id: Int64, _ code: String, basis: String? = nil, _ reason: String = "Allerede vurderet",
        as role: Role = .officer
    ) async throws {
        let view = try await test.read(id, as: role)
        let found = view.watch.suggestions.first { $0.code == code }
        try await DismissSuggestion(
            on: .caseFile(id), of: view.file.programme, code: code, basis: basis ?? found?.basis ?? "", reason: reason
        )(test.may(Acts.WorkCases.self, as: role), in: test.office)
    }

    private func codes(_ id: Int64) async throws -> [String] {
        try await test.read(id).watch.suggestions.map(\.code)
    }

    @Test func aDismissedSuggestionComesBackOnlyOnOtherFacts() async throws {
        let id = try await test.youth()
        #expect(try await codes(id) == ["ukn-track-board"])
        try await dismiss(id, "ukn-track-board")
        #expect(try await codes(id) == [])
        let counted = try await CountSuggestions()(test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        #expect(counted.map(\.count).reduce(0, +) == 0)
        try await test.change(
            id, revision: 1,
            .move(
                to: "assessed", at: nil,
                fields: [
                    "category": "other-serious", "screening_officer": "A. Holm", "special_risk_reason": "Gentagelse",
                ], note: ""))
        #expect(try await codes(id) == ["ukn-track-board"])
        let view = try await test.read(id)
        #expect(view.watch.dismissals.map(\.reason) == ["Allerede vurderet"])
        #expect(view.history.contains { $0.old == "suggestion dismissed ukn-track-board" })
        #expect(try test.logged(.caseFile, id).contains("change suggestion dismissed ukn-track-board"))
    }

    @Test func itIsTakenUpAgainAndBothStayInTheHistory() async throws {
        let id = try await test.youth()
        try await dismiss(id, "ukn-track-board")
        let stored = try #require(try await test.read(id).watch.dismissals.first)
        let undo = UndoDismissal(stored.id)
        try await undo(test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        #expect(try await codes(id) == ["ukn-track-board"])
        let again = try await refusals {
            try await undo(test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        }
        #expect(again == ["suggestion-undone"])
        #expect(try await test.read(id).watch.dismissals.map(\.undoneBy) == ["officer"])
    }

    @Test func withoutReasonOrOnStaleFactsNothingIsStored() async throws {
        let id = try await test.youth()
        let before = try test.footprint()
        let none = try await refusals { try await dismiss(id, "ukn-track-board", "Nej") }
        #expect(none == ["suggestion-reason"])
        #expect(try await refusals { try await dismiss(id, "ukn-track-board", basis: "x") } == ["suggestion-gone"])
        #expect(try await refusals { try await dismiss(id, "ukn-track-none") } == ["suggestion-gone"])
        #expect(
            try await refusals { try await dismiss(id, "ukn-track-board", basis: "x", as: .leader) } == [
                "not-your-programme"
            ])
        #expect(try test.footprint().dropLast() == before.dropLast())
        #expect(try await codes(id) == ["ukn-track-board"])
    }

    @Test func aSuggestionAfterAnIncidentIsDismissedAndTakenUpAgain() async throws {
        let person = try test.person("P1", born: "1980-01-01")
        let day = test.now.day
        try test.database.blockingWrite { db in
            try db.execute(
                """
                INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                    fingerprint, import_id)
                VALUES (1, 'I1', \(Instant(startOf: day).milliseconds), \(day.description), 'stalking', '259', '', '', 0, 1)
                """)
            try db.execute(
                """
                INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                VALUES (1, 'victim', \(person), '', 1)
                """)
        }
        let programme = try #require(Catalogue.programme("safety-follow-up"))
        let who = try test.may(Acts.WorkCases.self, as: .officer)
        let one = try #require(try await SuggestFollowUps(programme)(who, in: test.office).first)
        let dismissal = DismissSuggestion(
            on: one.about, of: programme, code: one.suggested.code, basis: one.suggested.basis,
            reason: "Kontaktet af kommunen")
        try await dismissal(who, in: test.office)
        let (open, dismissed) = try await SuggestFollowUps(programme).found(who, in: test.office)
        #expect(open.isEmpty && dismissed.map(\.reason) == ["Kontaktet af kommunen"])
        #expect(try test.logged(.incident, 1) == ["change suggestion dismissed incident-follow-up"])
        let refused = try await refusals {
            try await dismissal(test.may(Acts.WorkCases.self, as: .screener), in: test.office)
        }
        #expect(refused == ["not-your-programme"])
        try await UndoDismissal(try #require(dismissed.first).id)(who, in: test.office)
        #expect(try await SuggestFollowUps(programme)(who, in: test.office).count == 1)
        try test.database.blockingWrite { db in
            try Deletion(keys: test.office.keys, ledger: test.office.ledger, by: who.actor, at: test.now)
                .deleteIncident(1, in: db)
        }
        #expect(try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM suggestion_decision") } == 0)
    }
}
