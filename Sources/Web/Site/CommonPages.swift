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
                Cookies.make(Cookies.language, language.rawValue, visit.site.settings, maxAge: 31_536_000))
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
}
