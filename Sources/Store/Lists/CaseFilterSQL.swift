import Prevention
import SQL

/// The filters of a query as conditions, for each way in which its rows are found. A column is wrapped in `COALESCE` where an
/// engine would otherwise take the index of that column and sort what it finds; it makes no new text for each row.
struct CaseFilterSQL {
    private let query: CaseQuery
    private let now: Instant
    private let leavesOutHidden: Bool

    init(_ query: CaseQuery, scope: CaseScope, now: Instant) {
        self.query = query
        self.now = now
        leavesOutHidden = query.leavesOutHidden(from: scope)
    }

    /// The column that the list stands in order of.
    var key: SQL {
        switch query.order.column {
        case .opened: "c.opened_on"
        case .due: "c.due_at"
        case .stage: "c.stage_on"
        case .number: "c.id"
        }
    }

    /// The same, of rows that another index finds and that are sorted then.
    var sortedKey: SQL {
        switch query.order.column {
        case .opened: "COALESCE(c.opened_on, '')"
        case .due: "COALESCE(c.due_at, 0)"
        case .stage: "COALESCE(c.stage_on, '')"
        case .number: "COALESCE(c.id, 0)"
        }
    }

    /// What a number of the tally is worth: nothing where days or deadlines are asked for, which it does not know.
    func size(_ cases: Int) -> Int? {
        query.openedFrom == nil && query.openedTo == nil && !query.isOfDeadlines ? cases : nil
    }

    /// Along the index of deadlines, sorted by something else: all that the reader sees.
    func ofDeadlines(_ scope: CaseScope) -> SQL {
        SQL.joined(deadlines + few + [scope.condition], separator: " AND ")
    }

    /// Along the index of the order: of all cases, of the open ones, or of those with a deadline; without what the reader sees
    /// because it is their own.
    func inOrder(_ scope: CaseScope) -> SQL {
        if query.isOfDeadlines {
            return SQL.joined(deadlines + few + [scope.registerCondition], separator: " AND ")
        }
        var parts = [scope.registerCondition]
        // Written out: the index of the open ones is found by it.
        if let isOpen = query.isOpen { parts.append(isOpen ? "c.is_open = 1" : "COALESCE(c.is_open, 0) = 0") }
        if let municipality = query.municipality { parts.append("COALESCE(c.municipality, '') = \(municipality)") }
        return SQL.joined(parts + shown + nobody + otherOpenings, separator: " AND ")
    }

    /// A stage of a programme, of one municipality where the tally says so.
    func ofPart(_ part: CaseTally.Part) -> SQL {
        var parts: [SQL] = ["c.programme = \(part.programme)", "c.stage = \(part.stage)"]
        if let municipality = part.municipality { parts.append("c.municipality = \(municipality)") }
        if query.isOfDeadlines { parts += deadlines }
        if let isOpen = query.isOpen { parts.append("c.is_open = \(isOpen)") }
        return SQL.joined(parts + shown + nobody + otherOpenings, separator: " AND ")
    }

    /// The days of opening, where the list stands in another order than theirs.
    private var otherOpenings: [SQL] {
        query.order.column == .opened ? [] : openings(in: "COALESCE(c.opened_on, '')")
    }

    private var deadlines: [SQL] {
        let range = query.dueRange(now: now)
        var parts: [SQL] = ["c.due_at IS NOT NULL"]
        if let from = range.from { parts.append("c.due_at >= \(from.milliseconds)") }
        if let before = range.before { parts.append("c.due_at < \(before.milliseconds)") }
        return parts
    }

    /// The other filters, of rows that are few.
    private var few: [SQL] {
        places + openings(in: "COALESCE(c.opened_on, '')") + nobody
    }

    private var nobody: [SQL] {
        query.owner == nil ? [] : ["COALESCE(c.owner, '') = ''"]
    }

    /// Without what hides where it lies.
    private var shown: [SQL] {
        leavesOutHidden ? ["COALESCE(c.hides_place, 0) = 0"] : []
    }

    /// Rows that are few and named by their ids.
    func ofFew(_ scope: SQL) -> SQL {
        SQL.joined([scope] + few + (query.isOfDeadlines ? deadlines : []), separator: " AND ")
    }

    /// From the index of owners, which leaves out the cases of nobody, and is found only when the query says so too.
    func ofOwner(_ owner: String, _ scope: SQL) -> SQL {
        var parts: [SQL] = ["c.owner = \(owner) AND c.owner <> ''"]
        parts += places + openings(in: "COALESCE(c.opened_on, '')")
        if query.isOfDeadlines {
            let range = query.dueRange(now: now)
            parts.append("COALESCE(c.due_at, \(Int64.min)) >= \((range.from?.milliseconds ?? Int64.min + 1))")
            if let before = range.before { parts.append("COALESCE(c.due_at, \(Int64.max)) < \(before.milliseconds)") }
        }
        return SQL.joined(parts + [scope], separator: " AND ")
    }

    /// What every row must have besides.
    private var places: [SQL] {
        var parts: [SQL] = []
        if let programme = query.programme { parts.append("COALESCE(c.programme, '') = \(programme)") }
        if let stage = query.stage { parts.append("COALESCE(c.stage, '') = \(stage)") }
        if let municipality = query.municipality { parts.append("COALESCE(c.municipality, '') = \(municipality)") }
        if let isOpen = query.isOpen { parts.append("COALESCE(c.is_open, 0) = \(isOpen)") }
        return parts + shown
    }

    private func openings(in column: SQL) -> [SQL] {
        var parts: [SQL] = []
        if let from = query.openedFrom { parts.append("\(column) >= \(from.description)") }
        if let to = query.openedTo { parts.append("\(column) <= \(to.description)") }
        return parts
    }
}
