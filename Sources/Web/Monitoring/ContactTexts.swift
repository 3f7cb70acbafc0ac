import Casework
import Handbook
import Prevention

/// What is said of one person with repeated contact.
enum ContactTexts {
    /// `Psykisk ustabil person (2), Selvmordstrussel (1)`.
    static func types(_ one: ContactLine, _ texts: CaseTexts) -> String {
        one.types.map { type, count in
            texts.handbook.incidentTypeName(type, texts.words.language) + " (" + texts.words.number(count) + ")"
        }.joined(separator: ", ")
    }

    static func postponed(_ decision: NotNow, _ words: Words) -> String {
        words(
            "monitoring.not-now.standing",
            ["date": decision.until.danish, "reason": words("monitoring.not-now.reason." + decision.reason.rawValue)])
    }
}
