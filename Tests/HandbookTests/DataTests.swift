import Prevention
import Testing

@testable import Handbook

@Suite struct DataTests {
    let book: Handbook

    init() throws {
        book = try Shipped.handbook.get()
    }

    @Test func incidentTypesAreThoseOfTheExchangeFormat() {
        let expected = """
            drink-driving drug-driving violence grave-violence threats suicide-threat domestic-disturbance \
            psychological-violence stalking order-breach child-neglect sexual-offence weapon drug-possession \
            opioid-find burglary theft vandalism moped-nuisance digital-abuse honour-related social-control public-unrest \
            mental-distress missing-person traffic other
            """
        #expect(book.incidentTypes.map(\.code) == expected.split(separator: " ").map(String.init))
        #expect(book.incidentTypes(monitoredBy: "psp-k") == ["mental-distress", "suicide-threat"])
        #expect(book.incidentTypeName("domestic-disturbance") == "Husspektakel")
        #expect(book.incidentTypeName("burglary", .english) == "Burglary")
        #expect(book.incidentTypeName("zzz") == "zzz")
    }

    @Test func thereAre98MunicipalitiesTenOfThemOwn() {
        #expect(book.municipalities.count == 98)
        #expect(
            book.ownMunicipalities == ["253", "259", "265", "269", "306", "316", "326", "329", "336", "350"])
        #expect(Set(book.municipalities.compactMap(\.sector)) == ["Vest", "Midt", "Øst"])
        #expect(book.municipalityName("259") == "Køge")
        #expect(book.municipalityName("999") == "999")
        #expect(book.district == "Midt- og Vestsjællands Politi")
    }

    @Test func theShippedScreeningRulesAreThoseOfTheSpecification() throws {
        let rules = RuleVersions(shipped: book.screeningRules, approved: []).inForce(
            on: try #require(LocalDate("2025-06-01")))
        #expect(rules.map(\.id).sorted() == ["child-present", "grave-incident", "repeated-risk"])
        #expect(rules.allSatisfy { $0.version == 1 && $0.reason["da"] != nil && $0.reason["en"] != nil })
        let byID = Dictionary(uniqueKeysWithValues: rules.map { ($0.id, $0) })
        #expect(byID["grave-incident"]?.kind == .singleByCarer)
        #expect(byID["grave-incident"]?.types == ["grave-violence", "sexual-offence", "child-neglect"])
        #expect(byID["repeated-risk"]?.kind == .repeatedByCarer(count: 3, windowDays: 365))
        #expect(byID["repeated-risk"]?.types.count == 9)
        #expect(byID["child-present"]?.kind == .repeatedChildPresent(count: 2, windowDays: 365))
        #expect(byID["child-present"]?.types.count == 5)
        #expect(byID["repeated-risk"]?.reason["da"]?.hasPrefix("Tre hændelser inden for 365 dage") == true)
    }

    @Test func indicatorsAreThePublishedOnes() {
        let values = Dictionary(uniqueKeysWithValues: book.indicators.map { ($0.id, $0.value) })
        #expect(
            values == [
                "indicator-feels-safe": 0.88, "indicator-unsafe-nightlife": 0.32, "indicator-youth-opioids": 0.0459,
                "indicator-ministry-list": 1,
            ])
        #expect(book.indicators.allSatisfy { $0.year == 2025 && $0.uncertainty == "not stated" })
    }
}

@Suite struct DataFileTests {
    @Test func aScreeningRuleOfAnUnknownTypeIsRefused() throws {
        let text = """
            - id: r
              version: 1
              kind: repeated-by-carer
              count: 3
              window-days: 365
              types: [violence, zzz]
              from: 2019-01-01
              reason: { da: Tre, en: Three }
            """
        let problems = try #require(throws: HandbookProblems.self) {
            try ScreeningFile.read(text, incidentTypes: ["violence"])
        }
        #expect(problems.description == "screening.yaml:6:21: 'zzz' in 'types' is not a known code")
        #expect(try ScreeningFile.read(text, incidentTypes: ["violence", "zzz"]).count == 1)
    }

    @Test(arguments: [
        ("  count: 3\n", "", 1), ("kind: repeated-by-carer", "kind: single-by-carer", 4), (", en: Three", "", 8),
        ("version: 1", "version: 1\n  score: 9", 3), ("version: 1", "version: one", 2),
    ])
    func anIncompleteScreeningRuleIsRefused(old: String, new: String, line: Int) throws {
        let text = """
            - id: r
              version: 1
              kind: repeated-by-carer
              count: 3
              window-days: 365
              types: [violence]
              from: 2019-01-01
              reason: { da: Tre, en: Three }
            """
        let problems = try #require(throws: HandbookProblems.self) {
            try ScreeningFile.read(text.replacing(old, with: new), incidentTypes: ["violence"])
        }
        #expect(problems.all.first?.line == line, "\(problems)")
    }

    @Test func aCodeGivenTwiceIsRefused() throws {
        let types = "- { code: a, da: A, en: A }\n- { code: a, da: B, en: B }\n"
        let typeProblems = try #require(throws: HandbookProblems.self) { try IncidentTypeFile.read(types) }
        #expect(typeProblems.all.map(\.line) == [2])
        let topicProblems = try #require(throws: HandbookProblems.self) { try TrendTopicFile.read(types) }
        #expect(topicProblems.all.map(\.line) == [2])
        let places = "district: D\nmunicipalities:\n  - { code: \"101\", name: A }\n  - { code: \"101\", name: B }\n"
        let placeProblems = try #require(throws: HandbookProblems.self) { try PlacesFile.read(places) }
        #expect(placeProblems.all.map(\.line) == [4])
    }

    @Test func aTypeMonitoredByAnUnknownProgrammeIsRefused() {
        #expect(throws: HandbookProblems.self) {
            try IncidentTypeFile.read("- { code: a, da: A, en: A, monitored-by: [zzz] }")
        }
    }

    @Test func aShareAboveOneIsRefused() throws {
        let text = """
            - id: i
              kind: share
              value: 88
              year: 2025
              period: p
              population: p
              uncertainty: u
              source: s
            """
        let problems = try #require(throws: HandbookProblems.self) { try IndicatorFile.read(text) }
        #expect(problems.all.map(\.line) == [3])
    }
}
