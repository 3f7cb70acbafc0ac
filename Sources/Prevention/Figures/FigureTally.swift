/// Counts of one figure in one year, cell by cell and municipality by municipality.
public struct FigureTally: Sendable {
    public let figure: Figure
    private var cells: [Figure.Cell: Part] = [:]
    private var parts: [Figure.Cell: [String: Part]] = [:]

    public init(_ figure: Figure) {
        self.figure = figure
    }

    /// A sum, each thing counted once.
    private struct Part: Sendable {
        var met = 0
        var all = 0
        /// Only of figures that count persons: nothing else can be found twice.
        var seen: Set<Figure.Key> = []
        /// Of measures alone.
        var values: [Int] = []

        mutating func add(_ count: Figure.Count, distinct: Bool, isMeasured: Bool) {
            if distinct, !seen.insert(count.key).inserted { return }
            all += 1
            if count.isMet { met += 1 }
            if isMeasured { values.append(count.value) }
        }
    }

    public mutating func add(_ counts: [Figure.Count]) {
        let distinct = figure.unit == .persons
        for count in counts {
            let isMeasured = figure.measure(of: count.cell) != nil
            cells[count.cell, default: Part()].add(count, distinct: distinct, isMeasured: isMeasured)
            guard figure.isByMunicipality else { continue }
            parts[count.cell, default: [:]][count.municipality, default: Part()].add(
                count, distinct: distinct, isMeasured: isMeasured)
        }
    }

    /// What the figure says in each of its cells, in print order.
    public func results() -> [FigureResult] {
        figure.cells.map { cell in
            let breakdown = (parts[cell] ?? [:]).sorted { $0.key < $1.key }.map { municipality, part in
                FigureResult.Place(municipality: municipality, value: value(part, in: cell))
            }
            return FigureResult(
                figure: figure, cell: cell, value: value(cells[cell] ?? Part(), in: cell), breakdown: breakdown)
        }
    }

    private func value(_ part: Part, in cell: Figure.Cell) -> FigureValue {
        switch figure.measure(of: cell) {
        case .days:
            let spread = Spread(part.values)
            return .days(median: spread.median, ninth: spread.ninth, of: spread.count)
        case .kappa:
            let agreement = Agreement(codes: part.values)
            return .agreement(kappa: agreement.kappa, of: agreement.count)
        case nil: return figure.isShare(cell) ? .share(of: part.met, in: part.all) : .count(part.met)
        }
    }
}

/// A number of the report.
public enum FigureValue: Sendable, Hashable {
    case count(Int)
    case share(of: Int, in: Int)
    /// Days within which half, and nine in ten, of so many were done; both 0 of none.
    case days(median: Int, ninth: Int, of: Int)
    /// Cohen's kappa of so many pairs of judgements, −1 to 1; `nil` where there is none to be had.
    case agreement(kappa: Double?, of: Int)
    /// Not shown: so few that somebody could be recognised, or needed to work such a number out.
    case suppressed

    /// The count, or the share between 0 and 1; `nil` when suppressed, or when there is nothing to take a share of.
    public var number: Double? {
        switch self {
        case .count(let count): return Double(count)
        case .share(let part, let whole): return whole == 0 ? nil : Double(part) / Double(whole)
        case .days(let median, _, let count): return count == 0 ? nil : Double(median)
        case .agreement(let kappa, _): return kappa
        case .suppressed: return nil
        }
    }

    public var isSuppressed: Bool { self == .suppressed }
}

/// One cell of one figure with its breakdown.
public struct FigureResult: Sendable {
    public struct Place: Sendable, Hashable {
        public let municipality: String
        public var value: FigureValue
        /// Of the year before; `nil` where the figure has none.
        public var previous: FigureValue?

        public init(municipality: String, value: FigureValue, previous: FigureValue? = nil) {
            self.municipality = municipality
            self.value = value
            self.previous = previous
        }
    }

    public let figure: Figure
    public let cell: Figure.Cell
    public var value: FigureValue
    /// By municipality code, in order of code; those with nothing in either year are left out.
    public var breakdown: [Place]
    /// Of the year before; `nil` where nothing of its kind was recorded then.
    public var previous: FigureValue?

    public init(figure: Figure, cell: Figure.Cell, value: FigureValue, breakdown: [Place]) {
        self.figure = figure
        self.cell = cell
        self.value = value
        self.breakdown = breakdown
    }

    /// What it says of a municipality: nothing where that is not in the breakdown. Only of one that is broken down.
    public func place(_ code: String) -> Place {
        if let place = breakdown.first(where: { $0.municipality == code }) { return place }
        let none = figure.nothing(in: cell)
        return Place(municipality: code, value: none, previous: previous == nil ? nil : none)
    }

    /// The same with the values of the year before beside it, as that year's report showed them.
    public func beside(_ earlier: FigureResult) -> FigureResult {
        var result = self
        result.previous = earlier.value
        let none = figure.nothing(in: cell)
        let now = Dictionary(uniqueKeysWithValues: breakdown.map { ($0.municipality, $0.value) })
        let before = Dictionary(uniqueKeysWithValues: earlier.breakdown.map { ($0.municipality, $0.value) })
        result.breakdown = Set(now.keys).union(before.keys).sorted().map {
            Place(municipality: $0, value: now[$0] ?? none, previous: before[$0] ?? none)
        }
        return result
    }
}
