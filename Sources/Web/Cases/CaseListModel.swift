import Casework
import Handbook
import Prevention
import Store

/// The list of cases.
struct CaseListModel: Sendable {
    struct Heading: Sendable {
        let columnLabel: String
        /// Of `aria-sort`; `nil` where the list stands in another order.
        let sorted: String?
        /// `nil` where the column cannot be sorted by, or not together with the filters.
        let order: Order?
    }

    struct Order: Sendable {
        let orderHref: String
        let orderHelp: String
    }

    struct Line: Sendable {
        let row: CaseRowModel
        /// What its checkbox sends; `nil` where nothing can be done with it here.
        let pick: Pick?
    }

    struct Pick: Sendable {
        let pickValue: String
        let pickLabel: String
        let isPicked: Bool
    }

    struct ColumnBox: Sendable {
        let boxValue: String
        let boxLabel: String
        let isBoxChecked: Bool
    }

    struct Loosened: Sendable {
        let loosenHref: String
        let loosenText: String
    }

    struct Link: Sendable {
        let linkHref: String
        let linkText: String
        let isCurrentLink: Bool
    }

    struct Bulk: Sendable {
        let pickAllHref: String
        let pickAllText: String
        let bulkFrom: String
    }

    let count: String
    let lines: [Line]
    let hasRows: Bool
    let form: CaseFilterForm
    let isFiltered: Bool
    /// What to do while there is none at all, as far as the reader can.
    let noneYet: String
    /// Whether cases of protected persons are left out, since a municipality is chosen.
    let leavesOutHidden: Bool
    let unknown: [String]
    let hasUnknown: Bool
    let headings: [Heading]
    let shows: Shows
    let rowChoices: [Link]
    let columnBoxes: [ColumnBox]
    let columnsKept: [CaseFilterForm.Hidden]
    let loosened: [Loosened]
    let hasLoosened: Bool
    let bulk: Bulk?
    let filters: SavedFilterBar
    let nextHref: String?
    let previousHref: String?
    let firstHref: String?
    let hasPager: Bool
    let exportHref: String
    let newHref: String
    let boardHref: String
    let weekHref: String
    /// Said where the number that was searched for is not there.
    let numberNotFound: String?
    let numberTyped: String

    /// The columns that stand in the rows.
    struct Shows: Sendable {
        let showsProgramme: Bool
        let showsMunicipality: Bool
        let showsStage: Bool
        let showsSince: Bool
        let showsOpened: Bool
        let showsDue: Bool
        let showsOwner: Bool

        init(_ columns: [CaseFilter.Column]) {
            showsProgramme = columns.contains(.programme)
            showsMunicipality = columns.contains(.municipality)
            showsStage = columns.contains(.stage)
            showsSince = columns.contains(.since)
            showsOpened = columns.contains(.opened)
            showsDue = columns.contains(.due)
            showsOwner = columns.contains(.owner)
        }
    }

    init(_ listed: ListedCases, _ texts: CaseTexts) {
        let (words, filter, list, actor) = (texts.words, listed.filter, listed.list, listed.actor)
        count = CaseListModel.count(list.count, words)
        let handled = Set(Catalogue.all.filter { $0.isHandled(by: actor) }.map(\.code))
        let lines = list.rows.map { row in
            Line(
                row: CaseRowModel(row, texts),
                pick: !handled.contains(row.programme)
                    ? nil
                    : Pick(
                        pickValue: "\(row.id).\(row.revision)",
                        pickLabel: words("case-list.pick", ["number": row.number]), isPicked: listed.picksAll))
        }
        self.lines = lines
        hasRows = !lines.isEmpty
        form = CaseFilterForm(filter, scope: listed.scope, owners: listed.owners, actor: actor, texts)
        isFiltered = filter.isFiltered || listed.notFound != nil
        let opensAny = Catalogue.all.contains { listed.scope.contains($0) && $0.mayBeOpened(by: actor) }
        noneYet = words(
            !opensAny
                ? "case-list.none-received"
                : actor.may(.exchangeData) ? "case-list.none-yet" : "case-list.none-open")
        leavesOutHidden = filter.municipality.map { $0 != texts.home } ?? false
        unknown = CaseListModel.unknown(filter, words)
        hasUnknown = !unknown.isEmpty
        headings = CaseListModel.headings(filter, actor, words)
        shows = Shows(filter.columns)
        rowChoices = CaseFilter.rowsOffered.map { rows in
            var other = filter.from(nil)
            other.rows = rows
            return Link(linkHref: other.address(), linkText: String(rows), isCurrentLink: rows == filter.rows)
        }
        columnBoxes = CaseFilter.Column.allCases.map {
            ColumnBox(
                boxValue: $0.rawValue, boxLabel: words("case-list.column." + $0.rawValue),
                isBoxChecked: filter.columns.contains($0))
        }
        columnsKept = CaseFilterForm.hidden(filter, without: ["columns"])
        loosened = listed.loosened.map { part, count in
            Loosened(
                loosenHref: filter.without(part).address(),
                loosenText: words(
                    "case-list.loosen",
                    [
                        "part": filter.text(of: part, owners: listed.owners, texts),
                        "cases": CaseListModel.count(count, words),
                    ]))
        }
        hasLoosened = !loosened.isEmpty
        bulk =
            !lines.contains { $0.pick != nil }
            ? nil
            : Bulk(
                pickAllHref: filter.address(with: listed.picksAll ? [] : [("pick", "page")]),
                pickAllText: words(listed.picksAll ? "case-list.pick-none" : "case-list.pick-page"),
                bulkFrom: filter.address())
        filters = SavedFilterBar(listed.saved, filter, actor: actor)
        nextHref = list.next.map { filter.from($0).address() }
        previousHref = list.previous.map { filter.until($0).address() }
        firstHref = list.previous.map { _ in filter.from(nil).address() }
        hasPager = nextHref != nil || previousHref != nil
        exportHref = filter.from(nil).address("/cases.csv")
        newHref = filter.programme.map { "/cases/new/" + $0.code } ?? "/cases/new"
        boardHref = CaseBoardModel.address(filter)
        weekHref = CaseWeekModel.address(nil, filter)
        numberNotFound = listed.notFound.map { words("case-list.number-not-found", ["number": $0]) }
        numberTyped = listed.notFound ?? ""
    }

    /// What of the address cannot be used, in words.
    static func unknown(_ filter: CaseFilter, _ words: Words) -> [String] {
        filter.unknown.map { one in
            words(
                "case-list.unknown." + one.reason,
                ["name": words("case-list.parameter." + one.name), "value": String(one.value.prefix(60))])
        }
    }

    static func count(_ count: CaseCount, _ words: Words) -> String {
        if count.cases == 1, !count.isCapped { return words("case-list.one") }
        return words("case-list.count", ["count": words.number(count.cases) + (count.isCapped ? "+" : "")])
    }

    /// The number first, then the columns; each that has an index behind it leads to its order, and back.
    private static func headings(_ filter: CaseFilter, _ actor: Actor, _ words: Words) -> [Heading] {
        let offered = filter.query(for: actor).orders
        func heading(_ label: String, _ column: CaseQuery.Column?, first: CaseQuery.Order?) -> Heading {
            let isCurrent = filter.order.column == column
            let next = isCurrent ? filter.order.reversed : first
            return Heading(
                columnLabel: label,
                sorted: isCurrent ? (filter.order.isDescending ? "descending" : "ascending") : nil,
                order: next.flatMap { next in
                    !offered.contains(next)
                        ? nil
                        : Order(
                            orderHref: filter.ordered(next).address(),
                            orderHelp: words("case-list.order." + next.rawValue))
                })
        }
        return [heading(words("case-words.case"), .number, first: .numberHighest)]
            + filter.columns.map { column in
                let label = words("case-list.column." + column.rawValue)
                return switch column {
                case .opened: heading(label, .opened, first: .newest)
                case .due: heading(label, .due, first: .due)
                case .since: heading(label, .stage, first: .stageNewest)
                case .programme, .municipality, .stage, .owner: heading(label, nil, first: nil)
                }
            }
    }
}

/// What the page of a list is made from.
struct ListedCases: Sendable {
    var list: CaseList
    let filter: CaseFilter
    let scope: CaseScope
    let actor: Actor
    let owners: [CaseOwner]
    let saved: [ShownFilter]
    /// How many there are without one part of the filter each; only where nothing was found.
    var loosened: [(part: CaseFilter.Part, count: CaseCount)] = []
    /// The number that was searched for in vain.
    var notFound: String?
    /// Whether every row of the page stands picked.
    var picksAll = false
}
