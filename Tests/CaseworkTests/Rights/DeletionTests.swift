import Foundation
import Prevention
import SQL
import Store
import Testing

@testable import Casework

@Suite struct DeletionTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
    }

    @Test func aCaseGoesWithAllThatBelongsToItAndWithWhomItKept() async throws {
        let child = try test.person("P1")
        let id = try await test.screenedOut(child, note: "Noten")
        try await test.newer()
        let page = try await test.delete()
        #expect(page.deletion.state == .done && page.count(.deleted) == 2 && page.count(.skipped) == 0)
        for left: SQL in [
            "SELECT COUNT(*) FROM case_file WHERE id = \(id)", "SELECT COUNT(*) FROM case_event WHERE case_id = \(id)",
            "SELECT COUNT(*) FROM case_party WHERE case_id = \(id)",
        ] {
            #expect(try test.count(left) == 0, "\(left.text)")
        }
        #expect(try test.count("SELECT COUNT(*) FROM change WHERE entity = 'case' AND entity_id = \(id)") == 0)
        #expect(try test.count("SELECT COUNT(*) FROM person WHERE id = \(child)") == 0)
        let found = try await FindPersons("P1", purpose: Purpose(.caseWork))(
            test.may(Acts.FindPersons.self, as: .officer), in: test.office)
        #expect(found.isEmpty)
    }

    @Test func theLogSaysThatItWentAndNotWhatItWas() async throws {
        let child = try test.person("P1")
        let id = try await test.screenedOut(child)
        _ = try await FindPersons("Test Person", purpose: Purpose(.other, explanation: "Hemmelig grund"))(
            test.may(Acts.FindPersons.self, as: .officer), in: test.office)
        try await test.newer()
        try await test.delete()
        #expect(try test.logged(.caseFile, id).contains { $0.hasPrefix("delete deletion 1") })
        #expect(try test.logged(.person, child).last == "delete deletion 1")
        let logged = try Logged.all(in: test.database)
        #expect(!logged.contains { $0.reason.contains("Hemmelig grund") })
        #expect(logged.filter { $0.action == "search" }.map(\.reason) == ["other"])
        #expect(logged.filter { $0.reason == "deletion 1 deleted 1 skipped 0" }.count == 2)
    }

    @Test func theOneWhoProposesDoesNotApprove() async throws {
        try await test.screenedOut(test.person("P1"))
        try await test.newer()
        let id = try await test.propose()
        for name in ["secretariat", "os:secretariat"] {
            let who = try test.retention(.secretariat, name)
            #expect(
                try await refusals { try await DecideDeletion(id, .approve(count: 2))(who, in: test.office) }
                    == ["four-eyes"])
        }
        #expect(
            try await refusals { try await RunDeletion(id)(test.retention(.leader), in: test.office) } == [
                "not-approved"
            ])
        let other = try test.retention(.secretariat, "another")
        #expect(
            try await refusals { try await DecideDeletion(id, .approve(count: 1))(other, in: test.office) }
                == ["other-count"])
        try await DecideDeletion(id, .approve(count: 2))(other, in: test.office)
        #expect(
            try await refusals { try await DecideDeletion(id, .withdraw)(other, in: test.office) } == [
                "deletion-decided"
            ])
        #expect(try test.count("SELECT COUNT(*) FROM case_file") == 2)
    }

    @Test func aWithdrawnProposalIsNotRun() async throws {
        try await test.screenedOut(test.person("P1"))
        try await test.newer()
        let id = try await test.propose()
        try await DecideDeletion(id, .withdraw)(test.retention(), in: test.office)
        #expect(try await refusals { try await test.approve(id) } == ["deletion-decided"])
        #expect(try await refusals { try await RunDeletion(id)(test.retention(), in: test.office) } == ["not-approved"])
    }

    @Test func whatHasChangedMeanwhileStays() async throws {
        let changed = try await test.screenedOut(test.person("P1"))
        let held = try await test.screenedOut(test.person("P2"))
        let gone = try await test.screenedOut(test.person("P3"))
        try await test.newer()
        let id = try await test.propose()
        try await test.approve(id)
        try await test.change(changed, revision: 2, .assign(owner: ""))
        try await HoldRecord(.set(.caseFile, held, reason: "Erstatningssag"))(test.retention(), in: test.office)
        try await RunDeletion(id)(test.retention(), in: test.office)
        let page = try await ReadDeletion(id)(test.retention(), in: test.office)
        #expect(try test.count("SELECT COUNT(*) FROM case_file WHERE id IN (\(changed), \(held))") == 2)
        #expect(try test.count("SELECT COUNT(*) FROM case_file WHERE id = \(gone)") == 0)
        let kept = page.tallies.filter { $0.state == .skipped && $0.kind == .caseFile }.compactMap(\.why)
        #expect(Set(kept) == [.changed, .hold])
        // Whom those cases keep stays with them.
        #expect(page.tallies.contains { $0.kind == .person && $0.why == .needed && $0.count == 2 })
        #expect(try test.count("SELECT COUNT(*) FROM person WHERE external_id IN ('P1', 'P2')") == 2)
    }

    @Test func aHeldRecordIsNotProposed() async throws {
        let person = try test.person("P1")
        let id = try await test.screenedOut(person)
        try await test.newer()
        try await HoldRecord(.set(.person, person, reason: "Klagesag"))(test.retention(), in: test.office)
        let preview = try await PreviewDeletion()(test.retention(), in: test.office)
        #expect(preview.total == 0 && preview.lines.first { $0.kind == .caseFile }?.kept == [.hold: 1])
        #expect(try await refusals { _ = try await test.propose() } == ["nothing-to-delete"])
        let hold = try #require(try test.database.blockingRead { try HoldStore.standing(in: $0).first })
        try await HoldRecord(.lift(hold.id, reason: "Afgjort"))(test.retention(.leader), in: test.office)
        #expect(try await PreviewDeletion()(test.retention(), in: test.office).total == 2)
        #expect(
            try await refusals {
                try await HoldRecord(.set(.caseFile, id, reason: ""))(test.retention(), in: test.office)
            } == ["hold-reason"])
        #expect(try test.logged(.person, person).filter { $0.contains("hold") }.count == 2)
    }

    @Test func anInterruptedRunGoesOnWhereItWas() async throws {
        for number in 1...5 { try await test.screenedOut(test.person("P\(number)")) }
        try await test.newer()
        let id = try await test.propose()
        try await test.approve(id)
        struct Stopped: Error {}
        await #expect(throws: Stopped.self) {
            try await RunDeletion(id, portion: 3)(test.retention(), in: test.office) { _ in throw Stopped() }
        }
        var page = try await ReadDeletion(id)(test.retention(), in: test.office)
        #expect(page.deletion.state == .approved && page.count(.deleted) == 3 && page.count(.waiting) == 7)
        try await RunDeletion(id, portion: 3)(test.retention(), in: test.office)
        page = try await ReadDeletion(id)(test.retention(), in: test.office)
        #expect(page.deletion.state == .done && page.count(.deleted) == 10)
        // Run once more, it changes nothing and writes no other entry.
        let before = try test.count("SELECT COUNT(*) FROM ledger_entry")
        try await RunDeletion(id)(test.retention(), in: test.office)
        #expect(try test.count("SELECT COUNT(*) FROM ledger_entry") == before)
    }

    @Test func aSealedCaseIsThereOnlyForThoseWhoMayKnow() async throws {
        let person = try test.person("P1")
        let id = try await test.open("exit", fields: [:], subject: person, at: "2010-01-01", as: .exitTeam)
        try test.database.blockingWrite { db in
            _ = try db.execute(
                "INSERT INTO case_event (case_id, kind, code, at, day_only, note, fields, actor, recorded_at) SELECT \(id), 'entered', 'follow-up', at, 0, '', '{}', '', at FROM case_event WHERE case_id = \(id)"
            )
            _ = try db.execute("UPDATE case_file SET is_open = 0, stage = 'follow-up' WHERE id = \(id)")
        }
        try await test.newer()
        _ = try await test.open("exit", fields: [:], subject: test.person("P2"), as: .exitTeam)
        _ = try test.person("P3")
        #expect(try await PreviewDeletion()(test.retention(.leader), in: test.office).lines.isEmpty)
        let both = try Policy.authorize(
            Actor(
                name: "both", displayName: "B", authority: "police", roles: [.leader, .exitTeam], kind: .police,
                area: .district),
            Acts.ManageRetention.self)
        let seen = try await PreviewDeletion()(both, in: test.office)
        #expect(seen.lines.map(\.programme) == ["exit", ""])
        let proposed = try await ProposeDeletion()(both, in: test.office)
        await #expect(throws: NotFound.self) { try await ReadDeletion(proposed)(test.retention(), in: test.office) }
        await #expect(throws: NotFound.self) { try await test.approve(proposed) }
        #expect(try await ListDeletions()(test.retention(), in: test.office).isEmpty)
        await #expect(throws: NotFound.self) {
            try await HoldRecord(.set(.caseFile, id, reason: "x"))(test.retention(), in: test.office)
        }
    }

    @Test func anIncidentGoesByItsOwnRuleUnlessAnUndecidedHitRestsOnIt() async throws {
        let (child, mother) = (try test.person("P1", born: "2012-02-29"), try test.person("P2"))
        try test.relation(mother, .parent, of: child)
        let resting = try (1...3).map { try test.incident("R\($0)", day: "2020-01-0\($0)", persons: [mother]) }
        let old = try test.incident("I2", day: "2021-03-02", persons: [mother])
        let young = try test.incident("I3", day: "2021-03-03", persons: [mother])
        _ = try await RunScreening(asOf: nil)(try test.may(Acts.Screen.self, as: .screener), in: test.office)
        #expect(try test.count("SELECT COUNT(*) FROM hit WHERE child_id = \(child)") == 1)
        try await test.newer()
        try await test.delete()
        let left: SQL = "SELECT COUNT(*) FROM incident WHERE id IN \(list: resting + [young])"
        #expect(try test.count(left) == 4)
        #expect(try test.count("SELECT COUNT(*) FROM incident WHERE id = \(old)") == 0)
        try test.database.blockingWrite { db in
            try HitStore.decide(
                1, .noReport, reason: "Bekymring om Person", caseID: nil, by: TestOffice.actor(.screener),
                at: test.now, in: db)
            // The newest hit stays.
            _ = try db.execute(
                """
                INSERT INTO hit (child_id, rule, version, first_triggered, last_triggered, triggers, incidents, carers,
                    state, found_on)
                VALUES ((SELECT MAX(id) FROM person), 'r', 1, '2026-02-01', '2026-02-01', 1, '[]', '[]', 'open', '2026-02-02')
                """)
        }
        try await test.delete()
        #expect(try test.count("SELECT COUNT(*) FROM hit_decision") == 0)
        #expect(try test.count("SELECT COUNT(*) FROM hit") == 1)
        #expect(try test.count(left) == 1)
        // The mother is in the youngest incident, and the child is hers.
        #expect(try test.count("SELECT COUNT(*) FROM person WHERE id IN (\(child), \(mother))") == 2)
    }

    @Test func aFamilyGoesWithTheOneForWhomItWasHere() async throws {
        let (child, mother, aunt) = (try test.person("P1"), try test.person("P2"), try test.person("P3"))
        let (other, father) = (try test.person("P4"), try test.person("P5"))
        try test.relation(mother, .parent, of: child)
        try test.relation(mother, .sibling, of: aunt)
        try test.relation(father, .parent, of: child)
        try test.relation(father, .parent, of: other)
        try await test.screenedOut(child)
        _ = try await test.open(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "none"], subject: other, at: "2026-02-10")
        try await test.newer()
        try await test.delete()
        #expect(try test.count("SELECT COUNT(*) FROM person WHERE id IN (\(child), \(mother))") == 0)
        // The father stays with the other child; the aunt, of whom nobody knows why she is here, until no source gives her.
        #expect(try test.count("SELECT COUNT(*) FROM person WHERE id IN (\(other), \(father), \(aunt))") == 3)
        #expect(try test.count("SELECT COUNT(*) FROM relation") == 1)
    }

    @Test func whoeverAsksIsNotDeletedBeforeTheAnswer() async throws {
        let person = try test.person("P1")
        try await test.screenedOut(person)
        try await test.newer()
        let access = try test.may(Acts.GiveAccess.self, as: .secretariat)
        let request = try await RegisterAccess(person, requestedBy: "Personen selv", receivedOn: test.now.day)(
            access, in: test.office)
        let preview = try await PreviewDeletion()(test.retention(), in: test.office)
        #expect(preview.total == 0 && preview.lines.first?.kept == [.request: 1])
        _ = try await AnswerAccess(request)(access, in: test.office)
        try await test.delete()
        #expect(try test.count("SELECT COUNT(*) FROM access_request") == 0)
    }

    @Test func theNewestNumberIsNotGivenAgain() async throws {
        let id = try await test.screenedOut(test.person("P1"))
        let preview = try await PreviewDeletion()(test.retention(), in: test.office)
        #expect(preview.total == 0 && preview.lines.map(\.kept) == [[.newest: 1]])
        try await test.newer()
        try await test.delete()
        let next = try await test.open(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "none"], subject: test.person("P9"),
            at: "2026-02-10")
        #expect(next > id + 1)
    }

    @Test func aRejectsFileGoesAfterItsTime() async throws {
        let file = NSTemporaryDirectory() + "rejects-" + UUID().uuidString
        try Data("610180-1234".utf8).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        _ = try test.person("P1")
        func finished(_ day: String) throws {
            let at = try #require(Instant(day + "T12:00")).milliseconds
            try test.database.blockingWrite { db in
                _ = try db.execute(
                    """
                    INSERT INTO import_run (source_id, folder, actor, started_at, finished_at, state, summary, rejects_path)
                    VALUES (1, 'in', 'a', \(at), \(at), 'done', '', \(file))
                    """)
            }
        }
        try finished("2026-02-01")
        #expect(try await refusals { _ = try await test.propose() } == ["nothing-to-delete"])
        try finished("2026-01-31")
        try await test.delete()
        #expect(!FileManager.default.fileExists(atPath: file))
        #expect(try test.count("SELECT COUNT(*) FROM import_run WHERE rejects_path <> ''") == 1)
    }

    @Test func nobodyDeletesOnADayToComeOrWithoutTheRight() async throws {
        try await test.screenedOut(test.person("P1"))
        #expect(try await refusals { _ = try await test.propose(asOf: "2026-03-03") } == ["in-future"])
        for role in Role.allCases where role != .secretariat && role != .leader {
            #expect(throws: Refusal.self) { try test.may(Acts.ManageRetention.self, as: role) }
        }
    }
}
