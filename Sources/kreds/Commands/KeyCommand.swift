import ArgumentParser
import Casework
import Foundation
import Prevention
import SQL
import Store

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The keys that CPR numbers and other secrets are sealed with.",
        subcommands: [Show.self, Rotate.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Say which keys there are, never what they are.")

        @OptionGroup var data: DataOptions

        /// What `--json` prints.
        private struct Output: Encodable {
            let keys: Int
            let waiting: Int
        }

        func run() async throws {
            try await Terminal.reporting {
                let database = try data.open()
                let keys = try data.keys(of: database)
                let waiting = try database.blockingRead { try KeyRotation.waiting(for: keys, in: $0) }
                if data.json { try Terminal.print(json: Output(keys: keys.newest, waiting: waiting)) }
                Terminal.say("\(keys.newest) \(keys.newest == 1 ? "key" : "keys"); number \(keys.newest) seals.")
                if waiting > 0 {
                    Terminal.say("\(waiting) values are sealed with older keys. 'kreds key rotate' goes on with them.")
                }
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate", abstract: "Make a new key, and seal everything anew with it.",
            discussion: """
                Stop the server first: one that was started before writes nothing any more. Interrupted, the same command \
                goes on where it was. The older keys stay in the key file, which older backups and checkpoints need.
                """)

        @OptionGroup var data: DataOptions

        /// What `--json` prints.
        private struct Output: Encodable {
            let key: Int
            let sealed: Int
        }

        func run() async throws {
            var hasStored = false
            try await Terminal.reporting(hasChanged: { hasStored }) {
                let database = try data.open()
                let file = try data.keysFile()
                let (keys, isNew) = try ring(file, database)
                let rotation = KeyRotation(database: database, keys: keys)
                if isNew {
                    try rotation.begin(ledger: data.ledger(keys), by: .operatingSystemUser, at: SystemClock.now())
                    hasStored = true
                } else {
                    Terminal.say("Going on with key \(keys.newest).")
                }
                let total = try database.blockingRead { try KeyRotation.waiting(for: keys, in: $0) }
                var bar = ProgressBar()
                let sealed = try rotation.sealAnew { done in
                    hasStored = true
                    bar.show(Double(done) / Double(max(1, total)), "sealing")
                }
                bar.finish()
                if data.json { try Terminal.print(json: Output(key: keys.newest, sealed: sealed)) }
                Terminal.say("Key \(keys.newest) seals now; \(sealed) values were sealed anew.")
                Terminal.say("Keep a copy of the key file '\(file.path)', away from the backups of the database.")
            }
        }

        /// The ring to seal with, and whether the database does not know its newest key yet. An interrupted rotation is gone on
        /// with: no further key is made.
        private func ring(_ file: KeyFile, _ database: any Database) throws -> (KeyRing, isNew: Bool) {
            let found = try file.load()
            switch try database.blockingRead({ try KeyCheck.fit(of: found, in: $0) }) {
            case .other: throw KeyFile.Problem.other(file.path)
            case .newer: return (found, true)
            case .same:
                if try database.blockingRead({ try KeyRotation.waiting(for: found, in: $0) }) > 0 {
                    return (found, false)
                }
                let rotated = found.rotated()
                // The file first: what is sealed with a key that nobody has is lost.
                try file.save(rotated)
                return (rotated, true)
            }
        }
    }
}
