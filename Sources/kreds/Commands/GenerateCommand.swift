import ArgumentParser
import Exchange
import Prevention
import Synthetic

struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Write a synthetic district in the exchange format.")

    @OptionGroup var district: DistrictOptions
    @Option(help: "Folder to write; made where it is missing.") var out: String
    @Flag(help: "Print machine-readable JSON on standard output.") var json = false

    func run() async throws {
        try await Terminal.reporting {
            let counts = try district.write(to: out)
            if json {
                try Terminal.print(json: counts)
            } else {
                for (name, count) in counts.sorted(by: { $0.key < $1.key }) { Terminal.say("\(name): \(count)") }
            }
        }
    }
}

/// Which synthetic district: the same options give the same district.
struct DistrictOptions: ParsableArguments {
    @Option(help: "Another seed, another district.") var seed: UInt64 = 1
    @Option(help: "1 = the two years of one district; 100 = a country and more.") var scale = 1.0
    @Option(help: "The last day of the two years (YYYY-MM-DD); yesterday otherwise.") var until: String?

    func validate() throws {
        guard scale > 0, scale <= 1000 else { throw ValidationError("--scale must lie above 0 and not above 1000.") }
        if let until, LocalDate(until) == nil {
            throw ValidationError("'\(until)' is no date. Give --until as YYYY-MM-DD.")
        }
    }

    /// Writes the folder; returns how many rows each file has.
    func write(to folder: String) throws -> [String: Int] {
        let last = until.flatMap { LocalDate($0) } ?? SystemClock.now().day + -1
        let district = SyntheticDistrict(seed: seed, scale: scale, until: last)
        let writer = try ExchangeWriter(folder: folder)
        var bar = ProgressBar()
        try district.write(to: writer) { done in
            bar.show(Double(done) / Double(max(1, district.units)), "writing the district")
        }
        bar.finish()
        return try writer.finish()
    }
}
