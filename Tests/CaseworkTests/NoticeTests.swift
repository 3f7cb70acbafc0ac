import Handbook
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework

/// A notice of concern on its way: from the report, into the inbox, after the family, and back.
@Suite struct NoticeTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
        try test.addAccounts()
    }

    private func inbox(of municipality: String = "259", _ state: NoticeQuery.State = .waiting) async throws
        -> [NoticeLine]
    {
        try await ListNotices(NoticeQuery(state))(try test.socialWorker(in: municipality), in: test.office).lines
    }

    /// Sent by the officer, opened by the municipality.
    private func opened(about child: Int64) async throws -> Int64 {
        let id = try await test.notice(about: child)
        try await OpenNotice(id, revision: 1)(try test.socialWorker(), in: test.office)
        return id
    }

    @Test func anUnopenedNoticeIsInTheInboxOfItsMunicipalityAloneAndNamesNobody() async throws {
        let child = try test.person("P1")
        let id = try await test.notice(about: child)
        let line = try #require(try await inbox().first)
        #expect(line.row.id == id && !line.isOpened && line.age == 12 && line.openedAt == nil)
        #expect(line.clocks.map(\.clock.code) == ["opening", "acute", "receipt", "feedback"])
        #expect(try await inbox(of: "253").isEmpty)
        await #expect(throws: NotFound.self) {
            _ = try await ReadNotice(id)(try test.socialWorker(in: "253"), in: test.office)
        }
        // Neither by its page nor by a search.
        await #expect(throws: NotFound.self) { _ = try await ReadCase(id)(try test.socialWorker(), in: test.office) }
        let finder = try Policy.authorize(try test.socialWorker().actor, Acts.FindPersons.self)
        let found = try await FindPersons("Person", purpose: Purpose(.caseWork))(finder, in: test.office)
        #expect(found.isEmpty)
        #expect(try await ReadNotice(id)(try test.socialWorker(), in: test.office).opened == nil)
        #expect(try !test.logged(.person, child).contains { $0.hasPrefix("read UND") })
        // To others of the municipality there are none.
        let others = [Role.sspCoordinator, .boardCoordinator]
        for role in others {
            await #expect(throws: NotFound.self) {
                _ = try await ListNotices(NoticeQuery())(try test.may(Acts.WorkCases.self, as: role), in: test.office)
            }
        }
    }

    @Test func whoeverOpensItStandsByItWithNameAndTime() async throws {
        let child = try test.person("P1")
        let id = try await test.notice(about: child)
        await #expect(throws: NotFound.self) {
            try await OpenNotice(id, revision: 1)(try test.socialWorker(in: "253"), in: test.office)
        }
        await #expect(throws: NotFound.self) {
            try await OpenNotice(id, revision: 1)(try test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        }
        test.pass(hours: 2)
        try await OpenNotice(id, revision: 1)(try test.socialWorker(), in: test.office)
        let view = try await ReadCase(id)(try test.socialWorker(), in: test.office)
        #expect(view.row.stage == "received" && view.row.owner == "worker-259")
        #expect(view.events.last?.actor == "worker-259" && view.events.last?.event.at == test.now)
        let logged = try test.logged(.person, child)
        #expect(logged.contains("read " + view.row.number))
        #expect(try test.logged(.caseFile, id).contains("change notice opened"))
        // A colleague was faster; and what is read is not unread.
        await #expect(throws: NotFound.self) {
            try await OpenNotice(id, revision: 1)(try test.socialWorker(), in: test.office)
        }
        let event = try #require(view.events.last?.id)
        #expect(view.undoable == nil)
        let undone = try await refusals {
            try await ChangeCase(id, revision: 3, .undo(event: event, reason: "Fejl"))(
                try test.socialWorker(), in: test.office)
        }
        #expect(undone == ["undo-own-act"])
    }

    @Test func anUnopenedNoticeFollowsTheFamilyByItself() async throws {
        let child = try test.person("P1")
        let id = try await test.notice(about: child)
        let system = TestOffice.actor(.secretariat)
        #expect(try await RouteNotices()(by: system, in: test.office).moved == 0)
        try test.moves(child, to: "253")
        test.pass(hours: 7)
        #expect(try await RouteNotices()(by: system, in: test.office).moved == 1)
        #expect(try await RouteNotices()(by: system, in: test.office).moved == 0)
        #expect(try await inbox().isEmpty)
        let line = try #require(try await inbox(of: "253").first)
        #expect(line.row.id == id && line.sentAt == test.now && line.firstSentAt == TestOffice.start)
        #expect(line.clocks.first { $0.clock.code == "opening" }?.startedAt == test.now)
        #expect(line.clocks.first { $0.clock.code == "feedback" }?.startedAt == TestOffice.start)
        let sendings = try await ReadNotice(id)(try test.may(Acts.WorkCases.self, as: .officer), in: test.office)
            .sendings
        #expect(sendings.map(\.municipality) == ["259", "253"] && sendings.map(\.cause) == [.sent, .moved])
        let logged = try test.logged(.caseFile, id)
        #expect(logged.contains("change notice sent") && logged.contains("change notice moved"))
        let records = try await test.database.read {
            try DisclosureStore.disclosures(ofCase: id, keys: .forTests, in: $0).map(\.disclosure)
        }
        #expect(records.map { $0.recipients.map(\.authority) } == [["259"], ["253"]])
        // What follows a family by itself is given by the police, by nobody in person.
        #expect(records.last?.giver == Disclosure.Side(authority: "police"))
        // Out of the district there is no inbox: it stays, and says so.
        try test.moves(child, to: "101")
        #expect(try await RouteNotices()(by: system, in: test.office).moved == 0)
        let left = try #require(try await inbox(of: "253").first)
        #expect(left.hasMoved && left.home == nil)
    }

    @Test func theServingProcessLetsThemFollow() async throws {
        let child = try test.person("P1")
        _ = try await test.notice(about: child)
        try test.moves(child, to: "253")
        let outcome = await Chores(mail: nil, by: TestOffice.actor(.secretariat))(in: test.office)
        #expect(outcome.failures.isEmpty)
        #expect(try await inbox(of: "253").count == 1)
    }

    @Test func anOpenedNoticeIsHandedOverAndGone() async throws {
        let child = try test.person("P1")
        let id = try await opened(about: child)
        try await test.step(id, "assessed", ["acute_assessment": "acute-measure"])
        func handOver() async throws {
            try await HandOverNotice(id, revision: try test.revision(id))(try test.socialWorker(), in: test.office)
        }
        #expect(try await refusals { try await handOver() } == ["notice-not-moved"])
        try test.moves(child, to: "253")
        #expect(try await RouteNotices()(by: TestOffice.actor(.secretariat), in: test.office).moved == 0)
        #expect(try await inbox().first?.home == "253")
        // Not by the back door.
        let back = try await refusals { try await test.step(id, "sent") }
        #expect(back == ["step-own-act"])
        #expect(
            try await refusals {
                try await HandOverNotice(id, revision: 1)(try test.socialWorker(), in: test.office)
            } == ["changed-meanwhile"])
        try await handOver()
        #expect(try await inbox().isEmpty)
        await #expect(throws: NotFound.self) { _ = try await ReadCase(id)(try test.socialWorker(), in: test.office) }
        await #expect(throws: NotFound.self) { _ = try await ReadNotice(id)(try test.socialWorker(), in: test.office) }
        // The new municipality opens it anew, and assesses itself.
        #expect(try await inbox(of: "253").first?.isOpened == false)
        let new = try test.socialWorker(in: "253")
        try await OpenNotice(id, revision: try test.revision(id))(new, in: test.office)
        let view = try await ReadCase(id)(new, in: test.office)
        #expect(view.file.fields["acute_assessment"] == nil)
        #expect(
            view.events.map(\.event.kind) == ["sent", "received", "assessed", "sent", "received"].map { .entered($0) })
        let missing = try await refusals {
            try await ChangeCase(
                id, revision: try test.revision(id), .move(to: "assessed", at: nil, fields: [:], note: ""))(
                    new, in: test.office)
        }
        #expect(missing == ["field-required"])
    }

    @Test func nobodyChoosesAMunicipalityThatTheRegisterKnows() async throws {
        let child = try test.person("P1")
        try test.moves(child, to: "253")
        let id = try await test.notice(about: child)
        #expect(try await inbox().isEmpty)
        #expect(try await inbox(of: "253").map(\.row.id) == [id])
        let corrected = try await refusals {
            try await test.change(id, revision: 1, .correct(fields: [:], municipality: "259", reason: "Fejl"))
        }
        #expect(corrected == ["goes-to-address"])
        // The register knows of none: it goes where the sender says.
        let other = try test.person("P-none")
        try test.moves(other, to: "")
        let sent = try await test.notice(about: other)
        #expect(try await inbox().contains { $0.row.id == sent })
    }

    /// A child that the register knows outside the district: its notice goes there by secure mail, whatever the sender picks, no
    /// clock of an inbox runs, and whoever has sent it closes it.
    @Test func whatGoesOutOfTheDistrictGoesByMail() async throws {
        let child = try test.person("P1")
        try test.moves(child, to: "101")
        let id = try await test.notice(about: child)
        #expect(try await inbox().isEmpty)
        let view = try await test.read(id)
        #expect(view.file.municipality == "101" && view.file.fields["way"] == Programme.secureMail)
        let line = try await ReadNotice(id)(try test.may(Acts.WorkCases.self, as: .officer), in: test.office).line
        #expect(line.isByMail && line.clocks.map(\.clock.code) == ["feedback"])
        let records = try await test.database.read {
            try DisclosureStore.disclosures(ofCase: id, keys: .forTests, in: $0).map(\.disclosure)
        }
        #expect(records.map(\.channel) == [.mail] && records.map { $0.recipients.map(\.authority) } == [["101"]])
        test.pass(days: 2)
        #expect(try await Escalate()(by: TestOffice.actor(.secretariat), in: test.office).made == 0)
        let corrected = try await refusals {
            try await test.change(
                id, revision: 1, .correct(fields: ["way": "kreds"], municipality: nil, reason: "Fejl"))
        }
        #expect(corrected == ["goes-to-address"])
        try await test.change(
            id, revision: 1, .move(to: "closed", at: nil, fields: ["feedback": "investigation"], note: ""))
        #expect(try await test.read(id).row.stage == "closed")
        // One that lies in an inbox is the municipality's to close.
        let inside = try await test.notice(about: try test.person("P2"))
        let refused = try await refusals {
            try await test.change(inside, revision: 1, .move(to: "closed", at: nil, fields: [:], note: ""))
        }
        #expect(refused.contains("concern-notice.unopened"))
        let file = try await test.read(inside).file
        let step = try #require(file.programme.transition(from: "sent", to: "closed"))
        #expect(try !Engine.ruledOut(step, on: file, at: test.now, law: test.office.law).isEmpty, "it is not offered")
        // Back in the district it goes into an inbox.
        let other = try test.person("P3")
        try test.moves(other, to: "101")
        let back = try await test.notice(about: other)
        try test.moves(other, to: "253")
        #expect(try await RouteNotices()(by: TestOffice.actor(.secretariat), in: test.office).moved == 1)
        #expect(try await inbox(of: "253").map(\.row.id) == [back])
        #expect(try await test.read(back).file.fields["way"] == "kreds")
    }

    /// Somebody who works in one part of the district alone, with an account.
    private func islander() throws -> Actor {
        let account = Actor(
            name: "islander", displayName: "Test islander", authority: "police", unit: "oroe", roles: [.officer])
        try test.database.blockingWrite { db in
            _ = try AccountStore.add(account, password: "none", at: test.now, in: db)
        }
        return test.office.handbook.placed(account)
    }

    private func notice(about child: Int64, by actor: Actor) async throws -> Int64 {
        try await OpenCase(
            .concernNotice, municipality: "",
            fields: [
                "concerns": "child", "concern": "Alene ude om natten.", "notifier_kind": "professional",
                "notifier_name": "Anna Holm",
            ], parties: [(.subject, child)])(Policy.authorize(actor, Acts.WorkCases.self), in: test.office)
    }

    /// It lies outside their part of the district at once, and is theirs to close.
    @Test func whoeverSentANoticeOutOfTheDistrictClosesIt() async throws {
        let actor = try islander()
        let who = try Policy.authorize(actor, Acts.WorkCases.self)
        let child = try test.person("P1")
        try test.moves(child, to: "101")
        let id = try await notice(about: child, by: actor)
        await #expect(throws: NotFound.self) { _ = try await ReadCase(id)(who, in: test.office) }
        let view = try await ReadNotice(id)(who, in: test.office)
        #expect(view.next?.to == "closed" && view.opened == nil)
        // Nobody else's, and not one that lies in an inbox.
        let other = Actor(
            name: "other", displayName: "", authority: "police", unit: "oroe", roles: [.officer])
        let stranger = try Policy.authorize(test.office.handbook.placed(other), Acts.WorkCases.self)
        await #expect(throws: NotFound.self) {
            try await CloseMailed(id, revision: 1, fields: [:])(stranger, in: test.office)
        }
        let inside = try await notice(about: try test.person("P2"), by: actor)
        #expect(try await ReadNotice(inside)(who, in: test.office).next == nil)
        await #expect(throws: NotFound.self) {
            try await CloseMailed(inside, revision: 1, fields: [:])(who, in: test.office)
        }
        let stale = try await refusals { try await CloseMailed(id, revision: 7, fields: [:])(who, in: test.office) }
        #expect(stale == ["changed-meanwhile"])
        try await CloseMailed(id, revision: 1, fields: ["feedback": "measure"])(who, in: test.office)
        let file = try #require(try test.database.blockingRead { try CaseStore.file(id, in: $0) })
        #expect(file.stage == "closed" && file.fields["feedback"] == "measure")
    }

    /// Also where their part of the district is another: by number and clock.
    @Test func whoeverSentWhatNobodyOpensIsToldWhereverItLies() async throws {
        let actor = try islander()
        let who = try Policy.authorize(actor, Acts.WorkCases.self)
        let id = try await notice(about: try test.person("P1"), by: actor)
        test.pass(hours: 9)
        let run = try await Escalate()(by: TestOffice.actor(.secretariat), in: test.office)
        #expect(run.made == 1 && run.withoutLeader == 0)
        let found = try #require(try await ListEscalations()(who, in: test.office).first)
        #expect(found.row.id == id && !found.isReadable && found.mayAcknowledge)
        #expect(try await ReadEscalation(found.escalation.id)(who, in: test.office).row.id == id)
        let count = try test.database.blockingRead {
            try EscalationStore.openCount(to: "islander", scope: who.scope, in: $0)
        }
        #expect(count == 1)
        await #expect(throws: NotFound.self) { _ = try await ReadCase(id)(who, in: test.office) }
        try await AcknowledgeEscalation(found.escalation.id, remark: "Ringet til vagten")(who, in: test.office)
        #expect(try await ListEscalations()(who, in: test.office).first?.escalation.isOpen == false)
    }

    /// Carried from another system or older than the rule: the way is that of the municipality where it lies.
    @Test(arguments: [("101", "", Programme.secureMail), ("259", Programme.secureMail, "kreds")])
    func anUnopenedNoticeGetsTheWayOfItsMunicipality(municipality: String, before: String, after: String) async throws {
        let child = try test.person("P1")
        let id = try await test.notice(about: child)
        try test.moves(child, to: municipality)
        try test.database.blockingWrite { db in
            var fields = try #require(try CaseStore.file(id, in: db)).fields
            fields["way"] = before.isEmpty ? nil : before
            try db.execute(
                """
                UPDATE case_file SET municipality = \(municipality), fields = \(JSONText.text(of: fields))
                WHERE id = \(id)
                """)
        }
        let outcome = try await RouteNotices()(by: TestOffice.actor(.secretariat), in: test.office)
        #expect(outcome.moved == 0 && outcome.failures.isEmpty)
        let file = try #require(try test.database.blockingRead { try CaseStore.file(id, in: $0) })
        #expect(file.fields["way"] == after && file.municipality == municipality && file.events.count == 1)
        let revision = try test.revision(id)
        _ = try await RouteNotices()(by: TestOffice.actor(.secretariat), in: test.office)
        #expect(try test.revision(id) == revision, "once")
    }

    /// One that cannot be sent on holds back none of the others.
    @Test func aNoticeThatCannotBeSentOnHoldsBackNoOther() async throws {
        var ids: [Int64] = []
        for number in 1...3 {
            let child = try test.person("P\(number)")
            ids.append(try await test.notice(about: child))
            try test.moves(child, to: "253")
        }
        // Its record in the history has no room.
        _ = try test.database.blockingWrite { db in
            try db.execute(
                """
                CREATE TRIGGER broken BEFORE INSERT ON notice_sending WHEN NEW.case_id = (SELECT MIN(id) FROM case_file)
                BEGIN SELECT RAISE(ABORT, 'broken'); END
                """)
        }
        let outcome = try await RouteNotices()(by: TestOffice.actor(.secretariat), in: test.office)
        #expect(outcome.moved == 2 && outcome.failures.count == 1)
        #expect(try await inbox(of: "253").count == 2)
        #expect(try await inbox().map(\.row.id) == [ids[0]], "nothing half-done stays")
        let imported = try RouteNotices().blocking(by: TestOffice.actor(.secretariat), in: test.office)
        #expect(imported.moved == 0 && imported.failures.count == 1)
    }

    @Test func whatIsProtectedReachesItsMunicipalityAndTellsNobodyElseWhere() async throws {
        let child = try test.person("P1", protected: true)
        try test.moves(child, to: "253")
        _ = try await test.notice(about: child)
        let sent = try await ListNotices(NoticeQuery())(
            try test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        #expect(sent.lines.map(\.row.hidesPlace) == [true])
        #expect(try await inbox(of: "253").count == 1)
        // Who got it stands in the log with the child alone: the father of the case reads in his own answer who got that.
        let id = try #require(sent.lines.first?.row.id)
        #expect(try test.logged(.person, child).contains { $0.hasPrefix("disclose disclosure 1 notification given") })
        #expect(try !test.logged(.caseFile, id).contains { $0.hasPrefix("disclose") })
    }

    // MARK: - Unopened

    @Test func whatNobodyOpensReachesTheLeaderOrElseWhoeverSentIt() async throws {
        let first = try await test.notice(about: try test.person("P1"))
        test.pass(hours: 9)
        let system = TestOffice.actor(.secretariat)
        let alone = try await Escalate()(by: system, in: test.office)
        #expect(alone.made == 1 && alone.withoutLeader == 0)
        #expect(try await inbox().first?.escalation?.account == "officer")
        try await NameLeader(programme: "concern-notice", place: "", account: "leader")(
            try test.may(Acts.NameLeaders.self, as: .leader), in: test.office)
        let second = try await test.notice(about: try test.person("P2"))
        test.pass(hours: 9)
        _ = try await Escalate()(by: system, in: test.office)
        let told = try await inbox().first { $0.row.id == second }?.escalation?.account
        #expect(told == "leader")
        // Opened, it is nobody's any more.
        try await OpenNotice(first, revision: 1)(try test.socialWorker(), in: test.office)
        #expect(try await inbox().first { $0.row.id == first }?.escalation == nil)
    }

    @Test func whatIsDeletedLeavesNothingOfItsWay() async throws {
        let id = try await test.notice(about: try test.person("P1"))
        try test.database.blockingWrite { db in
            let deletion = Deletion(
                keys: .forTests, ledger: test.office.ledger, by: TestOffice.actor(.secretariat), at: test.now)
            try deletion.deleteCase(id, in: db)
        }
        #expect(try test.count("SELECT COUNT(*) FROM notice_sending") == 0)
        #expect(try test.count("SELECT COUNT(*) FROM notice_follower") == 0)
    }
}
