import Casework
import Handbook
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Web

/// The pages of notices: what they say to whom, and how a refused form comes back.
@Suite struct NoticePagesTests {
    let site: TestSite

    init() throws {
        site = try TestSite()
    }

    /// A sent report that leads to a notice.
    private func report(about child: Int64) async throws -> Int64 {
        let id = try await site.openCase(
            "social-report", fields: ["origin": "patrol", "facts": "- Uro"], subject: child)
        let sent = try await site.post(
            "/cases/\(id)/step/sent",
            [
                "revision": "1", "field.facts": "- Uro", "field.assessment": "Barnet har brug for hjælp.",
                "field.leads_to": "notice",
            ], as: .officer)
        #expect(sent.status == 303, "\(sent.status)")
        return id
    }

    private func lead(_ report: Int64, _ fields: [String: String] = [:]) async throws -> TestPage {
        let filled = [
            "field.concerns": "child", "field.concern": "Barnet har brug for hjælp.",
            "field.notifier_name": "Ole Vagt", "field.notifier_contact": "Vagten",
        ]
        return try await site.post("/notices/report/\(report)", filled.merging(fields) { $1 }, as: .officer)
    }

    @Test func theFormOfANoticeIsFilledInFromTheReport() async throws {
        let report = try await report(about: try site.person("P1", born: "2015-05-01", municipality: "253"))
        let page = try await site.get("/notices/report/\(report)", as: .officer)
        for said in ["- Uro", "Barnet har brug for hjælp.", "Greve, hvor barnet bor", "Test officer"] {
            #expect(page.status == 200 && page.text.contains(said), "\(said)")
        }
        #expect(!page.text.contains("name=\"municipality\""))
        // A refused form says what is wrong and keeps what was typed; nothing is half sent.
        let refused = try await lead(report, ["field.notifier_contact": "", "field.concern": "Meget råben."])
        #expect(refused.status == 422 && refused.text.contains("href=\"#lead-notifier_contact\""))
        #expect(refused.text.contains("Meget råben."))
        let suspect = try await lead(report, ["field.concern": "Drengen er sigtet."])
        #expect(suspect.status == 422 && suspect.text.contains("href=\"#lead-concern\""))
        #expect(try site.database.blockingRead { try $0.count("SELECT COUNT(*) FROM notice_sending") } == 0)
        #expect(try await lead(report).status == 303)
        let made = try await site.get("/notices/report/\(report)", as: .officer)
        #expect(made.text.contains("UND-") && !made.text.contains("id=\"lead\""))
        #expect(try await lead(report).status == 422)
    }

    @Test func whereNobodyKnowsTheMunicipalityItIsChosen() async throws {
        let report = try await report(about: try site.person("P1", born: "2015-05-01", municipality: ""))
        let page = try await site.get("/notices/report/\(report)", as: .officer)
        #expect(page.text.contains("name=\"municipality\""))
        #expect(try await lead(report).status == 422)
        #expect(try await lead(report, ["municipality": "999"]).status == 422)
        #expect(try await lead(report, ["municipality": "316"]).status == 303)
    }

    /// The sender learns that it was sent, not where: neither before nor after, nor when the family moves.
    @Test(arguments: Language.allCases)
    func aProtectedPlaceIsOnNoPageOfTheSender(language: Language) async throws {
        let child = try site.person(
            "P1", born: "2015-05-01", address: "Lønvej 2", municipality: "329", protected: true)
        let report = try await report(about: child)
        var pages = [try await site.get("/notices/report/\(report)", as: .officer, language: language)]
        #expect(try await lead(report).status == 303)
        let id = try #require(
            try site.database.blockingRead { db in
                try db.first("SELECT id FROM case_file WHERE programme = 'concern-notice' AND municipality = '329'") {
                    $0.int64(0)
                }
            })
        _ = try site.database.blockingWrite {
            try $0.execute("UPDATE person SET municipality = '350' WHERE id = \(child)")
        }
        for _ in 0..<2 {
            for path in [
                "/notices", "/notices?whose=all", "/notices/\(id)", "/cases/\(id)", "/cases/\(id)/history",
                "/disclosures/1",
            ] {
                pages.append(try await site.get(path, as: .officer, language: language))
            }
            pages.append(
                try await site.post("/persons/\(child)/disclosures", ["purpose": "supervision"], as: .officer))
            for format in ["csv", "json"] {
                pages.append(
                    try await site.post(
                        "/persons/\(child)/disclosures", ["purpose": "supervision", "do": format], as: .officer))
            }
            pages.append(try await site.post("/disclosures/export", ["purpose": "supervision"], as: .officer))
            // The filter lists every authority; the rows name no municipality, and none is found by one.
            let list = try await site.get("/disclosures", as: .officer, language: language)
            let rows = list.text.split(separator: "<tbody").last.map(String.init) ?? ""
            #expect(rows.contains("/disclosures/1\"") && !rows.contains("Ringsted") && !rows.contains("Lejre"))
            for place in ["329", "350"] {
                let found = try await site.get("/disclosures?authority=" + place, as: .officer)
                #expect(!found.text.contains("/disclosures/1\""))
            }
            try await RouteNotices()(by: TestSite.actor(.secretariat), in: site.office)
        }
        for page in pages {
            #expect(page.status == 200)
            for place in ["Ringsted", "Lejre", "Lønvej"] { #expect(!page.text.contains(place), "\(place)") }
        }
    }

    /// Leaders are named by municipality and sector: to whom it was taken would say where it lies.
    @Test(arguments: [(true, false), (false, true)])
    func theLeaderOfAProtectedPlaceIsNotNamed(isProtected: Bool, isNamed: Bool) async throws {
        let child = try site.person("P1", born: "2015-05-01", municipality: "329", protected: isProtected)
        #expect(try await lead(report(about: child)).status == 303)
        let notice = try #require(
            try site.database.blockingRead { db in
                try db.first("SELECT id FROM case_file WHERE programme = 'concern-notice'") { $0.int64(0) }
            })
        try await NameLeader(programme: "concern-notice", place: "", account: "leader")(
            Policy.authorize(TestSite.actor(.leader), Acts.NameLeaders.self), in: site.office)
        let later = site.office.now.adding(hours: 9)
        let office = Office(database: site.database, handbook: site.office.handbook, keys: .forTests, clock: { later })
        #expect(try await Escalate()(by: TestSite.actor(.secretariat), in: office).made == 1)
        for path in ["/notices", "/notices/\(notice)"] {
            let page = try await site.get(path, as: .officer).text
            #expect(page.contains("Test leader") == isNamed, "\(path)")
        }
        #expect(try await site.get("/notices/\(notice)", as: .leader).text.contains("Test leader"))
    }

    /// A child outside the district: nowhere else may be chosen, and the page says what to do.
    @Test func aChildOutsideTheDistrictIsNotifiedOfBySecureMail() async throws {
        let report = try await report(about: try site.person("P1", born: "2015-05-01", municipality: "101"))
        let form = try await site.get("/notices/report/\(report)", as: .officer).text
        #expect(form.contains("København, hvor barnet bor") && !form.contains("name=\"municipality\""))
        let sent = try await lead(report, ["municipality": "259"])
        let page = try await site.get(try #require(sent.location), as: .officer).text
        #expect(page.contains(site.words("concern.by-mail")) && page.contains(site.words("concern.by-mail-short")))
        #expect(try await !site.get("/notices", as: .socialWorker).text.contains("UND-2026"))
        // What came back is written here, and closes it.
        #expect(page.contains(site.words("concern.close-title")) && page.contains("name=\"field.feedback\""))
        let path = try #require(sent.location?.split(separator: "?").first).description
        let closed = try await site.post(
            path + "/step", ["revision": "1", "field.feedback": "measure"], as: .officer)
        #expect(closed.status == 303 && closed.location?.hasPrefix(path) == true)
        #expect(try await !site.get(path, as: .officer).text.contains(site.words("concern.close-title")))
        #expect(try await site.post(path + "/step", ["revision": "2"], as: .officer).status == 404)
    }

    @Test func anEmptyListSaysWhatToDo() async throws {
        for role in [Role.socialWorker, .officer] {
            let page = try await site.get("/notices?state=answered", as: role)
            #expect(page.status == 200 && page.text.contains(site.words("concern.none.answered")))
        }
        // What is not a state or an order is none.
        #expect(try await site.get("/notices?state=x&order=y&whose=z", as: .officer).status == 200)
    }
}
