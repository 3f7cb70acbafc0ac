import Prevention
import SQL
import Store

/// One run over opened files, portion by portion.
final class ImportRun {
    private let database: any Database
    private let files: ImportFiles
    private let context: ImportContext
    private let rejects: Rejects
    private let rowsPerTransaction: Int
    var summary = ImportSummary()
    /// Bytes of the files that are finished.
    private var finished: UInt64 = 0

    init(
        database: any Database, files: ImportFiles, context: ImportContext, rejects: Rejects, rowsPerTransaction: Int
    ) {
        self.database = database
        self.files = files
        self.context = context
        self.rejects = rejects
        self.rowsPerTransaction = rowsPerTransaction
        summary.importID = context.importID
        summary.unknownColumns = files.unknownColumns
        for name in files.names { summary.files[name] = .init() }
    }

    func readAll(_ progress: (ImportProgress) throws -> Void) throws {
        for file in files.csv { try read(file, progress) }
        if let cases = files.cases { try read(cases, progress) }
        try database.blockingWrite { db in _ = try context.rescreening.finish(in: db) }
        if context.tombstones.count > 0 { warn(["deleted-here": context.tombstones.count]) }
        if summary.files["incidents.csv"] != nil {
            let pointers = try database.blockingRead { db in try self.pointers(in: db) }
            for warning in Duplicates(pointers: pointers).warnings { warn([warning.code: 1]) }
        }
    }

    private func read(_ file: ImportFiles.CSV, _ progress: (ImportProgress) throws -> Void) throws {
        let names = file.target.columns.map(\.name)
        let row = CSVRow(reader: file.reader, places: file.places, names: names)
        var isDone = false
        while !isDone {
            var counts = summary.files[file.name] ?? .init()
            try portion(of: file.name, line: { file.reader.line }) { db in
                var target = try file.target.init(db, context)
                for _ in 0..<rowsPerTransaction {
                    let step = try file.reader.next()
                    if step == .end {
                        isDone = true
                        break
                    }
                    try count(&counts, file.name, line: file.reader.line, row: { file.reader.raw }) {
                        if case .malformed(let problem) = step {
                            throw RowProblem("import." + problem.rawValue, column: "")
                        }
                        guard file.reader.fieldCount == file.width else {
                            throw RowProblem(
                                "import.field-count", column: "",
                                ["found": String(file.reader.fieldCount), "expected": String(file.width)])
                        }
                        return try target.take(row)
                    }
                }
                return target.warnings
            }
            summary.files[file.name] = counts
            try report(file.name, finished + file.reader.position, progress)
        }
        finished += file.size
    }

    private func read(_ reader: LineReader, _ progress: (ImportProgress) throws -> Void) throws {
        let name = ImportFiles.cases
        var unknown: Set<String> = []
        var isDone = false
        while !isDone {
            var counts = summary.files[name] ?? .init()
            try portion(of: name, line: { reader.line }) { db in
                let target = try CaseRows(db, context)
                // A case is many rows, each of its steps judged by the engine.
                for _ in 0..<max(1, rowsPerTransaction / 8) {
                    let step = try reader.next()
                    if step == .end {
                        isDone = true
                        break
                    }
                    if case .line(let text) = step, text.allSatisfy({ $0 == " " || $0 == "\t" }) { continue }
                    try count(&counts, name, line: reader.line, row: { step.text }) {
                        switch step {
                        case .line(let text): return try target.take(text)
                        case .tooLong: throw RowProblem("import.record-too-long", column: "")
                        case .notUTF8, .end: throw RowProblem("import.not-utf8", column: "")
                        }
                    }
                }
                unknown.formUnion(target.unknownKeys)
                return [:]
            }
            summary.files[name] = counts
            if !unknown.isEmpty { summary.unknownColumns[name] = unknown.sorted() }
            try report(name, finished + reader.position, progress)
        }
    }

    /// One transaction; `body` gives the oddities that it let through.
    private func portion(
        of file: String, line: () -> Int, _ body: (any Connection) throws -> [String: Int]
    ) throws {
        do {
            let warnings = try database.blockingWrite { db in
                try KeyCheck.requireNewest(of: context.keys, in: db)
                context.changes.clear()
                let warnings = try body(db)
                try context.rescreening.settle(context.changes, isPart: true, in: db)
                return warnings
            }
            warn(warnings)
        } catch let failure as DatabaseFailure where failure.kind == .constraint {
            throw ImportFailure(.refusedByDatabase, file: file, detail: String(line()))
        }
    }

    /// Counts one row; one with a problem goes to the rejects file.
    private func count(
        _ counts: inout ImportSummary.File, _ file: String, line: Int, row: () -> String,
        _ take: () throws -> RowOutcome
    ) throws {
        counts.read += 1
        do {
            switch try take() {
            case .inserted: counts.inserted += 1
            case .updated: counts.updated += 1
            case .unchanged: counts.unchanged += 1
            }
        } catch let problem as RowProblem {
            counts.rejected += 1
            try rejects.add(file: file, line: line, problem: problem, row: row())
        }
    }

    private func warn(_ warnings: [String: Int]) {
        for (warning, count) in warnings { summary.warnings[warning, default: 0] += count }
    }

    /// Pointers of this source's duplicate reports.
    private func pointers(in db: any Connection) throws -> [Int64: Int64?] {
        var pointers: [Int64: Int64?] = [:]
        try db.forEach(
            """
            SELECT i.id, t.id FROM incident i
            LEFT JOIN incident t ON t.source_id = i.source_id AND t.external_id = i.same_as
            WHERE i.same_as IS NOT NULL AND i.source_id = \(context.source)
            """
        ) { row in pointers.updateValue(row.int64OrNil(1), forKey: row.int64(0)) }
        return pointers
    }

    private func report(_ file: String, _ bytes: UInt64, _ progress: (ImportProgress) throws -> Void) throws {
        let rows = summary.files.values.reduce(0) { $0 + $1.read }
        try progress(
            ImportProgress(
                file: file, bytesRead: bytes, bytesTotal: files.size, rows: rows, rejected: summary.rejected))
    }
}

extension LineReader.Step {
    fileprivate var text: String {
        switch self {
        case .line(let text), .notUTF8(let text), .tooLong(let text): return text
        case .end: return ""
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
