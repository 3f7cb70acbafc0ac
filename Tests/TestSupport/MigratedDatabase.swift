import Foundation
public import SQLiteEngine
public import Store

extension SQLiteDatabase {
    private static let template = Result {
        let database = try SQLiteDatabase(path: ":memory:")
        try Migrator.migrate(database, keys: .forTests)
        return database
    }

    /// An empty database with the tables of this version: a copy of one that is migrated once for all tests.
    ///
    /// - Parameters:
    ///   - path: of a file that is not there yet; in memory without.
    ///   - busySeconds: how long to wait for another process that is writing.
    public static func migrated(path: String = ":memory:", busySeconds: Double = 10) throws -> SQLiteDatabase {
        let database = try SQLiteDatabase(path: path, busySeconds: busySeconds)
        try template.get().fill(database)
        return database
    }
}

extension KeyRing {
    /// The same in every run.
    public static let forTests = KeyRing(secrets: [Data(repeating: 7, count: 32)]) ?? .random()
}
