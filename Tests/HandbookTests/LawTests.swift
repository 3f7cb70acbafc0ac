import Prevention
import Testing

@testable import Handbook

@Suite struct LawTests {
    let book: Handbook
    let days: [LocalDate]

    init() throws {
        book = try Shipped.handbook.get()
        let first = LocalDate.firstDay(of: 2019)
        days = (0...143).map { first.adding(months: $0) } + [LocalDate.firstDay(of: 2031) + -1]
    }

    @Test func everyRuleOfAProgrammeIsInForceFrom2019To2030() throws {
        for programme in Catalogue.all {
            var ids = [programme.retention] + programme.clocks.map(\.warning)
            for clock in programme.clocks {
                if case .rule(let id) = clock.length { ids.append(id) }
            }
            for id in ids {
                for day in days { #expect(throws: Never.self) { try book.law.rule(id, on: day) } }
            }
        }
    }

    @Test func everyDottedCodeOfPreventionIsARuleOrARefusal() throws {
        let codes = try PreventionSources.dottedLiterals()
        #expect(codes.count > 40)
        let rules = Set(book.law.rules.map(\.id))
        let waited = Set(
            Catalogue.all.flatMap(\.allFields).compactMap(\.onlyUnder) + Catalogue.all.compactMap(\.onlyUnder)
        )
        .union(try PreventionSources.awaited())
        for code in codes {
            #expect(rules.contains(code) || book[.danish].has("refusal." + code), "\(code)")
            // A rule that a field, a programme or a guard waits for begins when the law does, and those of a scheme
            // with the scheme.
            if rules.contains(code), !waited.contains(code) {
                let scheme = Catalogue.programme(String(code.prefix { $0 != "." }))?.onlyUnder
                for day in days where scheme.map({ book.law.isInForce($0, on: day) }) ?? true {
                    #expect(throws: Never.self) { try book.law.rule(code, on: day) }
                }
            }
        }
    }

    @Test(arguments: [
        "figures.small-cell", "screening.blind-share", "screening.blind-least", "screening.outcome-days",
        "session.idle-minutes", "session.absolute-hours", "sign-in.password-shortest",
        "sign-in.password-longest", "sign-in.second-factor-required", "sign-in.step-minutes", "sign-in.one-time-hours",
        "sign-in.free-tries", "sign-in.free-tries-address", "sign-in.longest-wait-seconds", "sign-in.known-device-days",
    ])
    func theSystemsOwnLimitsAreThere(id: String) throws {
        for day in days { #expect(try book.law.value(id, on: day) > 0) }
    }

    @Test func theVersionInForceOnTheDayIsTaken() throws {
        let before = try book.law.rule("restraining-order.years", on: try date("2025-06-30"))
        let after = try book.law.rule("restraining-order.years", on: try date("2025-07-01"))
        #expect(before.value == 5 && after.value == 5)
        #expect(before.source != after.source)
        #expect(try book.law.value("ukn.charge-age-from", on: try date("2011-01-01")) == 14)
        #expect(try book.law.value("ukn.charge-age-from", on: try date("2012-03-01")) == 15)
    }

    /// The day before barnets lov and its first day: the numbers stay, the act behind them does not.
    @Test(arguments: ["concern-notice.acute", "concern-notice.receipt"])
    func noticesStandUnderTheActOfTheirDay(id: String) throws {
        let before = try book.law.rule(id, on: try date("2023-12-31"))
        let after = try book.law.rule(id, on: try date("2024-01-01"))
        #expect(before.source.hasPrefix("Serviceloven") && after.source.hasPrefix("Barnets lov"))
        #expect(before.value == after.value && before.unit == after.unit)
    }

    @Test(arguments: [
        ("sociolance.trial", "350", "2025-12-31", false), ("sociolance.trial", "350", "2026-01-01", true),
        ("sociolance.trial", "306", "2026-12-31", true), ("sociolance.trial", "306", "2027-01-01", false),
        ("sociolance.trial", "259", "2026-06-01", false), ("sociolance.trial", "316", "2026-06-01", true),
        ("sociolance.trial", "326", "2026-06-01", true), ("parish-officer.sejeroe", "326", "2026-06-01", true),
        ("parish-officer.sejeroe", "316", "2026-06-01", false), ("parish-officer.oroe", "316", "2026-06-01", true),
    ])
    func aSchemeHasItsPlacesAndDays(id: String, municipality: String, on: String, isInForce: Bool) throws {
        #expect(book.law.isInForce(id, on: try date(on), in: municipality) == isInForce)
    }

    @Test func anUnknownMunicipalityOfARuleIsRefused() throws {
        let rule = """
            - id: a.b
              value: 1
              unit: count
              source: Lov
              confidence: sure
              municipalities: ["350", "999"]
              from: 2000-01-01

            """
        let problems = try #require(throws: HandbookProblems.self) {
            try LawFile.read(rule, municipalities: ["350"])
        }
        #expect(problems.description == "law.yaml:6:27: '999' in 'municipalities' is not a known code")
    }

    @Test func anAmountIsWrittenWithItsUnit() throws {
        let rule = try book.law.rule("ukn.police-processing", on: try date("2025-01-01"))
        #expect(book[.danish].amount(rule) == "30 dage")
        #expect(book[.english].amount(1, .hours) == "1 hour")
    }

    private func date(_ text: String) throws -> LocalDate {
        try #require(LocalDate(text))
    }
}

@Suite struct LawFileTests {
    private let sound = """
        - id: a.b
          value: 5
          unit: years
          source: Lov
          confidence: sure
          from: 2000-01-01
          to: 2010-01-01
        - id: a.b
          value: 6
          unit: years
          source: Lov
          confidence: sure
          from: 2010-01-01

        """

    @Test func adjoiningVersionsAreAccepted() throws {
        let law = try LawFile.read(sound)
        #expect(law.rules.map(\.value) == [5, 6])
        #expect(try law.value("a.b", on: try #require(LocalDate("2009-12-31"))) == 5)
        #expect(try law.value("a.b", on: try #require(LocalDate("2010-01-01"))) == 6)
    }

    @Test(arguments: [
        ("to: 2010-01-01", "to: 2010-01-02", 8, "overlaps"),
        ("  to: 2010-01-01\n", "", 7, "overlaps"),
        ("unit: years", "unit: moons", 3, "one of calendar-days"),
        ("from: 2000-01-01", "from: 2000-02-30", 6, "date YYYY-MM-DD"),
        ("to: 2010-01-01", "to: 1999-01-01", 7, "later than 'from'"),
        ("value: 5", "value: five", 2, "whole number"),
        ("confidence: sure", "confidence: high", 5, "one of sure, probable, unverified"),
        ("source: Lov", "sources: Lov", 4, "unknown key 'sources'"),
        ("  source: Lov\n", "", 1, "missing key 'source'"),
        ("source: Lov", "source: Lov\n  source: Lov", 4, "given twice"),
    ])
    func aWrongEntryIsReportedWithItsLine(old: String, new: String, line: Int, message: String) throws {
        let text = sound.replacing(old, with: new, maxReplacements: 1)
        let problems = try #require(throws: HandbookProblems.self) { try LawFile.read(text) }
        #expect(
            problems.all.contains { $0.line == line && $0.column >= 1 && $0.message.contains(message) }, "\(problems)")
    }

    @Test func allProblemsOfAFileAreReportedAtOnceWithTheirColumns() throws {
        let text = sound.replacing("years", with: "moons")
        let problems = try #require(throws: HandbookProblems.self) { try LawFile.read(text) }
        #expect(problems.all.map(\.line) == [3, 10])
        #expect(problems.all.map(\.column) == [9, 9])
        #expect(problems.description.hasPrefix("law.yaml:3:9: 'unit' is expected to be one of"))
    }

    @Test(arguments: ["", "a: [", "- just text", "key: value"])
    func whatIsNoListOfRulesIsRefused(text: String) {
        #expect(throws: HandbookProblems.self) { try LawFile.read(text) }
    }
}

@Suite struct HolidayFileTests {
    private func problems(_ entry: String) throws -> HandbookProblems {
        let text = "- name: x\n  source: y\n  from: 2000-01-01\n" + entry
        return try #require(throws: HandbookProblems.self) { try HolidayFile.read(text) }
    }

    @Test func theShippedHolidaysCloseTheDaysOfAYear() throws {
        let days = try Handbook.load().law.workingDays
        let closed = [
            "2023-01-01", "2023-04-06", "2023-04-07", "2023-04-09", "2023-04-10", "2023-05-05", "2023-05-18",
            "2023-05-28", "2023-05-29", "2023-06-05", "2023-12-24", "2023-12-25", "2023-12-26", "2023-12-31",
        ]
        let first = try #require(LocalDate("2023-01-01"))
        let found = (0..<365).map { (first + $0) }.filter { days.isHoliday($0) }.map(\.description)
        #expect(found == closed)
        // Store bededag is a working day from 2024.
        #expect(days.isWorkingDay(try #require(LocalDate("2024-04-26"))))
    }

    @Test(arguments: ["", "  easter: 1\n  date: 12-24\n", "  easter: soon\n", "  date: 02-30\n", "  date: 24-12\n"])
    func aHolidayHasOneDay(entry: String) throws {
        #expect(try problems(entry).description.contains("'easter: DAYS' and 'date: MM-DD'"))
    }
}
