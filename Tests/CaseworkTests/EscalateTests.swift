import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Overdue clocks go to the leader named nearest to them, once, and are answered with a remark.
@Suite struct EscalateTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
        try test.addAccounts()
    }

    private var system: Actor {
        Actor(
            name: "os:test", displayName: "", authority: "system", roles: Set(Role.allCases), kind: .police,
            area: .district)
    }

    private func run() async throws -> Escalate.Outcome {
        try await Escalate()(by: system, in: test.office)
    }

    private func name(
        _ account: String, programme: String = "", place: String = "", as role: Role = .leader
    ) async throws {
        let who = try test.may(Acts.NameLeaders.self, as: role)
        let named = try await ReadLeaders()(who, in: test.office).current.first {
            $0.programme == programme && $0.place == place
        }
        try await NameLeader(
            programme: programme, place: place, account: account, replaces: named?.account.actor.name ?? "")(
                who, in: test.office)
    }

    @Test func whoeverIsNamedIsReplacedKnowinglyAlone() async throws {
        try await name("leader")
        let who = try test.may(Acts.NameLeaders.self, as: .leader)
        let naming = NameLeader(programme: "", place: "", account: "secretariat")
        #expect(try await refusals { try await naming(who, in: test.office) } == ["leader-replaces"])
        #expect(try await ReadLeaders()(who, in: test.office).current.map(\.account.actor.name) == ["leader"])
        try await name("secretariat")
        #expect(try await ReadLeaders()(who, in: test.office).current.map(\.account.actor.name) == ["secretariat"])
    }

    private func all() throws -> [StoredEscalation] {
        try test.database.blockingRead { db in
            try db.fetch("SELECT id FROM escalation ORDER BY id") { $0.int64(0) }
                .compactMap { try EscalationStore.escalation($0, in: db) }
        }
    }

    /// A case that was due on 12 March, two working days before the sixteenth was over.
    private func overdue() async throws -> Int64 {
        let id = try await test.youth()
        test.pass(days: 15)
        return id
    }

    @Test func aClockIsTakenToTheLeaderOnceForEachRun() async throws {
        let id = try await test.youth()
        try await name("leader")
        // Opened on 10 February, due on 12 March; taken on after Monday the sixteenth.
        test.pass(hours: 13, days: 14)
        #expect(test.now.day.description == "2026-03-16")
        #expect(try await run() == .init(made: 0, withoutLeader: 0))
        test.pass(hours: 1)
        #expect(try await run() == .init(made: 1, withoutLeader: 0))
        #expect(try await run() == .init(made: 0, withoutLeader: 0))
        let one = try #require(try all().first)
        #expect(one.caseID == id && one.account == "leader" && one.clock == "police-processing" && one.isOpen)
        #expect(try test.logged(.caseFile, id).last == "change escalate police-processing")
    }

    @Test func theNearestLeaderIsTold() async throws {
        let id = try await overdue()
        try await name("leader")
        try await name("secretariat", place: "259")
        try await name("sector-leader", programme: "ukn")
        try await name("officer", programme: "ukn", place: "259")
        try await name("screener", programme: "restraining-order", place: "259")
        _ = try await run()
        #expect(try all().map(\.account) == ["officer"])
        #expect(try all().map(\.caseID) == [id])
    }

    @Test func whoeverIsClosedOrCannotOpenTheCaseIsPassedOverAndThatIsSaid() async throws {
        _ = try await overdue()
        try await name("leader")
        try await name("sector-leader", programme: "ukn")
        try await name("officer", programme: "ukn", place: "259")
        try test.database.blockingWrite { db in
            try db.execute("UPDATE account SET closed_at = 1 WHERE name = 'officer'")
            try db.execute("UPDATE account SET roles = 'recipient' WHERE name = 'sector-leader'")
        }
        _ = try await run()
        #expect(try all().map(\.account) == ["leader"])
        #expect(try all().first?.passedOver == ["officer", "sector-leader"])
    }

    @Test func withoutALeaderItWaitsUntilOneIsNamed() async throws {
        _ = try await overdue()
        #expect(try await run() == .init(made: 0, withoutLeader: 1))
        #expect(try all().isEmpty)
        try await name("leader")
        #expect(try await run() == .init(made: 1, withoutLeader: 0))
    }

    @Test func nobodyIsToldOfTheirOwnFamily() async throws {
        let id = try await overdue()
        let child = try test.database.blockingRead {
            try $0.first("SELECT person_id FROM case_party WHERE case_id = \(id)") { $0.int64(0) }
        }
        try await name("leader")
        try await name("officer", programme: "ukn")
        try test.database.blockingWrite { db in
            _ = try AccountStore.setPerson(child, of: "officer", in: db)
        }
        _ = try await run()
        #expect(try all().map(\.account) == ["leader"])
    }

    /// Sealed cases: the leader of the district cannot open them, and only their team can name and be named.
    @Test func aSealedCaseStaysWithinItsTeam() async throws {
        let person = try test.person("P-exit", born: "1990-01-01")
        let id = try await test.open("exit", fields: [:], subject: person, as: .exitTeam)
        // No clock of the programme has run out: the stored deadline and its clock are those of a made-up run.
        let chain = try test.database.blockingRead { try LeaderChain(test.office, in: $0) }
        let exit = try #require(Catalogue.programme("exit"))
        #expect(chain.nearest(exit, "259").isEmpty)
        try await name("leader")
        #expect(try await refusals { try await name("leader", programme: "exit") } == ["leader-programme"])
        #expect(try await refusals { try await name("exit-team", as: .exitTeam) } == ["leader-programme"])
        #expect(
            try await refusals { try await name("leader", programme: "exit", as: .exitTeam) } == ["leader-cannot-open"])
        try await name("exit-team", programme: "exit", as: .exitTeam)
        let found = try test.database.blockingRead { db in
            let stored = try DeadlineStore.open(after: .min, limit: 10, in: db).first { $0.file.id == id }
            return try stored.flatMap { try LeaderChain(test.office, in: db).leader(for: $0, at: test.now, in: db) }
        }
        #expect(found?.leader.account.actor.name == "exit-team")
        for role in [Role.leader, .administrator] {
            let seen = try await ReadLeaders()(test.may(Acts.NameLeaders.self, as: role), in: test.office)
            #expect(!seen.current.contains { $0.programme == "exit" })
        }
    }

    @Test func namingIsKeptWithWhoNamedWhomAndWhen() async throws {
        try await name("officer", programme: "ukn", place: "259")
        test.pass(hours: 1)
        try await name("secretariat", programme: "ukn", place: "259", as: .administrator)
        try await name("", programme: "ukn", place: "259")
        let seen = try await ReadLeaders()(test.may(Acts.NameLeaders.self, as: .leader), in: test.office)
        #expect(seen.current.isEmpty)
        #expect(seen.former.map(\.account.actor.name) == ["secretariat", "officer"])
        #expect(seen.former.map(\.setBy) == ["administrator", "leader"])
        #expect(seen.former.map(\.endedBy) == ["leader", "administrator"])
        #expect(try await refusals { try await name("nobody") } == ["leader-account"])
        #expect(try await refusals { try await name("recipient") } == ["leader-cannot-open"])
        #expect(try await refusals { try await name("leader", place: "999") } == ["leader-place"])
    }

    private func answer(_ id: Int64, _ remark: String, as role: Role) async throws {
        try await AcknowledgeEscalation(id, remark: remark)(test.may(Acts.WorkCases.self, as: role), in: test.office)
    }

    @Test func anEscalationIsAnsweredOnceWithARemark() async throws {
        let id = try await overdue()
        try await name("leader")
        _ = try await run()
        let one = try #require(try all().first)
        #expect(try await refusals { try await answer(one.id, "", as: .leader) } == ["escalation-remark"])
        #expect(try await refusals { try await answer(one.id, "Gør jeg", as: .officer) } == ["escalation-not-yours"])
        try await answer(one.id, "Assistent sat på i dag", as: .leader)
        #expect(try await refusals { try await answer(one.id, "Igen", as: .leader) } == ["escalation-acknowledged"])
        let view = try await test.read(id)
        #expect(view.watch.escalations.map(\.remark) == ["Assistent sat på i dag"])
        #expect(view.watch.escalations.map(\.acknowledgedBy) == ["leader"])
        #expect(view.history.first?.new == "Assistent sat på i dag")
        let desk = try await ReadDesk()(TestOffice.actor(.leader), in: test.office)
        #expect(desk.escalationCount == 0)
    }

    @Test func deletingTheCaseDeletesIt() async throws {
        let id = try await overdue()
        try await name("leader")
        _ = try await run()
        try test.database.blockingWrite { db in
            try Deletion(keys: test.office.keys, ledger: test.office.ledger, by: system, at: test.now)
                .deleteCase(id, in: db)
        }
        #expect(try all().isEmpty)
    }

    /// What is stored goes by the law that held when it was stored; reckoned anew, it is what the law says now.
    @Test func aStoredDeadlineIsReckonedAnew() async throws {
        let id = try await test.youth()
        func stored() throws -> (Int64?, String) {
            try test.database.blockingRead { db in
                try db.first("SELECT due_at, due_clock FROM case_file WHERE id = \(id)") {
                    ($0.int64OrNil(0), $0.text(1))
                } ?? (nil, "none")
            }
        }
        func isDue() async throws -> Bool {
            try await test.database.read { [office = test.office] in try RefreshDeadlines().isDue(office, in: $0) }
        }
        let right = try stored()
        #expect(right.1 == "police-processing")
        try test.database.blockingWrite {
            _ = try $0.execute("UPDATE case_file SET due_at = 5, due_clock = '' WHERE id = \(id)")
        }
        #expect(try await isDue() == true)
        #expect(try await RefreshDeadlines()(in: test.office) == 1)
        #expect(try stored().0 == right.0 && stored().1 == right.1)
        #expect(try await RefreshDeadlines()(in: test.office) == 0)
        #expect(try await test.read(id).row.revision == 1)
        #expect(try await isDue() == false)
        test.pass(days: 1)
        #expect(try await isDue() == true)
    }

    /// As the serving process runs it, and again after a restart.
    @Test func whatIsDueIsDoneOnceHoweverOftenItIsLookedAt() async throws {
        _ = try await overdue()
        try await name("leader")
        let chores = Chores(mail: nil, by: system)
        let first = await chores(in: test.office)
        #expect(first.failures.isEmpty && first.escalations == .init(made: 1, withoutLeader: 0))
        let again = await chores(in: test.office)
        #expect(again.failures.isEmpty && again.escalations == .init())
        #expect(try all().count == 1)
        #expect(try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM forecast_line") } == 1)
    }

    @Test func theOutlookIsSummedOverWhatSomebodySeesAllOf() async throws {
        _ = try await overdue()
        try await StoreForecasts()(in: test.office)
        let programme = try #require(Catalogue.programme("ukn"))
        let seen = try await ReadOutlook(programme)(test.may(Acts.WorkCases.self, as: .leader), in: test.office)
        #expect(seen.map(\.late) == [1] && seen.map(\.running) == [1])
        let none = try await ReadOutlook()(test.may(Acts.WorkCases.self, as: .mediator), in: test.office)
        #expect(none.isEmpty)
    }
}
