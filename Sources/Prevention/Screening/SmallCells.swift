/// Hides small counts in the columns of several tables that each part the same total, so that no hidden one can be worked out:
/// not from the total, and not by knowing how the hiding works.
enum SmallCells {
    /// What may be shown of one column; `nil` is hidden.
    struct Column: Hashable {
        var total: Int?
        /// By table, by row.
        var tables: [[Int?]]
    }

    /// - Parameters:
    ///   - tables: one column of each; every table adds up to the same total.
    ///   - limit: the smallest count that is shown; 0 is shown too.
    static func hide(_ tables: [[Int]], total: Int, below limit: Int) -> Column {
        let isSmall = (1..<max(1, limit)).contains(total)
        let shown = tables.map { rows(of: $0, total: total, below: limit) }
        // A total that is hidden in one table must not be the sum of another.
        guard !isSmall, !shown.contains(nil) else {
            return Column(total: nil, tables: tables.map { $0.map { _ in nil } })
        }
        return Column(total: total, tables: shown.map { $0 ?? [] })
    }

    /// `nil` where even all rows hidden would tell.
    private static func rows(of rows: [Int], total: Int, below limit: Int) -> [Int?]? {
        var hidden = Set(rows.indices.filter { (1..<max(1, limit)).contains(rows[$0]) })
        guard !hidden.isEmpty else { return rows }
        let sum = hidden.reduce(0) { $0 + rows[$1] }
        // One alone is the rest of the total; all of them the least or the most there can be are known too. Then the smallest
        // others go with them: all of the same number, since which of two alike was taken would tell.
        if hidden.count == 1 || sum == hidden.count || sum == hidden.count * (limit - 1) {
            guard let companion = rows.filter({ $0 >= limit }).min() else { return nil }
            hidden.formUnion(rows.indices.filter { rows[$0] == companion })
        }
        return rows.indices.map { hidden.contains($0) ? nil : rows[$0] }
    }
}
