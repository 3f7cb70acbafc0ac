import Exchange
import Foundation
import Prevention
import Synthetic

/// A generated folder, read back for the tests.
struct Folder {
    typealias Row = [String: String]

    static let files = [
        "persons.csv", "relations.csv", "incidents.csv", "incident_persons.csv", "areas.csv", "cases.jsonl",
    ]
    static let until = LocalDate(dayNumber: 20_453)  // 2025-12-31

    let bytes: [String: Data]
    let counts: [String: Int]

    init(seed: UInt64 = 1, scale: Double, until: LocalDate = Folder.until) throws {
        let path = NSTemporaryDirectory() + "synthetic-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let writer = try ExchangeWriter(folder: path)
        try SyntheticDistrict(seed: seed, scale: scale, until: until).write(to: writer) { _ in }
        counts = try writer.finish()
        var bytes: [String: Data] = [:]
        for file in Folder.files { bytes[file] = try Data(contentsOf: URL(fileURLWithPath: path + "/" + file)) }
        self.bytes = bytes
    }

    /// Scale 1, made once for all tests.
    static let district = Result { try Folder(scale: 1) }

    func rows(_ file: String) -> [Row] {
        let lines = CSV.parse(bytes[file] ?? Data())
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    func cases() throws -> [CaseRecord] {
        let decoder = JSONDecoder()
        return try (bytes["cases.jsonl"] ?? Data()).split(separator: 0x0A).map {
            try decoder.decode(CaseRecord.self, from: Data($0))
        }
    }
}

/// A reader of RFC 4180 that is independent of the one of the system.
enum CSV {
    static func parse(_ data: Data) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var pendingQuote = false
        for byte in data {
            if isQuoted, !pendingQuote {
                if byte == 0x22 { pendingQuote = true } else { field.append(byte) }
                continue
            }
            if pendingQuote {
                pendingQuote = false
                if byte == 0x22 {
                    field.append(byte)
                    continue
                }
                isQuoted = false
            }
            switch byte {
            case 0x22: isQuoted = true
            case 0x2C, 0x0A:
                row.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
                if byte == 0x0A {
                    rows.append(row)
                    row = []
                }
            default: field.append(byte)
            }
        }
        return rows
    }
}
