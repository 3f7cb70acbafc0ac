import Handbook
public import Prevention
import SQL
import Store

/// Some figures of one scheme in a year, as the annual report publishes them: small cells hidden, with as many others as it takes.
/// Figures whose sums meet are hidden together, so the page says nothing that the report does not.
struct SchemeFigures {
    let programme: Programme
    let ids: [String]

    /// - Parameter also: is given every case that is counted, as it stood at the end of what is counted.
    func results(
        _ year: FigureYear, in db: any Connection, _ also: (CaseFile) -> Void = { _ in }
    ) throws -> [FigureResult] {
        var tallies = ids.compactMap { id in programme.figures.first { $0.id == id } }.map(FigureTally.init)
        var files: [CaseFile] = []
        try CaseStore.forEachFile(
            programmes: [programme], changedFrom: LocalDate.firstDay(of: year.year - 1), openedThrough: year.asOf.day,
            in: db
        ) { files.append($0) }
        let fields = try ChangeLog.fields(of: files.map(\.id), at: year.asOf, in: db)
        for file in files.map({ $0.at(year.asOf, fields: fields[$0.id]) }) {
            also(file)
            for place in tallies.indices {
                guard case .cases(let counts) = tallies[place].figure.source else { continue }
                tallies[place].add(try counts(file, year))
            }
        }
        return Suppression.apply(
            to: tallies.flatMap { $0.results() }, below: try year.law.value("figures.small-cell", on: year.asOf.day))
    }
}

/// What pages that count anew at every view count: through the last full month, so that nobody reads off them, from one day to the
/// next, the one case that came in between.
extension Office {
    /// The last day of the last full month.
    public var countedThrough: LocalDate {
        let today = now.day
        return today + -today.parts.day
    }

    /// A year as such a page counts it: the end of what is counted is the end of the year, or of the last full month.
    func figureYear(_ year: Int) -> FigureYear {
        FigureYear(
            year, law: law, ownMunicipalities: handbook.ownMunicipalities, now: Instant(endOf: countedThrough))
    }
}

extension CaseFile {
    /// The case as it stood at a moment.
    ///
    /// - Parameter fields: as they stood then; `nil` where nothing has changed them since.
    func at(_ moment: Instant, fields: [String: String]?) -> CaseFile {
        with(fields: fields, events: events.filter { $0.at <= moment })
    }
}

/// The figures of the practice groups this year (*praksisgrupper*): persons selected and discussions apart, and who is in
/// follow-up, by municipality. They name nobody, so nothing is logged.
public struct ReadPracticeGroups: Sendable {
    public static let figures = ["psp-k-selected", "psp-k-discussions", "psp-k-open-follow-ups"]

    public init() {}

    /// In the order of `figures`; of the year of the last full month.
    public func callAsFunction(
        _ who: Authorized<Acts.MonitorContacts>, in office: Office
    ) async throws -> [FigureResult] {
        let year = office.figureYear(office.countedThrough.year)
        return try await office.database.read { db in
            try SchemeFigures(programme: .pspK, ids: ReadPracticeGroups.figures).results(year, in: db)
        }
    }
}

/// The courses of SSP by level and municipality, for the quarterly meeting of the district: counts alone. They name nobody, so
/// nothing is logged.
public struct ReadCourseCounts: Sendable {
    public let quarter: Quarter

    public init(_ quarter: Quarter) {
        self.quarter = quarter
    }

    /// The day that a quarter is counted on: its last, or that of the last full month.
    public func day(in office: Office) -> LocalDate { min(quarter.last, office.countedThrough) }

    /// Courses that were open at the end of that day, at the level that they had then: the total, then each level.
    public func callAsFunction(
        _ who: Authorized<Acts.ShareTrends>, in office: Office
    ) async throws -> [FigureResult] {
        let moment = Instant(endOf: day(in: office))
        let least = try office.law.value("figures.small-cell", on: office.now.day)
        return try await office.database.read { db in
            var open: [CaseFile] = []
            try CaseStore.forEachFile(
                programmes: [.sspCourse], changedFrom: quarter.first, openedThrough: moment.day, in: db
            ) { file in
                guard let stage = file.stage(at: moment), !Programme.sspCourse.isEnd(stage) else { return }
                open.append(file)
            }
            let fields = try ChangeLog.fields(of: open.map(\.id), at: moment, in: db)
            var tally = FigureTally(Figure.openCourses)
            for file in open {
                let level = (fields[file.id] ?? file.fields)["level"]
                let cells = [Figure.Cell()] + [level].compactMap { $0 }.map { Figure.Cell(group: $0) }
                tally.add(cells.map { .init($0, key: .init(file.id), municipality: file.municipality) })
            }
            return Suppression.apply(to: tally.results(), below: least)
        }
    }
}
