import Foundation

/// Reads a text file line by line in bounded memory.
final class LineReader {
    enum Step: Equatable {
        case line(String)
        case notUTF8
        case tooLong
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
        var isTooLong = false
        while true {
            if let end = source.buffer[source.start...].firstIndex(of: 0x0A) {
                line += 1
                let bytes = source.buffer[source.start..<end]
                source.consume(bytes.count + 1)
                return isTooLong ? .tooLong : text(bytes)
            }
            if source.available > CSVReader.longestRecord {
                isTooLong = true
                source.consume(source.available)
            }
            if try source.fill() { continue }
            guard source.available > 0 || isTooLong else { return .end }
            line += 1
            let bytes = source.buffer[source.start...]
            source.consume(bytes.count)
            return isTooLong ? .tooLong : text(bytes)
        }
    }

    private func text(_ bytes: ArraySlice<UInt8>) -> Step {
        let trimmed = bytes.last == 0x0D ? bytes.dropLast() : bytes
        guard let text = String(validating: trimmed, as: UTF8.self) else { return .notUTF8 }
        return .line(text)
    }
}
