import Casework
import Exchange
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Prevention
import Store

/// An upload on its way to the disk, piece by piece. The token of the session must stand first: before it has been found
/// right, nothing is written.
struct ImportUpload {
    /// Bytes of all files together.
    static let most: Int64 = 2 << 30
    static let longestSource = 60
    /// Parts of the form: five files, their source, the token, and what a browser may add.
    static let mostParts = 20

    private let folder: String
    private let csrf: String
    private var isTrusted = false
    private var field: (name: String, bytes: [UInt8])?
    private var file: FileHandle?
    private var beginning = FileBeginning()
    private var parts = 0
    private var size: Int64 = 0
    private var names: Set<String> = []
    private var source = ""

    private init(folder: String, csrf: String) {
        self.folder = folder
        self.csrf = csrf
    }

    /// Stores the files of the form in `folder` and returns the name of their source.
    ///
    /// - Throws: `Refusal`: `form-token`, or what is wrong with the files.
    static func receive(_ visit: Visit, into folder: String) async throws -> String {
        var upload = ImportUpload(folder: folder, csrf: visit.context.session?.csrf ?? "")
        defer { try? upload.file?.close() }
        var received: Int64 = 0
        var problem: Refusal?
        do {
            var reader = try MultipartReader(contentType: visit.request.headers[.contentType] ?? "")
            for try await piece in visit.request.body {
                received += Int64(piece.readableBytes)
                guard received <= most + (1 << 20) else { throw tooLarge }
                // What is refused is read to its end all the same, or the browser would show a broken connection.
                if problem != nil { continue }
                do {
                    for event in try reader.read(piece.readableBytesView) { try upload.take(event) }
                } catch let refusal as Refusal {
                    problem = refusal
                }
            }
            if problem == nil { try reader.finish() }
        } catch let refusal as Refusal {
            problem = refusal
        } catch {
            // No form of this kind, or a connection that broke off.
            problem = problem ?? Refusal(upload.isTrusted ? "import.broken-upload" : "form-token")
        }
        if let problem { throw problem }
        return try upload.checked()
    }

    private static let tooLarge = Refusal("import.too-large", ["most": "2 GB"])

    private func checked() throws -> String {
        guard isTrusted else { throw Refusal("form-token") }
        if names.isEmpty { throw Refusal("import.nothing-chosen") }
        return try ImportUpload.source(source)
    }

    /// A name for a source, trimmed.
    static func source(_ text: String) throws -> String {
        let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, name.count <= longestSource, !name.unicodeScalars.contains(where: { $0.value < 32 }) else {
            throw Refusal("import.source-missing", ["most": String(longestSource)])
        }
        return name
    }

    private mutating func take(_ event: MultipartReader.Event) throws {
        switch event {
        case .part(let name, let fileName):
            guard isTrusted || name == "csrf" else { throw Refusal("form-token") }
            parts += 1
            guard parts <= ImportUpload.mostParts else { throw Refusal("import.broken-upload") }
            if name == "files" { try open(fileName ?? "") } else { field = (name, []) }
        case .content(let bytes):
            if field != nil {
                field?.bytes += bytes
                guard (field?.bytes.count ?? 0) <= 4096 else { throw Refusal("import.broken-upload") }
            } else {
                try write(bytes)
            }
        case .partEnd:
            if let field { try take(field.name, String(decoding: field.bytes, as: UTF8.self)) }
            field = nil
            try stored { try file?.close() }
            file = nil
        case .end: break
        }
    }

    private mutating func take(_ name: String, _ value: String) throws {
        switch name {
        case "csrf":
            guard !csrf.isEmpty, SecretComparison.equal(value.utf8, csrf.utf8) else { throw Refusal("form-token") }
            isTrusted = true
        case "source": source = value
        default: break
        }
    }

    /// Only the five names, so that nothing a browser sends becomes a path.
    private mutating func open(_ sent: String) throws {
        let name = sent.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        // A form without a chosen file sends an empty one without a name.
        if name.isEmpty { return }
        guard Importer.fileNames.contains(name) else {
            let expected = Importer.fileNames.joined(separator: ", ")
            throw Refusal("import.file-unknown", ["value": String(name.prefix(80)), "expected": expected])
        }
        guard names.insert(name).inserted else { throw Refusal("import.file-twice", ["value": name]) }
        let path = folder + "/" + name
        let made = FileManager.default.createFile(
            atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        guard made, let handle = FileHandle(forWritingAtPath: path) else { throw Refusal("import.upload-not-stored") }
        file = handle
        beginning = FileBeginning(of: name)
    }

    private mutating func write(_ bytes: [UInt8]) throws {
        size += Int64(bytes.count)
        guard size <= ImportUpload.most else { throw ImportUpload.tooLarge }
        beginning.read(bytes)
        if let kind = beginning.foreign {
            throw Refusal("import.foreign-" + kind.rawValue, ["value": beginning.name])
        }
        try stored { try file?.write(contentsOf: Data(bytes)) }
    }

    private func stored(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            throw Refusal("import.upload-not-stored")
        }
    }
}
