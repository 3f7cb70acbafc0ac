import Handbook
import Prevention

/// The forms of the annual report that machines read: the same on the command line and for download.
public enum ReportOutput {
    /// One object per figure, variant and group, in print order, with stable keys; counts are whole numbers.
    public static func json(_ report: AnnualReport) throws -> String {
        let figures = report.results.map(object) + report.indicators.map(object)
        let fields: [(String, JSONValue)] = [
            ("year", .integer(report.year)), ("district", .text(report.district)),
            ("generatedAt", .text(report.generatedAt.description)),
            ("definitionsVersion", .text(report.definitionsVersion)), ("figures", .lines(figures)),
        ]
        return JSONValue.object(fields).written + "\n"
    }

    private static func object(_ result: FigureResult) -> JSONValue {
        var fields: [(String, JSONValue)] = [("id", .text(result.figure.id))]
        if let variant = result.cell.variant { fields.append(("variant", .text(variant))) }
        if let group = result.cell.group { fields.append(("group", .text(group))) }
        fields += values(result.value, previous: result.previous)
        let places = result.breakdown.map { place in
            JSONValue.object(
                [("municipality", .text(place.municipality))] + values(place.value, previous: place.previous))
        }
        return .object(fields + [("breakdown", .list(places))])
    }

    private static func values(_ value: FigureValue, previous: FigureValue?) -> [(String, JSONValue)] {
        var fields: [(String, JSONValue)] = []
        switch value {
        case .count(let count):
            fields.append(("value", .integer(count)))
        case .share(let part, let whole):
            if let number = value.number { fields.append(("value", .decimal(number))) }
            fields += [("numerator", .integer(part)), ("denominator", .integer(whole))]
        case .days(let median, let ninth, let count):
            if count > 0 { fields += [("value", .integer(median)), ("percentile90", .integer(ninth))] }
            fields.append(("denominator", .integer(count)))
        case .agreement(let kappa, let count):
            if let kappa { fields.append(("value", .decimal(kappa))) }
            fields.append(("denominator", .integer(count)))
        case .suppressed:
            fields.append(("suppressed", .boolean(true)))
        }
        switch previous {
        case .count(let count): fields.append(("previous", .integer(count)))
        case .share, .agreement: if let number = previous?.number { fields.append(("previous", .decimal(number))) }
        case .days(let median, _, let count): if count > 0 { fields.append(("previous", .integer(median))) }
        case .suppressed: fields.append(("previousSuppressed", .boolean(true)))
        case nil: break
        }
        return fields
    }

    private static func object(_ indicator: Indicator) -> JSONValue {
        let value: JSONValue =
            indicator.kind == .count ? .integer(Int(indicator.value)) : .decimal(indicator.value)
        return .object([
            ("id", .text(indicator.id)), ("value", value), ("source", .text(indicator.source)),
            ("period", .text(indicator.period)), ("population", .text(indicator.population)),
            ("uncertainty", .text(indicator.uncertainty)), ("breakdown", .list([])),
        ])
    }
}

/// A JSON value whose fields keep their order, so that two reports can be compared line by line.
enum JSONValue {
    case text(String)
    case integer(Int)
    case decimal(Double)
    case boolean(Bool)
    case list([JSONValue])
    /// A list with each element on a line of its own.
    case lines([JSONValue])
    case object([(String, JSONValue)])

    var written: String {
        switch self {
        case .text(let text): return JSONValue.quoted(text)
        case .integer(let number): return String(number)
        case .decimal(let number): return String(number)
        case .boolean(let flag): return flag ? "true" : "false"
        case .list(let elements): return "[" + elements.map(\.written).joined(separator: ",") + "]"
        case .lines(let elements): return "[\n" + elements.map(\.written).joined(separator: ",\n") + "\n]"
        case .object(let fields):
            return "{" + fields.map { JSONValue.quoted($0.0) + ":" + $0.1.written }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
