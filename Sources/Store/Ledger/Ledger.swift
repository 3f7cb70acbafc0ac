public import Prevention
public import SQL

/// Writes the log. Of an act that changes something, in the transaction of the act itself; of a read, before what was read is
/// sent.
///
/// Each process has a chain of its own, in which every entry holds the hash of the one before; it begins with the process' first
/// entry. Processes and transactions may write at once.
public struct Ledger: Sendable {
    let keys: KeyRing
    /// Names the chain: the kind of process, and which of them all.
    let process: String

    /// After so many entries in a chain a checkpoint is signed.
    static let entriesPerCheckpoint: Int64 = 10_000

    /// - Parameter process: what the process is, such as `serve`.
    public init(keys: KeyRing, process: String = "kreds") {
        self.init(keys: keys, chain: process + " " + Hexadecimal.random(bytes: 8))
    }

    /// - Parameter chain: the whole name of the chain.
    init(keys: KeyRing, chain: String) {
        self.keys = keys
        process = chain
    }

    /// Who did something, and when.
    struct Line: Sendable {
        let entry: LedgerEntry
        let actor: Actor
        let at: Instant
    }

    /// - Throws: `LedgerDamaged`, `KeyRing.Outdated`, `DatabaseFailure`.
    public func record(_ entries: [LedgerEntry], by actor: Actor, at: Instant, in db: any Connection) throws {
        try append(entries.map { Line(entry: $0, actor: actor, at: at) }, in: db)
    }

    public func record(
        _ action: LedgerEntry.Action, _ entity: LedgerEntry.Entity, id: Int64?, reason: String, words: String = "",
        by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try record([LedgerEntry(action, entity, id: id, reason: reason, words: words)], by: actor, at: at, in: db)
    }

    func append(_ lines: [Line], in db: any Connection) throws {
        guard let first = lines.first else { return }
        try KeyCheck.requireNewest(of: keys, in: db)
        var chain = try chain(openedAt: first.at, in: db)
        let before = chain.lastSeq
        let statements = try LedgerStatements(db)
        for line in lines { try statements.append(line, to: &chain) }
        try chain.saveEnd(keys: keys, in: db)
        let portion = Ledger.entriesPerCheckpoint
        if before / portion != chain.lastSeq / portion, let last = lines.last {
            try checkpoint(at: last.at, in: db)
        }
    }

    private func chain(openedAt: Instant, in db: any Connection) throws -> LedgerChain {
        if let found = try LedgerChain.held(of: process, in: db) {
            guard found.isGenuine(keys) else { throw LedgerDamaged() }
            return found
        }
        return try LedgerChain.open(process: process, at: openedAt.milliseconds, keys: keys, in: db)
    }

    /// Deletes the words of entries. The entries stay, and each deletion is an entry of its own: without it, missing words are
    /// a break.
    public func redact(
        _ entries: [Int64], reason: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        for entry in entries {
            let deleted = try db.execute("DELETE FROM ledger_words WHERE entry = \(entry)")
            if deleted > 0 { try record(.delete, .entry, id: entry, reason: reason, by: actor, at: at, in: db) }
        }
    }
}

/// The statements with which entries are stored.
private struct LedgerStatements {
    private let db: any Connection
    private let insert: any PreparedStatement

    init(_ db: any Connection) throws {
        self.db = db
        insert = try db.prepare(
            """
            INSERT INTO ledger_entry (id, chain, seq, at, actor, authority, roles, action, entity, entity_id, recipient, reason,
                words_hash, sealed, emergency, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
    }

    func append(_ line: Ledger.Line, to chain: inout LedgerChain) throws {
        let entry = line.entry
        let id = try db.first(db.dialect.nextID("ledger_entry")) { $0.int64(0) } ?? 1
        let salt = Hexadecimal.random(bytes: 16)
        let row: [SQLValue] = [
            .integer(id), .integer(chain.id), .integer(chain.lastSeq + 1), .integer(line.at.milliseconds),
            .text(line.actor.name), .text(line.actor.authority),
            .text(line.actor.roles.map(\.rawValue).sorted().joined(separator: ",")), .text(entry.action.rawValue),
            .text(entry.entity.rawValue), entry.id.map(SQLValue.integer) ?? .null, .text(entry.recipient),
            .text(entry.reason),
            .text(entry.words.isEmpty ? "" : LedgerWords.hash(salt: salt, text: entry.words)),
            .integer(entry.isSealed ? 1 : 0), entry.emergency.map(SQLValue.integer) ?? .null,
        ]
        var bytes = LedgerBytes()
        bytes.add(chain.lastHash)
        for value in row {
            switch value {
            case .integer(let number): bytes.add(number)
            case .text(let text): bytes.add(text)
            case .null, .real: bytes.add(nil)
            }
        }
        let hash = bytes.hash
        try insert.run(row + [.text(hash)])
        if !entry.words.isEmpty {
            try db.execute("INSERT INTO ledger_words (entry, salt, text) VALUES (\(id), \(salt), \(entry.words))")
        }
        chain.lastSeq += 1
        chain.lastEntry = id
        chain.lastHash = hash
    }
}

enum LedgerWords {
    /// What an entry holds of its words. With the salt gone, nobody can try words out against it.
    static func hash(salt: String, text: String) -> String {
        var bytes = LedgerBytes("kreds words")
        bytes.add(salt)
        bytes.add(text)
        return bytes.hash
    }
}
