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
        /// Where a social report is drafted from it; `nil` for those who write none.
        let draftHref: String?
        let draftLabel: String
        /// Whether it is in doubt that it was this person.
        let isHeld: Bool
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
    /// Where to say why a protected person has to be shown; `nil` where nothing is masked, or it may not be.
    let needPath: String?
    let showsIncidents: Bool
    let family: FamilyDrawing?
    let caseCaption: String
    let hasCases: Bool
    let cases: [CaseLine]
    let incidentCaption: String
    let hasIncidents: Bool
    let rights: RecordRightsModel
    /// Where a request for access is registered; `nil` for those who may not.
    let askAccess: String?
    /// Where the records behind the person are read; `nil` for those who do not decide on them.
    let identityHref: String?
    /// How many records are the person; `nil` where it is one.
    let recordsText: String?
    let disclosuresHref: String?
    let incidents: [IncidentLine]
    /// Where it is decided whose the held ones are; `nil` for those who do not review.
    let doubtHref: String?

    static func answer(_ visit: Visit, id: Int64, _ purpose: Purpose) async throws -> Reply {
        let reading = ReadPerson(id, purpose: purpose)
        let page = try await reading(visit.authorized(Acts.FindPersons.self), in: visit.office)
        await visit.carry(purpose, from: id, to: page.family.map(\.id))
        let rights = try await RecordRightsModel.load(.person, id, visit)
        return .page("person-page", PersonModel(page, purpose, visit, actor: try visit.actor, rights))
    }

    init(_ page: PersonPage, _ purpose: Purpose, _ visit: Visit, actor: Actor, _ rights: RecordRightsModel) {
        self.rights = rights
        disclosuresHref = DisclosureScope.mayListPerson(actor) ? PersonLink.to(page.person.id) + "/disclosures" : nil
        identityHref = actor.may(.reviewIdentities) ? IdentityLink.to(page.person.id) : nil
        recordsText = page.records > 1 ? visit.words("identity.records-behind", ["count": String(page.records)]) : nil
        askAccess = actor.may(.giveAccess) ? "/access/new?person=\(page.person.id)" : nil
        let naming = PersonNaming(visit)
        let words = visit.words
        let person = page.person
        name = naming.name(person)
        isProtected = person.isProtected
        self.purpose = [words("person.purpose." + purpose.kind.rawValue), purpose.reference, purpose.explanation]
            .filter { !$0.isEmpty }.joined(separator: ": ")
        needPath = page.isMasked && actor.may(.seeProtected) ? PersonLink.to(person.id) + "/protection" : nil
        birthDate = person.birthDate?.danish
        age = naming.age(person)
        address = naming.address(person)
        municipality = naming.municipality(of: person)
        sourceID = page.externalID
        newCase = actor.may(.workCases) ? "/cases/new?subject=\(person.id)" : nil
        family =
            page.family.isEmpty
            ? nil
            : FamilyDrawing(
                of: person, persons: [person] + page.family, relations: page.relations,
                naming: naming)
        hasCases = !page.cases.isEmpty
        cases = page.cases.map { CaseLine($0, words) }
        let caseCount = words.number(page.cases.count)
        caseCaption = words(
            page.cases.count < PersonPage.mostCases ? "person.cases.count" : "person.cases.newest", ["count": caseCount]
        )
        showsIncidents = actor.kind == .police
        doubtHref = page.doubt.map { "/identities/\($0)" }
        hasIncidents = !page.incidents.isEmpty
        let shown = IncidentNaming(words: words, masked: page.masked)
        let report = Programme.socialReport
        let drafts = CaseScope(of: actor).contains(report) && report.mayBeOpened(by: actor)
        incidents = page.incidents.map { part in
            let incident = part.incident
            return IncidentLine(
                day: incident.day.danish, date: incident.day.description,
                type: naming.handbook.incidentTypeName(incident.type, visit.language), place: shown.place(incident),
                role: words("incident-role." + part.role.rawValue), summary: shown.summary(incident),
                draftHref: drafts
                    ? "/cases/new/\(report.code)?subject=\(person.id)&incident=\(incident.id)&field.origin=patrol"
                    : nil,
                draftLabel: words("concern.draft-of", ["date": incident.day.danish]),
                isHeld: part.isHeld)
        }
        incidentCaption = words(
            page.hasMoreIncidents ? "person.incidents.newest" : "person.incidents.count",
            ["count": words.number(page.incidents.count)])
    }
}

extension PersonModel.CaseLine {
    init(_ row: CaseRow, _ words: Words) {
        number = row.number
        link = "/cases/\(row.id)"
        let known = Catalogue.programme(row.programme)
        programme = words("programme.\(row.programme).name")
        stage = known.map { words.name("stage", row.stage, of: $0) } ?? row.stage
        openedOn = row.openedOn.danish
        openedDay = row.openedOn.description
    }
}
