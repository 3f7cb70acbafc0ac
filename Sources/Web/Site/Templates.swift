import Foundation
import Handbook
import Mustache

/// The mustache templates of Resources/Templates, by file name without ending. Everything put into them is escaped, except
/// what stands in three braces: drawings made by `Drawing/`.
struct Templates: Sendable {
    private let library: MustacheLibrary

    init() throws {
        let folder = Site.resources.appendingPathComponent("Templates")
        var templates: [String: MustacheTemplate] = [:]
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where file.pathExtension == "mustache" {
            let name = file.deletingPathExtension().lastPathComponent
            templates[name] = try MustacheTemplate(string: String(contentsOf: file, encoding: .utf8))
        }
        library = MustacheLibrary(templates: templates)
    }

    /// - Parameters:
    ///   - page: `site` in the template: what the frame around a page shows.
    ///   - model: `m` in the template.
    func render(_ name: String, page: PageFrame, words: Words, model: any Sendable) -> String {
        let context: [String: Any] = ["t": words.tree, "site": page, "m": model]
        return library.render(context, withTemplate: name) ?? ""
    }
}

/// What the frame of every page shows.
struct PageFrame: Sendable {
    struct Link: Sendable {
        let href: String
        let label: String
        let isCurrent: Bool
    }

    let language: String
    /// The other language, named in itself.
    let otherLanguage: Link
    let userName: String?
    let csrf: String
    let navigation: [Link]
    /// Said once after a change: "The case was opened."
    let notice: String?
    /// Changes with every new version of stylesheet and script, so that browsers may keep them for long.
    let assetVersion: String
    let district: String
}
