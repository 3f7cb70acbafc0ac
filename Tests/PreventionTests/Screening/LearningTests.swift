import Testing

@testable import Prevention

@Suite struct LearningTests {
    // MARK: - Agreement

    /// - Parameters: pairs in which both, the first alone, the second alone and neither said *report*.
    private static func agreement(_ both: Int, _ first: Int, _ second: Int, _ neither: Int) -> Agreement {
        let pairs = [(true, true, both), (true, false, first), (false, true, second), (false, false, neither)]
        return Agreement(
            codes: pairs.flatMap { Array(repeating: Agreement.code(first: $0.0, second: $0.1), count: $0.2) })
    }

    @Test func kappaIsWhatIsLeftWhenChanceIsTakenOut() throws {
        // 35 of 50 agree; chance alone would make 25 do so: 0.7 and 0.5.
        let agreement = Self.agreement(20, 5, 10, 15)
        #expect(agreement.count == 50 && agreement.agreeing == 35)
        #expect(abs(try #require(agreement.kappa) - 0.4) < 1e-12)
        #expect(Self.agreement(6, 0, 0, 4).kappa == 1)
        #expect(Self.agreement(0, 5, 5, 0).kappa == -1, "always the other")
        #expect(Self.agreement(5, 5, 5, 5).kappa == 0, "no more than chance")
    }

    @Test func whereNothingIsLeftToChanceThereIsNoKappa() {
        #expect(Self.agreement(0, 0, 0, 0).kappa == nil)
        #expect(Self.agreement(0, 0, 0, 9).kappa == nil, "all said the same")
    }

    // MARK: - Days

    @Test(arguments: [
        ([], 0, 0), ([7], 7, 7), ([1, 9], 1, 9), ([3, 1, 2], 2, 3), ([1, 2, 3, 4], 2, 4),
        (Array(1...10), 5, 9), (Array(1...11), 6, 10), ([0, 0, 0, 100], 0, 100),
    ])
    func aNumberOfDaysIsOneThatWasThere(values: [Int], median: Int, ninth: Int) {
        let spread = Spread(values.reversed())
        #expect(spread.count == values.count && spread.median == median && spread.ninth == ninth)
    }

    // MARK: - Blind sample

    private static func draw(_ candidates: [BlindSample.Candidate], today: String = "2026-12-01") throws -> [Int64] {
        try BlindSample.draw(
            candidates, share: { _ in 10 }, least: { _ in 5 }, today: day(today),
            order: { hit, year in String((hit * 7_919 + Int64(year) * 104_729) % 1_009) })
    }

    private static let march = (1...80).map { BlindSample.Candidate(id: $0 + 1_000, hit: $0, day: day("2026-03-31")) }

    @Test func theDrawFollowsFromYearAndHitAlone() throws {
        let drawn = try Self.draw(Self.march)
        #expect(drawn.count == 8, "a tenth of eighty")
        #expect(try Self.draw(Self.march.reversed()) == drawn)
        #expect(try Self.draw(Self.march + [.init(id: 9, hit: 999, day: day("2026-04-01"))]).filter { $0 > 9 } == drawn)
        let before = Self.march.map { BlindSample.Candidate(id: $0.id, hit: $0.hit, day: day("2025-03-31")) }
        #expect(try Self.draw(before) != drawn, "another year, another sample")
    }

    @Test func ofFewAllAreDrawnAndOfManyTheLeast() throws {
        #expect(try Self.draw(Array(Self.march.prefix(3))).count == 3)
        #expect(try Self.draw(Array(Self.march.prefix(20))).count == 5)
        #expect(try Self.draw(Array(Self.march.prefix(51))).count == 6, "rounded up")
        #expect(try Self.draw([]).isEmpty)
    }

    @Test func aMonthIsDrawnWhenItIsOver() throws {
        #expect(try Self.draw(Self.march, today: "2026-03-31").isEmpty)
        #expect(try Self.draw(Self.march, today: "2026-04-01").count == 8)
    }

    @Test func aHitThatWasDecidedTwiceInAMonthCountsByItsLastDecision() throws {
        let twice: [BlindSample.Candidate] = [
            .init(id: 4, hit: 7, day: day("2026-02-28")), .init(id: 3, hit: 7, day: day("2026-02-01")),
        ]
        #expect(try Self.draw(twice) == [4])
    }

    // MARK: - Figures

    private static let rules = [
        ScreeningRule(
            id: "grave-incident", version: 1, kind: .singleByCarer, types: ["violence"], validFrom: day("2020-01-01"),
            validTo: nil, reason: [:]),
        ScreeningRule(
            id: "grave-incident", version: 2, kind: .singleByCarer, types: ["violence"], validFrom: day("2026-06-01"),
            validTo: nil, reason: [:]),
    ]

    private static func hit(
        _ id: Int64, version: Int = 1, year: Int = 2026, municipality: String = "259", isReport: Bool = false,
        days: Int? = 10, notice: Int? = nil, help: Int? = nil, second: Bool? = nil
    ) -> DecidedHit {
        DecidedHit(
            id: id, hit: id, rule: "grave-incident", version: version, year: year, municipality: municipality,
            isReport: isReport, incidentDays: days, foundDays: days.map { $0 / 2 }, noticeDays: notice, helpDays: help,
            second: second)
    }

    private static func results(_ hits: [DecidedHit]) throws -> [FigureResult] {
        let law = LawBook([rule("screening.outcome-days", 365, .calendarDays)])
        let year = FigureYear(2026, law: law, ownMunicipalities: ["259"], now: at("2027-02-01T12:00"))
        return try Figure.learning(rules: rules).flatMap { figure -> [FigureResult] in
            guard case .decisions(let counts) = figure.source else { return [] }
            var tally = FigureTally(figure)
            for hit in hits { tally.add(try counts(hit, year)) }
            return tally.results()
        }
    }

    private static func value(_ results: [FigureResult], _ variant: String, _ group: String = "all") -> FigureValue? {
        results.first { $0.cell == Figure.Cell(variant: variant, group: group) }?.value
    }

    @Test func whatCameOfADecisionCountsByVersionWithinItsTime() throws {
        let found = try Self.results([
            Self.hit(1, isReport: true, notice: 365, help: 366), Self.hit(2, isReport: true, notice: 3, help: 40),
            Self.hit(3), Self.hit(4, version: 2, isReport: true), Self.hit(5, year: 2025, isReport: true, notice: 1),
        ])
        #expect(Self.value(found, "reported") == .share(of: 3, in: 4))
        #expect(Self.value(found, "reported", "grave-incident-1") == .share(of: 2, in: 3))
        #expect(Self.value(found, "reported", "grave-incident-2") == .share(of: 1, in: 1))
        #expect(Self.value(found, "noticed") == .share(of: 2, in: 4), "on the last day still")
        #expect(Self.value(found, "helped") == .share(of: 1, in: 4), "the day after no more")
    }

    @Test func agreementHasNoPlacesAndNoWayToTheRecords() throws {
        let found = try Self.results([
            Self.hit(1, isReport: true, second: true), Self.hit(2, second: true), Self.hit(3, second: false),
            Self.hit(4),
        ])
        #expect(Self.value(found, "agreeing") == .share(of: 2, in: 3))
        #expect(Self.value(found, "kappa", "grave-incident") == .agreement(kappa: 0.4, of: 3))
        for result in found where result.figure.id == "screening-agreement" {
            #expect(result.breakdown.isEmpty && !result.figure.hasRecords)
        }
    }

    /// Ten decisions, three of them in Greve.
    private static func ten(_ make: (Int64, String) -> DecidedHit) -> [DecidedHit] {
        var hits: [DecidedHit] = []
        for number: Int64 in 1...10 { hits.append(make(number, number < 4 ? "253" : "259")) }
        return hits
    }

    private static func places(_ results: [FigureResult], _ variant: String) -> [FigureValue] {
        let cell = Figure.Cell(variant: variant, group: "all")
        guard let result = results.first(where: { $0.cell == cell }) else { return [] }
        return result.breakdown.map { $0.value }
    }

    @Test func daysAreAMedianAndANinthTenthByMunicipality() throws {
        let hits = Self.ten { Self.hit($0, municipality: $1, days: Int($0)) }
        let found = try Self.results(hits + [Self.hit(11, days: nil)])
        #expect(Self.value(found, "from-incident") == .days(median: 5, ninth: 9, of: 10))
        let expected: [FigureValue] = [.days(median: 2, ninth: 3, of: 3), .days(median: 7, ninth: 10, of: 7)]
        #expect(Self.places(found, "from-incident") == expected)
        let none = try Self.results([])
        #expect(Self.value(none, "from-found") == .days(median: 0, ninth: 0, of: 0))
    }

    @Test func ofFewNothingIsSaidNorWhatWouldTellIt() throws {
        let hits = Self.ten { Self.hit($0, municipality: $1, isReport: $0 < 4, second: $0 < 4 ? true : nil) }
        let shown = Suppression.apply(to: try Self.results(hits), below: 5)
        #expect(Self.places(shown, "from-incident") == [.suppressed, .suppressed])
        #expect(Self.value(shown, "from-incident") == .days(median: 10, ninth: 10, of: 10))
        #expect(Self.value(shown, "agreeing") == .suppressed && Self.value(shown, "kappa") == .suppressed)
        #expect(Self.value(shown, "reported") == .suppressed, "three of ten led to a report")
    }

    /// Of two decisions of one version nothing is shown. Days of the rule less those of its other version would tell that there are
    /// two, and so, since neither part is empty, what was decided on each.
    @Test func whatIsHiddenOfAVersionIsNotToldByTheDaysOfTheRule() throws {
        let rules = [("a", 1), ("a", 2), ("b", 1)].map { id, version in
            ScreeningRule(
                id: id, version: version, kind: .singleByCarer, types: ["violence"], validFrom: day("2020-01-01"),
                validTo: nil, reason: [:])
        }
        var hits: [DecidedHit] = []
        for (rule, version, count) in [("a", 1, 40), ("a", 2, 2), ("b", 1, 20)] {
            for number in 0..<count {
                hits.append(
                    DecidedHit(
                        id: Int64(hits.count + 1), hit: nil, rule: rule, version: version, year: 2026, municipality: "",
                        isReport: number % 2 == 0, incidentDays: 10, foundDays: 5,
                        noticeDays: number % 2 == 0 ? 1 : nil,
                        helpDays: number % 2 == 0 ? 2 : nil, second: nil))
            }
        }
        let law = LawBook([rule("screening.outcome-days", 365, .calendarDays)])
        let year = FigureYear(2026, law: law, ownMunicipalities: ["259"], now: at("2027-02-01T12:00"))
        let results = try Figure.learning(rules: rules).flatMap { figure -> [FigureResult] in
            guard case .decisions(let counts) = figure.source else { return [] }
            var tally = FigureTally(figure)
            for hit in hits { tally.add(try counts(hit, year)) }
            return tally.results()
        }
        let shown = Suppression.apply(to: results, below: 5)
        func isShown(_ variant: String, _ group: String) -> Bool {
            Self.value(shown, variant, group)?.isSuppressed == false
        }
        for outcome in ["reported", "noticed", "helped"] {
            #expect(!isShown(outcome, "a-2"))
            for days in ["from-incident", "from-found"] {
                #expect(!(isShown(days, "a") && isShown(outcome, "a-1")), "\(outcome), \(days)")
            }
        }
    }
}
