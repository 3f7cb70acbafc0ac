import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// The status for the kredsråd: live until its meeting, and frozen for good then.
@Suite struct PlanStatusTests {
    private let desk: PlanDesk
    private var office: Office { desk.office }

    init() throws {
        desk = try PlanDesk()
    }

    private func read(_ id: Int64) async throws -> OpenedStatus { try await ReadStatus(id)(desk.reader, in: office) }

    private func freeze(_ id: Int64, seen revision: Int? = nil) async throws -> [String] {
        let found = try await read(id).stored.revision
        return try await refusals {
            try await FreezeStatus(id, revision: revision ?? found)(desk.editor(), in: office)
        }
    }

    @Test func aFrozenStatusNeverChanges() async throws {
        let plan = try await desk.plan()
        let area = try await desk.area(in: plan, figures: ["safety-follow-ups"])
        let initiative = try await desk.initiative(in: plan, area: area)
        try await desk.take(initiative, to: .chosen)
        let id = try await OpenStatus(plan, title: "Status, marts", meetingOn: desk.test.now.day)(
            desk.editor(), in: office)
        let text = PlanStatusText(promised: "Et oplæg", done: "Skrevet", changed: "Intet")
        try await WriteStatusText(id, area: area, text, revision: 0)(desk.editor(), in: office)
        let live = try await read(id)
        #expect(!live.isFrozen && live.body.areas.first?.initiatives.map(\.stage) == ["chosen"])
        #expect(live.body.areas.first?.figures.map(\.id) == ["safety-follow-ups"])
        #expect(try await freeze(id) == [])
        let frozen = try await read(id)
        #expect(frozen.isFrozen && frozen.body == live.body && frozen.stored.hash.count == 64)
        try await desk.take(initiative, to: .anchored)
        desk.test.pass(days: 3)
        let later = try await read(id)
        #expect(later.body == frozen.body && later.stored.hash == frozen.stored.hash)
        #expect(try await freeze(id) == ["plan.frozen"])
        let again = try await refusals {
            try await WriteStatusText(id, area: area, text, revision: 1)(desk.editor(), in: office)
        }
        #expect(again == ["plan.frozen"])
        try await AddToStatus(id, "Tallet for marts var foreløbigt.")(desk.editor(), in: office)
        #expect(try await read(id).addenda.map(\.body) == ["Tallet for marts var foreløbigt."])
    }

    @Test func itIsFrozenAtItsMeetingAndNotOverATextThatCameMeanwhile() async throws {
        let plan = try await desk.plan()
        let area = try await desk.area(in: plan)
        let id = try await OpenStatus(plan, title: "Status", meetingOn: desk.test.now.day + 1)(
            desk.editor(), in: office)
        #expect(try await freeze(id) == ["plan.before-meeting"])
        desk.test.pass(days: 1)
        let seen = try await read(id).stored.revision
        try await WriteStatusText(id, area: area, PlanStatusText(done: "Mere"), revision: 0)(desk.editor(), in: office)
        #expect(try await freeze(id, seen: seen) == ["changed-meanwhile"])
        #expect(try await freeze(id) == [])
        let early = try await refusals { try await AddToStatus(id, "")(desk.editor(), in: office) }
        #expect(early == ["plan.required"])
    }

    /// A changed body no longer has its hash: it is not shown as if it were the one.
    @Test func aTamperedStatusIsNotShown() async throws {
        let plan = try await desk.plan()
        _ = try await desk.area(in: plan)
        let id = try await OpenStatus(plan, title: "Status", meetingOn: desk.test.now.day)(desk.editor(), in: office)
        #expect(try await freeze(id) == [])
        _ = try desk.test.database.blockingWrite { db in
            try db.execute("UPDATE plan_status SET body = REPLACE(body, 'Status', 'Andet') WHERE id = \(id)")
        }
        await #expect(throws: StatusDamaged.self) { _ = try await read(id) }
    }

    @Test func theNextStatusTellsWhatHasHappenedSinceTheLast() async throws {
        let plan = try await desk.plan()
        let area = try await desk.area(in: plan)
        let initiative = try await desk.initiative(in: plan, area: area)
        try await desk.take(initiative, to: .chosen)
        let first = try await OpenStatus(plan, title: "Første", meetingOn: desk.test.now.day)(desk.editor(), in: office)
        #expect(try await freeze(first) == [])
        desk.test.pass(days: 30)
        try await desk.take(initiative, to: .anchored)
        let next = try await OpenStatus(plan, title: "Næste", meetingOn: desk.test.now.day)(desk.editor(), in: office)
        let body = try await read(next).body
        #expect(body.since == (desk.test.now.day + -30).description)
        #expect(body.areas.first?.events.map(\.act) == ["to-anchored"])
    }
}
