import SQL

/// One chain of the log, which one process writes: where it begins and where it ends now.
///
/// The end is stamped with a key that is not in the database. Whoever holds the database alone can take entries from the end,
/// but cannot stamp the end before them.
struct LedgerChain {
    let id: Int64
    let process: String
    let openedAt: Int64
    /// Where the chain before this one ended when this one began; 0 and empty in the first.
    let previousSeq: Int64
    let previousHash: String
    var lastSeq: Int64
    var lastEntry: Int64
    var lastHash: String
    var stamp: String

    static let columns: SQL = """
        id, process, opened_at, previous_seq, previous_hash, last_seq, last_entry, last_hash, seal
        """

    init(_ row: Row) {
        id = row.int64(0)
        process = row.text(1)
        openedAt = row.int64(2)
        previousSeq = row.int64(3)
        previousHash = row.text(4)
        lastSeq = row.int64(5)
        lastEntry = row.int64(6)
        lastHash = row.text(7)
        stamp = row.text(8)
    }

    /// A new one behind `previous`, without entries.
    init(id: Int64, process: String, openedAt: Int64, after previous: LedgerChain?) {
        self.id = id
        self.process = process
        self.openedAt = openedAt
        previousSeq = previous?.lastSeq ?? 0
        previousHash = previous?.lastHash ?? ""
        lastSeq = 0
        lastEntry = 0
        lastHash = ""
        stamp = ""
        lastHash = opening
    }

    /// What the first entry is linked to.
    var opening: String {
        var bytes = LedgerBytes("kreds chain")
        addOpening(to: &bytes)
        return bytes.hash
    }

    private func addOpening(to bytes: inout LedgerBytes) {
        bytes.add(id)
        bytes.add(process)
        bytes.add(openedAt)
        bytes.add(previousSeq)
        bytes.add(previousHash)
    }

    private var stamped: LedgerBytes {
        var bytes = LedgerBytes("kreds chain head")
        addOpening(to: &bytes)
        bytes.add(lastSeq)
        bytes.add(lastEntry)
        bytes.add(lastHash)
        return bytes
    }

    func isGenuine(_ keys: KeyRing) -> Bool {
        keys.isStamp(stamp, of: stamped.bytes, for: .ledgerHead)
    }

    static func all(in db: any Connection) throws -> [LedgerChain] {
        try db.fetch("SELECT \(columns) FROM ledger_chain ORDER BY id", LedgerChain.init)
    }

    /// The chain of a process, held until the transaction ends; `nil` where it has none yet.
    ///
    /// It is read in every transaction anew: the one before may have been rolled back.
    static func held(of process: String, in db: any Connection) throws -> LedgerChain? {
        try db.first(
            "UPDATE ledger_chain SET seal = seal WHERE process = \(process) RETURNING \(columns)", LedgerChain.init)
    }

    /// Begins a chain, and counts it in the root.
    static func open(
        process: String, at: Int64, keys: KeyRing, in db: any Connection
    ) throws -> LedgerChain {
        var root = try LedgerRoot.held(keys: keys, in: db)
        root.chains += 1
        try root.save(keys: keys, in: db)
        let previous = try db.first(
            "SELECT \(columns) FROM ledger_chain WHERE id = \(root.chains - 1)", LedgerChain.init)
        var chain = LedgerChain(id: root.chains, process: process, openedAt: at, after: previous)
        chain.stamp = keys.stamp(of: chain.stamped.bytes, for: .ledgerHead)
        try db.execute(
            """
            INSERT INTO ledger_chain (\(columns))
            VALUES (\(chain.id), \(chain.process), \(chain.openedAt), \(chain.previousSeq), \(chain.previousHash),
                \(chain.lastSeq), \(chain.lastEntry), \(chain.lastHash), \(chain.stamp))
            """)
        return chain
    }

    /// Stamps and stores the end.
    mutating func saveEnd(keys: KeyRing, in db: any Connection) throws {
        stamp = keys.stamp(of: stamped.bytes, for: .ledgerHead)
        try db.execute(
            """
            UPDATE ledger_chain SET last_seq = \(lastSeq), last_entry = \(lastEntry), last_hash = \(lastHash), seal = \(stamp)
            WHERE id = \(id)
            """)
    }
}
