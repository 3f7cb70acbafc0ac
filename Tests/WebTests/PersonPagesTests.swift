import Casework
import Handbook
import Prevention
import SQL
import SQLiteEngine
import Store
import Testing

@testable import Web

@Suite("Persons")
struct PersonPagesTests {
    /// Sends the search and follows to what it has found.
    private func search(
        _ site: TestSite, _ form: [String: String], as role: Role, language: Language = .danish
    ) async throws -> (page: TestPage, address: String) {
        let answer = try await site.post("/persons/search", form, as: role, language: language)
        #expect(answer.status == 303)
        let address = try #require(answer.location)
        return (try await site.get(address, as: role, language: language), address)
    }

    private func searches(_ site: TestSite) throws -> [String] {
        try Logged.all(in: site.database).filter { $0.action == "search" }.map(\.reason)
    }

    @Test("a search without purpose is refused and finds nothing", arguments: Language.allCases)
    func demandsPurpose(language: Language) async throws {
        let site = try TestSite()
        try site.person("P1", given: "Karla", family: "Lund")
        let page = try await site.post("/persons/search", ["q": "Lund"], as: .officer, language: language)
        #expect(page.status == 422 && page.text.contains(##"href="#purpose""##))
        #expect(page.text.contains("<title>" + site.office.handbook[language]("frame.error") + ": "))
        #expect(!page.text.contains("Karla") && page.text.contains(#"value="Lund""#))
        let other = try await site.post(
            "/persons/search", ["q": "Lund", "purpose": "other"], as: .officer, language: language)
        #expect(other.status == 422 && other.text.contains(##"href="#explanation""##))
        #expect(try searches(site) == [])
    }

    @Test("a search is logged with words and purpose, and whom it showed")
    func logs() async throws {
        let site = try TestSite()
        let id = try site.person("P1", given: "Karla", family: "Lund", born: "1988-02-03")
        let (page, address) = try await search(
            site, ["q": "Lund", "purpose": "other", "explanation": "Tilbagemelding"], as: .officer)
        #expect(page.status == 200)
        for text in ["Karla Lund", "03.02.1988", "Køge", "1 person fundet"] {
            #expect(page.text.contains(text), "\(text)")
        }
        #expect(try searches(site) == ["other: Lund / Tilbagemelding"])
        #expect(try site.logged(.person, id).count == 1)
        #expect(!address.contains("Lund") && !address.contains("Tilbagemelding"))
        // Gone back to, it is shown again, and logged again.
        #expect(try await site.get(address, as: .officer).text.contains("Karla Lund"))
        #expect(try searches(site).count == 2)
        // It is nobody else's.
        #expect(try await site.get(address, as: .screener).location == "/persons")
    }

    @Test("what was explained in a search is carried to the persons found, and to their families")
    func carriesExplanation() async throws {
        let site = try TestSite()
        let mother = try site.person("M1", given: "Mette", family: "Lund", born: "1985-01-01")
        let child = try site.person("C1", given: "Karla", family: "Bæk", born: "2014-01-01")
        try site.relation(mother, .parent, of: child)
        let (found, _) = try await search(
            site, ["q": "Lund", "purpose": "other", "explanation": "Aktindsigt"], as: .officer)
        #expect(found.text.contains("href=\"/persons/\(mother)\""))
        // Nobody has said why the child is looked up until the mother's page has shown it.
        #expect(try await !site.get("/persons/\(child)", as: .officer).text.contains("Karla Bæk"))
        let page = try await site.get("/persons/\(mother)", as: .officer)
        #expect(page.status == 200 && page.text.contains("Mette Lund"))
        #expect(page.text.contains("href=\"/persons/\(child)\""))
        #expect(try await site.get("/persons/\(child)", as: .officer).text.contains("Karla Bæk"))
        // Another's purpose is not one's own.
        #expect(try await !site.get("/persons/\(child)", as: .screener).text.contains("Karla Bæk"))
        #expect(try site.logged(.person, child).last == "read other: Aktindsigt")
    }

    @Test("the purpose other opens nothing without an explanation, whatever the address says")
    func unexplained() async throws {
        let site = try TestSite()
        let id = try site.person("P1", given: "Karla", family: "Lund")
        for query in ["purpose=other", "purpose=other&explanation=x", "purpose=other&look-up=7", "look-up=7"] {
            let page = try await site.get("/persons/\(id)?" + query, as: .officer)
            #expect(page.status == 200 && !page.text.contains("Karla"), "\(query)")
            #expect(page.text.contains("Der er ikke læst noget endnu"))
        }
        #expect(try site.logged(.person, id) == [])
    }

    @Test("words searched for never stand in an address")
    func postOnly() async throws {
        let site = try TestSite()
        try site.person("P1", given: "Karla", family: "Lund")
        let page = try await site.get("/persons?q=Lund&purpose=case", as: .officer)
        #expect(page.status == 200 && !page.text.contains("Karla") && page.text.contains(#"method="post""#))
        #expect(try await site.get("/persons/search?q=Lund&purpose=case", as: .officer).location == "/persons")
    }

    @Test("nobody found says what to try; a protected name is found by number only, and masked")
    func protected() async throws {
        let site = try TestSite()
        try site.person(
            "P1", cpr: "6101011236", given: "Karla", family: "Lund", address: "Skjulevej 2", protected: true)
        let byName = try await search(site, ["q": "Lund", "purpose": "case"], as: .officer).page
        #expect(byName.text.contains("Ingen fundet") && byName.text.contains("Se efter"))
        let byNumber = try await search(site, ["q": "610101-1236", "purpose": "case"], as: .officer).page
        #expect(byNumber.text.contains("Beskyttet navn") && !byNumber.text.contains("Karla"))
        #expect(byNumber.text.contains("Beskyttet kommune") && !byNumber.text.contains("Køge"))
        let still = try await search(site, ["q": "Lund", "purpose": "case"], as: .secretariat).page
        #expect(!still.text.contains("Karla Lund"), "no role sees more without a need")
    }

    @Test("without a purpose the page reads nothing and asks")
    func asks() async throws {
        let site = try TestSite()
        let id = try site.person("P1", given: "Karla", family: "Lund")
        for query in ["", "?purpose=", "?purpose=curiosity"] {
            let page = try await site.get("/persons/\(id)" + query, as: .officer)
            #expect(page.status == 200 && !page.text.contains("Karla"))
            #expect(page.text.contains("Der er ikke læst noget endnu"))
        }
        #expect(try site.logged(.person, id) == [])
        let unexplained = try await site.post("/persons/\(id)", ["purpose": "other"], as: .officer)
        #expect(unexplained.status == 422 && !unexplained.text.contains("Karla"))
        let explained = try await site.post(
            "/persons/\(id)", ["purpose": "other", "explanation": "Aktindsigt"], as: .officer)
        let address = try #require(explained.location)
        #expect(explained.status == 303 && !address.contains("Aktindsigt"))
        #expect(try await site.get(address, as: .officer).text.contains("Karla Lund"))
        #expect(try site.logged(.person, id) == ["read other: Aktindsigt"])
    }

    @Test("a person with family, cases and incidents, each logged", arguments: Language.allCases)
    func page(language: Language) async throws {
        let site = try TestSite()
        let mother = try site.person("M1", given: "Mette", family: "Lund", born: "1985-01-01", sex: .female)
        let child = try site.person("C1", given: "Karla", family: "Lund", born: "2014-01-01", sex: .female)
        let sibling = try site.person("C2", given: "Oskar", family: "Lund", born: "2016-01-01")
        for one in [child, sibling] { try site.relation(mother, .parent, of: one) }
        try site.incident(
            "I1", "domestic-disturbance", at: "2025-11-01T20:00", summary: "Højlydt <skænderi>",
            persons: [(.childPresent, child), (.suspect, mother)])
        let id = try await site.openCase("social-report", fields: ["origin": "patrol", "facts": "Set"], subject: child)
        let page = try await site.openPerson(child, as: .officer, language: language)
        #expect(page.status == 200)
        let words = site.office.handbook[language]
        for text in [
            "Karla Lund", "Mette Lund", "Oskar Lund", "/cases/\(id)", "01.11.2025", "Højlydt &lt;skænderi&gt;",
            words("incident-role.child-present"), words("person.position.sibling"), "/cases/new?subject=\(child)",
            "chart-family",
            words("person.incidents.role-belongs"),
        ] { #expect(page.text.contains(text), "\(text)") }
        #expect(!page.text.contains("<skænderi>"))
        for person in [mother, child, sibling] { #expect(try site.logged(.person, person).last == "read case") }
    }

    @Test("the parent's page shows partner and children around the parent in focus")
    func parent() throws {
        let relations = [
            Relation(person: 1, related: 3, kind: .parent, from: nil, to: nil),
            Relation(person: 2, related: 3, kind: .parent, from: nil, to: nil),
            Relation(person: 4, related: 1, kind: .parent, from: nil, to: nil),
            Relation(person: 1, related: 5, kind: .formerPartner, from: nil, to: nil),
        ]
        let positions = FamilyDrawing.positions(of: 1, relations, carers: [])
        #expect(positions == [1: .focus, 2: .partner, 3: .child, 4: .carer, 5: .partner])
    }

    @Test("a protected person's page gives away neither name nor address nor places")
    func protectedPage() async throws {
        let site = try TestSite()
        let id = try site.person("P1", given: "Karla", family: "Lund", address: "Skjulevej 2", protected: true)
        try site.incident(
            "I1", "threats", at: "2025-11-01T20:00", place: "Skjulevej 2", summary: "Råb ved Skjulegården",
            persons: [(.victim, id)])
        let page = try await site.openPerson(id, as: .officer)
        for text in ["Karla", "Lund", "Skjule", "Køge"] { #expect(!page.text.contains(text), "\(text)") }
        #expect(page.text.contains("Beskyttet navn") && page.text.contains("Beskyttet adresse"))
        #expect(page.text.contains("Forurettet"))
        #expect(page.text.contains("/persons/\(id)/protection"))
        #expect(try await !site.openPerson(id, as: .secretariat).text.contains("Karla Lund"))
        try await site.needs(id, as: .secretariat)
        let seen = try await site.openPerson(id, as: .secretariat)
        #expect(seen.text.contains("Karla Lund") && seen.text.contains("Skjulevej 2"))
        #expect(seen.text.contains("Skjulegården") && seen.text.contains("Køge"))
    }

    @Test("the page of one who is not protected does not give away the home of one who is")
    func otherProtected() async throws {
        let site = try TestSite()
        let respondent = try site.person("P1", given: "Bo", family: "Friis")
        let victim = try site.person("P2", given: "Karla", family: "Lund", protected: true)
        try site.incident(
            "I1", "threats", at: "2025-11-01T20:00", place: "Skjulevej 2", summary: "Stod ved Skjulevej",
            persons: [(.suspect, respondent), (.victim, victim)])
        try site.incident("I2", "theft", at: "2025-11-02T20:00", place: "Torvet", persons: [(.suspect, respondent)])
        let page = try await site.openPerson(respondent, as: .officer)
        #expect(!page.text.contains("Skjulevej") && page.text.contains("Torvet"))
        try await site.needs(victim, as: .secretariat)
        let seen = try await site.openPerson(respondent, as: .secretariat)
        #expect(seen.text.contains("Skjulevej 2"))
    }

    @Test("a child below the age of criminal responsibility is never called charged")
    func neverCharged() async throws {
        let site = try TestSite()
        let id = try site.person("P1", born: "2010-11-02")
        try site.incident("I1", "theft", at: "2025-11-01T20:00", persons: [(.charged, id)])
        let child = try await site.openPerson(id, as: .officer)
        #expect(child.text.contains("Mistænkt") && !child.text.contains("Sigtet"))
        try site.incident("I2", "theft", at: "2025-11-02T20:00", persons: [(.charged, id)])
        #expect(try await site.openPerson(id, as: .officer).text.contains("Sigtet"))
    }

    @Test("what is not shown of a long list is said")
    func cut() async throws {
        let site = try TestSite()
        let id = try site.person("P1")
        for index in 0..<PersonPage.mostIncidents {
            try site.incident("I\(index)", "theft", at: "2025-11-01T20:00", persons: [(.witness, id)])
        }
        let most = String(PersonPage.mostIncidents)
        let whole = try await site.openPerson(id, as: .officer)
        #expect(whole.text.contains(site.words("person.incidents.count", ["count": most])))
        try site.incident("I-more", "theft", at: "2025-11-02T20:00", persons: [(.witness, id)])
        let page = try await site.openPerson(id, as: .officer)
        #expect(page.text.contains(site.words("person.incidents.newest", ["count": most])))
    }

    @Test("a new case about a person begins with that person, through every page")
    func newCase() async throws {
        let site = try TestSite()
        let child = try site.person("C1", given: "Karla", family: "Lund", born: "2013-05-01")
        let sibling = try site.person("C2", given: "Oskar", family: "Lund", born: "2016-01-01")
        let mother = try site.person("M1", given: "Mette", family: "Lund", born: "1985-01-01")
        for one in [child, sibling] { try site.relation(mother, .parent, of: one) }
        let page = try await site.openPerson(child, as: .officer)
        let choose = try #require(page.text.firstMatch(of: #/href="(\/cases\/new\?subject=\d+)"/#)?.1)
        let entries = try await site.get(String(choose), as: .officer)
        let link = try #require(entries.text.firstMatch(of: #/href="(\/cases\/new\/social-report[^"]*)"/#)?.1)
        let before = try site.logged(.person, sibling).count
        let form = try await site.get(String(link), as: .officer)
        #expect(form.status == 200 && form.text.contains("Karla Lund"))
        #expect(form.text.contains(#"name="subject-id" value="\#(child)""#))
        #expect(try site.logged(.person, child).last == "read case")
        #expect(try site.logged(.person, sibling).count == before, "nobody sees the family")
        let opened = try await site.post(
            "/cases/new/social-report", ["subject-id": "\(child)", "field.origin": "patrol"], as: .officer)
        let id = try #require(opened.location?.firstMatch(of: #/\/cases\/(\d+)/#).flatMap { Int64($0.1) })
        let view = try await ReadCase(id)(site.authorized(Acts.WorkCases.self, as: .officer), in: site.office)
        #expect(view.file.subject?.person == child)
    }

    @Test("duplicate reports of one incident stand once, with the roles of both")
    func duplicates() async throws {
        let site = try TestSite()
        let id = try site.person("P1")
        try site.incident("I1", "threats", at: "2025-11-01T20:00", persons: [])
        try site.incident("I2", "violence", at: "2025-11-02T09:00", persons: [(.suspect, id)])
        _ = try site.database.blockingWrite { db in
            try db.execute("UPDATE incident SET same_as = 'I1' WHERE external_id = 'I2'")
        }
        let page = try await site.openPerson(id, as: .officer)
        #expect(page.text.contains("01.11.2025") && page.text.contains("Trusler") && page.text.contains("Mistænkt"))
        #expect(!page.text.contains("02.11.2025"))
    }

    @Test("not for those who look nobody up; not found for nobody")
    func access() async throws {
        let site = try TestSite()
        let id = try site.person("P1")
        for path in ["/persons", "/persons/\(id)", "/persons/\(id)?purpose=case"] {
            #expect(try await site.get(path, as: .administrator).status == 403)
            #expect(try await site.get(path, as: nil).status == 303)
        }
        #expect(try await site.openPerson(999, as: .officer).status == 404)
    }
}
