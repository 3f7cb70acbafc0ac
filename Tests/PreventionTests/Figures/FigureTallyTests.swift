import Testing

@testable import Prevention

@Suite struct FigureTallyTests {
    private static func figure(_ unit: Figure.Unit, cells: [Figure.Cell] = [.init()], counted: Set<String> = [])
        -> Figure
    {
        Figure("f", unit: unit, cells: cells, countedVariants: counted, source: .incidents { _, _ in [] })
    }

    private static func tally(_ figure: Figure, _ counts: [Figure.Count]) -> [FigureResult] {
        var tally = FigureTally(figure)
        tally.add(counts)
        return tally.results()
    }

    @Test func casesAreCountedInTheDistrictAndInTheirMunicipality() throws {
        let results = Self.tally(
            Self.figure(.cases),
            [
                .init(key: .init(1), municipality: "259"), .init(key: .init(2), municipality: "253"),
                .init(key: .init(3), municipality: "259"),
            ])
        let result = try #require(results.first)
        #expect(result.value == .count(3))
        #expect(result.breakdown.map(\.municipality) == ["253", "259"])
        #expect(result.breakdown.map(\.value) == [.count(1), .count(2)])
    }

    @Test func aPersonInTwoMunicipalitiesCountsOnceInTheDistrict() throws {
        let results = Self.tally(
            Self.figure(.persons),
            [
                .init(key: .init(7), municipality: "259"), .init(key: .init(7), municipality: "259"),
                .init(key: .init(7), municipality: "253"),
            ])
        let result = try #require(results.first)
        #expect(result.value == .count(1))
        #expect(result.breakdown.map(\.value) == [.count(1), .count(1)])
    }

    @Test func everyEventCounts() throws {
        let results = Self.tally(
            Self.figure(.events),
            [
                .init(key: .init(7, ordinal: 0), municipality: "259"),
                .init(key: .init(7, ordinal: 1), municipality: "259"),
            ])
        #expect(results.first?.value == .count(2))
    }

    @Test func aShareHasAPartAndAWholeAndNoNumberWhereNothingIsShared() {
        let cells: [Figure.Cell] = [.init(variant: "a"), .init(variant: "b"), .init(variant: "late")]
        let results = Self.tally(
            Self.figure(.share, cells: cells, counted: ["late"]),
            [
                .init(.init(variant: "a"), key: .init(1), isMet: true, municipality: "259"),
                .init(.init(variant: "a"), key: .init(2), isMet: false, municipality: "259"),
                .init(.init(variant: "late"), key: .init(3), municipality: "259"),
            ])
        #expect(results.map(\.value) == [.share(of: 1, in: 2), .share(of: 0, in: 0), .count(1)])
        #expect(results.map(\.value.number) == [0.5, nil, 1])
    }

    @Test func theYearBeforeStandsBesideEveryMunicipalityOfEitherYear() throws {
        let figure = Self.figure(.cases)
        let now = try #require(Self.tally(figure, [.init(key: .init(1), municipality: "259")]).first)
        let before = try #require(Self.tally(figure, [.init(key: .init(2), municipality: "253")]).first)
        let both = now.beside(before)
        #expect(both.previous == .count(1))
        #expect(
            both.breakdown == [
                .init(municipality: "253", value: .count(0), previous: .count(1)),
                .init(municipality: "259", value: .count(1), previous: .count(0)),
            ])
    }
}
