import Exchange
import Foundation
import Handbook
import Prevention
import Synthetic

/// Matching of invented reports with an invented register, as `kreds match` does it.
enum MatchBench {
    private static let left = "/left.csv"
    private static let right = "/right.csv"
    private static let truth = "/truth.csv"

    /// Writes the two files and which pairs are true.
    static func fill(_ folder: String, persons: Int, reports: Int, level: String) throws -> Measured {
        guard let level = MatchingSample.Level(rawValue: level) else {
            throw BenchFailure(message: "no level \(level)")
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let (rows, seconds) = try Measured.time {
            let sample = MatchingSample(seed: 2026, persons: persons, reports: reports, level: level)
            try write(sample.register, "L", to: folder + left)
            try write(sample.reports, "R", to: folder + right)
            let pairs = sample.truth.enumerated().compactMap { report, person in person.map { "L\($0),R\(report)" } }
            try Data(pairs.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: folder + truth))
            return persons + reports
        }
        return Measured(seconds: seconds, count: rows, unit: "rows")
    }

    private static func write(_ rows: [MatchingSample.Row], _ prefix: String, to path: String) throws {
        let columns = MatchingSample.columns.split(separator: ",").map { $0.prefix { $0 != "=" } }
        var text = "id," + columns.joined(separator: ",") + "\n"
        for (number, row) in rows.enumerated() {
            text += prefix + String(number)
            for field in row.fields { text += ",\"" + field + "\"" }
            text += "\n"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    /// Matches them and counts how much of what was found is true, and how much of the truth was found.
    static func run(_ folder: String) async throws -> Measured {
        let started = ContinuousClock().now
        var files = MatchFiles(
            try MatchColumns(MatchingSample.columns), id: "id", nicknames: try NicknameFile.shipped())
        let records = try files.read(folder + left, folder + right) { _ in }
        let result = Linkage(records).run(threshold: 0.5)
        try MatchWriter.write(result.pairs, of: records, to: folder + "/pairs.csv")
        var measured = Measured(
            seconds: Measured.seconds(since: started), count: result.candidates, unit: "pairs compared")
        let known = try String(contentsOfFile: folder + truth, encoding: .utf8)
        let pairs = Set(known.split(separator: "\n").map(String.init))
        let right = Double(result.pairs.count { pairs.contains(records.ids[$0.a] + "," + records.ids[$0.b]) })
        measured.precision = right / Double(max(result.pairs.count, 1))
        measured.recall = right / Double(max(pairs.count, 1))
        return measured
    }
}
