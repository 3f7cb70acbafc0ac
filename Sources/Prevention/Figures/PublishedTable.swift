/// All numbers of a report as one system: what is shown, what is hidden, and the sums that tie them together.
struct PublishedTable {
    /// A printed cell: the district's, or one municipality's.
    struct Place {
        let result: Int
        /// Index in the breakdown; `nil` for the district.
        let breakdown: Int?
        /// One number for a count; part and rest for a share of which either may tell.
        let numbers: [Int]
        let rank: Rank
        var isHidden = false
    }

    /// What a report can spare first.
    enum Rank: Int {
        case municipality
        /// The district's number in one variant of a figure.
        case detail
        /// The district's number: what the report is read for.
        case headline
    }

    struct Number {
        let value: Int
        let place: Int
        var equations: [Int] = []

        /// The least that a reader must reckon with: a hidden cell is never an empty one.
        var least: Int { min(value, 1) }
    }

    struct Term {
        let number: Int
        let sign: Int
    }

    private(set) var places: [Place] = []
    private(set) var numbers: [Number] = []
    /// Each adds up to a constant that a reader knows.
    private(set) var equations: [[Term]] = []
    /// Of each result: place by municipality code, the district under `nil`.
    private var index: [[String?: Int]] = []

    init(_ results: [FigureResult]) {
        for (number, result) in results.enumerated() {
            index.append([:])
            guard result.figure.privacy != .none else { continue }
            add(result.value, of: result, number, breakdown: nil, municipality: nil)
            for (place, entry) in result.breakdown.enumerated() {
                add(entry.value, of: result, number, breakdown: place, municipality: entry.municipality)
            }
        }
        for result in results.indices { addMunicipalities(of: result) }
        for (whole, parts) in PublishedTable.sums(in: results) { addSum(whole, parts) }
    }

    func isHidden(_ number: Int) -> Bool {
        places[numbers[number].place].isHidden
    }

    mutating func hide(_ place: Int) {
        places[place].isHidden = true
    }

    private mutating func add(
        _ value: FigureValue, of result: FigureResult, _ number: Int, breakdown: Int?, municipality: String?
    ) {
        let values: [Int]
        switch value {
        case .count(let count): values = [count]
        case .share(let part, let whole): values = result.figure.privacy == .outcomes ? [part, whole - part] : [whole]
        case .days(_, _, let count), .agreement(_, let count): values = [count]
        case .suppressed: return
        }
        let place = places.count
        places.append(
            Place(
                result: number, breakdown: breakdown, numbers: values.indices.map { numbers.count + $0 },
                rank: breakdown != nil ? .municipality : (result.cell.variant != nil ? .detail : .headline)))
        numbers += values.map { Number(value: $0, place: place) }
        index[number][municipality] = place
    }

    /// The district is the sum of its municipalities. Of persons it may be less, which only leaves a reader with more
    /// possibilities.
    private mutating func addMunicipalities(of result: Int) {
        guard let whole = index[result][nil] else { return }
        let parts = index[result].filter { $0.key != nil }.map(\.value).sorted()
        for (order, number) in places[whole].numbers.enumerated() {
            addEquation([number], parts.map { places[$0].numbers[order] })
        }
    }

    private mutating func addSum(_ whole: Int, _ parts: [Int]) {
        for (municipality, place) in index[whole].sorted(by: { ($0.key ?? "") < ($1.key ?? "") }) {
            let numbers = places[place].numbers
            let others = parts.compactMap { index[$0][municipality] }.map { places[$0].numbers }
            if numbers.count > 1, others.allSatisfy({ $0.count == numbers.count }) {
                for order in numbers.indices { addEquation([numbers[order]], others.map { $0[order] }) }
            } else {
                addEquation(numbers, others.flatMap { $0 })
            }
        }
    }

    private mutating func addEquation(_ whole: [Int], _ parts: [Int]) {
        guard !whole.isEmpty, !parts.isEmpty else { return }
        let terms = whole.map { Term(number: $0, sign: 1) } + parts.map { Term(number: $0, sign: -1) }
        for term in terms { numbers[term.number].equations.append(equations.count) }
        equations.append(terms)
    }

    /// Which results add up to which: the groups of a variant to its total, and what the figures say of one another.
    private static func sums(in results: [FigureResult]) -> [(whole: Int, parts: [Int])] {
        var sums: [(Int, [Int])] = []
        let byFigure = Dictionary(grouping: results.indices) { results[$0].figure.id }
        for index in results.indices {
            let (figure, cell) = (results[index].figure, results[index].cell)
            if cell.group == nil || cell.group == "all" {
                let groups = (byFigure[figure.id] ?? []).filter {
                    results[$0].cell.variant == cell.variant && results[$0].cell.group != cell.group
                }
                if !groups.isEmpty { sums.append((index, groups)) }
            }
            for sum in figure.sums where sum.whole == cell {
                let parts = (byFigure[sum.figure] ?? []).filter { sum.parts.contains(results[$0].cell) }
                if !parts.isEmpty { sums.append((index, parts)) }
            }
        }
        return sums
    }

    /// The shown place to hide as well, so that `number` can no longer be worked out. First in a sum, however far away along
    /// hidden numbers, in which one alone is hidden: that one is plain to see. Else in the nearest sum with anything shown.
    /// Municipalities before the district's details, these before its headline numbers, smaller before larger. A headline
    /// number goes only where nothing else is left.
    func companion(of number: Int) -> Int? {
        var reached: Set<Int> = [number]
        var front = [number]
        var nearest: Choice?
        var lastResort: Choice?
        while !front.isEmpty {
            var plain: Choice?
            var near: Choice?
            var next: [Int] = []
            for equation in Set(front.flatMap { numbers[$0].equations }).sorted() {
                let hidden = equations[equation].filter { isHidden($0.number) }
                let shown = equations[equation].filter { !isHidden($0.number) && numbers[$0.number].value > 0 }
                let best = shown.map(choice).min()
                if hidden.count == 1 { plain = [plain, best].compactMap(\.self).min() }
                near = [near, best].compactMap(\.self).min()
                for term in hidden where reached.insert(term.number).inserted { next.append(term.number) }
            }
            lastResort = lastResort ?? plain ?? near
            if let plain, plain.rank != .headline { return plain.place }
            if nearest == nil, let near, near.rank != .headline { nearest = near }
            front = next
        }
        return (nearest ?? lastResort)?.place
    }

    private func choice(_ term: Term) -> Choice {
        let number = numbers[term.number]
        return Choice(rank: places[number.place].rank, value: number.value, place: number.place)
    }

    private struct Choice: Comparable {
        let rank: Rank
        let value: Int
        let place: Int

        static func < (left: Choice, right: Choice) -> Bool {
            (left.rank.rawValue, left.value, left.place) < (right.rank.rawValue, right.value, right.place)
        }
    }
}
