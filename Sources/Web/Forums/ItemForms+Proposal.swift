import Casework
import Handbook
import Prevention
import Store

extension ItemForms {
    /// The words of the proposal, for whoever has made it.
    static func correct(_ page: ItemPage, _ refused: RefusedForm?, _ texts: CaseTexts) -> CaseForm {
        let words = texts.words
        let item = page.opened.item
        let help = item.state == .proposed ? nil : words("item-page.correct-help")
        return CaseForm(
            "correct", action: "/forums/items/\(item.id)/correct", title: words("item-page.correct"),
            revision: item.revision, refused
        ) { typed in
            [
                typed.input(
                    "reason", .longText, words("forum-propose.reason"), value: item.reason, help: help, isRequired: true
                ),
                typed.input("question", .longText, words("forum-propose.question"), value: item.question),
            ]
        }
    }

    /// Takes the proposal back.
    static func takeBack(_ page: ItemPage, _ refused: RefusedForm?, _ texts: CaseTexts) -> CaseForm {
        CaseForm(
            "take-back", action: "/forums/items/\(page.opened.id)/take-back",
            title: texts.words("item-page.take-back"), revision: page.opened.item.revision, refused, isDanger: true
        ) { _ in [] }
    }
}
