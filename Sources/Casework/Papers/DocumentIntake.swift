import Crypto
import Foundation
public import Prevention
import SQL
public import Store

/// Content on its way into a document: checked, counted, hashed and sealed as it comes. In the clear it is never on a
/// disk; the
/// sealed parts wait in a file until the document is stored, and are gone with this.
public final class DocumentIntake {
    private let caseID: Int64
    private let keys: KeyRing
    private let most: Int
    private let path: String
    private let handle: FileHandle
    private var check: ContentCheck
    private var hash = SHA256()
    private var size = 0
    private var waiting: [UInt8] = []
    private var lengths: [Int] = []
    let seal = UUID().uuidString

    /// - Parameters:
    ///   - most: bytes that the content may have.
    ///   - folder: for sealed parts; made where it is missing.
    /// - Throws: `Refusal("document-not-stored")`.
    public init(
        case id: Int64, most: Int, types: [DocumentType], folder: String, keys: KeyRing
    ) throws {
        caseID = id
        self.keys = keys
        self.most = most
        check = ContentCheck(types)
        path = folder + "/" + seal
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard PrivateFile.make(path), let handle = FileHandle(forUpdatingAtPath: path) else {
            throw Refusal("document-not-stored")
        }
        self.handle = handle
    }

    deinit {
        try? handle.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    /// How a limit is told: `20 MB`.
    public static func megabytes(_ bytes: Int) -> String {
        "\(bytes / (1 << 20)) MB"
    }

    /// - Throws: `Refusal`: `document-too-large`, `document-not-stored`.
    public func take(_ bytes: [UInt8]) throws {
        size += bytes.count
        guard size <= most else { throw Refusal("document-too-large", ["most": DocumentIntake.megabytes(most)]) }
        check.read(bytes)
        hash.update(data: bytes)
        waiting += bytes
        while waiting.count >= DocumentStore.partSize {
            try put(Array(waiting.prefix(DocumentStore.partSize)))
            waiting.removeFirst(DocumentStore.partSize)
        }
    }

    /// The type, when all has come.
    ///
    /// - Throws: `Refusal`: `document-empty`, `document-type`, `document-program`.
    func finish() throws -> (type: DocumentType, size: Int, checksum: String) {
        let type: DocumentType
        do {
            type = try check.type()
        } catch {
            throw Refusal(error.rawValue)
        }
        if !waiting.isEmpty { try put(waiting) }
        waiting = []
        return (type, size, Checksum.text(hash.finalize()))
    }

    private func put(_ bytes: [UInt8]) throws {
        let place = DocumentStore.place(of: lengths.count, caseID: caseID, seal: seal)
        let sealed = try keys.sealed(Data(bytes), for: .document, boundTo: place)
        do {
            try handle.write(contentsOf: Data(sealed.utf8))
        } catch {
            throw Refusal("document-not-stored")
        }
        lengths.append(sealed.utf8.count)
    }

    /// Each sealed part, in order.
    func parts(_ body: (String) throws -> Void) throws {
        try handle.seek(toOffset: 0)
        for length in lengths {
            guard let data = try handle.read(upToCount: length), data.count == length else {
                throw Refused("document-not-stored")
            }
            try body(String(decoding: data, as: UTF8.self))
        }
    }
}

/// SHA-256 as it is stored and shown.
enum Checksum {
    static func text(_ digest: some Sequence<UInt8>) -> String {
        digest.map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}

extension DocumentIntake {
    /// Takes away the sealed parts that a crash has left behind; younger ones may belong to another process.
    public static func removeForgotten(in folder: String, olderThan seconds: Double = 3600) {
        let manager = FileManager.default
        for name in (try? manager.contentsOfDirectory(atPath: folder)) ?? [] {
            let path = folder + "/" + name
            let changed = (try? manager.attributesOfItem(atPath: path))?[.modificationDate] as? Date
            if let changed, changed.timeIntervalSinceNow < -seconds { try? manager.removeItem(atPath: path) }
        }
    }
}
