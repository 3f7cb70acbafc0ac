import Casework
import Handbook
import Prevention
import Store

/// The list of repeated contact.
struct ContactListModel: Sendable {
    struct Line: Sendable {
        let personText: String
        let lineHref: String
        let contactCount: String
        let firstDay: String
        let lastDay: String
        let typesText: String
        let placeText: String
        let caseNumber: String?
        let caseHref: String
        let caseStage: String
        /// Until when somebody is left off; `nil` where they are not.
        let postponed: String?
        /// Tells the links apart for those who do not see the row.
        let chooseLabel: String
    }

    let problems: FormProblems?
    let lead: String
    let fromDay: String
    let toDay: String
    let selects: [FilterSelect]
    let isFiltered: Bool
    let caption: String
    let lines: [Line]
    let hasLines: Bool
    let showsNotNow: Bool
    let leavesOutProtected: Bool
    let pageText: String?
    let nextHref: String?
    let previousHref: String?
    let groups: CountTable
    let noneText: String

    init(
        _ page: ContactPage, _ period: ContactPeriod, _ address: ContactAddress, _ refused: Refused?,
        figures: [FigureResult], _ texts: CaseTexts
    ) {
        let words = texts.words
        problems = refused.map { why in
            FormProblems(placed: why, prefix: "period", places: ContactListModel.places, words) { $0 }
        }
        let said = [
            "count": words.number(page.least), "from": period.from.danish, "to": period.through.danish,
        ]
        lead = words("monitoring.lead", said)
        fromDay = period.from.description
        toDay = period.through.description
        selects = [
            FilterSelect(
                "municipality", words("case-words.municipality"), all: words("case-list.all"),
                texts.handbook.municipalities.filter(\.isOwn).sorted { $0.name < $1.name }.map { ($0.code, $0.name) },
                chosen: address.municipality),
            FilterSelect(
                "order", words("monitoring.order"), all: nil,
                ListContacts.Order.allCases.map { ($0.rawValue, words("monitoring.orders." + $0.rawValue)) },
                chosen: address.order.rawValue),
            FilterSelect(
                "show", words("monitoring.show"), all: words("monitoring.shown.listed"),
                [("not-now", words("monitoring.shown.not-now"))], chosen: address.showsNotNow ? "not-now" : nil),
        ]
        isFiltered = address.path() != "/psp-k"
        caption = words(
            page.total == 1 ? "monitoring.total-one" : "monitoring.total", ["count": words.number(page.total)])
        lines = page.lines.map { ContactListModel.line($0, address, texts) }
        hasLines = !lines.isEmpty
        showsNotNow = address.showsNotNow
        leavesOutProtected = page.leavesOutProtected
        let size = ListContacts.pageSize
        let last = max(1, (page.total + size - 1) / size)
        pageText =
            last == 1
            ? nil : words("monitoring.page", ["page": words.number(address.page + 1), "of": words.number(last)])
        func at(_ number: Int) -> String {
            var other = address
            other.page = number
            return other.path()
        }
        nextHref = address.page + 1 < last ? at(address.page + 1) : nil
        previousHref = address.page > 0 ? at(min(address.page, last) - 1) : nil
        groups = CountTable(
            figures, columns: figures.map { words("figure.\($0.figure.id).name") },
            caption: words("monitoring.groups", ["year": String(texts.today.year)]), handbook: texts.handbook, words)
        noneText = words(address.showsNotNow ? "monitoring.none-not-now" : "monitoring.none-lead", said)
    }

    private static let places = [
        "psp-k.period-in-future": "to", "psp-k.period-reversed": "from", "psp-k.period-too-long": "from",
    ]

    private static func line(_ one: ContactLine, _ address: ContactAddress, _ texts: CaseTexts) -> Line {
        let words = texts.words
        let name = one.person.name ?? words("case-words.protected")
        return Line(
            personText: name, lineHref: "/psp-k/\(one.person.id)" + address.periodQuery,
            contactCount: words.number(one.contact.count), firstDay: one.contact.first.danish,
            lastDay: one.contact.last.danish, typesText: ContactTexts.types(one, texts),
            placeText: one.person.municipality.map { texts.municipality($0) } ?? words("person.masked-municipality"),
            caseNumber: one.openCase?.number, caseHref: one.openCase.map { "/cases/\($0.id)" } ?? "",
            caseStage: one.openCase.map { texts.stage(Stage($0.stage), of: .pspK) } ?? "",
            postponed: one.notNow.map { ContactTexts.postponed($0, words) },
            chooseLabel: words("monitoring.choose-for", ["name": name]))
    }
}

/// What is said of one person with repeated contact.
enum ContactTexts {
    /// `Psykisk ustabil person (2), Selvmordstrussel (1)`.
    static func types(_ one: ContactLine, _ texts: CaseTexts) -> String {
        one.types.map { type, count in
            texts.handbook.incidentTypeName(type, texts.words.language) + " (" + texts.words.number(count) + ")"
        }.joined(separator: ", ")
    }

    static func postponed(_ decision: NotNow, _ words: Words) -> String {
        words(
            "monitoring.not-now.standing",
            ["date": decision.until.danish, "reason": words("monitoring.not-now.reason." + decision.reason.rawValue)])
    }
}

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
