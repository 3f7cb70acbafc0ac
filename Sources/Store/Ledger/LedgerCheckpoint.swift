import Crypto
import Foundation
public import Prevention
public import SQL

/// Where the chains of the log ended at a moment, signed (Ed25519). Kept outside the database, it shows later whether entries
/// have gone since, were it the whole database that was set back.
public struct LedgerCheckpoint: Sendable, Hashable, Codable {
    /// From 1, without gaps.
    public let number: Int64
    /// In milliseconds UTC.
    public let at: Int64
    /// Of each chain that has grown since the checkpoint before a line: chain, place in it, entry, hash.
    public let heads: String
    /// Hash of the checkpoint before; empty in the first.
    public let previous: String
    /// Number of the key that signs.
    public let key: Int
    /// In base64, over `hash`.
    public let signature: String

    /// What is signed, and what the next checkpoint holds.
    var hash: String {
        var bytes = LedgerBytes("kreds checkpoint")
        bytes.add(number)
        bytes.add(at)
        bytes.add(heads)
        bytes.add(previous)
        bytes.add(Int64(key))
        return bytes.hash
    }

    public func isGenuine(_ keys: KeyRing) -> Bool {
        guard key >= 1, key <= keys.newest, let signature = Data(base64Encoded: signature),
            // Other letters may stand for the same bytes.
            signature.base64EncodedString() == self.signature, let signing = try? keys.signingKey(key)
        else { return false }
        return signing.publicKey.isValidSignature(signature, for: Data(hash.utf8))
    }

    static func signed(
        number: Int64, at: Int64, heads: [LedgerHead], after previous: LedgerCheckpoint?, keys: KeyRing
    ) throws -> LedgerCheckpoint {
        let text = heads.map(\.line).joined(separator: "\n")
        func make(_ signature: String) -> LedgerCheckpoint {
            LedgerCheckpoint(
                number: number, at: at, heads: text, previous: previous?.hash ?? "", key: keys.newest,
                signature: signature)
        }
        let signature = try keys.signingKey(keys.newest).signature(for: Data(make("").hash.utf8))
        return make(signature.base64EncodedString())
    }

    static let columns: SQL = "number, at, heads, previous, key, signature"

    static func read(_ row: Row) -> LedgerCheckpoint {
        LedgerCheckpoint(
            number: row.int64(0), at: row.int64(1), heads: row.text(2), previous: row.text(3), key: row.int(4),
            signature: row.text(5))
    }

    static func all(in db: any Connection) throws -> [LedgerCheckpoint] {
        try db.fetch("SELECT \(columns) FROM ledger_checkpoint ORDER BY number", read)
    }
}

/// The end of a chain at a moment.
struct LedgerHead {
    let chain: Int64
    let seq: Int64
    let entry: Int64
    let hash: String

    var line: String { "\(chain) \(seq) \(entry) \(hash)" }

    init(_ chain: LedgerChain) {
        self.chain = chain.id
        seq = chain.lastSeq
        entry = chain.lastEntry
        hash = chain.lastHash
    }

    init?(_ line: Substring) {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 4, let chain = Int64(parts[0]), let seq = Int64(parts[1]), let entry = Int64(parts[2])
        else {
            return nil
        }
        self.chain = chain
        self.seq = seq
        self.entry = entry
        hash = String(parts[3])
    }

    /// `nil` where a line is no head.
    static func all(in text: String) -> [LedgerHead]? {
        let lines = text.split(separator: "\n")
        let heads = lines.compactMap { LedgerHead($0) }
        return heads.count == lines.count ? heads : nil
    }
}

extension Ledger {
    /// Signs where the chains end. Where none has grown since the last checkpoint, that one stands.
    ///
    /// A chain whose end is not as this system left it is passed over, rather than vouched for.
    ///
    /// - Throws: `LedgerDamaged`, `KeyRing.Outdated`, `DatabaseFailure`.
    @discardableResult
    public func checkpoint(at: Instant, in db: any Connection) throws -> LedgerCheckpoint {
        try KeyCheck.requireNewest(of: keys, in: db)
        var root = try LedgerRoot.held(keys: keys, in: db)
        let before = try LedgerCheckpoint.all(in: db)
        var known: [Int64: Int64] = [:]
        for head in before.flatMap({ LedgerHead.all(in: $0.heads) ?? [] }) { known[head.chain] = head.seq }
        let grown = try LedgerChain.all(in: db).filter { $0.lastSeq > known[$0.id] ?? 0 && $0.isGenuine(keys) }
        if grown.isEmpty, let last = before.last { return last }
        root.checkpoints += 1
        try root.save(keys: keys, in: db)
        let made = try LedgerCheckpoint.signed(
            number: root.checkpoints, at: at.milliseconds, heads: grown.map(LedgerHead.init), after: before.last,
            keys: keys)
        try db.execute(
            """
            INSERT INTO ledger_checkpoint (\(LedgerCheckpoint.columns))
            VALUES (\(made.number), \(made.at), \(made.heads), \(made.previous), \(made.key), \(made.signature))
            """)
        return made
    }
}
