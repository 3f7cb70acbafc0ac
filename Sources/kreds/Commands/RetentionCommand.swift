import ArgumentParser
import Casework
import Foundation
import Prevention
import Store

struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "Delete what is over its time: preview, propose, approve, run.",
        discussion: """
            Deletion cannot be undone. One person proposes, another approves: whoever runs the command counts as the account \
            of the same name.
            """,
        subcommands: [
            RetentionPreviewCommand.self, RetentionProposeCommand.self, RetentionApproveCommand.self,
            RetentionRunCommand.self,
        ])

    static func authorized() throws -> Authorized<Acts.ManageRetention> {
        try Policy.authorize(.operatingSystemUser, Acts.ManageRetention.self)
    }

    static func check(_ day: String?) throws {
        if let day, LocalDate(day) == nil {
            throw ValidationError("'\(day)' is no date. Give --as-of as YYYY-MM-DD.")
        }
    }
}

struct RetentionPreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Show what would be deleted, in numbers; changes nothing.")

    @OptionGroup var data: DataOptions
    @Option(help: "The day to ask for (YYYY-MM-DD); default today.") var asOf: String?
    @Flag(help: "Print each record first, one JSON object a line: class, number, day.") var records = false

    private struct Summary: Encodable {
        struct Line: Encodable {
            let `class`: String
            let programme: String
            let count: Int
            let kept: [String: Int]
        }

        let asOf: LocalDate
        let total: Int
        let classes: [Line]
    }

    private struct Record: Encodable {
        let `class`: String
        let programme: String
        let id: Int64
        let number: String
        let due: LocalDate
    }

    func validate() throws { try RetentionCommand.check(asOf) }

    func run() async throws {
        try await Terminal.reporting {
            let office = try data.office()
            let isListed = records
            let preview = try await Terminal.working("looking through the register") {
                try await PreviewDeletion(asOf: asOf.flatMap { LocalDate($0) })(
                    RetentionCommand.authorized(), in: office
                ) { record in
                    guard isListed else { return }
                    let line = Record(
                        class: record.kind.rawValue, programme: record.programme, id: record.id, number: record.number,
                        due: record.dueOn)
                    // A line that cannot be printed has nowhere to be told of.
                    try? Terminal.print(json: line)
                }
            }
            let lines = preview.lines.map { line in
                Summary.Line(
                    class: line.kind.rawValue, programme: line.programme, count: line.count,
                    kept: Dictionary(uniqueKeysWithValues: line.kept.map { ($0.key.rawValue, $0.value) }))
            }
            if data.json {
                try Terminal.print(json: Summary(asOf: preview.asOf, total: preview.total, classes: lines))
                return
            }
            for line in lines {
                let kept = line.kept.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
                let name = line.programme.isEmpty ? line.class : line.class + " " + line.programme
                Terminal.say("\(name): \(line.count)" + (kept.isEmpty ? "" : " (stay: \(kept))"))
            }
            Terminal.say("\(preview.total) records would be deleted as of \(preview.asOf).")
        }
    }
}

struct RetentionProposeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "Freeze the list of what is over its time, for somebody else to approve.")

    @OptionGroup var data: DataOptions
    @Option(help: "The day to ask for (YYYY-MM-DD), not to come; default today.") var asOf: String?

    func validate() throws { try RetentionCommand.check(asOf) }

    func run() async throws {
        try await Terminal.reporting {
            let office = try data.office()
            let who = try RetentionCommand.authorized()
            let id = try await Terminal.working("looking through the register") {
                try await ProposeDeletion(asOf: asOf.flatMap { LocalDate($0) })(who, in: office)
            }
            let count = try await ReadDeletion(id)(who, in: office).count
            if data.json { try Terminal.print(json: ["deletion": Int(id), "count": count]) }
            Terminal.say(
                "Deletion \(id) is proposed: \(count) records. Somebody else approves it with 'kreds retention approve \(id) "
                    + "--count \(count)'.")
        }
    }
}

struct RetentionApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve a proposed deletion; not by whoever proposed it.",
        discussion: "Deletion cannot be undone.")

    @OptionGroup var data: DataOptions
    @Argument(help: "The number of the deletion.") var id: Int64
    @Option(help: "The number of records on its list, to show that it has been seen.") var count: Int

    func run() async throws {
        try await Terminal.reporting {
            let office = try data.office()
            try await found(id) {
                try await DecideDeletion(id, .approve(count: count))(RetentionCommand.authorized(), in: office)
            }
            if data.json { try Terminal.print(json: ["deletion": Int(id), "count": count]) }
            Terminal.say("Deletion \(id) is approved. 'kreds retention run \(id)' carries it out.")
        }
    }
}

struct RetentionRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Carry out an approved deletion; run again, it goes on where it was stopped.",
        discussion: """
            In the end the database file is written anew, so that no byte of what was deleted is left in it. That takes time and \
            free room in proportion to the file.
            """)

    @OptionGroup var data: DataOptions
    @Argument(help: "The number of the deletion.") var id: Int64

    private struct Outcome: Encodable {
        let deletion: Int64
        let deleted: Int
        let skipped: [String: Int]
    }

    func run() async throws {
        let started = Started()
        try await Terminal.reporting(hasChanged: { started.hasChanged }) {
            let office = try data.office()
            let who = try RetentionCommand.authorized()
            try await found(id) {
                try await Terminal.working("deleting") {
                    try await RunDeletion(id)(who, in: office) { _ in started.hasChanged = true }
                }
            }
            let page = try await ReadDeletion(id)(who, in: office)
            let skipped = page.tallies.compactMap { tally in tally.why.map { ($0.rawValue, tally.count) } }
            let outcome = Outcome(
                deletion: id, deleted: page.count(.deleted), skipped: Dictionary(skipped, uniquingKeysWith: +))
            if data.json { try Terminal.print(json: outcome) }
            Terminal.say("Deleted: \(outcome.deleted). Stayed: \(page.count(.skipped)).")
        }
    }

    /// Unchecked: one task alone writes it between portions, and it is read when that task has been awaited.
    private final class Started: @unchecked Sendable {
        var hasChanged = false
    }
}

/// Says in words that there is no such deletion.
private func found(_ id: Int64, _ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch is NotFound {
        throw CommandFailure("There is no deletion \(id).")
    }
}
