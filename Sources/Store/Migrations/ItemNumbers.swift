import SQL

extension Migration {
    /// Numbers of items are given out by the series, `PSP-D-2026`, and no two items have the same.
    static let itemNumbers = Migration(number: 26, name: "item-numbers", fill: fillSeries) { d in
        [
            "CREATE TABLE forum_number (series TEXT NOT NULL PRIMARY KEY, last \(d.integer) NOT NULL)\(d.tableEnd)",
            "CREATE UNIQUE INDEX forum_item_by_number ON forum_item (number)",
        ]
    }

    private static let fillSeries: @Sendable (any Connection, KeyRing) throws -> Void = { db, _ in
        var last: [String: Int] = [:]
        for number in try db.fetch("SELECT number FROM forum_item", { $0.text(0) }) {
            guard let dash = number.lastIndex(of: "-"), let count = Int(number[number.index(after: dash)...]) else {
                continue
            }
            let series = String(number[..<dash])
            last[series] = max(last[series] ?? 0, count)
        }
        for (series, count) in last.sorted(by: { $0.key < $1.key }) {
            try db.execute("INSERT INTO forum_number (series, last) VALUES (\(series), \(count))")
        }
    }
}
