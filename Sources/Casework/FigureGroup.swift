public import Handbook

/// The name of a group of a figure. Those of Socialsøg are rules and their versions, which are data.
public enum FigureGroup {
    public static func name(_ code: String, _ words: Words) -> String {
        if words.has("figure-group." + code) { return words("figure-group." + code) }
        if let rule = rule(code, words) { return rule }
        let parts = code.split(separator: "-")
        guard let version = parts.last, Int(version) != nil, parts.count > 1 else { return code }
        let id = parts.dropLast().joined(separator: "-")
        return words("learning.version", ["name": rule(id, words) ?? id, "version": String(version)])
    }

    private static func rule(_ id: String, _ words: Words) -> String? {
        words.has("screening.rule." + id) ? words("screening.rule." + id) : nil
    }
}
