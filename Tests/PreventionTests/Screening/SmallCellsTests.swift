import Testing

@testable import Prevention

@Suite struct SmallCellsTests {
    /// All columns of some rows with numbers of at most `most`.
    private func columns(rows: Int, most: Int) -> [[Int]] {
        (0..<rows).reduce([[]]) { columns, _ in columns.flatMap { column in (0...most).map { column + [$0] } } }
    }

    /// The reader knows how the hiding works: of everything that looks the same from outside, no small number may be alike.
    @Test(arguments: [(2, 12, 5), (3, 9, 5), (4, 6, 4), (5, 4, 3)])
    func nobodyWorksOutASmallNumber(rows: Int, most: Int, limit: Int) {
        var alike: [SmallCells.Column: [[Int]]] = [:]
        for column in columns(rows: rows, most: most) {
            let shown = SmallCells.hide([column], total: column.reduce(0, +), below: limit)
            alike[shown, default: []].append(column)
            for (row, value) in zip(column, shown.tables[0]) where value != nil {
                #expect(value == row && !(1..<limit).contains(row), "\(column)")
            }
        }
        for (shown, columns) in alike {
            // What lies at the edge of the numbers tried has fellows beyond it.
            guard columns.allSatisfy({ $0.allSatisfy { $0 < most } }) else { continue }
            for index in 0..<rows where shown.tables[0][index] == nil {
                let values = Set(columns.map { $0[index] })
                #expect(values.count > 1 || values.allSatisfy { !(1..<limit).contains($0) }, "\(shown) \(columns)")
            }
        }
    }

    @Test func aTotalHiddenInOneTableIsNotTheSumOfAnother() {
        let shown = SmallCells.hide([[1, 1, 1, 1, 1], [5]], total: 5, below: 5)
        #expect(shown.total == nil && shown.tables == [[nil, nil, nil, nil, nil], [nil]])
    }

    @Test func whatIsLargeOrNothingStays() {
        let shown = SmallCells.hide([[5, 0, 12], [17, 0]], total: 17, below: 5)
        #expect(shown.total == 17 && shown.tables == [[5, 0, 12], [17, 0]])
        #expect(SmallCells.hide([[0, 0]], total: 0, below: 5).tables == [[0, 0]])
    }
}
