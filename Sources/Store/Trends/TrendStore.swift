public import Prevention
public import SQL

/// An observation as whoever has recorded it sees it.
public struct StoredObservation: Sendable, Hashable {
    public let id: Int64
    public let observation: Observation
    /// Raised with every change; a form sends back the one it was made from.
    public let revision: Int
}

/// Observations of trends (*navnløse observationer*).
public enum TrendStore {
    private static let columns: SQL = "id, topic, municipality, area, day, part, source, remark, revision"

    private static func stored(_ row: Row) throws -> StoredObservation {
        guard let day = LocalDate(row.text(4)), let part = Observation.Part(rawValue: row.text(5)),
            let source = Observation.Source(rawValue: row.text(6))
        else { throw DatabaseFailure(.other, detail: "observation \(row.int64(0)) cannot be read") }
        let observation = Observation(
            topic: row.text(1), municipality: row.text(2), area: row.text(3), day: day, part: part, source: source,
            remark: row.text(7))
        return StoredObservation(id: row.int64(0), observation: observation, revision: row.int(8))
    }

    public static func insert(
        _ one: Observation, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO trend_observation (topic, municipality, area, day, part, source, remark, actor, at, revision)
            VALUES (\(one.topic), \(one.municipality), \(one.area), \(one.day.description), \(one.part.rawValue),
                \(one.source.rawValue), \(one.remark), \(actor.name), \(at.milliseconds), 1) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new observation") }
        return id
    }

    /// False where it is somebody else's, gone, or changed since `revision`.
    public static func update(
        _ id: Int64, to one: Observation, revision: Int, of actor: Actor, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE trend_observation SET topic = \(one.topic), municipality = \(one.municipality), area = \(one.area),
                day = \(one.day.description), part = \(one.part.rawValue), source = \(one.source.rawValue),
                remark = \(one.remark), revision = revision + 1
            WHERE id = \(id) AND actor = \(actor.name) AND revision = \(revision)
            """) == 1
    }

    /// Takes it out. False where it is somebody else's, gone, or changed since `revision`.
    public static func delete(_ id: Int64, revision: Int, of actor: Actor, in db: any Connection) throws -> Bool {
        try db.execute(
            "DELETE FROM trend_observation WHERE id = \(id) AND actor = \(actor.name) AND revision = \(revision)") == 1
    }

    /// Takes out what was observed before a day; returns how many.
    public static func deleteAll(before day: LocalDate, in db: any Connection) throws -> Int {
        try db.execute("DELETE FROM trend_observation WHERE day < \(day.description)")
    }

    public static func holdsAny(before day: LocalDate, in db: any Connection) throws -> Bool {
        try db.first("SELECT 1 FROM trend_observation WHERE day < \(day.description) LIMIT 1") { _ in true } ?? false
    }

    /// One's own; `nil` where it is somebody else's.
    public static func observation(
        _ id: Int64, of actor: Actor, in db: any Connection
    ) throws -> StoredObservation? {
        try db.first(
            "SELECT \(columns) FROM trend_observation WHERE id = \(id) AND actor = \(actor.name)", stored)
    }

    /// One's own, newest day first.
    public static func observations(
        of actor: Actor, limit: Int, in db: any Connection
    ) throws -> [StoredObservation] {
        try db.fetch(
            """
            SELECT \(columns) FROM trend_observation WHERE actor = \(actor.name) ORDER BY day DESC, id DESC LIMIT \(limit)
            """, stored)
    }

    /// Where those of a quarter belong in the table: several of one account in one place count once.
    ///
    /// - Parameters:
    ///   - moment: what was recorded from then on is left out.
    ///   - reader: whose own are left out; account name.
    public static func places(
        in quarter: Quarter, recordedBefore moment: Instant, except reader: String, _ db: any Connection
    ) throws -> [TrendTable.Place] {
        try db.fetch(
            """
            SELECT DISTINCT topic, municipality, actor FROM trend_observation
            WHERE \(counted(quarter, moment, reader))
            """
        ) { TrendTable.Place(topic: $0.text(0), municipality: $0.text(1)) }
    }

    /// What others observed in one cell, in an order that says nothing of when or by whom.
    public static func observations(
        at place: TrendTable.Place, in quarter: Quarter, recordedBefore moment: Instant, except reader: String,
        _ db: any Connection
    ) throws -> [Observation] {
        try db.fetch(
            """
            SELECT \(columns) FROM trend_observation
            WHERE \(counted(quarter, moment, reader))
                AND topic = \(place.topic) AND municipality = \(place.municipality)
            ORDER BY area, remark
            """
        ) { try stored($0).observation }
    }

    private static func counted(_ quarter: Quarter, _ moment: Instant, _ reader: String) -> SQL {
        """
        day >= \(quarter.first.description) AND day <= \(quarter.last.description)
            AND at < \(moment.milliseconds) AND actor <> \(reader)
        """
    }
}
