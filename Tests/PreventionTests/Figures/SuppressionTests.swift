import ScreeningWorlds
import Testing

@testable import Prevention

@Suite struct SuppressionTests {
    @Test func aSmallCellTakesTheSmallestOtherWithIt() {
        let shown = Suppression.apply(to: [Table.result([3, 9, 7, 20])], below: 5)
        #expect(shown[0].value == .count(39))
        #expect(shown[0].breakdown.map(\.value) == [.suppressed, .count(9), .suppressed, .count(20)])
    }

    @Test func twoSmallCellsAreEnoughOnlyIfTheirSumLeavesAChoice() {
        let enough = Suppression.apply(to: [Table.result([1, 3, 9, 20])], below: 5)
        #expect(enough[0].breakdown.map(\.value) == [.suppressed, .suppressed, .count(9), .count(20)])
        // 1 + 1 = 2: whoever knows that a hidden cell is not empty would know both.
        let forced = Suppression.apply(to: [Table.result([1, 1, 9, 20])], below: 5)
        #expect(forced[0].breakdown.map(\.value) == [.suppressed, .suppressed, .suppressed, .count(20)])
    }

    @Test func nothingAndLargeCellsStay() {
        let shown = Suppression.apply(to: [Table.result([0, 5, 12])], below: 5)
        #expect(shown[0].breakdown.map(\.value) == [.count(0), .count(5), .count(12)])
    }

    @Test func aFigureAboutNobodyIsShownWhole() {
        let shown = Suppression.apply(to: [Table.result([1, 2], privacy: .none)], below: 5)
        #expect(shown[0].breakdown.map(\.value) == [.count(1), .count(2)])
    }

    @Test func aSmallTotalIsHiddenWithItsParts() {
        let shown = Suppression.apply(to: [Table.result([1, 2])], below: 5)
        #expect(shown[0].value == .suppressed)
        #expect(shown[0].breakdown.allSatisfy { $0.value == .suppressed })
    }

    @Test func aShareIsHiddenWhenEitherPartIsSmall() {
        func shown(_ privacy: Figure.Privacy, _ part: Int, _ whole: Int) -> FigureValue {
            let figure = Figure("s", unit: .share, privacy: privacy, source: .incidents { _, _ in [] })
            let result = FigureResult(figure: figure, cell: .init(), value: .share(of: part, in: whole), breakdown: [])
            return Suppression.apply(to: [result], below: 5)[0].value
        }
        #expect(shown(.outcomes, 9, 18) == .share(of: 9, in: 18))
        #expect(shown(.outcomes, 3, 18) == .suppressed)
        #expect(shown(.outcomes, 16, 18) == .suppressed)
        #expect(shown(.outcomes, 18, 18) == .share(of: 18, in: 18))
        // Whether the police were in time says nothing about the child; that there is a case does.
        #expect(shown(.counts, 50, 51) == .share(of: 50, in: 51))
        #expect(shown(.counts, 2, 3) == .suppressed)
    }

    @Test func groupsThatPartATotalAreHiddenTogether() {
        let results = Table.grouped(total: [10, 12], groups: ["a": [2, 6], "b": [8, 6]])
        let shown = Suppression.apply(to: results, below: 5)
        #expect(shown[0].value == .count(22) && shown[1].value == .count(8) && shown[2].value == .count(14))
        #expect(shown[1].breakdown.allSatisfy { $0.value == .suppressed })
        #expect(shown[2].breakdown.allSatisfy { $0.value == .suppressed })
    }

    @Test func figuresThatPartTheSameTotalAreHiddenTogether() {
        // The whole of the second figure is the first, municipality by municipality.
        let first = Table.result([3, 6, 9], sums: [.init(of: "share")])
        let figure = Figure("share", unit: .share, privacy: .counts, source: .incidents { _, _ in [] })
        let second = FigureResult(
            figure: figure, cell: .init(), value: .share(of: 9, in: 18),
            breakdown: zip(Table.codes, [3, 6, 9]).map {
                .init(municipality: $0, value: .share(of: 1, in: $1))
            })
        let shown = Suppression.apply(to: [first, second], below: 5)
        #expect(shown[0].breakdown.map(\.value.isSuppressed) == shown[1].breakdown.map(\.value.isSuppressed))
        #expect(shown[0].breakdown.count(where: \.value.isSuppressed) == 2)
    }

    /// Tables of figures that part one another; for every hidden number the reader must find another report with the same
    /// shown numbers and sums, in which it is another one.
    @Test(arguments: 0..<150) func noHiddenNumberCanBeWorkedOut(_ seed: Int) {
        var random = Seeded(UInt64(seed))
        let results = Table.random(using: &random)
        let shown = Suppression.apply(to: results, below: 5)
        for (index, result) in shown.enumerated() {
            #expect(results[index].value == result.value || result.value.isSuppressed)
            if case .count(let count) = result.value { #expect(count == 0 || count >= 5) }
            for (place, entry) in result.breakdown.enumerated() {
                #expect(results[index].breakdown[place].value == entry.value || entry.value.isSuppressed)
                if case .count(let count) = entry.value { #expect(count == 0 || count >= 5) }
            }
        }
        let reader = Reader(shown, truth: results)
        for cell in reader.hidden {
            let isSafe = reader.finds(another: cell)
            #expect(isSafe, "\(cell)")
        }
    }
}
