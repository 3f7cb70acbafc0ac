import Foundation

@testable import Web

/// A form as a page shows it: what a browser would send, and which of its fields take words.
struct ShownForm: Sendable, Hashable {
    /// Its id, or that of the part of the page that it opens in, without the row that it is of: `done` for `done-3`.
    let name: String
    let action: String
    /// What stands in it, with a first option where none is chosen.
    let values: [String: String]
    /// Fields that somebody types words into.
    let texts: [String]
    /// Fields that a file is chosen in.
    let files: [String]

    /// The forms of a page that write something, of the features given by the beginnings of their addresses.
    static func all(in html: String, under prefixes: [String]) -> [ShownForm] {
        html.matches(of: /<form\b([^>]*)>(.*?)<\/form>/.dotMatchesNewlines()).compactMap { found in
            let head = String(found.1)
            guard attribute("method", head) == "post", let action = attribute("action", head),
                prefixes.contains(where: action.hasPrefix)
            else { return nil }
            let id = attribute("id", head) ?? folded(html[..<found.range.lowerBound]) ?? ""
            return ShownForm(name: String(id.prefix { !$0.isNumber }), action: unescaped(action), body: String(found.2))
        }
    }

    /// The id of the part that a form opens in, by what stands before it; `nil` where it stands open.
    private static func folded(_ before: Substring) -> String? {
        guard let start = before.range(of: "<details", options: .backwards) else { return nil }
        let part = before[start.upperBound...]
        guard !part.contains("</details>"), !part.contains("<form"), let end = part.firstIndex(of: ">") else {
            return nil
        }
        return attribute("id", String(part[..<end]))
    }

    private init(name: String, action: String, body: String) {
        var values: [String: String] = [:]
        var texts: [String] = []
        var files: [String] = []
        for found in body.matches(of: /<input\b([^>]*)>/) {
            let input = String(found.1)
            guard let name = ShownForm.attribute("name", input) else { continue }
            let value = ShownForm.unescaped(ShownForm.attribute("value", input) ?? "")
            switch ShownForm.attribute("type", input) {
            // All that can be picked is, so that what stands beside it counts.
            case "checkbox": values[name] = value
            case "file": files.append(name)
            case "text":
                values[name] = value
                // Digits alone fit into the others.
                if !input.contains("inputmode=\"numeric\""), !input.contains("data-map-pick") { texts.append(name) }
            default:
                values[name] = value
                // What was typed on the page before is sent along.
                if name == "place" { texts.append(name) }
            }
        }
        for found in body.matches(of: /<textarea\b([^>]*)>(.*?)<\/textarea>/.dotMatchesNewlines()) {
            guard let name = ShownForm.attribute("name", String(found.1)) else { continue }
            values[name] = ShownForm.unescaped(String(found.2))
            texts.append(name)
        }
        for found in body.matches(of: /<select\b([^>]*)>(.*?)<\/select>/.dotMatchesNewlines()) {
            guard let name = ShownForm.attribute("name", String(found.1)) else { continue }
            let options = found.2.matches(of: /<option value="([^"]*)"([^>]*)>/)
            let chosen = options.first { $0.2.contains("selected") } ?? options.first { !$0.1.isEmpty }
            values[name] = chosen.map { String($0.1) } ?? ""
        }
        values[NameTick.field] = nil
        self.name = name.hasSuffix("-") ? String(name.dropLast()) : name
        self.action = action
        self.values = values
        self.texts = texts
        self.files = files
    }

    private static func attribute(_ name: String, _ tag: String) -> String? {
        guard let start = (" " + tag).range(of: " \(name)=\"") else { return nil }
        return (" " + tag)[start.upperBound...].prefix { $0 != "\"" }.description
    }

    private static func unescaped(_ text: String) -> String {
        text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    }
}
