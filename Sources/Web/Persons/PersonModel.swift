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
    let rights: RecordRightsModel
    /// Where a request for access is registered; `nil` for those who may not.
    let askAccess: String?
    let incidents: [IncidentLine]

    static func answer(_ visit: Visit, id: Int64, _ lookUp: LookUp, links: PersonLink) async throws -> Reply {
        let reading = ReadPerson(id, purpose: lookUp.purpose, explanation: lookUp.explanation)
        let page = try await reading(visit.authorized(Acts.FindPersons.self), in: visit.office)
        let mayOpen = try visit.actor.may(.workCases)
        let rights = try await RecordRightsModel.load(.person, id, visit)
        return .page("person-page", PersonModel(page, lookUp, links, visit, mayOpen: mayOpen, rights))
    }

    init(
        _ page: PersonPage, _ lookUp: LookUp, _ links: PersonLink, _ visit: Visit, mayOpen: Bool,
        _ rights: RecordRightsModel
    ) {
        self.rights = rights
        askAccess = (try? visit.actor.may(.giveAccess)) == true ? "/access/new?person=\(page.person.id)" : nil
        let naming = PersonNaming(visit)
        let words = visit.words
        let person = page.person
        name = naming.name(person)
        isProtected = person.isProtected
        let purpose = words("person.purpose." + lookUp.purpose.rawValue)
        self.purpose = [purpose, lookUp.explanation].filter { !$0.isEmpty }.joined(separator: ": ")
        birthDate = person.birthDate?.danish
        age = naming.age(person)
        address = naming.address(person)
        municipality = naming.municipality(of: person)
        sourceID = page.externalID
        newCase = mayOpen ? "/cases/new?subject=\(person.id)" : nil
        family =
            page.family.isEmpty
            ? nil
            : FamilyDrawing(
                of: person, persons: [person] + page.family, relations: page.relations, links: links,
                naming: naming)
        hasCases = !page.cases.isEmpty
        cases = page.cases.map { CaseLine($0, words) }
        let caseCount = words.number(page.cases.count)
        caseCaption = words(
            page.cases.count < PersonPage.mostCases ? "person.cases.count" : "person.cases.newest", ["count": caseCount]
        )
        hasIncidents = !page.incidents.isEmpty
        let shown = IncidentNaming(words: words, masked: page.masked)
        incidents = page.incidents.map { incident, role in
            IncidentLine(
                day: incident.day.danish, date: incident.day.description,
                type: naming.handbook.incidentTypeName(incident.type, visit.language), place: shown.place(incident),
                role: words("incident-role." + role.rawValue), summary: shown.summary(incident))
        }
        incidentCaption = words(
            page.hasMoreIncidents ? "person.incidents.newest" : "person.incidents.count",
            ["count": words.number(page.incidents.count)])
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
