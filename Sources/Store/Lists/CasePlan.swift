import Prevention
import SQL

/// How a list of cases is found at any size: which sources its rows come from, each along an index of its own in the list's
/// order, so that a page costs what it shows and not what the register holds.
///
/// Somebody's own cases are few, and are read from their own index; so are those with a deadline, where they stand in another
/// order than that of deadlines. A list that takes in a good part of the register, of its open cases or of its deadlines walks
/// the index of its order and leaves out what it does not show. Everything else is taken from the stages (and municipalities) in question, one source for each, merged; which of them hold anything, and
/// how much of the register that is, is known from the tally.
struct CasePlan {
    /// Rows that lie together in an index.
    struct Source {
        let condition: SQL
        /// What it is sorted by. An expression, where the index of the column must not be taken.
        let key: SQL
        /// How many rows it holds, where the tally knows.
        var size: Int?
        /// The first and last day of opening, where the index of its rows is sorted by them.
        var days: (from: LocalDate?, to: LocalDate?) = (nil, nil)
    }

    let query: CaseQuery
    /// Where the rows of a page are read from.
    let sources: [Source]
    /// The same rows, where they are counted.
    let counted: [Source]

    init(_ query: CaseQuery, scope: CaseScope, tally: CaseTally, now: Instant) {
        self.query = query
        let filter = CaseFilterSQL(query, scope: scope, now: now)
        if let owner = query.owner, !owner.isEmpty {
            sources = [Source(condition: filter.ofOwner(owner, scope.condition), key: filter.sortedKey)]
            counted = sources
            return
        }
        if query.isOfDeadlines, query.order.column != .due {
            sources = [Source(condition: filter.ofDeadlines(scope), key: filter.sortedKey)]
            counted = sources
            return
        }
        let days = query.order.column == .opened ? (query.openedFrom, query.openedTo) : (nil, nil)
        let parts = tally.parts.map { part in
            Source(condition: filter.ofPart(part), key: filter.key, size: filter.size(part.cases), days: days)
        }
        // Of nobody and at the same time one's own there are none.
        let own =
            query.owner != nil
            ? []
            : scope.ownOnly.map { Source(condition: filter.ofOwner($0.owner, $0.condition), key: filter.sortedKey) }
        let opened = scope.opened.map { Source(condition: filter.ofFew($0), key: filter.sortedKey) }
        let isWalked = query.isWalkable && tally.isLarge
        sources =
            (isWalked ? [Source(condition: filter.inOrder(scope), key: filter.key, days: days)] : parts) + own + opened
        // What the tally does not know is counted where it is read.
        counted = query.isOfDeadlines ? sources : parts + own + opened
    }

    /// The keys and ids of a source's first rows, in the list's order.
    ///
    /// - Parameters:
    ///   - start: only what lies after it, in this direction.
    ///   - end: only what lies before it.
    func keys(
        of source: Source, isDescending: Bool, from start: CaseKey?, until end: CaseKey?, limit: Int
    ) -> SQL {
        let lower = Bound(isDescending ? end : start, source.days.from, isLower: true)
        let upper = Bound(isDescending ? start : end, source.days.to, isLower: false)
        let isNumber = query.order.column == .number
        let bounds = SQL.joined(
            [source.condition] + [lower, upper].compactMap { $0?.condition(on: source.key, isNumber: isNumber) },
            separator: " AND ")
        let direction: SQL = isDescending ? "DESC" : "ASC"
        let sorting: SQL =
            isNumber ? "\(source.key) \(direction)" : "\(source.key) \(direction), c.id \(direction)"
        return "SELECT \(source.key), c.id FROM case_file c WHERE \(bounds) ORDER BY \(sorting) LIMIT \(limit)"
    }

    /// How many rows a source holds, counted up to `most`; along the index that its rows are read from.
    func count(of source: Source, most: Int?) -> SQL {
        guard let most else { return "SELECT COUNT(*) FROM case_file c WHERE \(condition(of: source))" }
        return "SELECT COUNT(*) FROM (SELECT 1 FROM case_file c WHERE \(condition(of: source)) LIMIT \(most)) AS found"
    }

    /// With the days between which its rows lie.
    func condition(of source: Source) -> SQL {
        let bounds = [Bound(nil, source.days.from, isLower: true), Bound(nil, source.days.to, isLower: false)]
        return SQL.joined(
            [source.condition] + bounds.compactMap { $0?.condition(on: source.key, isNumber: false) },
            separator: " AND ")
    }

    /// An end of what is read from an index: a place in the list or a day, whichever is nearer. Of two conditions on one column
    /// an engine takes either for the start of its walk, and passes by all that the other leaves out.
    private enum Bound {
        case place(CaseKey, isLower: Bool)
        case day(LocalDate, isLower: Bool)

        init?(_ place: CaseKey?, _ day: LocalDate?, isLower: Bool) {
            switch (place, day) {
            case (nil, nil): return nil
            case (nil, let day?): self = .day(day, isLower: isLower)
            case (let place?, nil): self = .place(place, isLower: isLower)
            case (let place?, let day?):
                // The place of a row that is gone may lie outside.
                let isInside = place.isWithin(day, isLower: isLower)
                self = isInside ? .place(place, isLower: isLower) : .day(day, isLower: isLower)
            }
        }

        func condition(on key: SQL, isNumber: Bool) -> SQL {
            switch self {
            case .day(let day, true): "\(key) >= \(day.description)"
            case .day(let day, false): "\(key) <= \(day.description)"
            case .place(let place, true) where isNumber: "\(key) > \(place.id)"
            case .place(let place, false) where isNumber: "\(key) < \(place.id)"
            case .place(let place, true): "(\(key), c.id) > (\(place.value), \(place.id))"
            case .place(let place, false): "(\(key), c.id) < (\(place.value), \(place.id))"
            }
        }
    }
}

extension CaseQuery {
    /// Whether what it asks for lies evenly enough in the order of the register, of its open cases or of its deadlines. A
    /// programme or a stage may be new or long ended; a walk to the closed cases passes by the open ones, which are few.
    fileprivate var isWalkable: Bool {
        isOfDeadlines || programme == nil && stage == nil && (isOpen != nil || owner == nil)
    }
}

/// The place of a row in a list.
struct CaseKey: Hashable {
    /// Of the column that the list stands in order of.
    let value: SQLValue
    let id: Int64

    init(value: SQLValue, id: Int64) {
        self.value = value
        self.id = id
    }

    init(_ place: CaseQuery.Place, in order: CaseQuery.Order) {
        id = place.id
        switch order.column {
        case .opened, .stage: value = .text(place.at.day.description)
        case .due: value = .integer(place.at.milliseconds)
        case .number: value = .integer(place.id)
        }
    }

    /// Whether it lies within a stretch of days that starts (or, for an upper end, ends) with `day`.
    fileprivate func isWithin(_ day: LocalDate, isLower: Bool) -> Bool {
        guard case .text(let own) = value else { return true }
        return isLower ? own >= day.description : own <= day.description
    }

    func isBefore(_ other: CaseKey, isDescending: Bool) -> Bool {
        if value == other.value { return isDescending ? id > other.id : id < other.id }
        return switch (value, other.value) {
        case (.text(let one), .text(let two)): isDescending ? one > two : one < two
        case (.integer(let one), .integer(let two)): isDescending ? one > two : one < two
        default: false
        }
    }
}
