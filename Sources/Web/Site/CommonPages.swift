import HTTPTypes
import Handbook
import Hummingbird

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /health | open |
/// | GET | /language | open |
/// | GET | /assets/{file} | open |
enum CommonPages {
    static func add(to routes: RouteTable) {
        routes.get("/health", .open) { _ in .text("ok\n", contentType: "text/plain; charset=utf-8") }

        routes.get("/language", .open) { visit in
            let language = Language(rawValue: visit.query("to") ?? "") ?? .danish
            let back = SafePath.path(visit.query("from"))
            return .redirect(back).setting(
                Cookies.make(
                    Cookies.language(visit.site.settings), language.rawValue, visit.site.settings, maxAge: 31_536_000))
        }

        routes.get("/assets/{file}", .open) { visit in
            guard let file = visit.site.assets.files[try visit.parameter("file")] else { throw HTTPError(.notFound) }
            return .bytes(file.bytes, contentType: file.contentType).cached()
        }
    }
}

/// Where a link may send somebody back to: a path of this site, never another one.
enum SafePath {
    static func path(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return "/" }
        return text
    }

    /// The page of this site from which a form was sent; the form's own address where the browser does not say. Every
    /// address to which a form is sent can be opened.
    static func referring(_ request: Request) -> String {
        guard let sent = request.headers[.referer], let start = sent.firstRange(of: "://"),
            let host = request.head.authority
        else { return path(request.uri.path) }
        let rest = sent[start.upperBound...]
        guard rest.hasPrefix(host + "/") else { return path(request.uri.path) }
        return path(String(rest.dropFirst(host.count)))
    }
}
