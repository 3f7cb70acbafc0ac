import ArgumentParser
import Casework
import Foundation
import Handbook
import Prevention
import Store

struct ScreenRulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen-rules",
        abstract: "Check a version of a rule of Socialsøg, or try it out on what is stored.",
        discussion: """
            A file holds one version of one rule, in the form of docs/screening-rules.md. Nothing comes into force from here: \
            drafts are proposed and approved on the pages, by two persons.
            """,
        subcommands: [ScreenRulesCheckCommand.self, ScreenRulesBackTestCommand.self])

    /// The text of a file.
    static func text(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("'\(path)' cannot be read.")
        }
        guard let text = String(bytes: data, encoding: .utf8) else {
            throw CommandFailure("'\(path)' is no UTF-8 text.")
        }
        return text
    }

    static func check(_ day: String?, _ option: String) throws {
        if let day, LocalDate(day) == nil {
            throw ValidationError("'\(day)' is no date. Give \(option) as YYYY-MM-DD.")
        }
    }
}

struct ScreenRulesCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say what is wrong with a version of a rule, with line and column; needs no database.")

    @Argument(help: "The file with the version, as YAML.") var file: String
    @Flag(help: "Print machine-readable JSON on standard output.") var json = false

    private struct Problem: Encodable {
        let line: Int
        let column: Int
        let message: String
    }

    private struct Report: Encodable {
        let rule: String?
        let version: Int?
        let problems: [Problem]
    }

    func run() async throws {
        try await Terminal.reporting {
            let text = try ScreenRulesCommand.text(file)
            let types = Set(try Handbook.load().incidentTypes.map(\.code))
            do {
                let rule = try RuleText.read(text, incidentTypes: types, file: file)
                if json { try Terminal.print(json: Report(rule: rule.id, version: rule.version, problems: [])) }
                Terminal.say("\(file): version \(rule.version) of \(rule.id) can be read.")
            } catch let problems as HandbookProblems {
                guard json else { throw problems }
                try Terminal.print(
                    json: Report(
                        rule: nil, version: nil,
                        problems: problems.all.map {
                            Problem(line: $0.line, column: $0.column, message: $0.message)
                        }))
                throw ExitCode.failure
            }
        }
    }
}

struct ScreenRulesBackTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Count what a version of a rule finds beside the one in force: new, lost and common children.",
        discussion:
            "Numbers of children only; small ones are hidden as in the annual report. The list of hits is left alone.")

    @OptionGroup var data: DataOptions
    @Argument(help: "The file with the version, as YAML.") var file: String
    @Option(help: "Only hits that last triggered from this day on (YYYY-MM-DD).") var from: String?
    @Option(help: "Last day looked at (YYYY-MM-DD); default today.") var through: String?

    func validate() throws {
        try ScreenRulesCommand.check(from, "--from")
        try ScreenRulesCommand.check(through, "--through")
    }

    func run() async throws {
        try await Terminal.reporting {
            let text = try ScreenRulesCommand.text(file)
            let office = try data.office()
            let who = try Policy.authorize(.operatingSystemUser, Acts.EditRules.self)
            let test = BackTestRule(
                from: from.flatMap { LocalDate($0) }, through: through.flatMap { LocalDate($0) })
            let result = try await Terminal.working("back-test") { try await test(text, who, in: office) }
            if data.json { return try Terminal.print(json: result) }
            say(result, office.handbook)
        }
    }

    private func say(_ result: BackTestResult, _ handbook: Handbook) {
        func line(_ name: String, _ counts: RuleComparison.Counts) -> String {
            let columns = [("new", counts.new), ("lost", counts.lost), ("common", counts.common)]
            return name + ": "
                + columns.map { "\($0.1.map { String($0) } ?? "hidden") \($0.0)" }.joined(separator: ", ") + "\n"
        }
        Terminal.write(line("all", result.comparison.total))
        for table in result.comparison.tables {
            for row in table.rows {
                let name = table.dimension == .municipality ? handbook.municipalityName(row.key) : row.key
                Terminal.write(line("\(table.dimension.rawValue) \(name)", row.counts))
            }
        }
        let against = result.currentVersion.map { "version \($0)" } ?? "no version in force"
        Terminal.say(
            "version \(result.version) of \(result.rule) beside \(against), until \(result.through); numbers below "
                + "\(result.least) are hidden")
    }
}
