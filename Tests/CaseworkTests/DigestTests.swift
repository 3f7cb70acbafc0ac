import Foundation
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// The daily mail: numbers alone, once a day, handed to a real program that writes down what it is given.
@Suite struct DigestTests {
    let test: TestOffice
    let folder: URL
    let system = Actor(
        name: "os:test", displayName: "", authority: "system", roles: Set(Role.allCases), kind: .police, area: .district
    )

    init() throws {
        test = try TestOffice()
        try test.addAccounts()
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("kreds-mail-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// A program in the place of sendmail.
    private func program(_ script: String) throws -> String {
        let path = folder.appendingPathComponent("sendmail").path
        try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        return path
    }

    private func recorder() throws -> String {
        try program(
            "echo \"$@\" >> \(folder.path)/arguments; cat >> \(folder.path)/mails; echo '====' >> \(folder.path)/mails")
    }

    private func settings(_ sendmail: String) throws -> MailSettings {
        let from = try #require(MailAddress("kreds@politi.example"))
        let time = try #require(DailyTime("06:30"))
        var settings = try #require(
            MailSettings(from: from, site: "https://kreds.example.dk/", at: time, sendmail: sendmail))
        settings.seconds = 10
        return settings
    }

    private var mails: [String] {
        let text = (try? String(contentsOfFile: folder.path + "/mails", encoding: .utf8)) ?? ""
        return text.components(separatedBy: "====\n").filter { !$0.isEmpty }
    }

    private func switchOn(
        _ role: Role, _ address: String, _ language: Language = .danish, on: Bool = true
    ) async throws {
        let own = OwnDigest(try await test.session(role))
        try await own.set(address: address, language: language, isOn: on, in: test.office)
    }

    private func body(_ mail: String) throws -> String {
        let parts = mail.components(separatedBy: "\n\n")
        let data = try #require(Data(base64Encoded: parts.dropFirst().joined(), options: .ignoreUnknownCharacters))
        return String(decoding: data, as: UTF8.self)
    }

    /// A case that cannot be read stops its reader's mail, and nobody else's.
    @Test func oneFailingMailStopsNoOther() async throws {
        let id = try await test.youth()
        try test.database.blockingWrite { db in
            _ = try db.execute("UPDATE case_file SET fields = 'broken' WHERE id = \(id)")
        }
        try await switchOn(.officer, "officer@politi.example")
        try await switchOn(.mediator, "mediator@politi.example")
        let send = SendDigests(try settings(recorder()), waits: false)
        #expect(try await send(by: system, in: test.office) == .init(sent: 1, failed: 1))
        #expect(mails.count == 1 && mails[0].contains("To: mediator@politi.example\n"))
        let kept = try await OwnDigest(try await test.session(.officer)).state(in: test.office)
        #expect(kept?.failedAt == test.now && kept?.sentOn == nil)
        // Mended, it comes the same day.
        try test.database.blockingWrite { db in _ = try db.execute("UPDATE case_file SET fields = '{}'") }
        #expect(try await send(by: system, in: test.office) == .init(sent: 1, failed: 0))
    }

    /// Tasks count beside cases: those given to the reader, by the day.
    @Test func ownTasksAreCounted() async throws {
        let id = try await test.youth()
        for due in ["2026-02-27", "2026-03-05", "2026-06-01"] {
            try await WriteTask(
                on: id, .give(title: "Ring til Anna", details: "", owner: "secretariat", dueOn: LocalDate(due))
            )(test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        }
        try await switchOn(.secretariat, "sekretariat@politi.example")
        _ = try await SendDigests(try settings(recorder()), waits: false)(by: system, in: test.office)
        let text = try body(try #require(mails.first))
        #expect(text.contains("Egne opgaver over fristen: 1\r\n") && text.contains("inden for 7 dage: 1\r\n"))
        #expect(!text.contains("Anna"))
    }

    @Test func numbersAloneGoOutInBothLanguagesOnceADay() async throws {
        _ = try await test.youth()
        test.pass(days: 11)
        try await switchOn(.officer, "officer@politi.example")
        try await switchOn(.secretariat, "sekretariat@politi.example", .english)
        try await switchOn(.screener, "screener@politi.example", on: false)
        let send = SendDigests(try settings(recorder()), waits: false)
        #expect(try await send(by: system, in: test.office) == .init(sent: 2, failed: 0))
        #expect(try await send(by: system, in: test.office) == .init(sent: 0, failed: 0))
        #expect(mails.count == 2)
        let danish = try #require(mails.first { $0.contains("To: officer@politi.example\n") })
        #expect(danish.hasPrefix("From: kreds@politi.example\n"))
        #expect(danish.contains("Subject: Kreds: dine frister i dag\n"))
        #expect(danish.contains("Date: Fri, 13 Mar 2026 10:00:00 +0100\n"))
        let text = try body(danish)
        #expect(text.contains("Egne sager over fristen: 1\r\n") && text.contains("https://kreds.example.dk/\r\n"))
        for told in ["UKN", "Person", "Test", "000001"] { #expect(!text.contains(told) && !danish.contains(told)) }
        let other = try #require(mails.first { $0.contains("sekretariat@") })
        let english = try body(other)
        #expect(english.contains("Own cases overdue: 0") && english.contains("Suggestions waiting: 1"))
        let arguments = try String(contentsOfFile: folder.path + "/arguments", encoding: .utf8)
        #expect(arguments == "-t -i\n-t -i\n")
        test.pass(days: 1)
        #expect(try await send(by: system, in: test.office).sent == 2)
    }

    @Test func theTimerWaitsForTheTimeOfTheDay() async throws {
        try await switchOn(.officer, "officer@politi.example")
        let send = SendDigests(try settings(recorder()), waits: true)
        #expect(try await send(by: system, in: test.office).sent == 1)
        // From ten o'clock to before half past six on the next morning, and then to it.
        test.pass(hours: 20)
        #expect(try await send(by: system, in: test.office).sent == 0)
        test.pass(seconds: 1_800)
        #expect(try await send(by: system, in: test.office).sent == 1)
        #expect(try await send(by: system, in: test.office).sent == 0)
    }

    @Test(arguments: ["exit 75", "cat > /dev/null; exit 1", "kill -9 $$"])
    func whatCannotBeHandedOverIsTriedAgain(script: String) async throws {
        try await switchOn(.officer, "officer@politi.example")
        let failing = SendDigests(try settings(program(script)), waits: false)
        #expect(try await failing(by: system, in: test.office) == .init(sent: 0, failed: 1))
        let state = try test.database.blockingRead { db in
            try AccountStore.account(named: "officer", in: db).flatMap { try DigestStore.digest(of: $0.id, in: db) }
        }
        #expect(state?.failedAt == test.now && state?.sentOn == nil)
        #expect(try await SendDigests(try settings(recorder()), waits: false)(by: system, in: test.office).sent == 1)
    }

    @Test func aProgramThatIsNotThereOrNeverEndsHoldsNothingUp() async throws {
        try await switchOn(.officer, "officer@politi.example")
        let missing = SendDigests(try settings(folder.path + "/none"), waits: false)
        #expect(try await missing(by: system, in: test.office).failed == 1)
        var slow = try settings(program("exec sleep 60"))
        slow.seconds = 1
        #expect(try await SendDigests(slow, waits: false)(by: system, in: test.office).failed == 1)
    }

    @Test func whoeverIsClosedOrWithoutTheRoleGetsNone() async throws {
        try await switchOn(.officer, "officer@politi.example")
        try await switchOn(.secretariat, "sekretariat@politi.example")
        try test.database.blockingWrite { db in
            _ = try db.execute("UPDATE account SET closed_at = 1 WHERE name = 'officer'")
            try db.execute("UPDATE account SET roles = 'recipient' WHERE name = 'secretariat'")
        }
        #expect(try await SendDigests(try settings(recorder()), waits: false)(by: system, in: test.office).sent == 0)
        #expect(mails.isEmpty)
    }

    /// The team's own mail counts nothing of a sealed programme: others may read it on the way.
    @Test func nothingOfASealedProgrammeIsCounted() async throws {
        let person = try test.person("P-exit", born: "1990-01-01")
        let id = try await test.open("exit", fields: [:], subject: person, as: .exitTeam)
        try test.database.blockingWrite {
            _ = try $0.execute("UPDATE case_file SET due_at = 5, owner = 'exit-team' WHERE id = \(id)")
        }
        try await switchOn(.exitTeam, "exit@politi.example")
        _ = try await SendDigests(try settings(recorder()), waits: false)(by: system, in: test.office)
        let mail = try #require(mails.first)
        #expect(try body(mail).contains("Egne sager over fristen: 0"))
    }

    /// Whoever works with no cases gets the mail where something waits for their seat or their authority, and then that alone.
    @Test func whoeverWorksWithNoCasesIsToldOfTheCooperation() async throws {
        try await switchOn(.planSecretariat, "plan@politi.example")
        let settings = try settings(recorder())
        _ = try await SendDigests(settings, waits: false)(by: system, in: test.office)
        #expect(mails.isEmpty, "nothing waits")
        _ = try await AskQuestion(
            title: "Skolefest?", words: "Kan I komme?", parties: ["police"], body: nil, isChecked: true)(
                test.may(Acts.ProposePlan.self, as: .sspCoordinator), in: test.office)
        _ = try await SendDigests(settings, waits: false)(by: system, in: test.office)
        let text = try body(try #require(mails.first))
        #expect(text.contains("der venter på jeres svar: 1") && !text.contains("Egne sager"))
        #expect(!text.contains("Skolefest"))
    }

    @Test func ordersToTheMunicipalityAreTold() async throws {
        try await switchOn(.sspCoordinator, "ssp@koege.example")
        let id = try await test.walked()
        let fields = [
            "order_what": "light", "order_owner": "Vejafdelingen", "order_owner_kind": "municipality-roads",
            "order_detail": "Skift", "order_due": "2026-03-20",
        ]
        try await OrderFinding(id, revision: 2, walk: 1, fields: fields)(
            test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        _ = try await SendDigests(settings(recorder()), waits: false)(by: system, in: test.office)
        let text = try body(try #require(mails.first))
        #expect(text.contains("der venter på svar: 1, heraf 0 over fristen") && !text.contains("Vejafdelingen"))
    }

    /// Where there is nothing to say, the timer is done for the day too: nothing goes out at any other hour, and nothing was sent.
    @Test func theTimerLooksOnceADayWhereThereIsNothingToSay() async throws {
        try await switchOn(.planSecretariat, "plan@politi.example")
        let send = SendDigests(try settings(recorder()), waits: true)
        #expect(try await send(by: system, in: test.office) == .init(sent: 0, failed: 0))
        let kept = try await OwnDigest(try await test.session(.planSecretariat)).state(in: test.office)
        #expect(kept?.sentOn == nil && kept?.passedOn == test.now.day)
        _ = try await AskQuestion(
            title: "Skolefest?", words: "Kan I komme?", parties: ["police"], body: nil, isChecked: true)(
                test.may(Acts.ProposePlan.self, as: .sspCoordinator), in: test.office)
        #expect(try await send(by: system, in: test.office).sent == 0)
        test.pass(hours: 20)
        #expect(try await send(by: system, in: test.office).sent == 0)
        test.pass(seconds: 1_800)
        #expect(try await send(by: system, in: test.office).sent == 1)
    }

    @Test(arguments: [
        "", "navn", "a@b", "a@b.dk\nBcc: x@y.dk", "a@b.dk\r\nSubject: x", "a@b.dk, c@d.dk", "Navn <a@b.dk>", "a b@c.dk",
        "a@b.dk;c@d.dk", "å@b.dk", "a@-b.dk", "a..b@c.dk", "a@b.dk\u{0}",
    ])
    func whatIsNoSingleAddressIsRefused(address: String) async throws {
        #expect(MailAddress(address) == nil)
        #expect(try await refusals { try await switchOn(.officer, address) } == ["digest-address"])
    }

    @Test func addressesAndLinksAreTakenAsTheyAre() throws {
        for good in ["a@b.dk", "fornavn.efternavn+kreds@sub.politi.dk", "x_y-z@a-b.example"] {
            #expect(MailAddress(good)?.description == good)
        }
        #expect(MailAddress(String(repeating: "a", count: 250) + "@b.dk") == nil)
        let from = try #require(MailAddress("a@b.dk"))
        let time = try #require(DailyTime("06:30"))
        for bad in ["kreds.dk", "javascript:x", "https://a.dk/\nBcc: x", "https://a.dk/sti", "ftp://a.dk"] {
            #expect(MailSettings(from: from, site: bad, at: time, sendmail: "/x") == nil, "\(bad)")
        }
        #expect(DigestMessage.encoded("Kreds: påmindelse") == "=?utf-8?B?S3JlZHM6IHDDpW1pbmRlbHNl?=")
    }
}
