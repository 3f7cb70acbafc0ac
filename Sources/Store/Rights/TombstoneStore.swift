public import Prevention
public import SQL

/// What is left of a deleted record: a keyed hash of its source's id, by which an import knows it again, and from which nobody
/// without the key can tell what it was.
public enum TombstoneStore {
    /// What is hashed: an id of one kind says nothing about the same id of another.
    public static func hashes(
        of externalID: String, _ kind: RetentionClass, source: Int64, keys: KeyRing
    ) -> [String] {
        keys.hashes(of: "\(kind.rawValue)\n\(source)\n\(externalID)", for: .tombstone)
    }

    public static func set(
        _ externalID: String, _ kind: RetentionClass, source: Int64, keys: KeyRing, in db: any Connection
    ) throws {
        guard let hash = hashes(of: externalID, kind, source: source, keys: keys).first else { return }
        try db.execute(
            """
            INSERT INTO tombstone (source_id, entity, hash) VALUES (\(source), \(kind.rawValue), \(hash))
            ON CONFLICT DO NOTHING
            """)
    }

    /// The person is collected anew.
    public static func lift(
        _ externalID: String, _ kind: RetentionClass, source: Int64, keys: KeyRing, in db: any Connection
    ) throws {
        let hashes = hashes(of: externalID, kind, source: source, keys: keys)
        try db.execute(
            """
            DELETE FROM tombstone WHERE source_id = \(source) AND entity = \(kind.rawValue) AND hash IN \(list: hashes)
            """)
    }

    public static func all(of source: Int64, in db: any Connection) throws -> [RetentionClass: Set<String>] {
        var found: [RetentionClass: Set<String>] = [:]
        try db.forEach("SELECT entity, hash FROM tombstone WHERE source_id = \(source)") { row in
            if let kind = RetentionClass(rawValue: row.text(0)) { found[kind, default: []].insert(row.text(1)) }
        }
        return found
    }
}
