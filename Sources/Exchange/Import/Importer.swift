public import Handbook
public import Prevention
public import SQL

import Foundation
import Store

/// Takes a folder of the exchange format into the store.
///
/// Rows are stored in transactions of some thousands, so the import may be stopped at any point: run again, it finds what
/// is stored unchanged and goes on. A bad row goes to the rejects file and stops nothing.
public struct Importer: Sendable {
    private let database: any Database
    private let handbook: Handbook
    private let rejectsFolder: String

    /// - Parameter rejectsFolder: where rejects files go; made when the first is needed.
    public init(database: any Database, handbook: Handbook, rejectsFolder: String) {
        self.database = database
        self.handbook = handbook
        self.rejectsFolder = rejectsFolder
    }

    private static var csvFiles: [(name: String, target: any CSVTarget.Type)] {
        [
            ("persons.csv", PersonRows.self), ("relations.csv", RelationRows.self), ("incidents.csv", IncidentRows.self),
            ("incident_persons.csv", ParticipantRows.self),
        ]
    }
    /// The files of the format, in the order in which they are read.
    public static var fileNames: [String] { csvFiles.map(\.name) + ["cases.jsonl"] }

    private static let rowsPerTransaction = 20_000

    /// Imports `folder`, blocking the calling thread.
    ///
    /// - Parameters:
    ///   - source: the name under which the ids of the rows are known.
    ///   - language: of the reasons in the rejects file.
    ///   - progress: called after every transaction.
    /// - Throws: `ImportFailure` before anything is stored; `DatabaseFailure`, `ExchangeWriteError` or `ImportFailure`
    ///   later, with what was stored until then kept, as a rerun expects.
    public func run(
        folder: String, source: String, actor: Authorized<Acts.ExchangeData>, at now: Instant, language: Language,
        started: (Int64) -> Void = { _ in }, progress: (ImportProgress) -> Void
    ) throws -> ImportSummary {
        var run = try open(folder)
        let (sourceID, importID) = try database.blockingWrite { db in
            let sourceID = try ImportStore.source(named: source, in: db)
            let id = try ImportStore.begin(source: sourceID, folder: folder, by: actor.actor, at: now, in: db)
            try AuditLog.record(.collect, .importRun, id: id, reason: source, by: actor.actor, at: now, in: db)
            return (sourceID, id)
        }
        started(importID)
        run.summary.importID = importID
        let context = ImportContext(
            source: sourceID, importID: importID, actor: actor.actor, startedAt: now, handbook: handbook)
        let path = rejectsFolder + "/import-\(importID)-rejects.csv"
        let rejects = Rejects(path: path, words: handbook[language])
        do {
            for file in run.csv { try readCSV(file, context, rejects, &run, progress) }
            if let cases = run.cases { try readCases(cases, context, rejects, &run, progress) }
            run.summary.rejects = try rejects.finish()
            try database.blockingWrite { db in
                for warning in Duplicates(pointers: try IncidentStore.pointers(in: db)).warnings {
                    run.summary.warnings[warning.code, default: 0] += 1
                }
                try ImportStore.finish(
                    importID, state: .done, summary: try JSONText.encode(run.summary),
                    rejectsPath: run.summary.rejects, at: now, in: db)
            }
        } catch {
            try? database.blockingWrite { db in
                try ImportStore.finish(
                    importID, state: .failed, summary: try JSONText.encode(run.summary), rejectsPath: "", at: now, in: db)
            }
            throw error
        }
        return run.summary
    }

    /// Everything that is open during one run.
    private struct Run {
        var csv: [CSVFile] = []
        var cases: LineReader?
        var summary = ImportSummary()
        var total: UInt64 = 0
        /// Bytes of the files that are finished.
        var finished: UInt64 = 0
    }

    private struct CSVFile {
        let name: String
        let target: any CSVTarget.Type
        let reader: CSVReader
        let places: [Int]
        let size: UInt64
    }

    /// Opens the files and checks every header before anything is stored.
    private func open(_ folder: String) throws(ImportFailure) -> Run {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw ImportFailure(.noFolder, detail: folder)
        }
        var run = Run()
        for (name, target) in Importer.csvFiles {
            let path = folder + "/" + name
            guard FileManager.default.fileExists(atPath: path) else { continue }
            let source = try ByteSource(path: path)
            let reader = try CSVReader(source)
            let places = try header(reader, of: name, target, &run.summary)
            run.csv.append(CSVFile(name: name, target: target, reader: reader, places: places, size: source.size))
            run.summary.files[name] = .init()
            run.total += source.size
        }
        let path = folder + "/cases.jsonl"
        if FileManager.default.fileExists(atPath: path) {
            let source = try ByteSource(path: path)
            run.cases = try LineReader(source)
            run.summary.files["cases.jsonl"] = .init()
            run.total += source.size
        }
        if run.summary.files.isEmpty { throw ImportFailure(.noFiles, detail: folder) }
        return run
    }

    private func header(
        _ reader: CSVReader, of name: String, _ target: any CSVTarget.Type, _ summary: inout ImportSummary
    ) throws(ImportFailure) -> [Int] {
        switch try reader.next() {
        case .end: throw ImportFailure(.emptyFile, file: name)
        case .malformed: throw ImportFailure(.headerNotUTF8, file: name)
        case .record: break
        }
        var found: [String: Int] = [:]
        for index in 0..<reader.fieldCount {
            guard let column = reader.text(index) else { throw ImportFailure(.headerNotUTF8, file: name) }
            guard found.updateValue(index, forKey: column) == nil else {
                throw ImportFailure(.repeatedColumn, file: name, detail: column)
            }
        }
        for column in target.columns where column.isRequired && found[column.name] == nil {
            throw ImportFailure(.missingColumn, file: name, detail: column.name)
        }
        let known = Set(target.columns.map(\.name))
        let unknown = found.keys.filter { !known.contains($0) }.sorted()
        if !unknown.isEmpty { summary.unknownColumns[name] = unknown }
        return target.columns.map { found[$0.name] ?? -1 }
    }

    private func readCSV(
        _ file: CSVFile, _ context: ImportContext, _ rejects: Rejects, _ run: inout Run,
        _ progress: (ImportProgress) -> Void
    ) throws {
        let names = file.target.columns.map(\.name)
        let width = file.reader.fieldCount
        var counts = ImportSummary.File()
        var isDone = false
        while !isDone {
            try database.blockingWrite { db in
                var target = try file.target.init(db, context)
                for _ in 0..<Importer.rowsPerTransaction {
                    let step = try file.reader.next()
                    if step == .end {
                        isDone = true
                        break
                    }
                    counts.read += 1
                    do {
                        if case .malformed(let problem) = step {
                            throw RowProblem("import." + problem.rawValue, column: "")
                        }
                        guard file.reader.fieldCount == width else {
                            throw RowProblem(
                                "import.field-count", column: "",
                                ["found": String(file.reader.fieldCount), "expected": String(width)])
                        }
                        let row = CSVRow(reader: file.reader, places: file.places, names: names)
                        counts.add(try target.take(row))
                    } catch let problem as RowProblem {
                        counts.rejected += 1
                        try rejects.add(
                            file: file.name, line: file.reader.line, problem: problem, row: file.reader.raw)
                    }
                }
                for (warning, count) in target.warnings { run.summary.warnings[warning, default: 0] += count }
            }
            run.summary.files[file.name] = counts
            report(file.name, run.finished + file.reader.position, run, progress)
        }
        run.finished += file.size
    }

    private func readCases(
        _ reader: LineReader, _ context: ImportContext, _ rejects: Rejects, _ run: inout Run,
        _ progress: (ImportProgress) -> Void
    ) throws {
        var counts = ImportSummary.File()
        var isDone = false
        while !isDone {
            try database.blockingWrite { db in
                let target = try CaseRows(db, context)
                for _ in 0..<Importer.rowsPerTransaction {
                    var raw = ""
                    do {
                        switch try reader.next() {
                        case .end:
                            isDone = true
                        case .line(let text):
                            if text.isEmpty { continue }
                            raw = text
                            counts.read += 1
                            counts.add(try target.take(text))
                        case .notUTF8:
                            counts.read += 1
                            throw RowProblem("import.not-utf8", column: "")
                        case .tooLong:
                            counts.read += 1
                            throw RowProblem("import.record-too-long", column: "")
                        }
                    } catch let problem as RowProblem {
                        counts.rejected += 1
                        try rejects.add(file: "cases.jsonl", line: reader.line, problem: problem, row: raw)
                    }
                    if isDone { break }
                }
            }
            run.summary.files["cases.jsonl"] = counts
            report("cases.jsonl", run.finished + reader.position, run, progress)
        }
    }

    private func report(_ file: String, _ bytes: UInt64, _ run: Run, _ progress: (ImportProgress) -> Void) {
        let rows = run.summary.files.values.reduce(0) { $0 + $1.read }
        progress(
            ImportProgress(
                file: file, bytesRead: bytes, bytesTotal: run.total, rows: rows, rejected: run.summary.rejected))
    }
}

extension ImportSummary.File {
    fileprivate mutating func add(_ outcome: RowOutcome) {
        switch outcome {
        case .inserted: inserted += 1
        case .updated: updated += 1
        case .unchanged: unchanged += 1
        }
    }
}

extension Duplicates.Warning {
    fileprivate var code: String {
        switch self {
        case .unknown: return "same-as-unknown"
        case .circular: return "same-as-circle"
        }
    }
}
