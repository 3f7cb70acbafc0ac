public import Prevention
public import SQL

extension ScreeningReader {
    /// The source's own ids of some persons and incidents, by row id.
    public struct Names: Sendable {
        let persons: [Int64: String]
        let incidents: [Int64: String]

        public func person(_ id: Int64) -> String { persons[id] ?? String(id) }
        public func incident(_ id: Int64) -> String { incidents[id] ?? String(id) }
    }

    /// Of what a run has found, on two connections at once. What has been deleted since has its row id for a name.
    public static func names(of run: ScreeningRun, from database: any Database) async throws -> Names {
        async let persons = database.read { db in try self.persons(run.persons, db) }
        async let incidents = database.read { db in try self.incidents(run.incidents, db) }
        return try await Names(persons: persons, incidents: incidents)
    }

    /// Of what a run has found, as the transaction sees it.
    public static func names(of run: ScreeningRun, in db: any Connection) throws -> Names {
        Names(persons: try persons(run.persons, db), incidents: try incidents(run.incidents, db))
    }

    private static func persons(_ ids: [Int64], _ db: any Connection) throws -> [Int64: String] {
        try names(ids, db) { "SELECT id, external_id FROM person WHERE id IN \(list: $0)" }
    }

    private static func incidents(_ ids: [Int64], _ db: any Connection) throws -> [Int64: String] {
        try names(ids, db) { "SELECT id, external_id FROM incident WHERE id IN \(list: $0)" }
    }

    private static func names(
        _ ids: [Int64], _ db: any Connection, _ query: ([Int64]) -> SQL
    ) throws -> [Int64: String] {
        var names: [Int64: String] = [:]
        names.reserveCapacity(ids.count)
        for some in ids.chunks() {
            try db.forEach(query(some)) { names[$0.int64(0)] = $0.text(1) }
        }
        return names
    }
}
