import Casework
import Handbook
import Prevention
import Store

/// The page of a notice.
struct NoticeModel: Sendable {
    struct Way: Sendable {
        let wayTime: String
        let wayISO: String
        let wayText: String

        init(_ at: Instant, _ text: String) {
            wayTime = at.danish
            wayISO = TypedValue.forInput(at)
            wayText = text
        }
    }

    let line: NoticeLineModel
    let problems: FormProblems?
    let caseLink: String?
    /// For those who receive it, while it is unopened.
    let openForm: CaseForm?
    let isOpenedHere: Bool
    let nextForm: CaseForm?
    /// For those who have sent it by secure mail: what came back closes it.
    let closeForm: CaseForm?
    let moveForm: CaseForm?
    /// Opened, and the family lives outside the district now.
    let isOutside: Bool
    /// What came back; `nil` for those who have said it themselves.
    let feedbackSaid: String?
    let seenForm: CaseForm?
    let way: [Way]
    let hasWay: Bool
    let sendingLines: [Way]
    let hasSendings: Bool
    let reportLink: String?
    let reportNumber: String

    init(_ view: NoticeView, _ refused: RefusedForm?, _ texts: CaseTexts) throws {
        let words = texts.words
        let row = view.line.row
        let path = "/notices/\(row.id)"
        line = try NoticeLineModel(view.line, view.side, texts)
        problems = refused?.problems
        caseLink = view.line.isReadable ? "/cases/\(row.id)" : nil
        let isRecipient = view.side != .sender
        openForm =
            isRecipient && !view.line.isOpened
            ? CaseForm(
                "open", action: path + "/open", title: words("concern.open-title"), revision: row.revision, refused,
                isPlain: true
            ) { _ in [] } : nil
        isOpenedHere = view.opened != nil
        let programme = Programme.concernNotice
        let stepForm = view.next.map { step in
            CaseForm(
                "step", action: path + "/step", title: words.name("step", step.to.code, of: programme),
                revision: row.revision, refused, isPlain: true
            ) { form in
                step.asks.compactMap { programme.field($0) }.map { field in
                    form.input(field, of: programme, value: view.opened?.file.fields[field.code] ?? "", words)
                }
            }
        }
        nextForm = isRecipient ? stepForm : nil
        closeForm = isRecipient ? nil : stepForm
        let hasNewHome = isOpenedHere && view.line.home != nil
        moveForm =
            hasNewHome
            ? CaseForm(
                "hand-over", action: path + "/hand-over", title: words("concern.move-button"), revision: row.revision,
                refused, isPlain: true
            ) { _ in [] } : nil
        isOutside = isOpenedHere && view.line.hasMoved && view.line.home == nil
        feedbackSaid = isRecipient || view.line.feedback.isEmpty ? nil : line.feedbackText
        seenForm =
            view.isUnseen
            ? CaseForm("seen", action: path + "/seen", title: words("concern.seen"), refused, isPlain: true) { _ in [] }
            : nil
        way =
            isRecipient && !view.line.isOpened
            ? []
            : view.steps.compactMap { event in
                guard case .entered(let stage) = event.kind else { return nil }
                return Way(event.at, words("concern.way." + stage.code))
            }
        hasWay = !way.isEmpty
        // A municipality reads where it was before in the history, once it has opened it.
        let sendings = isRecipient && !view.line.isOpened ? [] : view.sendings
        sendingLines = sendings.map { sending in
            let isMasked = row.hidesPlace && sending.municipality != texts.home
            let place = isMasked ? words("person.masked-municipality") : texts.municipality(sending.municipality)
            return Way(sending.at, words("concern.sending." + sending.cause.rawValue, ["place": place]))
        }
        hasSendings = !sendingLines.isEmpty
        reportLink = view.report.map { "/cases/\($0.id)" }
        reportNumber = view.report?.number ?? ""
    }
}
