import Prevention

extension TimeAxis {
    /// A labelled or unlabelled mark on the axis.
    struct Tick: Sendable, Hashable {
        let date: LocalDate
        let isNamed: Bool
    }

    /// Where the points are, and how many found no lane at which x.
    struct Placement: Sendable {
        var spots: [(index: Int, x: Double, lane: Int)] = []
        var left: [(x: Double, count: Int)] = []
        var lanes = 0
    }

    /// From the first to the last day shown, at least one day apart.
    var range: (from: LocalDate, to: LocalDate) {
        let dates = points.map(\.date) + [from, to]
        let first = dates.min() ?? from
        let last = dates.max() ?? to
        return (first, max(last, first + 1))
    }

    func x(_ date: LocalDate) -> Double {
        let (first, last) = range
        let share = Double(date - first) / Double(last - first)
        let inset = TimeAxis.margin + TimeAxis.radius
        return inset + share * (TimeAxis.width - 2 * inset)
    }

    static func y(lane: Int, axis: Double) -> Double {
        axis - 8 - laneHeight / 2 - Double(lane) * laneHeight
    }

    /// Each point, in order of date, in the lowest lane where it touches no other.
    var placement: Placement {
        var result = Placement()
        var ends: [Double] = []
        let order = points.indices.sorted { (points[$0].date, $0) < (points[$1].date, $1) }
        for index in order {
            let x = x(points[index].date)
            let start = x - TimeAxis.radius - 3
            let end = x + TimeAxis.radius + 3
            if let lane = ends.firstIndex(where: { $0 <= start }) {
                ends[lane] = end
                result.spots.append((index, x, lane))
            } else if ends.count < TimeAxis.mostLanes {
                result.spots.append((index, x, ends.count))
                ends.append(end)
            } else if let last = result.left.last, x - last.x < 48 {
                result.left[result.left.count - 1].count += 1
            } else {
                result.left.append((x, 1))
            }
        }
        result.lanes = ends.count
        return result
    }

    /// Days, months or years, so that at most five names fit beside one another; then those without a name between them.
    var ticks: [Tick] {
        let (first, last) = range
        let days = last - first
        let candidates: [LocalDate]
        var between: [LocalDate] = []
        if days <= 62 {
            let step = [1, 2, 7, 14].first { days / $0 <= 4 } ?? 14
            candidates = stride(from: 0, through: days, by: step).map { first + $0 }
        } else {
            let step = [1, 2, 3, 6, 12, 24, 60, 120, 240].first { days / 30 / $0 <= 4 } ?? 600
            candidates = TimeAxis.months(from: first, to: last, every: step)
            between = TimeAxis.months(from: first, to: last, every: max(1, step / 4))
        }
        var end = -Double.infinity
        let named = candidates.map { date in
            let place = TimeAxis.labelPlace(x(date))
            let fits = place - TimeAxis.labelWidth / 2 >= end
            if fits { end = place + TimeAxis.labelWidth / 2 + 6 }
            return Tick(date: date, isNamed: fits)
        }
        return named + between.filter { !candidates.contains($0) }.map { Tick(date: $0, isNamed: false) }
    }

    /// Room for `20.11.2026` at the size it has on a phone.
    static let labelWidth = 116.0

    /// The middle of a date's text, kept inside the drawing.
    static func labelPlace(_ x: Double) -> Double {
        min(max(x, labelWidth / 2), width - labelWidth / 2)
    }

    /// First days of the months from `first` to `last` whose number, counted from year 0, `step` divides.
    private static func months(from first: LocalDate, to last: LocalDate, every step: Int) -> [LocalDate] {
        let (year, month, _) = first.parts
        let (lastYear, lastMonth, _) = last.parts
        let numbers = (year * 12 + month - 1)...max(year * 12 + month - 1, lastYear * 12 + lastMonth - 1)
        return numbers.filter { $0 % step == 0 }
            .compactMap { LocalDate(year: $0 / 12, month: $0 % 12 + 1, day: 1) }
            .filter { $0 >= first && $0 <= last }
    }
}
