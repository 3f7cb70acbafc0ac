import Casework
import Handbook
import Prevention

/// How many of the running clocks of a kind will be late at the present pace, in a sentence.
struct OutlookModel: Sendable {
    struct Line: Sendable {
        let outlookName: String
        let outlookSentence: String
        let outlookHref: String
        /// Tells the links apart.
        let outlookLabel: String
    }

    let outlookLines: [Line]

    /// `nil` where there is nothing to say.
    /// - Parameter namesProgramme: where the page is about several.
    init?(_ outlook: [Outlook], namesProgramme: Bool, _ texts: CaseTexts) {
        if outlook.isEmpty { return nil }
        let words = texts.words
        outlookLines = outlook.map { one in
            let clock = words.name("clock", one.clock.code, of: one.programme)
            let name = namesProgramme ? texts.programme(one.programme) + ", " + clock : clock
            return Line(
                outlookName: name,
                outlookSentence: words(
                    one.isKnown ? "forecast.sentence" : "forecast.unknown",
                    [
                        "late": words.number(one.late), "running": words.number(one.running),
                        "overdue": words.number(one.overdue),
                    ]),
                outlookHref: "/programmes/\(one.programme.code)/forecast",
                outlookLabel: words("forecast.link") + ": " + name)
        }
    }
}
