import Casework
import HTTPTypes
import Handbook
import Hummingbird
import Logging
import Prevention
import SQL
import Store

/// Headers that every response carries: nothing from elsewhere, nothing inline, nothing framed, nothing kept.
struct SecurityHeaders: RouterMiddleware {
    private let isSecure: Bool
    private let contentSecurityPolicy: String

    init(_ settings: Site.Settings) {
        isSecure = settings.isSecure
        // Signing out is a form, and leads on to the provider.
        let formAction = ["form-action 'self'", settings.provider?.settings.origin].compactMap(\.self)
        let images = ["img-src 'self'", settings.tiles?.origin].compactMap(\.self)
        contentSecurityPolicy = [
            "default-src 'none'", "style-src 'self'", "script-src 'self'", images.joined(separator: " "),
            "connect-src 'self'",
            formAction.joined(separator: " "), "base-uri 'none'", "frame-ancestors 'none'",
        ].joined(separator: "; ")
    }

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = contentSecurityPolicy
        response.headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in [
            ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        ] {
            if let field = HTTPField.Name(name) { response.headers[field] = value }
        }
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}

/// Finds the session of a request.
struct WhoAsks: RouterMiddleware {
    let site: Site

    /// What is the same for everybody: a monitor learns that the server runs, and error pages get their style, also while
    /// the database does not answer.
    private static func isForEverybody(_ path: String) -> Bool {
        ["/health", "/robots.txt"].contains(path) || path.hasPrefix("/assets/") || path.hasPrefix("/lokalraad/")
    }

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if !WhoAsks.isForEverybody(request.uri.path),
            let token = request.cookies[Cookies.session(site.settings)]?.value
        {
            context.session = try await Sessions.find(SessionToken(token), in: site.office)
        }
        let response = try await next(request, context)
        if let session = context.session { await site.touches.touch(session, in: site.office) }
        return response
    }
}

/// Writes down that sessions are in use, beside the pages: none waits for it. Where the database is held for longer, the next
/// page tries again.
actor SessionTouches {
    private var underWay: Set<String> = []

    func touch(_ session: StoredSession, in office: Office) {
        guard Sessions.wantsTouch(session, in: office), underWay.insert(session.tokenHash).inserted else { return }
        Task {
            try? await Sessions.touch(session, in: office)
            underWay.remove(session.tokenHash)
        }
    }
}

/// Names of the cookies.
enum Cookies {
    static func language(_ settings: Site.Settings) -> String { name("kreds_language", settings) }

    /// Ties the sign-in form to the browser that asked for it.
    static func beforeSignIn(_ settings: Site.Settings) -> String { name("kreds_sign_in", settings) }

    static func session(_ settings: Site.Settings) -> String { name("kreds_session", settings) }

    /// What a browser is known by once somebody has signed in with it.
    static func device(_ settings: Site.Settings) -> String { name("kreds_device", settings) }

    /// A sign-in that is under way.
    static func half(_ settings: Site.Settings) -> String { name("kreds_half", settings) }

    /// What is remembered while somebody is at the identity provider.
    static func provider(_ settings: Site.Settings) -> String { name("kreds_provider", settings) }

    /// Behind TLS the prefix makes browsers refuse it from anywhere else.
    private static func name(_ name: String, _ settings: Site.Settings) -> String {
        settings.isSecure ? "__Host-" + name : name
    }

    static func make(_ name: String, _ value: String, _ settings: Site.Settings, maxAge: Int? = nil) -> Cookie {
        Cookie(
            name: name, value: value, maxAge: maxAge, path: "/", secure: settings.isSecure, httpOnly: true,
            sameSite: .lax)
    }
}

/// Turns what handlers throw into pages that say what is wrong and the way out, and never show the inside.
struct ErrorPages: RouterMiddleware {
    let site: Site

    struct Model: Sendable {
        let title: String
        let message: String
        /// The page on which to try again.
        let againHref: String?
    }

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.language = Language(rawValue: request.cookies[Cookies.language(site.settings)]?.value ?? "") ?? .danish
        do {
            return try await next(request, context)
        } catch is NotFound {
            return try page(.notFound, "not-found", nil, request, context)
        } catch let error as HTTPError where error.status == .notFound {
            return try page(.notFound, "not-found", nil, request, context)
        } catch let error as HTTPError where error.status == .misdirectedRequest {
            // No page: its links would lead to the same name again.
            let words = site.office.handbook[context.language]
            let text = words("error.other-host.title") + "\n\n" + words("error.other-host.message") + "\n"
            return try Reply.text(text, contentType: "text/plain; charset=utf-8", status: error.status)
                .response(for: Visit(site: site, request: request, context: context))
        } catch let error as HTTPError {
            let isTooLarge = [.contentTooLarge, .uriTooLong].contains(error.status)
            return try page(error.status, isTooLarge ? "too-large" : "bad-request", nil, request, context)
        } catch let refusal as Refusal where refusal.code == "form-token" {
            return try page(.forbidden, "too-old", nil, request, context)
        } catch let refusal as Refusal {
            return try page(.forbidden, "forbidden", refusal, request, context)
        } catch let refused as Refused {
            return try page(.unprocessableContent, "refused", refused.refusals.first, request, context)
        } catch let failure as DatabaseFailure where failure.kind == .locked {
            return try page(.serviceUnavailable, "busy", nil, request, context)
        } catch {
            site.logger.failure(
                "request failed", error,
                ["method": "\(request.method.rawValue)", "route": "\(context.endpointPath ?? "-")"])
            return try page(.internalServerError, "internal", nil, request, context)
        }
    }

    private func page(
        _ status: HTTPResponse.Status, _ key: String, _ refusal: Refusal?, _ request: Request, _ context: SiteContext
    ) throws -> Response {
        let visit = Visit(site: site, request: request, context: context)
        let message = refusal.map { visit.words.refusal($0, programme: nil) } ?? visit.words("error.\(key).message")
        let model = Model(
            title: visit.words("error.\(key).title"), message: message,
            againHref: key == "too-old" ? SafePath.referring(request) : nil)
        return try Reply.page("error", model, status: status).response(for: visit)
    }
}
