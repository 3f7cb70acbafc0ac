import Casework
import Handbook
import Prevention

/// The programmes that the actor may open a case of.
struct ChooseProgrammeModel: Sendable {
    struct Entry: Sendable {
        let entryName: String
        let entryAbout: String
        let entryHref: String
    }

    let entries: [Entry]
    let hasEntries: Bool

    /// - Parameter subject: row id of the person whom a link has named already.
    init(actor: Actor, subject: Int64?, words: Words) {
        let scope = CaseScope(of: actor)
        let named = subject.map { "?subject=\($0)" } ?? ""
        entries = Catalogue.all.filter { scope.contains($0) && $0.mayBeOpened(by: actor) }.map { programme in
            Entry(
                entryName: words("programme.\(programme.code).name"),
                entryAbout: words("programme.\(programme.code).about"),
                entryHref: "/cases/new/" + programme.code + named)
        }
        hasEntries = !entries.isEmpty
    }
}

/// The form that opens a case, as the programme defines it.
struct NewCaseModel: Sendable {
    let programmeName: String
    let programmeAbout: String
    let programmeHref: String
    let formPath: String
    let problems: FormProblems?
    let inputs: [FieldInput]
    let at: FieldInput
    let municipality: FieldInput
    /// The person a link has named already.
    let namedSubject: NamedPerson?
    let subject: FieldInput?
    let others: [FieldInput]
    let hasOthers: Bool
    let hasParties: Bool
    /// Where a person is found by name; `nil` for those who may not search.
    let searchHref: String?
    let isOthersOpen: Bool
    let origin: CaseOrigin?
    let incident: String?

    struct NamedPerson: Sendable {
        let namedID: String
        let namedName: String
        let namedBorn: String?
    }

    /// Of the ids of its fields.
    static let prefix = "new"

    static func partyName(_ role: Party.Role) -> String {
        "party." + role.rawValue
    }

    /// Who may take part from the start.
    static func roles(_ programme: Programme) -> [Party.Role] {
        if programme.regime == .none { return [] }
        return programme.partyRoles.filter { $0 != .subject || programme.subject != .none }
    }

    init(
        _ programme: Programme, _ typed: Form, subject named: PersonView?, maySearch: Bool, origin: CaseOrigin?,
        _ problems: FormProblems?, hasNameWarning: Bool = false, _ texts: CaseTexts
    ) {
        self.origin = origin
        searchHref = maySearch ? "/persons" : nil
        incident = typed["incident"].isEmpty ? nil : typed["incident"]
        let words = texts.words
        programmeName = texts.programme(programme)
        programmeAbout = words("programme.\(programme.code).about")
        programmeHref = "/programmes/" + programme.code
        formPath = "/cases/new/" + programme.code
        self.problems = problems
        let day = TypedValue.moment(typed["at"])?.day ?? texts.today
        let asked = programme.form.filter {
            $0.atOpening && $0.isAsked(on: day, openedOn: day, law: texts.handbook.law)
        }
        inputs =
            asked.map { field in
                FieldInput(
                    field, of: programme, words: words, prefix: NewCaseModel.prefix,
                    value: TypedValue.normal(typed[FieldInput.namePrefix + field.code], field.kind),
                    isRequired: field.isRequired, problems: problems)
            } + (hasNameWarning ? [NameTick.input(NewCaseModel.prefix, in: typed, words)] : [])
        at = FieldInput(
            id: NewCaseModel.prefix + "-at", name: "at", kind: .moment, label: words("case-new.at"), value: typed["at"],
            help: words("case-new.at-help"), problems: problems)
        let place = typed["municipality"].isEmpty ? texts.home ?? "" : typed["municipality"]
        let municipalities = texts.municipalities(chosen: place)
        municipality = FieldInput(
            id: NewCaseModel.prefix + "-municipality", name: "municipality",
            kind: .choice(municipalities.map(\.optionValue)), label: words("case-words.municipality"),
            value: place, help: programme.goesToAddress ? words("concern.by-address-help") : nil,
            options: municipalities, problems: problems)
        namedSubject = named.map { person in
            NamedPerson(
                namedID: String(person.id), namedName: person.name ?? words("case-words.protected"),
                namedBorn: person.birthDate?.danish)
        }
        func input(_ role: Party.Role, _ help: String?) -> FieldInput {
            FieldInput(
                id: NewCaseModel.prefix + "-" + role.rawValue, name: NewCaseModel.partyName(role), kind: .text,
                label: words("party-role." + role.rawValue), value: typed[NewCaseModel.partyName(role)], help: help,
                isRequired: role == .subject && programme.needsSubject, problems: problems)
        }
        let roles = NewCaseModel.roles(programme)
        let isCarried = origin?.carried.contains { $0.inputValue == Party.Role.subject.rawValue } ?? false
        subject =
            roles.contains(.subject) && named == nil && !isCarried
            ? input(.subject, words("case-new.person-help")) : nil
        others = roles.filter { $0 != .subject }.map { input($0, nil) }
        hasOthers = !others.isEmpty
        hasParties = !roles.isEmpty
        isOthersOpen = others.contains { !$0.inputValue.isEmpty }
    }
}
