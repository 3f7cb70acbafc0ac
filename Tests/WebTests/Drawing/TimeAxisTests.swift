import Prevention
import Testing

@testable import Web

@Suite("Time axis")
struct TimeAxisTests {
    private func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    private func axis(_ dates: [String], from: String = "2024-01-01", to: String = "2025-12-31") throws -> TimeAxis {
        TimeAxis(
            caption: .example("time"), from: try day(from), to: try day(to),
            points: try dates.enumerated().map { index, date in
                .init(date: try day(date), label: "\(date) <script>æ", mark: String(index + 1), isInHit: index % 2 == 0)
            })
    }

    @Test("later days are further right, inside the drawing")
    func order() throws {
        let axis = try axis(["2024-01-01", "2024-06-01", "2025-12-31"])
        let xs = axis.points.map { axis.x($0.date) }
        #expect(xs == xs.sorted())
        #expect(xs.first == 35)
        #expect(xs.last == 565)
    }

    @Test("points that would touch are stacked, none covers another")
    func stacking() throws {
        let axis = try axis(["2025-03-01", "2025-03-01", "2025-03-03", "2025-03-20", "2024-02-01", "2025-09-01"])
        let spots = axis.placement.spots
        #expect(spots.count == 6)
        for (index, one) in spots.enumerated() {
            for other in spots[(index + 1)...] where other.lane == one.lane {
                #expect(abs(one.x - other.x) >= 2 * TimeAxis.radius)
            }
        }
        #expect(spots.filter { $0.lane == 0 }.count >= 3)
    }

    @Test("forty on one day fill the lanes; the rest is counted")
    func sameDay() throws {
        let axis = try axis(Array(repeating: "2025-03-01", count: 40), from: "2025-03-01", to: "2025-03-01")
        let placement = axis.placement
        #expect(placement.lanes == TimeAxis.mostLanes)
        #expect(placement.left.map(\.count) == [40 - TimeAxis.mostLanes])
        #expect(axis.svg().contains(">+32</text>"))
        #expect(axis.svg().isSafeMarkup)
    }

    @Test("points outside make the axis longer; from after to is no fault")
    func outside() throws {
        let axis = try axis(["2020-05-05"], from: "2025-01-01", to: "2024-01-01")
        #expect(axis.range.from == (try day("2020-05-05")))
        #expect(axis.range.to == (try day("2025-01-01")))
        #expect(axis.svg().isSafeMarkup)
    }

    @Test(
        "dates under the axis do not overlap and have the Danish form",
        arguments: [
            ("2025-03-01", "2025-03-01"), ("2025-03-01", "2025-03-09"), ("2025-01-01", "2025-02-20"),
            ("2024-11-15", "2025-06-01"), ("2023-01-10", "2025-06-30"), ("1990-01-01", "2026-01-01"),
        ])
    func ticks(from: String, to: String) throws {
        let axis = try axis([], from: from, to: to)
        let named = axis.ticks.filter(\.isNamed)
        #expect((1...5).contains(named.count))
        let places = named.map { TimeAxis.labelPlace(axis.x($0.date)) }
        for (left, right) in zip(places, places.dropFirst()) { #expect(right - left >= TimeAxis.labelWidth) }
        #expect(axis.svg().contains(try #require(named.first).date.danish))
        #expect(axis.svg().contains("Ingen tal"))
    }

    @Test("links lead to this site only, and a drawing with links is no image")
    func links() throws {
        let date = try day("2025-01-01")
        let points: [TimeAxis.Point] = [
            .init(date: date, label: "a", mark: "1", isInHit: true, href: "/incidents/1?a=1&b=\"2"),
            .init(date: date, label: "b", mark: "2", isInHit: false, href: "javascript:alert(1)"),
        ]
        let svg = TimeAxis(caption: .example(), from: date, to: date, points: points).svg()
        #expect(svg.contains("href=\"/incidents/1?a=1&amp;b=&quot;2\""))
        #expect(!svg.contains("javascript"))
        #expect(svg.contains("role=\"group\""))
        #expect(try axis(["2025-01-01"]).svg().contains("role=\"img\""))
    }

    @Test("the window is shaded within the axis, and left out when it lies outside")
    func window() throws {
        var axis = try axis(["2025-03-01"])
        axis.window = .init(from: try day("2020-01-01"), to: try day("2030-01-01"), label: "Alt & mere")
        #expect(axis.svg().contains("class=\"window\" x=\"29\" y=\"30\" width=\"542\""))
        #expect(axis.svg().contains("Alt &amp; mere"))
        axis.window = .init(from: try day("2010-01-01"), to: try day("2011-01-01"), label: "Før")
        #expect(!axis.svg().contains("class=\"window\""))
    }
}
