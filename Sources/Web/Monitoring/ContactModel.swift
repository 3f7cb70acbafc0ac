import Casework
import Handbook
import Prevention
import Store

/// One person with repeated contact: the incidents by day, and what to decide.
struct ContactModel: Sendable {
    struct IncidentLine: Sendable {
        let incidentDay: String
        let incidentType: String
    }

    /// Of a form that is not offered any more.
    let problems: FormProblems?
    let personText: String
    let personHref: String
    let listHref: String
    let lead: String
    let placeText: String
    let birthText: String?
    let incidents: [IncidentLine]
    let caption: String
    let caseNumber: String?
    let caseHref: String
    let caseText: String
    let postponed: String?
    let select: CaseForm?
    let notNow: CaseForm?
    let relist: CaseForm?

    init(_ view: ContactView, _ address: ContactAddress, _ refused: RefusedForm?, _ actor: Actor, _ texts: CaseTexts) {
        let words = texts.words
        let line = view.line
        problems = line.openCase == nil ? nil : refused?.problems
        let base = "/psp-k/\(line.person.id)"
        let query = address.periodQuery
        personText = line.person.name ?? words("case-words.protected")
        personHref = "/persons/\(line.person.id)"
        listHref = address.path()
        lead = words(
            "monitoring.one-lead",
            [
                "count": words.number(line.contact.count), "from": view.period.from.danish,
                "to": view.period.through.danish,
            ])
        placeText =
            line.person.municipality.map { texts.municipality($0) } ?? words("person.masked-municipality")
        birthText = line.person.birthDate?.danish
        incidents = view.incidents.map {
            IncidentLine(
                incidentDay: $0.day.danish, incidentType: texts.handbook.incidentTypeName($0.type, words.language))
        }
        caption = words("monitoring.incidents")
        caseNumber = line.openCase?.number
        caseHref = line.openCase.map { "/cases/\($0.id)" } ?? ""
        caseText =
            line.openCase.map {
                words("monitoring.open-case", ["stage": texts.stage(Stage($0.stage), of: .pspK)])
            } ?? ""
        postponed = line.notNow.map { ContactTexts.postponed($0, words) }
        let isFree = line.openCase == nil
        select =
            !isFree
            ? nil
            : CaseForm("select", action: base + "/select" + query, title: words("monitoring.select"), refused) {
                typed in
                [
                    typed.input(
                        "selected_by", .text, words("programme.psp-k.field.selected_by"), value: actor.displayName,
                        isRequired: true),
                    typed.input(
                        "selection_reason", .longText, words("programme.psp-k.field.selection_reason"),
                        help: words("monitoring.select-help"), isRequired: true),
                ]
            }
        let last = (try? texts.handbook.law.value("psp-k.not-now-longest", on: texts.today)).map { texts.today + $0 }
        notNow =
            !isFree
            ? nil
            : CaseForm("not-now", action: base + "/not-now" + query, title: words("monitoring.not-now.title"), refused)
            {
                typed in
                [
                    typed.input(
                        "reason", .choice(NotNow.Reason.allCases.map(\.rawValue)), words("monitoring.not-now.why"),
                        isRequired: true,
                        options: NotNow.Reason.allCases.map {
                            ($0.rawValue, words("monitoring.not-now.reason." + $0.rawValue))
                        }),
                    typed.input(
                        "until", .date, words("monitoring.not-now.until"),
                        help: last.map { words("monitoring.not-now.until-help", ["date": $0.danish]) },
                        isRequired: true),
                ]
            }
        relist =
            line.notNow == nil
            ? nil
            : CaseForm(
                "relist", action: base + "/relist" + query, title: words("monitoring.not-now.end"), refused,
                isPlain: true
            ) { _ in [] }
    }
}
