import Foundation
import Handbook
import Hummingbird

/// What a handler answers.
struct Reply: Sendable {
    private enum Content: Sendable {
        case page(template: String, model: any Sendable)
        case redirect(String)
        case bytes([UInt8], contentType: String, fileName: String?)
        case stream(contentType: String, fileName: String, body: Stream)
        case download(contentType: String, fileName: String, size: Int, body: ByteStream)
    }

    /// Writes text piece by piece.
    typealias Stream = @Sendable (_ write: (String) async throws -> Void) async throws -> Void

    /// Writes bytes piece by piece.
    typealias ByteStream = @Sendable (_ write: (ByteBuffer) async throws -> Void) async throws -> Void

    private let content: Content
    private let status: HTTPResponse.Status
    private var cookies: [Cookie] = []
    private var isCached = false
    /// Seconds for which everybody may keep it; `nil` for not at all.
    private var shared: Int?
    /// Where it is not that of the visitor.
    private var language: Language?

    private init(_ content: Content, _ status: HTTPResponse.Status) {
        self.content = content
        self.status = status
    }

    static func page(_ template: String, _ model: any Sendable, status: HTTPResponse.Status = .ok) -> Reply {
        Reply(.page(template: template, model: model), status)
    }

    /// To a path of this site.
    static func redirect(_ path: String) -> Reply {
        Reply(.redirect(path), .seeOther)
    }

    static func text(
        _ text: String, contentType: String, fileName: String? = nil, status: HTTPResponse.Status = .ok
    ) -> Reply {
        Reply(.bytes(Array(text.utf8), contentType: contentType, fileName: fileName), status)
    }

    static func bytes(_ bytes: [UInt8], contentType: String) -> Reply {
        Reply(.bytes(bytes, contentType: contentType, fileName: nil), .ok)
    }

    /// Sends a download as it is made.
    static func stream(contentType: String, fileName: String, _ body: @escaping Stream) -> Reply {
        Reply(.stream(contentType: contentType, fileName: fileName, body: body), .ok)
    }

    /// Sends a file piece by piece, to be kept and not shown.
    ///
    /// - Parameter fileName: any; it is written so that every browser takes it whole (RFC 6266).
    static func download(
        contentType: String, fileName: String, size: Int, _ body: @escaping ByteStream
    ) -> Reply {
        Reply(.download(contentType: contentType, fileName: fileName, size: size, body: body), .ok)
    }

    func setting(_ cookie: Cookie) -> Reply {
        var reply = self
        reply.cookies.append(cookie)
        return reply
    }

    /// May be kept by the browser: its address changes with its content.
    func cached() -> Reply {
        var reply = self
        reply.isCached = true
        return reply
    }

    /// The same for whoever asks, and without anything of them in it: it may be kept for a while on the way as well.
    func shared(seconds: Int) -> Reply {
        var reply = self
        reply.shared = seconds
        return reply
    }

    /// In a language that stands in the address, whatever the visitor has chosen elsewhere.
    func inLanguage(_ language: Language) -> Reply {
        var reply = self
        reply.language = language
        return reply
    }

    /// - Throws: where the template of a page cannot be read.
    func response(for visit: Visit) throws -> Response {
        let language = language ?? visit.language
        var headers = HTTPFields()
        let body: ResponseBody
        switch content {
        case .page(let template, let model):
            let html = try visit.site.templates.render(
                template, page: visit.frame(), language: language, model: model)
            headers[.contentType] = "text/html; charset=utf-8"
            headers[.contentLanguage] = language.rawValue
            body = .init(byteBuffer: ByteBuffer(string: html))
        case .redirect(let path):
            headers[.location] = path
            body = .init()
        case .bytes(let bytes, let contentType, let fileName):
            headers[.contentType] = contentType
            if let fileName { headers[.contentDisposition] = "attachment; filename=\"\(fileName)\"" }
            body = .init(byteBuffer: ByteBuffer(bytes: bytes))
        case .stream(let contentType, let fileName, let stream):
            headers[.contentType] = contentType
            headers[.contentDisposition] = "attachment; filename=\"\(fileName)\""
            body = PiecewiseBody.body(from: stream)
        case .download(let contentType, let fileName, let size, let stream):
            headers[.contentType] = contentType
            headers[.contentDisposition] = FileName.attachment(fileName)
            body = ResponseBody(contentLength: size) { writer in
                try await stream { try await writer.write($0) }
                try await writer.finish(nil)
            }
        }
        if isCached { headers[.cacheControl] = "public, max-age=31536000, immutable" }
        if let shared { headers[.cacheControl] = "public, max-age=\(shared)" }
        var response = Response(status: status, headers: headers, body: body)
        for cookie in cookies { response.setCookie(cookie) }
        return response
    }
}

/// The name of a download as a header carries it.
enum FileName {
    /// In plain letters for old browsers, and whole (RFC 5987, `filename*`) for the others.
    static func attachment(_ name: String) -> String {
        let plain = name.unicodeScalars.map { scalar in
            let isPlain =
                scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F
                && !"\"\\%".unicodeScalars.contains(scalar)
            return isPlain ? String(scalar) : "_"
        }.joined()
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded(name))"
    }

    private static func encoded(_ name: String) -> String {
        name.utf8.map { byte in
            let letter = Character(Unicode.Scalar(byte))
            if byte < 0x80, letter.isLetter || letter.isNumber || "-._~".contains(letter) { return String(letter) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
}

/// A download that is sent while it is made.
enum PiecewiseBody {
    /// Text, collected into pieces that are worth sending.
    static func body(from stream: @escaping Reply.Stream) -> ResponseBody {
        ResponseBody { writer in
            var piece = ByteBuffer()
            try await stream { text in
                piece.writeString(text)
                if piece.readableBytes >= 1 << 16 {
                    try await writer.write(piece)
                    piece.clear()
                }
            }
            if piece.readableBytes > 0 { try await writer.write(piece) }
            try await writer.finish(nil)
        }
    }
}
