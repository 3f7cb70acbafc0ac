import Foundation
import Prevention
import Testing

@testable import Synthetic

/// Persons who are reported one by one, against a register with a known truth.
@Suite struct ArrivalTests {
    private static let nicknames = Nicknames([["christian", "chris"], ["michael", "mike"]])
    private static let thresholds = ArrivalVerdict.Thresholds(certain: 0.99, doubtful: 0.05)

    private func facts(_ row: MatchingSample.Row) -> PersonFacts {
        PersonFacts(
            given: row.given, family: row.family, birthDate: row.birth, number: row.cpr.count == 10 ? row.cpr : "",
            address: row.address, postalCode: row.code)
    }

    private func profile(_ sample: MatchingSample, learningFrom arrivals: Int) throws -> MatchProfile {
        let reader = RecordReader(personsWith: ArrivalTests.nicknames)
        for (index, row) in sample.register.enumerated() { reader.add(facts(row), id: String(index)) }
        reader.beginRight()
        for (index, row) in sample.reports.prefix(arrivals).enumerated() { reader.add(facts(row), id: String(index)) }
        let profile = Linkage(reader.finish()).profile(ofRegister: 1)
        // As it is kept.
        return try JSONDecoder().decode(MatchProfile.self, from: JSONEncoder().encode(profile))
    }

    private struct Tally {
        var linked = 0
        var wrong = 0
        var doubtful = 0
        var missed = 0
        var new = 0
        var expectedWrong = 0.0
        var expectedMissed = 0.0
    }

    /// Every report against the whole register, found by the keys as a stored register is asked.
    private func tally(_ sample: MatchingSample, _ profile: MatchProfile, from first: Int) -> Tally {
        let register = sample.register.map(facts)
        var byKey: [String: [Int]] = [:]
        for (index, person) in register.enumerated() {
            for key in keys(person) { byKey[key, default: []].append(index) }
        }
        let matcher = ArrivalMatcher(profile, nicknames: ArrivalTests.nicknames)
        var tally = Tally()
        for (index, row) in sample.reports.enumerated().dropFirst(first) {
            let reported = facts(row)
            let found = Set(keys(reported).flatMap { byKey[$0] ?? [] }).sorted()
            let matches = matcher.matches(
                of: reported, among: found.map { register[$0] }, person: found.map(Int64.init),
                registered: register.count)
            switch ArrivalVerdict(matches, isLearned: profile.isLearned, ArrivalTests.thresholds) {
            case .certain(let match):
                tally.linked += 1
                tally.expectedWrong += 1 - match.probability
                if found[match.index] != sample.truth[index] { tally.wrong += 1 }
            case .doubtful: tally.doubtful += 1
            case .new:
                tally.new += 1
                tally.expectedMissed += matches.reduce(matcher.unseen(reported)) { $0 + $1.probability }
                if sample.truth[index] != nil { tally.missed += 1 }
            }
        }
        return tally
    }

    private func keys(_ person: PersonFacts) -> [String] {
        let keys = MatchKeys(person)
        let date = person.birthDate.split(separator: "-").map(String.init)
        return [keys.name == 0 ? nil : "n\(keys.name)", keys.home == 0 ? nil : "h\(keys.home)"].compactMap(\.self)
            + (date.count == 3 ? [date.joined(), date[0] + date[2] + date[1]] : [])
            + (person.number.isEmpty ? [] : [person.number])
    }

    /// What it says of its own errors is about what happens.
    @Test func linksAreRightAndItsErrorsAreAsItSays() throws {
        let sample = MatchingSample(seed: 21, persons: 20_000, reports: 5_000, level: .hard)
        let tally = tally(sample, try profile(sample, learningFrom: 2_000), from: 2_000)
        #expect(tally.linked > 1_900)
        #expect(tally.wrong <= 4)
        #expect(abs(Double(tally.wrong) - tally.expectedWrong) < 5)
        #expect(tally.doubtful < 400)
        #expect(Double(tally.missed) < 2 * tally.expectedMissed)
        #expect(Double(tally.missed) > tally.expectedMissed / 2)
    }

    /// Before anything was learned nobody is linked on a guess.
    @Test func withoutExperienceOnlyPlainAgreementLinks() throws {
        let sample = MatchingSample(seed: 22, persons: 5_000, reports: 1_500, level: .hard)
        let profile = try profile(sample, learningFrom: 0)
        #expect(!profile.isLearned)
        let tally = tally(sample, profile, from: 0)
        #expect(tally.linked > 200)
        #expect(tally.wrong <= 1)
    }

    @Test func itIsLearnedAgainWhenTheRegisterHasOutgrownIt() throws {
        let sample = MatchingSample(seed: 23, persons: 500, reports: 400, level: .easy)
        let profile = try profile(sample, learningFrom: 400)
        #expect(profile.isLearned)
        #expect(!profile.isOutgrown(persons: 500, arrivals: 400))
        #expect(profile.isOutgrown(persons: 2_001, arrivals: 400))
        #expect(profile.isOutgrown(persons: 500, arrivals: 1_801))
    }
}
