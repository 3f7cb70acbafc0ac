import Prevention
import SQL
import Store
import Testing

@testable import Casework

@Suite struct CorrectCaseTests {
    let test: TestOffice
    let id: Int64

    init() async throws {
        test = try TestOffice()
        id = try await test.youth()
    }

    private func correct(
        _ fields: [String: String], to municipality: String? = nil, reason: String = "Tastefejl", revision: Int = 1,
        as role: Role = .officer
    ) async throws {
        try await test.change(
            id, revision: revision, .correct(fields: fields, municipality: municipality, reason: reason), as: role)
    }

    @Test func aCorrectionKeepsBothValuesAndTheReason() async throws {
        try await correct(["offence_date": "2026-01-31"])
        let view = try await test.read(id)
        #expect(view.file.fields["offence_date"] == "2026-01-31" && view.row.revision == 2)
        let change = try #require(view.history.first)
        #expect(change.old.contains("2026-02-01") && change.new.contains("2026-01-31"))
        #expect(change.reason == "Tastefejl" && change.revision == 2)
        #expect(try test.logged(.caseFile, id).contains("change correct"))
    }

    @Test func aCorrectionWithoutReasonOrChangeIsRefusedAndLeavesNothing() async throws {
        let before = try test.footprint()
        #expect(try await refusals { try await correct(["category": "none"], reason: "") } == ["correction-reason"])
        #expect(try await refusals { try await correct(["category": "person-dangerous"]) } == ["nothing-corrected"])
        #expect(try await refusals { try await correct(["category": "x"]) } == ["not-a-choice"])
        #expect(try await refusals { try await correct(["shoe": "44"]) } == ["unknown-field"])
        #expect(try test.footprint() == before)
    }

    /// The child was 12; corrected so that they were under 10 at the offence, the case would break a must-never.
    @Test func aCorrectionLeavesACaseThatTheProgrammeAllows() async throws {
        try await test.change(
            id, revision: 1,
            .move(to: "assessed", at: nil, fields: ["screening_officer": "Anne"], note: ""))
        try await test.change(id, revision: 2, .move(to: "referred", at: nil, fields: [:], note: ""))
        let before = try test.footprint()
        let codes = try await refusals { try await correct(["offence_date": "2022-01-31"], revision: 3) }
        #expect(!codes.isEmpty)
        // What a step that was taken asked for cannot be taken out again.
        #expect(try await refusals { try await correct(["screening_officer": ""], revision: 3) } == ["field-required"])
        // A requirement of a step's guard holds as well: other-serious needs its reason.
        #expect(
            try await refusals { try await correct(["category": "other-serious"], revision: 3) }
                == ["ukn.special-risk"])
        #expect(try test.footprint() == before)
        try await correct(["screening_officer": "Bo"], revision: 3)
    }

    @Test func theMunicipalityIsCorrectedWithinTheOwnArea() async throws {
        #expect(try await refusals { try await correct([:], to: "999") } == ["unknown-municipality"])
        try await correct([:], to: "265")
        let view = try await test.read(id)
        #expect(view.row.municipality == "265")
        #expect(view.history.contains { $0.old == "municipality 259" && $0.new == "municipality 265" })
    }

    @Test func aCorrectedDateMovesTheDeadlineThatHangsOnIt() async throws {
        let person = try test.person("P8", born: "1980-01-01")
        let examined = test.now.adding(seconds: -3_600)
        let id = try await test.open(
            "forced-admission", fields: ["colour": "red", "examined_at": examined.local], subject: person)
        let due = try #require(try await test.read(id).row.dueAt)
        try await test.change(
            id, revision: 1,
            .correct(
                fields: ["examined_at": examined.adding(seconds: -7_200).local], municipality: nil,
                reason: "Lægen ringede"))
        #expect(try await test.read(id).row.dueAt == due.adding(seconds: -7_200))
    }

    /// A leader sees the case, but takes no step in the programme.
    @Test func whoTakesNoStepCorrectsNothing() async throws {
        #expect(
            try await refusals { try await correct(["category": "none"], as: .leader) } == ["not-your-programme"])
    }

    @Test func ofTwoWritersTheSecondIsTold() async throws {
        try await correct(["category": "none"])
        #expect(
            try await refusals { try await correct(["offence_date": "2026-01-31"]) } == ["changed-meanwhile"])
        #expect(try await test.read(id).file.fields["offence_date"] == "2026-02-01")
    }
}
