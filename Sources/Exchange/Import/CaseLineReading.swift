import Foundation

/// One line of `cases.jsonl`, read.
struct CaseLineReading: Decodable {
    let record: CaseRecord
    /// Keys that the format does not know.
    let unknownKeys: [String]

    private static let known: Set<String> = [
        "id", "programme", "municipality", "parties", "fields", "events", "restriction",
    ]

    init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        unknownKeys = keys.filter { !CaseLineReading.known.contains($0) }
        record = try CaseRecord(from: decoder)
    }

    /// - Throws: `RowProblem` where the line is no JSON object, or lacks something, or something has the wrong type.
    static func read(_ line: String) throws -> CaseLineReading {
        do {
            let read = try JSONDecoder().decode(CaseLineReading.self, from: Data(line.utf8))
            try read.refuseZeroBytes()
            return read
        } catch DecodingError.keyNotFound(let key, let context) {
            throw RowProblem("import.value-missing", column: path(context.codingPath + [key]))
        } catch DecodingError.typeMismatch(_, let context) {
            throw RowProblem(
                context.codingPath.isEmpty ? "import.not-json" : "import.wrong-type", column: path(context.codingPath))
        } catch DecodingError.valueNotFound(_, let context) {
            throw RowProblem("import.value-missing", column: path(context.codingPath))
        } catch let problem as RowProblem {
            throw problem
        } catch {
            throw RowProblem("import.not-json", column: "")
        }
    }

    /// JSON can hold a character that no database takes in a text.
    private func refuseZeroBytes() throws {
        var texts: [(String, String)] = [("id", record.id)]
        texts += (record.parties ?? []).flatMap {
            [("parties.person", $0.person), ("parties.source", $0.source ?? "")]
        }
        texts += (record.fields ?? [:]).flatMap { [("fields." + $0.key, $0.key), ("fields." + $0.key, $0.value)] }
        for event in record.events {
            texts += (event.fields ?? [:]).flatMap { [("events.fields", $0.key), ("events.fields", $0.value)] }
        }
        for (column, text) in texts where text.utf8.contains(0) {
            throw RowProblem("import.not-utf8", column: column)
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.filter { $0.intValue == nil }.map(\.stringValue).joined(separator: ".")
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
