import Prevention
import SQL

/// How a list of cases is found at any size: which sources its rows come from, each along an index of its own in the list's
/// order, so that a page costs what it shows and not what the register holds.
///
/// A list without filters follows the index of its order. Somebody's own cases and those with a deadline are few, and are read
/// from their own index. Everything else is taken from the stages (and municipalities) in question, one source for each,
/// merged; which of them hold anything is known from the tally.
struct CasePlan {
    /// Rows that lie together in an index.
    struct Source {
        let condition: SQL
        /// What it is sorted by. An expression, where the index of the column must not be taken.
        let key: SQL
        /// How many rows it holds, where the tally knows.
        let size: Int?
    }

    let query: CaseQuery
    let sources: [Source]

    init(_ query: CaseQuery, scope: CaseScope, tally: CaseTally, now: Instant) {
        self.query = query
        let filter = CaseFilterSQL(query, scope: scope, now: now)
        if let owner = query.owner, !owner.isEmpty {
            sources = [Source(condition: filter.ofOwner(owner, scope.condition), key: filter.sortedKey, size: nil)]
            return
        }
        if query.isOfDeadlines {
            let key = query.order.column == .due ? filter.key : filter.sortedKey
            sources = [Source(condition: filter.ofDeadlines(scope.condition), key: key, size: nil)]
            return
        }
        var sources: [Source] = []
        if query.isWhole, let condition = scope.wholeCondition, tally.isMost {
            sources = [Source(condition: filter.inOrder(condition), key: filter.key, size: filter.size(tally.total))]
        } else {
            sources = tally.parts.map { part in
                Source(condition: filter.ofPart(part), key: filter.key, size: filter.size(part.cases))
            }
        }
        // Of nobody and at the same time one's own there are none.
        if query.owner == nil {
            for own in scope.ownOnly {
                sources.append(
                    Source(
                        condition: filter.ofOwner(own.owner, own.condition), key: filter.sortedKey, size: nil))
            }
        }
        self.sources = sources
    }

    /// The keys and ids of a source's first rows, in the list's order.
    ///
    /// - Parameters:
    ///   - start: only what lies after it, in this direction.
    ///   - end: only what lies before it.
    func keys(
        of source: Source, isDescending: Bool, from start: CaseKey?, until end: CaseKey?, limit: Int
    ) -> SQL {
        let (key, isNumber) = (source.key, query.order.column == .number)
        var bounds: SQL = ""
        for (place, isLower) in [(start, !isDescending), (end, isDescending)] {
            guard let place else { continue }
            if isNumber {
                bounds = isLower ? "\(bounds) AND \(key) > \(place.id)" : "\(bounds) AND \(key) < \(place.id)"
            } else {
                bounds =
                    isLower
                    ? "\(bounds) AND (\(key), c.id) > (\(place.value), \(place.id))"
                    : "\(bounds) AND (\(key), c.id) < (\(place.value), \(place.id))"
            }
        }
        let direction: SQL = isDescending ? "DESC" : "ASC"
        let sorting: SQL = isNumber ? "\(key) \(direction)" : "\(key) \(direction), c.id \(direction)"
        return """
            SELECT \(key), c.id FROM case_file c WHERE \(source.condition)\(bounds) ORDER BY \(sorting) LIMIT \(limit)
            """
    }

    /// How many rows a source holds, counted up to `most`; along the index that its rows are read from.
    func count(of source: Source, most: Int?) -> SQL {
        guard let most else { return "SELECT COUNT(*) FROM case_file c WHERE \(source.condition)" }
        return "SELECT COUNT(*) FROM (SELECT 1 FROM case_file c WHERE \(source.condition) LIMIT \(most)) AS found"
    }
}

extension CaseQuery {
    /// Whether it asks for all there is, or for all of a stretch of openings.
    fileprivate var isWhole: Bool {
        programme == nil && stage == nil && municipality == nil && isOpen == nil && owner == nil
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

    func isBefore(_ other: CaseKey, isDescending: Bool) -> Bool {
        if value == other.value { return isDescending ? id > other.id : id < other.id }
        return switch (value, other.value) {
        case (.text(let one), .text(let two)): isDescending ? one > two : one < two
        case (.integer(let one), .integer(let two)): isDescending ? one > two : one < two
        default: false
        }
    }
}
