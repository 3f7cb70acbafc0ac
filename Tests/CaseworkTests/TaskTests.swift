import Prevention
import SQL
import Store
import Testing

@testable import Casework

@Suite struct TaskTests {
    let test: TestOffice
    let id: Int64
    private let due = LocalDate("2026-03-09")

    init() async throws {
        test = try TestOffice()
        try test.addAccounts()
        id = try await test.youth()
    }

    private func write(
        _ change: WriteTask.Change, task: (Int64, Int)? = nil, on id: Int64? = nil, as role: Role = .officer
    ) async throws {
        try await WriteTask(on: id ?? self.id, task: task.map { (id: $0.0, revision: $0.1) }, change)(
            try test.may(Acts.WorkCases.self, as: role), in: test.office)
    }

    private func give(_ title: String = "Ring til skolen", to owner: String, due: LocalDate? = nil) async throws {
        try await write(.give(title: title, details: "", owner: owner, dueOn: due ?? self.due))
    }

    private func tasks(as role: Role = .officer) async throws -> [StoredTask] {
        try await ReadTasks(of: id)(try test.may(Acts.WorkCases.self, as: role), in: test.office).tasks
    }

    private func list(_ query: TaskQuery, as role: Role) async throws -> TaskList {
        try await ListTasks(query)(try test.may(Acts.WorkCases.self, as: role), in: test.office)
    }

    @Test func aTaskGoesThroughItsLifeWithOldAndNewValuesKept() async throws {
        try await give(to: "secretariat")
        let task = try #require(try await tasks().first)
        #expect(task.owner == "secretariat" && task.state == .open && task.createdBy == "officer")
        // Whoever has it finishes it; the giver opens it again and hands it on.
        try await write(.finish(remark: "Talt med lederen"), task: (task.id, 1), as: .secretariat)
        try await write(.reopen(reason: "Ny aftale"), task: (task.id, 2))
        try await write(.handOver(owner: "officer", message: "Tag den"), task: (task.id, 3))
        try await write(.drop(reason: "Løst"), task: (task.id, 4))
        let done = try #require(try await tasks().first)
        #expect(done.state == .dropped && done.remark == "Løst" && done.revision == 5 && done.closedBy == "officer")
        let history = try await test.read(id).items.filter { $0.kind == .task }
        #expect(history.count == 5)
        guard case .change(let handed)? = history.dropFirst().first?.what else {
            Issue.record("no hand-over")
            return
        }
        #expect(handed.old.contains("\"owner\":\"secretariat\"") && handed.new.contains("\"owner\":\"officer\""))
        let logged = try test.logged(.caseFile, id)
        for verb in ["given", "done", "reopened", "handed-over", "dropped"] {
            #expect(logged.contains("change task \(verb) \(task.id)"))
        }
    }

    @Test func itIsGivenOnlyToThoseWhoMayOpenTheCase() async throws {
        // The municipality's coordinator may open some cases of the programme only when it is shared; an administrator none.
        let before = try test.footprint()
        for outsider in ["administrator", "nobody", "", "mediator"] {
            #expect(try await refusals { try await give(to: outsider) } == ["task-owner"], "\(outsider)")
        }
        #expect(try test.footprint() == before)
        let names = try await ReadTasks(of: id)(try test.may(Acts.WorkCases.self, as: .officer), in: test.office)
            .accounts.map(\.name)
        #expect(names.contains("secretariat") && !names.contains("administrator"))
    }

    /// A case of violence in close relations is open to the municipality from the forum on; it gets tasks, and finishes them.
    @Test func anotherAuthorityGetsATaskAndFinishesIt() async throws {
        let adult = try test.person("P-adult", born: "1985-01-01")
        let violence = try await test.open(
            "partner-violence", fields: ["kinds": "physical", "origin": "incident"], subject: adult, as: .secretariat)
        try await test.change(
            violence, revision: 1,
            .move(
                to: "forum", at: nil, fields: ["forum": "koege-model", "forum_reason": "Gentagen vold"], note: ""),
            as: .secretariat)
        let member = Role.socialWorker
        try await write(
            .give(title: "Opsøg boligen", details: "", owner: member.rawValue, dueOn: due), on: violence,
            as: .secretariat)
        let mine = try await list(TaskQuery(), as: member)
        let task = try #require(mine.tasks.first?.task)
        #expect(mine.count == 1 && task.title == "Opsøg boligen")
        // The list names what the case is about: it is logged.
        #expect(try test.logged(.caseFile, violence).contains { $0.hasPrefix("read tasks VNR-") })
        try await write(.finish(remark: ""), task: (task.id, 1), on: violence, as: member)
        #expect(try await list(TaskQuery(), as: member).tasks.isEmpty)
    }

    @Test func titleAndDayAreNeeded() async throws {
        let codes = try await refusals {
            try await write(.give(title: "", details: "", owner: "officer", dueOn: nil))
        }
        #expect(codes == ["task-title", "task-due"])
        let long = String(repeating: "æ", count: WriteTask.longestTitle + 1)
        #expect(try await refusals { try await give(long, to: "officer") } == ["task-title-long"])
        try await give(String(long.dropLast()), to: "officer")
        let task = try #require(try await tasks().first)
        #expect(try await refusals { try await write(.drop(reason: ""), task: (task.id, 1)) } == ["task-reason"])
        #expect(try await refusals { try await write(.reopen(reason: "x"), task: (task.id, 1)) } == ["task-open"])
    }

    @Test func twoWritersAtOnceCannotBothWin() async throws {
        try await give(to: "officer")
        let task = try #require(try await tasks().first)
        let test = test
        let id = id
        let won = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<6 {
                group.addTask {
                    let who = try? test.may(Acts.WorkCases.self, as: .officer)
                    guard let who else { return false }
                    let change = WriteTask.Change.finish(remark: "nr. \(number)")
                    return (try? await WriteTask(on: id, task: (task.id, 1), change)(who, in: test.office)) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(won == 1)
        #expect(
            try await refusals { try await write(.reopen(reason: "x"), task: (task.id, 1)) } == ["task-changed"])
    }

    @Test func listsAreMineGivenAndOnMyCasesTheFirstDueFirst() async throws {
        try await give("B", to: "secretariat", due: LocalDate("2026-03-03"))
        try await give("A", to: "secretariat", due: LocalDate("2026-02-27"))
        try await give("C", to: "officer", due: LocalDate("2026-03-30"))
        func titles(_ whose: TaskQuery.Whose, _ due: TaskQuery.Due? = nil, as role: Role) async throws -> [String] {
            var query = TaskQuery()
            query.whose = whose
            query.due = due
            return try await list(query, as: role).tasks.map(\.task.title)
        }
        #expect(try await titles(.mine, as: .secretariat) == ["A", "B"])
        #expect(try await titles(.mine, .overdue, as: .secretariat) == ["A"])
        // Today and the next seven days.
        #expect(try await titles(.mine, .week, as: .secretariat) == ["B"])
        #expect(try await titles(.given, as: .officer) == ["A", "B", "C"])
        #expect(try await titles(.cases, as: .officer) == ["A", "B", "C"])
        #expect(try await titles(.cases, as: .secretariat) == [])
        // By pages, nobody twice.
        var query = TaskQuery()
        query.whose = .given
        let who = try test.may(Acts.WorkCases.self, as: .officer)
        let first = try await ListTasks(query, limit: 2)(who, in: test.office)
        query.after = first.next
        let second = try await ListTasks(query, limit: 2)(who, in: test.office)
        #expect((first.tasks + second.tasks).map(\.task.title) == ["A", "B", "C"] && second.next == nil)
        query.owner = "officer"
        query.after = nil
        let own = try await ListTasks(query)(who, in: test.office)
        #expect(own.tasks.map(\.task.title) == ["C"] && own.owners == ["officer", "secretariat"])
    }

    @Test func aSchemeWithoutNotesTakesNoDetails() async throws {
        let person = try test.person("P8", born: "1980-01-01")
        let id = try await test.open("victim-referral", fields: [:], subject: person)
        let codes = try await refusals {
            try await write(.give(title: "x", details: "Hun sagde", owner: "officer", dueOn: due), on: id)
        }
        #expect(codes == ["no-notes"])
        try await write(.give(title: "x", details: "", owner: "officer", dueOn: due), on: id)
    }
}
