import ArgumentParser
import Casework
import Foundation
import Handbook
import Prevention
import SQL
import SQLiteEngine
import Store

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database to the schema of this version.")

    @OptionGroup var data: DataOptions

    func run() async throws {
        try await Terminal.reporting {
            let done = try data.migrate()
            if data.json { try Terminal.print(json: ["migrations": done]) }
            Terminal.say(done.isEmpty ? "Nothing to do." : "Done: " + done.joined(separator: ", "))
        }
    }
}

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write a consistent copy of the database, also while it is being served.")

    @OptionGroup var data: DataOptions
    @Argument(help: "The file to write; it must not be there yet.") var file: String

    func run() async throws {
        try await Terminal.reporting {
            guard !FileManager.default.fileExists(atPath: file) else {
                throw CommandFailure("'\(file)' is there already. Give another name.")
            }
            let database = try data.open()
            let ledger = data.ledger(try data.keys(of: database))
            let now = SystemClock.now()
            try database.blockingWrite { db in
                try ledger.record(
                    .disclose, .database, id: nil, reason: "backup", by: .operatingSystemUser, at: now, in: db)
            }
            try DatabaseFiles.copy(database, to: file, finishing: nil)
            if data.json { try Terminal.print(json: ["bytes": DatabaseFiles.size(file)]) }
            Terminal.say("Copied to \(file), \(DatabaseFiles.size(file)) bytes.")
            Terminal.say(
                "The key file '\(try data.keysFile().path)' is not in it. Keep a copy of that too, in another place: without it "
                    + "the backup cannot be used.")
        }
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Bring a backup back into an empty place.")

    @OptionGroup var data: DataOptions
    @Argument(help: "The backup.") var file: String

    func run() async throws {
        try await Terminal.reporting {
            let path = try data.path()
            guard DatabaseFiles.size(path) == 0 else {
                throw CommandFailure("'\(path)' holds data. A backup is restored into an empty place only.")
            }
            guard DatabaseFiles.size(path + "-wal") == 0, DatabaseFiles.size(path + "-journal") == 0 else {
                throw CommandFailure(
                    "Beside '\(path)' lies a '-wal' or '-journal' file of an earlier database, which would spoil this one. "
                        + "Move it away.")
            }
            guard DatabaseFiles.size(file) > 0 else { throw CommandFailure("There is no backup at '\(file)'.") }
            let backup = try SQLiteDatabase(path: file)
            // Refuses what is no Kreds database, or that of a newer version.
            let state = try Migrator.state(of: backup)
            guard state != .empty else { throw CommandFailure("'\(file)' is no backup of Kreds.") }
            let log = try state == .current ? logging(backup) : nil
            // The log of an older schema may be another, and only migrate changes a schema.
            try DatabaseFiles.copy(backup, to: path, finishing: log)
            if data.json { try Terminal.print(json: ["bytes": DatabaseFiles.size(path)]) }
            Terminal.say("Restored to \(path).")
            if state != .current { Terminal.say("It is of an older version. Run 'kreds migrate' before you use it.") }
        }
    }

    /// The entry of the restore. The keys of the backup must be there for it; newer ones, of a rotation since, are made known to
    /// the copy.
    private func logging(_ backup: any Database) throws -> (any Connection) throws -> Void {
        let file = try data.keysFile()
        let keys = try file.load()
        guard try backup.blockingRead({ try KeyCheck.fit(of: keys, in: $0) }) != .other else {
            throw KeyFile.Problem.other(file.path)
        }
        let ledger = data.ledger(keys)
        let now = SystemClock.now()
        return { db in
            try KeyCheck.store(keys, in: db)
            try ledger.record(
                .collect, .database, id: nil, reason: "restore", by: .operatingSystemUser, at: now, in: db)
        }
    }
}

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check law data, database, file permissions and word lists.")

    @OptionGroup var data: DataOptions

    private struct Finding: Encodable {
        let check: String
        let ok: Bool
        let detail: String
    }

    func run() async throws {
        let findings = [
            check("handbook") {
                let handbook = try Handbook.load()
                try handbook.words.readAll()
                return "\(handbook.law.rules.count) dated rules"
            },
            check("database") {
                _ = try data.open()
                return "opens, and has the schema of this version"
            },
            check("permissions") { try permissions() },
            check("keys") {
                _ = try data.keys(of: data.open())
                return "the key file is there, for its owner alone, and fits the database"
            },
            check("passwords") {
                let missing = WordLists.installed.missing
                guard missing.isEmpty else {
                    throw CommandFailure(
                        "new passwords are not held against " + missing.joined(separator: ", ")
                            + "; run: apt-get install cracklib-runtime python3-zxcvbn wdanish")
                }
                return "new passwords are held against what has leaked and against dictionaries"
            },
        ]
        if data.json { try Terminal.print(json: findings) }
        for finding in findings { Terminal.say("\(finding.ok ? "ok  " : "FAIL") \(finding.check): \(finding.detail)") }
        if findings.contains(where: { !$0.ok }) { throw ExitCode(1) }
    }

    /// - Throws: where others may get at the database, the files beside it, or the folder of uploads and rejects.
    private func permissions() throws -> String {
        let path = try data.path()
        guard FileManager.default.fileExists(atPath: path) else { throw CommandFailure("there is no file '\(path)'") }
        let files = [path, path + "-wal", path + "-shm"].map { ($0, "600") }
        let advice = try (files + [(data.dataFolder(), "700")]).filter { DatabaseFiles.isOpenToOthers($0.0) }
            .map { "chmod \($0.1) '\($0.0)'" }
        guard advice.isEmpty else {
            throw CommandFailure("others may get at the data; run: " + advice.joined(separator: " && "))
        }
        return "only their owner may get at the database and the files beside it"
    }

    private func check(_ name: String, _ body: () throws -> String) -> Finding {
        do {
            return Finding(check: name, ok: true, detail: try body())
        } catch {
            return Finding(check: name, ok: false, detail: Terminal.words(error))
        }
    }
}

enum DatabaseFiles {
    /// Copies with a progress bar.
    static func copy(
        _ database: any Database, to path: String, finishing: ((any Connection) throws -> Void)?
    ) throws {
        var bar = ProgressBar()
        defer { bar.finish() }
        try database.copy(to: path, finishing: finishing) { bar.show($0, "copying") }
    }

    /// Whether anybody but the owner may do anything with it; false where there is none.
    static func isOpenToOthers(_ path: String) -> Bool {
        let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        return (mode ?? 0) & 0o077 != 0
    }

    /// In bytes; 0 where there is none.
    static func size(_ path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }
}
