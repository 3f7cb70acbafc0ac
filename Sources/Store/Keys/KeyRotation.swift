public import Prevention
public import SQL

/// Seals everything anew with the newest key, in portions, each a transaction of its own: stopped at any point, it goes on where
/// it was.
public struct KeyRotation: Sendable {
    private let database: any Database
    private let keys: KeyRing
    private let rowsPerTransaction: Int

    /// - Parameter keys: with the new key on top, already saved.
    public init(database: any Database, keys: KeyRing) {
        self.init(database: database, keys: keys, rowsPerTransaction: 2_000)
    }

    init(database: any Database, keys: KeyRing, rowsPerTransaction: Int) {
        self.database = database
        self.keys = keys
        self.rowsPerTransaction = rowsPerTransaction
    }

    /// How many values each key has sealed that the newest has not.
    public static func waiting(for keys: KeyRing, in db: any Connection) throws -> Int {
        try SealedColumn.all.reduce(0) { sum, column in
            try sum
                + db.count(
                    "SELECT COUNT(*) FROM (\(column.rows(after: 0, notSealedWith: keys.newest))) waiting")
        }
    }

    /// Makes the new key known to the database: from here on a process with the old ring writes nothing any more. Logged.
    public func begin(ledger: Ledger, by actor: Actor, at now: Instant) throws {
        try database.blockingWrite { db in
            try KeyCheck.store(keys, in: db)
            try ledger.record(
                .change, .database, id: nil, reason: "key rotation \(keys.newest)", by: actor, at: now, in: db)
        }
    }

    /// Seals what an older key has sealed.
    ///
    /// - Parameter progress: called after every transaction with how many values are done.
    /// - Returns: how many values were sealed anew.
    /// - Throws: `KeyRing.CannotOpen` where a value was sealed with none of the ring's keys; `DatabaseFailure`, or what
    ///   `progress` throws, with what was done until then kept.
    public func sealAnew(progress: (Int) throws -> Void) throws -> Int {
        var done = 0
        for column in SealedColumn.all {
            var last: Int64 = 0
            while true {
                let (end, count) = try database.blockingWrite { try seal(column, after: last, in: $0) }
                guard let end else { break }
                last = end
                done += count
                try progress(done)
            }
        }
        return done
    }

    private func seal(
        _ column: SealedColumn, after last: Int64, in db: any Connection
    ) throws -> (end: Int64?, count: Int) {
        try KeyCheck.requireNewest(of: keys, in: db)
        let rows = try db.fetch(column.rows(after: last, notSealedWith: keys.newest, limit: rowsPerTransaction)) {
            ($0.int64(0), $0.text(1), $0.text(2))
        }
        for (id, text, place) in rows {
            let (sealed, hash) = try column.resealed(text, at: place, keys: keys)
            var sets: SQL = "\(column.column) = \(sealed)"
            if let place = column.hash?.column, let hash { sets += ", \(place) = \(hash)" }
            try db.execute("UPDATE \(column.table) SET \(sets) WHERE \(column.key) = \(id)")
        }
        return (rows.last?.0, rows.count)
    }
}
