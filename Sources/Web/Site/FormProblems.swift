import Handbook
import Prevention

/// What is wrong with a form: the summary above it, linked to its fields, and the words at each of them.
struct FormProblems: Sendable {
    struct Item: Sendable {
        let problemText: String
        /// The id that the summary links to.
        let problemTarget: String
    }

    let problemTitle: String
    let problemItems: [Item]

    /// `nil` where nothing is wrong.
    init?(found items: [Item], words: Words) {
        if items.isEmpty { return nil }
        self.init(items, words: words)
    }

    init(_ items: [Item], words: Words) {
        problemTitle =
            items.count == 1
            ? words("case-form.one-problem") : words("case-form.problems", ["count": String(items.count)])
        problemItems = items
    }

    /// - Parameters:
    ///   - prefix: of the ids of the form's fields.
    ///   - otherwise: the id for what concerns no field.
    init(_ refusals: [Refusal], of programme: Programme, prefix: String, otherwise: String, words: Words) {
        let order = FormProblems.order(prefix, programme)
        func place(_ refusal: Refusal) -> Int {
            let target = FormProblems.target(refusal, programme, prefix)?.dropFirst(prefix.count + 1)
            return target.flatMap { order.firstIndex(of: String($0)) } ?? order.count
        }
        let sorted = refusals.enumerated().sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }
        self.init(
            sorted.map(\.element).map { refusal in
                Item(
                    problemText: words.refusal(refusal, programme: programme),
                    problemTarget: FormProblems.target(refusal, programme, prefix) ?? otherwise)
            }, words: words)
    }

    /// The fields of a form, as they stand on its page.
    private static func order(_ prefix: String, _ programme: Programme) -> [String] {
        let steps = programme.transitions.filter { "step-" + $0.to.code == prefix }
        if !steps.isEmpty { return steps.flatMap(\.asks) + ["at", "note"] }
        if let entry = programme.entries.first(where: { "entry-" + $0.code == prefix }) {
            return entry.fields.map(\.code) + ["at"]
        }
        return ["subject", "at", "municipality"] + programme.form.map(\.code)
    }

    /// The id of the field that a refusal names or concerns.
    private static func target(_ refusal: Refusal, _ programme: Programme, _ prefix: String) -> String? {
        if let field = refusal.arguments["field"], programme.allFields.contains(where: { $0.code == field }) {
            return prefix + "-" + field
        }
        return places[refusal.code].map { prefix + "-" + $0 }
    }

    private static let places = [
        "in-future": "at", "before-last-event": "at", "not-a-moment": "at", "unknown-municipality": "municipality",
        "subject-required": "subject", "unknown-case": "number", "related-already": "number",
        "relation-section-115": "number",
        "relation-reason": "reason", "task-title": "title", "task-title-long": "title", "task-owner": "owner",
        "task-due": "due", "task-reason": "remark", "note-empty": "body", "note-same": "body", "note-reason": "reason",
        "number-in-note": "body", "correction-reason": "reason", "outside-your-area": "municipality",
        "undo-reason": "reason", "follow-programme": "programme", "owner-same": "owner",
        "goes-to-address": "municipality", "lead-about": "about",
    ]

    /// All that is said at one place.
    func text(at id: String) -> String? {
        let found = problemItems.filter { $0.problemTarget == id }.map(\.problemText)
        return found.isEmpty ? nil : found.joined(separator: " ")
    }
}
