import Casework
import Handbook
import Prevention
import Store

/// Words and numbers of external indicators.
struct IndicatorTexts: Sendable {
    let words: Words
    let handbook: Handbook

    func name(_ definition: IndicatorDefinition) -> String {
        definition.names[words.language] ?? definition.code
    }

    func place(_ code: String) -> String {
        IndicatorValue.wider.contains(code) ? words("indicator.place." + code) : handbook.municipalityName(code)
    }

    /// `87,5 %` or `3`.
    func number(_ value: Double, _ unit: IndicatorValue.Unit) -> String {
        guard unit == .percent else { return words.number(Int(value.rounded())) }
        let tenths = Int((value * 100).rounded())
        let decimals = tenths % 100 == 0 ? "" : tenths % 10 == 0 ? String(tenths / 10 % 10) : String(tenths % 100)
        let padded = tenths % 100 != 0 && tenths % 100 < 10 ? "0" + decimals : decimals
        let mark = words.language == .danish ? "," : "."
        let text = String(tenths / 100) + (decimals.isEmpty ? "" : mark + padded)
        return words.language == .danish ? text + " %" : text + "%"
    }

    /// The value with its interval: `87,5 % (85–90 %)`.
    func text(_ one: IndicatorValue, _ unit: IndicatorValue.Unit) -> String {
        let main = number(one.value, unit)
        return one.interval == nil ? main : main + " (" + interval(one, unit) + ")"
    }

    func interval(_ one: IndicatorValue, _ unit: IndicatorValue.Unit) -> String {
        guard let interval = one.interval else { return words("indicator.no-interval") }
        return number(interval.lowerBound, unit) + "–" + number(interval.upperBound, unit)
    }
}

/// External figures beside other things, each with its source: the partial `indicator-figures`.
struct IndicatorFigures: Sendable {
    struct Line: Sendable {
        let externalName: String
        let externalValue: String
        let externalAbout: String
        let externalSource: String
    }

    let externals: [Line]

    /// The latest values nearest to a municipality; `nil` where there are none.
    init?(_ all: [IndicatorSeries], near municipality: String, _ texts: IndicatorTexts) {
        self.init(
            all.flatMap { series in
                LatestIndicator.values(series.values.map(\.value), in: municipality).map {
                    (definition: series.definition, value: $0)
                }
            }, texts)
    }

    init?(_ values: [(definition: IndicatorDefinition, value: IndicatorValue)], _ texts: IndicatorTexts) {
        if values.isEmpty { return nil }
        externals = values.map { definition, value in
            let asked = value.asked.map { texts.words("indicator.asked", ["count": texts.words.number($0)]) }
            return Line(
                externalName: texts.name(definition), externalValue: texts.text(value, definition.unit),
                externalAbout: [texts.place(value.place), value.period, value.population, asked].compactMap(\.self)
                    .joined(separator: " · "), externalSource: value.source)
        }
    }
}

/// The page of one indicator: over places in a period, over time in a place, and all values as a table.
struct IndicatorPageModel: Sendable {
    struct Line: Sendable {
        let valuePlace: String
        let valuePeriod: String
        let valueText: String
        let valueInterval: String
        let valueAsked: String
        let valuePopulation: String
        let valueSource: String
        /// What it was before; `nil` where it has never been another.
        let valueHistory: String?
    }

    struct Chart: Sendable {
        let svg: String
        let caption: String
        let chartSource: String
    }

    let isKnown: Bool
    let selects: [FilterSelect]
    let indicatorName: String
    let indicatorAbout: String
    let mayImport: Bool
    let charts: [Chart]
    let count: String
    let lines: [Line]
    let hasLines: Bool

    init(
        _ all: [IndicatorSeries], code: String?, period: String?, place: String?,
        _ history: [Int64: [ReadIndicatorHistory.Entry]], mayImport: Bool, _ texts: CaseTexts
    ) {
        let words = texts.words
        let names = IndicatorTexts(words: words, handbook: texts.handbook)
        self.mayImport = mayImport
        let series = IndicatorPageModel.chosen(all, code)
        isKnown = series != nil
        indicatorName = series.map { names.name($0.definition) } ?? ""
        indicatorAbout = series?.definition.abouts[words.language] ?? ""
        let values = series?.values ?? []
        let periods = Set(values.map(\.value.period)).sorted(by: >)
        let shownPeriod = period.flatMap { periods.contains($0) ? $0 : nil } ?? periods.first
        let places = Set(values.map(\.value.place)).sorted { names.order($0) < names.order($1) }
        let shownPlace = place.flatMap { places.contains($0) ? $0 : nil } ?? places.first
        selects = [
            FilterSelect(
                "indicator", words("indicator.one"), all: nil,
                all.map { ($0.definition.code, names.name($0.definition)) },
                chosen: series?.definition.code),
            FilterSelect("period", words("indicator.period"), all: nil, periods.map { ($0, $0) }, chosen: shownPeriod),
            FilterSelect(
                "place", words("indicator.where"), all: nil, places.map { ($0, names.place($0)) }, chosen: shownPlace),
        ]
        if let series, !values.isEmpty {
            let inPeriod = values.filter { $0.value.period == shownPeriod }
                .sorted { names.order($0.value.place) < names.order($1.value.place) }
            let inPlace = values.filter { $0.value.place == shownPlace }.sorted { $0.value.period < $1.value.period }
            charts = [
                Chart(
                    inPeriod, series.definition, id: "places",
                    title: words("indicator.over-places", ["name": indicatorName, "period": shownPeriod ?? ""]), names
                ) { names.place($0.place) },
                Chart(
                    inPlace, series.definition, id: "time",
                    title: words(
                        "indicator.over-time",
                        ["name": indicatorName, "where": shownPlace.map { names.place($0) } ?? ""]), names
                ) { $0.period },
            ]
        } else {
            charts = []
        }
        lines = values.sorted { one, other in
            (names.order(one.value.place), other.value.period) < (names.order(other.value.place), one.value.period)
        }.map { stored in
            let one = stored.value
            let unit = series?.definition.unit ?? .count
            let before = (history[stored.id] ?? []).map { entry in
                words(
                    "indicator.was",
                    ["value": names.text(entry.old, unit), "at": entry.at.danish, "name": texts.person(entry.actor)])
            }
            return Line(
                valuePlace: names.place(one.place), valuePeriod: one.period, valueText: names.number(one.value, unit),
                valueInterval: names.interval(one, unit),
                valueAsked: one.asked.map { words.number($0) } ?? words("indicator.not-said"),
                valuePopulation: one.population, valueSource: one.source,
                valueHistory: before.isEmpty ? nil : before.joined(separator: "; "))
        }
        hasLines = !lines.isEmpty
        count = words("indicator.count", ["count": words.number(lines.count)])
    }

    /// The one asked for, or the first that has values.
    static func chosen(_ all: [IndicatorSeries], _ code: String?) -> IndicatorSeries? {
        all.first { $0.definition.code == code } ?? all.first { !$0.values.isEmpty } ?? all.first
    }
}

extension IndicatorTexts {
    /// Municipalities by name, what is wider after them.
    fileprivate func order(_ place: String) -> String {
        IndicatorValue.wider.firstIndex(of: place).map { "~\($0)" } ?? self.place(place)
    }
}

extension IndicatorPageModel.Chart {
    fileprivate init(
        _ values: [StoredIndicator], _ definition: IndicatorDefinition, id: String, title: String,
        _ names: IndicatorTexts, label: (IndicatorValue) -> String
    ) {
        let several = Set(values.map(\.value.population)).count > 1
        let chart = IntervalChart(
            caption: Caption(
                id: "indicator-" + id, title: title, description: names.words("indicator.drawing-about"),
                emptyText: names.words("indicator.none")),
            rows: values.map { stored in
                let one = stored.value
                return IntervalChart.Row(
                    label: label(one) + (several ? ", " + one.population : ""), value: one.value,
                    text: names.text(one, definition.unit), interval: one.interval)
            }, most: definition.unit == .percent ? 100 : nil,
            tickText: { names.number($0, definition.unit) })
        self.init(
            svg: chart.svg(), caption: title,
            chartSource: Set(values.map(\.value.source)).sorted().joined(separator: "; "))
    }
}
