import Prevention
import SQL
import Store
import Testing

@testable import Casework

@Suite struct ChangeCaseTests {
    let test: TestOffice
    let id: Int64

    init() async throws {
        test = try TestOffice()
        id = try await test.youth()
    }

    private func assess(revision: Int, at: Instant? = nil, _ fields: [String: String] = [:]) async throws {
        let filled = ["category": "person-dangerous", "screening_officer": "Anne"].merging(fields) { $1 }
        try await test.change(
            id, revision: revision, .move(to: "assessed", at: at, fields: filled, note: "Set på"))
    }

    @Test func aStepIsKeptWithItsFieldsNoteAndOldValues() async throws {
        try await assess(revision: 1)
        let view = try await test.read(id)
        #expect(view.row.stage == "assessed" && view.row.revision == 2)
        #expect(view.file.fields["screening_officer"] == "Anne")
        #expect(view.events.last?.note == "Set på" && view.events.last?.actor == "officer")
        let change = try #require(view.history.first)
        #expect(!change.old.contains("Anne") && change.new.contains("Anne"))
        #expect(try test.logged(.caseFile, id).contains("change move assessed"))
    }

    @Test func anEndClosesTheCaseAndItsDeadline() async throws {
        try await test.change(id, revision: 1, .move(to: "screened-out", at: nil, fields: [:], note: ""))
        let view = try await test.read(id)
        #expect(!view.row.isOpen && view.row.dueAt == nil)
        #expect(view.steps.isEmpty)
        #expect(view.clocks.first?.state == .metInTime)
    }

    @Test func aRefusedStepGivesEveryReasonAndLeavesNothingBehind() async throws {
        let before = try test.footprint()
        let codes = try await refusals {
            try await assess(revision: 1, ["category": "other-serious", "screening_officer": ""])
        }
        #expect(Set(codes) == ["field-required", "ukn.special-risk"])
        #expect(try test.footprint() == before)
    }

    @Test func stepsLieBetweenTheLatestEventAndNow() async throws {
        #expect(try await refusals { try await assess(revision: 1, at: test.now.adding(seconds: 1)) } == ["in-future"])
        let early = try await refusals { try await assess(revision: 1, at: Instant("2026-02-09T12:00")) }
        #expect(early == ["before-last-event"])
    }

    @Test func theSecondOfTwoWritersIsRefused() async throws {
        try await test.change(id, revision: 1, .assign(owner: ""))
        let before = try test.footprint()
        let changes: [ChangeCase.Change] = [
            .move(to: "screened-out", at: nil, fields: [:], note: ""), .assign(owner: ""),
            .pause(clock: "police-processing", reason: "x"), .addParty(.child, person: 1),
        ]
        for change in changes {
            let codes = try await refusals { try await test.change(id, revision: 1, change) }
            #expect(codes == ["changed-meanwhile"])
        }
        #expect(try test.footprint() == before)
    }

    @Test func twoWritersAtOnceCannotBothWin() async throws {
        let test = test
        let id = id
        let results = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (try? await test.change(id, revision: 1, .assign(owner: ""))) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(results == 1)
        #expect(try await test.read(id).row.revision == 2)
    }

    @Test func aPauseMovesTheDeadlineByItsLength() async throws {
        let clock = "police-processing"
        #expect(try await test.read(id).row.dueAt?.day == LocalDate("2026-03-12"))
        try await test.change(id, revision: 1, .pause(clock: clock, reason: "Venter"))
        let paused = try await test.read(id)
        #expect(paused.clocks.first?.state == .paused && paused.row.dueAt == nil)
        test.pass(days: 4)
        try await test.change(id, revision: 2, .resume(clock: clock, reason: "Kommet"))
        let resumed = try await test.read(id)
        #expect(resumed.row.dueAt?.day == LocalDate("2026-03-16"))
        #expect(resumed.events.map(\.note).suffix(2) == ["Venter", "Kommet"])
    }

    /// A leader sees the case, but takes no step in the programme.
    @Test func whoTakesNoStepInTheProgrammeChangesNothingElseEither() async throws {
        let leader = try test.may(Acts.WorkCases.self, as: .leader)
        for change in [
            ChangeCase.Change.pause(clock: "police-processing", reason: "x"), .assign(owner: ""),
            .addParty(.contact, person: 1),
        ] {
            await #expect(throws: Refused("not-your-programme")) {
                try await ChangeCase(id, revision: 1, change)(leader, in: test.office)
            }
        }
        #expect(try await ReadCase(id)(leader, in: test.office).mayHandle == false)
    }

    @Test func aPauseNeedsAReasonAndARunningClock() async throws {
        let clock = "police-processing"
        #expect(
            try await refusals { try await test.change(id, revision: 1, .pause(clock: clock, reason: "")) } == [
                "pause-reason"
            ])
        #expect(
            try await refusals { try await test.change(id, revision: 1, .resume(clock: clock, reason: "x")) }
                == ["clock-not-running"])
        await #expect(throws: NotFound.self) {
            try await test.change(id, revision: 1, .pause(clock: "board-decision", reason: "x"))
        }
    }

    @Test func ownersAreAccountsThatWorkInTheProgramme() async throws {
        #expect(
            try await refusals { try await test.change(id, revision: 1, .assign(owner: "nobody")) } == ["unknown-owner"]
        )
        try test.database.blockingWrite { db in
            for role in [Role.secretariat, .leader, .administrator] {
                _ = try AccountStore.add(TestOffice.actor(role), password: "", at: test.now, in: db)
            }
        }
        for outsider in ["leader", "administrator"] {
            #expect(
                try await refusals { try await test.change(id, revision: 1, .assign(owner: outsider)) }
                    == ["unknown-owner"])
        }
        try await test.change(id, revision: 1, .assign(owner: "secretariat"))
        let view = try await test.read(id)
        #expect(view.row.owner == "secretariat")
        #expect(view.history.first?.old == "owner officer" && view.history.first?.new == "owner secretariat")
    }

    @Test func partiesAreAddedOnceAndOneSubjectIsEnough() async throws {
        let mother = try test.person("P-mother", born: "1980-01-01")
        try await test.change(id, revision: 1, .addParty(.caregiver, person: mother))
        #expect(try await test.read(id).persons.count == 2)
        for (role, code) in [(Party.Role.caregiver, "party-already-there"), (.subject, "one-subject")] {
            #expect(
                try await refusals { try await test.change(id, revision: 2, .addParty(role, person: mother)) } == [code]
            )
        }
        #expect(
            try await refusals { try await test.change(id, revision: 2, .addParty(.child, person: 999)) } == [
                "unknown-person"
            ])
    }

    @Test func aProgrammeWithoutFreeTextTakesNoNote() async throws {
        let person = try test.person("P8", born: "1980-01-01")
        let id = try await test.open("victim-referral", fields: [:], subject: person)
        let codes = try await refusals {
            try await test.change(id, revision: 1, .move(to: "declined", at: nil, fields: [:], note: "Hun sagde …"))
        }
        #expect(codes == ["no-notes"])
        try await test.change(id, revision: 1, .move(to: "declined", at: nil, fields: [:], note: ""))
    }

    @Test func aDeadlineThatTheLawSetsCannotBePaused() async throws {
        let person = try test.person("P8", born: "1980-01-01")
        let id = try await test.open(
            "forced-admission", fields: ["colour": "red", "examined_at": test.now.local], subject: person)
        let row = try await test.read(id).row
        // Due to the hour, and overdue from then on.
        #expect(row.dueAt == test.now.adding(hours: 24))
        let codes = try await refusals {
            try await test.change(id, revision: 1, .pause(clock: "red-paper", reason: "Lægen er optaget"))
        }
        #expect(codes == ["clock-not-pausable"])
    }

    @Test func anEntryIsKeptWithItsFieldsAndMovesNothing() async throws {
        let (one, other) = (try test.person("P8", born: "1980-01-01"), try test.person("P9", born: "1980-01-01"))
        let id = try test.store(
            "restraining-order", "259",
            [("enquiry", 1), ("visitation", 2), ("petition", 3), ("hearing", 4), ("granted", 5), ("served", 6)],
            subject: one)
        try await test.change(id, revision: 1, .addParty(.counterpart, person: other), as: .secretariat)
        let fields = ["breach_what": "Ringede ni gange.", "breach_kind": "contact"]
        try await test.change(id, revision: 2, .record(entry: "breach", at: nil, fields: fields))
        let view = try await test.read(id)
        #expect(view.row.stage == "served" && view.row.revision == 3)
        #expect(view.events.last?.event.kind == .recorded(entry: "breach", fields: fields))
        #expect(try test.logged(.caseFile, id).contains("change record breach"))
        // The case has stood in its stage since it was served.
        #expect(view.row.stageOn == LocalDate("2025-01-06"))
        let before = try test.footprint()
        let codes = try await refusals {
            try await test.change(id, revision: 3, .record(entry: "breach", at: nil, fields: [:]))
        }
        #expect(codes == ["field-required", "field-required"])
        #expect(try test.footprint() == before)
    }

    @Test func aPartyAddedByMistakeIsTakenOutWithAReason() async throws {
        let wrong = try test.person("P8", born: "1980-01-01")
        try await test.change(id, revision: 1, .addParty(.caregiver, person: wrong))
        let subject = try #require(try await test.read(id).file.subject?.person)
        for (role, person, reason, code) in [
            (Party.Role.caregiver, wrong, "", "removal-reason"), (.subject, subject, "Forkert", "subject-stays"),
        ] {
            let refused = try await refusals {
                try await test.change(id, revision: 2, .removeParty(role, person: person, reason: reason))
            }
            #expect(refused == [code])
        }
        await #expect(throws: NotFound.self) {
            try await test.change(id, revision: 2, .removeParty(.contact, person: wrong, reason: "Forkert"))
        }
        try await test.change(id, revision: 2, .removeParty(.caregiver, person: wrong, reason: "Navnesøster"))
        let view = try await test.read(id)
        #expect(view.file.parties.map(\.role) == [.subject] && view.row.revision == 3)
        #expect(view.history.contains { $0.old == "party caregiver \(wrong)" && $0.new == "Navnesøster" })
        #expect(try test.logged(.caseFile, id).contains("change party removed caregiver"))
    }

    /// Whoever takes a consent back is no participant from then on; the entry stays, and the log says whom it concerned.
    @Test func aWithdrawnConsentTakesTheParticipantOut() async throws {
        let (one, other) = (try test.person("P1", born: "2005-01-01"), try test.person("P2", born: "2005-01-01"))
        let id = try await test.open(
            "project", fields: ["name": "Vejen Videre", "aim": "Arbejde", "ends_on": "2028-12-31"], as: .leader)
        var revision = 1
        func change(_ change: ChangeCase.Change) async throws {
            try await test.change(id, revision: revision, change, as: .leader)
            revision = try await test.read(id, as: .leader).row.revision
        }
        for (person, reference) in [(one, "P1"), (other, "P2")] {
            try await change(.addParty(.contact, person: person))
            let consent = [
                "consent_of": reference, "consent_on": "2026-03-02", "consent_by": "self", "consent_form": "written",
                "consent_kept": "Mappe 1",
            ]
            try await change(.record(entry: "consent", at: nil, fields: consent))
            try await change(.addParty(.participant, person: person))
        }
        try await change(.move(to: "ended", at: nil, fields: ["result": "Videreføres"], note: ""))
        try await change(
            .record(entry: "consent-withdrawn", at: nil, fields: ["withdrawn_of": "P1", "withdrawn_kept": "Mappe 2"]))
        let file = try await test.read(id, as: .leader).file
        #expect(file.parties.filter { $0.role == .participant }.map(\.person) == [other])
        #expect(try test.logged(.person, one).contains("change consent-withdrawn"))
        #expect(try await test.read(id, as: .leader).history.contains { $0.old == "party participant \(one)" })
        // Taken back, it would leave them out with their consent in force: whoever is to take part again says so anew.
        let event = try #require(try await test.read(id, as: .leader).events.map(\.id).max())
        #expect(
            try await refusals { try await change(.undo(event: event, reason: "Fejl")) } == ["undo-took-out"])
        #expect(try await test.read(id, as: .leader).undoable == nil)
        // Nothing else in the case is held up by it.
        try await change(.correct(fields: ["aim": "Uddannelse"], municipality: nil, reason: "Målet"))
        try await change(.removeParty(.contact, person: one, reason: "Trukket tilbage"))
    }
}
