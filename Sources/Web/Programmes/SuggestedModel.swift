import Casework
import Handbook
import Prevention
import Store

/// Incidents after which a case of a programme is suggested; whom it is for shows when the case is opened.
struct SuggestedModel: Sendable {
    struct Line: Sendable {
        let day: String
        let dayISO: String
        let typeName: String
        let municipalityName: String
        let openHref: String
        /// Tells the links apart for those who do not see the row.
        let openLabel: String
    }

    let programmeName: String
    let programmeHref: String
    let lead: String
    let lines: [Line]
    let hasLines: Bool
    let isCut: Bool

    init(_ programme: Programme, _ suggested: [SuggestedCase], _ texts: CaseTexts) throws {
        let words = texts.words
        programmeName = texts.programme(programme)
        programmeHref = "/programmes/" + programme.code
        let rule = try programme.suggestion.map { try texts.handbook.law.rule($0.days, on: texts.today) }
        lead = words("suggested.lead", ["time": rule.map { words.amount($0) } ?? ""])
        let known = (programme.suggestion?.fields ?? [:]).sorted { $0.key < $1.key }
            .map { "&" + FieldInput.namePrefix + $0.key + "=" + Form.encode($0.value) }.joined()
        lines = suggested.map { one in
            let place = one.hidesPlace ? "" : "&municipality=" + one.incident.municipality
            let type = texts.handbook.incidentTypeName(one.incident.type, words.language)
            return Line(
                day: one.incident.day.danish, dayISO: one.incident.day.description, typeName: type,
                municipalityName: one.hidesPlace
                    ? words("person.masked-municipality") : texts.municipality(one.incident.municipality),
                openHref: "/cases/new/\(programme.code)?subject=\(one.victim)&incident=\(one.incident.id)" + place
                    + known,
                openLabel: words("suggested.open-for", ["type": type, "date": one.incident.day.danish]))
        }
        hasLines = !lines.isEmpty
        isCut = lines.count == SuggestFollowUps.most
    }
}
