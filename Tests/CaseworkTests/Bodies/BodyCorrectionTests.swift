import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// What stands wrong in a body is put right, with who, why and what stood there before.
@Suite struct BodyCorrectionTests {
    private func correct(
        _ body: TestBody, _ topic: Int64, _ title: String, revision: Int = 1, reason: String = "",
        as role: Role = .leader
    ) async throws -> [String] {
        try await refusals {
            try await CorrectTopic(
                topic, of: body.id, revision: revision, TopicDraft(title: title, words: "Ord"), reason: reason)(
                    body.who(role), in: body.test.office)
        }
    }

    private func acts(_ body: TestBody) async throws -> [String] {
        try await ReadBodyHistory(body.id)(body.who(.counsellor), in: body.test.office).changes.map(\.act)
    }

    /// A meeting that runs, and has agreed on something for one of its seats.
    private func agree(
        _ words: String, seat: Int, in body: TestBody
    ) async throws -> (meeting: Int64, topic: Int64, seats: [StoredSeat], due: LocalDate) {
        let meeting = try await body.plan("2026-03-09")
        let topic = try await body.topic(on: meeting)
        try await body.change(meeting, .send)
        body.test.pass(days: 7)
        let seats = try await body.view(meeting).opened.opened.sitting(on: body.test.office.now.day)
        let due = try #require(LocalDate("2026-03-20"))
        try await body.work(topic, on: meeting, .agree(.action, words, seat: seats[seat].id, dueOn: due))
        return (meeting, topic, seats, due)
    }

    @Test func aTopicIsCorrectedByWhoeverMayWriteIt() async throws {
        let body = try await TestBody()
        let waiting = try await body.topic("Vejlis", on: nil, as: .sspCoordinator)
        #expect(try await correct(body, waiting, "Vejlys", as: .sspCoordinator) == [])
        #expect(try await correct(body, waiting, "Vejlys!", revision: 2, as: .officer) == ["body.not-lead"])
        #expect(try await correct(body, waiting, "Vejlys!", as: .leader) == ["changed-meanwhile"])
        #expect(try await correct(body, waiting, "", revision: 2) == ["plan.required"])
        let meeting = try await body.plan("2026-03-09")
        try await WorkTopic(waiting, revision: 2, .move(to: meeting))(body.who(), in: body.test.office)
        // On an agenda, it is for those who lead.
        #expect(try await correct(body, waiting, "x", revision: 3, as: .sspCoordinator) == ["body.not-lead"])
        try await body.change(meeting, .send)
        #expect(try await correct(body, waiting, "Lys", revision: 3) == ["plan.required"])
        #expect(try await correct(body, waiting, "Lys", revision: 3, reason: "Det gælder også stier") == [])
        let history = try await ReadBodyHistory(body.id)(body.who(.counsellor), in: body.test.office).changes
        let last = try #require(history.first)
        #expect(last.act == "topic-corrected" && last.old == "Vejlys\nOrd")
        #expect(last.new == "Lys\nOrd\nDet gælder også stier" && last.actor == Role.leader.rawValue)
        #expect(history.map(\.act).contains("seat-added") && history.last?.act == "set-up")
    }

    /// What a topic is about stays where whoever corrects it may not know of that.
    @Test func whatATopicIsAboutStaysUnseen() async throws {
        let body = try await TestBody()
        let topic = try await body.topic("Vejlis", on: nil, as: .sspCoordinator)
        let question = try body.test.database.blockingWrite { db in
            let id = try FastTrackStore.add(
                title: "Hemmeligt", asker: "253", body: nil, parties: ["316"], by: TestOffice.actor(.secretariat),
                at: body.test.now, in: db)
            let code = "question \(id)"
            _ = try db.execute("UPDATE body_topic SET reference = \(code) WHERE id = \(topic)")
            return code
        }
        func set(_ reference: String, revision: Int) async throws -> [String] {
            try await refusals {
                try await CorrectTopic(
                    topic, of: body.id, revision: revision, TopicDraft(title: "Vejlys", reference: reference),
                    reason: "")(body.who(.sspCoordinator), in: body.test.office)
            }
        }
        func stored() throws -> String? {
            try body.test.database.blockingRead { try TopicStore.topic(topic, in: $0)?.reference }
        }
        #expect(try await set(TopicDraft.sameReference, revision: 1) == [])
        #expect(try stored() == question)
        let history = try await ReadBodyHistory(body.id)(body.who(.sspCoordinator), in: body.test.office)
        let last = try #require(history.changes.first)
        #expect(last.old == "Vejlis\nreference: " + question && last.new == "Vejlys\nreference: " + question)
        #expect(last.old.split(separator: "\n").map { TopicReferenceLine.code(of: String($0)) } == [nil, question])
        #expect(history.references.questions.isEmpty)
        // Taken off on purpose, it is gone; nothing is put in its place that the corrector may not know of.
        #expect(try await set("", revision: 2) == [])
        #expect(try stored() == "")
        #expect(try await set(question, revision: 3) == ["body.reference"])
        #expect(
            try await refusals {
                try await ProposeTopic(
                    to: body.id, meeting: nil, TopicDraft(title: "Ny", reference: TopicDraft.sameReference),
                    isChecked: false)(body.who(.sspCoordinator), in: body.test.office)
            } == ["body.reference"])
    }

    @Test func whatIsWithdrawnComesBack() async throws {
        let body = try await TestBody()
        let topic = try await body.topic(on: nil)
        try await WorkTopic(topic, revision: 1, .withdraw)(body.who(), in: body.test.office)
        func page() async throws -> BodyPage { try await ReadBody(body.id)(body.who(), in: body.test.office) }
        #expect(try await page().withdrawn.map(\.id) == [topic])
        let restore = RestoreTopic(topic, of: body.id, revision: 2)
        #expect(
            try await refusals { try await restore(body.who(.sspCoordinator), in: body.test.office) } == [
                "body.not-lead"
            ])
        try await restore(body.who(), in: body.test.office)
        let shown = try await page()
        #expect(shown.waiting.map(\.id) == [topic] && shown.withdrawn.isEmpty)
        #expect(try await acts(body).prefix(2) == ["topic-restored", "topic-withdrawn"])
    }

    @Test func whatWasAgreedIsPutRightUntilTheMinutesAreSent() async throws {
        let body = try await TestBody()
        let office = body.test.office
        let (meeting, topic, seats, due) = try await agree("Laver oplæk", seat: 1, in: body)
        let id = try #require(try await body.view(meeting).actions.first?.id)
        func set(
            _ words: String?, revision: Int, due: LocalDate? = due, reason: String = "", as role: Role = .leader
        ) async throws -> [String] {
            try await refusals {
                try await CorrectBodyAction(
                    id, revision: revision, .set(words: words, seat: seats[2].id, dueOn: due, reason: reason))(
                        body.who(role), in: office)
            }
        }
        #expect(try await set("x", revision: 1, as: .sspCoordinator) == ["body.not-lead"])
        #expect(try await set("Sag 670314-1235", revision: 1) == ["plan-text.number"])
        #expect(try await set("Laver oplæg", revision: 1, due: nil) == ["meeting.action-due"])
        #expect(try await set("Laver oplæg", revision: 1) == [])
        #expect(try await set("Laver oplæg", revision: 1) == ["changed-meanwhile"])
        // Taken out, it counts nowhere, and comes back as it was.
        try await CorrectBodyAction(id, revision: 2, .strike)(body.who(), in: office)
        var view = try await body.view(meeting)
        #expect(view.actions.isEmpty && view.struck.map(\.id) == [id] && view.topics.first?.isWritten == false)
        await #expect(throws: NotFound.self) {
            try await CloseBodyAction(id, revision: 3, to: .done, remark: "")(body.who(), in: office)
        }
        try await CorrectBodyAction(id, revision: 3, .putBack)(body.who(), in: office)
        view = try await body.view(meeting)
        #expect(view.actions.map(\.words) == ["Laver oplæg"] && view.actions.first?.seat == seats[2].id)
        try await body.work(topic, on: meeting, .minutes("Drøftet."))
        try await body.change(meeting, .hold)
        try await body.change(meeting, .attendance([seats[0].id: .present]))
        try await body.change(meeting, .sendMinutes)
        // Then the words are those of the minutes; who and when may move, with the reason.
        #expect(try await set("Andet", revision: 4, reason: "x") == ["body.minutes-fixed"])
        #expect(try await set(nil, revision: 4) == ["plan.required"])
        #expect(try await set(nil, revision: 4, due: due + 7, reason: "Påske") == [])
        let struck = try await refusals {
            try await CorrectBodyAction(id, revision: 5, .strike)(body.who(), in: office)
        }
        #expect(struck == ["body.minutes-fixed"])
        try await CloseBodyAction(id, revision: 5, to: .done, remark: "")(body.who(), in: office)
        #expect(try await set(nil, revision: 6, reason: "x") == ["body.action-closed"])
        #expect(
            try await acts(body).prefix(7) == [
                "action-done", "action-corrected", "minutes", "action-put-back", "action-struck", "action-corrected",
                "agreed-action",
            ])
    }

    @Test func membersApproveTheMinutesOrObject() async throws {
        let body = try await TestBody()
        let office = body.test.office
        let meeting = try await body.plan("2026-03-09")
        let topic = try await body.topic(on: meeting)
        try await body.change(meeting, .send)
        body.test.pass(days: 7)
        try await body.work(topic, on: meeting, .minutes("Drøftet."))
        try await body.change(meeting, .hold)
        let seats = try await body.view(meeting).opened.opened.sitting(on: office.now.day)
        let own = try #require(seats.first { $0.seat.account == Role.sspCoordinator.rawValue })
        try await body.change(meeting, .attendance([seats[0].id: .present, own.id: .present]))
        func answer(_ approves: Bool, _ remark: String = "", as role: Role = .sspCoordinator) async throws -> [String] {
            let revision = try await body.view(meeting).opened.meeting.revision
            return try await refusals {
                try await AnswerBodyMinutes(of: meeting, revision: revision, approves: approves, remark: remark)(
                    body.who(role), in: office)
            }
        }
        #expect(try await answer(true) == ["meeting.state.held"])
        try await body.change(meeting, .sendMinutes)
        #expect(try await answer(true, as: .officer) == ["body.not-there"])
        // A seat in the body is not enough for those who were not there.
        #expect(try await answer(true, as: .secretariat) == ["body.not-there"])
        #expect(try await answer(false) == ["meeting.objection-remark"])
        #expect(try await answer(false, "Ring 12 34 56 78") == ["plan-text.phone"])
        #expect(try await answer(false, "Punktet om lys mangler") == [])
        // Over an objection that came meanwhile nothing is approved, nor over one without saying so.
        for approve in [ChangeBodyMeeting.Change.approve(), .approve(despiteObjections: true, shown: 2)] {
            #expect(try await refusals { try await body.change(meeting, approve) } == ["changed-meanwhile"])
        }
        #expect(try await refusals { try await body.change(meeting, .approve(shown: 1)) } == ["meeting.objections"])
        // Taken back and sent anew, they are others.
        try await body.change(meeting, .takeBack)
        #expect(try await body.view(meeting).answers.isEmpty)
        try await body.change(meeting, .sendMinutes)
        #expect(try await answer(false, "Stadig") == [])
        #expect(try await answer(true) == [])
        #expect(try await body.view(meeting).answers.map(\.isApproved) == [true])
        #expect(try await answer(false, "Alligevel ikke") == [])
        try await body.change(meeting, .approve(despiteObjections: true, shown: 1))
        #expect(try await acts(body).prefix(2) == ["minutes-objected", "minutes-accepted"])
    }

    @Test func aSeatStandsInTheHistoryAsItWas() async throws {
        let body = try await TestBody()
        let stored = try #require(try await ReadBody(body.id)(body.who(), in: body.test.office).opened.seats.last)
        let seat = BodySeat(
            side: stored.seat.side, municipality: stored.seat.municipality, title: "Chef", post: .member, account: "",
            from: stored.seat.from, to: LocalDate("2026-12-31"))
        try await ManageBody(body.id, .setSeat(stored.id, seat, revision: 1))(
            body.test.may(Acts.EditPlan.self, as: .secretariat), in: body.test.office)
        let change = try #require(
            try await ReadBodyHistory(body.id)(body.who(), in: body.test.office).changes.first)
        let old = try #require(BodySeat.Kept(line: change.old)), new = try #require(BodySeat.Kept(line: change.new))
        #expect(old.title == "Forebyggelseschef" && old.account == Role.sspCoordinator.rawValue && old.to == nil)
        #expect(old.municipality == "259" && new.municipality == "259")
        #expect(new.title == "Chef" && new.account.isEmpty && new.to == LocalDate("2026-12-31"))
        #expect(BodySeat.Kept(line: "Et formål\nmed to linjer") == nil)
    }

    @Test func approvedMinutesStayAsTheyWereApproved() async throws {
        let body = try await TestBody()
        let office = body.test.office
        let (meeting, topic, seats, due) = try await agree("Laver oplæg", seat: 2, in: body)
        try await body.work(topic, on: meeting, .minutes("Drøftet."))
        for change in [ChangeBodyMeeting.Change.hold, .attendance([seats[0].id: .present]), .sendMinutes] {
            try await body.change(meeting, change)
        }
        #expect(try await body.view(meeting).approved == nil)
        try await body.change(meeting, .approve())
        let kept = try #require(try await body.view(meeting).approved)
        let agreed = try #require(kept.agreed.first), action = try #require(try await body.view(meeting).actions.first)
        #expect(agreed.owner?.title == "Forebyggelseschef" && agreed.owner?.municipality == "259")
        #expect(agreed.dueOn == due && !agreed.differs(from: action))
        #expect(kept.seats.map(\.title) == ["Politiinspektør", "Sekretariatschef", "Forebyggelseschef"])
        let seat = seats[2].seat
        try await ManageBody(
            body.id,
            .setSeat(
                seats[2].id,
                BodySeat(
                    side: seat.side, municipality: seat.municipality, title: "Chef", post: seat.post,
                    account: seat.account, from: seat.from, to: nil), revision: 1))(
                body.test.may(Acts.EditPlan.self, as: .secretariat), in: office)
        for (revision, to) in [(1, seats[1].id), (2, seats[2].id)] {
            try await CorrectBodyAction(
                action.id, revision: revision, .set(words: nil, seat: to, dueOn: due + 7, reason: "Påske"))(
                    body.who(), in: office)
            let view = try await body.view(meeting)
            #expect(view.approved == kept && view.actions.first?.dueOn == due + 7 && view.actions.first?.seat == to)
            #expect(try agreed.differs(from: #require(view.actions.first)))
        }
    }
}
