import Handbook
public import Prevention
import SQL
import Store

/// Some figures of one scheme in a year, as the annual report publishes them: small cells hidden, with as many others as it takes.
/// Figures whose sums meet are hidden together, so the page says nothing that the report does not.
struct SchemeFigures {
    let programme: Programme
    let ids: [String]

    func results(_ year: FigureYear, in db: any Connection, _ also: (CaseFile) -> Void = { _ in }) throws
        -> [FigureResult]
    {
        var tallies = ids.compactMap { id in programme.figures.first { $0.id == id } }.map(FigureTally.init)
        try CaseStore.forEachFile(
            programmes: [programme], changedFrom: LocalDate.firstDay(of: year.year - 1), openedThrough: year.last.day,
            in: db
        ) { file in
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

/// The figures of the practice groups this year (*praksisgrupper*): persons selected and discussions apart, and who is in
/// follow-up, by municipality. They name nobody, so nothing is logged.
public struct ReadPracticeGroups: Sendable {
    public static let figures = ["psp-k-selected", "psp-k-discussions", "psp-k-open-follow-ups"]

    public init() {}

    /// In the order of `figures`.
    public func callAsFunction(
        _ who: Authorized<Acts.MonitorContacts>, in office: Office
    ) async throws -> [FigureResult] {
        let year = office.figureYear(office.now.day.year)
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

    /// Courses that were open on the last day of the quarter, or now: the total, then each level.
    public func callAsFunction(
        _ who: Authorized<Acts.ShareTrends>, in office: Office
    ) async throws -> [FigureResult] {
        let now = office.now
        let moment = min(Instant(endOf: quarter.last), now)
        let least = try office.law.value("figures.small-cell", on: now.day)
        return try await office.database.read { db in
            var tally = FigureTally(Figure.openCourses)
            try CaseStore.forEachFile(
                programmes: [.sspCourse], changedFrom: quarter.first, openedThrough: moment.day, in: db
            ) { file in
                guard let stage = file.stage(at: moment), !Programme.sspCourse.isEnd(stage) else { return }
                let cells = [Figure.Cell()] + [file.fields["level"]].compactMap { $0 }.map { Figure.Cell(group: $0) }
                tally.add(
                    cells.map { .init($0, key: .init(file.id), municipality: file.municipality) })
            }
            return Suppression.apply(to: tally.results(), below: least)
        }
    }
}

extension Office {
    func figureYear(_ year: Int) -> FigureYear {
        FigureYear(year, law: law, ownMunicipalities: handbook.ownMunicipalities, now: now)
    }
}
