public import Prevention
import Yams

/// screening.yaml: the rules of Socialsøg.
public enum ScreeningFile {
    private enum Kind: String, CaseIterable {
        case singleByCarer = "single-by-carer"
        case repeatedByCarer = "repeated-by-carer"
        case repeatedChildPresent = "repeated-child-present"
    }

    /// - Parameter incidentTypes: the codes that a rule may name.
    /// - Throws: `HandbookProblems`: a type that no incident has, or that no rule may use (`ScreeningBans`), a bad date, a
    ///   missing or unknown key, a rule without its reason in a language, one version given twice, versions that overlap.
    public static func read(
        _ text: String, incidentTypes: Set<String>, file: String = "screening.yaml"
    ) throws(HandbookProblems) -> [ScreeningRule] {
        try YAMLReader.read(text, file: file) { reader, root in
            var rules: [ScreeningRule] = []
            for node in reader.list(root) {
                guard
                    let entry = reader.entry(
                        node, required: ["id", "version", "kind", "types", "from", "reason"],
                        optional: ["to", "count", "window-days"], banned: ScreeningBans.key),
                    let rule = rule(entry, incidentTypes, &reader)
                else { continue }
                if rules.contains(where: { $0.id == rule.id && $0.version == rule.version }) {
                    reader.note(
                        "version \(rule.version) of '\(rule.id)' is given twice", at: node, "version-twice",
                        ["rule": rule.id, "version": String(rule.version)])
                } else if let other = rules.first(where: { $0.id == rule.id && $0.overlaps(rule) }) {
                    reader.note(
                        "this version of '\(rule.id)' overlaps version \(other.version)", at: node, "overlap",
                        ["rule": rule.id, "version": String(other.version)])
                }
                rules.append(rule)
            }
            return rules
        }
    }

    private static func rule(
        _ entry: YAMLEntry, _ incidentTypes: Set<String>, _ reader: inout YAMLReader
    ) -> ScreeningRule? {
        let id = reader.text(entry, "id")
        let version = reader.integer(entry, "version")
        let kind = kind(entry, &reader)
        if let id, !isName(id) {
            reader.note(
                "'id' is expected to be small letters a-z, digits and hyphens, not '\(id)'", at: entry.place(of: "id"),
                "id", ["value": id])
        }
        let types = types(entry, incidentTypes, &reader)
        let period = reader.period(entry)
        var reason: [String: String] = [:]
        if let node = entry.values["reason"],
            let reasons = reader.entry(node, required: Language.allCases.map(\.rawValue))
        {
            for language in Language.allCases {
                reason[language.rawValue] = reader.text(reasons, language.rawValue)
            }
        }
        guard let id, let version, let kind, let period else { return nil }
        return ScreeningRule(
            id: id, version: version, kind: kind, types: Set(types), validFrom: period.from, validTo: period.to,
            reason: reason)
    }

    /// As it stands in addresses and exports.
    private static func isName(_ id: String) -> Bool {
        id.utf8.count <= 40 && id.utf8.first.map { (0x61...0x7A).contains($0) } == true
            && id.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    private static func types(
        _ entry: YAMLEntry, _ known: Set<String>, _ reader: inout YAMLReader
    ) -> [String] {
        let types = reader.codes(entry, "types", known: known)
        guard let node = entry.values["types"] else { return [] }
        for element in node.sequence ?? [] {
            guard let type = element.scalar?.string, let what = ScreeningBans.type(type) else { continue }
            reader.note(
                "'\(type)' is not allowed: a rule must not use \(what)", at: element, "banned." + what, ["key": type])
        }
        if node.sequence?.isEmpty == true {
            reader.note("'types' is expected to name at least one type", at: node, "no-types")
        }
        return types
    }

    private static func kind(_ entry: YAMLEntry, _ reader: inout YAMLReader) -> ScreeningRule.Kind? {
        let count = reader.integer(entry, "count")
        let window = reader.integer(entry, "window-days")
        switch reader.choice(entry, "kind", of: Kind.self) {
        case .singleByCarer:
            for key in ["count", "window-days"] where entry.values[key] != nil {
                reader.note("a single rule has no '\(key)'", at: entry.place(of: key), "single", ["key": key])
            }
            return .singleByCarer
        case .repeatedByCarer:
            return threshold(count, window, entry, &reader).map { .repeatedByCarer(count: $0, windowDays: $1) }
        case .repeatedChildPresent:
            return threshold(count, window, entry, &reader).map { .repeatedChildPresent(count: $0, windowDays: $1) }
        case nil:
            return nil
        }
    }

    /// What a repeated rule may ask for; ten years are as long as anything is looked back.
    private static let bounds = (count: 2...100, window: 1...3_660)

    private static func threshold(
        _ count: Int?, _ window: Int?, _ entry: YAMLEntry, _ reader: inout YAMLReader
    ) -> (Int, Int)? {
        guard let count, let window, bounds.count.contains(count), bounds.window.contains(window) else {
            reader.note(
                "a repeated rule is expected to have 'count' of \(bounds.count) and 'window-days' of \(bounds.window)",
                at: entry.place(of: count.map(bounds.count.contains) == true ? "window-days" : "count"), "threshold",
                [
                    "least": String(bounds.count.lowerBound), "most": String(bounds.count.upperBound),
                    "days": String(bounds.window.upperBound),
                ])
            return nil
        }
        return (count, window)
    }
}

extension ScreeningRule {
    fileprivate func overlaps(_ other: ScreeningRule) -> Bool {
        (validTo.map { other.validFrom < $0 } ?? true) && (other.validTo.map { validFrom < $0 } ?? true)
    }
}
