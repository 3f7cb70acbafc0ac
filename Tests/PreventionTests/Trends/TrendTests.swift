import Testing

@testable import Prevention

@Suite struct QuarterTests {
    @Test(arguments: [
        ("2026-01-01", "2026-1"), ("2026-03-31", "2026-1"), ("2026-04-01", "2026-2"), ("2026-12-31", "2026-4"),
        ("2024-02-29", "2024-1"),
    ]) func aDayLiesInItsQuarter(text: String, quarter: String) throws {
        let found = Quarter(of: day(text))
        #expect(found.description == quarter && found.contains(day(text)))
        #expect(try #require(Quarter(quarter)) == found)
        #expect(found.first <= day(text) && found.last >= day(text))
    }

    @Test func quartersFollowOneAnotherOverTheYear() throws {
        let last = try #require(Quarter("2025-4"))
        #expect((last + 1).description == "2026-1" && (last + -4).description == "2024-4")
        #expect(last.last + 1 == (last + 1).first && last < last + 1)
    }

    @Test(arguments: ["", "2026", "2026-0", "2026-5", "2026-04", "26-1", "2026-1-1", "2026--1", "abcd-1"])
    func anythingElseIsNoQuarter(text: String) { #expect(Quarter(text) == nil) }
}

@Suite struct ObservationTests {
    private func problems(
        topic: String = "opioids", municipality: String = "259", area: String = "", day text: String = "2026-03-02",
        remark: String = ""
    ) throws -> [String] {
        try Observation(
            topic: topic, municipality: municipality, area: area, day: day(text), part: .night, source: .school,
            remark: remark
        ).problems(topics: ["opioids"], municipalities: ["259"], today: day("2026-03-02"), law: testLaw).codes
    }

    @Test func whatIsWrongIsSaidAtOnce() throws {
        #expect(try problems() == [])
        #expect(
            try problems(topic: "x", municipality: "101", day: "2026-03-03") == [
                "trend.topic", "trend.municipality", "trend.in-future",
            ])
        #expect(try problems(area: String(repeating: "å", count: 60)) == [])
        #expect(try problems(area: String(repeating: "å", count: 61)) == ["trend.too-long"])
        #expect(try problems(remark: "Ring 12 34 56 78") == ["trend.phone"])
    }

    /// It goes with its quarter: no quarter is shown in part.
    @Test func itExpiresWithItsQuarter() throws {
        let one = Observation(
            topic: "opioids", municipality: "259", area: "", day: day("2024-01-02"), part: .day, source: .club,
            remark: "")
        #expect(try one.lastDay(law: testLaw, on: day("2026-03-02")) == day("2026-03-31"))
        #expect(try Observation.firstQuarter(on: day("2026-03-31"), law: testLaw).description == "2024-1")
        #expect(try Observation.firstQuarter(on: day("2026-04-01"), law: testLaw).description == "2024-2")
        #expect(try problems(day: "2024-01-01") == [])
        #expect(try problems(day: "2023-12-31") == ["trend.too-old"])
    }
}

@Suite struct NamelessTextTests {
    @Test(arguments: [
        ("Kig på 670314-1235", "trend.number"), ("6703141235", "trend.number"), ("670314 1235", "trend.number"),
        ("Ring 12345678", "trend.phone"), ("tlf. 12 34 56 78", "trend.phone"), ("+45 12345678", "trend.phone"),
        ("12.34.56.78", "trend.phone"), ("skriv til a.b@skole.dk", "trend.mail"),
        ("01.01.1990-1234", "trend.number"), ("Født 1.1.1990-1234", "trend.number"),
        ("61-01-1990-1234", "trend.number"), ("61.01.1990–1234", "trend.number"),
        ("1990-01-01-1234", "trend.number"), ("010119901234", "trend.number"),
        ("０１０１９０-1234", "trend.number"), ("٠١٠١٩٠-١٢٣٤", "trend.number"),
        ("6703\u{200B}14-1235", "trend.number"), ("ring １２ ３４ ５６ ７８", "trend.phone"),
    ]) func whatNumbersSomebodyIsFound(text: String, code: String) {
        #expect(NamelessText.problems(text) == [code], "\(text)")
    }

    @Test(arguments: [
        "", "Uro den 20.11.2026 kl. 22.30", "15-20 unge på 2 knallerter", "4600 Køge, 300 m fra nr. 12",
        "20.11.2026 21.11.2026", "01.01.1990", "Den 01.01.1990, 1234 besøg", "20.11.2026 - 2500 besøg", "２０.１１.２０２６",
        "1.250.000", "a@b", "@skole.dk", "a@ b.dk", "a@.", "a@b.", "Pris 250 kr @ kiosken",
        "Æblehaven, blok 12",
        "Frist 20.11.2026 4600 Køge", "20.11.2026 – 4300 Holbæk", "01.12.2026: 5000 kr.", "31.12.2026 (6000 deltagere)",
        "2026-11-20 4600 Køge",
    ]) func whatNumbersNobodyIsLetBe(text: String) {
        #expect(!NamelessText.hasNumber(text), "\(text)")
        #expect(text.contains("2026-11-20") || NamelessText.problems(text) == [], "\(text)")
    }

    @Test(arguments: ["01.12-19.12 2025", "12/09-19/09 2026", "19.10-05.11 2025", "2025-2026", "1.1.1990 - 1234 besøg"])
    func aPeriodIsNoNumber(text: String) {
        #expect(!NamelessText.hasNumber(text), "\(text)")
    }
}

/// Texts without end: each is read once, however it is written.
@Suite struct LongTextTests {
    @Test(arguments: [
        ("a", ""), ("1.111.", ""), ("a@", ""), ("@", ""), (".1", ""), ("01.01.1990", ""), ("2025-", ""), ("1", ""),
        ("a", "@skole.dk"), ("x-", "670314-1235"), ("1.111.", " 01.01.1990-1234"),
    ])
    func aTextWithoutBlanksIsReadToItsEnd(part: String, end: String) {
        let text = String(repeating: part, count: 100_000 / part.count) + end
        let expected = end.contains("@") ? ["trend.mail"] : end.isEmpty ? [] : ["trend.number"]
        let found = NamelessText.problems(text)
        #expect(end.isEmpty || found.filter { $0 != "trend.phone" } == expected, "\(part)")
        #expect(!found.contains("trend.number") || !end.isEmpty, "\(part)")
    }
}

@Suite struct NameWordsTests {
    private let words = NameWords(
        given: ["åse", "anna", "peder", "lis"], family: ["holm", "østergård", "hansen", "madsen"],
        places: ["vej", "torv", "skole", "gang", "hal"], openings: ["ved", "på"]
    ).adding(places: ["Køge", "Høje-Taastrup"])

    @Test(arguments: [
        "Set sammen med Åse Holm", "Holm, Åse", "åse holm var der", "Åse Lis Holms bil", "ANNA HANSEN", "Anna Qvarnov",
        "Qvarno Rvik sælger", "set med Qvarno Rvik", "Ved skolen er Qvarno Rvik tit",
    ]) func whatSeemsToNameSomebodyIsFound(text: String) {
        #expect(words.nameSomebody(in: text), "\(text)")
    }

    @Test(arguments: [
        "", "Torvet", "Holm Torv", "Unge ved åsen", "Peder Madsens Gang", "Ved Netto hver aften", "Åse. Holm",
        "åse var ved holm", "SSP Køge Nord", "Køge Nord", "Hallen i Høje-Taastrup Midt", "På Instagram", "15-20 unge",
    ]) func aPlaceIsNoName(text: String) {
        #expect(!words.nameSomebody(in: text), "\(text)")
    }
}

@Suite struct TrendTableTests {
    private static func table(_ counts: [(String, String, Int)], least: Int = 5) -> TrendTable {
        let observations = counts.flatMap { topic, municipality, count in
            [TrendTable.Place](repeating: .init(topic: topic, municipality: municipality), count: count)
        }
        return TrendTable(observations, topics: ["a", "b"], least: least)
    }

    /// Exactly the least number is shown, one fewer is not.
    @Test func fewerThanTheLeastAreHidden() {
        let enough = Self.table([("a", "253", 5)])
        #expect(enough.count("a", in: "253") == 5 && enough.isOpen(.init(topic: "a", municipality: "253")))
        let tooFew = Self.table([("a", "253", 4)])
        #expect(tooFew.count("a", in: "253") == nil && tooFew.count("a", in: nil) == nil)
        #expect(!tooFew.isOpen(.init(topic: "a", municipality: "253")))
        #expect(tooFew.count("a", in: "259") == 0, "that there is none is no secret")
    }

    /// The topic's sum would give a single hidden cell away: the next one is hidden with it.
    @Test func aHiddenCellCannotBeWorkedOutFromTheSum() {
        let table = Self.table([("a", "253", 4), ("a", "259", 9), ("a", "265", 6), ("b", "259", 7)])
        #expect(table.count("a", in: nil) == 19)
        #expect(table.count("a", in: "253") == nil && table.count("a", in: "265") == nil)
        #expect(table.count("a", in: "259") == 9)
        #expect(!table.isOpen(.init(topic: "a", municipality: "265")), "its remarks are hidden with it")
        #expect(table.count("b", in: "259") == 7, "other topics have sums of their own")
    }

    @Test func topicsThatAreGoneAreNotCounted() {
        let table = Self.table([("old", "253", 9)])
        #expect(table.isEmpty && table.count("old", in: "253") == 0)
    }
}
