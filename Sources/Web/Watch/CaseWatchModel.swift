import Casework
import Handbook
import Prevention
import Store

/// What a suggestion says, and where it leads.
struct SuggestionModel: Sendable {
    let suggestionTitle: String
    let suggestionWhy: String
    /// The form that it offers; `nil` where the reader may not take that step.
    let followHref: String?
    let followLabel: String
    let dismissHref: String
    /// Tells the links apart for those who do not see the row.
    let dismissLabel: String

    /// On a case.
    /// - Parameter view: of the case's own page, where only those steps are offered that the reader may take.
    init(
        _ suggested: Suggested, case id: Int64, number: String, of programme: Programme, view: CaseView? = nil,
        _ texts: CaseTexts
    ) {
        suggestionTitle = texts.words("suggestion.\(suggested.code).title")
        suggestionWhy = SuggestionModel.why(suggested, of: programme, texts)
        let page = "/cases/\(id)"
        switch suggested.offer {
        case .step(let stage):
            let isAllowed = view.map { $0.steps.contains { $0.to == stage } } ?? true
            // The address of a field in a closed form opens it.
            let first = programme.transitions.first { $0.to == stage }?.asks.first ?? "at"
            followHref = isAllowed ? page + "#step-\(stage.code)-" + first : nil
            followLabel = texts.words(
                "suggestion.to-step", ["step": texts.words.name("step", stage.code, of: programme)])
        case .entry(let entry):
            let isAllowed = view.map { $0.entries.contains { $0.code == entry } } ?? true
            let first = programme.entry(entry)?.fields.first?.code ?? "at"
            followHref = isAllowed ? page + "#entry-\(entry)-" + first : nil
            followLabel = texts.words(
                "suggestion.to-step", ["step": texts.words.name("entry", entry, of: programme)])
        case .newCase(let code, let fields, _):
            let relation: CaseRelation = code == programme.code ? .renews : .follows
            followHref = SuggestionModel.newCase(code, [("from", "\(id)"), ("kind", relation.rawValue)], fields)
            followLabel = texts.words("suggestion.to-case", ["programme": texts.programme(code)])
        }
        dismissHref = page + "/suggestions/" + suggested.code + "/dismiss"
        dismissLabel = texts.words("suggestion.dismiss-for", ["what": number + ", " + suggestionTitle])
    }

    /// The form of a new case, filled as far as is known.
    static func newCase(
        _ programme: String, _ known: [(name: String, value: String)], _ fields: [String: String]
    ) -> String {
        let filled = fields.sorted { $0.key < $1.key }.map { (FieldInput.namePrefix + $0.key, $0.value) }
        let parts = (known + filled).map { $0.0 + "=" + Form.encode($0.1) }
        return "/cases/new/" + programme + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }

    /// The reason, with the facts that it rests on.
    static func why(_ suggested: Suggested, of programme: Programme, _ texts: CaseTexts) -> String {
        let words = texts.words
        let facts = suggested.facts.mapValues { fact -> String in
            switch fact {
            case .number(let number): return words.number(number)
            case .date(let day): return day.danish
            case .choice(let field, let value): return words.name("choice." + field, value, of: programme)
            case .incidentType(let code): return texts.handbook.incidentTypeName(code, words.language)
            case .rule(let id):
                return (try? texts.handbook.law.rule(id, on: texts.today)).map { words.amount($0) } ?? ""
            }
        }
        return words("suggestion.\(suggested.code).why", facts)
    }
}

/// A dismissed suggestion in the history.
struct DismissalModel: Sendable {
    let dismissalText: String
    let dismissalReason: String
    let dismissalBy: String
    /// Where it is taken back; `nil` where that has been done, or is for others.
    let undoHref: String?
    let undoLabel: String

    init(_ stored: StoredDismissal, mayUndo: Bool, _ texts: CaseTexts) {
        let words = texts.words
        let title = words("suggestion.\(stored.code).title")
        dismissalText = title
        dismissalReason = stored.reason
        let by = ["name": texts.person(stored.actor), "at": stored.at.danish]
        dismissalBy =
            words("suggestion.dismissed-by", by)
            + (stored.undoneAt.map {
                " " + words("suggestion.undone-by", ["name": texts.person(stored.undoneBy), "at": $0.danish])
            } ?? "")
        undoHref = mayUndo && !stored.isUndone ? "/suggestions/\(stored.id)/undo" : nil
        undoLabel = words("suggestion.undo-for", ["what": title])
    }
}

/// Suggestions and escalations on the page of a case.
struct CaseWatchModel: Sendable {
    let suggestions: [SuggestionModel]
    let hasSuggestions: Bool
    let dismissals: [DismissalModel]
    let hasDismissals: Bool
    let escalations: [EscalationModel]
    let hasEscalations: Bool

    init(_ view: CaseView, actor: Actor, _ texts: CaseTexts) {
        let programme = view.file.programme
        suggestions = view.watch.suggestions.map {
            SuggestionModel(
                $0, case: view.row.id, number: view.row.number, of: programme, view: view, texts)
        }
        hasSuggestions = !suggestions.isEmpty
        dismissals = view.watch.dismissals.map { DismissalModel($0, mayUndo: view.mayHandle, texts) }
        hasDismissals = !dismissals.isEmpty
        escalations = view.watch.escalations.map { EscalationModel($0, view.row, texts) }
        hasEscalations = !escalations.isEmpty
    }
}

extension CaseView {
    /// Where somebody lives is part of what the protection hides.
    fileprivate var isMasked: Bool { persons.values.contains { $0.isProtected && $0.municipality == nil } }
}

/// An escalation as lists and cases show it.
struct EscalationModel: Sendable {
    let escalationHref: String
    let escalationCase: String
    let escalationProgramme: String
    let escalationClock: String
    let escalationDue: DueBadge
    let escalationTo: String
    let escalationAt: String
    let escalationISO: String
    /// Who was passed over, and why.
    let escalationFallback: String?
    let isEscalationOpen: Bool
    let escalationState: String
    let escalationStateClass: String
    /// Who has answered it, and when; `nil` until then.
    let escalationAnswer: String?
    let escalationRemark: String?
    /// Tells the links apart.
    let escalationLabel: String

    init(_ stored: StoredEscalation, _ row: CaseRow, _ texts: CaseTexts) {
        let words = texts.words
        escalationHref = "/escalations/\(stored.id)"
        escalationCase = row.number
        escalationProgramme = texts.programme(row.programme)
        escalationClock = EscalationModel.clock(stored.clock, row.programme, words)
        escalationDue = DueBadge(stored.dueAt, texts)
        escalationTo = texts.leader(stored.account, of: row)
        escalationAt = stored.at.danish
        escalationISO = TypedValue.forInput(stored.at)
        let passed = stored.passedOver.map { texts.leader($0, of: row) }.joined(separator: ", ")
        escalationFallback = passed.isEmpty ? nil : words("escalation.passed-over", ["names": passed])
        isEscalationOpen = stored.isOpen
        escalationState = words(stored.isOpen ? "escalation.open" : "escalation.acknowledged")
        escalationAnswer = stored.acknowledgedAt.map {
            words(
                "escalation.acknowledged-by", ["name": texts.leader(stored.acknowledgedBy, of: row), "at": $0.danish])
        }
        escalationStateClass = stored.isOpen ? "is-overdue" : "is-met"
        escalationRemark = stored.remark.isEmpty ? nil : stored.remark
        escalationLabel = words("escalation.answer-for", ["case": row.number, "clock": escalationClock])
    }

    /// What was overdue: the clock's name, or that it was a task.
    static func clock(_ code: String, _ programme: String, _ words: Words) -> String {
        if EscalationStore.Run.isOfTask(code) { return words("escalation.task") }
        return Catalogue.programme(programme).map { words.name("clock", code, of: $0) } ?? code
    }
}
