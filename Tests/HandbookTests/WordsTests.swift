import Prevention
import Testing

@testable import Handbook

@Suite struct ShippedWordsTests {
    let book: Handbook

    init() throws {
        book = try Shipped.handbook.get()
    }

    @Test func bothLanguagesHaveTheSameKeysAndPlaceholders() {
        let danish = book[.danish]
        let english = book[.english]
        #expect(danish.keys.symmetricDifference(english.keys).sorted() == [])
        for key in danish.keys {
            #expect(danish.placeholders(in: key) == english.placeholders(in: key), "\(key)")
        }
    }

    @Test func numbersOfTheLawComeFromTheLaw() throws {
        #expect(book[.danish]("figure.ukn-on-time.definition").contains("(30 dage fra registrering"))
        #expect(book[.english]("refusal.forced-admission.too-late").contains("red papers 24 hours, yellow 7 days"))
        let files = ResourceFolder.shipped()
        let rules = Set(book.law.rules.map { "law:" + $0.id })
        let raw = try Language.allCases.map { language in
            let read = try files.wordFiles(language).map { try WordsFile.read(try files.text($0), file: $0) }
            return Words(language, read.reduce(into: [:]) { all, one in all.merge(one) { first, _ in first } })
        }
        for key in raw[0].keys {
            let named = raw[0].placeholders(in: key)
            #expect(named == raw[1].placeholders(in: key), "\(key)")
            #expect(named.filter { $0.hasPrefix("law:") }.isSubset(of: rules), "\(key)")
        }
    }

    @Test(arguments: Catalogue.all.map(\.code))
    func everyPartOfAProgrammeHasWords(code: String) throws {
        let programme = try #require(Catalogue.programme(code))
        var keys = ["name", "short", "about"]
        keys += programme.stages.flatMap { ["stage.\($0)", "step.\($0)"] }
        keys += programme.clocks.map { "clock.\($0.code)" }
        keys += programme.entries.flatMap { ["entry.\($0.code)", "entry-done.\($0.code)"] }
        for field in programme.allFields {
            keys.append("field.\(field.code)")
            keys += field.options.map { "choice.\(field.code).\($0)" }
        }
        expect(keys.map { "programme.\(code).\($0)" })
    }

    @Test func noWordsAreLeftOfWhatAProgrammeNoLongerHas() {
        for key in book[.danish].keys where key.hasPrefix("programme.") {
            let parts = key.split(separator: ".").map(String.init)
            let programme = Catalogue.programme(parts[1])
            switch parts[2] {
            case "stage", "step": #expect(programme?.stages.contains(Stage(parts[3])) == true, "\(key)")
            case "field", "help", "choice":
                #expect(programme?.allFields.contains { $0.code == parts[3] } == true, "\(key)")
            case "entry", "entry-done": #expect(programme?.entry(parts[3]) != nil, "\(key)")
            case "clock": #expect(programme?.clocks.contains { $0.code == parts[3] } == true, "\(key)")
            default: #expect(programme != nil, "\(key)")
            }
        }
    }

    @Test func everyFigureHasNameAndDefinition() {
        let figures = Catalogue.all.flatMap(\.figures) + Figure.learning(rules: [])
        expect(
            (figures.map(\.id) + book.indicators.map(\.id)).flatMap {
                ["figure.\($0).name", "figure.\($0).definition"]
            })
        expect(figures.map { "figure-unit.\($0.unit.rawValue)" })
        let cells = figures.flatMap(\.cells)
        expect(cells.compactMap(\.variant).map { "figure-variant.\($0)" })
        expect(cells.compactMap(\.group).map { "figure-group.\($0)" })
    }

    @Test func everyRefusalHasWordsWithItsPlaceholders() throws {
        let guards = Catalogue.all.flatMap { $0.allGuards.map(\.code) + $0.wordings.map(\.code) }
        let codes = try PreventionSources.refusals()
        #expect(codes.count > 12)
        expect((guards + codes).map { "refusal." + $0 })
        #expect(book[.danish].placeholders(in: "refusal.path") == ["from", "to"])
        #expect(book[.danish].placeholders(in: "refusal.not-a-date") == ["field", "value"])
        #expect(book[.danish].placeholders(in: "refusal.before-last-event") == ["at", "last"])
    }

    @Test func everyCodeOfTheDomainHasWords() {
        expect(Role.allCases.map { "role." + $0.rawValue })
        expect(Permission.allCases.map { "permission." + $0.rawValue })
        expect(IncidentRole.allCases.map { "incident-role." + $0.rawValue })
        expect(Relation.Kind.allCases.map { "relation." + $0.rawValue })
        expect(Party.Role.allCases.map { "party-role." + $0.rawValue })
        expect(Sex.allCases.map { "sex." + $0.rawValue })
        expect(LawBook.Unit.allCases.flatMap { ["unit." + $0.rawValue, "unit-one." + $0.rawValue] })
        expect(LawBook.Confidence.allCases.map { "confidence." + $0.rawValue })
        expect(Catalogue.all.flatMap { ["subject-kind." + $0.subject.rawValue, "regime." + $0.regime.rawValue] })
        expect(["running", "warning", "overdue", "paused", "met", "late"].map { "clock-state." + $0 })
    }

    @Test func aRefusalNamesFieldsAndStages() throws {
        let programme = try #require(Catalogue.programme("ukn"))
        let path = Refusal("path", ["from": "registered", "to": "board"])
        #expect(book[.danish].refusal(path, programme: programme).contains("fra \"Registreret\" til \"I nævnet\""))
        let field = Refusal("field-required", ["field": "offence_date"])
        #expect(book[.english].refusal(field, programme: programme).contains("\"Date of the offence\""))
        let unknown = Refusal("unknown-field", ["field": "zzz"])
        #expect(book[.english].refusal(unknown, programme: nil).contains("\"zzz\""))
    }

    private func expect(_ keys: [String]) {
        for key in Set(keys) {
            #expect(book[.danish].has(key), "\(key)")
            #expect(book[.english].has(key), "\(key)")
        }
    }
}

@Suite struct WordsTests {
    @Test func aMissingKeyShowsItself() {
        let words = Words(.danish, ["a.b": "ord"])
        #expect(words("a.b") == "ord")
        #expect(words("a.c") == "a.c")
        #expect(words.has("a.b") && !words.has("a"))
    }

    @Test func placeholdersAreFilledOnce() {
        let words = Words(.danish, ["k": "{x} og {y}, {x} {"])
        #expect(words("k", ["x": "{y}", "y": "2"]) == "{y} og 2, {y} {")
        #expect(words("k", ["y": "2"]) == "{x} og 2, {x} {")
        #expect(words.placeholders(in: "k") == ["x", "y"])
    }

    @Test func theTreeIsNestedByTheKeysParts() throws {
        let words = Words(.english, ["a.b.c": "1", "a.d": "2"])
        let branch = try #require(words.tree["a"] as? [String: any Sendable])
        #expect(branch["d"] as? String == "2")
        #expect((branch["b"] as? [String: any Sendable])?["c"] as? String == "1")
    }

    @Test(arguments: [
        (0, "0", "0"), (999, "999", "999"), (1416, "1.416", "1,416"), (-1_234_567, "-1.234.567", "-1,234,567"),
    ])
    func thousandsAreGrouped(value: Int, danish: String, english: String) {
        #expect(Words(.danish, [:]).number(value) == danish)
        #expect(Words(.english, [:]).number(value) == english)
    }

    @Test(arguments: [
        (0.98, "98,0 %", "98.0%"), (0.0459, "4,6 %", "4.6%"), (0, "0,0 %", "0.0%"), (1, "100,0 %", "100.0%"),
        (-0.005, "-0,5 %", "-0.5%"), (0.9996, "100,0 %", "100.0%"),
    ])
    func aShareHasOneDecimal(value: Double, danish: String, english: String) {
        #expect(Words(.danish, [:]).share(value) == danish)
        #expect(Words(.english, [:]).share(value) == english)
    }

    @Test func aListOrEmptyTextIsNoWord() throws {
        let problems = try #require(throws: HandbookProblems.self) {
            try WordsFile.read("a:\n  b: [x]\n  c:\n  no: 10\n", file: "locales/da/x.yaml")
        }
        #expect(problems.all.map(\.line) == [2, 3])
        #expect(try WordsFile.read("no: off\n10-14: 10\n", file: "x") == ["no": "off", "10-14": "10"])
    }
}
