import Foundation

/// Reads a text file line by line in bounded memory.
final class LineReader {
    enum Step: Equatable {
        case line(String)
        /// With whatever is not UTF-8 replaced.
        case notUTF8(String)
        /// With its beginning.
        case tooLong(String)
        case end
    }

    private let source: ByteSource
    /// Number of the current line, from 1.
    private(set) var line = 0

    init(_ source: ByteSource) throws(ImportFailure) {
        self.source = source
        _ = try source.fill()
        if source.buffer.starts(with: [0xEF, 0xBB, 0xBF]) { source.consume(3) }
    }

    var position: UInt64 { source.position }

    /// The next line without its end. Empty lines are given too.
    func next() throws(ImportFailure) -> Step {
        var beginning: String?
        while true {
            if let end = source.buffer[source.start...].firstIndex(of: 0x0A) {
                return finish(end - source.start, andEnd: 1, beginning)
            }
            if source.available > CSVReader.longestRecord {
                if beginning == nil { beginning = source.text(CSVReader.keptOfTooLong) }
                source.consume(source.available)
            }
            if try source.fill() { continue }
            guard source.available > 0 || beginning != nil else { return .end }
            return finish(source.available, andEnd: 0, beginning)
        }
    }

    private func finish(_ length: Int, andEnd end: Int, _ beginning: String?) -> Step {
        line += 1
        let bytes = source.buffer[source.start..<(source.start + length)]
        let start = source.text(min(length, CSVReader.keptOfTooLong))
        source.consume(length + end)
        if let beginning { return .tooLong(beginning) }
        if length > CSVReader.longestRecord { return .tooLong(start) }
        let trimmed = bytes.last == 0x0D ? bytes.dropLast() : bytes
        guard let text = String(validating: trimmed, as: UTF8.self) else {
            return .notUTF8(String(decoding: trimmed, as: UTF8.self))
        }
        return .line(text)
    }
}
