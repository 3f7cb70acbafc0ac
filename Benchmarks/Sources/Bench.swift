import Foundation

/// Measures what the project promises, each in a process of its own, so that peak memory is that of the one thing measured.
///
///     kreds-bench [--incidents N] [--cases N] [--entries N] [--persons N]
@main
enum Bench {
    private static let options = ["--incidents", "--cases", "--entries", "--persons"]

    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if let mode = arguments.first, let child = Child(rawValue: mode) {
            try await child.run(Array(arguments.dropFirst()))
            return
        }
        guard let sizes = sizes(arguments) else {
            let usage = options.map { "[\($0) N]" }.joined(separator: " ")
            FileHandle.standardError.write(Data("kreds-bench \(usage): N is 1,000,000 where it is not given\n".utf8))
            exit(2)
        }
        let incidents = sizes["--incidents", default: 1_000_000]
        let cases = sizes["--cases", default: 1_000_000]
        let entries = sizes["--entries", default: 1_000_000]
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kreds-bench-\(getpid())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // At scale 1 the district has some 47,000 incidents.
        let scale = Double(incidents) / 46_900
        let rows = folder + "/rows"
        let imported = folder + "/imported.sqlite"
        let table = Table()
        table.add("generate, scale \(Int(scale))", try measure(.generate, [rows, String(scale)]))
        let importing = try measure(.importing, [imported, rows])
        table.add("import", importing)
        let bare = try measure(.bare, [imported, folder + "/bare.sqlite"])
        table.add("bare insert of the same rows", bare)
        table.add("import again, nothing changed", try measure(.importing, [imported, rows]))
        let screened = try screening(folder, scale: scale, imported, table)
        table.add("report, 10 years", try measure(.report, [imported]))
        let many = folder + "/cases.sqlite"
        try measure(.fillCases, [many, String(cases)])
        for clients in [1, PageServer.clients] {
            table.add(
                "case list, clients: \(clients), cases: \(cases)", try measure(.caseList, [many, String(clients)]))
        }
        let log = folder + "/log.sqlite"
        try measure(.fillLedger, [log, String(entries)])
        table.add("ledger verify, \(entries) entries", try measure(.verifyLedger, [log]))
        let page = try measure(.casePage, [imported])
        table.add("case page with its log entries, 16 clients", page)
        let persons = sizes["--persons", default: 1_000_000]
        let matched = try matching(folder, persons: persons, table) + [try arrivals(folder, persons: persons, table)]
        table.print()
        print()
        for (name, one) in matched {
            let (precision, recall) = (one.precision ?? 0, one.recall ?? 0)
            let f1 = 2 * precision * recall / max(precision + recall, 1e-9)
            print(String(format: "%@: precision %.4f, recall %.4f, F1 %.4f", name, precision, recall, f1))
        }
        let share = importing.rate / bare.rate
        print(String(format: "\nimport / bare insert: %.2f of the rows per second (promised: at least 0.33)", share))
        if let (kreds, peer) = screened {
            let words = "Socialsøg / %@: %.2f of the time, %.2f of the memory (promised: at most 0.50, and less)"
            print(
                String(
                    format: words, peer.engine, kreds.seconds / peer.seconds,
                    kreds.peakMegabytes / peer.peakMegabytes))
        }
        if let with = page.median, let without = page.medianWithout {
            let words = "log entries of a page: %.1f %% of the median time without (%.2f ms; promised: under 10 %%)"
            print(String(format: words, (with / without - 1) * 100, without))
        }
    }

    /// The full run at two sizes, the same rules in other engines, and incidents that arrive one by one.
    ///
    /// - Returns: the full run beside the fastest of the other engines, if one is there.
    private static func screening(
        _ folder: String, scale: Double, _ imported: String, _ table: Table
    ) throws -> (kreds: Measured, peer: ScreeningBench.Peer)? {
        let fifth = folder + "/fifth.sqlite"
        try measure(.generate, [folder + "/fifth", String(scale / 5)])
        try measure(.importing, [fifth, folder + "/fifth"])
        let hits = folder + "/hits.jsonl"
        table.add("Socialsøg, full run, a fifth of it", try measure(.screen, [fifth, hits]))
        let runs = try (0..<3).map { _ in try measure(.screen, [imported, hits]) }
        let kreds = runs.sorted { $0.seconds < $1.seconds }[1]
        table.add("Socialsøg, full run from the database", kreds)
        let peers = try ScreeningBench.peers(imported, hits: hits, folder: folder + "/peers")
        for peer in peers { table.add("the same rules and hits in \(peer.engine)", peer.measured) }
        if peers.isEmpty { table.note("DuckDB and Polars are not installed: pip install duckdb polars pyarrow") }
        table.add("Socialsøg, an arriving incident", try measure(.arrive, [imported, "2000"]))
        return peers.min { $0.seconds < $1.seconds }.map { (kreds, $0) }
    }

    /// Three levels of errors in a tenth of the persons, and the hardest in all.
    private static func matching(_ folder: String, persons: Int, _ table: Table) throws -> [(String, Measured)] {
        let sizes = [("easy", persons / 10), ("medium", persons / 10), ("hard", persons / 10), ("hard", persons)]
        return try sizes.map { level, persons in
            let place = folder + "/match"
            try measure(.fillMatch, [place, String(persons), String(persons / 10), level])
            let measured = try measure(.match, [place])
            let name = "match, \(level), \(persons) × \(persons / 10)"
            table.add(name, measured)
            return (name, measured)
        }
    }

    /// Persons without an id, one by one against a stored register.
    private static func arrivals(_ folder: String, persons: Int, _ table: Table) throws -> (String, Measured) {
        let place = folder + "/arrivals.sqlite"
        table.add("import with persons without id", try measure(.fillArrivals, [place, String(persons)]))
        let measured = try measure(.arrivals, [place, String(persons)])
        let name = "one reported person against \(persons)"
        table.add(name, measured)
        return (name, measured)
    }

    /// The number after each option; `nil` where something else stands there, or a number below 1.
    private static func sizes(_ arguments: [String]) -> [String: Int]? {
        var sizes: [String: Int] = [:]
        for place in stride(from: 0, to: arguments.count, by: 2) {
            guard options.contains(arguments[place]), arguments.indices.contains(place + 1),
                let size = Int(arguments[place + 1]), size > 0
            else { return nil }
            sizes[arguments[place]] = size
        }
        return sizes
    }

    /// Runs one child and reads what it prints last: a line of JSON.
    @discardableResult
    private static func measure(_ child: Child, _ arguments: [String]) throws -> Measured {
        FileHandle.standardError.write(Data("… \(child.rawValue)\n".utf8))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = [child.rawValue] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchFailure(message: "\(child.rawValue) failed") }
        return try JSONDecoder().decode(Measured.self, from: data)
    }
}

struct BenchFailure: Error {
    let message: String
}

/// What a child reports.
struct Measured: Codable {
    /// Wall-clock time of the measured part.
    var seconds: Double
    /// Rows, hits, figures or requests handled in it.
    var count: Int
    var unit: String
    /// Of the whole process, in megabytes (10⁶ bytes).
    var peakMegabytes = Measured.peak()
    /// Latencies in milliseconds, where requests were made.
    var median: Double?
    var p95: Double?
    /// Median of the same without what is measured.
    var medianWithout: Double?
    /// Of what was found, the share that is true; of what is true, the share that was found.
    var precision: Double?
    var recall: Double?

    init(seconds: Double, count: Int, unit: String, median: Double? = nil, p95: Double? = nil) {
        self.seconds = seconds
        self.count = count
        self.unit = unit
        self.median = median
        self.p95 = p95
    }

    /// Of pages or the like, in seconds each.
    init(latencies: [Double], seconds: Double, unit: String = "pages") {
        let sorted = latencies.sorted()
        self.init(
            seconds: seconds, count: sorted.count, unit: unit, median: sorted[sorted.count / 2] * 1000,
            p95: sorted[sorted.count * 95 / 100] * 1000)
    }

    var rate: Double { seconds > 0 ? Double(count) / seconds : 0 }

    /// High-water mark of resident memory, from the kernel.
    static func peak() -> Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) } ?? 0
        return kilobytes * 1024 / 1_000_000
    }

    static func time<Value>(_ body: () throws -> Value) rethrows -> (Value, Double) {
        let clock = ContinuousClock()
        let start = clock.now
        let value = try body()
        return (value, seconds(since: start))
    }

    static func seconds(since start: ContinuousClock.Instant) -> Double {
        let parts = (ContinuousClock().now - start).components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }
}

/// The printed table.
final class Table {
    private var rows: [[String]] = [["what", "seconds", "count", "per second", "median ms", "p95 ms", "peak MB"]]
    private var notes: [String] = []

    func add(_ name: String, _ measured: Measured) {
        func text(_ value: Double?, _ format: String) -> String { value.map { String(format: format, $0) } ?? "" }
        rows.append([
            name, text(measured.seconds, "%.2f"), "\(measured.count) \(measured.unit)", text(measured.rate, "%.0f"),
            text(measured.median, "%.1f"), text(measured.p95, "%.1f"), text(measured.peakMegabytes, "%.0f"),
        ])
    }

    /// Said below the table.
    func note(_ text: String) {
        notes.append(text)
    }

    func print() {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows {
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            Swift.print(cells.joined(separator: "  "))
        }
        for note in notes { Swift.print(note) }
    }
}
