import Testing

@testable import Web

@Suite("Line chart")
struct LineChartTests {
    private func chart(_ labels: [String], _ values: [[Double?]]) -> LineChart {
        LineChart(
            caption: .example("lines"), labels: labels,
            series: values.enumerated().map { index, values in
                .init(
                    name: "Serie <\(index)>", values: values,
                    texts: values.map { $0.map { LineChart.danish($0) } ?? "" })
            })
    }

    @Test("ticks are round, include zero and cover the values")
    func ticks() {
        #expect(chart(["a", "b"], [[61, 98]]).ticks == [0, 50, 100])
        #expect(chart(["a", "b"], [[-30, 682]]).ticks == [-200, 0, 200, 400, 600, 800])
        #expect(chart(["a"], [[0]]).ticks == [0, 1])
        #expect(chart(["a"], [[0.03]]).ticks == [0, 0.01, 0.02, 0.03])
    }

    @Test("a missing figure leaves a gap in the line")
    func gap() {
        let chart = chart(["2021", "2022", "2023", "2024"], [[1, nil, 3, 4]])
        let path = chart.path(0, chart.plot)
        #expect(path.count(of: "M") == 2)
        #expect(path.count(of: "L") == 1)
    }

    @Test("points lie inside the plot, higher values higher")
    func geometry() {
        let chart = chart(["2023", "2024", "2025"], [[10, 20, 30], [-5, 0, 5]])
        let plot = chart.plot
        for index in chart.series.indices {
            let spots = chart.spots(index, plot).map(\.spot)
            #expect(spots.allSatisfy { $0.x >= plot.x && $0.x <= plot.right && $0.y >= plot.y && $0.y <= plot.bottom })
            #expect(spots.map(\.y) == spots.map(\.y).sorted(by: >))
        }
    }

    @Test("nothing, one point, no numbers")
    func degenerate() {
        #expect(chart([], []).svg().contains("Ingen tal"))
        #expect(chart(["2025"], [[nil]]).svg().contains("Ingen tal"))
        #expect(chart(["2025"], [[.nan]]).svg().contains("Ingen tal"))
        let one = chart(["2025"], [[7]])
        #expect(one.spots(0, one.plot).map(\.spot.x) == [one.plot.middle.x])
        #expect(one.svg().count(of: "<circle") == 2)
    }

    @Test("more values than labels are left out; series differ by shape; names are escaped")
    func series() {
        let svg = chart(["a"], [[1, 2, 3], [2], [3], [4], [5]]).svg()
        #expect(svg.isSafeMarkup)
        #expect(svg.contains("Serie &lt;0&gt;"))
        #expect(svg.contains("<polygon"))
        #expect(svg.contains("series-4"))
    }

    @Test(
        "numbers in Danish",
        arguments: [
            (1416.0, "1.416"), (-1416.5, "-1.416,5"), (4.59, "4,59"), (0, "0"), (1_000_000, "1.000.000"),
            (-100, "-100"),
        ])
    func danish(value: Double, text: String) {
        #expect(LineChart.danish(value) == text)
    }
}
