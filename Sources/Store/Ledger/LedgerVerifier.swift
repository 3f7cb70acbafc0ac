public import SQL

extension Ledger {
    /// Reads the whole log once, in the order of its entries, and holds every row of it against the others and the keys.
    ///
    /// - Parameters:
    ///   - kept: a checkpoint that was kept elsewhere; with it, a database that was set back whole is found too.
    ///   - progress: called with the part that is read, from 0 to 1.
    public func verify(
        against kept: LedgerCheckpoint? = nil, in db: any Connection, progress: (Double) -> Void = { _ in }
    ) throws -> LedgerVerification {
        var verifier = LedgerVerifier(keys: keys, db: db)
        try verifier.readFrame(kept)
        try verifier.readEntries(progress)
        try verifier.finish()
        return verifier.result
    }
}

/// One verification on its way.
struct LedgerVerifier {
    private let keys: KeyRing
    private let db: any Connection
    private(set) var result = LedgerVerification(entries: 0)
    private var chains: [ChainReading] = []
    /// Entries whose words were deleted, with the entry that says so.
    private var redacted: [Int64: Int64] = [:]
    /// Ids that no entry has; only the first ones are of use.
    private var gaps: [Int64] = []
    private var lastID: Int64 = 0
    private static let mostGaps = 1_000

    init(keys: KeyRing, db: any Connection) {
        self.keys = keys
        self.db = db
    }

    private mutating func fail(_ reason: LedgerBreak.Reason, at entry: Int64) {
        result.found(LedgerBreak(entry: max(1, entry), reason: reason))
    }

    /// Root, chains and checkpoints.
    mutating func readFrame(_ kept: LedgerCheckpoint?) throws {
        let root = try LedgerRoot.read(in: db)
        if root?.isGenuine(keys) != true { fail(.root, at: 1) }
        let found = try LedgerChain.all(in: db)
        if Int64(found.count) != root?.chains { fail(.chains, at: 1) }
        for (index, chain) in found.enumerated() {
            if chain.id != Int64(index + 1) {
                fail(.chains, at: 1)
                break
            }
            chains.append(ChainReading(chain, isGenuine: chain.isGenuine(keys)))
            if index > 0, chain.previousSeq > 0 {
                chains[index - 1].expect(
                    seq: chain.previousSeq, hash: chain.previousHash, because: .link(chain.id))
            }
        }
        try readCheckpoints(count: root?.checkpoints, kept)
        for index in chains.indices { chains[index].sortExpectations() }
        try db.forEach(
            """
            SELECT entity_id, MIN(id) FROM ledger_entry
            WHERE entity = 'entry' AND action = 'delete' AND \(LedgerReading.isIndexed) GROUP BY entity_id
            """
        ) { row in
            if let id = row.int64OrNil(0) { redacted[id] = row.int64(1) }
        }
    }

    private mutating func readCheckpoints(count: Int64?, _ kept: LedgerCheckpoint?) throws {
        var place: Int64 = 0
        var previous: LedgerCheckpoint?
        var keptIsThere = false
        let found = try LedgerCheckpoint.all(in: db)
        for (index, checkpoint) in found.enumerated() {
            guard checkpoint.number == Int64(index + 1) else {
                fail(.checkpoints, at: place + 1)
                break
            }
            guard checkpoint.isGenuine(keys), checkpoint.previous == previous?.hash ?? "",
                let heads = LedgerHead.all(in: checkpoint.heads)
            else {
                fail(.checkpoint(checkpoint.number), at: place + 1)
                break
            }
            expect(heads, of: checkpoint.number)
            place = max(place, heads.map(\.entry).max() ?? 0)
            keptIsThere = keptIsThere || checkpoint.hash == kept?.hash
            previous = checkpoint
        }
        if Int64(found.count) != count { fail(.checkpoints, at: place + 1) }
        guard let kept else { return }
        guard kept.isGenuine(keys), let heads = LedgerHead.all(in: kept.heads) else {
            return fail(.foreignCheckpoint, at: 1)
        }
        if !keptIsThere {
            fail(.missingCheckpoint(kept.number), at: place + 1)
            expect(heads, of: kept.number)
        }
    }

    private mutating func expect(_ heads: [LedgerHead], of checkpoint: Int64) {
        for head in heads {
            guard head.chain >= 1, head.chain <= Int64(chains.count) else {
                fail(.signedEnd(checkpoint: checkpoint), at: head.entry)
                continue
            }
            chains[Int(head.chain) - 1].expect(
                seq: head.seq, hash: head.hash, because: .signedEnd(checkpoint: checkpoint))
        }
    }

    /// Every entry with its words.
    mutating func readEntries(_ progress: (Double) -> Void) throws {
        let count = try db.count("SELECT COUNT(*) FROM ledger_entry")
        var bytes = LedgerBytes()
        var hash = [UInt8](repeating: 0, count: 64)
        try db.forEach(
            """
            SELECT e.id, e.chain, e.seq, e.at, e.actor, e.authority, e.roles, e.action, e.entity, e.entity_id, e.recipient,
                e.reason, e.words_hash, e.sealed, e.emergency, e.hash, w.text
            FROM ledger_entry e LEFT JOIN ledger_words w ON w.entry = e.id ORDER BY e.id
            """
        ) { row in
            read(row, &bytes, &hash)
            result.entries += 1
            if result.entries % 10_000 == 0 { progress(Double(result.entries) / Double(max(1, count))) }
        }
    }

    private mutating func read(_ row: Row, _ bytes: inout LedgerBytes, _ hash: inout [UInt8]) {
        let id = row.int64(0)
        noteGap(before: id)
        checkWords(row, id)
        let chain = row.int64(1)
        guard chain >= 1, chain <= Int64(chains.count) else { return fail(.entry, at: id) }
        let place = Int(chain) - 1
        guard !chains[place].isBroken else { return }
        let seq = row.int64(2)
        guard seq == chains[place].seq + 1 else {
            chains[place].isBroken = true
            return fail(.sequence(chain), at: firstMissing(after: chains[place].entry, before: id))
        }
        bytes.removeAll()
        chains[place].hash.withUnsafeBufferPointer { bytes.add(utf8: $0) }
        for column in 0..<15 as Range<Int32> {
            switch column {
            case 4...8, 10...12: row.withUTF8(column) { bytes.add(utf8: $0) }
            case 9, 14: bytes.add(row.int64OrNil(column))
            default: bytes.add(row.int64(column))
            }
        }
        bytes.hash(into: &hash)
        guard row.withUTF8(15, { $0.elementsEqual(hash) }) else {
            chains[place].isBroken = true
            return fail(.entry, at: id)
        }
        chains[place].advance(entry: id, hash: hash)
        if let broken = chains[place].unmet(at: seq) {
            chains[place].isBroken = true
            fail(broken, at: id)
        }
    }

    private mutating func checkWords(_ row: Row, _ id: Int64) {
        let isSaid = row.withUTF8(12) { !$0.isEmpty }
        let isThere = !row.isNull(16)
        let isRedacted = (redacted[id] ?? 0) > id
        switch (isSaid, isThere) {
        case (true, true):
            if isRedacted { return fail(.unlawfulWords, at: id) }
            let words = try? keys.opened(row.text(16), for: .ledgerWords)
            if words.map({ LedgerWords(salted: $0).hash }) != row.text(12) { fail(.words, at: id) }
        case (true, false):
            if !isRedacted { fail(.words, at: id) }
        case (false, true):
            fail(.unlawfulWords, at: id)
        case (false, false):
            break
        }
    }

    private mutating func noteGap(before id: Int64) {
        if id > lastID + 1, gaps.count < LedgerVerifier.mostGaps { gaps.append(lastID + 1) }
        lastID = id
    }

    /// The first id that no entry has between two, or the later one where there is none.
    private func firstMissing(after entry: Int64, before next: Int64) -> Int64 {
        gaps.first { $0 > entry && $0 < next } ?? next
    }

    /// What only shows at the end: chains that end early, and words without an entry.
    mutating func finish() throws {
        for (index, chain) in chains.enumerated() where !chain.isBroken {
            let next = firstMissing(after: chain.entry, before: lastID + 1)
            if !chain.isGenuine { fail(.chain(Int64(index + 1)), at: next) }
            if !chain.endsAsStamped { fail(.end(Int64(index + 1)), at: next) }
            if let reason = chain.unmetAtEnd { fail(reason, at: next) }
        }
        try db.forEach(
            "SELECT entry FROM ledger_words w WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = w.entry)"
        ) { fail(.unlawfulWords, at: $0.int64(0)) }
    }
}

/// How far one chain has been read.
private struct ChainReading {
    private let stamped: LedgerChain
    let isGenuine: Bool
    var isBroken = false
    private(set) var seq: Int64 = 0
    private(set) var entry: Int64 = 0
    private(set) var hash: [UInt8]
    private var expectations: [(seq: Int64, hash: [UInt8], reason: LedgerBreak.Reason)] = []
    private var next = 0

    init(_ chain: LedgerChain, isGenuine: Bool) {
        stamped = chain
        self.isGenuine = isGenuine
        hash = Array(chain.opening.utf8)
    }

    mutating func expect(seq: Int64, hash: String, because reason: LedgerBreak.Reason) {
        expectations.append((seq, Array(hash.utf8), reason))
    }

    mutating func sortExpectations() {
        expectations.sort { $0.seq < $1.seq }
    }

    mutating func advance(entry: Int64, hash other: [UInt8]) {
        seq += 1
        self.entry = entry
        for index in hash.indices { hash[index] = other[index] }
    }

    /// Why the entry just read is not what others say it was; `nil` where it is.
    mutating func unmet(at seq: Int64) -> LedgerBreak.Reason? {
        while next < expectations.count, expectations[next].seq <= seq {
            if expectations[next].seq != seq || expectations[next].hash != hash { return expectations[next].reason }
            next += 1
        }
        return nil
    }

    var unmetAtEnd: LedgerBreak.Reason? {
        next < expectations.count ? expectations[next].reason : nil
    }

    var endsAsStamped: Bool {
        stamped.lastSeq == seq && stamped.lastEntry == entry && Array(stamped.lastHash.utf8) == hash
    }
}
