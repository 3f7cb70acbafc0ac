import Casework
import Handbook
import Prevention
import Store

/// A line of the history of a plan or of a part of it.
struct PlanHistoryLine: Sendable {
    let historyISO: String
    let historyTime: String
    let historyBy: String
    let historyAct: String
    let historyNew: String?
    let historyOld: String?

    /// - Parameter names: of what a change keeps by codes.
    init(_ change: PlanChange, _ texts: PlanTexts, _ names: PlanHistoryNames? = nil) {
        let words = texts.words
        historyISO = TypedValue.forInput(change.at)
        historyTime = change.at.danish
        historyBy = texts.texts.person(change.actor)
        historyAct = words("log.entity." + change.entity.rawValue) + ": " + words("plan-act." + change.act)
        let said = names?.said(by: change) ?? change.new
        historyNew = said.isEmpty ? nil : said
        // A stage is a code, and the act says it already.
        let isText = !change.old.isEmpty && !change.act.hasPrefix("to-") && !change.act.hasPrefix("light-")
        historyOld = isText ? names?.before(change) ?? change.old : nil
    }
}

/// Turns what the history of a plan keeps by codes into words.
struct PlanHistoryNames {
    private let plan: OpenedPlan
    private let linked: PlanHistoryCases
    private let texts: PlanTexts

    private var words: Words { texts.words }

    init(_ plan: OpenedPlan, _ linked: PlanHistoryCases, _ texts: PlanTexts) {
        self.plan = plan
        self.linked = linked
        self.texts = texts
    }

    /// What a change has written.
    func said(by change: PlanChange) -> String {
        hasLinks(change) ? inWords(change.new) : plan.anchors.said(by: change, words, texts.texts.handbook)
    }

    /// What stood there before it.
    func before(_ change: PlanChange) -> String {
        if hasLinks(change) { return inWords(change.old) }
        // The state that a spread had before stands first, by its code.
        var lines = change.old.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let state = lines.first.flatMap(SpreadState.init(rawValue:)) else { return change.old }
        lines[0] = words("plan.spread-state." + state.rawValue)
        return lines.joined(separator: "\n")
    }

    /// Whether it keeps what something is linked to, in a last line of its own.
    private func hasLinks(_ change: PlanChange) -> Bool {
        switch change.entity {
        case .initiative: return ["corrected", "proposed-new"].contains(change.act)
        case .focusArea: return ["corrected", "added"].contains(change.act)
        default: return false
        }
    }

    private func inWords(_ kept: String) -> String {
        guard let (written, links) = PlanLinkLine.split(kept) else { return kept }
        return ([written].filter { !$0.isEmpty } + lines(links)).joined(separator: "\n")
    }

    private func lines(_ links: PlanLinkLine) -> [String] {
        func line(_ field: String, _ names: [String]) -> String? {
            names.isEmpty ? nil : texts.field(field) + ": " + names.joined(separator: "; ")
        }
        let place = links.area.map { id in
            plan.areas.first { $0.id == id }?.area.title ?? words("plan-history.area-gone")
        }
        return [
            links.isLocal ? words("plan.local") : nil, line("area", place.map { [$0] } ?? []),
            line("figures", links.figures.map { name("figure.\($0).name", $0) }),
            line("indicators", links.indicators.map(indicator)), line("activities", cases(links.activities)),
        ].compactMap(\.self)
    }

    /// A word by its key; a code that is out of use by now stands for itself.
    private func name(_ key: String, _ code: String) -> String { words.has(key) ? words(key) : code }

    private func indicator(_ code: String) -> String {
        texts.texts.handbook.indicatorDefinition(code)?.names[words.language] ?? code
    }

    /// Those that the reader may open with number and title, all others by their number alone: how many there are.
    private func cases(_ numbers: [String]) -> [String] {
        let found = LinkedCases(
            numbers.compactMap { linked.cases[$0] }, .init(readable: linked.readable), words)
        let counts = [
            found.counted(found.hidden, "plan-history.hidden"), found.counted(found.deleted, "plan-history.deleted"),
        ]
        return found.shown.map { one in
            [one.number, one.title].filter { !$0.isEmpty }.joined(separator: " ")
        } + counts.compactMap(\.self)
    }
}
