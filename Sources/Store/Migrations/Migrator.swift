public import SQL

/// A forward-only step of the schema. Never changed once released: its checksum is in the ledger of every database.
public struct Migration: Sendable {
    public let number: Int
    public let name: String
    let statements: @Sendable (Dialect) -> [SQL]
    /// Works out, after the statements, what SQL alone cannot.
    let fill: (@Sendable (any Connection, KeyRing) throws -> Void)?
    /// Whether what the steps before have deleted is also taken out of what the database no longer uses.
    let isCompacting: Bool

    init(
        number: Int, name: String, isCompacting: Bool = false,
        fill: (@Sendable (any Connection, KeyRing) throws -> Void)? = nil,
        statements: @escaping @Sendable (Dialect) -> [SQL]
    ) {
        self.number = number
        self.name = name
        self.fill = fill
        self.isCompacting = isCompacting
        self.statements = statements
    }

    /// Of the statements as the engine gets them.
    func checksum(_ dialect: Dialect) -> String {
        var hash = Fingerprint()
        for statement in statements(dialect) { hash.add(statement.text) }
        return String(hash.value, radix: 16)
    }
}

/// Brings a database to the schema of this version, each step in a transaction of its own together with its ledger row.
public enum Migrator {
    static let migrations: [Migration] = [
        .register, .cases, .screening, .accounts, .momentsAndNames, .deadlineIndexes, .access, .ledger, .sealedNumbers,
        .noTraces, .signIn, .logReview, .rights, .caseWork, .areas, .watch, .lists, .papers, .hiddenPlaces, .openCases,
        .openWork, .forums, .notices, .trends, .proposals, .itemNumbers, .meetingRooms, .records, .leads,
        .identities, .matching, .screeningScale, .screeningRules, .workbench, .learning, .plan, .bodies, .community,
        .screenedParts,
    ]

    public enum State: Sendable, Equatable {
        /// No Kreds tables at all.
        case empty
        case current
        /// Steps that are still to be run.
        case behind(Int)
    }

    /// Where the database stands.
    ///
    /// - Throws: `DatabaseFailure` of kind `newerSchema`, `otherSchema` or `foreignTables` where this version must not touch
    ///   it.
    public static func state(of database: any Database) throws -> State {
        let ledger: [Int: String] = try database.blockingRead { db in try self.ledger(db) }
        if ledger.isEmpty { return .empty }
        for (number, checksum) in ledger {
            guard let migration = migrations.first(where: { $0.number == number }) else {
                throw DatabaseFailure(.newerSchema, detail: "migration \(number) is unknown")
            }
            guard migration.checksum(database.dialect) == checksum else {
                throw DatabaseFailure(.otherSchema, detail: "migration \(number) has another checksum")
            }
        }
        let missing = migrations.count - ledger.count
        return missing == 0 ? .current : .behind(missing)
    }

    /// Runs what is missing; returns the names of the steps run.
    ///
    /// - Parameter keys: those of the database; what a step seals is sealed with them.
    @discardableResult
    public static func migrate(_ database: any Database, keys: KeyRing) throws -> [String] {
        try migrate(database, keys: keys, through: .max)
    }

    @discardableResult
    static func migrate(_ database: any Database, keys: KeyRing, through last: Int) throws -> [String] {
        guard try state(of: database) != .current else { return [] }
        var done: [String] = []
        for migration in migrations where migration.number <= last {
            // Before the step is written down as done, so that it is done again where it was interrupted.
            if migration.isCompacting, try !database.blockingRead({ try ledger($0)[migration.number] != nil }) {
                try database.compact()
            }
            let ran = try database.blockingWrite { db in
                // Asked again inside the transaction: another process may have just run it.
                guard try ledger(db)[migration.number] == nil else { return false }
                try db.execute(
                    """
                    CREATE TABLE IF NOT EXISTS migration (number \(db.dialect.integer) NOT NULL PRIMARY KEY,
                        name TEXT NOT NULL, checksum TEXT NOT NULL)\(db.dialect.tableEnd)
                    """)
                for statement in migration.statements(db.dialect) { try db.execute(statement) }
                try migration.fill?(db, keys)
                let checksum = migration.checksum(db.dialect)
                try db.execute(
                    "INSERT INTO migration (number, name, checksum) VALUES (\(migration.number), \(migration.name), \(checksum))"
                )
                return true
            }
            if ran { done.append(migration.name) }
        }
        return done
    }

    private static func ledger(_ db: any Connection) throws -> [Int: String] {
        let tables = try db.tables()
        if tables.isEmpty { return [:] }
        // The ledger and the first step come in one transaction, so tables without entries in it are not ours.
        let foreign = DatabaseFailure(.foreignTables, detail: tables.sorted().joined(separator: ", "))
        guard tables.isSuperset(of: ["migration", "import_run"]) else { throw foreign }
        let rows = try db.fetch("SELECT number, checksum FROM migration") { ($0.int(0), $0.text(1)) }
        guard !rows.isEmpty else { throw foreign }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }
}
