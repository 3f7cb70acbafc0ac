public import Prevention

/// letters/*.yaml: the texts of letters that come with the program, a file for each programme.
public enum LetterFile {
    private static let keys = ["code", "programme", "receiver", "title", "body"]

    /// - Parameter rules: ids of law.yaml, which a text may name.
    /// - Throws: `HandbookProblems`: an unknown programme or stage, a field that the receiver's letters cannot hold.
    public static func read(
        _ text: String, file: String, rules: Set<String>
    ) throws(HandbookProblems) -> [LetterTemplate] {
        try YAMLReader.read(text, file: file) { reader, root in
            var letters: [LetterTemplate] = []
            for node in reader.list(root) {
                guard let entry = reader.entry(node, required: keys, optional: ["stages"]),
                    let letter = letter(entry, rules, &reader)
                else { continue }
                if letters.contains(where: { $0.code == letter.code }) {
                    reader.note("'\(letter.code)' is given twice", at: node)
                }
                letters.append(letter)
            }
            return letters
        }
    }

    private static func letter(
        _ entry: YAMLEntry, _ rules: Set<String>, _ reader: inout YAMLReader
    ) -> LetterTemplate? {
        let code = reader.text(entry, "code")
        let receiver = reader.choice(entry, "receiver", of: LetterReceiver.self)
        let title = reader.text(entry, "title")
        let body = reader.text(entry, "body")
        guard let programmeCode = reader.text(entry, "programme"), let code, let receiver, let title, let body else {
            return nil
        }
        guard let programme = Catalogue.programme(programmeCode) else {
            reader.note("'\(programmeCode)' is no programme", at: entry.place(of: "programme"))
            return nil
        }
        let stages = reader.codes(entry, "stages", known: Set(programme.stages.map(\.code))).map { Stage($0) }
        let names = Set(programme.letterFields(for: receiver, rules: rules).map(\.code))
        do {
            _ = try LetterText(body, names: names)
        } catch {
            for problem in error.problems {
                let near = problem.nearest.map { "; nearest is '\($0)'" } ?? ""
                let message = "'\(code)', line \(problem.line): \(problem.kind.rawValue) '\(problem.found)'\(near)"
                reader.note(message, at: entry.place(of: "body"))
            }
        }
        return LetterTemplate(
            code: code, programme: programmeCode, receiver: receiver, stages: stages, title: title, body: body)
    }
}
