import Handbook
public import Prevention
import SQL
import Store

/// What is shown of the observations of a quarter: counts where enough stand together, and of one open cell what was written.
public struct Trends: Sendable {
    /// What was written in one cell: nothing tells who wrote it, or when.
    public struct Cell: Sendable {
        /// Each once, in order of name; an empty area is left out.
        public let areas: [String]
        /// With the area that each is about; in order of area and text.
        public let remarks: [(area: String, remark: String)]
        public let parts: [Observation.Part]
        public let sources: [Observation.Source]
    }

    public let quarter: Quarter
    /// The smallest number that is shown.
    public let least: Int
    /// The last day that is counted.
    public let countedThrough: LocalDate
    /// The quarters that may be asked for, newest first.
    public let quarters: [Quarter]
    public let table: TrendTable
    /// The quarters up to this one, oldest first, this one last.
    public let series: [(quarter: Quarter, table: TrendTable)]
    /// Of the topic and municipality asked for; `nil` where one of them is not, or where too few stand together.
    public let cell: Cell?
}

/// Reads the trends. They name nobody, so nothing is logged.
///
/// A number says how many others than the reader have observed it: several observations of one account count once, so nobody can
/// make up the least number with observations of their own and read what somebody else wrote. Counted is what was recorded
/// through the last Sunday: a page that changed at every view would tell the one observation that came in between.
public struct ReadTrends: Sendable {
    /// As many quarters are shown beside one another.
    public static let span = 5

    /// `nil` for the quarter under way.
    public let quarter: Quarter?
    public let topic: String?
    public let municipality: String?

    public init(_ quarter: Quarter? = nil, topic: String? = nil, municipality: String? = nil) {
        self.quarter = quarter
        self.topic = topic
        self.municipality = municipality
    }

    /// A quarter of which nothing can be there is read as the one under way.
    public func callAsFunction(_ who: Authorized<Acts.ShareTrends>, in office: Office) async throws -> Trends {
        let today = office.now.day
        let least = try office.law.value("trend.least-observations", on: today)
        let first = try Observation.firstQuarter(on: today, law: office.law)
        let latest = Quarter(of: today)
        let chosen = quarter.flatMap { (first...latest).contains($0) ? $0 : nil } ?? latest
        var quarters = [latest]
        while let last = quarters.last, last > first { quarters.append(last + -1) }
        let topics = office.handbook.trendTopics.map(\.code)
        let shown = quarters.filter { $0 <= chosen }.prefix(ReadTrends.span).reversed()
        let monday = ISOWeek(of: today).monday
        let moment = Instant(startOf: monday)
        let reader = who.actor.name
        return try await office.database.read { [quarters] db in
            let series = try shown.map { quarter in
                let places = try TrendStore.places(in: quarter, recordedBefore: moment, except: reader, db)
                return (quarter, TrendTable(places, topics: topics, least: least))
            }
            let table = series.last?.1 ?? TrendTable([], topics: topics, least: least)
            return Trends(
                quarter: chosen, least: least, countedThrough: monday + -1, quarters: quarters, table: table,
                series: series,
                cell: try cell(of: table, in: chosen, moment, reader, db))
        }
    }

    private func cell(
        of table: TrendTable, in quarter: Quarter, _ moment: Instant, _ reader: String, _ db: any Connection
    ) throws -> Trends.Cell? {
        guard let topic, let municipality else { return nil }
        let place = TrendTable.Place(topic: topic, municipality: municipality)
        guard table.isOpen(place) else { return nil }
        let all = try TrendStore.observations(
            at: place, in: quarter, recordedBefore: moment, except: reader, db)
        return Trends.Cell(
            areas: unique(all.map(\.area)).filter { !$0.isEmpty },
            remarks: all.filter { !$0.remark.isEmpty }.map { ($0.area, $0.remark) },
            parts: Observation.Part.allCases.filter { part in all.contains { $0.part == part } },
            sources: Observation.Source.allCases.filter { source in all.contains { $0.source == source } })
    }
}
