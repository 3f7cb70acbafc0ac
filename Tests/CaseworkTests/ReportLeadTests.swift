import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// From a social report to the notice or the case that it leads to, and what comes back.
@Suite struct ReportLeadTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
        try test.addAccounts()
    }

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
        #expect(lead.target == .notice && lead.writer == "officer" && lead.made.isEmpty && lead.mayLead)
        let id = try await notify(report, about: child, as: .secretariat)
        let view = try await test.read(id)
        #expect(view.file.municipality == "259" && view.file.fields["notifier_kind"] == "professional")
        #expect(Set(view.file.parties.map(\.role)) == [.subject, .caregiver])
        #expect(view.relations.map(\.kind) == [.refers] && view.relations.map(\.other.id) == [report])
        #expect(try await refusals { _ = try await notify(report, about: child) } == ["lead-made"])
        // Both whoever sent it and whoever wrote the report hear of the answer.
        try await OpenNotice(id, revision: 1)(try test.socialWorker(), in: test.office)
        try await test.step(id, "assessed", ["acute_assessment": "no-acute-measure"])
        try await test.step(id, "receipted")
        #expect(try await ListFeedback()(TestOffice.actor(.officer), in: test.office).isEmpty)
        try await test.step(id, "answered", ["feedback": "investigation"])
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
        // Whoever may have been there may live there.
        _ = try test.database.blockingWrite { db in
            try db.execute(
                """
                INSERT INTO incident_person (incident_id, role, person_id, described, import_id, held)
                VALUES (\(open), 'victim', \(hidden), '', 1, 1)
                """)
        }
        let doubtful = try await DraftFacts(incident: open, person: child, purpose: purpose)(finder, in: test.office)
        #expect(!doubtful.facts.contains("Torvet") && doubtful.municipality == nil)
        #expect(!doubtful.facts.contains("Forurettet"), "who is in doubt is not among those who took part")
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
        try await OpenNotice(id, revision: 1)(try test.socialWorker(), in: test.office)
        try await test.step(id, "assessed", ["acute_assessment": "no-acute-measure"])
        try await test.step(id, "receipted")
        try await test.step(id, "answered", ["feedback": "measure"])
        let told = try #require(try await counts())
        #expect([told.reported, told.sent, told.opened, told.answered] == [1, 1, 1, 1])
        #expect(told.answers == ["measure": 1])
    }

    // MARK: - One for each child

    /// Each child's municipality gets a notice about the child that lives there, with the parents and without the other child.
    @Test func siblingsInTwoMunicipalitiesHaveANoticeEach() async throws {
        let mother = try test.person("P-mother", born: "1988-01-01")
        let (one, two, three) = (try test.person("P1"), try test.person("P2"), try test.person("P3"))
        try test.moves(two, to: "253")
        let report = try await report(
            about: one, leadsTo: "notice", others: [(.caregiver, mother), (.child, two), (.child, three)])
        let first = try await test.read(notify(report, about: one)).file
        #expect(first.municipality == "259")
        #expect(Set(first.parties.map(\.person)) == [one, three, mother], "who lives elsewhere is not told of here")
        let officer = try test.may(Acts.WorkCases.self, as: .officer)
        #expect(try await ReadLead(report)(officer, in: test.office).waiting.map(\.person) == [two, three])
        #expect(try await refusals { _ = try await notify(report, about: one) } == ["lead-made"])
        let second = try await test.read(notify(report, about: two)).file
        #expect(second.municipality == "253" && Set(second.parties.map(\.person)) == [two, mother])
        #expect(try await test.read(report).relations.count == 2)
    }

    /// The clock runs until every child of the report is in a notice, and again where one of them is taken back.
    @Test func ofSeveralChildrenTheLastNoticeCounts() async throws {
        let father = try test.person("P-father", born: "1985-01-01")
        let (one, two) = (try test.person("P1"), try test.person("P2"))
        try test.moves(two, to: "253")
        let report = try await report(about: father, leadsTo: "notice", others: [(.child, one), (.child, two)])
        func isRunning() async throws -> Bool? {
            try await test.read(report).clocks.first { $0.clock.code == "notice" }?.isRunning
        }
        _ = try await notify(report, about: one)
        #expect(try await isRunning() == true)
        #expect(try await close(report) == ["social-report.led-on"])
        let second = try await notify(report, about: two)
        #expect(try await isRunning() == false)
        let event = try #require(try await test.read(report).events.last)
        let undone = try await refusals {
            try await test.change(
                report, revision: test.revision(report), .undo(event: event.id, reason: "Fejl"), as: .leader)
        }
        #expect(undone == ["undo-led-on"], "it goes with the tie")
        let tie = try #require(try await test.read(second).relations.first)
        let officer = try test.may(Acts.WorkCases.self, as: .officer)
        try await RelateCases(second, .remove(relation: tie.id, reason: "Forkert barn"))(officer, in: test.office)
        #expect(try await isRunning() == true)
    }

    // MARK: - No notice is left

    private func close(_ report: Int64, _ fields: [String: String] = [:]) async throws -> [String] {
        try await refusals {
            try await test.change(
                report, revision: test.revision(report), .move(to: "closed", at: nil, fields: fields, note: ""))
        }
    }

    @Test func aReportIsNotClosedBeforeItHasLedToItsNotice() async throws {
        let child = try test.person("P1")
        let report = try await report(about: child, leadsTo: "notice")
        #expect(try await close(report) == ["social-report.led-on"])
        let by = try await refusals {
            try await test.change(
                report, revision: test.revision(report),
                .record(entry: Programme.ledOn, at: nil, fields: ["led_how": "notice", "led_note": "Sendt"]))
        }
        #expect(by == ["social-report.led-by-hand"], "only a notice that is there counts as one")
        let notice = try await notify(report, about: child)
        // A tie that is taken back leaves the report as it was.
        let tie = try #require(try await test.read(report).relations.first)
        let officer = try test.may(Acts.WorkCases.self, as: .officer)
        try await RelateCases(notice, .remove(relation: tie.id, reason: "Forkert barn"))(officer, in: test.office)
        #expect(try await close(report) == ["social-report.led-on"])
        let number = try await test.read(report).row.number
        try await RelateCases(notice, .relate(.refers, number: number, reason: ""))(officer, in: test.office)
        #expect(try await close(report) == [])
    }

    @Test func whoeverClosesItWithoutSaysWhy() async throws {
        let one = try await report(about: try test.person("P1"), leadsTo: "notice")
        #expect(try await close(one, ["not_led_reason": "Kommunen er underrettet af skolen"]) == [])
        let two = try await report(about: try test.person("P2", born: "1980-01-01"), leadsTo: "psp-k")
        try await test.change(
            two, revision: test.revision(two),
            .record(entry: Programme.ledOn, at: nil, fields: ["led_how": "elsewhere", "led_note": "Sendt med post"]))
        #expect(try await close(two) == [])
    }

    /// A working day after the report the notice is overdue, and a day later a leader is told.
    @Test func aMissingNoticeReachesALeader() async throws {
        let report = try await report(about: try test.person("P1"), leadsTo: "notice")
        func clock() async throws -> ClockReading? {
            try await test.read(report).clocks.first { $0.clock.code == "notice" }
        }
        #expect(try await clock()?.dueDay == LocalDate("2026-03-03"))
        try await NameLeader(programme: "social-report", place: "", account: "leader")(
            try test.may(Acts.NameLeaders.self, as: .leader), in: test.office)
        let system = TestOffice.actor(.secretariat)
        test.pass(days: 2)
        #expect(try await Escalate()(by: system, in: test.office).made == 0)
        test.pass(days: 1)
        #expect(try await Escalate()(by: system, in: test.office).made == 1)
        _ = try await notify(report, about: try #require(test.read(report).file.subject?.person))
        #expect(try await clock()?.isRunning == false)
        // Where it leads to nothing, none runs.
        let other = try await self.report(about: try test.person("P2", born: "1980-01-01"), leadsTo: "psp-k")
        #expect(try await test.read(other).clocks.isEmpty)
    }
}
