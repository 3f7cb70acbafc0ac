import ArgumentParser
import Casework
import Exchange
import Foundation
import Handbook
import Prevention
import Store

struct IndicatorsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "indicators", abstract: "Numbers that others have measured, beside the cooperation plan.",
        subcommands: [ImportIndicatorsCommand.self, IndicatorTemplateCommand.self])
}

struct ImportIndicatorsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import values of external indicators from a CSV file.",
        discussion: """
            Importing a file again changes nothing; another value is taken over and the older one kept. Rows that cannot be \
            used go to a rejects file; the rest is imported, and the exit code is 2.
            """)

    @OptionGroup var data: DataOptions
    @Argument(help: "The file; its columns are those of 'kreds indicators template'.") var file: String

    private struct Output: Encodable {
        let read: Int
        let inserted: Int
        let updated: Int
        let unchanged: Int
        let rejected: Int
        let rejects: String
    }

    func run() async throws {
        try await Terminal.reporting {
            let office = try data.office()
            let who = try Policy.authorize(Actor.operatingSystemUser, Acts.EditPlan.self)
            let name = (file as NSString).lastPathComponent
            let rejects = try data.dataFolder() + "/rejects/indicators-" + UUID().uuidString.lowercased() + ".csv"
            let batch: IndicatorBatch
            do {
                batch = try IndicatorFileReader(office.handbook, today: office.now.day).read(
                    file, name: name, rejects: rejects, language: .english)
            } catch let failure as ImportFailure {
                throw CommandFailure(failure.description)
            }
            let done = try await ImportIndicators(batch)(who, in: office)
            if data.json {
                try Terminal.print(
                    json: Output(
                        read: done.read, inserted: done.inserted, updated: done.updated, unchanged: done.unchanged,
                        rejected: done.rejected, rejects: done.rejectsPath))
            }
            Terminal.say(
                "\(done.read) rows: \(done.inserted) new, \(done.updated) changed, \(done.unchanged) unchanged, "
                    + "\(done.rejected) rejected.")
            if done.rejected > 0 {
                Terminal.say("Rejected rows, with the reasons: \(done.rejectsPath)")
                throw ExitCode(2)
            }
        }
    }
}

struct IndicatorTemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Print a CSV file with all columns and an example of each indicator.")

    func run() async throws {
        try await Terminal.reporting {
            let handbook = try Handbook.load()
            print(IndicatorFileReader.template(handbook, year: SystemClock.now().day.year), terminator: "")
        }
    }
}
