import Foundation
import HTTPTypes
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework
@testable import Web

/// Letters from the page to the paper, through a real WeasyPrint.
@Suite(.serialized) struct LetterPagesTests {
    private static let home = "Hemmelighedsvej 77"

    /// An order that has been granted, with a protected subject.
    private func order(_ site: TestSite, protected: Bool = true, then more: [Stage] = []) async throws -> (
        id: Int64, subject: Int64, other: Int64
    ) {
        let subject = try site.person(
            "P-subject", given: "Gudrun", family: "Lindegaard", address: Self.home, protected: protected)
        let other = try site.person("P-other", given: "Bo", family: "Ørum", address: "Modvej 3")
        let fields = [
            "enquiry_about": "Hun bor nu på \(Self.home)", "decision_reason": "Gudrun Lindegaard er forfulgt",
            "respondent_heard": "Ved, at hun bor på \(Self.home)", "ground": "offence", "expires_on": "2031-02-28",
            "guided_to": Self.home, "service_proof": "Gudrun", "ground_reason": "Lindegaard",
        ]
        let programme = try #require(Catalogue.programme("restraining-order"))
        let stages: [Stage] =
            ["enquiry", "visitation", "petition", "immediate-order", "hearing", "granted", "served"] + more
        let file = CaseFile(
            id: 0, programme: programme, municipality: "259", fields: fields,
            parties: [
                Party(person: subject, role: .subject, birthDate: LocalDate("1990-01-01"), sex: .female),
                Party(person: other, role: .counterpart, birthDate: LocalDate("1990-01-01"), sex: .male),
            ], events: stages.map { CaseEvent(.entered($0), at: TestSite.now) })
        let id = try await site.database.write { [office = site.office] db in
            try CaseStore.insert(
                file, standing: try CaseStanding(file, now: TestSite.now, law: office.law), owner: "officer",
                by: TestSite.actor(.officer), at: TestSite.now, in: db)
        }
        if protected { try await site.needs(subject, as: .officer) }
        return (id, subject, other)
    }

    /// The words of a PDF, with single blanks.
    private func words(of pdf: Data) throws -> String {
        let (input, output) = (Pipe(), Pipe())
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["pdftotext", "-layout", "-", "-"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: pdf)
        try input.fileHandleForWriting.close()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "pdftotext is in poppler-utils")
        return String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private func content(_ number: Int, of id: Int64, _ site: TestSite) async throws -> Data {
        let content = try await FetchDocument(id, number: number)(
            try site.authorized(Acts.WorkCases.self, as: .officer), in: site.office)
        var data = Data()
        try await content.forEach { data += $0 }
        return data
    }

    @Test func aLetterIsShownMadeIntoATaggedPDFStoredAndSent() async throws {
        let site = try TestSite()
        let order = try await order(site)
        let path = "/cases/\(order.id)/letters/restraining-order-granted-respondent"
        let page = try await site.get(path, as: .officer)
        #expect(page.status == 200 && page.text.contains("Bo Ørum") && page.text.contains("28.02.2031"))
        let form = [
            "receiver": "\(order.other)", "free_text": "Du har ringet 40 gange.\n\n<b>Æblegrød</b>", "revision": "1",
        ]
        let shown = try await site.post(path, form.merging(["do": "preview"]) { $1 }, as: .officer)
        #expect(shown.status == 200 && shown.text.contains("&lt;b&gt;Æblegrød"))
        let made = try await site.post(path, form.merging(["do": "make"]) { $1 }, as: .officer)
        #expect(made.location == "/cases/\(order.id)/documents?done=letter-made", "\(made.text.prefix(3000))")
        let pdf = try await content(1, of: order.id, site)
        // Tagged, in Danish: PDF/UA-1 as far as WeasyPrint goes.
        let raw = String(decoding: pdf, as: UTF8.self)
        #expect(raw.contains("/StructTreeRoot") && raw.contains("/MarkInfo"))
        let text = try words(of: pdf)
        for expected in [
            "Afgørelse om tilhold", "Bo Ørum", "Modvej 3", "Du har ringet 40 gange.", "<b>Æblegrød</b>", "28.02.2031",
            "14 dage", "TIL-2026-", "Midt- og Vestsjællands Politi",
        ] { #expect(text.contains(expected), "\(expected) in: \(text)") }
        for hidden in ["Gudrun", "Lindegaard", "Hemmelighedsvej"] { #expect(!text.contains(hidden)) }

        // The same letter again is the same document.
        let twice = try await site.post(path, form.merging(["do": "make"]) { $1 }, as: .officer)
        #expect([303, 422].contains(twice.status))

        let send = "/cases/\(order.id)/documents/1/send"
        let late = try await site.post(send, ["sent_on": "2026-03-03", "channel": "served"], as: .officer)
        #expect(late.status == 422 && late.text.contains("send-1-sent_on-error"))
        let nothing = try await site.post(send, ["sent_on": "", "channel": ""], as: .officer)
        #expect(nothing.text.contains("send-1-sent_on-error") && nothing.text.contains("send-1-channel-error"))
        let sent = try await site.post(send, ["sent_on": "02.03.2026", "channel": "served"], as: .officer)
        #expect(sent.location == "/cases/\(order.id)/documents?done=letter-sent")
        let again = try await site.post(send, ["sent_on": "2026-03-02", "channel": "served"], as: .officer)
        #expect(again.status == 422)
        let disclosed = try await site.database.read { db in
            try db.fetch("SELECT reason, recipient, entity_id FROM ledger_entry WHERE action = 'disclose'") {
                $0.text(0) + " | " + $0.text(1) + " | " + $0.text(2)
            }
        }
        #expect(disclosed == ["letter 1 restraining-order-granted-respondent served | counterpart | \(order.id)"])
        let remove = try await site.post("/cases/\(order.id)/documents/1/remove", ["reason": "x"], as: .officer)
        #expect(remove.status == 422 && remove.text.contains(site.words("refusal.document-sent")))
    }

    /// Every field that a letter to the counterpart can hold, in one text, of a case whose every field names the other.
    @Test func noTextCanTellTheCounterpartWhoOrWhereTheOtherIs() async throws {
        let site = try TestSite()
        let order = try await order(site, then: ["active", "revoked"])
        let templates = site.office.handbook.letters.filter {
            $0.programme == "restraining-order" && $0.receiver == .counterpart && !$0.stages.contains("refused")
        }
        #expect(templates.count == 4)
        let admin = try site.authorized(Acts.ManageTemplates.self, as: .administrator)
        for template in templates {
            let path = "/cases/\(order.id)/letters/\(template.code)"
            let shipped = try await site.get(path, as: .officer)
            #expect(shipped.status == 200)
            let view = try await ReadTemplate(template.code)(admin, in: site.office)
            let all = view.fields.map { "- \($0.code): {{\($0.code)}}" }.joined(separator: "\n")
            try await EditTemplate(template.code, body: all, note: "", version: 0)(admin, in: site.office)
            let everything = try await site.get(path, as: .officer)
            for page in [shipped, everything] {
                for hidden in ["Gudrun", "Lindegaard", Self.home] {
                    #expect(!page.text.contains(hidden), "\(template.code) \(hidden)")
                }
            }
            #expect(everything.text.contains("expires_on: 28.02.2031"))
            for name in ["subject_name", "subject_address", "decision_reason", "enquiry_about", "respondent_heard"] {
                let refused = try await site.post(
                    "/letters/\(template.code)", ["body": "x {{\(name)}}", "do": "save", "version": "1"],
                    as: .administrator)
                #expect(refused.status == 422, "\(name)")
            }
        }
    }

    /// Every decision has its paper, to each of those whom it binds or protects.
    @Test(arguments: [
        ("restraining-order", ["granted", "refused", "revoked"], [LetterReceiver.subject, .counterpart]),
        ("area-ban", ["confirmed", "extended", "withdrawn"], [.subject]),
    ])
    func aDecisionHasALetterToEachParty(code: String, decisions: [Stage], receivers: [LetterReceiver]) throws {
        let letters = try TestSite().office.handbook.letters.filter { $0.programme == code }
        for stage in decisions {
            let to = Set(letters.filter { $0.stages.contains(stage) }.map(\.receiver))
            #expect(to.isSuperset(of: receivers), "\(stage)")
        }
    }

    @Test func aNoticeToTheMunicipalitySaysWhichChildAndWhy() async throws {
        let site = try TestSite()
        let child = try site.person("P-child", given: "Ida", family: "Ørum", born: "2019-05-01", address: "Åvej 3")
        let id = try await site.openNotice(about: child)
        let order = LetterOrder("concern-notice-municipality", name: "Køge Kommune")
        let desk = try await ComposeLetter(id, order)(
            try site.authorized(Acts.WorkCases.self, as: .officer), in: site.office)
        let text = try #require(desk.draft).blocks.map(\.text).joined(separator: "\n")
        for said in [
            "Ida Ørum", "01.05.2019", "Åvej 3", "Alene ude om natten.", "Anna Holm.", "fra en fagperson", "24 timer",
        ] {
            #expect(text.contains(said), "\(said): \(text)")
        }
    }

    @Test(arguments: ["Hun bor på \(home)", "Hold dig fra Gudrun", "kontakt LINDEGAARD", "cpr 610190-1234"])
    func theFreeParagraphIsHeldAgainstWhatIsProtected(text: String) async throws {
        let site = try TestSite()
        let order = try await order(site)
        let refused = try await site.post(
            "/cases/\(order.id)/letters/restraining-order-granted-respondent",
            ["receiver": "\(order.other)", "free_text": text, "revision": "1", "do": "make"], as: .officer)
        #expect(refused.status == 422 && refused.text.contains("letter-free_text-error"))
        #expect(try site.database.blockingRead { try $0.count("SELECT COUNT(*) FROM document") } == 0)
    }

    @Test func aLetterIsNotMadeFromACaseThatHasChangedNorToNobody() async throws {
        let site = try TestSite()
        let order = try await order(site, protected: false)
        let path = "/cases/\(order.id)/letters/restraining-order-granted-respondent"
        let stale = try await site.post(
            path, ["receiver": "\(order.other)", "revision": "0", "do": "make"], as: .officer)
        #expect(stale.status == 409)
        for receiver in ["", "\(order.subject)", "999"] {
            let nobody = try await site.post(
                path, ["receiver": receiver, "revision": "1", "do": "make"], as: .officer)
            #expect(nobody.status == 422 && nobody.text.contains("letter-receiver-error"), "\(receiver)")
        }
        #expect(
            try await site.get("/cases/\(order.id)/letters/restraining-order-refused-respondent", as: .officer).status
                == 404)
        #expect(try await site.get("/cases/\(order.id)/letters/ukn-referral", as: .officer).status == 404)
        #expect(try await site.get(path, as: .screener).status == 422)
    }

    @Test func ofAChildUnderTheAgeNobodyWritesThatItIsCharged() async throws {
        let site = try TestSite()
        for (born, status) in [("2011-02-02", 422), ("2011-02-01", 200)] {
            let child = try site.person("P-\(born)", born: born)
            let mother = try site.person("M-\(born)", given: "Mor", address: "Morvej 1")
            let id = try await site.openCase(
                "ukn", fields: ["offence_date": "2026-02-01", "category": "none"], subject: child, at: "2026-02-10")
            _ = try await site.post(
                "/cases/\(id)/party", ["role": "caregiver", "person": "M-\(born)", "revision": "1"], as: .officer)
            _ = try await site.post("/cases/\(id)/step/screened-out", ["revision": "2"], as: .officer)
            let page = try await site.post(
                "/cases/\(id)/letters/ukn-screened-out",
                ["receiver": "\(mother)", "free_text": "Dit barn er sigtet.", "do": "preview"], as: .officer)
            #expect(page.status == status, "\(born) \(page.location ?? "")")
        }
    }

    @Test func aMissingWeasyPrintIsToldWithTheWayOut() async throws {
        await #expect(throws: WeasyPrint.Problem.missing) {
            _ = try await WeasyPrint(command: "weasyprint-that-is-not-there").pdf("<p>x</p>")
        }
        await #expect(throws: WeasyPrint.Problem.failed) { _ = try await WeasyPrint(command: "false").pdf("<p>x</p>") }
        #expect(WeasyPrint.Problem.missing.description.contains("install-missing.sh"))
        let words = try TestSite().words
        #expect(words("refusal.letter-no-weasyprint").contains("install-missing.sh"))
    }

    @Test func aTextIsEditedWithVersionsConflictsAndAWayBack() async throws {
        let site = try TestSite()
        let path = "/letters/officer-request-answer"
        let shipped = try await site.get(path, as: .administrator)
        #expect(
            shipped.status == 200 && shipped.text.contains("{{agreed_date}}") && shipped.text.contains("Mads Prøvesen"))
        let wrong = try await site.post(
            path, ["body": "Kære {{reciever_name}}\n{{> x}}", "do": "save", "version": "0"], as: .administrator)
        #expect(wrong.status == 422 && wrong.text.contains("Mente du &quot;receiver_name&quot;?"))
        #expect(wrong.text.contains("Linje 2"))
        let saved = try await site.post(
            path, ["body": "Kære {{receiver_name}}", "note": "Kortere", "do": "save", "version": "0"],
            as: .administrator)
        #expect(saved.location == path + "?done=template-saved")
        let conflict = try await site.post(
            path, ["body": "Min egen tekst", "do": "save", "version": "0"], as: .secretariat)
        #expect(conflict.status == 409 && conflict.text.contains("Min egen tekst"))
        let same = try await site.post(
            path, ["body": "Kære {{receiver_name}}", "do": "save", "version": "1"], as: .administrator)
        #expect(same.status == 422)
        let old = try await site.get(path + "/versions/0", as: .administrator)
        #expect(old.text.contains("{{agreed_date}}"))
        #expect(try await site.get(path + "/versions/2", as: .administrator).status == 404)
        let restored = try await site.post(
            path + "/versions/0/restore", ["version": "1", "note": "Tilbage"], as: .administrator)
        #expect(restored.location == path + "?done=template-restored")
        let now = try await site.get(path, as: .administrator)
        #expect(now.text.contains("{{agreed_date}}") && now.text.contains("Kortere"))
        #expect(try await site.get("/letters", as: .officer).status == 403)
        let logged = try Logged.all(in: site.database).filter { $0.reason.hasPrefix("letter ") }.map(\.reason)
        #expect(logged == ["letter officer-request-answer 1", "letter officer-request-answer 2"])
    }

    @Test func theExampleIsAPDFToo() async throws {
        let site = try TestSite()
        let path = "/letters/mediation-invitation-subject/pdf"
        let pdf = try await site.post(path, ["body": "Kære {{receiver_name}}"], as: .administrator)
        #expect(pdf.status == 200 && pdf.contentType == "application/pdf" && pdf.text.hasPrefix("%PDF-"))
        let wrong = try await site.post(path, ["body": "Kære {{free_text}}"], as: .administrator)
        #expect(wrong.status == 422)
    }
}
