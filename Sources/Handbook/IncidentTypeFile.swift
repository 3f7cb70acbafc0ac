import Prevention

/// What an incident may be (*hændelsestype*).
public struct IncidentType: Sendable, Hashable {
    /// Stable: imports use it.
    public let code: String
    public let names: [Language: String]
    /// Codes of the programmes whose incident figures count it.
    public let monitoredBy: Set<String>
    /// Codes of the programmes of which a case is suggested for its victim.
    public let followedUpBy: Set<String>

    public init(
        code: String, names: [Language: String], monitoredBy: Set<String> = [], followedUpBy: Set<String> = []
    ) {
        self.code = code
        self.names = names
        self.monitoredBy = monitoredBy
        self.followedUpBy = followedUpBy
    }
}

/// incident-types.yaml: the codes of the exchange format, with their names.
public enum IncidentTypeFile {
    /// - Throws: `HandbookProblems`: a code given twice, a missing name, a programme that is not in the catalogue.
    public static func read(
        _ text: String, file: String = "incident-types.yaml"
    ) throws(HandbookProblems) -> [IncidentType] {
        let programmes = Set(Catalogue.all.map(\.code))
        return try YAMLReader.read(text, file: file) { reader, root in
            var types: [IncidentType] = []
            var seen: Set<String> = []
            for node in reader.list(root) {
                let languages = Language.allCases.map(\.rawValue)
                let optional = ["monitored-by", "followed-up-by"]
                guard let entry = reader.entry(node, required: ["code"] + languages, optional: optional) else {
                    continue
                }
                var names: [Language: String] = [:]
                for language in Language.allCases { names[language] = reader.text(entry, language.rawValue) }
                guard let code = reader.text(entry, "code") else { continue }
                if !seen.insert(code).inserted {
                    reader.note("the code '\(code)' is given twice", at: entry.place(of: "code"))
                }
                let monitoredBy = reader.codes(entry, "monitored-by", known: programmes)
                let followedUpBy = reader.codes(entry, "followed-up-by", known: programmes)
                types.append(
                    IncidentType(
                        code: code, names: names, monitoredBy: Set(monitoredBy), followedUpBy: Set(followedUpBy)))
            }
            return types
        }
    }
}
