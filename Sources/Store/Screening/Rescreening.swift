public import Prevention
public import SQL

/// Keeps the stored hits what a full run would find, inside the transaction that changes the register.
///
/// Few changes are evaluated for the children whom they touch. Where there are more, or the rules are others than those that
/// the list was made with, a full run is cheaper; an import of many transactions marks it as due and makes it at its end.
public struct Rescreening: Sendable {
    private let rules: [ScreeningRule]
    private let typeCodes: [String]
    private let day: LocalDate

    /// - Parameters:
    ///   - rules: those in force on `day`.
    ///   - typeCodes: of all incident types.
    ///   - day: on which new hits are found.
    public init(rules: [ScreeningRule], typeCodes: [String], on day: LocalDate) {
        self.rules = rules
        self.typeCodes = typeCodes
        self.day = day
    }

    /// Rows that have changed beyond which a full run is made. Measured at a million incidents: one row costs about as much as
    /// a five-thousandth of the run and the comparison of its list.
    public static let mostChanges = 5_000

    /// Brings the hits up to date and forgets what was noted.
    ///
    /// - Parameter isPart: whether more transactions follow: a full run is then left to `finish`.
    /// - Returns: what changed in the list; `nil` where nothing was evaluated.
    @discardableResult
    public func settle(
        _ changes: ScreeningChanges, isPart: Bool = false, in db: any Connection
    ) throws -> HitList.Replaced? {
        defer { changes.clear() }
        guard changes.count > 0 else { return nil }
        let isWhole = try isDue(in: db) || changes.count > Rescreening.mostChanges
        try ScreeningList.changed(isDue: isWhole, in: db)
        if isWhole { return isPart ? nil : try runAll(in: db) }
        return try run(about: try changes.affected(in: db), in: db)
    }

    /// The end of what was settled in parts: the full run, where it is due.
    @discardableResult
    public func finish(in db: any Connection) throws -> HitList.Replaced? {
        try isDue(in: db) ? try runAll(in: db) : nil
    }

    /// Whether the list waits for a full run: never made, left by an import that was interrupted, or made with other rules.
    public func isDue(in db: any Connection) throws -> Bool {
        guard let state = try ScreeningList.state(in: db) else { return true }
        return state.isDue || state.rules != version
    }

    /// Makes the list what the rules find in everything stored.
    public func runAll(in db: any Connection) throws -> HitList.Replaced {
        let input = try ScreeningReader.input(rules: rules, typeCodes: typeCodes, in: db)
        return try store(try hits(input, in: db), in: db)
    }

    /// Makes the list what a full run has found.
    public func store(_ found: [ScreeningHit], in db: any Connection) throws -> HitList.Replaced {
        try ScreeningList.made(with: version, in: db)
        return try HitList.replaceAll(found, by: ids, foundOn: day, in: db)
    }

    private func run(about children: [Int64], in db: any Connection) throws -> HitList.Replaced {
        let input = try ScreeningReader.input(about: children, typeCodes: typeCodes, in: db)
        return try HitList.replace(about: children, try hits(input, in: db), by: ids, foundOn: day, in: db)
    }

    private func hits(_ input: ScreeningInput, in db: any Connection) throws -> [ScreeningHit] {
        let run = Screening.run(input, rules: rules, typeCodes: typeCodes, asOf: nil)
        let names = try ScreeningReader.names(of: run, in: db)
        return run.hits(naming: names.person, incident: names.incident)
    }

    private var ids: Set<String> { Set(rules.map(\.id)) }

    /// What tells one set of rules from another.
    private var version: String {
        rules.map { "\($0.id) \($0.version)" }.sorted().joined(separator: ", ")
    }
}
