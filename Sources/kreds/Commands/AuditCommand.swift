import ArgumentParser
import Casework
import Foundation
import SQL
import Store

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The log of who did what.", subcommands: [Verify.self, Checkpoint.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Check that nothing in the log was changed, taken away or put in.",
            discussion: """
                Exit code 1 where something was. With a checkpoint that was kept elsewhere, it is also found that the whole \
                database was set back to an earlier state.
                """)

        @OptionGroup var data: DataOptions
        @Option(help: "A file that 'kreds audit checkpoint --out' has written.") var checkpoint: String?

        /// What `--json` prints.
        private struct Output: Encodable {
            let entries: Int
            let valid: Bool
            let firstBroken: Int64?
            /// Ids of the records of sharings that are not as they were made; `nil` where none is.
            let brokenDisclosures: [Int64]?
            /// Adopted plans and frozen statuses that no longer have their checksum; `nil` where none is.
            let brokenPlans: [String]?
        }

        func run() async throws {
            try await Terminal.reporting {
                let kept = try checkpoint.map(AuditCommand.read)
                let database = try data.open()
                let keys = try data.keys(of: database)
                let ledger = data.ledger(keys)
                var bar = ProgressBar()
                let (found, records, plans) = try database.blockingRead { db in
                    let found = try ledger.verify(against: kept, in: db) { bar.show($0, "verifying") }
                    return (found, try DisclosureStore.verify(keys: keys, in: db), try PlanSeals.broken(in: db))
                }
                bar.finish()
                let valid = found.firstBreak == nil && records.broken.isEmpty && plans.isEmpty
                if data.json {
                    try Terminal.print(
                        json: Output(
                            entries: found.entries, valid: valid, firstBroken: found.firstBreak?.entry,
                            brokenDisclosures: records.broken.isEmpty ? nil : records.broken,
                            brokenPlans: plans.isEmpty ? nil : plans))
                }
                var problems: [String] = []
                if let broken = found.firstBreak {
                    problems.append("The log is broken at entry \(broken.entry). \(broken)")
                }
                if let first = records.broken.first {
                    problems.append(
                        "\(records.broken.count) records of sharings are not as they were made, or the log does not know "
                            + "them so. The first is \(first).")
                }
                if !plans.isEmpty {
                    problems.append(
                        "What was adopted or frozen is no longer what is kept: " + plans.joined(separator: ", ")
                            + ". Compare it with the papers of the meeting and with a backup.")
                }
                guard problems.isEmpty else { throw CommandFailure(problems.joined(separator: "\n")) }
                Terminal.say("\(found.entries) entries, nothing was changed.")
            }
        }
    }

    struct Checkpoint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "checkpoint", abstract: "Sign where the log ends now.",
            discussion:
                "Keep the file away from the database: 'kreds audit verify --checkpoint' holds the log against it.")

        @OptionGroup var data: DataOptions
        @Option(help: "The file to write the signed checkpoint to; it must not be there yet.") var out: String?

        func run() async throws {
            try await Terminal.reporting {
                if let out, FileManager.default.fileExists(atPath: out) {
                    throw CommandFailure("'\(out)' is there already. Give another name.")
                }
                let database = try data.open()
                let ledger = data.ledger(try data.keys(of: database))
                let made = try database.blockingWrite { try ledger.checkpoint(at: SystemClock.now(), in: $0) }
                if let out { try AuditCommand.write(made, to: out) }
                if data.json { try Terminal.print(json: made) }
                Terminal.say("Checkpoint \(made.number) is signed\(out.map { ", and written to \($0)" } ?? "").")
            }
        }
    }

    private static func write(_ checkpoint: LedgerCheckpoint, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        do {
            try (encoder.encode(checkpoint) + Data("\n".utf8)).write(to: URL(fileURLWithPath: path))
        } catch {
            throw CommandFailure("The checkpoint cannot be written to '\(path)'. Check the folder and its permissions.")
        }
    }

    private static func read(_ path: String) throws -> LedgerCheckpoint {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("There is no checkpoint at '\(path)'.")
        }
        guard let checkpoint = try? JSONDecoder().decode(LedgerCheckpoint.self, from: data) else {
            throw CommandFailure("'\(path)' is no checkpoint that 'kreds audit checkpoint' has written.")
        }
        return checkpoint
    }
}
