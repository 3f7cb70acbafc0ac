import Crypto
import Foundation
public import Prevention
import SQL
public import Store

/// Content on its way into a document: checked, counted, hashed and sealed as it comes. In the clear it is never on a disk; the
/// sealed parts wait in a file until the document is stored.
public final class DocumentIntake {
    private let caseID: Int64
    private let keys: KeyRing
    private let most: Int
    private let file: SealedFile
    private let handle: FileHandle
    private var check: ContentCheck
    private var hash = SHA256()
    private var size = 0
    private var waiting: [UInt8] = []
    private var lengths: [Int] = []
    private let seal = UUID().uuidString

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
        let path = folder + "/" + seal
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard PrivateFile.make(path), let handle = FileHandle(forUpdatingAtPath: path) else {
            throw Refusal("document-not-stored")
        }
        self.handle = handle
        file = SealedFile(path: path)
    }

    deinit {
        try? handle.close()
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

    /// All that has come, ready to be stored.
    ///
    /// - Throws: `Refusal`: `document-empty`, `document-type`, `document-program`, `document-not-stored`.
    func finish() throws -> SealedContent {
        let type: DocumentType
        do {
            type = try check.type()
        } catch {
            throw Refusal(error.rawValue)
        }
        if !waiting.isEmpty { try put(waiting) }
        waiting = []
        return SealedContent(
            type: type, size: size, checksum: Checksum.text(hash.finalize()), seal: seal, file: file, lengths: lengths)
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
}

/// Content that has come whole and is sealed, waiting for the transaction that stores it.
struct SealedContent: Sendable {
    let type: DocumentType
    /// In bytes, before it was sealed.
    let size: Int
    let checksum: String
    let seal: String
    fileprivate let file: SealedFile
    /// Of each sealed part, in bytes.
    fileprivate let lengths: [Int]

    /// Each sealed part, in order.
    ///
    /// - Throws: `Refused("document-not-stored")`, and what `body` throws.
    func parts(_ body: (String) throws -> Void) throws {
        guard let handle = FileHandle(forReadingAtPath: file.path) else { throw Refused("document-not-stored") }
        defer { try? handle.close() }
        for length in lengths {
            guard let data = try handle.read(upToCount: length), data.count == length else {
                throw Refused("document-not-stored")
            }
            try body(String(decoding: data, as: UTF8.self))
        }
    }

    /// The document that it becomes.
    func document(_ kind: DocumentKind, title: String, fileName: String) -> NewDocument {
        NewDocument(
            kind: kind, title: title, fileName: DocumentName.file(fileName, of: type), type: type, size: size,
            checksum: checksum, seal: seal)
    }
}

/// The file in which sealed parts wait; it is gone with the last who holds it.
private final class SealedFile: Sendable {
    let path: String

    init(path: String) {
        self.path = path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
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
