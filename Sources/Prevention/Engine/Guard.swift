/// A condition on entering a stage, on recording an entry, or on who takes part.
public struct Guard: Sendable {
    public enum Kind: Sendable {
        /// Must be shown by whoever takes the step here. An import of what another system did long ago is not asked.
        case requirement
        /// "Must never": holds for imports as well.
        case prohibition
    }

    /// The words of its refusal are in the locales under `refusal.<code>`.
    public let code: String
    public let kind: Kind
    /// The stages it guards; empty for all of the programme's. Of an entry: those in which it is asked.
    public let entering: [Stage]
    /// Whether it looks only at what no form of a step asks for: then a step that it refuses is not offered.
    public let isOfFacts: Bool
    /// Whether the step may be taken. Throws only where law.yaml lacks a number.
    public let allows: @Sendable (Situation) throws(LawBook.MissingRule) -> Bool

    public static func requires(
        _ code: String, entering: [Stage] = [],
        when allows: @escaping @Sendable (Situation) throws(LawBook.MissingRule) -> Bool
    ) -> Guard {
        Guard(code: code, kind: .requirement, entering: entering, isOfFacts: false, allows: allows)
    }

    public static func never(
        _ code: String, entering: [Stage] = [], ofFacts: Bool = false,
        unless allows: @escaping @Sendable (Situation) throws(LawBook.MissingRule) -> Bool
    ) -> Guard {
        Guard(code: code, kind: .prohibition, entering: entering, isOfFacts: ofFacts, allows: allows)
    }
}

/// A case on its way into a stage, or about to get an entry, as a guard sees it.
public struct Situation: Sendable {
    /// The case as it will be after the step: its new fields, its events up to and with the new one. Of an entry: the case
    /// as it stands before it.
    public let file: CaseFile
    /// What is asked for by name: the fields of the case, or those of the entry.
    public let fields: [String: String]
    /// Of an entry: the stage in which it is recorded.
    public let entering: Stage
    public let at: Instant
    public let law: LawBook
    /// The fields as they stood before the step; `nil` on import, where only the last values are known.
    public let before: [String: String]?
    /// What is known to have happened afterwards: nothing for a step that is taken here.
    public let later: [CaseEvent]

    /// A case that enters a stage.
    init(
        moving file: CaseFile, to stage: Stage, at: Instant, law: LawBook, before: [String: String]?,
        later: [CaseEvent] = []
    ) {
        self.file = file
        fields = file.fields
        entering = stage
        self.at = at
        self.law = law
        self.before = before
        self.later = later
    }

    /// A case that is about to get an entry with `fields`; `nil` before its first step.
    init?(recording fields: [String: String], on file: CaseFile, at: Instant, law: LawBook) {
        guard let stage = file.stage else { return nil }
        self.file = file
        self.fields = fields
        entering = stage
        self.at = at
        self.law = law
        before = file.fields
        later = []
    }

    public func text(_ field: String) -> String {
        fields[field] ?? ""
    }

    /// The text as it is compared with another: without regard to capitals and spaces.
    public func plain(_ field: String) -> String {
        text(field).lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    public func isSet(_ field: String) -> Bool {
        !text(field).isEmpty
    }

    public func date(_ field: String) -> LocalDate? {
        LocalDate(text(field).prefix(10))
    }

    /// Whether one of several choices is among those made.
    public func has(_ choice: String, in field: String) -> Bool {
        Field.chosen(text(field)).contains(choice)
    }

    /// The fields of every entry of a kind that the case has, oldest first.
    public func entries(_ code: String) -> [[String: String]] {
        file.events.compactMap { event in
            guard case .recorded(code, let fields) = event.kind else { return nil }
            return fields
        }
    }

    public func number(_ rule: String, on day: LocalDate) throws(LawBook.MissingRule) -> Int {
        try law.value(rule, on: day)
    }

    /// Whether whom it is about has the age of a rule on the day; somebody without a birth date counts as grown up.
    func isSubjectOfAge(_ rule: String) throws(LawBook.MissingRule) -> Bool {
        guard let birth = file.subject?.birthDate, let age = Age.years(bornOn: birth, on: at.day) else { return true }
        return age >= (try number(rule, on: at.day))
    }
}
