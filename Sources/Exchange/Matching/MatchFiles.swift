internal import Foundation
public import Prevention

/// Reads the files whose records are to be matched: CSV with commas or semicolons, with or without a byte order mark, with
/// or without spaces around the fields.
public struct MatchFiles {
    private let columns: MatchColumns
    private let idColumn: String
    private let reader: RecordReader
    /// Lines that could not be read, by file.
    public private(set) var skipped: [(file: String, line: Int)] = []

    /// - Parameters:
    ///   - id: column with what a record is called.
    public init(_ columns: MatchColumns, id: String, nicknames: Nicknames) {
        self.columns = columns
        idColumn = id
        reader = RecordReader(columns: columns.columns.map(\.kind), nicknames: nicknames)
    }

    /// Reads one or two files.
    ///
    /// - Parameter progress: called with the share that is read, 0...1.
    /// - Throws: `MatchFailure` or `ImportFailure` with file, line and the way out.
    public mutating func read(
        _ left: String, _ right: String?, progress: (Double) -> Void
    ) throws -> MatchRecords {
        let parts = right == nil ? 1.0 : 2.0
        try read(left) { progress($0 / parts) }
        if let right {
            reader.beginRight()
            try read(right) { progress(0.5 + $0 / parts) }
        }
        return reader.finish()
    }

    private mutating func read(_ path: String, progress: (Double) -> Void) throws {
        let name = (path as NSString).lastPathComponent
        let source = try ByteSource(path: path)
        _ = try source.fill()
        if source.buffer.starts(with: [0xFF, 0xFE]) || source.buffer.starts(with: [0xFE, 0xFF]) {
            throw MatchFailure(.otherEncoding, file: name)
        }
        let separator = MatchFiles.separator(source.buffer)
        let rows = try CSVReader(source, separator: separator, skipsSpaces: true)
        let (id, places) = try header(rows, of: name)
        var batch = RecordBatch(columns: places.count)
        while true {
            switch try rows.next() {
            case .end:
                try add(&batch, of: name)
                return try check(reader.settle(), of: name)
            case .malformed: skipped.append((name, rows.line))
            case .record:
                guard id < rows.fieldCount, rows.length(id) > 0 else {
                    try add(&batch, of: name)
                    try check(reader.settle(), of: name)
                    throw MatchFailure(.idMissing, file: name, line: rows.line, detail: idColumn)
                }
                if reader.count + batch.count == MatchRecords.most {
                    throw MatchFailure(.tooManyRecords, file: name, detail: String(MatchRecords.most))
                }
                rows.withField(id) { batch.begin($0, line: rows.line) }
                for place in places {
                    if place < rows.fieldCount {
                        rows.withField(place) { batch.add($0) }
                    } else {
                        batch.add(UnsafeBufferPointer(start: nil, count: 0))
                    }
                }
                if batch.count == RecordBatch.size {
                    try add(&batch, of: name)
                    if source.size > 0 { progress(Double(rows.position) / Double(source.size)) }
                }
            }
        }
    }

    /// Hands the batch over to be read, and begins the next.
    private func add(_ batch: inout RecordBatch, of file: String) throws(MatchFailure) {
        let next = RecordBatch(columns: columns.columns.count)
        try check(reader.add(batch), of: file)
        batch = next
    }

    private func check(_ repeated: RecordBatch.Name?, of file: String) throws(MatchFailure) {
        guard let repeated else { return }
        throw MatchFailure(.idTwice, file: file, line: repeated.line, detail: repeated.id, idColumn)
    }

    /// Semicolons where the header row has more of them than commas.
    private static func separator(_ bytes: [UInt8]) -> UInt8 {
        let header = bytes.prefix { $0 != 0x0A }
        let (commas, semicolons) = (header.count { $0 == comma }, header.count { $0 == 0x3B })
        return semicolons > commas ? 0x3B : comma
    }

    private func header(_ rows: CSVReader, of file: String) throws -> (id: Int, places: [Int]) {
        switch try rows.next() {
        case .end: throw MatchFailure(.emptyFile, file: file)
        case .malformed: throw MatchFailure(.malformedHeader, file: file)
        case .record: break
        }
        let names = (0..<rows.fieldCount).map { rows.withField($0) { String(decoding: $0, as: UTF8.self) } }
        func place(_ name: String) throws(MatchFailure) -> Int {
            guard let place = names.firstIndex(of: name) else {
                let known = names.map { "'\($0)'" }.joined(separator: ", ")
                throw MatchFailure(.missingColumn, file: file, detail: name, known)
            }
            return place
        }
        return (try place(idColumn), try columns.columns.map { try place($0.name) })
    }
}
