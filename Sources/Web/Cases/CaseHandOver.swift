import Casework
import Handbook
import Prevention
import Store

/// Whose case it is, and the forms that change it: hand over with a message, take over, release.
struct CaseHandOver: Sendable {
    let handOwner: String
    let handForm: CaseForm
    /// The account that takes over; `nil` where it is the reader's already, or cannot be.
    let takeName: String?
    /// What was written to the reader when the case was handed to them.
    let handMessage: String?
    /// Whether the reader may let it lie with nobody.
    let isReleasable: Bool

    init(_ view: CaseView, _ actor: Actor, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let owner = view.row.owner
        handOwner = texts.owner(owner)
        let isMine = owner == actor.name
        takeName = !isMine && view.accounts.contains { $0.name == actor.name } ? actor.name : nil
        isReleasable = isMine
        let last = view.history.first { $0.new.hasPrefix("owner ") }
        handMessage = last.flatMap { change in
            guard isMine, change.new == "owner " + owner, change.actor != owner, !change.reason.isEmpty else {
                return nil
            }
            return words(
                "case-hand-over.said",
                ["name": texts.person(change.actor), "at": change.at.danish, "message": change.reason])
        }
        handForm = CaseForm(
            "owner", action: "/cases/\(view.row.id)/owner", title: words("case-hand-over.hand-over"),
            revision: view.row.revision, refused
        ) { form in
            [
                form.input(
                    "owner", .choice(view.accounts.map(\.name)), words("case-page.assign-to"), value: owner,
                    help: words("case-hand-over.nobody-help"),
                    options: view.accounts.map { ($0.name, $0.displayName) }, none: words("case-words.nobody")),
                form.input(
                    "message", .text, words("case-hand-over.message"), help: words("case-hand-over.message-help")),
            ]
        }
    }
}
