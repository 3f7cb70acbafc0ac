import Foundation

/// Small values as JSON text with sorted keys, so that equal values have equal texts.
public enum JSONText {
    public static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    public static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// A flat object of texts, as the fields of a case are stored.
    public static func fields(_ text: String) throws -> [String: String] {
        text == "{}" ? [:] : try decode([String: String].self, from: text)
    }
}
