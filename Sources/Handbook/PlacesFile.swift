import Yams

/// A municipality (*kommune*).
public struct Municipality: Sendable, Hashable {
    /// Official code, three digits: `259`.
    public let code: String
    /// Without the word *Kommune*.
    public let name: String
    /// One of the district's own.
    public let isOwn: Bool
    /// The police sector it lies in; `nil` outside the district.
    public let sector: String?

    public init(code: String, name: String, isOwn: Bool = false, sector: String? = nil) {
        self.code = code
        self.name = name
        self.isOwn = isOwn
        self.sector = sector
    }
}

/// municipalities.yaml: the police district and the Danish municipalities.
public enum PlacesFile {
    public struct Places: Sendable {
        /// Name of the police district.
        public let district: String
        /// Ordered as in the file: by code.
        public let municipalities: [Municipality]
    }

    /// - Throws: `HandbookProblems`: a code that is not three digits or is given twice, an own municipality without
    ///   sector.
    public static func read(_ text: String, file: String = "municipalities.yaml") throws(HandbookProblems) -> Places {
        try YAMLReader.read(text, file: file) { reader, root in
            guard let entry = reader.entry(root, required: ["district", "municipalities"]) else {
                return Places(district: "", municipalities: [])
            }
            var municipalities: [Municipality] = []
            var seen: Set<String> = []
            for node in entry.values["municipalities"].map({ reader.list($0) }) ?? [] {
                guard let municipality = municipality(node, &reader) else { continue }
                if !seen.insert(municipality.code).inserted {
                    reader.note("the code '\(municipality.code)' is given twice", at: node)
                }
                municipalities.append(municipality)
            }
            return Places(district: reader.text(entry, "district") ?? "", municipalities: municipalities)
        }
    }

    private static func municipality(
        _ node: Node, _ reader: inout YAMLReader
    ) -> Municipality? {
        guard let entry = reader.entry(node, required: ["code", "name"], optional: ["own", "sector"]) else {
            return nil
        }
        let isOwn = reader.flag(entry, "own") ?? false
        let sector = reader.text(entry, "sector")
        if isOwn != (sector != nil) {
            reader.note("'own: true' and 'sector' are expected to go together", at: node)
        }
        guard let code = reader.text(entry, "code"), let name = reader.text(entry, "name") else { return nil }
        if code.utf8.count != 3 || Int(code) == nil {
            reader.note("'code' is expected to be three digits, not '\(code)'", at: entry.place(of: "code"))
        }
        return Municipality(code: code, name: name, isOwn: isOwn, sector: sector)
    }
}
