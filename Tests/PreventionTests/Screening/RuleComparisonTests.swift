import ScreeningWorlds
import Testing

@testable import Prevention

@Suite struct RuleComparisonTests {
    private func hit(_ child: Int64, carers: [Int64] = [], on first: String = "2026-01-10") -> ScreeningHit {
        ScreeningHit(
            child: child, rule: graveIncident, firstTriggered: day(first), lastTriggered: day(first), triggers: 1,
            incidents: [1], carers: carers)
    }

    private func traits(
        _ sex: Sex = .male, born: String? = "2014-01-11", in municipality: String = "259"
    ) -> RuleComparison.Traits {
        .init(municipality: municipality, birthDate: born.map(day), sex: sex)
    }

    @Test func childrenAreNewLostOrCommon() {
        let comparison = RuleComparison(
            current: [hit(1), hit(2)], draft: [hit(2), hit(3), hit(4)], elsewhere: [1, 3], persons: [:])
        #expect(comparison.total == .init(new: 2, lost: 1, common: 1))
        #expect(comparison.newElsewhere == 1 && comparison.lostElsewhere == 1)
        for table in comparison.tables {
            #expect(table.rows.reduce(0) { $0 + ($1.counts.new ?? 0) } == 2, "\(table.dimension)")
            #expect(table.rows.reduce(0) { $0 + ($1.counts.common ?? 0) } == 1, "\(table.dimension)")
        }
    }

    @Test func theAgeIsThatOfTheDayOnWhichTheHitFirstTriggered() {
        let comparison = RuleComparison(
            current: [], draft: [hit(1, on: "2026-01-10"), hit(2, on: "2026-01-11"), hit(3, on: "2014-01-11")],
            elsewhere: [], persons: [1: traits(), 2: traits(), 3: traits()])
        let rows = comparison.table(.age)?.rows ?? []
        #expect(rows.map(\.key) == ["0", "6", "12", "15"])
        #expect(rows.map(\.counts.new) == [1, 1, 1, 0])
    }

    @Test func theSexOfTheCarersIsToldApart() {
        let persons = [
            10: traits(.female), 11: traits(.male), 12: traits(.unknown), 1: traits(), 2: traits(), 3: traits(),
            4: traits(), 5: traits(), 6: traits(),
        ]
        .reduce(into: [Int64: RuleComparison.Traits]()) { $0[Int64($1.key)] = $1.value }
        let comparison = RuleComparison(
            current: [],
            draft: [
                hit(1, carers: [10]), hit(2, carers: [11]), hit(3, carers: [10, 11]), hit(4, carers: [12]), hit(5),
                hit(6, carers: [10, 12]),
            ], elsewhere: [], persons: persons)
        let rows = comparison.table(.sex)?.rows ?? []
        #expect(rows.map(\.key) == ["women", "men", "both", "unknown", "none"])
        #expect(rows.map(\.counts.new) == [2, 1, 1, 1, 1])
        #expect(comparison.withWoman(\.new) == 3)
    }

    @Test func aDraftThatFindsTheSameHasNothingNewAndNothingLost() {
        let hits = (1...40).map { hit(Int64($0)) }
        let comparison = RuleComparison(current: hits, draft: hits.reversed(), elsewhere: [], persons: [:])
        #expect(comparison.total == .init(new: 0, lost: 0, common: 40))
        #expect(comparison.suppressed(below: 5).total == .init(new: 0, lost: 0, common: 40))
    }

    @Test func smallCellsAreHiddenWithWhatTheyCouldBeWorkedOutFrom() {
        let persons = (1...20).reduce(into: [Int64: RuleComparison.Traits]()) { persons, number in
            persons[Int64(number)] = traits(in: number <= 2 ? "253" : number <= 8 ? "259" : "265")
        }
        let found = RuleComparison(
            current: [], draft: (1...20).map { hit(Int64($0)) }, elsewhere: [1, 2, 3], persons: persons)
        let shown = found.suppressed(below: 5)
        #expect(shown.total.new == 20)
        #expect(shown.table(.municipality)?.rows.map(\.counts.new) == [nil, nil, 12])
        #expect(shown.newElsewhere == nil, "three is small")
        let few = RuleComparison(current: [], draft: [hit(1), hit(2)], elsewhere: [], persons: persons)
        let hidden = few.suppressed(below: 5)
        #expect(hidden.total.new == nil && hidden.newElsewhere == nil && hidden.withWoman(\.new) == nil)
        #expect(hidden.tables.allSatisfy { $0.rows.allSatisfy { $0.counts.new == nil } })
    }
}
