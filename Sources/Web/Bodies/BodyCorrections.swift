import Casework
import Handbook
import Prevention
import Store

/// The forms with which topics, and what was agreed on them, are put right.
enum BodyCorrections {
    /// - Parameter isRead: whether the agenda has gone out to others, so that they are told why.
    static func topic(
        _ topic: StoredTopic, isRead: Bool, _ known: BodyReferences, _ refused: RefusedForm?, _ texts: CaseTexts
    ) -> CaseForm {
        let words = texts.words
        return CaseForm(
            "correct-topic-\(topic.id)", action: "/bodies/\(topic.body)/topics/\(topic.id)/correct",
            title: words("body-correct.topic"), of: topic.title, revision: topic.revision, refused
        ) { typed in
            BodyForms.topicFields(typed, topic, texts.references(known), words)
                + (isRead ? [reason(typed, words)] : []) + typed.nameTick(words)
        }
    }

    /// The forms of what a meeting has agreed on, while it may be put right.
    static func agreed(
        _ action: StoredBodyAction, isFixed: Bool, _ seats: [StoredSeat], _ refused: RefusedForm?, _ texts: CaseTexts
    ) -> [CaseForm] {
        let words = texts.words
        func form(_ act: String, isDanger: Bool = false, _ inputs: (CaseForm.Typed) -> [FieldInput]) -> CaseForm {
            CaseForm(
                "\(act)-\(action.id)", action: "/body-actions/\(action.id)/\(act)", title: words("body-correct." + act),
                of: action.words, revision: action.revision, refused, isDanger: isDanger, inputs: inputs)
        }
        let options = seats.map { (code: String($0.id), label: texts.seat($0.seat)) }
        let correct = form("correct") { typed in
            let text = typed.input(
                "body", .longText, words("meeting.field.action"), value: action.words,
                help: words("body-help.nobody"), isRequired: true)
            return (isFixed ? [] : [text]) + [
                typed.input(
                    "owner", .choice(options.map(\.code)), words("body-field.owner"),
                    value: action.seat.map { String($0) } ?? "", options: options, none: words("body.nobody")),
                typed.input(
                    "due", .date, words("meeting.field.due"), value: action.dueOn?.description ?? ""),
            ] + (isFixed ? [reason(typed, words)] : []) + typed.nameTick(words)
        }
        if isFixed { return action.kind == .action ? [correct] : [] }
        return [correct, form("strike", isDanger: true) { _ in [] }]
    }

    private static func reason(_ typed: CaseForm.Typed, _ words: Words) -> FieldInput {
        typed.input(
            "reason", .longText, words("body-correct.reason"), help: words("body-correct.reason-help"),
            isRequired: true)
    }

    static func change(_ act: String, _ form: Form) throws -> CorrectBodyAction.Change {
        switch act {
        case "correct":
            return .set(
                words: form.has("body") ? form["body"] : nil, seat: Int64(form["owner"]),
                dueOn: LocalDate(TypedValue.normal(form["due"], .date)), reason: form["reason"])
        case "strike": return .strike
        case "put-back": return .putBack
        default: throw NotFound()
        }
    }
}

/// What was taken out, with the button that puts it back.
struct BodyTakenOut: Sendable {
    let itemID: String
    let takenText: String
    let takenButton: ActButton?

    /// A topic that was withdrawn.
    init(_ topic: StoredTopic, mayRestore: Bool, _ words: Words) {
        itemID = String(topic.id)
        takenText = topic.title
        takenButton =
            mayRestore
            ? ActButton(
                "/bodies/\(topic.body)/topics/\(topic.id)/restore", words("body-correct.restore"), of: topic.title,
                revision: topic.revision, style: "is-small is-quiet") : nil
    }

    /// Something that was not agreed after all.
    init(_ action: StoredBodyAction, _ words: Words) {
        itemID = String(action.id)
        takenText = action.words
        takenButton = ActButton(
            "/body-actions/\(action.id)/put-back", words("body-correct.put-back"), of: action.words,
            revision: action.revision, style: "is-small is-quiet")
    }
}
