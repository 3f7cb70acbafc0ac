import Foundation
public import Handbook
public import Prevention
public import Store

/// Reads values of external indicators from CSV (docs/indicators.md): commas or semicolons between the columns, a full stop or a
/// comma in the numbers. A row that cannot be used never stops the rest: it goes, whole, to a rejects file.
public struct IndicatorFileReader {
    public static let required = ["indicator", "period", "place", "value"]
    public static let columns = required + ["lower", "upper", "asked", "population", "source"]
    /// Bytes of a file: some ten thousand rows.
    public static let largest = 4 << 20

    /// The header with an example of each indicator, to fill in.
    public static func template(_ handbook: Handbook, year: Int) -> String {
        let rows = handbook.indicatorDefinitions.map { one in
            let isShare = one.unit == .percent
            return [one.code, String(year), "district"]
                + (isShare ? ["50.0", "47.5", "52.5", "1500"] : ["1", "", "", ""])
                + [one.population, one.source]
        }
        return ([columns] + rows).map { $0.map(CSVWriter.field).joined(separator: ",") + "\r\n" }.joined()
    }

    private let handbook: Handbook
    private let today: LocalDate
    private let places: Set<String>
    private let codeOfPlace: [String: String]

    public init(_ handbook: Handbook, today: LocalDate) {
        self.handbook = handbook
        self.today = today
        places = handbook.ownMunicipalities
        codeOfPlace = Dictionary(
            handbook.municipalities.filter(\.isOwn).map { ($0.name.lowercased(), $0.code) },
            uniquingKeysWith: { first, _ in first })
    }

    /// - Parameters:
    ///   - name: of the file, as it is shown.
    ///   - rejects: where the rejects file goes.
    ///   - language: of the reasons.
    /// - Throws: `ImportFailure` where the file or its header cannot be read; nothing can be used then.
    public func read(_ path: String, name: String, rejects: String, language: Language) throws -> IndicatorBatch {
        let name = keptName(name)
        let file = Rejects(path: rejects, words: handbook[language])
        let reader = try CSVReader(try ByteSource(path: path), separator: try separator(path, name), skipsSpaces: true)
        let header = try header(reader, name)
        var values: [IndicatorValue] = []
        var seen: Set<IndicatorValue.Key> = []
        var (read, rejected) = (0, 0)
        reading: while true {
            do {
                switch try reader.next() {
                case .end: break reading
                case .malformed(let problem):
                    read += 1
                    throw RowProblem("import." + problem.rawValue, column: "")
                case .record:
                    read += 1
                    let value = try value(IndicatorRow(reader, header))
                    guard seen.insert(value.key).inserted else {
                        throw RowProblem("indicator.repeated", column: "indicator", value: value.indicator)
                    }
                    values.append(value)
                }
            } catch let problem as RowProblem {
                rejected += 1
                let isPersonal = IndicatorFileReader.isPersonal(problem, in: reader.raw)
                try file.add(
                    file: name, line: reader.line, problem: isPersonal ? problem.withoutValue : problem,
                    row: isPersonal ? "" : reader.raw)
            }
        }
        return IndicatorBatch(
            file: name, values: values, read: read, rejected: rejected, rejectsPath: try file.finish())
    }

    private func value(_ row: IndicatorRow) throws -> IndicatorValue {
        let code = try row.needed("indicator")
        guard let definition = handbook.indicatorDefinition(code) else {
            throw RowProblem(
                "indicator.unknown", column: "indicator", value: code,
                ["known": handbook.indicatorDefinitions.map(\.code).joined(separator: ", ")])
        }
        let place = try row.needed("place")
        let number = try row.number("value")
        guard let number else { throw RowProblem("indicator.required", column: "value") }
        let bounds = (lower: try row.number("lower"), upper: try row.number("upper"))
        var interval: ClosedRange<Double>?
        switch bounds {
        case (nil, nil): break
        case (.some(let lower), .some(let upper)) where lower <= upper: interval = lower...upper
        case (.some, .some): throw RowProblem("indicator.order", column: "lower", value: try row.text("lower"))
        case (nil, _): throw RowProblem("indicator.half", column: "lower")
        case (_, nil): throw RowProblem("indicator.half", column: "upper")
        }
        let asked = try row.text("asked")
        if !asked.isEmpty, Int(asked) == nil { throw RowProblem("indicator.asked", column: "asked", value: asked) }
        let population = try row.text("population")
        let source = try row.text("source")
        let value = IndicatorValue(
            indicator: code, period: try row.needed("period"), place: codeOfPlace[place.lowercased()] ?? place,
            population: population.isEmpty ? definition.population : population, value: number, interval: interval,
            asked: Int(asked), source: source.isEmpty ? definition.source : source)
        if let refusal = value.problems(unit: definition.unit, places: places, today: today).first {
            throw RowProblem(
                refusal, column: refusal.arguments["column"] ?? "", value: refusal.arguments["value"] ?? "")
        }
        // What a definition says itself was read before it came here.
        for (text, column) in [(source, "source"), (population, "population")]
        where ![definition.source, definition.population].contains(text) && handbook.nameWords.nameSomebody(in: text) {
            throw RowProblem("indicator.name", column: column)
        }
        return value
    }

    /// The name of the file as it is kept: one that numbers or names somebody is not.
    private func keptName(_ name: String) -> String {
        let plain = name.replacing("_", with: " ").replacing(".csv", with: "")
        return PlanText.forbidden(in: plain).isEmpty && !handbook.nameWords.nameSomebody(in: plain)
            ? name : "indicators.csv"
    }

    /// Whether a row holds something about a person: then nothing of it is kept.
    private static func isPersonal(_ problem: RowProblem, in row: String) -> Bool {
        let found = PlanText.forbidden(in: row)
        return ["indicator.personal", "indicator.name"].contains(problem.refusal.code)
            || found.contains("plan-text.number") || found.contains("plan-text.mail")
    }

    /// What stands between the columns: a semicolon where the header has one, as Danish spreadsheets write it.
    private func separator(_ path: String, _ name: String) throws(ImportFailure) -> UInt8 {
        let source = try ByteSource(path: path)
        guard try source.fill() else { throw ImportFailure(.emptyFile, file: name) }
        let first = source.text(4_096).prefix { !$0.isNewline }
        return first.contains(";") ? UInt8(ascii: ";") : UInt8(ascii: ",")
    }

    private func header(_ reader: CSVReader, _ name: String) throws(ImportFailure) -> [String: Int] {
        switch try reader.next() {
        case .end: throw ImportFailure(.emptyFile, file: name)
        case .malformed: throw ImportFailure(.headerMalformed, file: name)
        case .record: break
        }
        var header: [String: Int] = [:]
        for index in 0..<reader.fieldCount {
            guard let text = reader.text(index) else { throw ImportFailure(.headerNotUTF8, file: name) }
            let column = text.lowercased()
            guard header[column] == nil else { throw ImportFailure(.repeatedColumn, file: name, detail: column) }
            header[column] = index
        }
        for column in IndicatorFileReader.required where header[column] == nil {
            throw ImportFailure(.missingColumn, file: name, detail: column)
        }
        return header
    }
}

/// A row by the names of its columns.
private struct IndicatorRow {
    private let reader: CSVReader
    private let header: [String: Int]

    init(_ reader: CSVReader, _ header: [String: Int]) throws {
        self.reader = reader
        self.header = header
        guard reader.fieldCount == header.count else {
            throw RowProblem(
                "import.field-count", column: "", value: "",
                ["expected": String(header.count), "found": String(reader.fieldCount)])
        }
    }

    /// Empty where the file has no such column.
    func text(_ column: String) throws -> String {
        guard let index = header[column] else { return "" }
        guard let text = reader.text(index) else { throw RowProblem("import.not-utf8", column: column) }
        return text.trimmingCharacters(in: .whitespaces)
    }

    func needed(_ column: String) throws -> String {
        let text = try text(column)
        guard !text.isEmpty else { throw RowProblem("indicator.required", column: column) }
        return text
    }

    /// With a full stop or a comma; `nil` where nothing stands there.
    func number(_ column: String) throws -> Double? {
        let text = try text(column)
        if text.isEmpty { return nil }
        let plain = text.replacing(",", with: ".")
        guard plain.wholeMatch(of: #/-?\d{1,12}(\.\d{1,6})?/#) != nil, let number = Double(plain) else {
            throw RowProblem("indicator.number", column: column, value: text)
        }
        return number
    }
}
