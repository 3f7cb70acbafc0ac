import Casework
import Handbook
import Prevention
import Store

/// The form with which somebody says whether the two are one person.
struct DoubtDecideForm: Sendable {
    struct Choice: Sendable {
        let choiceCode: String
        let choiceLabel: String
        let choiceHelp: String
        /// The letter that chooses it.
        let choiceKey: String
        let isChosen: Bool
    }

    let action: String
    let revision: Int
    let choices: [Choice]
    let typed: String
    let verdictError: String?
    let wordsError: String?
    /// Reasons that are often given, to choose from or write otherwise.
    let proposals: [String]
    let mostLetters: Int
    /// Who has said what first, where a second has to agree.
    let firstText: String?

    private static let keys: [Doubt.Verdict: String] = [.same: "s", .different: "d", .unsure: "u"]

    init(_ page: DoubtPage, _ form: DoubtForm, _ words: Words) {
        action = "/identities/\(page.doubt.id)"
        revision = page.revision
        choices = Doubt.Verdict.choices.map { verdict in
            let asksSecond = page.needsSecond.contains(verdict) && page.doubt.state != .second
            return Choice(
                choiceCode: verdict.rawValue, choiceLabel: words("doubt.verdict." + verdict.rawValue),
                choiceHelp: words("doubt.verdict-help." + verdict.rawValue)
                    + (asksSecond ? " " + words("doubt.decide.needs-second") : ""),
                choiceKey: DoubtDecideForm.keys[verdict] ?? "", isChosen: form.verdict == verdict)
        }
        typed = form.words
        func error(at target: String) -> String? {
            let own = form.refusals.filter { form.target($0) == target }
            return own.isEmpty ? nil : own.map { words.refusal($0, programme: nil) }.joined(separator: " ")
        }
        verdictError = error(at: "verdict")
        wordsError = error(at: "words")
        proposals = ["moved", "typing", "married", "twins", "parent", "two-homes"].map { words("doubt.reason." + $0) }
        mostLetters = DecideDoubt.mostLetters
        let first = page.doubt.state == .second ? page.decisions.first : nil
        firstText = first.map {
            words(
                "doubt.decide.first",
                ["name": $0.actor, "verdict": words("doubt.verdict." + $0.verdict.rawValue).lowercased()])
        }
    }
}

/// The form with which a decision is taken back.
struct DoubtReopenForm: Sendable {
    let reopenAction: String
    let reopenRevision: Int
    let reopenTyped: String
    let reopenError: String?
    let reopenLead: String
    /// Where the merge is undone instead, with the choice of whom what came after it is about.
    let reopenMergeHref: String?

    init(_ page: DoubtPage, _ form: DoubtForm, _ words: Words) {
        reopenAction = "/identities/\(page.doubt.id)/reopen"
        reopenRevision = page.revision
        reopenTyped = form.words
        reopenError =
            form.refusals.isEmpty
            ? nil : form.refusals.map { words.refusal($0, programme: nil) }.joined(separator: " ")
        reopenMergeHref = form.refusals.lazy.compactMap { $0.arguments["merge"] }.first.map {
            "/merges/" + $0 + "/undo"
        }
        reopenLead = words("doubt.reopen.lead-" + page.doubt.state.rawValue)
    }
}
