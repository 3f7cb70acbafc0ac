import Foundation
import SQL

/// The file that holds a key ring: one secret a line, in base64, oldest first. For its owner alone, and never beside a backup
/// of the database that it opens.
public struct KeyFile: Sendable {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    public enum Problem: Error, Sendable, CustomStringConvertible {
        case missing(String), damaged(String), open(String), notWritten(String)
        /// Of another database.
        case other(String)
        /// Has a key that the database does not know yet.
        case newer(String)

        public var description: String {
            switch self {
            case .missing(let path):
                "The key file '\(path)' is missing. Put it back from where it is kept safe, or name it with --key-file."
            case .damaged(let path): "'\(path)' is no key file. Put it back from where it is kept safe."
            case .open(let path): "Others can read the key file '\(path)'. Close it to them: chmod 600 '\(path)'."
            case .notWritten(let path): "The key file '\(path)' cannot be written."
            case .newer(let path):
                "'\(path)' has a newer key than the database: a rotation was interrupted. 'kreds key rotate' goes on with it."
            case .other(let path):
                "'\(path)' is not the key file of this database. Put the right one back, or name it with --key-file."
            }
        }
    }

    public var exists: Bool {
        FileManager.default.fileExists(atPath: path)
    }

    /// - Throws: `Problem` where the file is missing, holds something else, or is open to others than its owner.
    public func load() throws -> KeyRing {
        guard let data = FileManager.default.contents(atPath: path) else { throw Problem.missing(path) }
        let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        guard let mode, mode & 0o077 == 0 else { throw Problem.open(path) }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        let secrets = lines.compactMap { Data(base64Encoded: String($0)) }
        guard secrets.count == lines.count, let ring = KeyRing(secrets: secrets) else { throw Problem.damaged(path) }
        return ring
    }

    /// Writes the ring whole: beside the old file first, which it then replaces.
    ///
    /// - Throws: `Problem.notWritten`.
    public func save(_ ring: KeyRing) throws {
        let part = path + ".part"
        try? FileManager.default.removeItem(atPath: part)
        let text = ring.secrets.map { $0.base64EncodedString() + "\n" }.joined()
        guard PrivateFile.make(part), let handle = FileHandle(forWritingAtPath: part) else {
            throw Problem.notWritten(path)
        }
        do {
            try handle.write(contentsOf: Data(text.utf8))
            try handle.synchronize()
            try handle.close()
        } catch { throw Problem.notWritten(path) }
        guard rename(part, path) == 0 else { throw Problem.notWritten(path) }
    }
}
