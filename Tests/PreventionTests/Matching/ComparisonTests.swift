import Testing

@testable import Prevention

@Suite struct ComparisonTests {
    private static let nicknames = [["margrethe", "grethe"], ["bo", "ib"]]

    private func levels(_ kinds: [FieldKind], _ a: [String], _ b: [String]) -> Levels {
        let comparison = Comparison(matchRecords(kinds, [a, b], nicknames: ComparisonTests.nicknames))
        var cache = LevelCache()
        let levels = comparison.levels(0, 1, &cache)
        #expect(comparison.levels(1, 0, &cache) == levels, "the same both ways")
        return levels
    }

    @Test(arguments: [
        ("Anne Marie", "anne  marie", Comparison.Given.same), ("Anne Marie", "Anne", .part),
        ("Anne Marie", "Anne M", .part),
        ("Anne Marie", "Anne Sofie", .shared), ("Anne Marie", "Marie", .shared), ("Margrethe", "Grethe", .variant),
        ("Christian", "Kristian", .variant), ("Phillip", "Filip", .variant), ("Anne", "A", .initial),
        ("Bodil", "Kurt", .different),
        ("", "Kurt", .missing),
    ])
    func givenNames(a: String, b: String, expected: Comparison.Given) {
        #expect(levels([.given], [a], [b])[0] == expected.rawValue)
    }

    @Test(arguments: [
        ("Holm Nielsen", "Holm-Nielsen", Comparison.Family.same), ("Holm Nielsen", "Nielsen", .part),
        ("Holm Nielsen", "Holm", .part), ("Nielsen", "Nielson", .close), ("Carlsen", "Karlssen", .variant),
        ("Aagaard", "Ågaard", .same), ("Holm Nielsen", "Bech Nielsen", .shared), ("Holm", "Skov", .different),
        ("JuulNielsen", "Juul Nielsen", .variant), ("Bech Holm Nielsen", "BechHolm Nielsen", .variant),
        ("JuulNielsen", "Nielsen Juul", .weak),
    ])
    func familyNames(a: String, b: String, expected: Comparison.Family) {
        #expect(levels([.family], [a], [b])[0] == expected.rawValue)
    }

    @Test func namesThatWereChangedAbout() {
        let levels = levels([.given, .family], ["Torben", "Østerlund"], ["Østerlund", "Torbn"])
        #expect(levels[0] == Comparison.Given.swapped.rawValue && levels[1] == Comparison.Family.missing.rawValue)
    }

    private func place(_ address: Comparison.Address, _ area: Comparison.Area) -> UInt8 {
        address.rawValue * UInt8(Comparison.areas) + area.rawValue
    }

    @Test func placesAreOneField() {
        let kinds: [FieldKind] = [.address, .code, .city]
        let home = ["Nørregade 12, 2. tv", "4600", "Køge"]
        #expect(levels(kinds, home, home)[0] == place(.same, .same))
        #expect(levels(kinds, home, ["Nørregade 12", "4600", ""])[0] == place(.house, .same))
        #expect(levels(kinds, home, ["Nørregde 12, 2. tv", "4606", "Køge"])[0] == place(.closeStreet, .near))
        #expect(levels(kinds, home, ["Nørregade 40", "2630", "Køge"])[0] == place(.street, .city))
        #expect(levels(kinds, home, ["Algade 12", "4000", "Roskilde"])[0] == place(.different, .different))
        #expect(levels(kinds, home, ["", "", ""])[0] == 0)
    }

    @Test func aBirthDateIsReadFromTheNumber() {
        let kinds: [FieldKind] = [.date, .id]
        let records = matchRecords(kinds, [["", "6101851234"], ["1985-01-01", ""]])
        #expect(records.numbers.isCPR)
        var cache = LevelCache()
        #expect(Comparison(records).levels(0, 1, &cache)[0] == DigitDate.Level.same.rawValue)
    }

    /// A wrong digit in the written date hides nothing where both numbers hold the right one.
    @Test func theBetterOfWrittenAndNumberedDateCounts() {
        let levels = levels([.date, .id], ["1985-01-01", "6101851234"], ["1975-11-30", "6101851234"])
        #expect(levels[0] == DigitDate.Level.same.rawValue)
    }
}
