import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Sharing with an item is the record of it, and opens and closes with the agenda.
@Suite struct SharingTests {
    private func item(
        _ group: TestForum, on meeting: Int64?, participants: [String] = ["chair", "koege", "psychiatry"]
    ) async throws -> (item: Int64, person: Int64) {
        let person = try group.test.person("P1", born: "1990-01-01")
        let item = try await group.propose(.person(person))
        try await group.judge(item, participants: participants, meeting: meeting)
        return (item, person)
    }

    @Test func contributionsOpenWithTheAgendaAndCloseWithTheMinutes() async throws {
        let group = try await TestForum()
        let meeting = try await group.meet()
        let (item, _) = try await item(group, on: meeting)
        try await group.share(item, group.content(["chair", "koege"]), as: "psychiatry")
        let body = ["Er flyttet fra sin bolig"]
        #expect(try await group.texts(item, as: "psychiatry") == body)
        #expect(try await group.texts(item, as: "koege").isEmpty)
        for state in [MeetingState.sent, .held, .minutesSent] {
            try await group.set(state, of: meeting)
            #expect(try await group.texts(item, as: "koege") == body, "\(state)")
            #expect(try await group.texts(item, as: "chair") == body, "\(state)")
        }
        try await group.set(.approved, of: meeting)
        #expect(try await group.texts(item, as: "koege").isEmpty)
        #expect(try await group.texts(item, as: "chair").isEmpty)
        #expect(try await group.texts(item, as: "psychiatry") == body)
    }

    @Test func onlyRecipientsReadItAndLaterParticipantsNeedARecordOfTheirOwn() async throws {
        let group = try await TestForum()
        let meeting = try await group.meet(.sent)
        let (item, person) = try await item(group, on: meeting)
        try await group.share(item, group.content(["koege"]), as: "psychiatry")
        #expect(try await group.texts(item, as: "koege").count == 1)
        #expect(try await group.texts(item, as: "chair").isEmpty)
        group.test.pass(hours: 1)
        try await ChangeParticipants(of: item, adding: ["school"])(try await group.may("chair"), in: group.office)
        #expect(try await group.texts(item, as: "school").isEmpty)
        let page = try await group.read(item, as: "psychiatry")
        let answer = try #require(page.answers.first)
        #expect(answer.unreached == ["chair", "school"])
        #expect(answer.likely == ["school"], "the chair was left out on purpose")
        func further(_ names: [String]) async throws -> [String] {
            try await refusals {
                try await ShareFurther(answer.contribution.id, of: item, with: names)(
                    try await group.may("psychiatry"), in: group.office)
            }
        }
        #expect(try await further([]) == ["disclosure.no-recipient"])
        #expect(try await further(["school", "koege"]) == ["item.recipient"])
        #expect(try await further(["school"]).isEmpty)
        #expect(try await group.texts(item, as: "school").count == 1)
        #expect(try await group.texts(item, as: "chair").isEmpty)
        let records = try await group.disclosures(item)
        #expect(records.map { $0.disclosure.recipients.map(\.account) } == [["koege"], ["school"]])
        #expect(records.allSatisfy { $0.disclosure.subject == .person(person) && $0.disclosure.item == item })
        #expect(try await further(["chair"]).isEmpty)
        #expect(try await further(["chair"]) == ["item.nobody-new"])
    }

    @Test func thePrisonServiceGetsItByNumberThreeOrAfterAWrittenAssessment() async throws {
        let group = try await TestForum()
        let person = try group.test.person("P1", born: "1990-01-01")
        let item = try await group.propose(.person(person))
        // Nr. 2 does not name the prison service, and nr. 3 not psychiatry: they would read each other's words in the minutes.
        #expect(
            try await refusals {
                try await group.judge(item, participants: ["chair", "koege", "psychiatry", "prison"])
            } == ["item.no-basis-between"])
        #expect(try await group.proposals(item).isEmpty, "nothing half-done stays")
        try await group.judge(item, participants: ["chair", "koege", "prison"])
        // The police: nr. 2 for the municipality, nr. 3 for the prison service.
        try await group.share(item, group.content(["koege", "prison"]), as: "chair")
        let records = try await group.disclosures(item)
        #expect(records.map(\.disclosure.basis) == [.psp, .ksp])
        #expect(records.map { $0.disclosure.recipients.map(\.account) } == [["koege"], ["prison"]])
        func join() async throws -> [String] {
            try await refusals {
                try await ChangeParticipants(of: item, adding: ["psychiatry"])(
                    try await group.may("chair"), in: group.office)
            }
        }
        #expect(try await join() == ["item.no-basis-between"])
        func assess(_ text: String, revision: Int, as name: String) async throws -> [String] {
            try await refusals {
                try await AssessItem(item, revision: revision, text)(try await group.may(name), in: group.office)
            }
        }
        #expect(try await assess("Er løsladt", revision: 2, as: "koege") == ["forum.not-chair"])
        #expect(try await assess("", revision: 2, as: "chair") == ["item.assessment"])
        #expect(try await assess("Er løsladt", revision: 1, as: "chair") == ["changed-meanwhile"])
        #expect(try await assess("Er løsladt på prøve", revision: 2, as: "chair").isEmpty)
        #expect(try await join().isEmpty)
        try await group.share(item, group.content(["prison"]), as: "psychiatry")
        let last = try #require(try await group.disclosures(item).last?.disclosure)
        #expect(last.basis == .psp && last.assessment == "Er løsladt på prøve")
    }

    @Test func whatAProposerWritesIsSharedWithARecordForAsLongAsTheItemIsWorkedOn() async throws {
        let group = try await TestForum()
        let item = try await group.propose(
            .named("Anna Prøve", cpr: "610190-0008"), as: "koege", reason: "Er flyttet fra sin bolig")
        #expect(try await group.proposals(item).map { $0.recipients.map(\.account) } == [["chair"]], "who judges it")
        let meeting = try await group.meet()
        try await group.judge(item, participants: ["chair", "koege", "psychiatry"], meeting: meeting)
        let both = try await group.proposals(item)
        #expect(both.map { $0.recipients.map(\.account) } == [["chair"], ["psychiatry"]])
        #expect(both.allSatisfy { $0.giver.account == "koege" && $0.basis == .psp && $0.parts == [.init(.identity)] })
        #expect(both.allSatisfy { $0.necessity == "Er flyttet fra sin bolig" })
        #expect(both.last?.meeting == meeting, "the one that it comes on")
        try await ChangeParticipants(of: item, adding: ["school"])(try await group.may("chair"), in: group.office)
        #expect(try await group.proposals(item).last?.recipients.map(\.account) == ["school"])
        #expect(try await group.read(item, as: "psychiatry").opened.item.reason == "Er flyttet fra sin bolig")
        _ = try await group.office.database.write { db in
            try db.execute("UPDATE forum_item SET state = 'closed' WHERE id = \(item)")
        }
        #expect(try await group.read(item, as: "psychiatry").opened.item.reason.isEmpty)
        #expect(try await group.read(item, as: "koege").opened.item.reason == "Er flyttet fra sin bolig")
    }

    @Test func everyReasonIsNeededAndNothingHalfDoneStays() async throws {
        let group = try await TestForum()
        let (item, _) = try await item(group, on: nil)
        var empty = ShareWithItem.Content()
        #expect(
            try await refusals { try await group.share(item, empty, as: "koege") }
                == ["item.body", "disclosure.no-recipient"])
        empty.recipients = ["chair"]
        #expect(
            try await refusals { try await group.share(item, empty, as: "koege") } == [
                "item.body", "disclosure.no-parts", "disclosure.purpose", "disclosure.necessity",
                "disclosure.why-not-less",
            ])
        #expect(
            try await refusals { try await group.share(item, group.content(["prison"]), as: "koege") }
                == ["item.recipient"])
        var consent = group.content(["chair"])
        consent.basis = .consent
        #expect(
            try await refusals { try await group.share(item, consent, as: "koege") } == ["disclosure.consent-missing"])
        consent.basis = .housing
        #expect(try await refusals { try await group.share(item, consent, as: "koege") } == ["item.basis"])
        await #expect(throws: NotFound.self) { try await group.share(item, group.content(["koege"]), as: "officer") }
        #expect(try await group.disclosures(item).isEmpty)
        let rows = try await group.office.database.read { try $0.count("SELECT COUNT(*) FROM forum_contribution") }
        #expect(rows == 0)
    }

    /// Self-governing institutions are many under one code: one is no colleague of another.
    @Test func oneInstitutionDoesNotReadTheRecordsOfAnother() async throws {
        let group = try await TestForum(members: TestForum.members + ["home"])
        let (item, _) = try await item(group, on: try await group.meet(.sent))
        try await ChangeParticipants(of: item, adding: ["school", "home"])(
            try await group.may("chair"), in: group.office)
        try await group.share(item, group.content(["koege"]), as: "school")
        func records(_ name: String) async throws -> [String] {
            let actor = try await group.may(name).actor
            return try await ListDisclosures(DisclosureQuery())(actor, in: group.office).records
                .map(\.disclosure.giver.account)
        }
        #expect(try await records("school").contains("school"))
        #expect(try await !records("home").contains("school"))
    }

    @Test func decliningIsOneActAndHoldsNothing() async throws {
        let group = try await TestForum()
        let (item, person) = try await item(group, on: try await group.meet(.sent))
        for _ in 1...2 { try await DeclineItem(item)(try await group.may("psychiatry"), in: group.office) }
        #expect(try await group.disclosures(item).count == 1, "said twice, recorded once")
        let record = try #require(try await group.disclosures(item).first?.disclosure)
        #expect(record.outcome == .declined && record.parts.isEmpty && record.recipients.count == 2)
        #expect(try await group.read(item, as: "koege").answers.map(\.contribution.outcome) == [.declined])
        let logged = try group.test.logged(.person, person)
        #expect(logged.contains { $0.hasPrefix("change disclosure 2 rpl115-2 declined") })
    }

    @Test func whatNobodyCouldReadIsTakenBackAndWhatTheyCouldIsNot() async throws {
        let group = try await TestForum()
        let meeting = try await group.meet()
        let (item, _) = try await item(group, on: meeting)
        try await group.share(item, group.content(["koege"]), as: "psychiatry")
        let first = try #require(try await group.read(item, as: "psychiatry").answers.first)
        #expect(first.mayWithdraw)
        #expect(
            try await refusals {
                try await WithdrawContribution(first.contribution.id, of: item)(
                    try await group.may("koege"), in: group.office)
            } == ["item.not-yours"])
        try await WithdrawContribution(first.contribution.id, of: item)(
            try await group.may("psychiatry"), in: group.office)
        #expect(try await group.read(item, as: "psychiatry").answers.isEmpty)
        #expect(try await group.disclosures(item).first?.addenda.count == 1)

        try await group.share(item, group.content(["koege"]), as: "psychiatry")
        try await group.set(.sent, of: meeting)
        let second = try #require(try await group.read(item, as: "psychiatry").answers.first)
        #expect(!second.mayWithdraw)
        #expect(
            try await refusals {
                try await WithdrawContribution(second.contribution.id, of: item)(
                    try await group.may("psychiatry"), in: group.office)
            } == ["item.read-already"])
    }

    @Test func whatIsWrittenLiesSealed() async throws {
        let group = try await TestForum()
        let (item, _) = try await item(group, on: nil)
        try await group.share(item, group.content(["koege"], "Hemmelig tekst"), as: "psychiatry")
        let stored = try await group.office.database.read { db in
            try db.fetch("SELECT body FROM forum_contribution UNION ALL SELECT body FROM disclosure_words") {
                $0.text(0)
            } + (try db.fetch("SELECT reason FROM forum_item") { $0.text(0) })
        }
        #expect(stored.count == 4 && stored.allSatisfy { $0.hasPrefix("1:") && !$0.contains("Hemmelig") })
    }

    @Test func everyReadOfAContributionIsLogged() async throws {
        let group = try await TestForum()
        let (item, person) = try await item(group, on: try await group.meet(.sent))
        try await group.share(item, group.content(["koege"]), as: "psychiatry")
        _ = try await group.read(item, as: "koege")
        let mine = try Logged.all(in: group.office.database).filter { $0.actor == "koege" }
        #expect(mine.contains { $0.entity == "forum-item" && $0.id == item && $0.reason.hasSuffix("contribution 1") })
        #expect(mine.contains { $0.entity == "person" && $0.id == person && $0.action == "read" })
    }
}

/// The case behind an item is open to those to whom it has been opened, and only while it is on the agenda.
@Suite struct AgendaAccessTests {
    @Test func aCaseIsOpenWithItsRecordAndTheAgendaAlone() async throws {
        let group = try await TestForum()
        let person = try group.test.person("P1", born: "1990-01-01")
        let worker = try group.test.may(Acts.WorkCases.self, as: .secretariat)
        let id = try await OpenCase(
            try #require(Catalogue.programme("psp-k")), municipality: "259", fields: [:], parties: [(.subject, person)])(
                worker, in: group.office)
        let fields = ["selected_by": "Gruppen", "selection_reason": "Gentagne opkald"]
        try await ChangeCase(id, revision: 1, .move(to: "selected", at: nil, fields: fields, note: ""))(
            worker, in: group.office)
        let meeting = try await group.meet()
        let item = try await group.propose(.ofCase(id))
        try await group.judge(item, participants: ["chair", "koege", "psychiatry"], meeting: meeting)
        func open(_ name: String, days: Int = 0) async throws -> Set<Int64> {
            let actor = try await group.may(name).actor
            let since = try group.office.forumsOpenSince.adding(hours: days * 24)
            return try await group.office.database.read { try AgendaStore.openCases(for: actor, since: since, in: $0) }
        }
        try await group.set(.sent, of: meeting)
        #expect(try await open("psychiatry").isEmpty, "nobody has opened it")
        var content = group.content(["psychiatry"])
        content.body = ""
        #expect(
            try await refusals {
                try await OpenCaseToItem(item, content)(try await group.may("koege"), in: group.office)
            } == ["item.no-case"])
        try await OpenCaseToItem(item, content)(try await group.may("chair"), in: group.office)
        #expect(try await open("psychiatry") == [id])
        #expect(try await open("koege").isEmpty)
        // A social worker is shown no case of PSP-K, opened or not: nothing is recorded that opens nothing.
        content.recipients = ["koege"]
        #expect(
            try await refusals {
                try await OpenCaseToItem(item, content)(try await group.may("chair"), in: group.office)
            } == ["item.cannot-open"])
        #expect(try await group.disclosures(item).count == 1)
        #expect(try await group.read(item, as: "chair").caseReaders == ["psychiatry"])
        let record = try #require(try await group.disclosures(item).first?.disclosure)
        #expect(record.caseID == id && record.basis == .psp && record.recipients.map(\.account) == ["psychiatry"])

        var reader = try await group.may("psychiatry").actor
        await #expect(throws: NotFound.self) {
            _ = try await ReadCase(id)(try Policy.authorize(reader, Acts.WorkCases.self), in: group.office)
        }
        reader.agenda = try await open("psychiatry")
        let view = try await ReadCase(id)(try Policy.authorize(reader, Acts.WorkCases.self), in: group.office)
        #expect(view.row.id == id)
        let list = try await ListCases(CaseQuery(), limit: 10)(
            try Policy.authorize(reader, Acts.WorkCases.self), in: group.office)
        #expect(list.rows.map(\.id) == [id] && list.count.cases == 1)
        try await ChangeParticipants(of: item, removing: ["psychiatry"])(try await group.may("chair"), in: group.office)
        #expect(try await open("psychiatry").isEmpty)
        try await ChangeParticipants(of: item, adding: ["psychiatry"])(try await group.may("chair"), in: group.office)
        try await group.set(.held, of: meeting)
        #expect(try await open("psychiatry") == [id])
        // The meeting is in a week; the window is open for 30 days after it.
        #expect(try await open("psychiatry", days: 37) == [id])
        #expect(try await open("psychiatry", days: 38).isEmpty)
        try await group.set(.approved, of: meeting)
        #expect(try await open("psychiatry").isEmpty)
    }
}

extension SharingTests {
    /// The record says why, and that says something about somebody: it opens and closes with the contribution.
    @Test func theRecordIsOpenToItsRecipientsAsLongAsTheContribution() async throws {
        let group = try await TestForum()
        let meeting = try await group.meet()
        let person = try group.test.person("P1", born: "1990-01-01")
        let item = try await group.propose(.person(person))
        try await group.judge(item, participants: ["chair", "koege", "psychiatry"], meeting: meeting)
        try await group.share(item, group.content(["koege"]), as: "psychiatry")
        func seen(_ name: String) async throws -> Int {
            let actor = try await group.may(name).actor
            return try await ListDisclosures(DisclosureQuery())(actor, in: group.office).records.count
        }
        #expect(try await seen("koege") == 0)
        #expect(try await seen("psychiatry") == 1)
        try await group.set(.sent, of: meeting)
        #expect(try await seen("koege") == 2, "the proposal and what psychiatry shared")
        #expect(try await seen("prison") == 0)
        try await group.set(.held, of: meeting)
        try await group.set(.minutesSent, of: meeting)
        try await group.set(.approved, of: meeting)
        #expect(try await seen("koege") == 0)
        #expect(try await seen("psychiatry") == 1)
    }
}
