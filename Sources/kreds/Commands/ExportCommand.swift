import ArgumentParser
import Casework
import Exchange
import Prevention

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write what is stored in the exchange format.",
        discussion: "Cases that were opened in Kreds itself are written with --source \(Exporter.ownSource).")

    @OptionGroup var data: DataOptions
    @Argument(help: "The folder to write; made where it is missing.") var folder: String
    @Option(help: "The system whose rows are written, as named at the import.") var source = "import"

    @Option(help: "Why protected persons are written unmasked; it is logged. Without it they are masked.")
    var need = ""

    func run() async throws {
        try await Terminal.reporting {
            let office = try data.office()
            let who = try Policy.authorize(.operatingSystemUser, Acts.ExchangeData.self)
            let outcome = try await Terminal.working("exporting") {
                try Exporter(database: office.database, keys: office.keys, ledger: office.ledger).run(
                    folder: folder, source: source, need: need, actor: who, at: office.now)
            }
            if data.json {
                try Terminal.print(json: outcome.files)
            } else {
                for (name, count) in outcome.files.sorted(by: { $0.key < $1.key }) { Terminal.say("\(name): \(count)") }
            }
            if outcome.ownCasesLeftOut > 0 {
                Terminal.say(
                    "Not among them: \(outcome.ownCasesLeftOut) cases opened in Kreds itself. Export them with --source "
                        + "\(Exporter.ownSource), into a folder of their own.")
            }
        }
    }
}
