import Casework
import Handbook
import Prevention
import Store

/// What a case is tied to.
struct CaseRelatedModel: Sendable {
    struct Line: Sendable {
        let kindName: String
        let otherHref: String
        let otherNumber: String
        let otherProgramme: String
        let otherStage: String
        let isOtherClosed: Bool
        let otherReason: String?
        let otherBy: String
        let removal: CaseForm?
    }

    struct Incident: Sendable {
        let incidentDay: String
        let incidentISO: String
        let incidentType: String
    }

    let head: CaseHead
    let problems: FormProblems?
    let lines: [Line]
    let hasLines: Bool
    let incidents: [Incident]
    let hasIncidents: Bool
    let relate: CaseForm?
    /// `nil` where the reader's role opens no case.
    let followUp: FollowUp?

    /// The form that leads to a new case.
    struct FollowUp: Sendable {
        let followAction: String
        let followProgramme: FieldInput
        let followKind: FieldInput
    }

    static func removal(_ relation: Int64) -> String { "unrelate-\(relation)" }

    init(_ view: RelatedView, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let head = CaseHead(view.opened, at: .related, texts)
        self.head = head
        let mayHandle = view.opened.mayHandle
        problems = refused?.problems
        lines = view.relations.map { Line($0, head.headHref, mayRemove: mayHandle, refused, texts) }
        hasLines = !lines.isEmpty
        incidents = view.incidents.map {
            Incident(
                incidentDay: $0.day.danish, incidentISO: $0.day.description,
                incidentType: texts.handbook.incidentTypeName($0.type, words.language))
        }
        hasIncidents = !incidents.isEmpty
        let kinds = CaseRelation.free.map { ($0.rawValue, words("case-relation.kind." + $0.rawValue)) }
        relate =
            !mayHandle
            ? nil
            : CaseForm(
                "relate", action: head.headHref + "/related", title: words("case-relation.relate"), refused
            ) { form in
                [
                    form.input(
                        "kind", .choice(kinds.map(\.0)), words("case-relation.kind-label"),
                        value: CaseRelation.concerns.rawValue, options: kinds),
                    form.input(
                        "number", .text, words("case-list.number"), help: words("case-relation.number-help"),
                        isRequired: true),
                    form.input("reason", .text, words("case-relation.why")),
                ]
            }
        let programmes = view.programmes.map { ($0.code, texts.programme($0)) }
        let isAsked = refused?.name == "follow"
        let likely = isAsked ? "" : view.opened.file.programme.leadsTo.first ?? ""
        followUp =
            programmes.isEmpty
            ? nil
            : FollowUp(
                followAction: head.headHref + "/follow-up",
                followProgramme: FieldInput(
                    id: "follow-programme", name: "programme", kind: .choice(programmes.map(\.0)),
                    label: words("case-words.programme"), value: likely,
                    options: programmes.map {
                        .init(optionValue: $0.0, optionLabel: $0.1, isChosen: $0.0 == likely)
                    }, problems: refused?.problems),
                followKind: FieldInput(
                    id: "follow-kind", name: "kind", kind: .choice(kinds.map(\.0)),
                    label: words("case-relation.new-kind"), value: CaseRelation.follows.rawValue,
                    options: kinds.map {
                        .init(
                            optionValue: $0.0, optionLabel: $0.1, isChosen: $0.0 == CaseRelation.follows.rawValue)
                    }, problems: nil))
    }
}

extension CaseRelatedModel.Line {
    init(
        _ relation: StoredRelation, _ caseHref: String, mayRemove: Bool, _ refused: RefusedForm?, _ texts: CaseTexts
    ) {
        let words = texts.words
        let other = relation.other
        kindName = CaseRelatedModel.kindName(relation, words)
        otherHref = "/cases/\(other.id)"
        otherNumber = other.number
        otherProgramme = texts.programme(other.programme)
        otherStage =
            Catalogue.programme(other.programme).map { texts.stage(Stage(other.stage), of: $0) } ?? other.stage
        isOtherClosed = !other.isOpen
        otherReason = relation.reason.isEmpty ? nil : relation.reason
        otherBy = texts.person(relation.actor) + ", " + relation.at.danish
        let name = CaseRelatedModel.removal(relation.id)
        removal =
            !mayRemove
            ? nil
            : CaseForm(
                name, action: caseHref + "/related/\(relation.id)/remove", title: words("case-relation.remove"),
                of: other.number, refused, isDanger: true
            ) { form in [form.input("reason", .text, words("case-relation.remove-why"), isRequired: true)] }
    }
}

extension CaseRelatedModel {
    /// The tie, as it is said of the case whose page it is.
    static func kindName(_ relation: StoredRelation, _ words: Words) -> String {
        let side = relation.isOutgoing || relation.kind.isMutual ? "kind." : "inverse."
        return words("case-relation." + side + relation.kind.rawValue)
    }
}
