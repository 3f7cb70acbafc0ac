import Testing

@testable import Prevention

/// Numbers of others, what municipalities have, and what a local council shares.
@Suite struct CommunityTests {
    private func value(
        _ value: Double = 87.5, _ interval: ClosedRange<Double>? = 85...90, period: String = "2025",
        place: String = "259", asked: Int? = 300, source: String = "Ministeriet"
    ) -> IndicatorValue {
        IndicatorValue(
            indicator: "feels-safe", period: period, place: place, population: "Borgere fra 18 år", value: value,
            interval: interval, asked: asked, source: source)
    }

    private func problems(_ one: IndicatorValue, _ unit: IndicatorValue.Unit = .percent) -> [String] {
        one.problems(unit: unit, places: ["259"], today: day("2026-03-02")).map(\.code)
    }

    @Test func aValueLiesWithinItsIntervalItsUnitAndItsPlaces() {
        #expect(problems(value()).isEmpty)
        #expect(problems(value(85)).isEmpty && problems(value(90)).isEmpty)
        #expect(problems(value(84.9)) == ["indicator.outside"])
        #expect(problems(value(0, nil)).isEmpty && problems(value(100, nil)).isEmpty)
        #expect(problems(value(100.1, nil)) == ["indicator.range.percent"])
        #expect(problems(value(-0.1, nil)) == ["indicator.range.percent"])
        #expect(problems(value(1.5, nil), .count) == ["indicator.whole"])
        #expect(problems(value(place: "district")).isEmpty)
        #expect(problems(value(place: "101")) == ["indicator.place"])
        #expect(problems(value(asked: 0)) == ["indicator.asked"])
        #expect(problems(value(source: "")) == ["indicator.required"])
        #expect(problems(value(source: "Undersøgelsen 2024-2025")).isEmpty)
        #expect(problems(value(source: "Ring 12 34 56 78")) == ["indicator.personal"])
    }

    @Test(arguments: [
        ("2025", []), ("2024-2025", []), ("2026-Q1", []), ("2025-Q4", []), ("1990", []),
        ("2025-Q5", ["indicator.period"]), ("2025-2024", ["indicator.period"]), ("25", ["indicator.period"]),
        ("", ["indicator.period"]), ("2027", ["indicator.period-range"]), ("2026-Q2", ["indicator.period-range"]),
        ("1989", ["indicator.period-range"]),
    ])
    func aPeriodIsAYearYearsOrAQuarter(period: String, codes: [String]) {
        #expect(problems(value(period: period)) == codes)
    }

    @Test func whatAMunicipalityHasIsNamedAndItsLinkIsSafe() {
        #expect(Measure(state: .none).problems.isEmpty)
        #expect(Measure(state: .has).problems.map(\.code) == ["plan.required"])
        #expect(Measure(state: .planned).problems.map(\.code) == ["plan.required"])
        func link(_ text: String) -> [String] {
            Measure(state: .has, name: "Spotmøde", link: text).problems.map(\.code)
        }
        #expect(link("https://koege.dk/ssp").isEmpty && link("").isEmpty)
        for bad in ["http://koege.dk", "javascript:alert(1)", "//koege.dk", "https://koege.dk/\"x", "https://"] {
            #expect(link(bad) == ["measure.link"], "\(bad)")
        }
        let long = Measure(state: .has, name: String(repeating: "æ", count: 121))
        #expect(long.problems.map(\.code) == ["plan.too-long"])
    }

    @Test func theGridHasMeasuresAndForums() {
        #expect(Measure.Kind.measures.count == 6 && Measure.Kind.forums.count == 4)
    }

    @Test func aPageIsOfFewItemsWithWords() {
        func item(_ number: Int, _ words: String = "Vandring") -> LocalPage.Item {
            LocalPage.Item(key: "walk-1-\(number)", kind: "walk", day: "2026-01-01", danish: words, english: "")
        }
        #expect(LocalPage(danish: "Tekst", items: (1...60).map { item($0) }).problems.isEmpty)
        #expect(LocalPage(items: (1...61).map { item($0) }).problems.map(\.code) == ["local-page.too-many"])
        #expect(LocalPage(items: [item(1, "")]).problems.map(\.code) == ["plan.required"])
        let long = LocalPage(items: [item(1, String(repeating: "ø", count: 301))])
        #expect(long.problems.map(\.code) == ["plan.too-long"])
    }

    @Test func anAddressHasPlainLetters() {
        #expect("Køge".addressName == "koege" && "Ærø Ås".addressName == "aeroe-aas")
    }
}
