import Handbook
import Prevention
import Store

/// How far a run is, or what the last one has changed.
struct RunModel: Sendable {
    /// What is polled while it runs.
    var poll: String?
    var running: String?
    /// What a run just now has changed.
    var result: String?
    var detail: String?
    /// The same in a quiet line, for a run of earlier.
    var earlier: String?
    var failure: String?

    /// - Parameter isFresh: whether the user comes from having started it.
    init(_ state: ScreeningDesk.State, _ words: Words, isFresh: Bool) {
        switch state {
        case .none:
            break
        case .running(let name, let since):
            poll = "/screening/run"
            running = words("screening.run.running", ["name": name, "time": since.danish])
        case .done(let list, let warnings, let name, let at):
            let counts = words("screening.run.counts", RunModel.counts(list, words))
            let when = words("screening.run.when", ["name": name, "time": at.danish])
            if isFresh {
                result = counts
                detail = warnings == 0 ? when : when + " " + RunModel.warnings(warnings, words)
            } else {
                earlier = when + " " + counts
            }
        case .failed(let at):
            failure = words("screening.run.failed", ["time": at.danish])
        }
    }

    private static func counts(_ list: HitList.Replaced, _ words: Words) -> [String: String] {
        [
            "new": words.number(list.new), "reopened": words.number(list.reopened),
            "changed": words.number(list.changed), "unchanged": words.number(list.unchanged),
            "gone": words.number(list.gone),
        ]
    }

    private static func warnings(_ count: Int, _ words: Words) -> String {
        words("screening.run.warnings", ["count": words.number(count)])
    }
}
