import Casework
import Handbook
import Prevention
import Store

/// What the cases of a programme suggest, and the incidents after which a case of it is suggested; whom it is for shows when
/// the case is opened.
struct SuggestedModel: Sendable {
    struct Line: Sendable {
        let day: String
        let dayISO: String
        let typeName: String
        let municipalityName: String
        let openHref: String
        /// Tells the links apart for those who do not see the row.
        let openLabel: String
        let dismissHref: String
        let dismissLabel: String
    }

    struct OnCase: Sendable {
        let caseHref: String
        let caseNumber: String
        let suggestion: SuggestionModel
    }

    let programmeName: String
    let programmeHref: String
    let lead: String
    let cases: [OnCase]
    let hasCases: Bool
    let lines: [Line]
    let hasLines: Bool
    let isCut: Bool
    let isVacant: Bool
    let dismissals: [DismissalModel]
    let hasDismissals: Bool

    init(
        _ programme: Programme, _ suggested: [SuggestedCase], _ onCases: [SuggestionOnCase],
        _ dismissed: [StoredDismissal], _ texts: CaseTexts
    ) throws {
        let words = texts.words
        programmeName = texts.programme(programme)
        programmeHref = "/programmes/" + programme.code
        let rule = try programme.suggestion.map { try texts.handbook.law.rule($0.days, on: texts.today) }
        lead = words("suggested.lead", ["time": rule.map { words.amount($0) } ?? ""])
        cases = onCases.map { one in
            OnCase(
                caseHref: "/cases/\(one.row.id)", caseNumber: one.row.number,
                suggestion: SuggestionModel(
                    one.suggested, case: one.row.id, number: one.row.number, of: programme, texts))
        }
        hasCases = !cases.isEmpty
        lines = suggested.map { SuggestedModel.line($0, programme, texts) }
        hasLines = !lines.isEmpty
        isCut = lines.count == SuggestFollowUps.most || cases.count == SuggestInCases.most
        isVacant = !hasLines && !hasCases
        dismissals = dismissed.map { DismissalModel($0, mayUndo: true, texts) }
        hasDismissals = !dismissals.isEmpty
    }

    private static func line(_ one: SuggestedCase, _ programme: Programme, _ texts: CaseTexts) -> Line {
        let words = texts.words
        var fields = programme.suggestion?.fields ?? [:]
        if programme.field("incident") != nil { fields["incident"] = one.incident.externalID }
        let type = texts.handbook.incidentTypeName(one.incident.type, words.language)
        let said = ["type": type, "date": one.incident.day.danish]
        return Line(
            day: one.incident.day.danish, dayISO: one.incident.day.description, typeName: type,
            municipalityName: one.hidesPlace
                ? words("person.masked-municipality") : texts.municipality(one.incident.municipality),
            openHref: SuggestionModel.newCase(
                programme.code,
                [("subject", "\(one.victim)"), ("incident", "\(one.incident.id)")]
                    + (one.hidesPlace ? [] : [("municipality", one.incident.municipality)]),
                fields),
            openLabel: words("suggested.open-for", said),
            dismissHref:
                "/programmes/\(programme.code)/suggested/dismiss?incident=\(one.incident.id)&person=\(one.victim)",
            dismissLabel: words("suggestion.dismiss-for", ["what": type + " " + one.incident.day.danish]))
    }
}
