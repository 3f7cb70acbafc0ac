import Casework
import Hummingbird
import NIOCore
import Prevention
import Store

/// One small file of a form, held in memory. The token of the session must stand first: before it has been found right, nothing
/// is kept.
struct SmallUpload {
    private static let mostParts = 10

    private let csrf: String
    private let most: Int
    private var isTrusted = false
    private var parts = 0
    private var field: (name: String, bytes: [UInt8])?
    private var fileName = ""
    private var content: [UInt8] = []
    private var isInFile = false

    struct Received {
        let fileName: String
        let bytes: [UInt8]
    }

    /// - Parameter most: bytes that the file may have.
    /// - Throws: `Refusal`: `form-token`, or what is wrong with the file.
    static func receive(_ visit: Visit, most: Int) async throws -> Received {
        var upload = SmallUpload(csrf: visit.context.session?.csrf ?? "", most: most)
        var problem: Refusal?
        var received = 0
        do {
            var reader = try MultipartReader(contentType: visit.request.headers[.contentType] ?? "")
            for try await piece in visit.request.body {
                received += piece.readableBytes
                guard received <= 2 * most + (1 << 20) else { throw upload.tooLarge }
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
            problem = problem ?? refusal
        } catch {
            // No form of this kind, or a connection that broke off.
            problem = problem ?? Refusal("import.broken-upload")
        }
        guard upload.isTrusted else { throw Refusal("form-token") }
        if let problem { throw problem }
        guard !upload.fileName.isEmpty else { throw Refusal("import.nothing-chosen") }
        return Received(fileName: upload.fileName, bytes: upload.content)
    }

    private init(csrf: String, most: Int) {
        self.csrf = csrf
        self.most = most
    }

    private var tooLarge: Refusal { Refusal("import.too-large", ["most": "\(most >> 20) MB"]) }

    private mutating func take(_ event: MultipartReader.Event) throws {
        switch event {
        case .part(let name, let sent):
            guard isTrusted || name == "csrf" else { throw Refusal("form-token") }
            parts += 1
            guard parts <= SmallUpload.mostParts else { throw Refusal("import.broken-upload") }
            isInFile = name == "file"
            if isInFile {
                let last = (sent ?? "").split(whereSeparator: { $0 == "/" || $0 == "\\" }).last
                fileName = String((last.map(String.init) ?? "").prefix(120))
            } else {
                field = (name, [])
            }
        case .content(let bytes):
            if isInFile {
                guard content.count + bytes.count <= most else { throw tooLarge }
                content += bytes
            } else {
                field?.bytes += bytes
                guard (field?.bytes.count ?? 0) <= 4096 else { throw Refusal("import.broken-upload") }
            }
        case .partEnd:
            if let field, field.name == "csrf" {
                guard !csrf.isEmpty,
                    SecretComparison.equal(String(decoding: field.bytes, as: UTF8.self).utf8, csrf.utf8)
                else { throw Refusal("form-token") }
                isTrusted = true
            }
            field = nil
            isInFile = false
        case .end: break
        }
    }
}
