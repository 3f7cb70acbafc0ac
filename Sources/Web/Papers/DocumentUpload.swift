import Casework
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Prevention
import Store

/// A document on its way in, piece by piece. The token of the session must stand first: before it has been found right,
/// nothing is kept.
struct DocumentUpload {
    /// Parts of the form: token, title, kind, file, and what a browser may add.
    private static let mostParts = 10
    private static let longestField = 4096
    /// What is refused is read to its end all the same, as long as it is not without end.
    private static let readOn = 4

    private let csrf: String
    private let start: () async throws -> DocumentIntake
    private var isTrusted = false
    private var parts = 0
    private var field: (name: String, bytes: [UInt8])?
    private var isInFile = false
    private(set) var intake: DocumentIntake?
    private(set) var fileName = ""
    private(set) var typed: [String: String] = [:]

    /// What has come.
    struct Received {
        let form: Form
        let fileName: String
        let intake: DocumentIntake?
        let problem: Refusal?
    }

    /// - Parameters:
    ///   - most: bytes that the file may have.
    ///   - start: makes what the file goes into, when the token has been found right; throws where none is taken.
    /// - Throws: `Refusal("form-token")`; `NotFound` and `Refused` of `start`.
    static func receive(
        _ visit: Visit, most: Int, start: @escaping () async throws -> DocumentIntake
    ) async throws -> Received {
        var upload = DocumentUpload(csrf: visit.context.session?.csrf ?? "", start: start)
        var problem: Refusal?
        var failure: (any Error)?
        var received = 0
        do {
            var reader = try MultipartReader(contentType: visit.request.headers[.contentType] ?? "")
            for try await piece in visit.request.body {
                received += piece.readableBytes
                guard received <= readOn * most + (1 << 20) else {
                    throw Refusal("document-too-large", ["most": DocumentIntake.megabytes(most)])
                }
                if problem != nil || failure != nil { continue }
                do {
                    for event in try reader.read(piece.readableBytesView) { try await upload.take(event) }
                } catch let refusal as Refusal {
                    problem = refusal
                } catch let error where error is NotFound || error is Refused {
                    failure = error
                }
            }
            if problem == nil, failure == nil { try reader.finish() }
        } catch let refusal as Refusal {
            problem = problem ?? refusal
        } catch {
            // No form of this kind, or a connection that broke off.
            problem = problem ?? Refusal("document-broken-upload")
        }
        guard upload.isTrusted else { throw Refusal("form-token") }
        if let failure { throw failure }
        return Received(
            form: Form(upload.typed), fileName: upload.fileName, intake: upload.intake, problem: problem)
    }

    private init(csrf: String, start: @escaping () async throws -> DocumentIntake) {
        self.csrf = csrf
        self.start = start
    }

    private mutating func take(_ event: MultipartReader.Event) async throws {
        switch event {
        case .part(let name, let sent):
            guard isTrusted || name == "csrf" else { throw Refusal("form-token") }
            parts += 1
            guard parts <= DocumentUpload.mostParts else { throw Refusal("document-broken-upload") }
            isInFile = name == "file"
            guard isInFile else { return field = (name, []) }
            guard intake == nil else { throw Refusal("document-broken-upload") }
            fileName = sent ?? ""
            // A form without a chosen file sends an empty one without a name.
            if !fileName.isEmpty { intake = try await start() }
        case .content(let bytes):
            if isInFile { return try intake?.take(bytes) ?? () }
            field?.bytes += bytes
            guard (field?.bytes.count ?? 0) <= DocumentUpload.longestField else {
                throw Refusal("document-broken-upload")
            }
        case .partEnd:
            if let field { try take(field.name, String(decoding: field.bytes, as: UTF8.self)) }
            field = nil
            isInFile = false
        case .end: break
        }
    }

    private mutating func take(_ name: String, _ value: String) throws {
        if name == "csrf" {
            guard !csrf.isEmpty, SecretComparison.equal(value.utf8, csrf.utf8) else { throw Refusal("form-token") }
            isTrusted = true
        } else if !value.utf8.contains(0) {
            typed[name] = value
        }
    }
}
