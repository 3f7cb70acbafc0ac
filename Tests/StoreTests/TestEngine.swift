import Foundation
import SQL
import SQLiteEngine
import Store
import TestSupport
import Testing

/// A database engine that the contract is tested on. A second engine only has to be added to `all`.
struct TestEngine: Sendable, CustomTestStringConvertible {
    let name: String
    /// Opens a database in a folder of the test's own, waiting this long for locks.
    let open: @Sendable (_ folder: String, _ busySeconds: Double) throws -> any Database
    /// As `open`, with the tables of this version.
    let openMigrated: @Sendable (_ folder: String) throws -> any Database

    var testDescription: String { name }

    static let all = [
        TestEngine(
            name: "sqlite", open: { try SQLiteDatabase(path: $0 + "/kreds.sqlite", busySeconds: $1) },
            openMigrated: { try SQLiteDatabase.migrated(path: $0 + "/kreds.sqlite", busySeconds: 5) })
    ]

    /// Runs a test on an empty database, then takes its folder away.
    func withDatabase(_ body: (any Database, _ folder: String) throws -> Void) throws {
        let folder = try TestEngine.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(try open(folder, 5), folder)
    }

    /// As `withDatabase`, with the tables of this version.
    func withStore(_ body: (any Database, _ folder: String) throws -> Void) throws {
        let folder = try TestEngine.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(try openMigrated(folder), folder)
    }

    /// As `withStore`, for a test that waits.
    func withWaitingStore(_ body: (any Database) async throws -> Void) async throws {
        let folder = try TestEngine.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(try openMigrated(folder))
    }

    private static func folder() throws -> String {
        let folder = NSTemporaryDirectory() + "store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }
}
