public import Prevention
import Yams

/// authorities.yaml: who works here, beside the municipalities.
public enum AuthorityFile {
    /// An authority with its names, and those of its units by code.
    public struct Entry: Sendable {
        public let authority: Authority
        public let names: [Language: String]
        public let unitNames: [String: [Language: String]]
    }

    /// The authorities of the file; the police with a unit for each sector; then each own municipality.
    ///
    /// - Throws: `HandbookProblems`: an unknown kind or municipality, or a code that is given twice.
    public static func read(
        _ text: String, file: String = "authorities.yaml", municipalities: [Municipality]
    ) throws(HandbookProblems) -> [Entry] {
        let own = municipalities.filter(\.isOwn)
        let written = try YAMLReader.read(text, file: file) { reader, root -> [Entry] in
            guard let top = reader.entry(root, required: ["authorities"]) else { return [] }
            var seen: Set<String> = Set(own.map(\.code))
            return (top.values["authorities"].map { reader.list($0) } ?? []).compactMap { node in
                guard let entry = authority(node, own, &reader) else { return nil }
                if !seen.insert(entry.authority.code).inserted {
                    reader.note("the code '\(entry.authority.code)' is given twice", at: node)
                }
                return entry
            }
        }
        return written
            + own.map { place in
                Entry(
                    authority: Authority(code: place.code, kind: .municipality, municipalities: [place.code]),
                    names: [.danish: place.name + " Kommune", .english: place.name + " Municipality"], unitNames: [:])
            }
    }

    private static func authority(_ node: Node, _ own: [Municipality], _ reader: inout YAMLReader) -> Entry? {
        guard let entry = reader.entry(node, required: ["code", "kind"] + languages, optional: ["units"]),
            let code = reader.text(entry, "code"), let kind = reader.choice(entry, "kind", of: Authority.Kind.self)
        else { return nil }
        var units: [Authority.Unit] = []
        var unitNames: [String: [Language: String]] = [:]
        if kind == .police {
            for sector in Set(own.compactMap(\.sector)).sorted() {
                let code = "sector-" + sector.lowercased().replacing("ø", with: "oe")
                units.append(.init(code: code, municipalities: own.filter { $0.sector == sector }.map(\.code)))
                unitNames[code] = [.danish: "Sektor " + sector, .english: "Sector " + sector]
            }
        }
        for part in entry.values["units"].map({ reader.list($0) }) ?? [] {
            guard let unit = reader.entry(part, required: ["code"] + languages, optional: ["municipalities"]),
                let unitCode = reader.text(unit, "code")
            else { continue }
            let places = reader.codes(unit, "municipalities", known: Set(own.map(\.code)))
            units.append(.init(code: unitCode, municipalities: places))
            unitNames[unitCode] = names(unit, &reader)
        }
        return Entry(
            authority: Authority(code: code, kind: kind, units: units), names: names(entry, &reader),
            unitNames: unitNames)
    }

    private static let languages = Language.allCases.map(\.rawValue)

    private static func names(_ entry: YAMLEntry, _ reader: inout YAMLReader) -> [Language: String] {
        var names: [Language: String] = [:]
        for language in Language.allCases { names[language] = reader.text(entry, language.rawValue) }
        return names
    }
}
