import Casework
import Handbook
import Prevention
import Store

/// The form of a new item.
struct ProposeModel: Sendable {
    let forumName: String
    let forumHref: String
    let isEnded: Bool
    /// The number of the case whose subject it is about.
    let originText: String?
    let form: CaseForm
    let problems: FormProblems?
    let aboutText: String

    /// The case that a proposal comes out of, if the reader may open it.
    static func origin(_ number: String, _ visit: Visit) async throws -> CaseRow? {
        guard let id = Int64(number), try visit.actor.may(.workCases) else { return nil }
        return try await PeekCase(id)(visit.authorized(Acts.WorkCases.self), in: visit.office).row
    }

    /// - Parameters:
    ///   - origin: the case that it comes out of.
    ///   - isPolice: whether the reader names people by the register.
    init(_ opened: OpenedForum, _ origin: CaseRow?, _ refused: RefusedForm?, isPolice: Bool, _ texts: CaseTexts) {
        let words = texts.words
        let forum = opened.forum
        let kind = forum.kind
        forumName = texts.forum(forum)
        forumHref = "/forums/\(forum.id)"
        isEnded = !forum.isOpen
        problems = refused?.problems
        originText = origin.map { words("forum-propose.of-case", ["number": $0.number]) }
        aboutText = words(kind.isAboutPersons ? "forum-propose.about-persons" : "forum-propose.about-themes")
        form = CaseForm(
            "propose", action: forumHref + "/propose", title: words("forum-propose.save"), refused, isPlain: true
        ) { typed in
            var inputs: [FieldInput] = []
            if !kind.isAboutPersons {
                inputs.append(typed.input("theme", .text, words("forum-propose.theme"), isRequired: true))
            } else if origin == nil, isPolice {
                inputs.append(
                    typed.input(
                        "person", .text, words("forum-propose.person"), help: words("forum-propose.person-help"),
                        isRequired: true))
            } else if origin == nil {
                inputs.append(typed.input("name", .text, words("forum-propose.name"), isRequired: true))
                inputs.append(
                    typed.input(
                        "cpr", .text, words("forum-propose.cpr"), help: words("forum-propose.cpr-help"),
                        isRequired: true))
            }
            inputs.append(
                typed.input(
                    "reason", .longText, words("forum-propose.reason"), help: words("forum-propose.reason-help"),
                    isRequired: true))
            inputs.append(
                typed.input(
                    "question", .longText, words("forum-propose.question"), help: words("forum-propose.question-help")))
            if kind.isAboutPersons {
                inputs += ItemForms.what(typed, chosen: [Disclosure.Category.identity.rawValue], refused, words)
            }
            if kind.needsAssessment {
                inputs.append(
                    typed.input(
                        "assessment", .longText, words("forum-propose.assessment"),
                        help: words("forum-propose.assessment-help")))
            }
            return inputs
        }
        originCase = origin.map { String($0.id) }
    }

    let originCase: String?
}
