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
    /// With which a wording is taken out of it; `nil` where there is none, or not for the reader.
    let historyForm: CaseForm?

    /// - Parameter mayTakeOut: whether the reader leads the body.
    init(
        _ change: PlanChange, of body: Int64, _ known: BodyReferences, mayTakeOut: Bool, _ refused: RefusedForm?,
        _ texts: CaseTexts
    ) {
        historyISO = TypedValue.forInput(change.at)
        historyTime = change.at.danish
        historyBy = texts.person(change.actor)
        historyAct = texts.words("body-act." + change.act)
        historyNew = BodyHistoryLine.shown(change.new, known, texts)
        historyOld = BodyHistoryLine.shown(change.old, known, texts)
        let words = texts.words
        let parts = TakeOutWording.Part.allCases.filter { part in
            let kept = part == .new ? change.new : change.old
            // Seats and posts are functions, in codes.
            return !kept.isEmpty && TakenOut(kept) == nil && BodySeat.Kept(line: kept) == nil
        }
        guard mayTakeOut, let first = parts.last else {
            historyForm = nil
            return
        }
        let options = parts.map { (code: $0.rawValue, label: words("body-history.part." + $0.rawValue)) }
        historyForm = CaseForm(
            "take-out-\(change.row)", action: "/bodies/\(body)/history/take-out", title: words("body-history.take-out"),
            of: historyTime + " " + historyAct, refused, isDanger: true, hidden: ["change": String(change.row)]
        ) { typed in
            [
                typed.input(
                    "part", .choice(options.map(\.code)), words("body-history.part-label"), value: first.rawValue,
                    isRequired: true, options: options)
            ]
        }
    }

    /// A seat is kept in codes, and so is what a topic is about; everything else as it was written.
    private static func shown(_ kept: String, _ known: BodyReferences, _ texts: CaseTexts) -> String? {
        if let taken = TakenOut(kept) {
            return texts.words(
                "body-history.taken-out." + (taken.post?.rawValue ?? "secretariat"), ["day": taken.day.danish])
        }
        guard let seat = BodySeat.Kept(line: kept) else {
            let lines = kept.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
                guard let code = TopicReferenceLine.code(of: String(line)) else { return String(line) }
                return texts.reference(code, known)?.text ?? texts.words("body.unseen-reference")
            }
            return kept.isEmpty ? nil : lines.joined(separator: "\n")
        }
        let words = texts.words
        return [
            seat.municipality.map { texts.seat(seat.title, $0) } ?? seat.title,
            words("body-post." + seat.post.rawValue),
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
    let problems: FormProblems?
    let mayTakeOut: Bool

    init(_ found: BodyHistory, _ visit: Visit, _ refused: RefusedForm?, _ texts: CaseTexts) {
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
        }.map {
            BodyHistoryLine(
                $0, of: found.opened.id, found.references, mayTakeOut: found.opened.mayLead, refused, texts)
        }
        hasHistory = !history.isEmpty
        problems = refused?.problems
        mayTakeOut = found.opened.mayLead
    }
}
