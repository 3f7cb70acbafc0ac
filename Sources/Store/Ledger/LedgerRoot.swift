import SQL

/// How many chains and checkpoints there are, stamped: so that none can be dropped whole.
struct LedgerRoot {
    var chains: Int64
    var checkpoints: Int64
    let stamp: String

    private init(_ row: Row) {
        chains = row.int64(0)
        checkpoints = row.int64(1)
        stamp = row.text(2)
    }

    private var stamped: LedgerBytes {
        var bytes = LedgerBytes("kreds ledger root")
        bytes.add(chains)
        bytes.add(checkpoints)
        return bytes
    }

    func isGenuine(_ keys: KeyRing) -> Bool {
        keys.isStamp(stamp, of: stamped.bytes, for: .ledgerHead)
    }

    /// `nil` where somebody has taken it away.
    static func read(in db: any Connection) throws -> LedgerRoot? {
        try db.first("SELECT chains, checkpoints, seal FROM ledger_root WHERE id = 1", LedgerRoot.init)
    }

    /// Held until the transaction ends.
    ///
    /// - Throws: `LedgerDamaged` where it is not as this system left it: stamping it anew would hide that.
    static func held(keys: KeyRing, in db: any Connection) throws -> LedgerRoot {
        let found = try db.first(
            "UPDATE ledger_root SET seal = seal WHERE id = 1 RETURNING chains, checkpoints, seal", LedgerRoot.init)
        guard let found, found.isGenuine(keys) else { throw LedgerDamaged() }
        return found
    }

    func save(keys: KeyRing, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE ledger_root SET chains = \(chains), checkpoints = \(checkpoints),
                seal = \(keys.stamp(of: stamped.bytes, for: .ledgerHead))
            WHERE id = 1
            """)
    }

    /// The root of an empty log.
    static func make(keys: KeyRing, in db: any Connection) throws {
        try db.execute("INSERT INTO ledger_root (id, chains, checkpoints, seal) VALUES (1, 0, 0, '')")
        try db.first("SELECT chains, checkpoints, seal FROM ledger_root WHERE id = 1", LedgerRoot.init)?
            .save(keys: keys, in: db)
    }
}

/// Somebody has changed the log from outside. Nothing is written behind it, which would hide that.
public struct LedgerDamaged: Error, Sendable, CustomStringConvertible {
    public let description = """
        The log has been changed from outside, or the key file is another. Nothing was written. \
        'kreds audit verify' says where.
        """
}
