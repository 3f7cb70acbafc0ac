public import Prevention
import Yams

/// document-types.yaml: the types of files that a case may hold.
public enum DocumentTypeFile {
    private static let required = ["code", "name", "media-type", "endings"]
    private static let optional = ["begins", "holds", "never-holds"]

    /// - Throws: `HandbookProblems`: a code given twice, or bytes that are none.
    public static func read(
        _ text: String, file: String = "document-types.yaml"
    ) throws(HandbookProblems) -> [DocumentType] {
        try YAMLReader.read(text, file: file) { reader, root in
            var types: [DocumentType] = []
            for node in reader.list(root) {
                guard let entry = reader.entry(node, required: required, optional: optional),
                    let type = type(entry, &reader)
                else { continue }
                if types.contains(where: { $0.code == type.code }) {
                    reader.note("'\(type.code)' is given twice", at: node)
                }
                types.append(type)
            }
            return types
        }
    }

    private static func type(_ entry: YAMLEntry, _ reader: inout YAMLReader) -> DocumentType? {
        let code = reader.text(entry, "code")
        let name = reader.text(entry, "name")
        let mediaType = reader.text(entry, "media-type")
        let endings = texts(entry, "endings", &reader)
        let begins = reader.text(entry, "begins").map { bytes($0, entry, &reader) }
        let holds = texts(entry, "holds", &reader).map { Array($0.utf8) }
        let neverHolds = texts(entry, "never-holds", &reader).map { Array($0.utf8) }
        guard let code, let name, let mediaType else { return nil }
        if endings.isEmpty { reader.note("'endings' is expected to name one", at: entry.place(of: "endings")) }
        return DocumentType(
            code: code, name: name, mediaType: mediaType, endings: endings, begins: begins ?? [], holds: holds,
            neverHolds: neverHolds)
    }

    private static func texts(_ entry: YAMLEntry, _ key: String, _ reader: inout YAMLReader) -> [String] {
        guard let node = entry.values[key] else { return [] }
        return reader.list(node).compactMap { element in
            let text = element.scalar?.string ?? ""
            if text.isEmpty { reader.note("'\(key)' is expected to be a list of texts", at: element) }
            return text.isEmpty ? nil : text
        }
    }

    /// `25 50 44 46`: two hexadecimal digits for each byte.
    private static func bytes(_ text: String, _ entry: YAMLEntry, _ reader: inout YAMLReader) -> [UInt8] {
        let parts = text.split(separator: " ")
        let bytes = parts.compactMap { $0.count == 2 ? UInt8($0, radix: 16) : nil }
        if bytes.count != parts.count {
            reader.note("'begins' is expected to be bytes as in '25 50 44 46'", at: entry.place(of: "begins"))
        }
        return bytes
    }
}
