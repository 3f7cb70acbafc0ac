/// A value as a database stores it.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
}

/// Something that can be bound into SQL.
public protocol SQLBindable {
    var sqlValue: SQLValue { get }
}

extension Int64: SQLBindable { public var sqlValue: SQLValue { .integer(self) } }
extension Int: SQLBindable { public var sqlValue: SQLValue { .integer(Int64(self)) } }
extension Bool: SQLBindable { public var sqlValue: SQLValue { .integer(self ? 1 : 0) } }
extension Double: SQLBindable { public var sqlValue: SQLValue { .real(self) } }
extension String: SQLBindable { public var sqlValue: SQLValue { .text(self) } }
extension SQLValue: SQLBindable { public var sqlValue: SQLValue { self } }

/// A piece of SQL: literals are trusted, interpolations are bound.
///
///     let one: SQL = "SELECT id FROM person WHERE family_name = \(name)"
///
/// Another `SQL` may be interpolated and brings its bindings along. Text that is not a literal cannot get in unbound.
public struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// With `?` for each binding.
    public private(set) var text: String
    public private(set) var bindings: [SQLValue]

    public init(stringLiteral value: StaticString) {
        text = "\(value)"
        bindings = []
    }

    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        bindings = stringInterpolation.bindings
    }

    init(text: String, bindings: [SQLValue]) {
        self.text = text
        self.bindings = bindings
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var bindings: [SQLValue] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount)
            bindings.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: StaticString) {
            text += "\(literal)"
        }

        public mutating func appendInterpolation(_ value: some SQLBindable) {
            text += "?"
            bindings.append(value.sqlValue)
        }

        /// `nil` is bound as `NULL`.
        public mutating func appendInterpolation<Value: SQLBindable>(_ value: Value?) {
            text += "?"
            bindings.append(value?.sqlValue ?? .null)
        }

        public mutating func appendInterpolation(_ sql: SQL) {
            text += sql.text
            bindings += sql.bindings
        }

        /// A list for `IN`: `(?, ?, ?)`. An empty list is `(NULL)`, since `()` is no SQL outside SQLite: `IN` matches
        /// nothing then. So does `NOT IN`, for which nothing is known to differ from `NULL`: where an empty list is to
        /// keep every row, leave the condition out.
        public mutating func appendInterpolation(list values: [some SQLBindable]) {
            if values.isEmpty {
                text += "(NULL)"
                return
            }
            text += "(" + values.map { _ in "?" }.joined(separator: ", ") + ")"
            bindings += values.map(\.sqlValue)
        }
    }

    public static func + (left: SQL, right: SQL) -> SQL {
        SQL(text: left.text + right.text, bindings: left.bindings + right.bindings)
    }

    public static func += (left: inout SQL, right: SQL) {
        left = left + right
    }

    /// The parts with `separator` between them.
    public static func joined(_ parts: [SQL], separator: SQL) -> SQL {
        guard var result = parts.first else { return "" }
        for part in parts.dropFirst() { result += separator + part }
        return result
    }
}
