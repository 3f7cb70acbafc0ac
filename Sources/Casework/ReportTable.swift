public import Handbook
import Prevention

extension ReportOutput {
    /// RFC 4180 with a header: one row per number, the district's with an empty municipality. Codes are followed by the
    /// names of the language; decimals have a point.
    public static func csv(_ report: AnnualReport, words: Words, handbook: Handbook) -> String {
        var lines = [header]
        for result in report.results {
            let figure = result.figure.id
            let (variant, group) = (result.cell.variant, result.cell.group)
            let names = [
                words("figure.\(figure).name"), variant.map { words("figure-variant." + $0) } ?? "",
                group.map { FigureGroup.name($0, words) } ?? "",
            ]
            let start = [String(report.year), figure, variant ?? "", group ?? ""] + names
            lines.append(start + ["", ""] + cells(result.value, result.previous) + ["", "", ""] + ninth(result.value))
            for place in result.breakdown {
                let municipality = [place.municipality, handbook.municipalityName(place.municipality)]
                lines.append(
                    start + municipality + cells(place.value, place.previous) + ["", "", ""] + ninth(place.value))
            }
        }
        for indicator in report.indicators {
            let value = indicator.kind == .count ? String(Int(indicator.value)) : String(indicator.value)
            lines.append(
                [String(report.year), indicator.id, "", "", words("figure.\(indicator.id).name"), "", "", "", ""]
                    + [value, "", "", "", ""] + [indicator.source, indicator.period, indicator.population, ""])
        }
        return lines.map { CSVLine.text($0) }.joined()
    }

    private static let header = [
        "year", "figure", "variant", "group", "figure_name", "variant_name", "group_name", "municipality",
        "municipality_name", "value", "numerator", "denominator", "previous", "suppressed", "source", "period",
        "population", "percentile_90",
    ]

    /// Of days, within how many nine in ten were done.
    private static func ninth(_ value: FigureValue) -> [String] {
        if case .days(_, let ninth, let count) = value, count > 0 { return [String(ninth)] }
        return [""]
    }

    /// value, numerator, denominator, previous, suppressed.
    private static func cells(_ value: FigureValue, _ previous: FigureValue?) -> [String] {
        let before = previous.map(number) ?? ""
        switch value {
        case .count: return [number(value), "", "", before, "0"]
        case .share(let part, let whole): return [number(value), String(part), String(whole), before, "0"]
        case .days(_, _, let count), .agreement(_, let count): return [number(value), "", String(count), before, "0"]
        case .suppressed: return ["", "", "", before, "1"]
        }
    }

    private static func number(_ value: FigureValue) -> String {
        switch value {
        case .count(let count): return String(count)
        case .days(let median, _, let count): return count == 0 ? "" : String(median)
        default: break
        }
        return value.number.map { String($0) } ?? ""
    }
}
