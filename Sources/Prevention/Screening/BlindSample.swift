/// The hits that a second screener judges without knowing of the first decision (*blindprøve*): which of those decided in a
/// month, as soon as the month is over.
///
/// The draw follows from year and hit alone and not from the moment or the order in which somebody asks: whoever repeats it
/// gets the same, and nobody who decides can choose. Where the order is a keyed one, nobody can reckon it out beforehand.
public enum BlindSample {
    /// A decision that may be drawn.
    public struct Candidate: Sendable, Hashable {
        /// Of the decision.
        public let id: Int64
        public let hit: Int64
        /// On which it was decided.
        public let day: LocalDate

        public init(id: Int64, hit: Int64, day: LocalDate) {
            self.id = id
            self.hit = hit
            self.day = day
        }
    }

    /// Of each month that is over, those that come first in the order of the draw: the share, and at least so many where there
    /// are. A hit that was decided on twice in a month counts by its last decision.
    ///
    /// - Parameters:
    ///   - share: in hundredths; law.yaml `screening.blind-share`.
    ///   - least: of a month; law.yaml `screening.blind-least`.
    ///   - order: where a hit stands in the order in which those of a year are drawn.
    /// - Returns: ids of the decisions, ascending.
    public static func draw(
        _ decided: [Candidate], share: (LocalDate) throws(LawBook.MissingRule) -> Int,
        least: (LocalDate) throws(LawBook.MissingRule) -> Int, today: LocalDate,
        order: (_ hit: Int64, _ year: Int) -> String
    ) throws(LawBook.MissingRule) -> [Int64] {
        var months: [LocalDate: [Int64: Candidate]] = [:]
        for one in decided {
            let month = one.day.firstOfMonth
            guard month < today.firstOfMonth else { continue }
            if let other = months[month]?[one.hit], other.id > one.id { continue }
            months[month, default: [:]][one.hit] = one
        }
        var drawn: [Int64] = []
        for (month, hits) in months {
            let wanted = max(try least(month), (hits.count * (try share(month)) + 99) / 100)
            let ordered = hits.values.map { (place: order($0.hit, month.year), hit: $0.hit, id: $0.id) }
                .sorted { ($0.place, $0.hit) < ($1.place, $1.hit) }
            drawn += ordered.prefix(wanted).map(\.id)
        }
        return drawn.sorted()
    }
}
