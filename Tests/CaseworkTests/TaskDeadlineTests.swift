import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Tasks are followed like clocks: in the week, the calendar and to a leader; and nobody's task is lost with their sight of the case.
@Suite struct TaskDeadlineTests {
    let test: TestOffice
    let id: Int64

    init() async throws {
        test = try TestOffice()
        try test.addAccounts()
        id = try await test.youth()
    }

    private func who(_ role: Role = .officer) throws -> Authorized<Acts.WorkCases> {
        try test.may(Acts.WorkCases.self, as: role)
    }

    private func give(_ due: String, to owner: String = "secretariat", on id: Int64? = nil) async throws {
        try await WriteTask(
            on: id ?? self.id, .give(title: "Ring til Anna", details: "", owner: owner, dueOn: LocalDate(due))
        )(who(), in: test.office)
    }

    private var system: Actor {
        Actor(
            name: "os:test", displayName: "", authority: "system", roles: Set(Role.allCases), kind: .police,
            area: .district)
    }

    private func escalated() throws -> [String] {
        try test.database.blockingRead { db in
            try db.fetch("SELECT clock FROM escalation ORDER BY id") { $0.text(0) }
        }
    }

    /// Due on Wednesday the fourth: after Friday the sixth is over, whoever has it.
    @Test func anOverdueTaskGoesToTheLeaderOnce() async throws {
        try await NameLeader(programme: "", place: "", account: "leader")(
            test.may(Acts.NameLeaders.self, as: .leader), in: test.office)
        try await give("2026-03-04")
        test.pass(hours: 13, days: 4)
        #expect(test.now.day.description == "2026-03-06")
        #expect(try await Escalate()(by: system, in: test.office).made == 0)
        test.pass(hours: 1)
        #expect(try await Escalate()(by: system, in: test.office).made == 1)
        #expect(try await Escalate()(by: system, in: test.office).made == 0)
        #expect(try escalated() == ["task-1"])
        #expect(try test.logged(.caseFile, id).last == "change escalate task-1")
        let open = try await ListEscalations()(who(.leader), in: test.office)
        #expect(open.map(\.escalation.isOfTask) == [true] && open[0].escalation.dueAt.day.description == "2026-03-04")
        // Another day is another run; a task that is done goes nowhere.
        try await WriteTask(
            on: id, task: (1, 1), .edit(title: "Ring", details: "", dueOn: LocalDate("2026-03-09"))
        )(who(), in: test.office)
        try await give("2026-03-09")
        try await WriteTask(on: id, task: (2, 1), .finish(remark: ""))(who(), in: test.office)
        test.pass(days: 7)
        _ = try await Escalate()(by: system, in: test.office)
        #expect(try escalated().filter { $0.hasPrefix("task-") } == ["task-1", "task-1"])
    }

    @Test func theWeekHoldsOpenTasks() async throws {
        for due in ["2026-02-20", "2026-03-03", "2026-03-08", "2026-03-09"] { try await give(due) }
        let week = try #require(ISOWeek("2026-W10"))
        func read(_ query: CaseQuery) async throws -> WeekOfDeadlines {
            try await ReadWeek(week, query)(who(), in: test.office)
        }
        let read10 = try await read(CaseQuery())
        #expect(read10.days.map(\.tasks.count) == [0, 1, 0, 0, 0, 0, 1])
        #expect(read10.earlierTasks.map(\.task.dueOn.description) == ["2026-02-20"])
        var query = CaseQuery()
        query.owner = "officer"
        #expect(try await read(query).days.flatMap(\.tasks).isEmpty)
        query.owner = "secretariat"
        query.programme = "ukn"
        #expect(try await read(query).days.flatMap(\.tasks).count == 2)
        query.programme = "psp-k"
        #expect(try await read(query).days.flatMap(\.tasks).isEmpty)
        #expect(try await ReadWeek(week, CaseQuery())(who(.mediator), in: test.office).days.flatMap(\.tasks).isEmpty)
        // A case that hides where it lies is in no week of one municipality.
        query = CaseQuery()
        query.municipality = try await test.read(id).row.municipality
        #expect(try await read(query).days.flatMap(\.tasks).count == 2)
        try test.database.blockingWrite { _ = try $0.execute("UPDATE case_file SET hides_place = 1") }
        #expect(try await read(query).days.flatMap(\.tasks).isEmpty)
        #expect(try await read(CaseQuery()).days.flatMap(\.tasks).count == 2)
    }

    @Test func theCalendarSaysNothingOfWhatATaskIsAbout() async throws {
        try await give("2026-03-04")
        try await give("2026-03-05", to: "officer")
        let token = try await OwnCalendar(try await test.session(.secretariat)).renew(
            .own, language: .danish, in: test.office)
        let text = try await ReadCalendar(token, site: "https://kreds.example.dk")(in: test.office)
            .replacing("\r\n ", with: "")
        #expect(text.contains("SUMMARY:Opgave i sag UKN-2026-000001\r\n"))
        #expect(text.contains("DTSTART;VALUE=DATE:20260304") && !text.contains("20260305T"))
        #expect(text.contains("URL:https://kreds.example.dk/cases/1/tasks") && !text.contains("Anna"))
        #expect(text.ranges(of: "BEGIN:VEVENT").count == 1)
    }

    /// A case leaves the stages that another authority shares: the case says so, and so does its owner's list.
    @Test func aTaskThatNobodySeesAnyMoreIsTold() async throws {
        let adult = try test.person("P-adult", born: "1985-01-01")
        let programme = try #require(Catalogue.programme("partner-violence"))
        let share = try #require(programme.shares.first { $0.role == .socialWorker })
        let shared = try #require(programme.stages.first { share.during.contains($0) })
        let apart = try #require(programme.stages.first { !share.during.contains($0) })
        let actor = Actor(
            name: "member", displayName: "Medlem", authority: "259", roles: [.socialWorker])
        try test.database.blockingWrite { db in
            _ = try AccountStore.add(actor, password: "none", at: test.now, in: db)
        }
        let file = CaseFile(
            id: 0, programme: programme, municipality: "259", fields: [:],
            parties: [Party(person: adult, role: .subject, birthDate: nil, sex: .male)],
            events: [CaseEvent(.entered(shared), at: test.now)])
        let psp = try test.database.blockingWrite { db in
            try CaseStore.insert(
                file, standing: try CaseStanding(file, now: test.now, law: test.office.law), owner: "secretariat",
                by: TestOffice.actor(.secretariat), at: test.now, in: db)
        }
        try await WriteTask(
            on: psp, .give(title: "Opfølgning", details: "", owner: "member", dueOn: LocalDate("2026-03-09"))
        )(who(.secretariat), in: test.office)
        #expect(try await test.read(psp, as: .secretariat).stranded.isEmpty)
        #expect(try await CountStrandedTasks()(who(.secretariat), in: test.office) == 0)
        try test.database.blockingWrite { db in
            _ = try db.execute("UPDATE case_file SET stage = \(apart.code) WHERE id = \(psp)")
        }
        #expect(try await test.read(psp, as: .secretariat).stranded == [1])
        #expect(try await CountStrandedTasks()(who(.secretariat), in: test.office) == 1)
        #expect(try await CountStrandedTasks()(who(.officer), in: test.office) == 0)
        var query = TaskQuery()
        query.whose = .cases
        #expect(try await ListTasks(query)(who(.secretariat), in: test.office).stranded == [1])
    }
}
