public import Prevention
public import SQL

/// Failed tries of one kind from one place.
public struct StoredSignInCount: Sendable, Hashable {
    public let failures: Int
    /// No try is looked at before.
    public let waitUntil: Instant
    /// Whether the log says that tries have to wait.
    public let isTold: Bool

    public init(failures: Int, waitUntil: Instant, isTold: Bool = false) {
        self.failures = failures
        self.waitUntil = waitUntil
        self.isTold = isTold
    }
}

/// Counts of failed tries, and the browsers in which somebody has signed in before.
public enum SignInCountStore {
    public static func count(_ counted: String, in db: any Connection) throws -> StoredSignInCount? {
        try db.first("SELECT failures, wait_until, is_told FROM sign_in_count WHERE counted = \(counted)") {
            StoredSignInCount(
                failures: $0.int(0), waitUntil: Instant(milliseconds: $0.int64(1)), isTold: $0.bool(2))
        }
    }

    public static func set(
        _ counted: String, _ count: StoredSignInCount, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO sign_in_count (counted, failures, wait_until, is_told, last_at)
            VALUES (\(counted), \(count.failures), \(count.waitUntil.milliseconds), \(count.isTold), \(at.milliseconds))
            ON CONFLICT (counted) DO UPDATE SET failures = excluded.failures, wait_until = excluded.wait_until,
                is_told = excluded.is_told, last_at = excluded.last_at
            """)
    }

    public static func delete(_ counted: [String], in db: any Connection) throws {
        try db.execute("DELETE FROM sign_in_count WHERE counted IN \(list: counted)")
    }

    /// Deletes what is older, and the oldest of what is more than `most`.
    public static func prune(until: Instant, most: Int, in db: any Connection) throws {
        try db.execute("DELETE FROM sign_in_count WHERE last_at <= \(until.milliseconds)")
        let excess = try db.count("SELECT COUNT(*) FROM sign_in_count") - most
        guard excess > 0 else { return }
        try db.execute(
            """
            DELETE FROM sign_in_count WHERE counted IN
                (SELECT counted FROM sign_in_count ORDER BY last_at, counted LIMIT \(excess))
            """)
    }

    /// - Parameter after: a browser last used until then is no longer known.
    public static func knows(
        device: String, of account: Int64, after: Instant, in db: any Connection
    ) throws -> Bool {
        try db.count(
            """
            SELECT COUNT(*) FROM known_device
            WHERE account_id = \(account) AND device_hash = \(device) AND seen_at > \(after.milliseconds)
            """) > 0
    }

    /// Remembers a browser; of those of the account the `most` last used are kept.
    public static func remember(
        device: String, of account: Int64, most: Int, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO known_device (account_id, device_hash, seen_at)
            VALUES (\(account), \(device), \(at.milliseconds))
            ON CONFLICT (account_id, device_hash) DO UPDATE SET seen_at = excluded.seen_at
            """)
        try db.execute(
            """
            DELETE FROM known_device WHERE account_id = \(account) AND device_hash NOT IN
                (SELECT device_hash FROM known_device WHERE account_id = \(account)
                ORDER BY seen_at DESC, device_hash LIMIT \(most))
            """)
    }

    public static func forgetDevices(of account: Int64, in db: any Connection) throws {
        try db.execute("DELETE FROM known_device WHERE account_id = \(account)")
    }
}
