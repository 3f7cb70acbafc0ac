public import SQL

/// What the database knows of its keys: of each number a value that only that key makes. It tells another installation's key
/// file, and a process that was started before a rotation.
public enum KeyCheck {
    /// Writes down the keys that are not known yet.
    public static func store(_ keys: KeyRing, in db: any Connection) throws {
        for number in 1...keys.newest {
            try db.execute(
                "INSERT INTO key_check (number, value) VALUES (\(number), \(keys.checkValue(number))) ON CONFLICT DO NOTHING"
            )
        }
    }

    /// - Throws: `KeyRing.Outdated` where the database has keys that the ring lacks, or the ring others.
    public static func requireNewest(of keys: KeyRing, in db: any Connection) throws {
        guard try db.count("SELECT MAX(number) FROM key_check") == keys.newest else { throw KeyRing.Outdated() }
    }

    /// Whether the database has been written with keys at all: older schemas know of none.
    public static func isKnown(in db: any Connection) throws -> Bool {
        try db.tables().contains("key_check")
    }

    /// How a ring stands to a database.
    public enum Fit: Sendable {
        case same
        /// The ring has newer keys besides: a rotation was interrupted, or the database is a backup from before one.
        case newer
        /// It is another database's, or one from before a rotation.
        case other
    }

    public static func fit(of keys: KeyRing, in db: any Connection) throws -> Fit {
        let known = try db.fetch("SELECT number, value FROM key_check ORDER BY number") { ($0.int(0), $0.text(1)) }
        let isOurs = known.enumerated().allSatisfy { index, row in
            row.0 == index + 1 && row.0 <= keys.newest && keys.checkValue(row.0) == row.1
        }
        guard isOurs, !known.isEmpty else { return .other }
        return known.count == keys.newest ? .same : .newer
    }
}

extension KeyRing {
    /// The ring is not the database's newest.
    public struct Outdated: Error, Sendable, CustomStringConvertible {
        public let description = """
            The keys have been changed since this was started, or the key file is another. Nothing was written. \
            Start it again with the key file of this database.
            """
    }

    func checkValue(_ number: Int) -> String {
        stamp(of: Array("kreds key".utf8), for: .check, number: number)
    }
}
