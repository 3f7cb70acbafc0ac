public import Prevention
import SQL
public import Store

/// The deadlines of cases and tasks in a week of the calendar (*ugeplan*).
public struct WeekOfDeadlines: Sendable {
    public struct Day: Sendable {
        public let day: LocalDate
        /// A public holiday or a day on which public authorities are closed.
        public let isHoliday: Bool
        public let rows: [CaseRow]
        /// All of the day, whether shown or not.
        public let count: CaseCount
        /// Open tasks that are due on it, up to `ReadWeek.most`; their texts are not for a list that names nobody.
        public let tasks: [ListedTask]
    }

    public let week: ISOWeek
    /// Seven, Monday first.
    public let days: [Day]
    /// Overdue cases whose deadline lies before the week, the oldest first.
    public let earlier: [CaseRow]
    public let earlierCount: CaseCount
    /// Open tasks that were due before the week and before today, the oldest first.
    public let earlierTasks: [ListedTask]
}

/// Reads the deadlines of a week, within the actor's scope. No person is named, so nothing is logged.
public struct ReadWeek: Sendable {
    public let week: ISOWeek
    /// The filters; deadline, order and place are the week's.
    public let query: CaseQuery
    public let handledOnly: Bool
    /// Cases shown of a day.
    public static let most = 50

    public init(_ week: ISOWeek, _ query: CaseQuery, handledOnly: Bool = false) {
        self.week = week
        var query = query
        query.deadline = nil
        query.order = .due
        query.after = nil
        query.before = nil
        self.query = query
        self.handledOnly = handledOnly
    }

    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> WeekOfDeadlines {
        let now = office.now
        let scope = handledOnly ? who.scope.handled(by: who.actor) : who.scope
        return try await office.database.read { db in
            func read(_ query: CaseQuery) throws -> (rows: [CaseRow], count: CaseCount) {
                let (page, count) = try CaseStore.list(
                    query, scope: scope, now: now, limit: ReadWeek.most, most: CaseList.countedTo, in: db)
                return (page.rows, count)
            }
            func tasks(from: LocalDate?, through: LocalDate) throws -> [ListedTask] {
                var deadlines = TaskDeadlines()
                (deadlines.from, deadlines.through) = (from, through)
                (deadlines.programme, deadlines.stage) = (query.programme, query.stage)
                (deadlines.municipality, deadlines.owner) = (query.municipality, query.owner)
                return try TaskStore.due(deadlines, scope: scope, limit: ReadWeek.most, in: db)
            }
            let days = try week.days.map { day in
                var due = query
                due.dueFrom = day
                due.dueTo = day
                let (rows, count) = try read(due)
                return WeekOfDeadlines.Day(
                    day: day, isHoliday: office.law.workingDays.isHoliday(day), rows: rows, count: count,
                    tasks: try tasks(from: day, through: day))
            }
            var late = query
            late.deadline = .overdue
            late.dueTo = week.monday + -1
            let (earlier, earlierCount) = try read(late)
            return WeekOfDeadlines(
                week: week, days: days, earlier: earlier, earlierCount: earlierCount,
                earlierTasks: try tasks(from: nil, through: min(week.monday, now.day) + -1))
        }
    }
}
