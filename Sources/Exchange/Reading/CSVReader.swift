import Foundation

/// Reads CSV by RFC 4180, record by record, in bounded memory.
///
/// A record that cannot be read is given back as malformed, and reading goes on at the line after the one it began on, so
/// that one stray quote does not swallow a file.
final class CSVReader {
    enum Step: Equatable {
        case record
        case malformed(Malformed)
        case end
    }

    enum Malformed: String {
        /// A quoted field without its closing quote.
        case unterminatedQuote = "unterminated-quote"
        /// Something between a closing quote and the next separator.
        case afterQuote = "after-quote"
        case tooLong = "record-too-long"
    }

    /// A record may be this long, in bytes; a quote that is open for longer is taken as never closed.
    static let longestRecord = 16 << 20
    /// So much of a longer one goes to the rejects file, in bytes.
    static let keptOfTooLong = 1 << 12

    private let source: ByteSource
    /// The fields of the current record one after another, and where each ends.
    private var values: [UInt8] = []
    private var ends: [Int] = []
    /// Bytes of the current record in the file, without its line end.
    private var rawLength = 0
    /// What is kept of a line that is longer than the window.
    private var beginning: String?
    private var consumed = 0
    private var linesInRecord = 0
    /// Line on which the current record starts, from 1.
    private(set) var line = 0
    private var nextLine = 1

    private let separator: UInt8
    /// Whether spaces around a field are no part of it.
    private let skipsSpaces: Bool

    init(_ source: ByteSource, separator: UInt8 = comma, skipsSpaces: Bool = false) throws(ImportFailure) {
        self.source = source
        self.separator = separator
        self.skipsSpaces = skipsSpaces
        _ = try source.fill()
        if source.buffer.starts(with: [0xEF, 0xBB, 0xBF]) { source.consume(3) }
    }

    var fieldCount: Int { ends.count }
    var position: UInt64 { source.position }

    /// The bytes of a field, valid until the next step.
    func withField<Value>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        let from = index == 0 ? 0 : ends[index - 1]
        return values.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[from..<ends[index]])) }
    }

    func length(_ index: Int) -> Int {
        ends[index] - (index == 0 ? 0 : ends[index - 1])
    }

    /// `nil` where the bytes are not UTF-8, or hold a zero byte.
    func text(_ index: Int) -> String? {
        withField(index) { bytes in
            if bytes.contains(0) { return nil }
            return String(validating: bytes, as: UTF8.self)
        }
    }

    /// The record as it stands in the file, with whatever is not UTF-8 replaced.
    var raw: String {
        if let beginning { return beginning }
        let start = source.start - consumed
        return String(decoding: source.buffer[start..<(start + rawLength)], as: UTF8.self)
    }

    /// Goes to the next record. Empty lines are passed over.
    func next() throws(ImportFailure) -> Step {
        while true {
            line = nextLine
            let step = try read()
            guard case .record = step, ends.count == 1, rawLength == 0 else { return step }
        }
    }

    private func read() throws(ImportFailure) -> Step {
        consumed = 0
        beginning = nil
        while true {
            let (outcome, used) = parse(isLast: source.isAtEnd)
            switch outcome {
            case .needsMore:
                if source.available >= CSVReader.longestRecord { return try skipLine(.tooLong) }
                if try source.fill() { continue }
                if source.available == 0 { return .end }
            case .record:
                source.consume(used)
                consumed = used
                nextLine = line + linesInRecord
                return .record
            case .malformed(let problem):
                return try skipLine(problem)
            }
        }
    }

    private enum Outcome {
        case record, needsMore
        case malformed(Malformed)
    }

    /// Parses one record at the start of the window.
    private func parse(isLast: Bool) -> (Outcome, used: Int) {
        values.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        linesInRecord = 1
        let start = source.start
        return source.buffer.withUnsafeBufferPointer { all in
            let bytes = UnsafeBufferPointer(rebasing: all[start...])
            let count = bytes.count
            if count == 0 { return (.needsMore, 0) }
            var index = 0
            while true {
                if skipsSpaces { while index < count, bytes[index] == space { index += 1 } }
                if index < count, bytes[index] == quote {
                    index += 1
                    while true {
                        var end = index
                        while end < count, bytes[end] != quote {
                            if bytes[end] == newline { linesInRecord += 1 }
                            end += 1
                        }
                        values.append(contentsOf: bytes[index..<end])
                        if end == count { return isLast ? (.malformed(.unterminatedQuote), 0) : (.needsMore, 0) }
                        if end + 1 < count, bytes[end + 1] == quote {
                            values.append(quote)
                            index = end + 2
                            continue
                        }
                        index = end + 1
                        break
                    }
                    if skipsSpaces { while index < count, bytes[index] == space { index += 1 } }
                    if index == count, !isLast { return (.needsMore, 0) }
                    // A carriage return at the end of the window may be half of a line end.
                    if index + 1 == count, bytes[index] == carriageReturn, !isLast { return (.needsMore, 0) }
                    if index < count, bytes[index] != separator, !isLineEnd(bytes, index) {
                        return (.malformed(.afterQuote), 0)
                    }
                } else {
                    var end = index
                    while end < count, bytes[end] != separator, bytes[end] != newline { end += 1 }
                    if end == count, !isLast { return (.needsMore, 0) }
                    let hasReturn =
                        end > index && bytes[end - 1] == carriageReturn && (end == count || bytes[end] == newline)
                    var last = hasReturn ? end - 1 : end
                    if skipsSpaces { while last > index, bytes[last - 1] == space { last -= 1 } }
                    values.append(contentsOf: bytes[index..<last])
                    index = end
                    if hasReturn { index -= 1 }
                }
                ends.append(values.count)
                if index == count {
                    rawLength = index
                    return (.record, index)
                }
                if bytes[index] == separator {
                    index += 1
                    continue
                }
                rawLength = index
                let lineEnd = bytes[index] == carriageReturn ? 2 : 1
                return (.record, min(index + lineEnd, count))
            }
        }
    }

    private func isLineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        if bytes[index] == newline { return true }
        return bytes[index] == carriageReturn && (index + 1 == bytes.count || bytes[index + 1] == newline)
    }

    /// Passes over the line on which the record began; of one that is too long, only the beginning is kept.
    private func skipLine(_ problem: Malformed) throws(ImportFailure) -> Step {
        var lost = 0
        while true {
            if let end = source.buffer[source.start...].firstIndex(of: newline) {
                let length = end - source.start
                source.consume(length + 1)
                rawLength = lost > 0 ? 0 : length
                consumed = length + 1
                break
            }
            if source.available > CSVReader.longestRecord {
                if lost == 0 { beginning = source.text(CSVReader.keptOfTooLong) }
                lost += source.available
                source.consume(source.available)
            }
            if try source.fill() { continue }
            rawLength = lost > 0 ? 0 : source.available
            consumed = source.available
            source.consume(consumed)
            break
        }
        if lost == 0, rawLength > CSVReader.longestRecord {
            rawLength = CSVReader.keptOfTooLong
        }
        nextLine = line + 1
        return .malformed(problem)
    }
}

private let quote: UInt8 = 0x22
private let space: UInt8 = 0x20
let comma: UInt8 = 0x2C
private let newline: UInt8 = 0x0A
private let carriageReturn: UInt8 = 0x0D
