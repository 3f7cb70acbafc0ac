public import Prevention

/// What an external indicator measures (*definition af ekstern indikator*). Its values are imported.
public struct IndicatorDefinition: Sendable, Hashable {
    /// Stable: values are stored with it.
    public let code: String
    public let unit: IndicatorValue.Unit
    public let names: [Language: String]
    /// What exactly is measured.
    public let abouts: [Language: String]
    /// Who publishes it.
    public let source: String
    /// Whom it is about, where a file does not say.
    public let population: String

    public init(
        code: String, unit: IndicatorValue.Unit, names: [Language: String], abouts: [Language: String], source: String,
        population: String
    ) {
        self.code = code
        self.unit = unit
        self.names = names
        self.abouts = abouts
        self.source = source
        self.population = population
    }
}

/// external-indicators.yaml: the definitions.
public enum IndicatorDefinitionFile {
    /// - Throws: `HandbookProblems`: a code given twice, a missing name, an unknown unit.
    public static func read(
        _ text: String, file: String = "external-indicators.yaml"
    ) throws(HandbookProblems) -> [IndicatorDefinition] {
        let languages = Language.allCases.map(\.rawValue)
        let keys = ["code", "unit", "source", "population"] + languages + languages.map { "about-" + $0 }
        return try YAMLReader.read(text, file: file) { reader, root in
            var all: [IndicatorDefinition] = []
            for node in reader.list(root) {
                guard let entry = reader.entry(node, required: keys), let code = reader.text(entry, "code"),
                    let unit = reader.choice(entry, "unit", of: IndicatorValue.Unit.self),
                    let source = reader.text(entry, "source"), let population = reader.text(entry, "population")
                else { continue }
                if all.contains(where: { $0.code == code }) {
                    reader.note("the code '\(code)' is given twice", at: entry.place(of: "code"))
                }
                var names: [Language: String] = [:]
                var abouts: [Language: String] = [:]
                for language in Language.allCases {
                    names[language] = reader.text(entry, language.rawValue)
                    abouts[language] = reader.text(entry, "about-" + language.rawValue)
                }
                all.append(
                    IndicatorDefinition(
                        code: code, unit: unit, names: names, abouts: abouts, source: source, population: population))
            }
            return all
        }
    }
}

extension Handbook {
    public func indicatorDefinition(_ code: String) -> IndicatorDefinition? {
        indicatorDefinitions.first { $0.code == code }
    }
}
