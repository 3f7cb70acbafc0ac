import ArgumentParser
import Casework
import Exchange
import Foundation
import Handbook
import Prevention
import SQL
import SQLiteEngine
import Store

/// The options of every command that touches data.
struct DataOptions: ParsableArguments {
    @Option(help: "Where the data lies: sqlite:PATH. Also KREDS_DATABASE; default sqlite:kreds.sqlite.")
    var database: String?

    @Option(help: "Where the keys lie. Also KREDS_KEY_FILE; default: beside the database, as PATH.key.")
    var keyFile: String?

    @Flag(help: "Print machine-readable JSON on standard output.")
    var json = false

    private static let scheme = "sqlite:"

    var url: String {
        database ?? ProcessInfo.processInfo.environment["KREDS_DATABASE"] ?? "sqlite:kreds.sqlite"
    }

    /// Path of the database file.
    func path() throws -> String {
        guard url.hasPrefix(DataOptions.scheme), url.count > DataOptions.scheme.count else {
            throw ValidationError("'\(url)' is no database that this version opens. Give --database sqlite:PATH.")
        }
        return String(url.dropFirst(DataOptions.scheme.count))
    }

    /// Beside the database: uploads, rejects files.
    func dataFolder() throws -> String {
        try path() + ".data"
    }

    /// Opens the database as it is.
    ///
    /// - Throws: `DatabaseFailure` where there is none, or its schema is missing, older or newer.
    func open() throws -> any Database {
        let path = try path()
        guard FileManager.default.fileExists(atPath: path) else { throw DatabaseFailure(.noSchema) }
        let database = try SQLiteDatabase(path: path)
        switch try Migrator.state(of: database) {
        case .current:
            return database
        case .empty:
            throw DatabaseFailure(.noSchema)
        case .behind(let steps):
            throw CommandFailure("The database lacks \(steps) schema steps of this version. Run 'kreds migrate' first.")
        }
    }

    /// The file of the keys.
    func keysFile() throws -> KeyFile {
        KeyFile(path: try keyFile ?? ProcessInfo.processInfo.environment["KREDS_KEY_FILE"] ?? path() + ".key")
    }

    /// The keys that `database` was written with.
    ///
    /// - Throws: `KeyFile.Problem` where the file is missing, open to others, or that of another database.
    func keys(of database: any Database) throws -> KeyRing {
        let file = try keysFile()
        let ring = try file.load()
        switch try database.blockingRead({ try KeyCheck.fit(of: ring, in: $0) }) {
        case .same: return ring
        case .newer: throw KeyFile.Problem.newer(file.path)
        case .other: throw KeyFile.Problem.other(file.path)
        }
    }

    /// Brings the database to the schema of this version; makes the file, and a key file, where they are missing.
    ///
    /// - Returns: the names of the steps.
    func migrate() throws -> [String] {
        let database = try SQLiteDatabase(path: try path())
        // Refuses what is no Kreds database, or that of a newer version.
        guard try Migrator.state(of: database) != .current else { return [] }
        let file = try keysFile()
        // Once something is sealed, only the keys that sealed it will do.
        let isSealed = try database.blockingRead { try KeyCheck.isKnown(in: $0) }
        if !file.exists, !isSealed { try file.save(.random()) }
        return try Migrator.migrate(database, keys: try file.load())
    }

    /// The log, as every command of this process writes it.
    func ledger(_ keys: KeyRing) -> Ledger { Ledger(keys: keys, process: process) }

    /// The name of the command.
    private var process: String { CommandLine.arguments.dropFirst().first { !$0.hasPrefix("-") } ?? "kreds" }

    /// - Parameter makesNew: make the database, and its keys, where the file is missing or empty.
    func office(makesNew: Bool = false) throws -> Office {
        if try makesNew && isEmpty { _ = try migrate() }
        let database = try open()
        return Office(
            database: database, handbook: try Handbook.load(), keys: try keys(of: database), process: process,
            clock: SystemClock.now)
    }

    private var isEmpty: Bool {
        get throws {
            (try? FileManager.default.attributesOfItem(atPath: path())[.size] as? Int) ?? 0 == 0
        }
    }
}

/// The only place that asks what time it is.
enum SystemClock {
    static func now() -> Instant {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}

extension Actor {
    /// Whoever runs the command: the operating-system user, logged as such. The database file's permissions decide who
    /// can, so nothing is held back here.
    static var operatingSystemUser: Actor {
        Actor(
            name: "os:" + NSUserName(), displayName: NSFullUserName(), authority: "system", roles: Set(Role.allCases),
            kind: .police, area: .district)
    }
}

/// A failure with words for the user.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Standard error and standard output, kept apart.
enum Terminal {
    static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    static func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    static func print(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        FileHandle.standardOutput.write(try encoder.encode(value) + Data("\n".utf8))
    }

    /// Runs a command's body and turns what it throws into a message and an exit code.
    ///
    /// - Parameter hasChanged: whether something was stored before the failure.
    static func reporting(
        hasChanged: () -> Bool = { false }, _ body: () async throws -> Void
    ) async throws {
        do {
            try await body()
        } catch let error as ExitCode {
            throw error
        } catch let error as ValidationError {
            throw error
        } catch {
            say("kreds: " + words(error))
            if hasChanged() {
                say("What was done until then is kept. Run the same again to go on.")
                throw ExitCode(2)
            }
            throw ExitCode(1)
        }
    }

    /// What a user may be shown: the project's own errors say what is wrong and the way out; of any other, only that it
    /// happened.
    static func words(_ error: any Error) -> String {
        switch error {
        case let refused as Refused:
            let words = (try? Handbook.load())?[.english]
            return refused.refusals.map { words?.refusal($0, programme: nil) ?? $0.description }
                .joined(separator: "\n")
        case let refusal as Refusal:
            return (try? Handbook.load())?[.english].refusal(refusal, programme: nil) ?? refusal.description
        case let error as CommandFailure: return error.description
        case let error as WeasyPrint.Problem: return error.description
        case let error as DatabaseFailure: return error.description
        case let error as KeyFile.Problem: return error.description
        case let error as KeyRing.Outdated: return error.description
        case let error as LedgerDamaged: return error.description
        case let error as ImportFailure: return error.description
        case let error as MatchFailure: return error.description
        case let error as ExchangeWriteError: return error.description
        case let error as HandbookProblems: return error.description
        case let error as LawBook.MissingRule: return error.description
        default: return "Something unexpected went wrong. 'kreds doctor' checks the installation."
        }
    }
}
