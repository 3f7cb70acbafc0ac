import Casework
import Handbook
import Prevention
import Store

/// The list of cases.
struct CaseListModel: Sendable {
    struct Heading: Sendable {
        let orderHref: String
        let orderLabel: String
        /// Of `aria-sort`; `nil` where the list stands in another order.
        let sorted: String?
    }

    let count: String
    let rows: [CaseRowModel]
    let hasRows: Bool
    let programmes: SelectOptions
    /// Only under a programme.
    let stages: SelectOptions?
    let municipalities: SelectOptions
    let states: SelectOptions
    let deadlines: SelectOptions
    let orders: SelectOptions
    let isMine: Bool
    let isHandled: Bool
    let isFiltered: Bool
    let openedHeading: Heading
    let dueHeading: Heading
    let nextHref: String?
    let firstHref: String?
    let hasPager: Bool
    let exportHref: String
    let newHref: String
    let boardHref: String
    /// Said where the number that was searched for is not there.
    let numberNotFound: String?
    let numberTyped: String

    init(_ list: CaseList, _ filter: CaseFilter, scope: CaseScope, notFound: String?, _ texts: CaseTexts) {
        let words = texts.words
        let isMore = list.count >= CaseList.countedTo
        let number = words.number(list.count) + (isMore ? "+" : "")
        count = list.count == 1 ? words("case-list.one") : words("case-list.count", ["count": number])
        rows = list.rows.map { CaseRowModel($0, texts) }
        hasRows = !rows.isEmpty
        programmes = SelectOptions(
            scope.programmes.map { code in
                .init(optionValue: code, optionLabel: texts.programme(code), isChosen: code == filter.programme?.code)
            })
        stages = filter.programme.map { programme in
            SelectOptions(
                programme.stages.map {
                    .init(
                        optionValue: $0.code, optionLabel: texts.stage($0, of: programme), isChosen: $0 == filter.stage)
                })
        }
        municipalities = SelectOptions(texts.municipalities(chosen: filter.municipality ?? ""))
        states = SelectOptions(
            ["open", "closed"].map { code in
                .init(
                    optionValue: code, optionLabel: words("case-list.state." + code),
                    isChosen: filter.isOpen == (code == "open"))
            })
        deadlines = SelectOptions(
            CaseQuery.Deadline.allCases.map { deadline in
                .init(
                    optionValue: deadline.rawValue, optionLabel: words("case-list.deadline." + deadline.rawValue),
                    isChosen: deadline == filter.deadline)
            })
        orders = SelectOptions(
            CaseQuery.Order.allCases.map { order in
                .init(
                    optionValue: order.rawValue, optionLabel: words("case-list.order." + order.rawValue),
                    isChosen: order == filter.order)
            })
        isMine = filter.isMine
        isHandled = filter.isHandled
        isFiltered = filter.isFiltered || notFound != nil
        openedHeading = Heading(
            orderHref: filter.ordered(filter.order == .newest ? .oldest : .newest).address(),
            orderLabel: words("case-list.opened"),
            sorted: filter.order == .newest ? "descending" : filter.order == .oldest ? "ascending" : nil)
        dueHeading = Heading(
            orderHref: filter.ordered(.due).address(), orderLabel: words("case-list.due"),
            sorted: filter.order == .due ? "ascending" : nil)
        nextHref = list.next.map { filter.from($0).address() }
        firstHref = filter.after.map { _ in filter.from(nil).address() }
        hasPager = nextHref != nil || firstHref != nil
        exportHref = filter.from(nil).address("/cases.csv")
        newHref = filter.programme.map { "/cases/new/" + $0.code } ?? "/cases/new"
        boardHref = "/cases/board/" + (filter.programme?.code ?? scope.programmes.first ?? "")
        numberNotFound = notFound.map { words("case-list.number-not-found", ["number": $0]) }
        numberTyped = notFound ?? ""
    }
}

/// The board of a programme.
struct CaseBoardModel: Sendable {
    struct Column: Sendable {
        let columnName: String
        let columnCount: String
        let columnHref: String
        let tickets: [CaseRowModel]
        let hasMore: Bool
        let isVacant: Bool
    }

    struct Tab: Sendable {
        let tabHref: String
        let tabLabel: String
        let isCurrentTab: Bool
    }

    let boardTitle: String
    let listHref: String
    let newHref: String
    let aboutHref: String
    let tabs: [Tab]
    let columns: [Column]
    /// How many of the deadlines will be missed at the present pace; `nil` where there is nothing to say.
    let outlook: OutlookModel?

    init(
        _ programme: Programme, _ columns: [BoardColumn], scope: CaseScope, outlook: [Outlook], _ texts: CaseTexts
    ) {
        self.outlook = OutlookModel(outlook, namesProgramme: false, texts)
        boardTitle = texts.programme(programme)
        var filter = CaseFilter()
        filter.programme = programme
        listHref = filter.address()
        newHref = "/cases/new/" + programme.code
        aboutHref = "/programmes/" + programme.code
        tabs = scope.programmes.map { code in
            Tab(
                tabHref: "/cases/board/" + code, tabLabel: texts.words("programme.\(code).short"),
                isCurrentTab: code == programme.code)
        }
        self.columns = columns.map { column in
            filter.stage = column.stage
            return Column(
                columnName: texts.stage(column.stage, of: programme), columnCount: texts.words.number(column.count),
                columnHref: filter.address(), tickets: column.rows.map { CaseRowModel($0, texts) },
                hasMore: column.count > column.rows.count, isVacant: column.rows.isEmpty)
        }
    }
}
