import Casework
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Web

@Suite struct DisclosurePagesTests {
    let site: TestSite
    let child: Int64

    /// A notice of concern has been sent: record number 1.
    init() async throws {
        site = try TestSite()
        child = try site.person("P1", born: "2018-05-01")
        let notice = try #require(Catalogue.programme("concern-notice"))
        _ = try await OpenCase(
            notice, municipality: "259",
            fields: [
                "concerns": "child", "concern": "Ofte alene", "notifier_kind": "professional", "notifier_name": "Holm",
            ], parties: [(.subject, child)])(site.authorized(Acts.WorkCases.self, as: .officer), in: site.office)
    }

    private func logged(_ text: String) throws -> Int {
        try site.database.blockingRead { try $0.count("SELECT COUNT(*) FROM ledger_entry WHERE reason = \(text)") }
    }

    @Test(arguments: [Language.danish, .english]) func theListNamesNobodyAndLeadsToTheRecord(language: Language)
        async throws
    {
        let words = site.office.handbook[language]
        let list = try await site.get("/disclosures", as: .officer, language: language)
        #expect(list.status == 200 && list.text.contains("href=\"/disclosures/1\""))
        #expect(list.text.contains(words("basis.notification")) && list.text.contains("UND-2026-"))
        #expect(!list.text.contains("Test Person"))
        let record = try await site.get("/disclosures/1", as: .officer, language: language)
        #expect(record.status == 200 && record.text.contains(words("disclosures.fact.onward")))
        #expect(record.text.contains("Test Person") && record.text.contains(words("disclosures.add.title")))
        let none = try await site.get("/disclosures?basis=sul43", as: .officer, language: language)
        #expect(none.text.contains(words("disclosures.none-filtered")))
    }

    @Test func whoMayKnowOfNoneSeesAnEmptyListAndNoLink() async throws {
        let list = try await site.get("/disclosures", as: .administrator)
        #expect(list.status == 200 && !list.text.contains("/disclosures/1"))
        #expect(!list.text.contains("href=\"/disclosures\""))
        #expect(try await site.get("/disclosures/1", as: .administrator).status == 404)
        #expect(try await site.get("/disclosures/1", as: .mediator).status == 404)
        #expect(try await site.get("/disclosures/99", as: .leader).status == 404)
    }

    @Test func anAddendumStandsBesideTheRecord() async throws {
        let empty = try await site.post("/disclosures/1", ["text": " "], as: .officer)
        #expect(empty.status == 422 && empty.text.contains(site.words("refusal.addendum-text")))
        let added = try await site.post("/disclosures/1", ["text": "Barnet hedder <Åse>"], as: .officer)
        #expect(added.location == "/disclosures/1?done=disclosure-addendum")
        let page = try await site.get("/disclosures/1", as: .officer)
        #expect(page.text.contains("Barnet hedder &lt;Åse&gt;"))
        // Nobody in the municipality has opened the notice: until then its record is as closed to them.
        let worker = try await site.post("/disclosures/1", ["text": "Ikke min"], as: .socialWorker)
        #expect(worker.status == 404)
        #expect(try await !site.get("/disclosures", as: .socialWorker).text.contains("/disclosures/1"))
    }

    @Test func theTableAsksForThePurposeAndCarriesTheRestriction() async throws {
        let asked = try await site.get("/disclosures/export?basis=notification", as: .secretariat)
        #expect(asked.status == 200 && asked.text.contains("action=\"/disclosures/export?basis=notification\""))
        let missing = try await site.post("/disclosures/export", [:], as: .secretariat)
        #expect(missing.status == 422 && missing.text.contains(site.words("refusal.disclosure-purpose")))
        let refused = try await site.post("/disclosures/export", ["purpose": "investigation"], as: .secretariat)
        #expect(
            refused.status == 422 && refused.text.contains("§ 804") && refused.contentType?.contains("html") == true)
        #expect(try logged("refused investigation") == 1)
        let table = try await site.post(
            "/disclosures/export?basis=notification", ["purpose": "supervision"], as: .secretariat)
        #expect(table.status == 200 && table.contentType?.hasPrefix("text/csv") == true)
        let lines = table.text.split(separator: "\r\n")
        #expect(lines.count == 2 && lines[0].hasSuffix(",restriction"))
        #expect(lines[1].contains(site.words("onward.notification")) && !table.text.contains("Test Person"))
        #expect(try logged("export 1 supervision 1-1") == 1)
        let empty = try await site.post("/disclosures/export?basis=sul43", ["purpose": "supervision"], as: .secretariat)
        #expect(empty.text.split(separator: "\r\n").count == 1)
    }

    @Test func aCaseUnderSection115SaysSoInPrintAndInTheTable() async throws {
        let id = try await OpenCase(
            #require(Catalogue.programme("psp-k")), municipality: "259", fields: [:],
            parties: [(.subject, try site.person("P2", born: "1985-05-01"))])(
                site.authorized(Acts.WorkCases.self, as: .officer), in: site.office)
        let mark = site.words("section115.case")
        for path in ["", "/history", "/related"] {
            #expect(try await site.get("/cases/\(id)\(path)", as: .officer).text.contains(mark))
        }
        let lines = try await site.get("/cases.csv", as: .officer).text.split(separator: "\r\n")
        #expect(lines[0].hasSuffix(",restriction"))
        #expect(lines.filter { $0.contains(mark) }.count == 1)
        #expect(lines.first { $0.contains(mark) }?.hasPrefix("PSP-") == true)
    }

    @Test(arguments: [Role.secretariat, .dataProtectionOfficer, .officer])
    func everythingAboutOnePersonIsShownAfterThePurpose(role: Role) async throws {
        let path = "/persons/\(child)/disclosures"
        let form = try await site.get(path, as: role)
        #expect(form.status == 200 && !form.text.contains("Test Person"))
        let refused = try await site.post(path, ["purpose": "investigation"], as: role)
        #expect(refused.status == 422 && refused.text.contains("§ 804") && !refused.text.contains("UND-2026-"))
        let shown = try await site.post(path, ["purpose": "access"], as: role)
        #expect(shown.status == 200 && shown.text.contains("Test Person") && shown.text.contains("UND-2026-"))
        #expect(shown.text.contains("§ 115"))
        #expect(shown.text.contains(site.words("disclosures.person.partial")) == (role == .officer))
        let json = try await site.post(path, ["purpose": "access", "do": "json"], as: role)
        #expect(json.contentType?.hasPrefix("application/json") == true && json.text.contains("kreds-disclosures-1"))
        let csv = try await site.post(path, ["purpose": "access", "do": "csv"], as: role)
        #expect(csv.text.contains("notification") && csv.text.contains(site.words("onward.notification")))
    }

    @Test(arguments: [Role.socialWorker, .administrator, .mediator]) func othersListNobody(role: Role) async throws {
        #expect(try await site.get("/persons/\(child)/disclosures", as: role).status == 403)
        #expect(try await site.post("/persons/\(child)/disclosures", ["purpose": "access"], as: role).status == 403)
    }

    @Test func aProtectedPersonIsMasked() async throws {
        try site.database.blockingWrite { db in
            _ = try db.execute("UPDATE person SET protected = 1 WHERE id = \(child)")
        }
        let page = try await site.get("/disclosures/1", as: .officer)
        #expect(page.status == 200 && !page.text.contains("Test Person"))
        #expect(page.text.contains(site.words("person.masked-name")))
    }
}
