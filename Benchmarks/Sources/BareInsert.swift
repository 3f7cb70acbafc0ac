import Foundation
import SQL
import SQLiteEngine
import Store

/// The yardstick of the import: the same rows into the same tables with the same indexes, through prepared statements, with
/// nothing read, checked, looked up or compared. The rows are fetched into memory first, which is not measured.
enum BareInsert {
    static func run(from source: String, into target: String) throws -> Measured {
        let imported = try SQLiteDatabase(path: source)
        let database = try SQLiteDatabase(path: target)
        try Migrator.migrate(database, keys: .random())
        try database.blockingWrite { db in
            // They look up what the rows hold already.
            try db.execute("DROP TRIGGER incident_person_copies")
            try db.execute("DROP TRIGGER incident_person_cares_added")
            try db.execute("DROP TRIGGER incident_person_cares_by_added")
        }
        var total = 0.0
        var inputRows = 0
        for table in tables {
            let rows = try imported.blockingRead { db in
                try db.fetch(table.select) { row in (0..<table.columns).map { value(row, Int32($0)) } }
            }
            if table.isInput { inputRows += rows.count }
            var from = rows.startIndex
            while from < rows.endIndex {
                let to = min(from + 20_000, rows.endIndex)
                let ((), seconds) = try Measured.time {
                    try database.blockingWrite { db in
                        let statement = try db.prepare(table.insert)
                        for row in rows[from..<to] { try statement.run(row) }
                    }
                }
                total += seconds
                from = to
            }
        }
        return Measured(seconds: total, count: inputRows, unit: "rows")
    }

    private static func value(_ row: Row, _ column: Int32) -> SQLValue {
        if row.isNull(column) { return .null }
        let text = row.text(column)
        return Int64(text).map(SQLValue.integer) ?? .text(text)
    }

    private struct Table {
        let select: SQL
        let insert: StaticString
        let columns: Int
        /// Whether its rows are rows of the input; parties and events belong to the line of their case.
        let isInput: Bool
    }

    private static let tables = [
        Table(
            select: "SELECT * FROM source", insert: "INSERT INTO source VALUES (?, ?)", columns: 2, isInput: false),
        Table(
            select: "SELECT * FROM person ORDER BY id",
            insert: "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            columns: 23,
            isInput: true),
        Table(
            select: "SELECT * FROM relation ORDER BY id",
            insert: "INSERT INTO relation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", columns: 11, isInput: true),
        Table(
            select: "SELECT * FROM incident ORDER BY id",
            insert: "INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", columns: 14, isInput: true
        ),
        Table(
            select: "SELECT * FROM incident_person ORDER BY id",
            insert: "INSERT INTO incident_person VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", columns: 13,
            isInput: true),
        Table(
            select: "SELECT * FROM case_file ORDER BY id",
            insert: "INSERT INTO case_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", columns: 18,
            isInput: true),
        Table(
            select: "SELECT * FROM case_party ORDER BY case_id",
            insert: "INSERT INTO case_party VALUES (?, ?, ?, ?, ?)", columns: 5, isInput: false),
        Table(
            select: "SELECT * FROM case_event ORDER BY id",
            insert: "INSERT INTO case_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", columns: 11, isInput: false),
    ]
}
