import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// A notice of concern on its way: from the report, into the inbox, after the family, and back.
@Suite struct NoticeTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
        try test.addAccounts()
    }

    private func worker(in municipality: String = "259") throws -> Authorized<Acts.WorkCases> {
        let actor = Actor(
            name: "worker-" + municipality, displayName: "Worker", authority: municipality, roles: [.socialWorker])
        return try Policy.authorize(test.office.handbook.placed(actor), Acts.WorkCases.self)
    }

    private func notice(about child: Int64) async throws -> Int64 {
        try await test.open(
            "concern-notice",
            fields: [
                "concerns": "child", "concern": "Alene ude om natten.", "notifier_kind": "professional",
                "notifier_name": "Anna Holm",
            ], subject: child)
    }

    private func moves(_ person: Int64, to municipality: String) throws {
        _ = try test.database.blockingWrite {
            try $0.execute("UPDATE person SET municipality = \(municipality) WHERE id = \(person)")
        }
    }

    private func inbox(of municipality: String = "259", _ state: NoticeQuery.State = .waiting) async throws
        -> [NoticeLine]
    {
        try await ListNotices(NoticeQuery(state))(try worker(in: municipality), in: test.office).lines
    }

    private func revision(_ id: Int64) throws -> Int {
        try test.count("SELECT revision FROM case_file WHERE id = \(id)")
    }

    private func step(_ id: Int64, _ stage: Stage, _ fields: [String: String] = [:]) async throws {
        try await ChangeCase(
            id, revision: try revision(id), .move(to: stage, at: nil, fields: fields, note: ""))(
                try worker(), in: test.office)
    }

    /// Sent by the officer, opened by the municipality.
    private func opened(about child: Int64) async throws -> Int64 {
        let id = try await notice(about: child)
        try await OpenNotice(id, revision: 1)(try worker(), in: test.office)
        return id
    }

    @Test func anUnopenedNoticeIsInTheInboxOfItsMunicipalityAloneAndNamesNobody() async throws {
        let child = try test.person("P1")
        let id = try await notice(about: child)
        let line = try #require(try await inbox().first)
        #expect(line.row.id == id && !line.isOpened && line.age == 12 && line.openedAt == nil)
        #expect(line.clocks.map(\.clock.code) == ["opening", "acute", "receipt", "feedback"])
        #expect(try await inbox(of: "253").isEmpty)
        await #expect(throws: NotFound.self) {
            _ = try await ReadNotice(id)(try worker(in: "253"), in: test.office)
        }
        // Neither by its page nor by a search.
        await #expect(throws: NotFound.self) { _ = try await ReadCase(id)(try worker(), in: test.office) }
        let finder = try Policy.authorize(try worker().actor, Acts.FindPersons.self)
        let found = try await FindPersons("Person", purpose: Purpose(.caseWork))(finder, in: test.office)
        #expect(found.isEmpty)
        #expect(try await ReadNotice(id)(try worker(), in: test.office).opened == nil)
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
        let id = try await notice(about: child)
        await #expect(throws: NotFound.self) {
            try await OpenNotice(id, revision: 1)(try worker(in: "253"), in: test.office)
        }
        await #expect(throws: NotFound.self) {
            try await OpenNotice(id, revision: 1)(try test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        }
        test.pass(hours: 2)
        try await OpenNotice(id, revision: 1)(try worker(), in: test.office)
        let view = try await ReadCase(id)(try worker(), in: test.office)
        #expect(view.row.stage == "received" && view.row.owner == "worker-259")
        #expect(view.events.last?.actor == "worker-259" && view.events.last?.event.at == test.now)
        let logged = try test.logged(.person, child)
        #expect(logged.contains("read " + view.row.number))
        #expect(try test.logged(.caseFile, id).contains("change notice opened"))
        // A colleague was faster; and what is read is not unread.
        await #expect(throws: NotFound.self) { try await OpenNotice(id, revision: 1)(try worker(), in: test.office) }
        let event = try #require(view.events.last?.id)
        #expect(view.undoable == nil)
        let undone = try await refusals {
            try await ChangeCase(id, revision: 3, .undo(event: event, reason: "Fejl"))(try worker(), in: test.office)
        }
        #expect(undone == ["undo-own-act"])
    }

    @Test func anUnopenedNoticeFollowsTheFamilyByItself() async throws {
        let child = try test.person("P1")
        let id = try await notice(about: child)
        let system = TestOffice.actor(.secretariat)
        #expect(try await RouteNotices()(by: system, in: test.office) == 0)
        try moves(child, to: "253")
        test.pass(hours: 7)
        #expect(try await RouteNotices()(by: system, in: test.office) == 1)
        #expect(try await RouteNotices()(by: system, in: test.office) == 0)
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
        try moves(child, to: "101")
        #expect(try await RouteNotices()(by: system, in: test.office) == 0)
        let left = try #require(try await inbox(of: "253").first)
        #expect(left.hasMoved && left.home == nil)
    }

    @Test func theServingProcessLetsThemFollow() async throws {
        let child = try test.person("P1")
        _ = try await notice(about: child)
        try moves(child, to: "253")
        let outcome = await Chores(mail: nil, by: TestOffice.actor(.secretariat))(in: test.office)
        #expect(outcome.failures.isEmpty)
        #expect(try await inbox(of: "253").count == 1)
    }

    @Test func anOpenedNoticeIsHandedOverAndGone() async throws {
        let child = try test.person("P1")
        let id = try await opened(about: child)
        try await step(id, "assessed", ["acute_assessment": "acute-measure"])
        func handOver() async throws {
            try await HandOverNotice(id, revision: try revision(id))(try worker(), in: test.office)
        }
        #expect(try await refusals { try await handOver() } == ["notice-not-moved"])
        try moves(child, to: "253")
        #expect(try await RouteNotices()(by: TestOffice.actor(.secretariat), in: test.office) == 0)
        #expect(try await inbox().first?.home == "253")
        // Not by the back door.
        let back = try await refusals { try await step(id, "sent") }
        #expect(back == ["step-own-act"])
        #expect(
            try await refusals {
                try await HandOverNotice(id, revision: 1)(try worker(), in: test.office)
            } == ["changed-meanwhile"])
        try await handOver()
        #expect(try await inbox().isEmpty)
        await #expect(throws: NotFound.self) { _ = try await ReadCase(id)(try worker(), in: test.office) }
        await #expect(throws: NotFound.self) { _ = try await ReadNotice(id)(try worker(), in: test.office) }
        // The new municipality opens it anew, and assesses itself.
        #expect(try await inbox(of: "253").first?.isOpened == false)
        let new = try worker(in: "253")
        try await OpenNotice(id, revision: try revision(id))(new, in: test.office)
        let view = try await ReadCase(id)(new, in: test.office)
        #expect(view.file.fields["acute_assessment"] == nil)
        #expect(
            view.events.map(\.event.kind) == ["sent", "received", "assessed", "sent", "received"].map { .entered($0) })
        let missing = try await refusals {
            try await ChangeCase(
                id, revision: try revision(id), .move(to: "assessed", at: nil, fields: [:], note: ""))(
                    new, in: test.office)
        }
        #expect(missing == ["field-required"])
    }

    @Test func nobodyChoosesAMunicipalityThatTheRegisterKnows() async throws {
        let child = try test.person("P1")
        try moves(child, to: "253")
        let id = try await notice(about: child)
        #expect(try await inbox().isEmpty)
        #expect(try await inbox(of: "253").map(\.row.id) == [id])
        let corrected = try await refusals {
            try await test.change(id, revision: 1, .correct(fields: [:], municipality: "259", reason: "Fejl"))
        }
        #expect(corrected == ["goes-to-address"])
        // The register knows of none, or of one elsewhere: it goes where the sender says.
        for home in ["", "101"] {
            let other = try test.person("P-" + home)
            try moves(other, to: home)
            let sent = try await notice(about: other)
            #expect(try await inbox().contains { $0.row.id == sent }, "\(home)")
        }
    }

    @Test func whatIsProtectedReachesItsMunicipalityAndTellsNobodyElseWhere() async throws {
        let child = try test.person("P1", protected: true)
        try moves(child, to: "253")
        _ = try await notice(about: child)
        let sent = try await ListNotices(NoticeQuery())(
            try test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        #expect(sent.lines.map(\.row.hidesPlace) == [true])
        #expect(try await inbox(of: "253").count == 1)
        // Who got it stands in the log with the child alone: the father of the case reads in his own answer who got that.
        let id = try #require(sent.lines.first?.row.id)
        #expect(try test.logged(.person, child).contains { $0.hasPrefix("disclose disclosure 1 notification given") })
        #expect(try !test.logged(.caseFile, id).contains { $0.hasPrefix("disclose") })
    }

    // MARK: - The report

    private func report(
        about person: Int64, leadsTo: String, others: [(Party.Role, Int64)] = []
    ) async throws -> Int64 {
        let who = try test.may(Acts.WorkCases.self, as: .officer)
        let id = try await OpenCase(
            .socialReport, municipality: "259", fields: ["origin": "patrol", "facts": "- 01.03.2026, Uro"],
            parties: [(.subject, person)] + others
        )(who, in: test.office)
        try await test.change(
            id, revision: 1,
            .move(
                to: "sent", at: nil, fields: ["assessment": "Barnet har brug for hjælp.", "leads_to": leadsTo], note: ""
            ))
        return id
    }

    private func notify(_ report: Int64, about child: Int64, as role: Role = .officer) async throws -> Int64 {
        try await NotifyMunicipality(
            report: report, about: child,
            fields: [
                "concerns": "child", "concern": "Barnet har brug for hjælp.", "notifier_name": "Ole Vagt",
                "notifier_contact": "Politiet",
            ], municipality: "316"
        )(try test.may(Acts.WorkCases.self, as: role), in: test.office)
    }

    @Test func aReportLeadsToOneNoticeThatIsTiedToIt() async throws {
        let mother = try test.person("P-mother", born: "1988-01-01")
        let child = try test.person("P1")
        let report = try await report(about: child, leadsTo: "notice", others: [(.caregiver, mother)])
        let lead = try await ReadLead(report)(try test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        #expect(lead.target == .notice && lead.writer == "officer" && lead.made == nil && lead.mayLead)
        let id = try await notify(report, about: child, as: .secretariat)
        let view = try await test.read(id)
        #expect(view.file.municipality == "259" && view.file.fields["notifier_kind"] == "professional")
        #expect(Set(view.file.parties.map(\.role)) == [.subject, .caregiver])
        #expect(view.relations.map(\.kind) == [.refers] && view.relations.map(\.other.id) == [report])
        #expect(try await refusals { _ = try await notify(report, about: child) } == ["lead-made"])
        // Both whoever sent it and whoever wrote the report hear of the answer.
        try await OpenNotice(id, revision: 1)(try worker(), in: test.office)
        try await step(id, "assessed", ["acute_assessment": "no-acute-measure"])
        try await step(id, "receipted")
        #expect(try await ListFeedback()(TestOffice.actor(.officer), in: test.office).isEmpty)
        try await step(id, "answered", ["feedback": "investigation"])
        for role in [Role.officer, .secretariat] {
            let found = try await ListFeedback()(TestOffice.actor(role), in: test.office)
            #expect(found.map(\.row.id) == [id], "\(role)")
        }
        let officer = try test.may(Acts.WorkCases.self, as: .officer)
        try await SeeFeedback(id)(officer, in: test.office)
        #expect(try await ListFeedback()(TestOffice.actor(.officer), in: test.office).isEmpty)
        #expect(try await ListFeedback()(TestOffice.actor(.secretariat), in: test.office).count == 1)
        await #expect(throws: NotFound.self) { try await SeeFeedback(id)(officer, in: test.office) }
        await #expect(throws: NotFound.self) {
            try await SeeFeedback(id)(try test.may(Acts.WorkCases.self, as: .leader), in: test.office)
        }
    }

    @Test func aReportAboutAnAdultNotifiesOfTheChildInIt() async throws {
        let father = try test.person("P-father", born: "1985-01-01")
        let child = try test.person("P1")
        let report = try await report(about: father, leadsTo: "notice", others: [(.child, child)])
        #expect(try await refusals { _ = try await notify(report, about: father) } == ["concern-notice.child"])
        let stranger = try test.person("P-other")
        #expect(try await refusals { _ = try await notify(report, about: stranger) } == ["lead-about"])
        let id = try await notify(report, about: child)
        let parties = try await test.read(id).file.parties
        #expect(parties.first { $0.role == .subject }?.person == child)
        #expect(parties.first { $0.role == .caregiver }?.person == father)
    }

    @Test func aReportThatLeadsNowhereLeadsToNothing() async throws {
        let child = try test.person("P1")
        let draft = try await test.open(
            "social-report", fields: ["origin": "patrol", "facts": "- Uro"], subject: child)
        let who = try test.may(Acts.WorkCases.self, as: .officer)
        await #expect(throws: NotFound.self) { _ = try await ReadLead(draft)(who, in: test.office) }
        // Without a notice or PSP-K somebody has to get it.
        let sent = ChangeCase.Change.move(
            to: "sent", at: nil, fields: ["assessment": "Til orientering.", "leads_to": "neither"], note: "")
        #expect(try await refusals { try await test.change(draft, revision: 1, sent) } == ["social-report.recipient"])
    }

    @Test func anAdultIsFollowedInTheGroupOnce() async throws {
        let adult = try test.person("P-adult", born: "1980-01-01")
        let who = try test.may(Acts.WorkCases.self, as: .officer)
        let first = try await report(about: adult, leadsTo: "psp-k")
        let made = try await FollowInGroup(report: first)(who, in: test.office)
        let view = try await test.read(made)
        #expect(view.row.programme == "psp-k" && view.row.stage == "monitored")
        #expect(view.relations.map(\.other.id) == [first])
        #expect(
            try await refusals { _ = try await FollowInGroup(report: first)(who, in: test.office) } == ["lead-made"])
        let second = try await report(about: adult, leadsTo: "psp-k")
        #expect(try await FollowInGroup(report: second)(who, in: test.office) == made)
        #expect(try test.count("SELECT COUNT(*) FROM case_file WHERE programme = 'psp-k'") == 1)
    }

    // MARK: - Incidents and rules

    private func incident(_ id: String, involving person: Int64, at place: String) throws -> Int64 {
        try test.database.blockingWrite { db in
            let incident = try db.insert(
                """
                INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                    fingerprint, import_id)
                VALUES (1, \(id), \(TestOffice.start.milliseconds), '2026-03-01', 'domestic-disturbance', '259', \(place),
                    'Uro', 0, 1)
                RETURNING id
                """)
            try db.execute(
                """
                INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                VALUES (\(incident), 'involved', \(person), '', 1)
                """)
            return try #require(incident)
        }
    }

    @Test func theFactsOfADraftNameNobodyAndNoProtectedHome() async throws {
        let finder = try test.may(Acts.FindPersons.self, as: .officer)
        let purpose = Purpose(.caseWork)
        let child = try test.person("P1")
        let open = try incident("I1", involving: child, at: "Torvet")
        let draft = try await DraftFacts(incident: open, person: child, purpose: purpose)(finder, in: test.office)
        #expect(draft.facts.contains("01.03.2026") && draft.facts.contains("Torvet") && draft.municipality == "259")
        #expect(!draft.facts.contains("Person"))
        #expect(try test.logged(.person, child).contains("read case"))
        let hidden = try test.person("P2", protected: true)
        let home = try incident("I2", involving: hidden, at: "Prøvevej 1")
        let masked = try await DraftFacts(incident: home, person: hidden, purpose: purpose)(finder, in: test.office)
        #expect(!masked.facts.contains("Prøvevej") && masked.municipality == nil)
        // Somebody else was not there.
        await #expect(throws: NotFound.self) {
            _ = try await DraftFacts(incident: open, person: hidden, purpose: purpose)(finder, in: test.office)
        }
    }

    @Test func aRuleHearsWhatCameOfItsHits() async throws {
        let screener = try test.may(Acts.Screen.self, as: .screener)
        let child = try test.person("P1")
        let report = try await report(about: child, leadsTo: "notice")
        try test.database.blockingWrite { db in
            let hit = try #require(
                try db.insert(
                    """
                    INSERT INTO hit (child_id, rule, version, first_triggered, last_triggered, triggers, incidents, carers,
                        state, found_on)
                    VALUES (\(child), 'rule', 1, '2026-03-01', '2026-03-01', 1, '[]', '[]', 'open', '2026-03-01')
                    RETURNING id
                    """))
            try HitStore.decide(
                hit, .report, reason: "Tæt", caseID: report, by: TestOffice.actor(.screener), at: test.now, in: db)
        }
        func counts() async throws -> RuleCounts? { try await CountOutcomes()(screener, in: test.office)["rule"] }
        #expect(try await counts().map { [$0.reported, $0.sent, $0.opened, $0.answered] } == [1, 0, 0, 0])
        let id = try await notify(report, about: child)
        #expect(try await counts().map { [$0.reported, $0.sent, $0.opened, $0.answered] } == [1, 1, 0, 0])
        try await OpenNotice(id, revision: 1)(try worker(), in: test.office)
        try await step(id, "assessed", ["acute_assessment": "no-acute-measure"])
        try await step(id, "receipted")
        try await step(id, "answered", ["feedback": "measure"])
        let told = try #require(try await counts())
        #expect([told.reported, told.sent, told.opened, told.answered] == [1, 1, 1, 1])
        #expect(told.answers == ["measure": 1])
    }

    // MARK: - Unopened

    @Test func whatNobodyOpensReachesTheLeaderOrElseWhoeverSentIt() async throws {
        let first = try await notice(about: try test.person("P1"))
        test.pass(hours: 9)
        let system = TestOffice.actor(.secretariat)
        let alone = try await Escalate()(by: system, in: test.office)
        #expect(alone.made == 1 && alone.withoutLeader == 0)
        #expect(try await inbox().first?.escalation?.account == "officer")
        try await NameLeader(programme: "concern-notice", place: "", account: "leader")(
            try test.may(Acts.NameLeaders.self, as: .leader), in: test.office)
        let second = try await notice(about: try test.person("P2"))
        test.pass(hours: 9)
        _ = try await Escalate()(by: system, in: test.office)
        let told = try await inbox().first { $0.row.id == second }?.escalation?.account
        #expect(told == "leader")
        // Opened, it is nobody's any more.
        try await OpenNotice(first, revision: 1)(try worker(), in: test.office)
        #expect(try await inbox().first { $0.row.id == first }?.escalation == nil)
    }

    @Test func whatIsDeletedLeavesNothingOfItsWay() async throws {
        let id = try await notice(about: try test.person("P1"))
        try test.database.blockingWrite { db in
            let deletion = Deletion(
                keys: .forTests, ledger: test.office.ledger, by: TestOffice.actor(.secretariat), at: test.now)
            try deletion.deleteCase(id, in: db)
        }
        #expect(try test.count("SELECT COUNT(*) FROM notice_sending") == 0)
        #expect(try test.count("SELECT COUNT(*) FROM notice_follower") == 0)
    }
}
