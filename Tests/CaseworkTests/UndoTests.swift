import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework

@Suite struct UndoTests {
    let test: TestOffice
    let id: Int64

    init() async throws {
        test = try TestOffice()
        id = try await test.youth()
        try await test.change(
            id, revision: 1,
            .move(
                to: "assessed", at: nil, fields: ["category": "none", "screening_officer": "Anne"], note: "Set på"))
    }

    private func newest() async throws -> Int64 {
        try #require(try await test.read(id).events.map(\.id).max())
    }

    private func undo(
        _ event: Int64, reason: String = "Forkert sag", revision: Int = 2, as role: Role = .officer
    ) async throws {
        try await test.change(id, revision: revision, .undo(event: event, reason: reason), as: role)
    }

    @Test func anUndoneStepIsKeptAsideAndTheCaseStandsAsBefore() async throws {
        let event = try await newest()
        try await undo(event)
        let view = try await test.read(id)
        #expect(view.row.stage == "registered" && view.events.count == 1 && view.row.revision == 3)
        #expect(view.file.fields == ["offence_date": "2026-02-01", "category": "person-dangerous"])
        #expect(view.row.stageOn == LocalDate("2026-02-10"))
        #expect(try test.logged(.caseFile, id).contains("change undo"))
        let kept = try test.database.blockingRead { try UndoStore.events(of: id, in: $0) }
        #expect(kept.map(\.event.note) == ["Set på"] && kept.map(\.reason) == ["Forkert sag"])
        #expect(view.items.contains { $0.kind == .undo })
    }

    @Test func anUndoneEndOpensTheCaseAndItsDeadlineAgain() async throws {
        let due = try await test.read(id).row.dueAt
        try await test.change(
            id, revision: 2, .move(to: "screened-out", at: nil, fields: [:], note: ""))
        #expect(try await test.read(id).row.dueAt != due)
        try await undo(try await newest(), revision: 3)
        let view = try await test.read(id)
        #expect(view.row.isOpen && view.row.dueAt == due && view.row.stage == "assessed")
    }

    /// A field that was corrected after the step stays as corrected; the others go back.
    @Test func aLaterCorrectionIsNotUndone() async throws {
        try await test.change(
            id, revision: 2, .correct(fields: ["screening_officer": "Bo"], municipality: nil, reason: "Navn"))
        try await undo(try await newest(), revision: 3)
        let fields = try await test.read(id).file.fields
        #expect(fields["screening_officer"] == "Bo" && fields["category"] == "person-dangerous")
    }

    @Test func onlyTheNewestAndNeverTheOpening() async throws {
        let before = try test.footprint()
        let opening = try #require(try await test.read(id).events.map(\.id).min())
        #expect(try await refusals { try await undo(opening) } == ["undo-opening"])
        let step = try await newest()
        try await test.change(
            id, revision: 2, .move(to: "screened-out", at: nil, fields: [:], note: ""))
        #expect(try await refusals { try await undo(step, revision: 3) } == ["undo-newest"])
        #expect(try await refusals { try await undo(9_999, revision: 3) } == ["changed-meanwhile"])
        #expect(before != (try test.footprint()))
    }

    @Test func byWhoeverTookItOrALeaderWithAReason() async throws {
        let event = try await newest()
        #expect(try await refusals { try await undo(event, reason: "") } == ["undo-reason"])
        #expect(try await refusals { try await undo(event, as: .secretariat) } == ["undo-not-yours"])
        #expect(try await test.read(id, as: .secretariat).undoable == nil)
        #expect(try await test.read(id, as: .leader).undoable == event)
        try await undo(event, as: .leader)
        #expect(try await test.read(id).row.stage == "registered")
    }

    /// Elapsed hours: the boundary itself is too late.
    @Test func withinItsTime() async throws {
        let event = try await newest()
        test.pass(hours: 24)
        #expect(try await test.read(id).undoable == nil)
        #expect(try await refusals { try await undo(event) } == ["undo-too-late"])
        test.pass(seconds: -1)
        #expect(try await test.read(id).undoable == event)
        try await undo(event)
    }

    @Test func anUndoneStepCountsNowhereAndGoesWithTheCase() async throws {
        try await undo(try await newest())
        let who = try test.may(Acts.WorkCases.self, as: .officer)
        try test.database.blockingWrite { db in
            #expect(try db.count("SELECT COUNT(*) FROM case_event WHERE code = 'assessed'") == 0)
            try Deletion(keys: .forTests, ledger: test.office.ledger, by: who.actor, at: test.now)
                .deleteCase(id, in: db)
            #expect(try db.count("SELECT COUNT(*) FROM case_undone") == 0)
        }
    }
}
