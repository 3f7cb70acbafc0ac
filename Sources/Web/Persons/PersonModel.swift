import Casework
import Handbook
import Prevention
import Store

/// A person's page.
struct PersonModel: Sendable {
    struct CaseLine: Sendable {
        let number: String
        let link: String
        let programme: String
        let stage: String
        let openedOn: String
        let openedDay: String
    }

    struct IncidentLine: Sendable {
        let day: String
        let date: String
        let type: String
        let place: String
        let role: String
        let summary: String
    }

    let name: String
    let isProtected: Bool
    let purpose: String
    let birthDate: String?
    let age: String?
    let address: String?
    let municipality: String?
    let sourceID: String
    let newCase: String?
    let family: FamilyDrawing?
    let caseCaption: String
    let hasCases: Bool
    let cases: [CaseLine]
    let incidentCaption: String
    let hasIncidents: Bool
    let incidents: [IncidentLine]

    static func answer(_ visit: Visit, id: Int64, purpose: Purpose, explanation: String) async throws -> Reply {
        let reason = [purpose.rawValue, explanation].filter { !$0.isEmpty }.joined(separator: ": ")
        let page = try await ReadPerson(id, reason: reason)(visit.authorized(Acts.FindPersons.self), in: visit.office)
        return .page(
            "person-page", PersonModel(page, purpose: purpose, visit, mayOpen: try visit.actor.may(.workCases)))
    }

    init(_ page: PersonPage, purpose: Purpose, _ visit: Visit, mayOpen: Bool) {
        let naming = PersonNaming(visit)
        let words = visit.words
        let person = page.person
        name = naming.name(person)
        isProtected = person.isProtected
        self.purpose = words("person.purpose." + purpose.rawValue)
        birthDate = person.birthDate?.danish
        age = naming.age(person)
        address = naming.address(person)
        municipality = naming.municipality(person.municipality)
        sourceID = page.externalID
        newCase = mayOpen ? "/cases/new?subject=" + Form.encode(page.externalID) : nil
        family =
            page.family.isEmpty
            ? nil
            : FamilyDrawing(
                of: person, persons: [person] + page.family, relations: page.relations, purpose: purpose.rawValue,
                naming: naming)
        hasCases = !page.cases.isEmpty
        cases = page.cases.map { CaseLine($0, words) }
        caseCaption = words("person.cases.count", ["count": words.number(page.cases.count)])
        hasIncidents = !page.incidents.isEmpty
        incidents = page.incidents.map { incident, role in
            let place = page.hidesPlaces && !incident.place.isEmpty ? words("person.masked-place") : incident.place
            return IncidentLine(
                day: incident.day.danish, date: incident.day.description,
                type: naming.handbook.incidentTypeName(incident.type, visit.language), place: place,
                role: words("incident-role." + role.rawValue), summary: incident.summary)
        }
        incidentCaption = words("person.incidents.count", ["count": words.number(page.incidents.count)])
    }
}

extension PersonModel.CaseLine {
    fileprivate init(_ row: CaseRow, _ words: Words) {
        number = row.number
        link = "/cases/\(row.id)"
        let known = Catalogue.programme(row.programme)
        programme = words("programme.\(row.programme).name")
        stage = known.map { words.name("stage", row.stage, of: $0) } ?? row.stage
        openedOn = row.openedOn.danish
        openedDay = row.openedOn.description
    }
}
