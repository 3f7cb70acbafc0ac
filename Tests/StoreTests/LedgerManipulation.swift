import Prevention
import Store

@testable import SQL

/// One change that somebody with the database file and no keys might make to the log: a bit of a column, or a row.
struct LedgerManipulation {
    private static let tables: [(name: SQL, key: SQL, columns: [SQL])] = [
        (
            "ledger_entry", "id",
            [
                "id", "chain", "seq", "at", "actor", "authority", "roles", "action", "entity", "entity_id", "recipient",
                "reason", "words_hash", "sealed", "emergency", "hash",
            ]
        ),
        (
            "ledger_chain", "id",
            [
                "id", "process", "opened_at", "previous_seq", "previous_hash", "last_seq", "last_entry", "last_hash",
                "seal",
            ]
        ),
        ("ledger_words", "entry", ["entry", "text"]),
        ("ledger_checkpoint", "number", ["number", "at", "heads", "previous", "key", "signature"]),
        ("ledger_root", "id", ["chains", "checkpoints", "seal"]),
    ]

    enum Kind: CaseIterable {
        case flip, delete, double, swap, insert
    }

    let db: any Connection
    var random: SplitMix
    /// What was done, for the message.
    private(set) var said = ""

    init(_ db: any Connection, seed: UInt64) {
        self.db = db
        random = SplitMix(state: seed)
    }

    /// Changes something. False where the draw came to nothing, such as a rule of the schema that held it back, or two equal
    /// values swapped.
    mutating func change() throws -> Bool {
        // Most columns are those of entries.
        let table = LedgerManipulation.tables[random.below(10) < 5 ? 0 : random.below(5)]
        let kind = random.below(2) == 0 ? Kind.flip : Kind.allCases[random.below(5)]
        let keys = try db.fetch("SELECT \(table.key) FROM \(table.name) ORDER BY 1") { $0.int64(0) }
        let key = keys[random.below(keys.count)]
        let other = keys[random.below(keys.count)]
        let column = table.columns[random.below(table.columns.count)]
        said = "\(kind) \(table.name.text).\(column.text) \(key) \(other)"
        do {
            switch kind {
            case .flip: return try flip(table.name, table.key, key, column)
            case .delete: return try db.execute("DELETE FROM \(table.name) WHERE \(table.key) = \(key)") == 1
            case .double: return try double(table.name, table.key, key, table.columns)
            case .swap: return try swap(table.name, table.key, key, other, column)
            case .insert: return try insert(key)
            }
        } catch {
            // A rule of the schema.
            return false
        }
    }

    private mutating func flip(_ table: SQL, _ key: SQL, _ id: Int64, _ column: SQL) throws -> Bool {
        let found = try db.first("SELECT \(column), typeof(\(column)) FROM \(table) WHERE \(key) = \(id)") { row in
            (row.int64(0), row.withUTF8(0) { Array($0) }, row.text(1))
        }
        guard let (number, text, type) = found else { return false }
        let value: SQL
        switch type {
        case "null": value = "\(Int64(random.below(100)))"
        case "integer": value = "\(number ^ (1 << Int64(random.below(64))))"
        default:
            var bytes = text
            if bytes.isEmpty {
                bytes = [UInt8(random.below(256))]
            } else {
                bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
            }
            value = LedgerManipulation.text(bytes)
        }
        return try db.execute("UPDATE \(table) SET \(column) = \(value) WHERE \(key) = \(id)") == 1
    }

    /// Text of any bytes, such as no text of ours has.
    private static func text(_ bytes: [UInt8]) -> SQL {
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return SQL(text: "CAST(X'\(digits)' AS TEXT)", bindings: [])
    }

    private mutating func double(_ table: SQL, _ key: SQL, _ id: Int64, _ columns: [SQL]) throws -> Bool {
        let next = try db.count("SELECT MAX(\(key)) FROM \(table)") + 1 + random.below(3)
        // Two chains of one process the schema forbids.
        let copied = columns.filter { $0 != key }.map { $0 == "process" ? "process || '!'" as SQL : $0 }
        let names = SQL.joined([key] + columns.filter { $0 != key }, separator: ", ")
        let values = SQL.joined(["\(next)"] + copied, separator: ", ")
        return try db.execute(
            "INSERT INTO \(table) (\(names)) SELECT \(values) FROM \(table) WHERE \(key) = \(id)") == 1
    }

    private mutating func swap(
        _ table: SQL, _ key: SQL, _ one: Int64, _ other: Int64, _ column: SQL
    ) throws -> Bool {
        guard one != other else { return false }
        if random.below(2) == 0 {
            let spare: Int64 = -7
            for (from, to) in [(one, spare), (other, one), (spare, other)] {
                try db.execute("UPDATE \(table) SET \(key) = \(to) WHERE \(key) = \(from)")
            }
            return true
        }
        guard column != key else { return false }
        let differ = try db.count(
            """
            SELECT COUNT(*) FROM \(table) a JOIN \(table) b ON a.\(key) = \(one) AND b.\(key) = \(other)
                AND a.\(column) IS NOT b.\(column)
            """)
        guard differ == 1 else { return false }
        try db.execute(
            """
            UPDATE \(table) SET \(column) = (SELECT b.\(column) FROM \(table) b
                WHERE b.\(key) = CASE \(table).\(key) WHEN \(one) THEN \(other) ELSE \(one) END)
            WHERE \(key) IN (\(one), \(other))
            """)
        return true
    }

    /// A row that says what never happened.
    private mutating func insert(_ id: Int64) throws -> Bool {
        switch random.below(3) {
        case 0:
            return try db.execute(
                """
                INSERT INTO ledger_entry (chain, seq, at, actor, authority, roles, action, entity, entity_id, recipient,
                    reason, words_hash, sealed, emergency, hash)
                SELECT chain, MAX(seq) + 1, MAX(at), 'nobody', '', '', 'delete', 'entry', \(id), '', '', '', 0, NULL,
                    (SELECT hash FROM ledger_entry ORDER BY id DESC LIMIT 1)
                FROM ledger_entry WHERE chain = \(1 + random.below(2)) GROUP BY chain
                """) == 1
        case 1:
            return try db.execute("INSERT INTO ledger_words VALUES (\(random.below(60)), 'a')") == 1
        default:
            return try db.execute(
                """
                INSERT INTO ledger_checkpoint SELECT MAX(number) + 1, MAX(at), '', '', 1, MAX(signature)
                FROM ledger_checkpoint
                """) == 1
        }
    }
}

/// A generator of numbers that gives the same in every run.
struct SplitMix {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, bound)))
    }
}
