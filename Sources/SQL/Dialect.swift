/// What differs between the engines in the SQL that is written once.
public struct Dialect: Sendable, Hashable {
    public let name: String
    /// Column type of 64-bit integers.
    public let integer: SQL
    public let real: SQL
    /// Column definition of an id that the database gives out, ascending.
    public let identity: SQL
    /// What follows the closing parenthesis of `CREATE TABLE`.
    public let tableEnd: SQL
    /// Selects the names of all tables but the engine's own.
    public let tableNames: SQL

    public init(name: String, integer: SQL, real: SQL, identity: SQL, tableEnd: SQL, tableNames: SQL) {
        self.name = name
        self.integer = integer
        self.real = real
        self.identity = identity
        self.tableEnd = tableEnd
        self.tableNames = tableNames
    }
}
