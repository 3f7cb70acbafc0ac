import Casework
import Handbook
import Prevention

/// How many of a programme's running clocks will be late at the present pace.
struct ForecastModel: Sendable {
    struct Line: Sendable {
        let clockName: String
        let sentence: String
        let running: String
        let overdue: String
        let expectedLate: String
        /// Days at the median; `nil` where too few have stopped lately to tell.
        let pace: String?
    }

    let programmeName: String
    let programmeHref: String
    let lines: [Line]
    let hasLines: Bool

    init(_ programme: Programme, _ found: [ReadForecast.Line], _ texts: CaseTexts) {
        let words = texts.words
        programmeName = texts.programme(programme)
        programmeHref = "/programmes/" + programme.code
        lines = found.map { line in
            let forecast = line.forecast
            let numbers = [
                "late": words.number(forecast.expectedLate), "running": words.number(forecast.running),
                "overdue": words.number(forecast.overdue),
            ]
            return Line(
                clockName: words.name("clock", line.clock.code, of: programme),
                sentence: words(forecast.medianDays == nil ? "forecast.unknown" : "forecast.sentence", numbers),
                running: words.number(forecast.running), overdue: words.number(forecast.overdue),
                expectedLate: words.number(forecast.expectedLate),
                pace: forecast.medianDays.map { words.amount($0, .calendarDays) })
        }
        hasLines = !lines.isEmpty
    }
}
