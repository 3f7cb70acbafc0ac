import Casework
import Foundation
import Handbook
import Hummingbird
import NIOCore
import Prevention
import SQL
import Store

/// One request on its way through a handler.
struct Visit: Sendable {
    let site: Site
    let request: Request
    let context: SiteContext

    var office: Office { site.office }
    var language: Language { context.language }
    var words: Words { office.handbook[language] }
    var today: LocalDate { office.now.day }

    /// - Throws: `Refusal` where nobody is signed in.
    var actor: Actor {
        get throws {
            guard let session = context.session else { throw Refusal("forbidden") }
            return session.account.actor
        }
    }

    /// The session of whoever is signed in.
    var session: StoredSession {
        get throws {
            guard let session = context.session else { throw Refusal("forbidden") }
            return session
        }
    }

    func authorized<Permitted: Act>(_ act: Permitted.Type) throws -> Authorized<Permitted> {
        try Policy.authorize(actor, act)
    }

    /// A part of the path; not found where it is not of the type.
    func parameter<Value: LosslessStringConvertible>(_ name: String, as type: Value.Type = String.self) throws -> Value
    {
        guard let text = context.parameters.get(name)?.removingPercentEncoding, let value = Value(text) else {
            throw NotFound()
        }
        return value
    }

    /// A parameter of the query; `nil` where it is absent or empty.
    func query(_ name: String) -> String? {
        guard let value = request.uri.queryParameters.get(name), !value.isEmpty else { return nil }
        return value
    }

    /// All that a parameter of the query is, where it stands there more than once; without what is empty.
    func queries(_ name: String) -> [String] {
        request.uri.queryParameters.getAll(name).filter { !$0.isEmpty }
    }

    /// The address of the request without the parameters that a form has sent empty; `nil` where there are none.
    var addressWithoutEmpty: String? {
        let parts = (request.uri.query ?? "").split(separator: "&")
        let kept = parts.filter { !$0.hasSuffix("=") }
        if kept.count == parts.count { return nil }
        return SafePath.path(kept.isEmpty ? request.uri.path : request.uri.path + "?" + kept.joined(separator: "&"))
    }

    /// The programme in the path, if the actor may know of it.
    func programme() throws -> Programme {
        let code: String = try parameter("programme")
        guard let programme = Catalogue.programme(code), CaseScope(of: try actor).contains(programme) else {
            throw NotFound()
        }
        return programme
    }

    /// The fields of a posted form, trimmed; an absent one is empty.
    func form() async throws -> Form {
        let buffer = try await body.bytes(of: request, upTo: context.maxUploadSize)
        guard let form = Form(sent: String(buffer: buffer)) else { throw HTTPError(.badRequest) }
        return form
    }

    /// - Throws: `Refusal("form-token")` where the form does not carry the token of the session.
    func checkForgery() async throws {
        guard let session = context.session else { return }
        guard try await SecretComparison.equal(form()["csrf"].utf8, session.csrf.utf8) else {
            throw Refusal("form-token")
        }
    }

    /// The frame of a page.
    func frame(notice: String? = nil) -> PageFrame {
        let actor = context.session?.account.actor
        let path = request.uri.path
        let menu = actor.map { Navigation.menu(for: $0, at: path, words: words) }
        return PageFrame(
            language: language.rawValue,
            otherLanguages: Language.allCases.filter { $0 != language }.map { other in
                .init(
                    languageHref: "/language?to=\(other.rawValue)&from=\(Form.encode(request.uri.string))",
                    languageName: office.handbook[other]("language." + other.rawValue), languageCode: other.rawValue)
            },
            user: context.session.map { session in
                let actor = session.account.actor
                let roles = actor.roles.map { words("role." + $0.rawValue) }.sorted().joined(separator: ", ")
                return .init(userName: actor.displayName, roleNames: roles, csrf: session.csrf)
            },
            csrf: context.session?.csrf ?? "",
            navigation: menu?.links ?? [], more: menu?.more,
            emergencyText: context.session?.emergency.map { words("emergency.banner", ["at": $0.endsAt.danish]) },
            notice: notice
                ?? self.query("done").flatMap { code in
                    words.has("done." + code) ? words("done." + code) : nil
                },
            assetVersion: site.assets.version, district: office.handbook.district,
            map: site.assets.hasMap ? MapSettings(site.settings.tiles, words) : nil)
    }

    private let body = BodyOnce()

    init(site: Site, request: Request, context: SiteContext) {
        self.site = site
        self.request = request
        self.context = context
    }
}

/// A body can be read once; form and token check both ask for it.
private actor BodyOnce {
    private var collected: ByteBuffer?

    func bytes(of request: Request, upTo limit: Int) async throws -> ByteBuffer {
        if let collected { return collected }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge)
        } catch {
            // It stopped on its way, or is not as HTTP says.
            throw HTTPError(.badRequest)
        }
        // Where a connection ends early, what has come must not pass for the whole.
        if let length = request.headers[.contentLength], Int(length) != buffer.readableBytes {
            throw HTTPError(.badRequest)
        }
        collected = buffer
        return buffer
    }
}

/// The fields of a form.
struct Form: Sendable {
    private let fields: [String: String]

    init(_ fields: [String: String]) {
        self.fields = fields
    }

    /// More fields no form of the site has.
    static let mostFields = 1_000

    /// What a browser has sent; `nil` where no page of the site can have sent it: too many fields, or a zero byte in one.
    init?(sent text: String) {
        guard text.utf8.count(where: { $0 == UInt8(ascii: "&") }) < Form.mostFields else { return nil }
        self.init(urlEncoded: text)
        let hasZero = fields.contains { $0.utf8.contains(0) || $1.utf8.contains(0) }
        if hasZero { return nil }
    }

    /// Reads `a=1&b=2`; of a name that comes twice, the last.
    init(urlEncoded text: String) {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first.map({ Form.decode($0) }) else { continue }
            fields[name] = parts.count == 2 ? Form.decode(parts[1]) : ""
        }
        self.fields = fields
    }

    subscript(_ name: String) -> String {
        (fields[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
            .replacingOccurrences(of: "\r\n", with: "\n")
    }

    /// The same form with other values of some fields.
    func replacing(_ values: [String: String]) -> Form { Form(fields.merging(values) { $1 }) }

    /// Whether the form has the field at all, empty or not.
    func has(_ name: String) -> Bool { fields[name] != nil }

    /// A field as it was typed: every sign of a password counts.
    func exact(_ name: String) -> String {
        fields[name] ?? ""
    }

    /// Fields whose names start with `prefix`, without it.
    func fields(startingWith prefix: String) -> [String: String] {
        var found: [String: String] = [:]
        for name in fields.keys where name.hasPrefix(prefix) {
            found[String(name.dropFirst(prefix.count))] = self[name]
        }
        return found
    }

    private static func decode(_ text: Substring) -> String {
        let spaced = text.replacingOccurrences(of: "+", with: " ")
        return spaced.removingPercentEncoding ?? spaced
    }

    /// A value for a query.
    static func encode(_ text: String) -> String {
        let kept = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/")
        return text.addingPercentEncoding(withAllowedCharacters: kept) ?? ""
    }
}
