import SQL
import Testing

@Suite struct SQLInterpolationTests {
    @Test func aLiteralIsText() {
        let sql: SQL = "SELECT 1"
        #expect(sql.text == "SELECT 1")
        #expect(sql.bindings.isEmpty)
    }

    @Test func valuesAreBoundInOrder() {
        let text = "it's"
        let sql: SQL = "a = \(text) AND b = \(7) AND c = \(Int64.max) AND d = \(0.5) AND e = \(true)"
        #expect(sql.text == "a = ? AND b = ? AND c = ? AND d = ? AND e = ?")
        #expect(sql.bindings == [.text("it's"), .integer(7), .integer(.max), .real(0.5), .integer(1)])
    }

    @Test func nilIsBoundAsNull() {
        let none: String? = nil
        let some: Int? = 3
        let sql: SQL = "(\(none), \(some), \(SQLValue.null))"
        #expect(sql.text == "(?, ?, ?)")
        #expect(sql.bindings == [.null, .integer(3), .null])
    }

    @Test func anotherSQLBringsItsBindings() {
        let inner: SQL = "b = \(2)"
        let sql: SQL = "a = \(1) AND \(inner) AND c = \(3)"
        #expect(sql.text == "a = ? AND b = ? AND c = ?")
        #expect(sql.bindings == [.integer(1), .integer(2), .integer(3)])
    }

    @Test func listsAreSpreadOut() {
        let sql: SQL = "a IN \(list: ["x", "y"]) AND b IN \(list: [Int]()) AND c = \(1)"
        #expect(sql.text == "a IN (?, ?) AND b IN (NULL) AND c = ?")
        #expect(sql.bindings == [.text("x"), .text("y"), .integer(1)])
    }

    @Test func partsAreJoined() {
        var sql = SQL.joined(["a = \(1)", "b = \(2)", "c"], separator: " AND ")
        #expect(sql.text == "a = ? AND b = ? AND c")
        #expect(sql.bindings == [.integer(1), .integer(2)])
        sql += " OR d = \("x")"
        #expect(sql.text == "a = ? AND b = ? AND c OR d = ?")
        #expect(sql.bindings.last == .text("x"))
        #expect(SQL.joined([], separator: ", ") == "")
        #expect(SQL.joined(["a"], separator: ", ") == "a")
    }

    @Test func equalMeansSameTextAndBindings() {
        let one: SQL = "a = \(1)"
        let same: SQL = "a = \(1)"
        let other: SQL = "a = \(2)"
        let literal: SQL = "a = 1"
        #expect(one == same)
        #expect(one != other)
        #expect(one != literal)
    }
}
