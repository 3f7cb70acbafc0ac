import ArgumentParser
import Casework
import Exchange
import Handbook
import Prevention

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import a folder in the exchange format.",
        discussion: """
            Reads persons.csv, relations.csv, incidents.csv, incident_persons.csv, areas.csv and cases.jsonl; any of \
            them may be absent. Rows that cannot be stored go to a rejects file. The same import can be run again at any time.
            """)

    @OptionGroup var data: DataOptions
    @Argument(help: "The folder.") var folder: String
    @Option(help: "The name of the system that the rows come from; their ids are known under it.") var source = "import"

    func run() async throws {
        var hasStored = false
        try await Terminal.reporting(hasChanged: { hasStored }) {
            let office = try data.office(makesNew: true)
            let who = try Policy.authorize(.operatingSystemUser, Acts.ExchangeData.self)
            let importer = Importer(
                database: office.database, handbook: office.handbook, keys: office.keys, ledger: office.ledger,
                rejectsFolder: try data.dataFolder() + "/rejects")
            var bar = ProgressBar()
            let summary = try importer.run(
                folder: folder, source: source, actor: who, at: office.now, language: .english
            ) { progress in
                hasStored = true
                bar.show(progress.fraction, "\(progress.file), \(progress.rows) rows")
            }
            bar.finish()
            // Families in the file may have moved away from where a notice waits for them.
            let routed = try await RouteNotices()(by: .operatingSystemUser, in: office)
            if !routed.failures.isEmpty {
                Terminal.say("warning: \(routed.failures.count) notices not sent on; the server tries again")
            }
            if data.json { try Terminal.print(json: summary) } else { describe(summary) }
            if summary.rejected > 0 { throw ExitCode(2) }
        }
    }

    private func describe(_ summary: ImportSummary) {
        for name in Importer.fileNames {
            guard let file = summary.files[name] else { continue }
            Terminal.say(
                "\(name): \(file.read) read, \(file.inserted) inserted, \(file.updated) updated, "
                    + "\(file.unchanged) unchanged, \(file.rejected) rejected")
        }
        for (name, columns) in summary.unknownColumns.sorted(by: { $0.key < $1.key }) {
            Terminal.say("\(name): kept out unknown columns \(columns.joined(separator: ", "))")
        }
        for (warning, count) in summary.warnings.sorted(by: { $0.key < $1.key }) {
            Terminal.say("warning: \(warning) × \(count)")
        }
        if !summary.rejects.isEmpty { Terminal.say("Rejected rows, with the reasons: \(summary.rejects)") }
    }
}
