import Casework
import Handbook
import SQL
import Store
import Testing

@testable import Prevention
@testable import Web

@Suite struct DoubtPagesTests {
    let site: TestSite
    let new: Int64
    let known: Int64

    init() throws {
        site = try TestSite()
        new = try site.person("row-1", given: "Åse", family: "Østerlund", born: "1985-02-01", address: "Bakken 2")
        known = try site.person("P-1", given: "Aase", family: "Østerlund", born: "1985-01-02", address: "Gaden 9")
        try site.doubt(new, known)
    }

    @Test func theQueueNamesNobodyAndSaysNoChance() async throws {
        let page = try await site.get("/identities", as: .screener)
        #expect(page.status == 200 && page.text.contains("href=\"/identities/1\""))
        #expect(page.text.contains("Adresse") && page.text.contains("41 år og 41 år"))
        #expect(!page.text.contains("sterlund") && !page.text.contains("55 %"))
        #expect(try Logged.all(in: site.database).allSatisfy { $0.entity != "person" })
        let kept = try await site.get("/identities?state=open&origin=&municipality=", as: .screener)
        #expect(kept.location == "/identities?state=open")
    }

    /// What was written of the two as one is asked about on the page of the undoing.
    @Test func takingBackLeadsToTheUndoingWhereSomethingCameAfter() async throws {
        for (revision, role) in [("0", Role.screener), ("1", .leader)] {
            _ = try await site.post(
                "/identities/1", ["verdict": "same", "revision": revision, "words": "Samme"], as: role)
        }
        let standing = try site.database.blockingRead { try IdentityStore.person(of: new, in: $0) }
        let incident = try site.incident(
            "I1", "violence", at: "2026-01-10T12:00", persons: [(.victim, standing)])
        try site.database.blockingWrite { db in
            _ = try db.execute("UPDATE incident_person SET described = '{}' WHERE incident_id = \(incident)")
        }
        let refused = try await site.post(
            "/identities/1/reopen", ["revision": "2", "words": "Forkert"], as: .screener)
        #expect(refused.status == 422 && refused.text.contains("href=\"/merges/1/undo\""))
        #expect(refused.text.contains(site.words("refusal.doubt-later")))
    }

    @Test func thePageSetsBothSideBySideWithWhatEachFieldWeighs() async throws {
        let text = try await site.get("/identities/1", as: .screener).text
        for said in [
            "Åse", "Aase", "Bakken 2", "Gaden 9", "dag og måned byttet om", "samme lyd",
            "cirka 55 af 100 af den slags par er samme person", "× 290", "÷ 4", "data-key=\"s\"",
            "name=\"revision\" value=\"0\"", "En anden skal være enig.",
        ] {
            #expect(text.contains(said), "\(said)")
        }
        let english = try await site.get("/identities/1", as: .screener, language: .english).text
        #expect(english.contains("about 55 of 100 such pairs are one person"))
        #expect(try site.logged(.person, known) == ["read identity 1", "read identity 1"])
    }

    @Test func whatNobodyHasIsNotSaidAndWhatIsExpectedIsSaidOnce() async throws {
        let text = try await site.get("/identities/1", as: .screener).text
        #expect(text.contains("Tvivl 1, fra indlæsning") && !text.contains("Familierne føres sammen"))
        try site.database.blockingWrite { db in
            var tally = MatchTally()
            (tally.linked, tally.wrong, tally.fresh, tally.missed) = (13, 0.02, 7, 0.3)
            try MatchStore.add(tally, of: 1, in: db)
        }
        let list = try await site.get("/identities", as: .screener).text
        #expect(list.contains("ventes under 0,1 at være") && list.contains("ventes cirka 0,3 at have"))
    }

    @Test func eachRefusalIsSaidAtItsFieldAndKeepsWhatWasTyped() async throws {
        let empty = try await site.post("/identities/1", ["revision": "0", "words": "Samme vej"], as: .screener)
        #expect(empty.status == 422 && empty.text.contains("id=\"verdict-error\""))
        #expect(empty.text.contains("value=\"Samme vej\""))
        let wordless = try await site.post("/identities/1", ["revision": "0", "verdict": "unsure"], as: .screener)
        #expect(wordless.status == 422 && wordless.text.contains("id=\"words-error\""))
        let late = try await site.post(
            "/identities/1", ["revision": "7", "verdict": "unsure", "words": "x"], as: .screener)
        #expect(late.status == 409 && late.text.contains("En anden har lige taget stilling"))
    }

    @Test func aVerdictLeadsToTheNextAndTheSecondPersonSeesTheFirst() async throws {
        let form = ["revision": "0", "verdict": "same", "words": "Flyttet sidste år"]
        let said = try await site.post("/identities/1", form, as: .screener)
        #expect(said.location == "/identities/next?after=1&done=doubt-second")
        let next = try await site.get("/identities/next?after=1&done=doubt-second", as: .screener)
        #expect(next.location == "/identities?done=doubt-second")
        let own = try await site.get("/identities/1", as: .screener).text
        #expect(own.contains("Du har taget stilling") && !own.contains("id=\"decide\""))
        let other = try await site.get("/identities/1", as: .leader).text
        #expect(other.contains("screener har sagt: samme person") && other.contains("Flyttet sidste år"))
    }

    @Test func nothingThatIsNotKnownIsSaidAsDone() async throws {
        let next = try await site.get("/identities/next?done=signed-out", as: .screener)
        #expect(next.location == "/identities/1?")
    }

    @Test func ofAProtectedPersonThePageSaysNothingOfTheOther() async throws {
        let hidden = try site.person("P-hidden", given: "Åse", family: "Østerlund", protected: true)
        try site.doubt(new, hidden)
        let text = try await site.get("/identities/2", as: .screener).text
        #expect(text.contains("/persons/\(hidden)/protection"))
        #expect(!text.contains("sterlund") && !text.contains("Bakken") && !text.contains("/persons/\(new)\""))
        #expect(!text.contains("id=\"decide\"") && !text.contains("af 100"))
        let queue = try await site.get("/identities", as: .screener).text
        #expect(queue.contains("vises på siden"))
    }

    @Test func aHeldPartIsMarkedOnThePersonsPageWithTheWayToTheDoubt() async throws {
        let incident = try site.incident("I-1", "violence", at: "2026-01-05T12:00", persons: [(.suspect, new)])
        try site.database.blockingWrite { db in try IncidentStore.hold(true, partsOf: new, in: db) }
        let reviewer = try await site.openPerson(new, as: .screener).text
        #expect(reviewer.contains("Identitet i tvivl") && reviewer.contains("href=\"/identities/1\""))
        let officer = try await site.openPerson(new, as: .officer).text
        #expect(officer.contains("Identitet i tvivl") && !officer.contains("/identities/"))
        let text = try await site.get("/identities/1", as: .screener).text
        #expect(incident > 0 && text.contains("Identitet i tvivl"))
        #expect(text.contains("Hændelser, der venter, og som så tæller: 1."))
    }

    @Test func whereNothingIsFoundItSaysWhatToDo() async throws {
        let page = try await site.get("/identities/duplicates", as: .secretariat)
        #expect(page.text.contains("kreds person duplicates"))
        let none = try await site.get("/identities?state=gone&origin=import", as: .secretariat)
        #expect(none.text.contains("Vælg en anden tilstand"))
    }

    @Test func everyLevelHasWords() throws {
        let texts = Language.allCases.map { DoubtTexts(words: site.office.handbook[$0]) }
        let levels: [(MatchEvidence.Part.Field, [String])] = [
            (.given, names { Comparison.Given(rawValue: $0) }), (.family, names { Comparison.Family(rawValue: $0) }),
            (.date, DigitDate.Level.allCases.map { "\($0)" }), (.number, NumberTable.Level.allCases.map { "\($0)" }),
            (.sex, TextTable.Level.allCases.map { "\($0)" }),
            (
                .place,
                Comparison.Address.allCases.flatMap { one in Comparison.Area.allCases.map { "\(one).\($0)" } }
            ),
        ]
        for (field, names) in levels {
            #expect(names.count > 4)
            for (name, text) in names.flatMap({ name in texts.map { (name, $0) } }) {
                let said = text.level(.init(field: field, level: name, weight: 0))
                let parts = name.split(separator: ".").map(String.init)
                for part in parts {
                    let key = field == .place ? (part == parts.first ? "address" : "area") : field.rawValue
                    #expect(text.words.has("doubt.level.\(key).\(DoubtTexts.kebab(part))"), "\(field) \(name) \(said)")
                }
            }
        }
    }

    private func names<Level>(_ level: (UInt8) -> Level?) -> [String] {
        (0..<UInt8.max).compactMap { level($0).map { "\($0)" } }
    }

    @Test(arguments: [(0.0, "× 1"), (6, "× 64"), (-3, "÷ 8"), (0.5, "× 1,4"), (-18, "÷ 260.000"), (.nan, "–")])
    func weightsAreSaidAsTimes(_ bits: Double, said: String) {
        #expect(DoubtTexts(words: site.words).times(bits) == said)
    }
}

extension TestSite {
    /// A doubt about two records, of the kind that an import finds.
    func doubt(_ person: Int64, _ other: Int64) throws {
        let evidence = MatchEvidence(
            start: -17.5,
            parts: [
                .init(field: .given, level: "variant", weight: 8.2), .init(field: .date, level: "swapped", weight: 11),
                .init(field: .place, level: "different.city", weight: -2),
            ], household: 0, rivals: -0.4)
        _ = try database.blockingWrite { db in
            try MatchStore.add(
                person, other, origin: .import, probability: 0.55, evidence: evidence, import: 1, at: TestSite.now,
                in: db)
        }
    }
}
