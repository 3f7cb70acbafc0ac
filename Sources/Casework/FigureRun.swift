import Handbook
import Prevention
import SQL
import Store

/// One pass over the records of a year and the year before it.
struct FigureRun {
    let year: FigureYear
    let previous: FigureYear
    private let office: Office
    /// The end of the last day that is counted; `nil` where the years are counted whole.
    private let end: Instant?

    /// - Parameter through: the last day that is counted, cases as they stood then; `nil` for the years as they are.
    init(_ year: Int, _ office: Office, through day: LocalDate? = nil) {
        self.office = office
        end = day.map { Instant(endOf: $0) }
        func counted(_ year: Int) -> FigureYear {
            FigureYear(
                year, law: office.law, ownMunicipalities: office.handbook.ownMunicipalities, now: office.now,
                through: day)
        }
        self.year = counted(year)
        previous = counted(year - 1)
    }

    private static func figure(_ id: String) -> (Programme, Figure)? {
        for programme in Catalogue.all {
            if let figure = programme.figures.first(where: { $0.id == id }) { return (programme, figure) }
        }
        return nil
    }

    /// The programme in whose place a figure stands, and the figure; those of Socialsøg stand with what they lead to.
    static func figure(_ id: String, _ office: Office, in db: any Connection) throws -> (Programme, Figure)? {
        if let found = figure(id) { return found }
        return try learning(office, in: db).first { $0.id == id }.map { (.socialReport, $0) }
    }

    private static func learning(_ office: Office, in db: any Connection) throws -> [Figure] {
        Figure.learning(rules: try office.ruleVersions(in: db).all)
    }

    /// A fingerprint of every figure's id and version.
    static var definitionsVersion: String {
        var fingerprint = Fingerprint()
        for figure in Catalogue.all.flatMap(\.figures) + Figure.learning(rules: []) {
            fingerprint.add(figure.id)
            fingerprint.add(String(figure.version))
        }
        return String(fingerprint.value, radix: 16)
    }

    /// The cells of what Socialsøg learns from.
    func learning(in db: any Connection) throws -> CountedYears {
        let decided = try LearningStore.decided(in: previous.year...year.year, in: db)
        var counted = CountedYears()
        for figure in try FigureRun.learning(office, in: db) {
            guard case .decisions(let counts) = figure.source else { continue }
            var (now, before) = (FigureTally(figure), FigureTally(figure))
            for one in decided {
                now.add(try counts(one, year))
                before.add(try counts(one, previous))
            }
            counted.now += now.results()
            counted.before += before.results()
            if decided.contains(where: { $0.year == previous.year }) { counted.hasBefore.insert(figure.id) }
        }
        return counted
    }

    /// The cells of every figure, in the order of the programmes; those of Socialsøg come last.
    func results(in db: any Connection) throws -> CountedYears {
        var tallies = Catalogue.all.map { programme in
            programme.figures.map { (now: FigureTally($0), before: FigureTally($0)) }
        }
        let places = Dictionary(uniqueKeysWithValues: Catalogue.all.enumerated().map { ($0.element.code, $0.offset) })
        var hadRecords = Set<String>()
        try forEachFile(in: db) { file in
            guard let place = places[file.programme.code] else { return }
            if file.events.contains(where: { previous.contains($0.at) }) { hadRecords.insert(file.programme.code) }
            for (index, figure) in file.programme.figures.enumerated() {
                guard case .cases(let counts) = figure.source else { continue }
                tallies[place][index].now.add(try counts(file, year))
                tallies[place][index].before.add(try counts(file, previous))
            }
        }
        var hadIncidents = Set<String>()
        for (place, programme) in Catalogue.all.enumerated() {
            let types = Array(office.handbook.incidentTypes(monitoredBy: programme.code))
            if types.isEmpty { continue }
            let monitored = try IncidentStore.monitored(
                types: types, from: LocalDate.firstDay(of: previous.year), to: year.last.day + 1,
                in: db)
            if monitored.contains(where: { previous.contains($0.day) }) { hadIncidents.insert(programme.code) }
            for (index, figure) in programme.figures.enumerated() {
                guard case .incidents(let counts) = figure.source else { continue }
                for incident in monitored {
                    tallies[place][index].now.add(counts(incident, year))
                    tallies[place][index].before.add(counts(incident, previous))
                }
            }
        }
        var hadDisclosures = Set<String>()
        let shared = try DisclosureStore.counted(
            from: previous.first, to: Instant(startOf: year.last.day + 1), in: db)
        for (place, programme) in Catalogue.all.enumerated() {
            for (index, figure) in programme.figures.enumerated() {
                guard case .disclosures(let counts) = figure.source else { continue }
                if shared.contains(where: { previous.contains($0.at) }) { hadDisclosures.insert(programme.code) }
                for record in shared {
                    tallies[place][index].now.add(counts(record, year))
                    tallies[place][index].before.add(counts(record, previous))
                }
            }
        }
        var counted = CountedYears()
        for (programme, figures) in zip(Catalogue.all, tallies) {
            for figure in figures {
                let had: Set<String>
                switch figure.now.figure.source {
                case .cases: had = hadRecords
                case .incidents: had = hadIncidents
                case .disclosures: had = hadDisclosures
                // Of no programme.
                case .decisions: had = []
                }
                counted.now += figure.now.results()
                counted.before += figure.before.results()
                if had.contains(programme.code) { counted.hasBefore.insert(figure.now.figure.id) }
            }
        }
        let learning = try learning(in: db)
        counted.now += learning.now
        counted.before += learning.before
        counted.hasBefore.formUnion(learning.hasBefore)
        return counted
    }

    /// The cases that may count, as they are, or as they stood at the end of what is counted.
    private func forEachFile(in db: any Connection, _ body: (CaseFile) throws -> Void) throws {
        var waiting: [CaseFile] = []
        func pass(_ end: Instant) throws {
            let fields = try ChangeLog.fields(of: waiting.map(\.id), at: end, in: db)
            for file in waiting { try body(file.at(end, fields: fields[file.id])) }
            waiting = []
        }
        try CaseStore.forEachFile(
            programmes: Catalogue.all, changedFrom: previous.first.day, openedThrough: year.last.day, in: db
        ) { file in
            guard let end else { return try body(file) }
            waiting.append(file)
            if waiting.count == 1_000 { try pass(end) }
        }
        if let end { try pass(end) }
    }
}

/// The cells of every figure in a year and in the year before it, in the same order.
struct CountedYears {
    var now: [FigureResult] = []
    var before: [FigureResult] = []
    /// Ids of the figures with records of the year before.
    var hasBefore: Set<String> = []

    /// Each year for itself, as its own report shows it: what this year's report repeats of the last must not say more.
    func suppressed(below limit: Int) -> CountedYears {
        CountedYears(
            now: Suppression.apply(to: now, below: limit), before: Suppression.apply(to: before, below: limit),
            hasBefore: hasBefore)
    }

    /// Of programmes whose cases the actor may not know of, the figures stay as they are published; of the sealed ones
    /// without places.
    func hiding(from actor: Actor, behind suppressed: CountedYears) -> CountedYears {
        let scope = CaseScope(of: actor)
        let hidden = Catalogue.all.filter { $0.visibility != .caseworkers && !scope.contains($0) }
        let ids = Set(hidden.flatMap(\.figures).map(\.id))
        func hide(_ open: [FigureResult], _ published: [FigureResult]) -> [FigureResult] {
            zip(open, published).map { open, published in
                guard ids.contains(open.figure.id) else { return open }
                var result = published
                if Catalogue.sealedFigures.contains(open.figure.id) { result.breakdown = [] }
                return result
            }
        }
        return CountedYears(
            now: hide(now, suppressed.now), before: hide(before, suppressed.before), hasBefore: hasBefore)
    }

    func besideTheYearBefore() -> [FigureResult] {
        zip(now, before).map { hasBefore.contains($0.figure.id) ? $0.beside($1) : $0 }
    }
}
