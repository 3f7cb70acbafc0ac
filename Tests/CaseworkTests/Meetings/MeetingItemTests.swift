import Foundation
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// What a meeting does with its items, and who sees which of them.
@Suite struct MeetingItemTests {
    let forum: MeetingForum
    var test: TestOffice { forum.test }

    init() throws {
        forum = try MeetingForum()
    }

    private func numbers(_ meeting: Int64, as role: Role) async throws -> [String] {
        try await ReadMeeting(meeting)(try forum.who(role), in: test.office).lines.map(\.item.number)
    }

    @Test func membersSeeTheirOwnItemsAlone() async throws {
        let meeting = try await forum.plan("2026-03-05")
        _ = try forum.item(on: meeting, participants: [.officer])
        let other = try forum.item(on: meeting, participants: [.pspkMember])
        #expect(try await numbers(meeting, as: .secretariat) == ["PSP-D-2026-1", "PSP-D-2026-2"])
        #expect(try await numbers(meeting, as: .officer) == ["PSP-D-2026-1"])
        #expect(try await numbers(meeting, as: .pspkMember) == ["PSP-D-2026-2"])
        #expect(try await numbers(meeting, as: .socialWorker) == [])
        try await forum.change(meeting, .send)
        await #expect(throws: NotFound.self) {
            _ = try await ReadItemOnScreen(at: meeting, item: other, showsName: true)(
                try forum.who(.officer), in: test.office)
        }
        let screen = try await ReadItemOnScreen(at: meeting, item: nil, showsName: false)(
            try forum.who(.officer), in: test.office)
        #expect(screen.item?.count == 1 && screen.item?.next == nil)
    }

    @Test func theNameIsShownOnDemandAloneAndThenLogged() async throws {
        let person = try test.person("P-1", born: "1980-01-01")
        let (meeting, item) = try await forum.begun(person: person)
        func screen(_ showsName: Bool) async throws -> String? {
            try await ReadItemOnScreen(at: meeting, item: item, showsName: showsName)(
                try forum.who(), in: test.office
            ).item?.name
        }
        #expect(try await screen(false) == nil)
        #expect(try test.logged(.person, person) == [])
        #expect(try await screen(true) == "Test Person")
        #expect(try test.logged(.person, person) == ["read PSP-D-2026-1"])
        #expect(try test.logged(.forumItem, item).suffix(1) == ["read PSP-D-2026-1 name shown"])
    }

    @Test func whoeverIsInTheRoomAndTakesNoPartIsNamed() async throws {
        let (meeting, item) = try await forum.begun()
        try await forum.change(meeting, .room(["officer", "social-worker", "nobody"]))
        let screen = try await ReadItemOnScreen(at: meeting, item: item, showsName: false)(
            try forum.who(), in: test.office)
        #expect(screen.item?.outsiders == ["social-worker"])
    }

    @Test func attendanceIsOfParticipantsAlone() async throws {
        let (meeting, item) = try await forum.begun()
        try await forum.work(
            item, at: meeting, .attendance(["officer": .present, "social-worker": .present, "secretariat": .excused]))
        let found = try test.database.blockingRead {
            try ParticipantStore.attendance(item: item, meeting: meeting, in: $0)
        }
        #expect(found == ["officer": .present, "secretariat": .excused])
        let change = WorkItem.Change.attendance(["officer": .absent])
        #expect(
            try await refusals { try await forum.work(item, at: meeting, change, as: .officer) } == ["forum.not-chair"])
    }

    @Test func ofTwoWhoWriteTheMinutesTheSlowerIsTold() async throws {
        let (meeting, item) = try await forum.begun()
        try await forum.work(item, at: meeting, .minutes("Første", revision: 0), as: .officer)
        let late = WorkItem.Change.minutes("Anden", revision: 0)
        #expect(try await refusals { try await forum.work(item, at: meeting, late) } == ["minutes-changed"])
        try await forum.work(item, at: meeting, .minutes("Begge", revision: 1))
        #expect(
            try await refusals { try await forum.work(item, at: meeting, .minutes("x", revision: 1)) }
                == ["minutes-changed"])
        let stored = try test.database.blockingRead {
            try MinutesStore.minutes(of: item, at: meeting, keys: test.office.keys, in: $0)
        }
        #expect(stored?.body == "Begge" && stored?.revision == 2)
        let raw = try test.database.blockingRead { db in
            try db.first("SELECT body FROM forum_minutes") { $0.text(0) }
        }
        #expect(raw?.contains("Begge") == false)
        await #expect(throws: NotFound.self) {
            try await forum.work(item, at: meeting, .minutes("x", revision: 2), as: .socialWorker)
        }
    }

    @Test func whatIsAgreedHasAParticipantAndADay() async throws {
        let (meeting, item) = try await forum.begun()
        func agree(_ kind: StoredAction.Kind, _ body: String, _ owner: String, _ due: String?) async throws -> [String]
        {
            try await refusals {
                try await forum.work(
                    item, at: meeting, .agree(kind, body: body, owner: owner, dueOn: due.flatMap { LocalDate($0) }))
            }
        }
        #expect(
            try await agree(.action, "", "", nil) == [
                "meeting.action-body", "meeting.action-owner", "meeting.action-due",
            ])
        #expect(try await agree(.action, "x", "social-worker", "2026-04-01") == ["meeting.action-owner"])
        #expect(try await agree(.action, "x", "officer", "2026-03-04") == ["meeting.action-past"])
        #expect(try await agree(.action, "Ring", "officer", "2026-03-05") == [])
        #expect(try await agree(.decision, "Vi venter", "", nil) == [])
    }

    @Test func anOwnerFinishesAnActionAndTakesItUpAgain() async throws {
        let (meeting, item) = try await forum.begun()
        let due = LocalDate("2026-04-01")
        try await forum.work(item, at: meeting, .agree(.action, body: "Ring", owner: "officer", dueOn: due))
        func list(_ state: StoredTask.State, as role: Role = .officer) async throws -> [ListedAction] {
            try await ListForumActions(state)(try forum.who(role), in: test.office)
        }
        let action = try #require(try await list(.open).first)
        #expect(action.number == "PSP-D-2026-1" && action.isOpen && action.action.body == "Ring")
        #expect(try await list(.open, as: .pspkMember).isEmpty)
        func close(_ revision: Int, _ change: CloseForumAction.Change, as role: Role = .officer) async throws {
            try await CloseForumAction(action.action.id, revision: revision, change)(
                try forum.who(role), in: test.office)
        }
        await #expect(throws: NotFound.self) { try await close(1, .done(remark: ""), as: .socialWorker) }
        #expect(try await refusals { try await close(1, .drop(reason: "")) } == ["meeting.action-reason"])
        try await close(1, .done(remark: "Talt med"))
        #expect(try await refusals { try await close(1, .done(remark: "")) } == ["changed-meanwhile"])
        #expect(try await list(.open).isEmpty)
        #expect(try await list(.done).first?.action.remark == "Talt med")
        try await close(2, .reopen)
        #expect(try await list(.open).count == 1)
        // Whoever takes no part any more keeps the duty, and reads nothing of it.
        _ = try test.database.blockingWrite { try ParticipantStore.remove("officer", from: item, in: $0) }
        #expect(try await list(.open).map(\.isOpen) == [false])
    }

    @Test func forbiddenStepsOfAnItemAreRefused() async throws {
        let meeting = try await forum.plan("2026-03-05")
        let item = try forum.item(on: meeting)
        #expect(try await refusals { try await forum.take(item, to: .discussed) } == ["meeting.not-running"])
        try await forum.change(meeting, .send)
        #expect(try await refusals { try await forum.take(item, to: .discussed) } == ["meeting.not-running"])
        test.pass(days: 3)
        #expect(try await refusals { try await forum.take(item, to: .actions) } == ["meeting.item-state"])
        #expect(try await refusals { try await forum.take(item, to: .deleted) } == ["meeting.item-state"])
        #expect(try await refusals { try await forum.take(item, to: .closed) } == ["meeting.close-reason"])
        try await forum.take(item, to: .discussed)
        for day in [nil, "2026-03-05"] {
            #expect(
                try await refusals { try await forum.take(item, to: .followUp, followUpOn: day) }
                    == ["meeting.follow-up-day"])
        }
        let seen = try forum.item(item).revision
        try await forum.take(item, to: .actions)
        let late = TakeItem(item, revision: seen, to: .closed)
        #expect(try await refusals { _ = try await late(try forum.who(), in: test.office) } == ["changed-meanwhile"])
        try await forum.take(item, to: .closed)
        let closed = try forum.item(item)
        #expect(closed.state == .closed && closed.reviewOn == LocalDate("2026-09-05"))
    }

    @Test func whatWasNotReachedGoesToTheNextMeetingInOneAct() async throws {
        let (meeting, first) = try await forum.begun()
        let second = try forum.item(on: meeting)
        let next = try await forum.plan("2026-03-19")
        try await forum.take(first, to: .discussed)
        try await ArrangeAgenda(meeting, .carryOver)(try forum.who(), in: test.office)
        #expect(try forum.item(first).meeting == meeting && forum.item(second).meeting == next)
        let events = try test.database.blockingRead { try ItemStore.events(of: second, keys: test.office.keys, in: $0) }
        #expect(events.last?.kind == .carried && events.last?.meeting == next)
        let again = ArrangeAgenda(meeting, .carryOver)
        #expect(try await refusals { try await again(try forum.who(), in: test.office) } == ["meeting.nothing-left"])
    }

    @Test func theAgendaIsOrderedByTheChair() async throws {
        let meeting = try await forum.plan("2026-03-05")
        let ids = try (1...3).map { _ in try forum.item(on: meeting) }
        func order() async throws -> [Int64] {
            try await ReadMeeting(meeting)(try forum.who(), in: test.office).lines.map(\.item.id)
        }
        #expect(try await order() == ids)
        try await ArrangeAgenda(meeting, .up(item: ids[2]))(try forum.who(), in: test.office)
        #expect(try await order() == [ids[0], ids[2], ids[1]])
        try await ArrangeAgenda(meeting, .up(item: ids[0]))(try forum.who(), in: test.office)
        try await ArrangeAgenda(meeting, .down(item: ids[0]))(try forum.who(), in: test.office)
        #expect(try await order() == [ids[2], ids[0], ids[1]])
        let down = ArrangeAgenda(meeting, .down(item: ids[0]))
        #expect(try await refusals { try await down(try forum.who(.officer), in: test.office) } == ["forum.not-chair"])
    }

    @Test func aPSPCaseIsDiscussedOnceAMeetingAndOnlyWhereItMayBe() async throws {
        let person = try test.person("P-1", born: "1980-01-01")
        let id = try await test.open("psp-k", fields: [:], subject: person)
        let (meeting, item) = try await forum.begun(person: person, caseID: id)
        // Only monitored: nobody has selected them.
        #expect(try await forum.take(item, to: .discussed) == .stage)
        try await test.change(
            id, revision: 1,
            .move(
                to: "selected", at: nil,
                fields: ["selected_by": "Gruppen", "selection_reason": "Gentagne henvendelser"],
                note: ""))
        let other = try forum.item(on: meeting, person: person, caseID: id)
        #expect(try await forum.take(other, to: .discussed) == .moved)
        #expect(try await test.read(id).row.stage == "discussed")
        try await forum.take(other, to: .actions)
        #expect(try await forum.take(other, to: .discussed) == .none)
        let events = try test.database.blockingRead { db in
            try db.count("SELECT COUNT(*) FROM case_event WHERE case_id = \(id) AND code = 'discussed'")
        }
        #expect(events == 1)
    }

    @Test func inAThemeNobodysNumberStands() async throws {
        let themes = try MeetingForum("psychiatry", members: [.secretariat, .officer, .pspkMember])
        let meeting = try await themes.plan("2026-03-05")
        let item = try themes.item(on: meeting, theme: "Ventetider")
        try await themes.change(meeting, .send)
        themes.test.pass(days: 3)
        let found = try await refusals {
            try await themes.work(item, at: meeting, .minutes("Om 610190-1234", revision: 0))
        }
        #expect(found == ["meeting.number-in-theme"])
        try await themes.work(item, at: meeting, .minutes("Ventetiden er lang.", revision: 0))
    }
}
