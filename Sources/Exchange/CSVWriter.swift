internal import Foundation
import SQL

/// What went wrong on the way to the disk, fit to be shown to the user.
public struct ExchangeWriteError: Error, Sendable, CustomStringConvertible {
    /// The file or folder concerned.
    public let path: String
    /// What the operating system said.
    public let reason: String

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    public var description: String { "Could not write '\(path)': \(reason)" }
}

/// One output file, written as `PATH.part` through a buffer of its own and renamed to `PATH` when it is complete. What is
/// in it is about people, so its owner alone may read it.
final class PartialFile {
    private static let bufferSize = 256 * 1024

    let path: String
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var isOpen = true

    init(path: String) throws(ExchangeWriteError) {
        self.path = path
        let part = path + ".part"
        // What an interrupted run has left.
        unlink(part)
        guard PrivateFile.make(part), let handle = FileHandle(forWritingAtPath: part) else {
            throw ExchangeWriteError(path: part, reason: "the file cannot be created")
        }
        self.handle = handle
        buffer.reserveCapacity(PartialFile.bufferSize + 4096)
    }

    deinit { discard() }

    func append(_ byte: UInt8) {
        buffer.append(byte)
    }

    func append(_ text: String) {
        buffer.append(contentsOf: text.utf8)
    }

    /// Called after every row, so that the buffer stays within its bounds.
    func flushIfFull() throws(ExchangeWriteError) {
        if buffer.count >= PartialFile.bufferSize { try flush() }
    }

    /// Everything to the disk, then the final name, replacing an older file of that name.
    func finish() throws(ExchangeWriteError) {
        try flush()
        do {
            try handle.synchronize()
            try handle.close()
        } catch {
            throw ExchangeWriteError(path: path, reason: error.localizedDescription)
        }
        isOpen = false
        guard rename(path + ".part", path) == 0 else {
            throw ExchangeWriteError(path: path, reason: String(cString: strerror(errno)))
        }
    }

    /// Leaves nothing behind; does nothing after `finish()`.
    func discard() {
        guard isOpen else { return }
        isOpen = false
        try? handle.close()
        try? FileManager.default.removeItem(atPath: path + ".part")
    }

    private func flush() throws(ExchangeWriteError) {
        guard !buffer.isEmpty else { return }
        do {
            try handle.write(contentsOf: Data(buffer))
        } catch {
            throw ExchangeWriteError(path: path + ".part", reason: error.localizedDescription)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

/// Rows of one CSV file by RFC 4180, with LF between them; fields are quoted only where they must be.
struct CSVWriter {
    let file: PartialFile
    private(set) var rows = 0

    init(file: PartialFile, header: [String]) throws(ExchangeWriteError) {
        self.file = file
        try line(header)
    }

    mutating func row(_ fields: [String]) throws(ExchangeWriteError) {
        try line(fields)
        rows += 1
    }

    private func line(_ fields: [String]) throws(ExchangeWriteError) {
        for (index, field) in fields.enumerated() {
            if index > 0 { file.append(0x2C) }
            if CSVWriter.needsQuotes(field) {
                file.append(0x22)
                for byte in field.utf8 {
                    if byte == 0x22 { file.append(0x22) }
                    file.append(byte)
                }
                file.append(0x22)
            } else {
                file.append(field)
            }
        }
        file.append(0x0A)
        try file.flushIfFull()
    }

    /// A field as it stands in a line.
    static func field(_ text: String) -> String {
        needsQuotes(text) ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }

    /// Separators, quotes and line breaks; and a space at either end, which some readers would trim.
    private static func needsQuotes(_ field: String) -> Bool {
        if field.utf8.first == 0x20 || field.utf8.last == 0x20 { return true }
        return field.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    }
}
