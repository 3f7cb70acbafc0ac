import Casework
import Handbook
import Prevention
import Store

/// Names of bodies and seats as they are read.
extension CaseTexts {
    /// `Lokalråd, Køge`; `Arbejdsgruppe: Vold i nære relationer`.
    func body(_ body: StoredBody, _ area: StoredFocusArea?) -> String {
        body.name(of: area, words, handbook)
    }

    /// `Borgmester, Køge`; a seat of the police has no municipality.
    func seat(_ seat: BodySeat) -> String { self.seat(seat.title, seat.municipality) }

    /// - Parameter code: of its municipality; empty for the police.
    func seat(_ title: String, _ code: String) -> String {
        title + ", " + (code.isEmpty ? words("body-side.police") : municipality(code))
    }

    func term(_ seat: BodySeat) -> String {
        seat.from.danish + " - " + (seat.to?.danish ?? words("body.until-further"))
    }

    /// What a topic is about, with its address; `nil` for what is not there any more, or not for the reader.
    func reference(_ code: String, _ known: BodyReferences) -> (text: String, href: String)? {
        references(known).first { $0.code == code }.map { ($0.label, $0.href) }
    }

    func references(_ known: BodyReferences) -> [(code: String, label: String, href: String)] {
        func one(_ kind: String, _ id: Int64, _ title: String, _ href: String)
            -> (code: String, label: String, href: String)
        {
            ("\(kind) \(id)", words("body-reference." + kind, ["title": title]), href)
        }
        return known.areas.map { one("area", $0.id, $0.area.title, "/plan/areas/\($0.id)") }
            + known.statuses.map {
                one("status", $0.id, $0.title + ", " + $0.meetingOn.danish, "/plan/status/\($0.id)")
            }
            + known.plans.map { one("plan", $0.id, $0.plan.title, "/plan/\($0.id)") }
            + known.questions.map { one("question", $0.id, $0.title, "/fast-track/\($0.id)") }
            + known.policies.map { one("policy", $0.id, $0.entry.title, "/policy/\($0.id)") }
    }

    /// What a body lacks by its rules.
    func lacking(_ lack: BodyLack) -> String {
        switch lack {
        case .chair: return words("body-lacks.chair")
        case .municipality(let code): return words("body-lacks.municipality", ["municipality": municipality(code)])
        case .side(let side, let least):
            return words("body-lacks." + side.rawValue, ["least": words.number(least)])
        }
    }
}

/// An action of a body, as the partial `body-action-line` shows it.
struct BodyActionLine: Sendable {
    let agreed: AgreedLine
    let actionFrom: String
    let actionFromHref: String
    private(set) var forms: [CaseForm]

    /// The same with more that can be done with it.
    func with(_ more: [CaseForm]) -> BodyActionLine {
        var line = self
        line.forms += more
        return line
    }

    /// - Parameters:
    ///   - seat: who carries it out.
    ///   - mayClose: whether the reader closes it here.
    init(
        _ action: StoredBodyAction, _ seat: StoredSeat?, mayClose: Bool, _ refused: RefusedForm?, _ texts: CaseTexts
    ) {
        let words = texts.words
        var line = AgreedLine(action, seat, texts)
        line.actionID = "action-\(action.id)"
        agreed = line
        actionFrom = words("body.agreed-on", ["day": action.agreedOn.danish])
        actionFromHref = "/body-meetings/\(action.meeting)"
        func form(_ act: String, isPlain: Bool = false, inputs: (CaseForm.Typed) -> [FieldInput]) -> CaseForm {
            CaseForm(
                "\(act)-\(action.id)", action: "/body-actions/\(action.id)/\(act)", title: words("forum-action." + act),
                of: action.words, revision: action.revision, refused, isPlain: isPlain, inputs: inputs)
        }
        guard mayClose, action.kind == .action else {
            forms = []
            return
        }
        forms =
            action.state == .open
            ? [
                form("done") { typed in
                    [typed.input("remark", .longText, words("forum-action.remark"))] + typed.nameTick(words)
                },
                form("drop") { typed in
                    [typed.input("remark", .longText, words("forum-action.reason"), isRequired: true)]
                        + typed.nameTick(words)
                },
            ] : [form("reopen", isPlain: true) { _ in [] }]
    }
}

extension AgreedLine {
    /// Of a body: its owner is a function.
    init(_ action: StoredBodyAction, _ seat: StoredSeat?, _ texts: CaseTexts) {
        self.init(
            kind: action.kind, action.words, owner: seat.map { texts.seat($0.seat) }, dueOn: action.dueOn,
            isOpen: action.state == .open, outcome: (action.state, action.remark), texts)
    }
}
