import Foundation

/// Bytes of a file in a window that moves forward: memory stays within the longest record, however long the file.
final class ByteSource {
    private let handle: FileHandle
    private let name: String
    /// Bytes at the start of the window that have been used up.
    private(set) var start = 0
    private(set) var buffer: [UInt8] = []
    /// Position in the file of the start of the window.
    private(set) var position: UInt64 = 0
    private(set) var isAtEnd = false
    let size: UInt64

    private static let chunk = 1 << 20

    /// - Throws: where the file cannot be opened.
    init(path: String) throws(ImportFailure) {
        name = (path as NSString).lastPathComponent
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
            let handle = FileHandle(forReadingAtPath: path),
            let size = try? handle.seekToEnd(), (try? handle.seek(toOffset: 0)) != nil
        else {
            throw ImportFailure(.unreadable, file: name)
        }
        self.handle = handle
        self.size = size
    }

    deinit {
        try? handle.close()
    }

    var available: Int { buffer.count - start }

    /// Marks bytes as used.
    func consume(_ count: Int) {
        start += count
        position += UInt64(count)
    }

    /// The next bytes as text, at most `most` of them, with whatever is not UTF-8 replaced.
    func text(_ most: Int) -> String {
        String(decoding: buffer[start..<min(start + most, buffer.count)], as: UTF8.self)
    }

    /// Reads more behind what is there; false at the end of the file.
    func fill() throws(ImportFailure) -> Bool {
        if isAtEnd { return false }
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        // A record longer than the window is looked at again from its start, so the window grows by doubling.
        let wanted = max(ByteSource.chunk, buffer.count)
        let data: Data?
        do {
            data = try handle.read(upToCount: wanted)
        } catch {
            // A disk that fails must not look like the end of the file.
            throw ImportFailure(.unreadable, file: name)
        }
        guard let data, !data.isEmpty else {
            isAtEnd = true
            return false
        }
        buffer.append(contentsOf: data)
        return true
    }
}
