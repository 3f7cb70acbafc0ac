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
                group.map { words("figure-group." + $0) } ?? "",
            ]
            let start = [String(report.year), figure, variant ?? "", group ?? ""] + names
            lines.append(start + ["", ""] + cells(result.value, result.previous) + ["", "", ""])
            for place in result.breakdown {
                let municipality = [place.municipality, handbook.municipalityName(place.municipality)]
                lines.append(start + municipality + cells(place.value, place.previous) + ["", "", ""])
            }
        }
        for indicator in report.indicators {
            let value = indicator.kind == .count ? String(Int(indicator.value)) : String(indicator.value)
            lines.append(
                [String(report.year), indicator.id, "", "", words("figure.\(indicator.id).name"), "", "", "", ""]
                    + [value, "", "", "", ""] + [indicator.source, indicator.period, indicator.population])
        }
        return lines.map { CSVLine.text($0) }.joined()
    }

    private static let header = [
        "year", "figure", "variant", "group", "figure_name", "variant_name", "group_name", "municipality",
        "municipality_name", "value", "numerator", "denominator", "previous", "suppressed", "source", "period",
        "population",
    ]

    /// value, numerator, denominator, previous, suppressed.
    private static func cells(_ value: FigureValue, _ previous: FigureValue?) -> [String] {
        let before = previous.map(number) ?? ""
        switch value {
        case .count: return [number(value), "", "", before, "0"]
        case .share(let part, let whole): return [number(value), String(part), String(whole), before, "0"]
        case .suppressed: return ["", "", "", before, "1"]
        }
    }

    private static func number(_ value: FigureValue) -> String {
        if case .count(let count) = value { return String(count) }
        return value.number.map { String($0) } ?? ""
    }
}
