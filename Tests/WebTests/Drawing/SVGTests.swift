import Testing

@testable import Web

@Suite("SVG text")
struct SVGTests {
    @Test(
        "numbers are short, without exponent, and finite",
        arguments: [
            (0.0, "0"), (-0.001, "0"), (12, "12"), (1.5, "1.5"), (1.005, "1"), (2.05, "2.05"), (-0.25, "-0.25"),
            (1_234_567.891, "1234567.89"), (Double.nan, "0"), (Double.infinity, "0"),
        ])
    func numbers(value: Double, text: String) {
        #expect(SVG.number(value) == text)
    }

    @Test("markup and quotes are escaped, Danish letters kept, control characters dropped")
    func escaping() {
        #expect(SVG.escaped("<script>\"'&") == "&lt;script&gt;&quot;&#39;&amp;")
        #expect(SVG.escaped("æøå ÆØÅ é\u{0}\u{8}") == "æøå ÆØÅ é")
    }

    @Test("only a path on this site becomes a link")
    func links() {
        #expect(SVG.localLink("/cases/1?a=b") == "/cases/1?a=b")
        #expect(SVG.localLink("#row-1") == "#row-1")
        for bad in ["javascript:alert(1)", "//evil.example", "https://evil.example", "/\\evil.example", "data:x", ""] {
            #expect(SVG.localLink(bad) == nil)
        }
    }

    @Test("ids and classes keep only harmless characters")
    func identifiers() {
        #expect(SVG.identifier("fund 1\"><b") == "d-fund1b")
        #expect(SVG.classNames("kind-a b\"c kind_d e") == "kind-a e")
    }

    @Test("a drawing is named by its title and description")
    func frame() {
        let text = SVG.drawing(.example("x", title: "Å <b>"), "chart", width: 10, height: 20) { _ in }
        #expect(
            text == """
                <svg class="drawing-svg chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20" role="img" \
                aria-labelledby="d-x-title d-x-desc" font-family="sans-serif" font-size="15">\
                <title id="d-x-title">Å &lt;b&gt;</title><desc id="d-x-desc">Se tabellen</desc></svg>
                """)
    }

    @Test("lines of text fit, and what is left out is shown by …")
    func wrapping() {
        let lines = TextMeasure.lines("Kriminalpræventivt sekretariat og lokalpoliti", width: 150, most: 2)
        #expect(lines.count == 2)
        #expect(lines.last?.hasSuffix("…") == true)
        #expect(lines.allSatisfy { TextMeasure.width($0) <= 150 })
        #expect(TextMeasure.lines("", width: 100, most: 2).isEmpty)
        let broken = TextMeasure.lines(String(repeating: "å", count: 60), width: 100, most: 20)
        #expect(broken.joined().count == 60)
        #expect(broken.allSatisfy { TextMeasure.width($0) <= 100 })
    }
}

extension Caption {
    static func example(_ id: String = "x", title: String = "Figur") -> Caption {
        Caption(id: id, title: title, description: "Se tabellen", emptyText: "Ingen tal")
    }
}

extension String {
    /// How often `part` occurs.
    func count(of part: String) -> Int { split(separator: part, omittingEmptySubsequences: false).count - 1 }

    /// What the Content-Security-Policy forbids, or what would break out of the markup.
    var isSafeMarkup: Bool {
        !contains("style=") && !contains("<style") && !contains("<script") && !contains("onload=\"") && !contains("nan")
    }
}
