import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// What is done to many cases at once, and saved filters.
@Suite struct BulkTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
        try test.addAccounts()
    }

    private func who(_ role: Role = .officer) throws -> Authorized<Acts.WorkCases> {
        try test.may(Acts.WorkCases.self, as: role)
    }

    private func cases(_ count: Int) async throws -> [PickedCase] {
        var picked: [PickedCase] = []
        for _ in 0..<count {
            picked.append(
                PickedCase(try await test.open("officer-request", fields: ["kind": "other"]), revision: 1))
        }
        return picked
    }

    private func rows(_ picked: [PickedCase]) throws -> [CaseRow] {
        try test.database.blockingRead { try CaseStore.rows(picked.map(\.id), scope: who().scope, in: $0) }
    }

    private func run(_ picked: [PickedCase], _ action: BulkAction, as role: Role = .officer) async throws -> BulkView {
        let bulk = RunBulk(picked, action)
        let id = try await bulk.begin(who(role), in: test.office)
        try await bulk(id, who(role), in: test.office)
        return try await ReadBulk(id)(who(role), in: test.office)
    }

    @Test func casesAreHandedOverAndTakenBack() async throws {
        let picked = try await cases(3)
        let before = try rows(picked).map(\.owner)
        let view = try await run(picked, .assign(owner: "secretariat", message: "Tag dem, tak"))
        #expect(view.items.allSatisfy { $0.item.state == .done } && view.run.finishedAt != nil)
        #expect(try rows(picked).allSatisfy { $0.owner == "secretariat" && $0.revision == 2 })
        // The colleague is told, and reads the message.
        let notices = try await ReadNotices()(TestOffice.actor(.secretariat), in: test.office)
        #expect(notices.map(\.kind) == [.handOver] && notices[0].name == "Test officer")
        let told = try await ReadBulk(view.run.id)(who(.secretariat), in: test.office)
        #expect(told.run.message == "Tag dem, tak" && !told.mayUndo && told.items.count == 3)
        #expect(try await ReadNotices()(TestOffice.actor(.secretariat), in: test.office).isEmpty)
        await #expect(throws: NotFound.self) {
            try await ReadBulk(view.run.id)(who(.leader), in: test.office)
        }
        try await UndoBulk(view.run.id)(who(), in: test.office)
        #expect(try rows(picked).map(\.owner) == before)
        await #expect(throws: Refused.self) { try await UndoBulk(view.run.id)(who(), in: test.office) }
    }

    @Test func aCaseThatSomebodyHasChangedIsLeftAlone() async throws {
        let picked = try await cases(3)
        try await ChangeCase(picked[1].id, revision: 1, .assign(owner: "leader-none")).expectRefused(who(), test)
        try await ChangeCase(picked[1].id, revision: 1, .assign(owner: ""))(who(), in: test.office)
        let judged = try await JudgeBulk(picked, .assign(owner: "secretariat", message: ""))(who(), in: test.office)
        #expect(judged.map { $0.refusals.map(\.code) } == [[], ["changed-meanwhile"], []])
        let view = try await run(picked, .assign(owner: "secretariat", message: ""))
        #expect(view.items.map(\.item.state) == [.done, .refused, .done])
        #expect(view.items[1].item.refusals == [Refusal("changed-meanwhile")])
        #expect(try rows(picked).map(\.owner) == ["secretariat", "", "secretariat"])
    }

    /// What has been changed since the hand-over is not taken back with the rest.
    @Test func undoingKeepsWhatOthersHaveDoneSince() async throws {
        let picked = try await cases(2)
        let view = try await run(picked, .assign(owner: "secretariat", message: ""))
        try await ChangeCase(picked[0].id, revision: 2, .assign(owner: ""))(who(.secretariat), in: test.office)
        try await UndoBulk(view.run.id)(who(), in: test.office)
        let after = try await ReadBulk(view.run.id)(who(), in: test.office)
        #expect(after.items.map(\.item.state) == [.kept, .undone])
        #expect(try rows(picked)[0].owner.isEmpty)
    }

    /// The undo of a double click: the second finds nothing left, and does not take back what the first has said.
    @Test func twoUndosAtOnceTakeEachCaseBackOnce() async throws {
        let picked = try await cases(3)
        let before = try rows(picked).map(\.owner)
        let view = try await run(picked, .assign(owner: "secretariat", message: ""))
        let stale = try #require(view.items.first).item
        try await UndoBulk(view.run.id)(who(), in: test.office)
        let change = ChangeCase(stale.caseID, revision: stale.revision + 1, .assign(owner: stale.owner))
        let again = BulkStep(run: view.run.id, stale, becomes: .undone, otherwise: .kept)
        try await again(change, who(), in: test.office)
        let after = try await ReadBulk(view.run.id)(who(), in: test.office)
        #expect(after.items.allSatisfy { $0.item.state == .undone } && !after.mayUndo)
        #expect(try rows(picked).map(\.owner) == before && rows(picked).allSatisfy { $0.revision == 3 })
    }

    /// A restart on the way: what was done can be taken back, the rest says that it was not done.
    @Test func aRunThatWasCutShortIsFinishedAtTheNextLook() async throws {
        let picked = try await cases(2)
        let bulk = RunBulk(picked, .assign(owner: "secretariat", message: "Tag dem"))
        let id = try await bulk.begin(who(), in: test.office)
        let items = try await test.database.read { try BulkStore.items(of: id, in: $0) }
        let first = ChangeCase(picked[0].id, revision: 1, .assign(owner: "secretariat", message: "Tag dem"))
        let step = BulkStep(run: id, items[0], becomes: .done, otherwise: .refused)
        try await step(first, who(), in: test.office)
        #expect(try await !ReadBulk(id)(who(), in: test.office).mayUndo)
        // Nobody else's look ends it.
        try await FinishBulk(id)(who(.secretariat), in: test.office)
        #expect(try await ReadBulk(id)(who(), in: test.office).run.finishedAt == nil)
        try await FinishBulk(id)(who(), in: test.office)
        let view = try await ReadBulk(id)(who(), in: test.office)
        #expect(view.items.map(\.item.state) == [.done, .refused] && view.mayUndo)
        #expect(view.items[1].item.refusals.map(\.code) == ["bulk-interrupted"])
        #expect(try await ReadNotices()(TestOffice.actor(.secretariat), in: test.office).count == 1)
        // What goes on after all, in another process, changes nothing that has been said.
        try await bulk(id, who(), in: test.office)
        #expect(try rows(picked).map(\.owner) == ["secretariat", "officer"])
        #expect(try await ReadNotices()(TestOffice.actor(.secretariat), in: test.office).count == 1)
        let history = try await test.read(picked[0].id).history
        #expect(history.contains { $0.new == "owner secretariat" && $0.reason == "Tag dem" })
    }

    @Test func casesAreClosedByAStepOfTheirProgramme() async throws {
        let picked = try await cases(2)
        let judged = try await JudgeBulk(picked, nil)(who(), in: test.office)
        let closing = try #require(judged.first?.closing)
        #expect(closing.allSatisfy { judged[0].programme.isEnd($0) } && !closing.isEmpty)
        let stage = closing[0]
        let asked = try await JudgeBulk(picked, .close(stage, fields: [:], note: ""))(who(), in: test.office)
        #expect(!asked.contains { !$0.isPossible })
        var fields: [String: String] = [:]
        for field in asked[0].asks where asked[0].lacks.contains(field.code) {
            fields[field.code] = field.options.first ?? "x"
        }
        let view = try await run(picked, .close(stage, fields: fields, note: ""))
        #expect(view.items.allSatisfy { $0.item.state == .done && !$0.row.isOpen }, "\(view.items)")
        #expect(!view.mayUndo)
    }

    @Test func whatTheRoleMayNotDoIsSaidForEachCase() async throws {
        let picked = try await cases(1)
        let judged = try await JudgeBulk(picked, .assign(owner: "screener", message: ""))(who(), in: test.office)
        #expect(judged[0].refusals.map(\.code) == ["bulk-cannot-own"])
        let wrong = try await JudgeBulk(picked, .close("board", fields: [:], note: ""))(who(), in: test.office)
        #expect(wrong[0].refusals.map(\.code) == ["path"])
        let view = try await run(picked, .assign(owner: "screener", message: ""))
        #expect(view.items.map(\.item.state) == [.refused])
        // Nobody is told of nothing.
        #expect(try await ReadNotices()(TestOffice.actor(.screener), in: test.office).isEmpty)
    }

    @Test func outsideTheScopeThereIsNothingToPick() async throws {
        let picked = try await cases(1)
        #expect(try await JudgeBulk(picked, nil)(who(.socialWorker), in: test.office).isEmpty)
        await #expect(throws: Refused("bulk-nothing")) {
            try await RunBulk(picked, .assign(owner: "", message: "")).begin(who(.socialWorker), in: test.office)
        }
        let many = (1...101).map { PickedCase(Int64($0), revision: 1) }
        await #expect(throws: Refused("bulk-too-many", ["most": "100"])) {
            try await RunBulk(many, .assign(owner: "", message: "")).begin(who(), in: test.office)
        }
    }

    @Test func everyCaseOfAHandOverIsInTheLog() async throws {
        let picked = try await cases(2)
        _ = try await run(picked, .assign(owner: "secretariat", message: ""))
        for one in picked {
            #expect(try test.logged(.caseFile, one.id).contains("change assign"))
        }
    }

    // MARK: - Saved filters

    private func save(_ name: String, _ query: String = "programme=ukn", shared: Bool = false) async throws -> Int64 {
        try await SaveFilter(.new, name: name, query: query, isShared: shared)(who(), in: test.office)
    }

    private func names(_ role: Role = .officer) async throws -> [String] {
        try await ReadFilters()(who(role), in: test.office).map(\.name)
    }

    @Test func filtersKeepTheirOrderAndComeBack() async throws {
        let first = try await save("  Ærø  og Åbenrå ")
        let second = try await save("Nr. 2", shared: true)
        #expect(try await names() == ["Ærø og Åbenrå", "Nr. 2"])
        // Only what is shared, and only with the same authority.
        #expect(try await names(.secretariat) == ["Nr. 2"])
        #expect(try await names(.mediator) == [])
        try await RemoveFilter(first)(who(), in: test.office)
        #expect(try await names() == ["Nr. 2"])
        try await RemoveFilter(first, restoring: true)(who(), in: test.office)
        #expect(try await names() == ["Ærø og Åbenrå", "Nr. 2"])
        _ = try await SaveFilter(.replace(first), name: "", query: "state=open", isShared: true)(who(), in: test.office)
        let filters = try await ReadFilters()(who(), in: test.office)
        #expect(filters[0].query == "state=open" && filters[0].name == "Ærø og Åbenrå" && !filters[0].isShared)
        _ = try await SaveFilter(.rename(second, revision: 1), name: "Nyt", query: "", isShared: false)(
            who(), in: test.office)
        #expect(try await names() == ["Ærø og Åbenrå", "Nyt"])
        #expect(try await names(.secretariat) == [])
    }

    @Test func aNameMustBeThereAndNotTakenAndNotEndless() async throws {
        let id = try await save("Køge")
        await #expect(throws: Refused("filter-name-empty")) { try await save(" \n ") }
        await #expect(throws: Refused("filter-name-taken", ["value": "KØGE"])) { try await save("KØGE") }
        await #expect(throws: Refused.self) { try await save(String(repeating: "å", count: 61)) }
        _ = try await save(String(repeating: "å", count: 60))
        // Under its own name again is no other.
        _ = try await SaveFilter(.rename(id, revision: 1), name: "køge", query: "", isShared: false)(
            who(), in: test.office)
        await #expect(throws: Refused("changed-meanwhile")) {
            try await SaveFilter(.rename(id, revision: 1), name: "x", query: "", isShared: false)(
                who(), in: test.office)
        }
    }

    @Test func nobodyChangesTheFilterOfAnother() async throws {
        let id = try await save("Delt", shared: true)
        await #expect(throws: NotFound.self) {
            try await SaveFilter(.rename(id, revision: 1), name: "x", query: "", isShared: true)(
                who(.secretariat), in: test.office)
        }
        await #expect(throws: NotFound.self) { try await RemoveFilter(id)(who(.secretariat), in: test.office) }
    }

    @Test func aNameThatHasBeenTakenSinceHoldsTheOldOneBack() async throws {
        let id = try await save("Køge")
        try await RemoveFilter(id)(who(), in: test.office)
        _ = try await save("Køge")
        await #expect(throws: Refused("filter-name-taken", ["value": "Køge"])) {
            try await RemoveFilter(id, restoring: true)(who(), in: test.office)
        }
    }
}

extension ChangeCase {
    fileprivate func expectRefused(_ who: Authorized<Acts.WorkCases>, _ test: TestOffice) async throws {
        await #expect(throws: Refused.self) { try await self(who, in: test.office) }
    }
}
