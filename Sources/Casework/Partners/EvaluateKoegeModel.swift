import Handbook
public import Prevention
import SQL
import Store

/// What the Køge model has come to in a year (*evaluering af Køge-modellen*).
public struct KoegeEvaluation: Sendable {
    /// The median of days from opening, of the cases that came so far in the year; `nil` where they are too few.
    public struct Days: Sendable, Hashable {
        public let stage: Stage
        public let median: Double?
        /// By municipality code, those with enough cases only.
        public let places: [String: Double]
    }

    public let year: Int
    /// The last day that is counted.
    public let countedThrough: LocalDate
    /// Years with cases, newest first; the year is among them.
    public let years: [Int]
    /// In the order of `KoegeModel.figures`, each figure's cells together; small cells hidden as in the annual report.
    public let results: [FigureResult]
    public let days: [Days]
    /// Fewer cases than this are not shown.
    public let least: Int
}

/// Works the evaluation out, through the last full month. It names nobody, so nothing is logged.
public struct EvaluateKoegeModel: Sendable {
    /// `nil` for the latest with cases.
    public let year: Int?

    public init(_ year: Int? = nil) {
        self.year = year
    }

    private static let stages: [Stage] = ["forum", "measures"]

    public func callAsFunction(_ who: Authorized<Acts.ReadReport>, in office: Office) async throws -> KoegeEvaluation {
        let now = office.now
        let least = try office.law.value("figures.small-cell", on: now.day)
        return try await office.database.read { db in
            let span = try db.first(
                "SELECT MIN(opened_on) FROM case_file WHERE programme = \(Programme.partnerViolence.code)"
            ) { LocalDate($0.text(0))?.year }
            let latest = office.countedThrough.year
            let first = min((span ?? nil) ?? latest, latest)
            let years = Array((first...latest).reversed())
            let chosen = year.flatMap { years.contains($0) ? $0 : nil } ?? latest
            let figureYear = office.figureYear(chosen)
            var found: [Stage: [(municipality: String, days: Int)]] = [:]
            let results = try SchemeFigures(programme: .partnerViolence, ids: KoegeModel.figures)
                .results(figureYear, in: db) { file in
                    for stage in EvaluateKoegeModel.stages {
                        guard let step = file.firstStep(into: stage), figureYear.contains(step.at),
                            let days = KoegeModel.days(of: file, to: stage)
                        else { continue }
                        found[stage, default: []].append((file.municipality, days))
                    }
                }
            let days = EvaluateKoegeModel.stages.map { stage in
                EvaluateKoegeModel.days(found[stage] ?? [], stage, least, beside: results.first)
            }
            return KoegeEvaluation(
                year: chosen, countedThrough: figureYear.asOf.day, years: years, results: results, days: days,
                least: least)
        }
    }

    /// Where the number of cases in the forum is hidden, so is the median: that there are enough for one would say something of
    /// it.
    private static func days(
        _ found: [(municipality: String, days: Int)], _ stage: Stage, _ least: Int, beside cases: FigureResult?
    ) -> KoegeEvaluation.Days {
        let hidden = Set((cases?.breakdown ?? []).filter(\.value.isSuppressed).map(\.municipality))
        let places = Dictionary(grouping: found, by: \.municipality).filter { !hidden.contains($0.key) }
            .compactMapValues { KoegeModel.median($0.map(\.days), least: least) }
        let isHidden = cases?.value.isSuppressed ?? true
        let median = isHidden ? nil : KoegeModel.median(found.map(\.days), least: least)
        return .init(stage: stage, median: median, places: places)
    }
}
