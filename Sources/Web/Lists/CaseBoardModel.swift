import Casework
import Handbook
import Prevention
import Store

/// The board of a programme.
struct CaseBoardModel: Sendable {
    struct Column: Sendable {
        let columnName: String
        let columnCount: String
        let columnHref: String
        let tickets: [CaseRowModel]
        /// Where there are more than the cards shown.
        let showAll: String?
        let isVacant: Bool
    }

    let boardTitle: String
    let boardAction: String
    let listHref: String
    let newHref: String
    let aboutHref: String
    let overviewHref: String
    let weekHref: String
    let form: CaseFilterForm
    let isFiltered: Bool
    let resetHref: String
    let unknown: [String]
    let hasUnknown: Bool
    let tabs: [BoardTab]
    let columns: [Column]
    /// How many of the deadlines will be missed at the present pace; `nil` where there is nothing to say.
    let outlook: OutlookModel?

    init(
        _ programme: Programme, _ columns: [BoardColumn], _ filter: CaseFilter, scope: CaseScope,
        owners: [CaseOwner], actor: Actor, outlook: [Outlook], _ texts: CaseTexts
    ) {
        self.outlook = OutlookModel(outlook, namesProgramme: false, texts)
        var list = filter
        list.programme = programme
        boardTitle = texts.programme(programme)
        boardAction = "/cases/board/" + programme.code
        listHref = list.address()
        newHref = "/cases/new/" + programme.code
        aboutHref = "/programmes/" + programme.code
        overviewHref = filter.address("/cases/board")
        weekHref = CaseWeekModel.address(nil, list)
        form = CaseFilterForm(filter, scope: scope, owners: owners, actor: actor, texts)
        isFiltered = filter.isFiltered
        resetHref = boardAction
        unknown = CaseListModel.unknown(filter, texts.words)
        hasUnknown = !unknown.isEmpty
        tabs = BoardTab.tabs(filter, scope: scope, current: programme.code, texts)
        self.columns = columns.map { column in
            list.stage = column.stage
            let count = texts.words.number(column.count)
            return Column(
                columnName: texts.stage(column.stage, of: programme), columnCount: count,
                columnHref: list.address(), tickets: column.rows.map { CaseRowModel($0, texts) },
                showAll: column.count > column.rows.count
                    ? texts.words("case-board.show-all", ["count": count]) : nil,
                isVacant: column.rows.isEmpty)
        }
    }

    /// The board that goes with a list: of its programme, or over all of them.
    static func address(_ filter: CaseFilter) -> String {
        filter.forBoard.address(filter.programme.map { "/cases/board/" + $0.code } ?? "/cases/board")
    }
}

/// From one board to the others, with the same filters.
struct BoardTab: Sendable {
    let tabHref: String
    let tabLabel: String
    let isCurrentTab: Bool

    static func tabs(_ filter: CaseFilter, scope: CaseScope, current: String?, _ texts: CaseTexts) -> [BoardTab] {
        [
            BoardTab(
                tabHref: filter.address("/cases/board"), tabLabel: texts.words("case-board.overview"),
                isCurrentTab: current == nil)
        ]
            + scope.programmes.map { code in
                BoardTab(
                    tabHref: filter.address("/cases/board/" + code), tabLabel: texts.words("programme.\(code).short"),
                    isCurrentTab: code == current)
            }
    }
}

extension CaseFilter {
    /// What a board is narrowed by: its programme stands in its path, its stages are its columns.
    var forBoard: CaseFilter {
        var other = CaseFilter()
        other.municipality = municipality
        other.deadline = deadline
        other.owner = owner
        other.unknown = unknown
        return other
    }
}

/// The board over all programmes of the reader.
struct CaseOverviewModel: Sendable {
    struct Line: Sendable {
        let programmeLabel: String
        let programmeHref: String
        let openCount: String
        let openHref: String
        let overdueCount: String
        let overdueHref: String?
        let stageCounts: [StageCount]
    }

    struct StageCount: Sendable {
        let stageLabel: String
        let stageHref: String
        let stageCount: String
        /// `3 over fristen`; `nil` for none.
        let stageOverdue: String?
    }

    let lines: [Line]
    let hasLines: Bool
    let tabs: [BoardTab]
    let listHref: String
    let form: CaseFilterForm
    let isFiltered: Bool
    let unknown: [String]
    let hasUnknown: Bool
    let totalOpen: String
    let totalOverdue: String

    init(
        _ standing: [ProgrammeStanding], _ filter: CaseFilter, scope: CaseScope, owners: [CaseOwner], actor: Actor,
        _ texts: CaseTexts
    ) {
        let words = texts.words
        lines = standing.map { one in
            var list = filter
            list.programme = one.programme
            var open = list
            open.isOpen = true
            var late = list
            late.deadline = .overdue
            late.order = .due
            return Line(
                programmeLabel: texts.programme(one.programme),
                programmeHref: filter.address("/cases/board/" + one.programme.code),
                openCount: words.number(one.open), openHref: open.address(),
                overdueCount: words.number(one.overdue), overdueHref: one.overdue == 0 ? nil : late.address(),
                stageCounts: one.stages.filter { $0.count > 0 }.map { stage in
                    list.stage = stage.stage
                    return StageCount(
                        stageLabel: texts.stage(stage.stage, of: one.programme), stageHref: list.address(),
                        stageCount: words.number(stage.count),
                        stageOverdue: stage.overdue == 0
                            ? nil : words("case-board.overdue", ["count": words.number(stage.overdue)]))
                })
        }
        hasLines = !lines.isEmpty
        tabs = BoardTab.tabs(filter, scope: scope, current: nil, texts)
        listHref = filter.address()
        form = CaseFilterForm(filter, scope: scope, owners: owners, actor: actor, texts)
        isFiltered = filter.isFiltered
        unknown = CaseListModel.unknown(filter, words)
        hasUnknown = !unknown.isEmpty
        totalOpen = words.number(standing.reduce(0) { $0 + $1.open })
        totalOverdue = words.number(standing.reduce(0) { $0 + $1.overdue })
    }
}
