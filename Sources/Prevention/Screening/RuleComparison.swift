/// What a draft of a rule finds beside the version in force: counts of children, never who. The spread over municipality, age
/// and the sex of the carers is there so that a skew is seen before a rule is used; the rules themselves know none of it.
public struct RuleComparison: Sendable, Hashable, Codable {
    /// Children found by the draft alone, by the version in force alone, and by both. `nil` is hidden, being small.
    public struct Counts: Sendable, Hashable, Codable {
        public var new: Int?
        public var lost: Int?
        public var common: Int?

        public init(new: Int?, lost: Int?, common: Int?) {
            self.new = new
            self.lost = lost
            self.common = common
        }
    }

    public struct Row: Sendable, Hashable, Codable {
        /// Code of the municipality (empty: none), first year of the age group, or a `CarerSex`.
        public let key: String
        public var counts: Counts
    }

    public enum Dimension: String, Sendable, Hashable, Codable, CaseIterable {
        case municipality, age, sex
    }

    public struct Table: Sendable, Hashable, Codable {
        public let dimension: Dimension
        public var rows: [Row]
    }

    /// The sex of the carers in a hit.
    public enum CarerSex: String, Sendable, CaseIterable {
        case women, men, both, unknown
        /// The rule looks at no carer.
        case none
    }

    /// What is asked of somebody for the tables.
    public struct Traits: Sendable, Hashable {
        public let municipality: String
        public let birthDate: LocalDate?
        public let sex: Sex

        public init(municipality: String, birthDate: LocalDate?, sex: Sex) {
            self.municipality = municipality
            self.birthDate = birthDate
            self.sex = sex
        }
    }

    /// First years of the age groups; the last ends with the 18th birthday. 12 and 15 are the ages of the talk with a child who
    /// is suspected and of criminal responsibility.
    public static let ages = [0, 6, 12, 15]

    public private(set) var total: Counts
    public private(set) var tables: [Table]
    /// How many of the new, and of the lost, another rule in force finds as well.
    public private(set) var newElsewhere: Int?
    public private(set) var lostElsewhere: Int?

    /// - Parameters:
    ///   - current: hits of the version in force; none where the rule is new.
    ///   - draft: hits of the draft.
    ///   - elsewhere: children found by other rules in force.
    ///   - persons: traits of every child and carer in the hits.
    public init(
        current: [ScreeningHit], draft: [ScreeningHit], elsewhere: Set<Int64>, persons: [Int64: Traits]
    ) {
        let old = Dictionary(current.map { ($0.child, $0) }, uniquingKeysWith: { first, _ in first })
        let found = Dictionary(draft.map { ($0.child, $0) }, uniquingKeysWith: { first, _ in first })
        var total = Counts(new: 0, lost: 0, common: 0)
        var rows: [Dimension: [String: Counts]] = [:]
        func add(_ hit: ScreeningHit, _ column: WritableKeyPath<Counts, Int?>) {
            total[keyPath: column] = (total[keyPath: column] ?? 0) + 1
            for dimension in Dimension.allCases {
                let key = RuleComparison.key(of: hit, in: dimension, persons)
                var counts = rows[dimension]?[key] ?? Counts(new: 0, lost: 0, common: 0)
                counts[keyPath: column] = (counts[keyPath: column] ?? 0) + 1
                rows[dimension, default: [:]][key] = counts
            }
        }
        for hit in found.values { add(hit, old[hit.child] == nil ? \.new : \.common) }
        for hit in old.values where found[hit.child] == nil { add(hit, \.lost) }
        self.total = total
        tables = Dimension.allCases.map { dimension in
            let keys = RuleComparison.keys(of: dimension) ?? (rows[dimension] ?? [:]).keys.sorted()
            return Table(
                dimension: dimension,
                rows: keys.map { key in
                    Row(key: key, counts: rows[dimension]?[key] ?? Counts(new: 0, lost: 0, common: 0))
                })
        }
        newElsewhere = found.keys.count { old[$0] == nil && elsewhere.contains($0) }
        lostElsewhere = old.keys.count { found[$0] == nil && elsewhere.contains($0) }
    }

    /// Rows that stand there with nothing in them too; `nil` where only those are listed that hold something.
    private static func keys(of dimension: Dimension) -> [String]? {
        switch dimension {
        case .municipality: return nil
        case .age: return ages.map { String($0) }
        case .sex: return CarerSex.allCases.map(\.rawValue)
        }
    }

    private static func key(of hit: ScreeningHit, in dimension: Dimension, _ persons: [Int64: Traits]) -> String {
        switch dimension {
        case .municipality: return persons[hit.child]?.municipality ?? ""
        case .age:
            // A hit is about a child on the day of each of its incidents, whatever age they have come to since.
            let age = persons[hit.child]?.birthDate.flatMap { Age.years(bornOn: $0, on: hit.firstTriggered) }
            return String(ages.last { $0 <= age ?? 0 } ?? 0)
        case .sex:
            let sexes = Set(hit.carers.map { persons[$0]?.sex ?? .unknown }).subtracting([.unknown])
            if hit.carers.isEmpty { return CarerSex.none.rawValue }
            if sexes.count > 1 { return CarerSex.both.rawValue }
            switch sexes.first {
            case .female: return CarerSex.women.rawValue
            case .male: return CarerSex.men.rawValue
            default: return CarerSex.unknown.rawValue
            }
        }
    }

    /// The same with small cells hidden, and as many others as it takes.
    ///
    /// - Parameter limit: law.yaml `figures.small-cell`.
    public func suppressed(below limit: Int) -> RuleComparison {
        var result = self
        for column: WritableKeyPath<Counts, Int?> in [\.new, \.lost, \.common] {
            let hidden = SmallCells.hide(
                tables.map { $0.rows.map { $0.counts[keyPath: column] ?? 0 } }, total: total[keyPath: column] ?? 0,
                below: limit)
            result.total[keyPath: column] = hidden.total
            for (table, rows) in hidden.tables.enumerated() {
                for (row, value) in rows.enumerated() {
                    result.tables[table].rows[row].counts[keyPath: column] = value
                }
            }
        }
        result.newElsewhere = RuleComparison.shown(newElsewhere, of: result.total.new, below: limit)
        result.lostElsewhere = RuleComparison.shown(lostElsewhere, of: result.total.lost, below: limit)
        return result
    }

    /// A part, where neither it nor the rest is small.
    private static func shown(_ part: Int?, of whole: Int?, below limit: Int) -> Int? {
        guard let part, let whole else { return nil }
        let small = 1..<max(1, limit)
        return small.contains(part) || small.contains(whole - part) ? nil : part
    }

    public func table(_ dimension: Dimension) -> Table? {
        tables.first { $0.dimension == dimension }
    }

    /// How many of a column have a woman among the carers; `nil` where a cell of it is hidden.
    public func withWoman(_ column: KeyPath<Counts, Int?>) -> Int? {
        guard let rows = table(.sex)?.rows else { return nil }
        func count(_ sex: CarerSex) -> Int? {
            rows.first { $0.key == sex.rawValue }.flatMap { $0.counts[keyPath: column] }
        }
        guard let women = count(.women), let both = count(.both) else { return nil }
        return women + both
    }
}
