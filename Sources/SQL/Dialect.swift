/// What differs between the engines in the SQL that is written once.
public struct Dialect: Sendable {
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
    /// Selects the id that the next row of a table gets, for rows that hold a hash of it.
    public let nextID: @Sendable (_ table: SQL) -> SQL
    /// What keeps the rows of a table from being changed or deleted, as far as the engine can.
    public let appendOnly: @Sendable (_ table: SQL) -> [SQL]
    /// What keeps some columns of a table as they were written, as far as the engine can; its rows may be deleted.
    public let frozen: @Sendable (_ table: SQL, _ columns: [SQL]) -> [SQL]
    /// What keeps `tally` true with every write to `table`: how many of its rows (`cases`) have each value of `columns`. Each
    /// column says what it is of a row before and after a write.
    public let tallied: @Sendable (_ table: SQL, _ tally: SQL, _ columns: [TalliedColumn]) -> [SQL]
    /// What keeps `columns` of `table` true with every write to it or to `parent`: each is worked out from the row of `parent`
    /// whose id stands in `key`.
    public let copied: @Sendable (_ table: SQL, _ key: SQL, _ parent: SQL, _ columns: [CopiedColumn]) -> [SQL]
    /// What keeps `mark` of `table` true with every write to it or to `other`: 1 where a row of `other` has the same value in `key`
    /// and meets `condition`, which is about `followed`, and 0 where none does. New rows of `table` come with 0.
    public let marked:
        @Sendable (_ table: SQL, _ mark: SQL, _ key: SQL, _ other: SQL, _ followed: [SQL], _ condition: SQL) -> [SQL]

    public init(
        name: String, integer: SQL, real: SQL, identity: SQL, tableEnd: SQL, tableNames: SQL,
        nextID: @Sendable @escaping (SQL) -> SQL, appendOnly: @Sendable @escaping (SQL) -> [SQL],
        frozen: @Sendable @escaping (SQL, [SQL]) -> [SQL],
        tallied: @Sendable @escaping (SQL, SQL, [TalliedColumn]) -> [SQL],
        copied: @Sendable @escaping (SQL, SQL, SQL, [CopiedColumn]) -> [SQL],
        marked: @Sendable @escaping (SQL, SQL, SQL, SQL, [SQL], SQL) -> [SQL]
    ) {
        self.name = name
        self.integer = integer
        self.real = real
        self.identity = identity
        self.tableEnd = tableEnd
        self.tableNames = tableNames
        self.nextID = nextID
        self.appendOnly = appendOnly
        self.frozen = frozen
        self.tallied = tallied
        self.copied = copied
        self.marked = marked
    }
}

/// A column of a tally: its name, the column of the table that it follows, and its value of the row before and after a write.
public struct TalliedColumn: Sendable {
    public let name: SQL
    public let follows: SQL
    public let before: SQL
    public let after: SQL

    public init(name: SQL, follows: SQL, before: SQL, after: SQL) {
        self.name = name
        self.follows = follows
        self.before = before
        self.after = after
    }
}

/// A column that says what a row of another table says: its name, its value in the words of that table, and the columns there that
/// the value is made of.
public struct CopiedColumn: Sendable {
    public let name: SQL
    public let value: SQL
    public let follows: [SQL]

    public init(name: SQL, value: SQL, follows: [SQL]) {
        self.name = name
        self.value = value
        self.follows = follows
    }
}
