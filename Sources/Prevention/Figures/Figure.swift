/// A figure of the annual report (*nøgletal*): what it counts, cell by cell, and from which records.
///
/// The same function serves the count and the drill-down to the records behind it, so the two cannot differ. The printed
/// definition is in the locales under `figure.<id>.definition`.
public struct Figure: Sendable {
    /// What one count stands for.
    public enum Unit: String, Sendable {
        case cases, persons, events, incidents
        /// Records of sharings: the same person may be in several.
        case disclosures
        /// Part of a whole: a numerator and a denominator of cases.
        case share
        /// How many days something takes.
        case days
    }

    /// Where its records come from.
    public enum Source: Sendable {
        /// The cases of the programme that defines it.
        case cases(@Sendable (CaseFile, FigureYear) throws(LawBook.MissingRule) -> [Count])
        /// Incidents, duplicates once, of the types that incident-types.yaml marks as monitored by the programme.
        case incidents(@Sendable (MonitoredIncident, FigureYear) -> [Count])
        /// Records of sharings, whatever programme or forum they belong to; those of sealed cases are not among them.
        case disclosures(@Sendable (CountedDisclosure, FigureYear) -> [Count])
        /// Decisions on hits of Socialsøg, also those of which only what is counted is left.
        case decisions(@Sendable (DecidedHit, FigureYear) throws(LawBook.MissingRule) -> [Count])
    }

    /// What is worked out of the values of the counts, where they are not counted.
    public enum Measure: Sendable {
        /// Of days: the median and the ninth tenth.
        case days
        /// Of pairs of judgements (`Agreement.code`): Cohen's kappa.
        case kappa
    }

    /// What must not be recognised in it where it is published.
    public enum Privacy: Sendable {
        /// Describes no person.
        case none
        /// Being counted says something about a person: small counts are hidden, of a share small wholes.
        case counts
        /// Being in the numerator of a share, or not, says something as well: it is hidden when either part is small.
        case outcomes
    }

    /// Numbers of another figure that add up to one of this: what a reader of the whole report could subtract. Said of the
    /// district and of every municipality; of a share, its whole counts.
    public struct Sum: Sendable {
        public let whole: Cell
        public let figure: String
        public let parts: [Cell]

        public init(_ whole: Cell = Cell(), of figure: String, _ parts: [Cell] = [Cell()]) {
            self.whole = whole
            self.figure = figure
            self.parts = parts
        }
    }

    public let id: String
    /// Raised with every change of what it counts.
    public let version: Int
    public let unit: Unit
    public let privacy: Privacy
    /// Every cell it has, in print order; those that nothing falls into are 0.
    public let cells: [Cell]
    /// Variants of a share that are plain counts.
    public let countedVariants: Set<String>
    /// Variants that are measures.
    public let measures: [String: Measure]
    /// Whether it is broken down by municipality.
    public let isByMunicipality: Bool
    public let sums: [Sum]
    public let source: Source

    public init(
        _ id: String, version: Int = 1, unit: Unit, privacy: Privacy = .outcomes, cells: [Cell] = [Cell()],
        countedVariants: Set<String> = [], measures: [String: Measure] = [:], isByMunicipality: Bool = true,
        sums: [Sum] = [], source: Source
    ) {
        self.id = id
        self.version = version
        self.unit = unit
        self.privacy = privacy
        self.cells = cells
        self.countedVariants = countedVariants
        self.measures = measures
        self.isByMunicipality = isByMunicipality
        self.sums = sums
        self.source = source
    }

    /// Whether a cell is a share, with a numerator and a denominator.
    public func isShare(_ cell: Cell) -> Bool {
        unit == .share && !countedVariants.contains(cell.variant ?? "") && measure(of: cell) == nil
    }

    /// What is worked out in a cell; `nil` where it is counted.
    public func measure(of cell: Cell) -> Measure? { measures[cell.variant ?? ""] }

    /// What a cell says that nothing falls into.
    public func nothing(in cell: Cell) -> FigureValue {
        switch measure(of: cell) {
        case .days: .days(median: 0, ninth: 0, of: 0)
        case .kappa: .agreement(kappa: nil, of: 0)
        case nil: isShare(cell) ? .share(of: 0, in: 0) : .count(0)
        }
    }

    /// One number of a figure: which of its variants and groups.
    public struct Cell: Sendable, Hashable {
        public let variant: String?
        public let group: String?

        public init(variant: String? = nil, group: String? = nil) {
            self.variant = variant
            self.group = group
        }
    }

    /// One record's share in one cell.
    public struct Count: Sendable, Hashable {
        public let cell: Cell
        /// What is counted once: row id of a case, person or incident, or for events the case id and ordinal.
        public let key: Key
        /// Of a share: whether it belongs to the numerator. True for plain counts.
        public let isMet: Bool
        /// What a measure is worked out of.
        public let value: Int
        public let municipality: String

        public init(_ cell: Cell = Cell(), key: Key, isMet: Bool = true, value: Int = 0, municipality: String) {
            self.cell = cell
            self.key = key
            self.isMet = isMet
            self.value = value
            self.municipality = municipality
        }
    }

    public struct Key: Sendable, Hashable {
        public let id: Int64
        public let ordinal: Int

        public init(_ id: Int64, ordinal: Int = 0) {
            self.id = id
            self.ordinal = ordinal
        }
    }
}

/// The year that a figure is asked for, with what it needs to judge.
public struct FigureYear: Sendable {
    public let year: Int
    public let law: LawBook
    /// Codes of the district's own municipalities.
    public let ownMunicipalities: Set<String>
    public let first: Instant
    /// The last millisecond of the year in Denmark, or of the last day that is counted in it.
    public let last: Instant
    /// What still runs is looked at then: at the end of the year, or now while the year is not over.
    public let asOf: Instant

    /// - Parameter through: the last day that is counted; `nil` for the whole year.
    public init(
        _ year: Int, law: LawBook, ownMunicipalities: Set<String>, now: Instant, through: LocalDate? = nil
    ) {
        self.year = year
        self.law = law
        self.ownMunicipalities = ownMunicipalities
        first = Instant(startOf: LocalDate.firstDay(of: year))
        let end = LocalDate.firstDay(of: year + 1) + -1
        last = Instant(endOf: through.map { min(end, $0) } ?? end)
        asOf = min(last, now)
    }

    public func contains(_ instant: Instant) -> Bool {
        instant >= first && instant <= last
    }

    public func contains(_ day: LocalDate) -> Bool {
        day.year == year && day <= last.day
    }
}

/// The record of a sharing, as far as figures look at it.
public struct CountedDisclosure: Sendable {
    public let id: Int64
    public let at: Instant
    public let basis: Basis
    public let outcome: Disclosure.Outcome
    /// That of its case or forum; empty where neither has one.
    public let municipality: String

    public init(id: Int64, at: Instant, basis: Basis, outcome: Disclosure.Outcome, municipality: String) {
        self.id = id
        self.at = at
        self.basis = basis
        self.outcome = outcome
        self.municipality = municipality
    }
}

/// An incident of a monitored type, with the participants of all its duplicate reports.
public struct MonitoredIncident: Sendable {
    public let id: Int64
    public let day: LocalDate
    public let municipality: String
    public let participants: [Participant]

    public struct Participant: Sendable, Hashable {
        public let person: Int64
        public let role: IncidentRole

        public init(person: Int64, role: IncidentRole) {
            self.person = person
            self.role = role
        }
    }

    public init(id: Int64, day: LocalDate, municipality: String, participants: [Participant]) {
        self.id = id
        self.day = day
        self.municipality = municipality
        self.participants = participants
    }
}

extension Figure {
    /// Cases that entered `stage` in the year, each once.
    public static func casesReaching(_ stage: Stage, id: String, privacy: Privacy = .counts, sums: [Sum] = []) -> Figure
    {
        Figure(
            id, unit: .cases, privacy: privacy, sums: sums,
            source: .cases { file, year in
                guard file.steps(into: stage).contains(where: { year.contains($0.at) }) else { return [] }
                return [Count(key: Key(file.id), municipality: file.municipality)]
            })
    }

    /// Every time in the year that a case entered `stage`.
    public static func steps(into stage: Stage, id: String) -> Figure {
        Figure(
            id, unit: .events,
            source: .cases { file, year in
                file.steps(into: stage).enumerated().filter { year.contains($0.element.at) }.map {
                    Count(key: Key(file.id, ordinal: $0.offset), municipality: file.municipality)
                }
            })
    }

    /// Distinct subjects of the cases that entered `stage` in the year.
    public static func subjectsReaching(_ stage: Stage, id: String) -> Figure {
        Figure(
            id, unit: .persons,
            source: .cases { file, year in
                guard let subject = file.subject, file.steps(into: stage).contains(where: { year.contains($0.at) })
                else { return [] }
                return [Count(key: Key(subject.person), municipality: file.municipality)]
            })
    }

    /// Of the cases that entered one of `whole` in the year, the share for which `isMet` holds.
    public static func share(
        of whole: [Stage], id: String, where isMet: @escaping @Sendable (CaseFile, FigureYear) -> Bool
    ) -> Figure {
        Figure(
            id, unit: .share,
            source: .cases { file, year in
                let reached = file.events.contains { event in
                    year.contains(event.at) && whole.contains { event.enters($0) }
                }
                guard reached else { return [] }
                return [Count(key: Key(file.id), isMet: isMet(file, year), municipality: file.municipality)]
            })
    }
}
