import Testing

@testable import Prevention

/// What single values look like beside one another.
@Suite struct WordTests {
    private func folded(_ text: String) -> String {
        var text = text
        return String(decoding: text.withUTF8 { FoldedText.fold($0) }, as: UTF8.self)
    }

    @Test(arguments: [
        ("Søren  ÅGE-Kjær", "soeren aage kjaer"), ("Müller", "mueller"), ("D'Angelo", "dangelo"), ("", ""), (" . ", ""),
        ("É. Łukasz", "e lukasz"), ("Zoë", "zoe"), ("محمد", "محمد"), ("2. tv", "2 tv"),
    ])
    func textIsFolded(text: String, expected: String) {
        #expect(folded(text) == expected)
    }

    @Test func whatIsNoUTF8IsReadAsTheOlderAlphabet() {
        let bytes: [UInt8] = [0x53, 0xF8, 0x72, 0x65, 0x6E]
        #expect(String(decoding: bytes.withUnsafeBufferPointer { FoldedText.fold($0) }, as: UTF8.self) == "soeren")
    }

    private func likeness(_ a: String, _ b: String) -> Double {
        var (a, b) = (a, b)
        return a.withUTF8 { x in b.withUTF8 { y in Similarity.jaroWinkler(x, y) } }
    }

    /// The examples of Winkler (1990) and of Jaro's paper.
    @Test(arguments: [
        ("martha", "marhta", 0.9611), ("dixon", "dicksonx", 0.8133), ("dwayne", "duane", 0.84), ("abc", "xyz", 0),
        ("", "a", 0), ("same", "same", 1),
    ])
    func jaroWinkler(a: String, b: String, expected: Double) {
        #expect(abs(likeness(a, b) - expected) < 0.0001)
        #expect(abs(likeness(b, a) - expected) < 0.0001)
    }

    @Test func theQuickAnswerIsTheSlowOne() {
        let words = [
            "martha", "marhta", "dixon", "dicksonx", "soerensen", "soerensn", "hansen", "jensen", "a", "aaaaaaaa",
        ]
        for a in words {
            for b in words {
                for least in [0.8, 0.84, 0.92, 1.0] {
                    var (x, y) = (a, b)
                    let quick = x.withUTF8 { x in y.withUTF8 { y in Similarity.isAlike(x, y, least) } }
                    #expect(quick == (likeness(a, b) >= least), "\(a) \(b) \(least)")
                }
            }
        }
    }

    @Test(arguments: [
        ("anna", "ana", true), ("anna", "anan", true), ("anna", "anne", true), ("anna", "anna", true), ("", "a", true),
        ("anna", "nana", true), ("anna", "ane", false), ("anna", "nnaa", false), ("", "ab", false),
    ])
    func oneEdit(a: String, b: String, expected: Bool) {
        var (x, y) = (a, b)
        #expect(x.withUTF8 { x in y.withUTF8 { y in Similarity.isOneEditApart(x, y) } } == expected)
        #expect(x.withUTF8 { x in y.withUTF8 { y in Similarity.isOneEditApart(y, x) } } == expected)
    }

    @Test(arguments: [
        ("christian", "kristian"), ("soeren", "soern"), ("mathias", "matias"), ("sophie", "sofie"), ("carl", "karl"),
        ("hjalmar", "jalmar"), ("schmidt", "schmit"), ("anne", "anna"),
    ])
    func namesThatSoundAlike(a: String, b: String) {
        func key(_ word: String) -> [UInt8] { Array(word.utf8).withUnsafeBufferPointer { WordSound.key($0) } }
        #expect(key(a) == key(b))
        #expect(key(a) != key("bodil"))
    }

    private func date(_ text: String) -> Int32 {
        Array(text.utf8).withUnsafeBufferPointer { DigitDate.read($0) }
    }

    @Test(arguments: [
        ("2001-02-29", 20_010_229), ("20010229", 20_010_229), ("29-02-2001", 20_010_229), ("29.2.2001", 20_010_229),
        ("29022001", 20_010_229), ("2001-02-29 00:00", 20_010_229), ("2001-2", 0), ("unknown", 0), ("", 0), ("0", 0),
        ("123456789", 0), ("1-2-3-4", 0),
    ])
    func datesAreRead(text: String, expected: Int32) {
        #expect(date(text) == expected)
    }

    @Test(arguments: [
        ("2001-02-03", "2001-02-03", DigitDate.Level.same), ("2001-02-03", "2001-03-02", .swapped),
        ("2001-02-03", "2001-02-08", .oneDigit), ("2001-02-12", "2001-02-21", .oneDigit),
        ("2001-02-03", "2010-02-03", .oneDigit), ("2001-02-03", "1991-02-03", .twoParts),
        ("2001-02-03", "2001-11-25", .year), ("2001-02-03", "1999-11-25", .different), ("", "2001-02-03", .missing),
    ])
    func datesAreCompared(a: String, b: String, expected: DigitDate.Level) {
        #expect(DigitDate.level(date(a), date(b)) == expected)
        #expect(DigitDate.level(date(b), date(a)) == expected)
    }

    private func numbers(_ a: String, _ b: String, with others: [String] = []) -> NumberTable.Level {
        var table = NumberTable()
        let (x, y) = (table.add(Array(a.utf8)), table.add(Array(b.utf8)))
        for other in others { _ = table.add(Array(other.utf8)) }
        table.finish()
        return table.level(x, y)
    }

    @Test(arguments: [
        ("4137787", "4137787", NumberTable.Level.same), ("4137787", "4137877", .oneEdit),
        ("4137787", "413778", .oneEdit),
        ("4137787", "4137", .beginning), ("4137787", "4237797", .near), ("4137787", "9999999", .different),
        ("", "4137787", .missing),
    ])
    func numbersAreCompared(a: String, b: String, expected: NumberTable.Level) {
        #expect(numbers(a, b) == expected)
    }

    /// Of CPR numbers the last four digits count: the rest is the birth date.
    @Test(arguments: [
        ("6101851234", "6101851234", NumberTable.Level.same), ("6101851234", "6102851234", .same),
        ("6101851234", "6101851243", .oneEdit), ("6101851234", "6101859876", .different),
        ("6101851234", "0101859876", .replaced), ("6101851234", "610185", .missing),
    ])
    func cprNumbersAreCompared(a: String, b: String, expected: NumberTable.Level) {
        #expect(numbers(a, b, with: ["7112901234", "8302771111"]) == expected)
    }

    @Test func addressesAreTakenApart() {
        var table = AddressTable()
        func parts(_ text: String) -> AddressTable.Parts {
            var text = text
            let number = table.add(text.withUTF8 { FoldedText.fold($0) })
            return table.parts[Int(number)]
        }
        let whole = parts("Nørregade 12 B, 2. tv")
        #expect(parts("nørre g. 12B 2 TV") == whole)
        #expect(parts("Nørregd 12B, 2. sal venstre") == whole)
        #expect(parts("12 Nørregade").house == 12)
        #expect(parts("Nørregade 14, 2. tv").street == whole.street)
        #expect(parts("").street == 0)
    }
}
