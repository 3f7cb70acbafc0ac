import ScreeningWorlds

@testable import Prevention

/// Small reports for the tests of suppression.
enum Table {
    static let codes = ["253", "259", "265", "269", "306"]

    static func result(
        _ counts: [Int], _ cell: Figure.Cell = .init(), id: String = "f", privacy: Figure.Privacy = .outcomes,
        sums: [Figure.Sum] = []
    ) -> FigureResult {
        let figure = Figure(id, unit: .cases, privacy: privacy, sums: sums, source: .incidents { _, _ in [] })
        return FigureResult(
            figure: figure, cell: cell, value: .count(counts.reduce(0, +)),
            breakdown: zip(codes, counts).map { .init(municipality: $0, value: .count($1)) })
    }

    /// A total and the groups that part it.
    static func grouped(
        total: [Int], groups: KeyValuePairs<String, [Int]>, id: String = "f", sums: [Figure.Sum] = []
    ) -> [FigureResult] {
        [result(total, id: id, sums: sums)] + groups.map { result($1, .init(group: $0), id: id, sums: sums) }
    }

    /// Cases by age, by sex and by category, each of which parts the same cases.
    static func random(using random: inout Seeded) -> [FigureResult] {
        let municipalities = Int.random(in: 1...4, using: &random)
        let most = [2, 5, 9, 25].randomElement(using: &random) ?? 5
        var (young, old, male, female) = ([Int](), [Int](), [Int](), [Int]())
        var (grave, light) = ([Int](), [Int]())
        for _ in 0..<municipalities {
            let (first, second) = (Int.random(in: 0...most, using: &random), Int.random(in: 0...most, using: &random))
            young.append(first)
            old.append(second)
            male.append(Int.random(in: 0...(first + second), using: &random))
            female.append(first + second - (male.last ?? 0))
            grave.append(Int.random(in: 0...first, using: &random))
            light.append(first - (grave.last ?? 0))
        }
        let all = zip(young, old).map { $0 + $1 }
        let sums: [Figure.Sum] = [
            .init(of: "sex", [.init(group: "male"), .init(group: "female")]),
            .init(.init(group: "young"), of: "category", [.init(group: "grave"), .init(group: "light")]),
        ]
        return grouped(total: all, groups: ["young": young, "old": old], sums: sums)
            + [result(male, .init(group: "male"), id: "sex"), result(female, .init(group: "female"), id: "sex")]
            + [
                result(grave, .init(group: "grave"), id: "category"),
                result(light, .init(group: "light"), id: "category"),
            ]
    }
}

/// Somebody who has the published report, knows how its numbers add up and that no hidden one is 0, and tries them out. Knows
/// nothing of how the cells were chosen, and shares no code with it.
struct Reader {
    struct Cell: Hashable {
        let figure: String
        let group: String
        let municipality: String
    }

    let hidden: [Cell]
    private let truth: [Cell: Int]
    private let sums: [[(cell: Cell, sign: Int)]]

    init(_ shown: [FigureResult], truth results: [FigureResult]) {
        var truth: [Cell: Int] = [:]
        var hidden: [Cell] = []
        for (result, actual) in zip(shown, results) {
            let group = result.cell.group ?? "all"
            func note(_ municipality: String, _ value: FigureValue, _ actual: FigureValue) {
                let cell = Cell(figure: result.figure.id, group: group, municipality: municipality)
                truth[cell] = Int(actual.number ?? 0)
                if value.isSuppressed { hidden.append(cell) }
            }
            note("", result.value, actual.value)
            for (place, other) in zip(result.breakdown, actual.breakdown) {
                note(place.municipality, place.value, other.value)
            }
        }
        let places = Set(truth.keys.map(\.municipality)).sorted()
        var sums: [[(Cell, Int)]] = []
        for (figure, group) in Set(truth.keys.map { [$0.figure, $0.group] }).map({ ($0[0], $0[1]) }) {
            sums.append(places.map { (Cell(figure: figure, group: group, municipality: $0), $0.isEmpty ? 1 : -1) })
        }
        for place in places {
            func sum(_ whole: String, _ parts: [(String, String)]) {
                let parts = parts.map { (Cell(figure: $0.0, group: $0.1, municipality: place), -1) }
                sums.append([(Cell(figure: "f", group: whole, municipality: place), 1)] + parts)
            }
            sum("all", [("f", "young"), ("f", "old")])
            sum("all", [("sex", "male"), ("sex", "female")])
            sum("young", [("category", "grave"), ("category", "light")])
        }
        self.truth = truth
        self.hidden = hidden
        self.sums = sums.map { $0.filter { cell, _ in hidden.contains(cell) } }.filter { !$0.isEmpty }
    }

    /// Whether the cell could hold another number: tries every hidden number from two below to two above the true one.
    func finds(another cell: Cell) -> Bool {
        for delta in [1, -1, 2, -2] where (truth[cell] ?? 0) + delta >= 1 {
            var budget = 200_000
            if complete([cell: delta], &budget) { return true }
        }
        return false
    }

    private func complete(_ deltas: [Cell: Int], _ budget: inout Int) -> Bool {
        budget -= 1
        if budget < 0 { return false }
        // The sum with the fewest undecided cells that does not come out yet, if any still can.
        var next: (cell: Cell, left: Int)?
        for sum in sums {
            let undecided = sum.filter { deltas[$0.cell] == nil }
            let gap = sum.reduce(0) { $0 + $1.sign * (deltas[$1.cell] ?? 0) }
            if undecided.isEmpty, gap != 0 { return false }
            guard let first = undecided.first, gap != 0 || undecided.count == 1 else { continue }
            if next.map({ undecided.count < $0.left }) ?? true { next = (first.cell, undecided.count) }
        }
        // What no open sum asks about can stay as it is.
        guard let next else { return true }
        for delta in [0, 1, -1, 2, -2] where (truth[next.cell] ?? 0) + delta >= 1 {
            if complete(deltas.merging([next.cell: delta]) { $1 }, &budget) { return true }
        }
        return false
    }
}
