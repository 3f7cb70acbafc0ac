import Foundation
import Testing

@testable import Prevention

@Suite struct ArrivalMatcherTests {
    private static let thresholds = ArrivalVerdict.Thresholds(certain: 0.99, doubtful: 0.05)
    private static let family = [
        PersonFacts(
            given: "Asta Marie", family: "Østerlund", birthDate: "1984-03-05", number: "6503841234",
            address: "Ravnsborg Alle 12, 2. tv", postalCode: "4600"),
        PersonFacts(
            given: "Bo", family: "Østerlund", birthDate: "2012-07-21", address: "Ravnsborg Allé 12, 2. tv",
            postalCode: "4600"),
        PersonFacts(
            given: "Ib", family: "Østerlund", birthDate: "2012-07-21", address: "Ravnsborg Allé 12, 2. tv",
            postalCode: "4600"),
    ]
    private static let others = (0..<200).map { number in
        PersonFacts(
            given: ["Bo", "Eva", "Finn", "Gerda"][number % 4]
                + " \(Character(Unicode.Scalar(UInt8(97 + number % 26))))aja",
            family: ["Nielsen", "Hald", "Berg"][number % 3], birthDate: "19\(50 + number % 50)-0\(1 + number % 9)-11",
            address: "Skovvej \(number)", postalCode: "4\(600 + number % 7)")
    }

    private func matcher() -> ArrivalMatcher {
        let reader = RecordReader(personsWith: Nicknames([]))
        for (index, facts) in (ArrivalMatcherTests.family + ArrivalMatcherTests.others).enumerated() {
            reader.add(facts, id: String(index))
        }
        reader.beginRight()
        return ArrivalMatcher(Linkage(reader.finish()).profile(ofRegister: 1), nicknames: Nicknames([]))
    }

    private func matches(
        _ reported: PersonFacts, among records: [PersonFacts] = family, person: [Int64]? = nil
    ) -> [ArrivalMatcher.Match] {
        matcher().matches(
            of: reported, among: records, person: person ?? records.indices.map(Int64.init), registered: 10_000)
    }

    @Test func theOneWhoIsMeantOfAFamilyIsFound() throws {
        let found = matches(
            PersonFacts(given: "Asta", family: "Oesterlund", birthDate: "1984-05-03", address: "Ravnsborg Alle 12"))
        let best = try #require(found.first)
        #expect(best.index == 0)
        #expect(best.probability > 0.9)
        #expect(found.dropFirst().allSatisfy { $0.probability < 0.05 })
    }

    @Test func ofTwinsWhoAreBothLikelyNeitherIsCertain() throws {
        let found = matches(
            PersonFacts(given: "", family: "Østerlund", birthDate: "2012-07-21", address: "Ravnsborg Allé 12"))
        #expect(Set(found.prefix(2).map(\.index)) == [1, 2])
        guard case .doubtful(let doubts) = ArrivalVerdict(found, isLearned: true, ArrivalMatcherTests.thresholds) else {
            Issue.record("expected doubt")
            return
        }
        #expect(doubts.count == 2)
    }

    /// Two records of one person do not compete.
    @Test func recordsOfOnePersonStandTogether() throws {
        let records = [ArrivalMatcherTests.family[0], ArrivalMatcherTests.family[0], ArrivalMatcherTests.family[1]]
        let found = matches(ArrivalMatcherTests.family[0], among: records, person: [7, 7, 8])
        #expect(found.filter { $0.index < 2 }.count == 1)
        let best = try #require(found.first)
        #expect(best.index < 2)
        #expect(best.probability > 0.99)
    }

    @Test func theEvidenceAddsUpToTheProbability() throws {
        let found = try #require(
            matches(PersonFacts(given: "Asta Maria", family: "Nielsen", birthDate: "1984-03-05")).first)
        let odds = found.evidence.odds
        #expect(abs(found.probability - 1 / (1 + exp2(-odds))) < 1e-9)
        #expect(found.evidence.parts.map(\.field) == [.given, .family, .date, .number, .place, .sex])
        #expect(found.evidence.parts[0].level == "part" || found.evidence.parts[0].level == "shared")
        #expect(found.evidence.parts[1].level == "different")
        #expect(found.evidence.parts[1].weight < 0)
        #expect(found.evidence.parts[2].level == "same")
        #expect(found.evidence.parts[4].level == "missing.missing")
        #expect(found.evidence.start < 0)
    }

    @Test func nobodyIsFoundAmongNobody() {
        #expect(matches(ArrivalMatcherTests.family[0], among: []).isEmpty)
        guard case .new = ArrivalVerdict([], isLearned: true, ArrivalMatcherTests.thresholds) else {
            Issue.record("expected somebody new")
            return
        }
    }

    @Test(arguments: [
        (PersonFacts(given: "Bo", family: ""), false),
        (PersonFacts(given: "", family: "Berg"), false),
        (PersonFacts(given: "", family: "", birthDate: "2001-02-28", address: "Skovvej 1"), false),
        (PersonFacts(given: "Bo", family: "Berg"), true),
        (PersonFacts(given: "Bo", family: "", birthDate: "2001-02-28"), true),
        (PersonFacts(given: "", family: "", number: "6503841234"), true),
    ])
    func tooLittleTellsNobodyApart(facts: PersonFacts, tells: Bool) {
        #expect(facts.tellsApart == tells)
    }

    @Test func keysAreTheSameForSpellingsThatAreMixedUp() {
        let key = MatchKeys(given: "Åse Marie", family: "Møller", address: "Ålevej 3, st. th", postalCode: "4600")
        #expect(key == MatchKeys(given: "Aase", family: "Moeller", address: "Aalevej 3 1. tv.", postalCode: "4600"))
        #expect(key.name == MatchKeys(given: "Møller", family: "Åse", address: "", postalCode: "").name)
        #expect(key.home != MatchKeys(given: "", family: "", address: "Ålevej 4", postalCode: "4600").home)
        let empty = MatchKeys(given: "", family: "", address: "Ålevej", postalCode: "")
        #expect(empty.name == 0)
        #expect(empty.home == 0)
    }
}
