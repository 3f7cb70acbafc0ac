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
        let statement = try LedgerChain.insertion(db)
        // Within the transaction nobody else gives out ids.
        var id = try db.first(db.dialect.nextID("ledger_entry")) { $0.int64(0) } ?? 1
        for line in lines {
            try chain.append(line, id: id, with: statement, keys: keys, in: db)
            id += 1
        }
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

    /// What stands in `ledger_words`, as it was written; empty for nothing. Words are sealed, since somebody may have searched
    /// for a CPR number.
    ///
    /// - Throws: `KeyRing.CannotOpen`.
    public func words(_ stored: String) throws -> String {
        stored.isEmpty ? "" : try LedgerWords(salted: keys.opened(stored, for: .ledgerWords)).text
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

extension LedgerChain {
    fileprivate static func insertion(_ db: any Connection) throws -> any PreparedStatement {
        try db.prepare(
            """
            INSERT INTO ledger_entry (id, chain, seq, at, actor, authority, roles, action, entity, entity_id, recipient, reason,
                words_hash, sealed, emergency, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
    }

    /// Stores an entry behind the last one.
    fileprivate mutating func append(
        _ line: Ledger.Line, id: Int64, with statement: any PreparedStatement, keys: KeyRing, in db: any Connection
    ) throws {
        let entry = line.entry
        let words = LedgerWords(entry.words)
        let roles = line.actor.roles.map(\.rawValue).sorted().joined(separator: ",")
        let row: [SQLValue] = [
            .integer(id), .integer(self.id), .integer(lastSeq + 1), .integer(line.at.milliseconds),
            .text(line.actor.name), .text(line.actor.authority), .text(roles), .text(entry.action.rawValue),
            .text(entry.entity.rawValue), entry.id.map(SQLValue.integer) ?? .null, .text(entry.recipient),
            .text(entry.reason), .text(words.hash), .integer(entry.isSealed ? 1 : 0),
            line.actor.emergency.map(SQLValue.integer) ?? .null,
        ]
        var bytes = LedgerBytes()
        bytes.add(lastHash)
        for value in row {
            switch value {
            case .integer(let number): bytes.add(number)
            case .text(let text): bytes.add(text)
            case .null, .real: bytes.add(nil)
            }
        }
        let hash = bytes.hash
        try statement.run(row + [.text(hash)])
        if !entry.words.isEmpty {
            let sealed = try keys.sealed(words.salted, for: .ledgerWords)
            try db.execute("INSERT INTO ledger_words (entry, text) VALUES (\(id), \(sealed))")
        }
        lastSeq += 1
        lastEntry = id
        lastHash = hash
    }
}

/// Words with the salt in front of them: with the salt gone, nobody can try words out against the hash that the entry holds.
struct LedgerWords {
    let salted: String
    private static let saltLength = 32

    init(_ text: String) {
        salted = text.isEmpty ? "" : Hexadecimal.random(bytes: LedgerWords.saltLength / 2) + text
    }

    init(salted: String) {
        self.salted = salted
    }

    var text: String { String(salted.unicodeScalars.dropFirst(LedgerWords.saltLength)) }

    /// What the entry holds; empty for no words.
    var hash: String {
        if salted.isEmpty { return "" }
        var bytes = LedgerBytes("kreds words")
        bytes.add(salted)
        return bytes.hash
    }
}
