import Foundation
import SQL
import SQLiteEngine
import Store
import Testing

/// A database engine that the contract is tested on. A second engine only has to be added to `all`.
struct TestEngine: Sendable, CustomTestStringConvertible {
    let name: String
    /// Opens a database in a folder of the test's own, waiting this long for locks.
    let open: @Sendable (_ folder: String, _ busySeconds: Double) throws -> any Database

    var testDescription: String { name }

    static let all = [
        TestEngine(name: "sqlite") { try SQLiteDatabase(path: $0 + "/kreds.sqlite", busySeconds: $1) }
    ]

    /// Runs a test on an empty database, then takes its folder away.
    func withDatabase(_ body: (any Database, _ folder: String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(try open(folder, 5), folder)
    }

    /// As `withStore`, for a test that waits.
    func withWaitingStore(_ body: (any Database) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database = try open(folder, 5)
        try Migrator.migrate(database, keys: .forTests)
        try await body(database)
    }

    /// As `withDatabase`, with the tables of this version.
    func withStore(_ body: (any Database, _ folder: String) throws -> Void) throws {
        try withDatabase { database, folder in
            try Migrator.migrate(database, keys: .forTests)
            try body(database, folder)
        }
    }
}

extension KeyRing {
    /// The same in every run.
    static let forTests = KeyRing(secrets: [Data(repeating: 7, count: 32)]) ?? .random()
}
