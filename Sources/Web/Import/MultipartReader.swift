import Foundation

/// Reads `multipart/form-data` (RFC 7578) as it arrives, in bounded memory: bytes in, events out, no I/O.
struct MultipartReader {
    enum Event: Equatable {
        /// A part begins: the name of its field, and its file name where it is a file.
        case part(name: String, fileName: String?)
        /// Some of its content.
        case content([UInt8])
        case partEnd
        case end
    }

    enum Problem: Error, Equatable {
        /// No form of this kind.
        case notMultipart
        /// Not as the standard says, or cut off.
        case malformed
    }

    /// The headers of one part may be this long, in bytes.
    static let longestHeader = 8 << 10

    private enum State {
        /// Before the first boundary.
        case preamble
        /// Behind a boundary: a line end, or two hyphens where it was the last.
        case afterBoundary
        case header
        case content
        case end
    }

    /// Line end, two hyphens and the boundary: what stands between two parts.
    private let delimiter: [UInt8]
    private var state = State.preamble
    private var buffer: [UInt8]
    private var start = 0

    /// - Parameter contentType: `multipart/form-data; boundary=…`.
    init(contentType: String) throws(Problem) {
        let parts = contentType.split(separator: ";").map { MultipartReader.trimmed($0) }
        guard parts.first?.lowercased() == "multipart/form-data",
            let parameter = parts.first(where: { $0.lowercased().hasPrefix("boundary=") })
        else { throw .notMultipart }
        var boundary = parameter.dropFirst("boundary=".count)
        if boundary.count >= 2, boundary.hasPrefix("\""), boundary.hasSuffix("\"") {
            boundary = boundary.dropFirst().dropLast()
        }
        guard (1...70).contains(boundary.utf8.count) else { throw .notMultipart }
        delimiter = Array("\r\n--".utf8) + Array(boundary.utf8)
        // The first boundary has no line end before it.
        buffer = [0x0D, 0x0A]
    }

    var isAtEnd: Bool { state == .end }

    /// What `bytes` add to what came before.
    mutating func read(_ bytes: some Collection<UInt8>) throws(Problem) -> [Event] {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
        var events: [Event] = []
        while try step(&events) {}
        return events
    }

    /// To be called when no more bytes come.
    func finish() throws(Problem) {
        guard state == .end else { throw .malformed }
    }

    /// Goes on by one piece; false where more bytes are needed.
    private mutating func step(_ events: inout [Event]) throws(Problem) -> Bool {
        switch state {
        case .preamble:
            guard let found = find(delimiter) else {
                drop(keeping: delimiter.count - 1)
                return false
            }
            start = found + delimiter.count
            state = .afterBoundary
            return true
        case .afterBoundary:
            guard buffer.count - start >= 2 else { return false }
            let next = (buffer[start], buffer[start + 1])
            guard next == (0x0D, 0x0A) || next == (0x2D, 0x2D) else { throw .malformed }
            start += 2
            state = next == (0x2D, 0x2D) ? .end : .header
            if state == .end { events.append(.end) }
            return true
        case .header:
            guard let found = find(MultipartReader.headerEnd) else {
                guard buffer.count - start <= MultipartReader.longestHeader else { throw .malformed }
                return false
            }
            let text = String(decoding: buffer[start..<found], as: UTF8.self)
            start = found + MultipartReader.headerEnd.count
            events.append(try MultipartReader.part(text))
            state = .content
            return true
        case .content:
            guard let found = find(delimiter) else {
                let safe = buffer.count - (delimiter.count - 1)
                if safe > start { events.append(.content(Array(buffer[start..<safe]))) }
                drop(keeping: delimiter.count - 1)
                return false
            }
            if found > start { events.append(.content(Array(buffer[start..<found]))) }
            events.append(.partEnd)
            start = found + delimiter.count
            state = .afterBoundary
            return true
        case .end:
            start = buffer.count
            return false
        }
    }

    private static let headerEnd: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]

    private mutating func drop(keeping tail: Int) {
        start = max(start, buffer.count - tail)
    }

    /// Where `pattern`, which begins with a carriage return, stands first.
    private func find(_ pattern: [UInt8]) -> Int? {
        buffer.withUnsafeBufferPointer { bytes in
            var index = start
            let last = bytes.count - pattern.count
            while index <= last {
                guard bytes[index] == 0x0D else {
                    index += 1
                    continue
                }
                var length = 1
                while length < pattern.count, bytes[index + length] == pattern[length] { length += 1 }
                if length == pattern.count { return index }
                index += 1
            }
            return nil
        }
    }

    /// `Content-Disposition: form-data; name="files"; filename="persons.csv"` among the header lines of a part.
    private static func part(_ header: String) throws(Problem) -> Event {
        for line in header.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":"),
                trimmed(line[..<colon]).lowercased() == "content-disposition"
            else { continue }
            let value = line[line.index(after: colon)...]
            guard let name = parameter("name", in: value) else { throw .malformed }
            return .part(name: name, fileName: parameter("filename", in: value))
        }
        throw .malformed
    }

    /// A quoted parameter; browsers write a quotation mark in it as `%22`.
    private static func parameter(_ name: String, in value: Substring) -> String? {
        var rest = value
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...]
            let parameter = rest.drop { $0 == " " }
            guard parameter.hasPrefix(name + "=\"") else { continue }
            let text = parameter.dropFirst(name.count + 2)
            return text.firstIndex(of: "\"").map { text[..<$0].replacingOccurrences(of: "%22", with: "\"") }
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> String {
        text.trimmingCharacters(in: .whitespaces)
    }
}
