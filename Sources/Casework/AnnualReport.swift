public import Handbook
public import Prevention
public import Store

import SQL

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
}

/// Works the report out from the cases and incidents.
public struct MakeReport: Sendable {
    public let year: Int
    /// Internal use, logged: small cells are shown.
    public let isUnsuppressed: Bool

    public init(year: Int, isUnsuppressed: Bool = false) {
        self.year = year
        self.isUnsuppressed = isUnsuppressed
    }

    /// - Throws: `Refused` where small cells are asked for without the permission.
    public func callAsFunction(_ who: Authorized<Acts.ReadReport>, in office: Office) async throws -> AnnualReport {
        guard !isUnsuppressed || who.actor.may(.readUnsuppressed) else { throw Refused("forbidden") }
        let now = office.now
        let results = try await office.database.read { db in
            try FigureRun(year, office).results(in: db)
        }
        let limit = try office.law.value("figures.small-cell", on: now.day)
        let shown = isUnsuppressed ? results : results.map { Suppression.apply(to: $0, below: limit) }
        if isUnsuppressed {
            try await office.database.write { db in
                try AuditLog.record(
                    .read, .report, id: nil, reason: "\(year) unsuppressed", by: who.actor, at: now, in: db)
            }
        }
        return AnnualReport(
            year: year, district: office.handbook.district, generatedAt: now,
            definitionsVersion: FigureRun.definitionsVersion, results: shown.flatMap { $0 },
            indicators: office.handbook.indicators.filter { $0.year == year }, isSuppressed: !isUnsuppressed)
    }
}

/// The records behind one cell of one figure.
public struct DrillDown: Sendable {
    public let figure: Figure
    public let cell: Figure.Cell
    /// For shares: only what is in the numerator.
    public let cases: [CaseRow]
    /// For figures about incidents.
    public let incidents: [StoredIncident]
    /// Cases of a share that are not in its numerator.
    public let unmet: Set<Int64>
    public let total: Int
    public static let most = 500
}

/// Lists the records behind a figure, within the actor's scope; logged.
public struct ReadDrillDown: Sendable {
    public let figureID: String
    public let cell: Figure.Cell
    public let year: Int
    public let municipality: String?

    public init(_ figureID: String, cell: Figure.Cell, year: Int, municipality: String?) {
        self.figureID = figureID
        self.cell = cell
        self.year = year
        self.municipality = municipality
    }

    /// - Throws: `NotFound` for an unknown figure or cell, or one outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> DrillDown {
        guard let (programme, figure) = FigureRun.figure(figureID), who.scope.contains(programme),
            figure.cells.contains(cell)
        else { throw NotFound() }
        let figureYear = FigureYear(year, law: office.law, ownMunicipalities: office.handbook.ownMunicipalities)
        let types = Array(office.handbook.incidentTypes(monitoredBy: programme.code))
        let now = office.now
        return try await office.database.write { db in
            var met: [Int64] = []
            var unmet: Set<Int64> = []
            var incidents: [Int64] = []
            func belongs(_ count: Figure.Count) -> Bool {
                count.cell == cell && (municipality == nil || count.municipality == municipality)
            }
            switch figure.source {
            case .cases(let counts):
                try CaseStore.forEachFile(
                    programmes: [programme], changedFrom: figureYear.first.day, in: db
                ) { file in
                    for count in try counts(file, figureYear) where belongs(count) {
                        if count.isMet { met.append(file.id) } else { unmet.insert(file.id) }
                    }
                }
            case .incidents(let counts):
                let monitored = try IncidentStore.monitored(
                    types: types, from: LocalDate.firstDay(of: year), to: LocalDate.firstDay(of: year + 1), in: db)
                for incident in monitored where counts(incident, figureYear).contains(where: belongs) {
                    incidents.append(incident.id)
                }
            }
            let cases = Array(Set(met).union(unmet))
            let reason = "figure \(figureID) \(year)"
            try AuditLog.record(.read, .report, id: nil, reason: reason, by: who.actor, at: now, in: db)
            return DrillDown(
                figure: figure, cell: cell,
                cases: try CaseStore.rows(Array(cases.sorted().prefix(DrillDown.most)), scope: who.scope, in: db),
                incidents: try IncidentStore.incidents(Array(incidents.prefix(DrillDown.most)), in: db), unmet: unmet,
                total: max(cases.count, incidents.count))
        }
    }
}

/// One pass over the records of a year and the year before it.
struct FigureRun {
    let year: FigureYear
    let previous: FigureYear
    private let office: Office

    init(_ year: Int, _ office: Office) {
        self.office = office
        let own = office.handbook.ownMunicipalities
        self.year = FigureYear(year, law: office.law, ownMunicipalities: own)
        previous = FigureYear(year - 1, law: office.law, ownMunicipalities: own)
    }

    static func figure(_ id: String) -> (Programme, Figure)? {
        for programme in Catalogue.all {
            if let figure = programme.figures.first(where: { $0.id == id }) { return (programme, figure) }
        }
        return nil
    }

    /// A fingerprint of every figure's id and version.
    static var definitionsVersion: String {
        var fingerprint = Fingerprint()
        for figure in Catalogue.all.flatMap(\.figures) {
            fingerprint.add(figure.id)
            fingerprint.add(String(figure.version))
        }
        return String(fingerprint.value, radix: 16)
    }

    /// The cells of every figure, figure by figure.
    func results(in db: any Connection) throws -> [[FigureResult]] {
        var tallies = Catalogue.all.map { programme in
            programme.figures.map { (now: FigureTally($0), before: FigureTally($0)) }
        }
        let places = Dictionary(uniqueKeysWithValues: Catalogue.all.enumerated().map { ($0.element.code, $0.offset) })
        var hadRecords = Set<String>()
        try CaseStore.forEachFile(programmes: Catalogue.all, changedFrom: previous.first.day, in: db) { file in
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
                types: types, from: LocalDate.firstDay(of: previous.year), to: LocalDate.firstDay(of: year.year + 1),
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
        return zip(Catalogue.all, tallies).flatMap { programme, figures in
            figures.map { figure in
                let had: Set<String>
                if case .incidents = figure.now.figure.source { had = hadIncidents } else { had = hadRecords }
                return merge(figure.now, figure.before, hasPrevious: had.contains(programme.code))
            }
        }
    }

    private func merge(_ now: FigureTally, _ before: FigureTally, hasPrevious: Bool) -> [FigureResult] {
        zip(now.results(), before.results()).map { current, earlier in
            var result = current
            result.previous = hasPrevious ? earlier.value : nil
            return result
        }
    }
}
