public import Handbook
public import Prevention
import SQL
import Store

/// The annual report (*årsrapport*) of one year.
public struct AnnualReport: Sendable {
    public let year: Int
    public let district: String
    public let generatedAt: Instant
    /// Changes whenever a definition does.
    public let definitionsVersion: String
    /// In the order of the programmes, each figure's cells together.
    public let results: [FigureResult]
    /// External indicators of the year, never mixed with own counts.
    public let indicators: [Indicator]
    public let isSuppressed: Bool
    /// Counts of persons below it are hidden.
    public let smallestShown: Int
}

/// Works the report out from the cases and incidents.
public struct MakeReport: Sendable {
    public let year: Int
    /// Internal use, logged: small cells are shown.
    public let isUnsuppressed: Bool
    /// Nothing but what Socialsøg learns from, as it stands in the whole report.
    public let isLearningOnly: Bool

    public init(year: Int, isUnsuppressed: Bool = false, isLearningOnly: Bool = false) {
        self.year = year
        self.isUnsuppressed = isUnsuppressed
        self.isLearningOnly = isLearningOnly
    }

    /// - Throws: `Refused` where small cells are asked for without the permission.
    public func callAsFunction(_ who: Authorized<Acts.ReadReport>, in office: Office) async throws -> AnnualReport {
        guard !isUnsuppressed || who.actor.may(.readUnsuppressed) else { throw Refused("forbidden") }
        let now = office.now
        let counted = try await office.database.read { db in
            let run = FigureRun(year, office)
            return isLearningOnly ? try run.learning(in: db) : try run.results(in: db)
        }
        let limit = try office.law.value("figures.small-cell", on: now.day)
        let suppressed = counted.suppressed(below: limit)
        let open = isUnsuppressed ? counted : suppressed
        let shown = open.hiding(from: who.actor, behind: suppressed)
        if isUnsuppressed {
            try await office.database.write { db in
                try office.ledger.record(
                    .read, .report, id: nil, reason: "\(year) unsuppressed", by: who.actor, at: now, in: db)
            }
        }
        return AnnualReport(
            year: year, district: office.handbook.district, generatedAt: now,
            definitionsVersion: FigureRun.definitionsVersion, results: shown.besideTheYearBefore(),
            indicators: isLearningOnly ? [] : office.handbook.indicators.filter { $0.year == year },
            isSuppressed: !isUnsuppressed,
            smallestShown: limit)
    }
}

/// The years that there can be a report of.
public struct ReportYears: Sendable, Hashable {
    /// Newest first; never empty.
    public let years: [Int]
    /// The year under way, whose figures still grow.
    public let current: Int

    /// The latest full year with cases, or else the latest year.
    public var latest: Int { years.first { $0 < current } ?? years[0] }
}

/// Finds the years in which cases were opened.
public struct ListReportYears: Sendable {
    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.ReadReport>, in office: Office) async throws -> ReportYears {
        let current = office.now.day.year
        let span = try await office.database.read { db in
            try db.first("SELECT MIN(opened_on), MAX(opened_on) FROM case_file") { row in
                (first: LocalDate(row.text(0))?.year, last: LocalDate(row.text(1))?.year)
            }
        }
        let last = min(current, span?.last ?? current - 1)
        let first = min(last, span?.first ?? last)
        return ReportYears(years: (first...last).reversed(), current: current)
    }
}
