import ArgumentParser
import Exchange
import Handbook
import Prevention

struct MatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match", abstract: "Find the records that are the same person, in one CSV file or between two.",
        discussion: """
            No pair has to be known beforehand: what an agreement is worth is found in the records themselves. A pair's \
            probability is the chance that both records are one person. docs/matching.md explains the method.

            Kinds of columns: given, family, date (YYYY-MM-DD, YYYYMMDD or DD-MM-YYYY), id (a number that belongs to one \
            person), address, city, code (postal code), and text (anything else, such as sex).

              kreds match a.csv b.csv --id nr --columns 'first=given,last=family,born=date' --out pairs.csv
            """)

    @Argument(help: "The CSV file, with a header row.") var left: String
    @Argument(help: "A second file; without it, the records of the first are matched with each other.") var right:
        String?
    @Option(help: "What the columns hold: 'column=kind,…'.") var columns: String
    @Option(help: "The column with what a record is called.") var id: String
    @Option(help: "Pairs that are less probable than this are left out; from 0 to 1.") var threshold = 0.5
    @Option(help: "The file to write: id_a,id_b,probability.") var out: String
    @Option(help: "Also write which records belong together: file,id,cluster.") var clusters: String?
    @Flag(help: "Print what was done as JSON.") var json = false

    private struct Summary: Encodable {
        let left: Int
        let right: Int
        let candidates: Int
        let pairs: Int
        let seconds: Double
    }

    func validate() throws {
        guard (0...1).contains(threshold) else {
            throw ValidationError("--threshold \(threshold): give a probability from 0 to 1, such as 0.5.")
        }
    }

    func run() async throws {
        try await Terminal.reporting {
            let started = ContinuousClock.now
            var bar = ProgressBar()
            var files = MatchFiles(try MatchColumns(columns), id: id, nicknames: try NicknameFile.shipped())
            let records = try files.read(left, right) { bar.show($0 * 0.3, "reading") }
            bar.show(0.3, "finding what agreement is worth")
            let linkage = Linkage(records)
            let result = linkage.run(threshold: threshold) { bar.show(0.5 + $0 * 0.5, "comparing") }
            bar.finish()
            try MatchWriter.write(result.pairs, of: records, to: out)
            if let clusters { try MatchWriter.write(linkage.clusters(result.pairs), of: records, to: clusters) }
            say(files.skipped)
            let time = started.duration(to: .now)
            let summary = Summary(
                left: records.leftCount, right: records.count - records.leftCount, candidates: result.candidates,
                pairs: result.pairs.count, seconds: time / .seconds(1))
            if json {
                try Terminal.print(json: summary)
            } else {
                Terminal.say(
                    "\(summary.pairs) pairs among \(summary.left)\(right == nil ? "" : " × \(summary.right)") records, "
                        + "\(summary.candidates) compared")
            }
            if !files.skipped.isEmpty { throw ExitCode(2) }
        }
    }

    private func say(_ skipped: [(file: String, line: Int)]) {
        guard let first = skipped.first else { return }
        Terminal.say(
            "\(skipped.count) lines could not be read and were passed over, the first of them \(first.file), line "
                + "\(first.line): a quotation mark is not closed, or something follows it.")
    }
}
