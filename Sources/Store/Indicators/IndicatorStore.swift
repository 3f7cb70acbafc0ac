public import Prevention
public import SQL

/// A value as it is stored.
public struct StoredIndicator: Sendable, Hashable {
    public let id: Int64
    public let value: IndicatorValue
    /// 1 until a later delivery has said something else.
    public let revision: Int

    public init(id: Int64, value: IndicatorValue, revision: Int) {
        self.id = id
        self.value = value
        self.revision = revision
    }
}

/// A delivery of values.
public struct IndicatorDelivery: Sendable, Hashable {
    public let id: Int64
    public let file: String
    public let read: Int
    public let inserted: Int
    public let updated: Int
    public let unchanged: Int
    public let rejected: Int
    /// Empty where nothing was rejected.
    public let rejectsPath: String
    public let actor: String
    public let at: Instant

    public init(
        id: Int64, file: String, read: Int, inserted: Int, updated: Int, unchanged: Int, rejected: Int,
        rejectsPath: String, actor: String, at: Instant
    ) {
        self.id = id
        self.file = file
        self.read = read
        self.inserted = inserted
        self.updated = updated
        self.unchanged = unchanged
        self.rejected = rejected
        self.rejectsPath = rejectsPath
        self.actor = actor
        self.at = at
    }
}

/// Values of external indicators as a file gives them, checked (`IndicatorFileReader`).
public struct IndicatorBatch: Sendable {
    public let file: String
    public let values: [IndicatorValue]
    /// Data rows, those that were rejected among them.
    public let read: Int
    public let rejected: Int
    /// Empty where nothing was rejected.
    public let rejectsPath: String

    public init(file: String, values: [IndicatorValue], read: Int, rejected: Int, rejectsPath: String) {
        self.file = file
        self.values = values
        self.read = read
        self.rejected = rejected
        self.rejectsPath = rejectsPath
    }
}

/// Values of external indicators.
public enum IndicatorStore {
    private static let columns: SQL =
        "id, indicator, period, place, population, value, low, high, asked, source, revision"

    private static func stored(_ row: Row) -> StoredIndicator {
        let bounds = row.isNull(6) ? nil : min(row.double(6), row.double(7))...max(row.double(6), row.double(7))
        return StoredIndicator(
            id: row.int64(0),
            value: IndicatorValue(
                indicator: row.text(1), period: row.text(2), place: row.text(3), population: row.text(4),
                value: row.double(5), interval: bounds, asked: row.int64OrNil(8).map { Int($0) }, source: row.text(9)),
            revision: row.int(10))
    }

    /// All of them, or those of one indicator; by indicator, place and period.
    public static func values(of indicator: String? = nil, in db: any Connection) throws -> [StoredIndicator] {
        let condition: SQL = indicator.map { "indicator = \($0)" } ?? "1 = 1"
        return try db.fetch(
            """
            SELECT \(columns) FROM indicator_value WHERE \(condition)
            ORDER BY indicator, place, period, population
            """, stored)
    }

    /// - Returns: the row id; `nil` where another delivery has brought the same measurement meanwhile.
    public static func insert(_ one: IndicatorValue, delivery: Int64, in db: any Connection) throws -> Int64? {
        try db.insert(
            """
            INSERT INTO indicator_value (indicator, period, place, population, value, low, high, asked, source, import_id,
                revision)
            VALUES (\(one.indicator), \(one.period), \(one.place), \(one.population), \(one.value),
                \(one.interval?.lowerBound), \(one.interval?.upperBound), \(one.asked.map { Int64($0) }), \(one.source),
                \(delivery), 1)
            ON CONFLICT DO NOTHING RETURNING id
            """)
    }

    public static func update(
        _ id: Int64, to one: IndicatorValue, delivery: Int64, in db: any Connection
    ) throws {
        try db.execute(
            """
            UPDATE indicator_value SET value = \(one.value), low = \(one.interval?.lowerBound),
                high = \(one.interval?.upperBound), asked = \(one.asked.map { Int64($0) }), source = \(one.source),
                import_id = \(delivery), revision = revision + 1
            WHERE id = \(id)
            """)
    }

    // MARK: - Deliveries

    private static let deliveryColumns: SQL =
        "id, file, rows_read, inserted, updated, unchanged, rejected, rejects_path, actor, at"

    private static func delivery(_ row: Row) -> IndicatorDelivery {
        IndicatorDelivery(
            id: row.int64(0), file: row.text(1), read: row.int(2), inserted: row.int(3), updated: row.int(4),
            unchanged: row.int(5), rejected: row.int(6), rejectsPath: row.text(7), actor: row.text(8),
            at: Instant(milliseconds: row.int64(9)))
    }

    /// Newest first.
    public static func deliveries(limit: Int, in db: any Connection) throws -> [IndicatorDelivery] {
        try db.fetch(
            "SELECT \(deliveryColumns) FROM indicator_import ORDER BY id DESC LIMIT \(limit)", delivery)
    }

    public static func delivery(_ id: Int64, in db: any Connection) throws -> IndicatorDelivery? {
        try db.first("SELECT \(deliveryColumns) FROM indicator_import WHERE id = \(id)", delivery)
    }

    /// Written before its values, which name it; what became of them is written afterwards.
    public static func begin(file: String, by actor: Actor, at: Instant, in db: any Connection) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO indicator_import (file, rows_read, inserted, updated, unchanged, rejected, rejects_path, actor, at)
            VALUES (\(file), 0, 0, 0, 0, 0, '', \(actor.name), \(at.milliseconds)) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a delivery of indicators") }
        return id
    }

    public static func finish(_ one: IndicatorDelivery, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE indicator_import SET rows_read = \(one.read), inserted = \(one.inserted), updated = \(one.updated),
                unchanged = \(one.unchanged), rejected = \(one.rejected), rejects_path = \(one.rejectsPath)
            WHERE id = \(one.id)
            """)
    }
}
