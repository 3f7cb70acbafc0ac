public import Prevention

/// What a list of cases shows: filters, order, and where the page starts.
public struct CaseQuery: Sendable, Hashable {
    /// A column that lists stand in order of; each has an index behind it.
    public enum Column: String, Sendable, CaseIterable {
        case opened
        /// Cases without a deadline are left out.
        case due
        /// When the case entered its stage.
        case stage
        /// The running number, as cases were registered.
        case number
    }

    public enum Order: String, Sendable, CaseIterable {
        /// Newest opening first.
        case newest
        case oldest
        /// Nearest deadline first.
        case due
        case dueLast = "due-last"
        /// Latest step first.
        case stageNewest = "stage-newest"
        case stageOldest = "stage-oldest"
        /// Highest number first.
        case numberHighest = "number-highest"
        case numberLowest = "number-lowest"

        public var column: Column {
            switch self {
            case .newest, .oldest: .opened
            case .due, .dueLast: .due
            case .stageNewest, .stageOldest: .stage
            case .numberHighest, .numberLowest: .number
            }
        }

        public var isDescending: Bool {
            switch self {
            case .newest, .dueLast, .stageNewest, .numberHighest: true
            case .oldest, .due, .stageOldest, .numberLowest: false
            }
        }

        public var reversed: Order {
            Order.allCases.first { $0.column == column && $0.isDescending != isDescending } ?? self
        }
    }

    public enum Deadline: String, Sendable, CaseIterable {
        case overdue
        /// Still in time, and due within seven days, today included.
        case week
        /// In the week of the calendar, Monday to Sunday, whether passed or not.
        case thisWeek = "this-week"
        case nextWeek = "next-week"
        case any

        /// The moments that it takes in, the end not included; `nil` for any.
        func range(now: Instant) -> DueRange {
            let monday = now.day + -(now.day.weekday - 1)
            switch self {
            case .overdue: return DueRange(before: now)
            case .week: return DueRange(from: now, before: Instant(startOf: now.day + 7))
            case .thisWeek: return DueRange(from: Instant(startOf: monday), before: Instant(startOf: monday + 7))
            case .nextWeek: return DueRange(from: Instant(startOf: monday + 7), before: Instant(startOf: monday + 14))
            case .any: return DueRange()
            }
        }
    }

    /// A stretch of moments that deadlines lie in.
    struct DueRange: Hashable {
        var from: Instant?
        var before: Instant?

        init(from: Instant? = nil, before: Instant? = nil) {
            self.from = from
            self.before = before
        }
    }

    public var programme: String?
    public var municipality: String?
    public var stage: String?
    /// Account; empty for the cases of nobody.
    public var owner: String?
    public var isOpen: Bool?
    public var deadline: Deadline?
    /// First and last day on which a deadline lies.
    public var dueFrom: LocalDate?
    public var dueTo: LocalDate?
    /// First and last day of opening.
    public var openedFrom: LocalDate?
    public var openedTo: LocalDate?
    public var order: Order
    /// The last row of the page before: its place in this order, and its id.
    public var after: Place?
    /// The first row of the page after, where the page before it is asked for. `after` goes before it.
    public var before: Place?

    public struct Place: Sendable, Hashable {
        /// The start of the day of opening or of the stage, or the deadline; in the order of numbers it says nothing.
        public let at: Instant
        public let id: Int64

        public init(at: Instant, id: Int64) {
            self.at = at
            self.id = id
        }
    }

    public init(order: Order = .newest) {
        self.order = order
    }

    /// Where a row stands in this order.
    public func place(of row: CaseRow) -> Place {
        switch order.column {
        case .opened, .number: Place(at: Instant(startOf: row.openedOn), id: row.id)
        case .stage: Place(at: Instant(startOf: row.stageOn), id: row.id)
        case .due: Place(at: row.dueAt ?? Instant(startOf: row.openedOn), id: row.id)
        }
    }

    /// The orders that the filters allow. A stretch of openings is walked in its own order, unless the cases are few for
    /// another reason: somebody's own, or those with a deadline.
    public var orders: [Order] {
        let isStretch = openedFrom != nil || openedTo != nil
        let isFew = owner?.isEmpty == false || isOfDeadlines
        return Order.allCases.filter { !isStretch || isFew || $0.column == .opened || $0.column == .due }
    }

    /// Whether cases without a deadline are left out.
    public var isOfDeadlines: Bool {
        deadline != nil || dueFrom != nil || dueTo != nil || order.column == .due
    }

    /// Whether cases that hide where they lie are left out: whoever asks for one municipality would learn it. Not for those whose
    /// work all lies there, who know it anyhow.
    func leavesOutHidden(from scope: CaseScope) -> Bool {
        municipality.map { $0 != scope.onlyMunicipality } ?? false
    }

    func dueRange(now: Instant) -> DueRange {
        var range = deadline?.range(now: now) ?? DueRange()
        if let dueFrom { range.from = max(range.from ?? Instant(startOf: dueFrom), Instant(startOf: dueFrom)) }
        if let dueTo {
            let end = Instant(startOf: dueTo + 1)
            range.before = min(range.before ?? end, end)
        }
        return range
    }
}
