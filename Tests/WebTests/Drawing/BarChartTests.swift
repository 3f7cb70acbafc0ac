import Testing

@testable import Web

@Suite("Bar chart")
struct BarChartTests {
    private func chart(_ bars: [BarChart.Bar]) -> BarChart {
        BarChart(caption: .example("bars"), bars: bars, seriesName: "2025", previousName: "2024")
    }

    @Test("one bar, as written")
    func golden() {
        let svg = chart([.init(label: "Køge", value: 5, text: "5")]).svg()
        #expect(
            svg.hasSuffix(
                """
                <g class="row"><title>Køge: 5</title><text class="label" x="4" y="22" text-anchor="start" \
                fill="#1b242d">Køge</text><text class="label" x="480" y="22" text-anchor="end" fill="#1b242d">\
                <tspan class="label-strong" fill="#1b242d" font-weight="600">5</tspan></text>\
                <rect class="bar" x="1" y="29" width="478" height="14" rx="1" fill="#17557f"/></g>\
                <line class="axis" x1="1" y1="6" x2="1" y2="55" fill="none" stroke="#56616d"/></svg>
                """))
        #expect(svg.contains("viewBox=\"0 0 480 59\""))
    }

    @Test("bars and previous bars share a scale that starts at zero")
    func scale() {
        let scale = chart([.init(label: "a", value: 50, text: "50", previous: 100, previousText: "100")]).scale
        #expect(scale.x(0) == 1)
        #expect(scale.x(100) == 479)
        #expect(scale.x(50) == 240)
    }

    @Test("negative values go left of zero, zero has no width")
    func negative() {
        let chart = chart([
            .init(label: "a", value: -10, text: "−10"), .init(label: "b", value: 30, text: "30"),
            .init(label: "c", value: 0, text: "0"),
        ])
        #expect(chart.scale.x(-10) == 1)
        #expect(abs(chart.scale.x(0) - 120.5) < 0.001)
        #expect(chart.svg().contains("width=\"0\" height=\"14\""))
        #expect(!chart.svg().contains("width=\"-"))
    }

    @Test("nothing, all zero, and no number are drawn without fault")
    func degenerate() {
        #expect(chart([]).svg().contains("Ingen tal"))
        for value in [0.0, .nan, .infinity] {
            let svg = chart([.init(label: "a", value: value, text: "–")]).svg()
            #expect(svg.isSafeMarkup)
            #expect(svg.contains("class=\"bar\" x=\"1\""))
            #expect(svg.contains("width=\"0\""))
        }
    }

    @Test("a long label wraps and pushes the rows below it down; rows never overlap")
    func longLabels() {
        let long = String(repeating: "Samarbejde med boligselskab og sogn ", count: 12)
        let rows = chart([
            .init(label: long, value: 1, text: "1.416", previous: 2, previousText: "1.300"),
            .init(label: "kort", value: 2, text: "2"),
        ]).layout(from: 6)
        #expect(rows[0].lines.count == BarChart.mostLines)
        #expect(rows[0].bottom <= rows[1].top)
        #expect(rows[0].barTop > rows[0].top + 2 * TextMeasure.lineHeight)
        #expect(
            rows[0].lines.allSatisfy { TextMeasure.width($0) < BarChart.width - TextMeasure.width("1.416 (1.300)") })
    }

    @Test("input is text, never markup")
    func escaping() {
        let svg = chart([.init(label: "<script>æøå", value: 1, text: "<b>", previous: 1, previousText: "\"&")]).svg()
        #expect(svg.isSafeMarkup)
        #expect(svg.contains("&lt;script&gt;æøå"))
        #expect(svg.contains("&quot;&amp;"))
        #expect(svg.count(of: "bar-previous") == 2)
    }
}
