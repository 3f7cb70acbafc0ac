import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework

@Suite struct NoteTests {
    let test: TestOffice
    let id: Int64

    init() async throws {
        test = try TestOffice()
        id = try await test.youth()
    }

    private func write(_ change: WriteNote.Change, on id: Int64? = nil, as role: Role = .officer) async throws {
        try await WriteNote(on: id ?? self.id, change)(
            try test.may(Acts.WorkCases.self, as: role), in: test.office)
    }

    private func notes() async throws -> [StoredNote] {
        try await ReadNotes(of: id)(try test.may(Acts.WorkCases.self, as: .officer), in: test.office).notes
    }

    @Test func aNoteIsWrittenCorrectedAndWithdrawnWithEveryTextKept() async throws {
        try await write(.write("Talt med mor"))
        let note = try #require(try await notes().first)
        try await write(.correct(note: note.id, revision: 1, "Talt med far"))
        #expect(try await notes().map(\.body) == ["Talt med far"])
        try await write(.withdraw(note: note.id, revision: 2, reason: "Forkert sag"), as: .secretariat)
        let last = try #require(try await notes().first)
        #expect(last.withdrawn?.actor == "secretariat" && last.withdrawnReason == "Forkert sag")
        let history = try await test.read(id).history.filter { $0.new.hasPrefix("note ") }
        #expect(history.count == 3 && history[1].old.contains("Talt med mor") && history[1].new.contains("far"))
        #expect(history[0].old.contains("Talt med far") && history[0].reason == "Forkert sag")
        let logged = try test.logged(.caseFile, id)
        for verb in ["written", "corrected", "withdrawn"] { #expect(logged.contains("change note \(verb)")) }
        // A note moves no revision of the case.
        #expect(try await test.read(id).row.revision == 1)
    }

    @Test func onlyItsWriterCorrectsItAndTheSecondOfTwoIsTold() async throws {
        try await write(.write("Et"))
        let note = try #require(try await notes().first)
        #expect(
            try await refusals { try await write(.correct(note: note.id, revision: 1, "To"), as: .secretariat) }
                == ["note-not-yours"])
        try await write(.correct(note: note.id, revision: 1, "To"))
        for change in [
            WriteNote.Change.correct(note: note.id, revision: 1, "Tre"),
            .withdraw(note: note.id, revision: 1, reason: "x"),
        ] {
            #expect(try await refusals { try await write(change) } == ["note-changed"])
        }
        #expect(try await notes().map(\.body) == ["To"])
        #expect(
            try await refusals { try await write(.correct(note: note.id, revision: 2, "To")) } == ["note-same"])
        #expect(try await refusals { try await write(.write("")) } == ["note-empty"])
    }

    @Test func twoCorrectionsAtOnceCannotBothWin() async throws {
        try await write(.write("Et"))
        let note = try #require(try await notes().first)
        let test = test
        let id = id
        let won = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<6 {
                group.addTask {
                    guard let who = try? test.may(Acts.WorkCases.self, as: .officer) else { return false }
                    let change = WriteNote.Change.correct(note: note.id, revision: 1, "nr. \(number)")
                    return (try? await WriteNote(on: id, change)(who, in: test.office)) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(won == 1)
    }

    @Test func aSchemeThatKeepsContentOutHasNoNotes() async throws {
        let person = try test.person("P8", born: "1980-01-01")
        let referral = try await test.open("victim-referral", fields: [:], subject: person)
        #expect(try await refusals { try await write(.write("Hun sagde"), on: referral) } == ["no-notes"])
    }

    @Test func notesAndTasksAreInTheAnswerOnAccessAndGoWithTheCase() async throws {
        try test.addAccounts()
        try await write(.write("Talt om fritid"))
        let who = try test.may(Acts.WorkCases.self, as: .officer)
        try await WriteTask(
            on: id, .give(title: "Ring hjem", details: "", owner: "officer", dueOn: test.now.day))(who, in: test.office)
        let person = try #require(try await test.read(id).file.subject?.person)
        let (scope, keys, handbook, now) = (
            RightsScope(of: TestOffice.actor(.secretariat)), test.office.keys, test.office.handbook, test.now
        )
        let answer = try test.database.blockingRead { db in
            try ComposeAnswer(scope: scope, restrictions: [], handbook: handbook, keys: keys, now: now)(
                person, in: db
            ).0
        }
        #expect(answer.cases.first?.notes.map(\.text) == ["Talt om fritid"])
        #expect(answer.cases.first?.tasks.map(\.title) == ["Ring hjem"])
        try test.database.blockingWrite { db in
            try Deletion(keys: .forTests, ledger: test.office.ledger, by: who.actor, at: test.now)
                .deleteCase(id, in: db)
            for table: SQL in ["case_note", "case_task", "change"] {
                #expect(try db.count("SELECT COUNT(*) FROM \(table)") == 0)
            }
        }
    }
}
