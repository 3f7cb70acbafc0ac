import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// What a programme's texts must never say is tried in every text beside the form: reasons, messages, titles. Each is refused, and
/// nothing of it is stored.
@Suite struct TextAttemptTests {
    static let never = "Drengen er sigtet for røveri."

    enum Text: String, CaseIterable, Sendable {
        case pause, resume, assign, removeParty, correct, undo, note, relate, unrelate, task, dismiss
    }

    let test: TestOffice

    init() throws { test = try TestOffice() }

    @Test(arguments: Text.allCases) func noTextCallsAChildASuspect(text: Text) async throws {
        try test.addAccounts()
        let id = try await test.youth()
        let witness = try test.person("P-witness", born: "1980-01-01")
        let other = try await test.open("officer-request", fields: ["kind": "other"])
        try await test.change(id, revision: 1, .addParty(.contact, person: witness))
        let who = try test.may(Acts.WorkCases.self, as: .officer)
        var revision = 2
        var event: Int64 = 0
        if text == .resume || text == .undo {
            try await test.change(id, revision: 2, .pause(clock: "police-processing", reason: "Afventer"))
            event = try #require(try await test.read(id).events.map(\.id).max())
            revision = 3
        }
        if text == .unrelate {
            try await RelateCases(id, .relate(.concerns, number: String(other), reason: ""))(who, in: test.office)
        }
        let suggested = try #require(try await test.read(id).watch.suggestions.first)
        func attempt(_ said: String) async throws {
            func change(_ change: ChangeCase.Change) async throws {
                try await test.change(id, revision: revision, change)
            }
            switch text {
            case .pause: try await change(.pause(clock: "police-processing", reason: said))
            case .resume: try await change(.resume(clock: "police-processing", reason: said))
            case .assign: try await change(.assign(owner: "secretariat", message: said))
            case .removeParty: try await change(.removeParty(.contact, person: witness, reason: said))
            case .correct:
                try await change(.correct(fields: ["offence_date": "2026-01-31"], municipality: nil, reason: said))
            case .undo: try await change(.undo(event: event, reason: said))
            case .note: try await change(.move(to: "screened-out", at: nil, fields: [:], note: said))
            case .relate:
                // Of the other case as well: the reason stands on both.
                for (from, to) in [(id, other), (other, id)] {
                    try await RelateCases(from, .relate(.concerns, number: String(to), reason: said))(
                        who, in: test.office)
                }
            case .unrelate: try await RelateCases(id, .remove(relation: 1, reason: said))(who, in: test.office)
            case .task:
                try await WriteTask(
                    on: id, .give(title: said, details: "", owner: "officer", dueOn: LocalDate("2026-03-09"))
                )(who, in: test.office)
            case .dismiss:
                try await DismissSuggestion(
                    on: .caseFile(id), of: .restrainingOrder, code: suggested.code, basis: suggested.basis,
                    reason: said)(who, in: test.office)
            }
        }
        let before = try test.footprint()
        #expect(try await refusals { try await attempt(TextAttemptTests.never) } == ["ukn.under-15-charged"])
        #expect(try test.footprint() == before)
        if text != .relate { #expect(try await refusals { try await attempt("Efter aftale") } == []) }
    }

    @Test func theReasonOfATieIsJudgedByBothCases() async throws {
        let (id, other) = (try await test.youth(), try await test.open("officer-request", fields: ["kind": "other"]))
        let tie = RelateCases(other, .relate(.concerns, number: String(id), reason: TextAttemptTests.never))
        let who = try test.may(Acts.WorkCases.self, as: .officer)
        #expect(try await refusals { try await tie(who, in: test.office) } == ["ukn.under-15-charged"])
    }

    @Test func aMessageToManyIsJudgedForEachCase() async throws {
        try test.addAccounts()
        let (id, other) = (try await test.youth(), try await test.open("officer-request", fields: ["kind": "other"]))
        let picked = [PickedCase(id, revision: 1), PickedCase(other, revision: 1)]
        let bulk = RunBulk(picked, .assign(owner: "secretariat", message: TextAttemptTests.never))
        let who = try test.may(Acts.WorkCases.self, as: .officer)
        let judged = try await JudgeBulk(picked, bulk.action)(who, in: test.office)
        #expect(judged.map { $0.refusals.map(\.code) } == [["ukn.under-15-charged"], []])
        let run = try await bulk.begin(who, in: test.office)
        try await bulk(run, who, in: test.office)
        #expect(try await ReadBulk(run)(who, in: test.office).items.map(\.item.state) == [.refused, .done])
    }

    /// A scheme without personal data takes no CPR number, in reasons neither.
    @Test func noReasonHoldsANumberWhereNoPersonalDataMayBe() async throws {
        try test.addAccounts()
        #expect(Catalogue.programme("insecurity")?.regime == .some(.none))
        let fields = ["kind": "dark-place", "area": "Tunnelen ved stationen", "observed": "Mørkt om aftenen"]
        let id = try await test.open("insecurity", fields: fields)
        let before = try test.footprint()
        let reason = "Set sammen med 670314-1235"
        let codes = try await refusals {
            try await test.change(id, revision: 1, .correct(fields: [:], municipality: "265", reason: reason))
        }
        #expect(codes == ["case-text.number"])
        #expect(
            try await refusals {
                try await test.change(id, revision: 1, .assign(owner: "secretariat", message: reason))
            } == ["number-in-note"])
        // That the text was held against the register stands in the log.
        let after = try test.footprint()
        #expect(after.dropLast() == before.dropLast())
        #expect(try #require(after.last) == #require(before.last) + 1)
    }
}
