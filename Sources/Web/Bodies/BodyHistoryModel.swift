import Casework
import Handbook
import Prevention
import Store

/// A line of a body's history, as the partial `plan-history` shows it.
struct BodyHistoryLine: Sendable {
    let historyISO: String
    let historyTime: String
    let historyBy: String
    let historyAct: String
    let historyNew: String?
    let historyOld: String?

    init(_ change: PlanChange, _ known: BodyReferences, _ texts: CaseTexts) {
        historyISO = TypedValue.forInput(change.at)
        historyTime = change.at.danish
        historyBy = texts.person(change.actor)
        historyAct = texts.words("body-act." + change.act)
        historyNew = BodyHistoryLine.shown(change.new, known, texts)
        historyOld = BodyHistoryLine.shown(change.old, known, texts)
    }

    /// A seat is kept in codes, and so is what a topic is about; everything else as it was written.
    private static func shown(_ kept: String, _ known: BodyReferences, _ texts: CaseTexts) -> String? {
        guard let seat = BodySeat.Kept(line: kept) else {
            let lines = kept.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
                guard let code = TopicReferenceLine.code(of: String(line)) else { return String(line) }
                return texts.reference(code, known)?.text ?? texts.words("body.unseen-reference")
            }
            return kept.isEmpty ? nil : lines.joined(separator: "\n")
        }
        let words = texts.words
        return [
            texts.seat(seat.title, seat.municipality), words("body-post." + seat.post.rawValue),
            seat.account.isEmpty ? words("body.no-account") : texts.person(seat.account),
            seat.from.danish + " - " + (seat.to?.danish ?? words("body.until-further")),
        ].joined(separator: "\n")
    }
}

/// The history of a body, filtered by the address.
struct BodyHistoryModel: Sendable {
    /// What is shown, with the codes of acts that belong to it.
    private static let kinds: [(code: String, prefixes: [String])] = [
        ("seats", ["seat-"]), ("topics", ["topic-", "minutes", "meeting-"]), ("actions", ["action-", "agreed-"]),
        ("body", ["set-up", "purpose", "ended", "reopened"]),
    ]

    let bodyName: String
    let bodyHref: String
    let historyHref: String
    let selects: [FilterSelect]
    let isFiltered: Bool
    let history: [BodyHistoryLine]
    let hasHistory: Bool

    init(_ found: BodyHistory, _ visit: Visit, _ texts: CaseTexts) {
        let words = texts.words
        bodyName = texts.body(found.opened.body, found.area)
        bodyHref = "/bodies/\(found.opened.id)"
        historyHref = bodyHref + "/history"
        let kind = visit.query("show")
        selects = [
            FilterSelect(
                "show", words("body.show"), all: words("case-list.all"),
                BodyHistoryModel.kinds.map { ($0.code, words("body-history." + $0.code)) }, chosen: kind)
        ]
        let prefixes = BodyHistoryModel.kinds.first { $0.code == kind }?.prefixes
        isFiltered = kind != nil
        history = found.changes.filter { change in
            prefixes?.contains { change.act.hasPrefix($0) } ?? true
        }.map { BodyHistoryLine($0, found.references, texts) }
        hasHistory = !history.isEmpty
    }
}
