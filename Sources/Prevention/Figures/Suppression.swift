/// Hides small cells of figures about persons before anything is published, and as many others as it takes so that no
/// reader of the whole report can work a hidden one out.
///
/// What a reader can do is written down as equations (``PublishedTable``): municipalities add up to the district, groups
/// to their total, figures to the figures they part. A number is safe only when another report, with every shown number
/// and every sum the same, could have had another number in that cell; ``OtherReading`` looks for such a report. Where it
/// finds none, the smallest cell that helps is hidden as well, municipalities before totals.
public enum Suppression {
    /// - Parameters:
    ///   - results: every cell of every figure of one year: figures that share a total must not be judged apart.
    ///   - limit: the smallest count that is shown; 0 is always shown.
    public static func apply(to results: [FigureResult], below limit: Int) -> [FigureResult] {
        var table = PublishedTable(results)
        for place in table.places.indices where isSmall(table.places[place], limit, in: table) { table.hide(place) }
        protect(&table)
        var results = results
        for place in table.places where place.isHidden {
            if let index = place.breakdown {
                results[place.result].breakdown[index].value = .suppressed
            } else {
                results[place.result].value = .suppressed
            }
        }
        return results
    }

    /// Fewer than `limit`, but not none.
    private static func isSmall(_ place: PublishedTable.Place, _ limit: Int, in table: PublishedTable) -> Bool {
        place.numbers.contains { (1..<max(1, limit)).contains(table.numbers[$0].value) }
    }

    /// Hides more until every hidden number could be another one.
    private static func protect(_ table: inout PublishedTable) {
        var isSafe = [Bool](repeating: false, count: table.numbers.count)
        var index = 0
        while index < table.numbers.count {
            if table.isHidden(index), !isSafe[index], table.numbers[index].value > 0 {
                if let changed = OtherReading.find(changing: index, in: table) {
                    // Hiding more later leaves this other reading as possible as it is now.
                    for number in changed { isSafe[number] = true }
                } else if let companion = table.companion(of: index) {
                    table.hide(companion)
                    // What was passed as visible may be hidden now.
                    index = min(index, table.places[companion].numbers.min() ?? index)
                    continue
                }
            }
            index += 1
        }
    }
}
