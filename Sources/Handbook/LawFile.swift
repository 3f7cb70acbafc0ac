public import Prevention

/// law.yaml: the dated rules, with the holidays that those in working days leave out.
public enum LawFile {
    /// - Parameter municipalities: codes of those in which a rule may be in force alone.
    /// - Throws: `HandbookProblems`: an unknown unit or confidence, a bad date, a missing or unknown key, an unknown
    ///   municipality, versions of one rule that overlap.
    public static func read(
        _ text: String, holidays: [Holiday] = [], municipalities: Set<String> = [], file: String = "law.yaml"
    ) throws(HandbookProblems) -> LawBook {
        try YAMLReader.read(text, file: file) { reader, root in
            var byID: [String: [LawBook.Rule]] = [:]
            var rules: [LawBook.Rule] = []
            for node in reader.list(root) {
                guard
                    let entry = reader.entry(
                        node, required: ["id", "value", "unit", "source", "confidence", "from"],
                        optional: ["to", "municipalities", "source-en"]),
                    let rule = rule(entry, municipalities, &reader)
                else { continue }
                if let other = byID[rule.id]?.first(where: { $0.overlaps(rule) }) {
                    reader.note("this version of '\(rule.id)' overlaps the one from \(other.validFrom)", at: node)
                }
                byID[rule.id, default: []].append(rule)
                rules.append(rule)
            }
            return LawBook(rules, holidays: holidays)
        }
    }

    private static func rule(
        _ entry: YAMLEntry, _ municipalities: Set<String>, _ reader: inout YAMLReader
    ) -> LawBook.Rule? {
        let id = reader.text(entry, "id")
        let value = reader.integer(entry, "value")
        let unit = reader.choice(entry, "unit", of: LawBook.Unit.self)
        let source = reader.text(entry, "source")
        let confidence = reader.choice(entry, "confidence", of: LawBook.Confidence.self)
        let period = reader.period(entry)
        let places = reader.codes(entry, "municipalities", known: municipalities)
        let english = reader.text(entry, "source-en")
        guard let id, let value, let unit, let source, let confidence, let period else { return nil }
        return LawBook.Rule(
            id: id, value: value, unit: unit, source: source, confidence: confidence, validFrom: period.from,
            validTo: period.to, municipalities: places,
            englishSource: english)
    }
}

extension LawBook.Rule {
    fileprivate func overlaps(_ other: LawBook.Rule) -> Bool {
        (validTo.map { other.validFrom < $0 } ?? true) && (other.validTo.map { validFrom < $0 } ?? true)
    }
}
