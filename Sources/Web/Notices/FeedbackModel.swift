import Casework
import Handbook
import Prevention
import Store

/// What came back on the user's notices, on their desk until they have seen it.
struct FeedbackModel: Sendable {
    struct Line: Sendable {
        let answerHref: String
        let answerNumber: String
        let answerText: String
        let answerOn: String
        let answerISO: String
    }

    let answers: [Line]

    /// `nil` where nothing has.
    init?(_ found: [StoredConcern], _ texts: CaseTexts) {
        if found.isEmpty { return nil }
        answers = found.map { notice in
            let said = notice.file.fields["feedback"] ?? ""
            let at = notice.file.firstStep(into: "answered")?.at
            let text =
                said.isEmpty
                ? texts.stage(Stage(notice.row.stage), of: .concernNotice)
                : texts.words.name("choice.feedback", said, of: .concernNotice)
            return Line(
                answerHref: "/notices/\(notice.row.id)", answerNumber: notice.row.number, answerText: text,
                answerOn: at?.day.danish ?? "", answerISO: at?.day.description ?? "")
        }
    }
}
