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
        figures: [FigureResult], through day: LocalDate, _ texts: CaseTexts
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
            caption: words("monitoring.groups", ["year": String(day.year), "day": day.danish]),
            handbook: texts.handbook, words)
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
