import Casework
import Handbook
import Prevention
import Store

/// The records behind one number: case numbers and incidents, nobody's name.
struct RecordsModel: Sendable {
    struct Case: Sendable {
        let number: String
        let caseHref: String
        let stage: String
        let municipality: String
        let opened: String
        /// In the numerator, where the number is a share.
        let isMet: Bool
    }

    struct Incident: Sendable {
        let incidentNumber: String
        let type: String
        let incidentMunicipality: String
        let day: String
    }

    struct Decision: Sendable {
        let hitNumber: String
        let hitHref: String
        let decidedRule: String
        let decidedOn: String
        let decidedPlace: String
        let isDecidedMet: Bool
        let reportNumber: String?
        let reportHref: String?
    }

    struct Part: Sendable {
        let partName: String
        let partHref: String
        let isCurrent: Bool
    }

    let title: String
    let back: String
    let year: String
    let count: String
    /// Said when not all are shown.
    let shownFirst: String?
    /// Said when some are counted and not shown.
    let hidden: String?
    let definition: String
    /// Of a share: all, met, unmet.
    let parts: [Part]
    let isShare: Bool
    let cases: [Case]
    let incidents: [Incident]
    let isAboutCases: Bool
    let disclosures: [DisclosureListModel.Row]
    let isAboutDisclosures: Bool
    let isAboutIncidents: Bool
    let decisions: [Decision]
    let isAboutDecisions: Bool
    /// Said where some are counted of which nothing else is left.
    let gone: String?
    /// Said where there is none.
    let emptyText: String
    let isEmpty: Bool

    init(_ found: DrillDown, asked: ReadDrillDown, _ texts: CaseTexts, language: Language) {
        let (words, handbook) = (texts.words, texts.handbook)
        let cell = found.cell
        let names = [
            words("figure.\(found.figure.id).name"), cell.variant.map { words("figure-variant." + $0) },
            cell.group.map { FigureGroup.name($0, words) }, asked.municipality.map { handbook.municipalityName($0) },
        ]
        title = names.compactMap(\.self).joined(separator: ": ")
        back = "/report/\(asked.year)#figure-\(found.figure.id)"
        year = String(asked.year)
        definition = words("figure.\(found.figure.id).definition")
        isShare = found.figure.isShare(cell)
        let unit: String
        switch found.figure.source {
        case .cases: unit = "cases"
        case .incidents: unit = "incidents"
        case .disclosures: unit = "disclosures"
        case .decisions: unit = "decisions"
        }
        isAboutCases = unit == "cases"
        isAboutIncidents = unit == "incidents"
        isAboutDisclosures = unit == "disclosures"
        isAboutDecisions = unit == "decisions"
        decisions = found.decisions.map { Decision($0, handbook, words) }
        gone = found.gone == 0 ? nil : words("learning.gone", ["count": words.number(found.gone)])
        disclosures = found.disclosures.map { DisclosureListModel.Row($0, words) }
        let records = words("report.records." + unit, ["count": words.number(found.total)])
        let isOther = found.counted != found.total + found.gone
        count =
            isOther
            ? words(
                "report.records.counted-in",
                [
                    "counted": words.number(found.counted),
                    "unit": words("figure-unit." + found.figure.unit.rawValue).lowercased(), "records": records,
                ])
            : records
        shownFirst =
            found.total > DrillDown.most
            ? words("report.records.first", ["count": words.number(DrillDown.most)]) : nil
        let hiddenKey =
            isAboutDisclosures
            ? "report.records.hidden-disclosures" : isAboutDecisions ? "learning.hidden" : "report.records.hidden"
        hidden = found.hidden == 0 ? nil : words(hiddenKey, ["count": words.number(found.hidden)])
        parts = isShare ? ReadDrillDown.Part.allCases.map { RecordsModel.part($0, asked, words) } : []
        cases = found.cases.map { row in
            Case(
                number: row.number, caseHref: "/cases/\(row.id)",
                stage: words.name("stage", row.stage, of: found.programme),
                municipality: texts.place(of: row),
                opened: Instant(startOf: row.openedOn).danish.prefix(10).description,
                isMet: found.met.contains(row.id))
        }
        incidents = found.incidents.map { incident in
            Incident(
                incidentNumber: incident.externalID, type: handbook.incidentTypeName(incident.type, language),
                incidentMunicipality: handbook.municipalityName(incident.municipality),
                day: Instant(startOf: incident.day).danish.prefix(10).description)
        }
        isEmpty = found.total == 0
        emptyText = words("report.records.none-" + unit)
    }

    private static func part(_ part: ReadDrillDown.Part, _ asked: ReadDrillDown, _ words: Words) -> Part {
        let query = [
            ("variant", asked.cell.variant), ("group", asked.cell.group), ("municipality", asked.municipality),
            ("of", part == .all ? nil : part.rawValue),
        ].compactMap { name, value in value.map { name + "=" + Form.encode($0) } }
        return Part(
            partName: words("report.records.part." + part.rawValue),
            partHref: "/report/\(asked.year)/figure/\(asked.figureID)?" + query.joined(separator: "&"),
            isCurrent: part == asked.part)
    }
}

extension RecordsModel.Decision {
    fileprivate init(_ decided: DecidedCase, _ handbook: Handbook, _ words: Words) {
        hitNumber = words("screening.hit.number", ["id": String(decided.hit)])
        hitHref = "/screening/\(decided.hit)"
        decidedRule = FigureGroup.name(DecidedHit.group(decided.rule, version: decided.version), words)
        decidedOn = decided.day.danish
        decidedPlace =
            decided.municipality.isEmpty
            ? words("report.no-municipality") : handbook.municipalityName(decided.municipality)
        isDecidedMet = decided.isMet
        reportNumber = decided.report?.number
        reportHref = decided.report.map { "/cases/\($0.id)" }
    }
}
