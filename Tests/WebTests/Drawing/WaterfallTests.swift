import Testing

@testable import Web

@Suite struct WaterfallTests {
    private func drawing(_ values: [Double]) -> Waterfall {
        Waterfall(
            caption: Caption(id: "w", title: "T", description: "D", emptyText: ""),
            steps: values.map { .init(label: "<a>", value: $0, text: "x") }, totalLabel: "Sum", totalText: "y",
            zeroLabel: "even")
    }

    @Test func eachBarBeginsWhereTheOneBeforeEnded() {
        let spans = drawing([-18, 8, 11, -2]).spans
        #expect(spans.map(\.from) == [0, -18, -10, 1, 0])
        #expect(spans.map(\.to) == [-18, -10, 1, -1, -1])
    }

    @Test func whatSpeaksAgainstLooksOtherThanWhatSpeaksFor() {
        let svg = drawing([-18, 20]).svg()
        #expect(svg.contains("class=\"bar-against\"") && svg.contains("class=\"bar-for\""))
        #expect(svg.contains("&lt;a&gt;") && !svg.contains("<a>"))
    }

    @Test(arguments: [[], [0], [.nan, .infinity], [1e300]])
    func anythingCanBeDrawn(_ values: [Double]) {
        let svg = drawing(values).svg()
        #expect(svg.hasPrefix("<svg") && !svg.contains("nan") && !svg.contains("inf\""))
    }
}
