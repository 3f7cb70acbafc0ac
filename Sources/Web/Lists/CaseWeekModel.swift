import Casework
import Handbook
import Prevention
import Store

/// The deadlines of a week, day by day; no names.
struct CaseWeekModel: Sendable {
    struct Day: Sendable {
        let dayID: String
        let dayName: String
        let dayDate: String
        let dayISO: String?
        let dayCount: String
        let isToday: Bool
        /// A holiday or a day on which public authorities are closed.
        let isClosedDay: Bool
        let entries: [Entry]
        let isFree: Bool
        /// Where there are more than are shown.
        let showAll: ShowAll?
    }

    struct ShowAll: Sendable {
        let allHref: String
        let allText: String
    }

    struct Entry: Sendable {
        let entryHref: String
        let entryNumber: String
        let entryProgramme: String
        /// The time of day of a deadline in hours; the day of an earlier one.
        let entryAt: String?
        let isLate: Bool
        /// A task on the case.
        var isTask = false
    }

    let weekTitle: String
    let weekPeriod: String
    let previousHref: String
    let nextHref: String
    let thisHref: String
    let isThisWeek: Bool
    let listHref: String
    let resetHref: String
    let form: CaseFilterForm
    let weekValue: String
    let isFiltered: Bool
    let unknown: [String]
    let hasUnknown: Bool
    let days: [Day]

    init(
        _ read: WeekOfDeadlines, _ filter: CaseFilter, scope: CaseScope, owners: [CaseOwner], actor: Actor,
        _ texts: CaseTexts
    ) {
        let words = texts.words
        let week = read.week
        weekTitle = words("case-week.week", ["week": String(week.week), "year": String(week.year)])
        weekPeriod = words(
            "case-list.between", ["from": week.monday.danish, "to": (week.monday + 6).danish])
        previousHref = CaseWeekModel.address(week.adding(weeks: -1), filter)
        nextHref = CaseWeekModel.address(week.adding(weeks: 1), filter)
        thisHref = CaseWeekModel.address(nil, filter)
        isThisWeek = week.contains(texts.today)
        var list = filter
        list.order = .due
        list.dueFrom = week.monday
        list.dueTo = week.monday + 6
        listHref = list.address()
        resetHref = CaseWeekModel.address(week, CaseFilter())
        form = CaseFilterForm(filter, scope: scope, owners: owners, actor: actor, texts)
        weekValue = week.description
        isFiltered = filter.isFiltered
        unknown = CaseListModel.unknown(filter, words)
        hasUnknown = !unknown.isEmpty
        var late = filter
        late.order = .due
        late.deadline = .overdue
        late.dueTo = week.monday + -1
        let earlier = Day(
            dayID: "day-earlier", dayName: words("case-week.earlier"), dayDate: "", dayISO: nil,
            dayCount: CaseWeekModel.number(read.earlierCount, read.earlierTasks, words), isToday: false,
            isClosedDay: false,
            entries: read.earlier.map { CaseWeekModel.entry($0, on: nil, texts) }
                + read.earlierTasks.map { CaseWeekModel.entry($0, on: nil, texts) },
            isFree: read.earlier.isEmpty && read.earlierTasks.isEmpty,
            showAll: CaseWeekModel.showAll(read.earlierCount, read.earlier, late, words))
        days =
            [earlier]
            + read.days.map { day in
                var due = filter
                due.order = .due
                due.dueFrom = day.day
                due.dueTo = day.day
                return Day(
                    dayID: "day-" + day.day.description, dayName: words("desk.weekday." + String(day.day.weekday)),
                    dayDate: day.day.danish, dayISO: day.day.description,
                    dayCount: CaseWeekModel.number(day.count, day.tasks, words), isToday: day.day == texts.today,
                    isClosedDay: day.isHoliday,
                    entries: day.rows.map { CaseWeekModel.entry($0, on: day.day, texts) }
                        + day.tasks.map { CaseWeekModel.entry($0, on: day.day, texts) },
                    isFree: day.rows.isEmpty && day.tasks.isEmpty,
                    showAll: CaseWeekModel.showAll(day.count, day.rows, due, words))
            }
    }

    private static func number(_ count: CaseCount, _ words: Words) -> String {
        words.number(count.cases) + (count.isCapped ? "+" : "")
    }

    /// Cases and tasks together.
    private static func number(_ count: CaseCount, _ tasks: [ListedTask], _ words: Words) -> String {
        let isCapped = count.isCapped || tasks.count == ReadWeek.most
        return words.number(count.cases + tasks.count) + (isCapped ? "+" : "")
    }

    private static func showAll(
        _ count: CaseCount, _ rows: [CaseRow], _ filter: CaseFilter, _ words: Words
    ) -> ShowAll? {
        guard count.cases > rows.count else { return nil }
        return ShowAll(
            allHref: filter.address(),
            allText: words("case-board.show-all", ["count": CaseWeekModel.number(count, words)]))
    }

    private static func entry(_ row: CaseRow, on day: LocalDate?, _ texts: CaseTexts) -> Entry {
        let due = row.dueAt ?? texts.now
        let isInHours = due != Instant(endOf: due.day)
        let at = day == nil ? due.day.danish : isInHours ? String(due.danish.suffix(5)) : nil
        return Entry(
            entryHref: "/cases/\(row.id)", entryNumber: row.number, entryProgramme: texts.programme(row.programme),
            entryAt: at, isLate: due < texts.now)
    }

    /// What is to be done stands on the case alone: it may name somebody.
    private static func entry(_ one: ListedTask, on day: LocalDate?, _ texts: CaseTexts) -> Entry {
        Entry(
            entryHref: "/cases/\(one.row.id)/tasks", entryNumber: one.row.number,
            entryProgramme: texts.programme(one.row.programme), entryAt: day == nil ? one.task.dueOn.danish : nil,
            isLate: one.task.dueOn < texts.today, isTask: true)
    }

    /// The address of a week; `nil` for the one that today lies in.
    static func address(_ week: ISOWeek?, _ filter: CaseFilter) -> String {
        filter.forWeek.address("/cases/week", with: week.map { [("week", $0.description)] } ?? [])
    }
}

extension CaseFilter {
    /// What a week is narrowed by: its deadlines are its days.
    var forWeek: CaseFilter {
        var other = CaseFilter()
        other.programme = programme
        other.stage = stage
        other.municipality = municipality
        other.owner = owner
        other.isHandled = isHandled
        other.unknown = unknown
        return other
    }
}
