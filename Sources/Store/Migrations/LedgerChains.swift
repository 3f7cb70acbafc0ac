import Prevention
import SQL

extension Migration {
    /// The log as chains, with its checkpoints; what was logged before becomes the first chain.
    static let ledger = Migration(number: 8, name: "ledger", fill: fillLedger) { d in
        let tables: [SQL] = [
            """
            CREATE TABLE key_check (number \(d.integer) NOT NULL PRIMARY KEY, value TEXT NOT NULL)\(d.tableEnd)
            """,
            """
            CREATE TABLE ledger_root (
                id \(d.integer) NOT NULL PRIMARY KEY CHECK (id = 1),
                chains \(d.integer) NOT NULL,
                checkpoints \(d.integer) NOT NULL,
                seal TEXT NOT NULL)\(d.tableEnd)
            """,
            """
            CREATE TABLE ledger_chain (
                id \(d.integer) NOT NULL PRIMARY KEY,
                process TEXT NOT NULL UNIQUE,
                opened_at \(d.integer) NOT NULL,
                previous_seq \(d.integer) NOT NULL,
                previous_hash TEXT NOT NULL,
                last_seq \(d.integer) NOT NULL,
                last_entry \(d.integer) NOT NULL,
                last_hash TEXT NOT NULL,
                seal TEXT NOT NULL)\(d.tableEnd)
            """,
            """
            CREATE TABLE ledger_entry (
                id \(d.identity),
                chain \(d.integer) NOT NULL REFERENCES ledger_chain (id),
                seq \(d.integer) NOT NULL,
                at \(d.integer) NOT NULL,
                actor TEXT NOT NULL,
                authority TEXT NOT NULL,
                roles TEXT NOT NULL,
                action TEXT NOT NULL,
                entity TEXT NOT NULL,
                entity_id \(d.integer),
                recipient TEXT NOT NULL,
                reason TEXT NOT NULL,
                words_hash TEXT NOT NULL,
                sealed \(d.integer) NOT NULL CHECK (sealed IN (0, 1)),
                emergency \(d.integer),
                hash TEXT NOT NULL)\(d.tableEnd)
            """,
            // Of plain reads, by far the most, nothing is ever looked for by record: an index of them would make every page pay.
            """
            CREATE INDEX ledger_entry_by_entity ON ledger_entry (entity, entity_id)
                WHERE action <> 'read' OR words_hash <> ''
            """,
            "CREATE INDEX ledger_entry_by_time ON ledger_entry (at)",
            """
            CREATE TABLE ledger_words (
                entry \(d.integer) NOT NULL PRIMARY KEY REFERENCES ledger_entry (id),
                text TEXT NOT NULL)\(d.tableEnd)
            """,
            """
            CREATE TABLE ledger_checkpoint (
                number \(d.integer) NOT NULL PRIMARY KEY,
                at \(d.integer) NOT NULL,
                heads TEXT NOT NULL,
                previous TEXT NOT NULL,
                key \(d.integer) NOT NULL,
                signature TEXT NOT NULL)\(d.tableEnd)
            """,
        ]
        return tables + d.appendOnly("ledger_entry") + d.appendOnly("ledger_checkpoint")
    }

    /// The reasons of old entries may name people: they become words, which can be deleted.
    @Sendable private static func fillLedger(_ db: any Connection, _ keys: KeyRing) throws {
        try KeyCheck.store(keys, in: db)
        try LedgerRoot.make(keys: keys, in: db)
        let ledger = Ledger(keys: keys, chain: "before the chains")
        var last: Int64 = 0
        while true {
            let old = try db.fetch(
                """
                SELECT id, at, actor, action, entity, entity_id, reason FROM audit WHERE id > \(last) ORDER BY id LIMIT 5000
                """
            ) { row in
                OldEntry(
                    id: row.int64(0), at: Instant(milliseconds: row.int64(1)), actor: row.text(2), action: row.text(3),
                    entity: row.text(4), entityID: row.int64OrNil(5), reason: row.text(6))
            }
            guard let end = old.last?.id else { break }
            try ledger.append(try old.map { try $0.line }, in: db)
            last = end
        }
        try db.execute("DROP TABLE audit")
    }

    private struct OldEntry {
        let id: Int64
        let at: Instant
        let actor: String
        let action: String
        let entity: String
        let entityID: Int64?
        let reason: String

        var line: Ledger.Line {
            get throws {
                guard let action = LedgerEntry.Action(rawValue: action),
                    let entity = LedgerEntry.Entity(rawValue: entity)
                else {
                    throw DatabaseFailure(.other, detail: "audit \(id) is about \(self.action) \(self.entity)")
                }
                return Ledger.Line(
                    entry: LedgerEntry(action, entity, id: entityID, reason: "", words: reason),
                    actor: Actor(name: actor, displayName: "", authority: "", roles: []), at: at)
            }
        }
    }
}
