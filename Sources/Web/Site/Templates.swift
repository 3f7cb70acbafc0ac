import Foundation
import Handbook
import Mustache
import Synchronization

/// The mustache templates of Resources/Templates in each language, by file name without ending, read when they are first shown.
/// Everything put into them is escaped, except what stands in three braces: drawings made by `Drawing/`.
final class Templates: Sendable {
    private let handbook: Handbook
    private let libraries = Mutex<[Language: MustacheLibrary]>([:])

    /// A template names words that are in no catalogue.
    struct MissingWords: Error, CustomStringConvertible {
        let template: String
        let key: String
        var description: String { "The template \(template) uses the words '\(key)', which no catalogue has." }
    }

    init(_ handbook: Handbook) {
        self.handbook = handbook
    }

    /// Reads every template in every language.
    /// - Throws: `MissingWords`, or where a template cannot be read.
    func readAll() throws {
        let files = try FileManager.default.contentsOfDirectory(at: Templates.folder, includingPropertiesForKeys: nil)
        for file in files where file.pathExtension == "mustache" {
            let name = file.deletingPathExtension().lastPathComponent
            for language in Language.allCases { _ = try library(with: name, in: language) }
        }
    }

    private static var folder: URL { Site.resources.appendingPathComponent("Templates") }

    /// The templates of a language that have been read, among them this one and all that stand in it.
    private func library(with name: String, in language: Language) throws -> MustacheLibrary {
        try libraries.withLock { libraries in
            var library = libraries[language] ?? MustacheLibrary()
            var unread = [name]
            while let next = unread.popLast() {
                guard library.getTemplate(named: next) == nil else { continue }
                let text = try String(
                    contentsOf: Templates.folder.appendingPathComponent(next + ".mustache"), encoding: .utf8)
                let filled = try Templates.fill(text, with: handbook[language], template: next)
                library.register(try MustacheTemplate(string: filled), named: next)
                unread += text.matches(of: /\{\{[<>]\s*([^\s}]+)\s*\}\}/).map { String($0.1) }
            }
            libraries[language] = library
            return library
        }
    }

    /// Puts the words of a language where the template says `{{t.key}}`: they are the same on every page, so they are
    /// looked up once, and a template cannot name words that are not there.
    private static func fill(_ text: String, with words: Words, template: String) throws -> String {
        var filled = ""
        var rest = Substring(text)
        while let start = rest.firstRange(of: "{{t.") {
            filled += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            guard let end = rest.firstRange(of: "}}") else { break }
            let key = String(rest[..<end.lowerBound])
            guard words.has(key) else { throw MissingWords(template: template, key: key) }
            filled += escape(words(key))
            rest = rest[end.upperBound...]
        }
        return filled + rest
    }

    private static func escape(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "{": escaped += "&#123;"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    /// - Parameters:
    ///   - page: `site` in the template: what the frame around a page shows.
    ///   - model: `m` in the template.
    /// - Throws: `MissingWords`, or where a template cannot be read.
    func render(_ name: String, page: PageFrame, language: Language, model: any Sendable) throws -> String {
        var context: [String: any Sendable] = [:]
        context["site"] = PageNode.node(of: page)
        context["m"] = PageNode.node(of: model)
        return try library(with: name, in: language).render(PageNode(context), withTemplate: name) ?? ""
    }
}

/// What the frame of every page shows.
struct PageFrame: Sendable {
    struct Link: Sendable {
        let href: String
        let label: String
        let isCurrent: Bool
    }

    /// The rest of the main menu.
    struct More: Sendable {
        let links: [Link]
        /// Whether one of them is the page that is shown.
        let isMoreCurrent: Bool
    }

    /// To this page in another language, named in itself.
    struct LanguageLink: Sendable {
        let languageHref: String
        let languageName: String
        let languageCode: String
    }

    struct User: Sendable {
        let userName: String
        let roleNames: String
        let csrf: String
    }

    let language: String
    let otherLanguages: [LanguageLink]
    /// Whoever is signed in.
    let user: User?
    let csrf: String
    let navigation: [Link]
    /// What the main menu has no room for.
    var more: More?
    /// While somebody has emergency access open.
    let emergencyText: String?
    /// Said once after a change: "The case was opened."
    let notice: String?
    /// Changes with every new version of stylesheet and script, so that browsers may keep them for long.
    let assetVersion: String
    let district: String
    /// `nil` where the map is not installed.
    var map: MapSettings?
}
