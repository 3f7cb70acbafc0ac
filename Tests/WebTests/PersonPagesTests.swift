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
    private func searches(_ site: TestSite) throws -> [String] {
        try site.database.blockingRead { db in
            try db.fetch("SELECT reason FROM audit WHERE action = 'search' ORDER BY id") { $0.text(0) }
        }
    }

    @Test("a search without purpose is refused and finds nothing", arguments: Language.allCases)
    func demandsPurpose(language: Language) async throws {
        let site = try TestSite()
        try site.person("P1", given: "Karla", family: "Lund")
        let page = try await site.post("/persons/search", ["q": "Lund"], as: .officer, language: language)
        #expect(page.status == 422 && page.text.contains(##"href="#purpose""##))
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
        let page = try await site.post(
            "/persons/search", ["q": "Lund", "purpose": "other", "explanation": "Tilbagemelding"], as: .officer)
        #expect(page.status == 200)
        for text in ["Karla Lund", "03.02.1988", "Køge", "/persons/\(id)?purpose=other", "1 person fundet"] {
            #expect(page.text.contains(text), "\(text)")
        }
        #expect(try searches(site) == ["other: Lund / Tilbagemelding"])
        #expect(try site.logged(.person, id).count == 1)
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
        let byName = try await site.post("/persons/search", ["q": "Lund", "purpose": "case"], as: .officer)
        #expect(byName.text.contains("Ingen fundet") && byName.text.contains("Se efter"))
        let byNumber = try await site.post("/persons/search", ["q": "610101-1236", "purpose": "case"], as: .officer)
        #expect(byNumber.text.contains("Beskyttet navn") && !byNumber.text.contains("Karla"))
        let seen = try await site.post("/persons/search", ["q": "Lund", "purpose": "case"], as: .secretariat)
        #expect(seen.text.contains("Karla Lund"))
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
        #expect(explained.status == 200 && explained.text.contains("Karla Lund"))
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
        let page = try await site.get("/persons/\(child)?purpose=case", as: .officer, language: language)
        #expect(page.status == 200)
        let words = site.office.handbook[language]
        for text in [
            "Karla Lund", "Mette Lund", "Oskar Lund", "/cases/\(id)", "01.11.2025", "Højlydt &lt;skænderi&gt;",
            words("incident-role.child-present"), words("person.position.sibling"), "/cases/new?subject=C1",
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
        try site.incident("I1", "threats", at: "2025-11-01T20:00", place: "Skjulevej 2", persons: [(.victim, id)])
        let page = try await site.get("/persons/\(id)?purpose=case", as: .officer)
        for text in ["Karla", "Lund", "Skjulevej"] { #expect(!page.text.contains(text), "\(text)") }
        #expect(page.text.contains("Beskyttet navn") && page.text.contains("Beskyttet adresse"))
        #expect(page.text.contains("Forurettet"))
        let seen = try await site.get("/persons/\(id)?purpose=case", as: .secretariat)
        #expect(seen.text.contains("Karla Lund") && seen.text.contains("Skjulevej 2"))
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
        let page = try await site.get("/persons/\(id)?purpose=incident", as: .officer)
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
        #expect(try await site.get("/persons/999?purpose=case", as: .officer).status == 404)
    }
}
