import Handbook
public import Prevention
import SQL
public import Store

/// The records behind one cell of one figure.
public struct DrillDown: Sendable {
    public let programme: Programme
    public let figure: Figure
    public let cell: Figure.Cell
    /// At most `most`, by day of opening.
    public let cases: [CaseRow]
    /// Of a share: which of the cases are in its numerator.
    public let met: Set<Int64>
    /// For figures about incidents: at most `most`, by day.
    public let incidents: [StoredIncident]
    /// For figures about decisions on hits: at most `most`, in the order of the decisions.
    public let decisions: [DecidedCase]
    /// Decisions that are counted and deleted: nothing but the count is left of them.
    public let gone: Int
    /// For figures about sharings: at most `most`, by time, of those that the reader may know of.
    public let disclosures: [StoredDisclosure]
    /// How many are left out of `cases`, `decisions` and `disclosures`: a list of one municipality would tell where somebody protected lives.
    public let hidden: Int
    /// All that there are.
    public let total: Int
    /// What the figure counts in them, each once: of a figure of persons fewer than the cases, of one of steps more.
    public let counted: Int
    public static let most = 500
}

/// A decision behind a figure.
public struct DecidedCase: Sendable {
    /// Of the hit.
    public let hit: Int64
    public let rule: String
    public let version: Int
    public let day: LocalDate
    /// Of the year of the decision; empty where it is unknown, or somebody protected lived there.
    public let municipality: String
    public let isMet: Bool
    /// The report, where there is one and the reader may know of it.
    public let report: CaseRow?
}

/// Lists the records behind a figure, within the actor's scope; logged.
public struct ReadDrillDown: Sendable {
    /// Which records of a share.
    public enum Part: String, Sendable, CaseIterable {
        case all, met, unmet
    }

    public let figureID: String
    public let cell: Figure.Cell
    public let year: Int
    public let municipality: String?
    public let part: Part

    public init(_ figureID: String, cell: Figure.Cell, year: Int, municipality: String?, part: Part = .all) {
        self.figureID = figureID
        self.cell = cell
        self.year = year
        self.municipality = municipality
        self.part = part
    }

    /// - Throws: `NotFound` for an unknown figure or cell, one outside the actor's scope, or one that the report hides from
    ///   the actor: counting its records would tell the number.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> DrillDown {
        let known = try await office.database.read { db in try FigureRun.figure(figureID, office, in: db) }
        guard let (programme, figure) = known, who.scope.containsAll(programme, of: municipality),
            figure.cells.contains(cell), figure.hasRecords
        else { throw NotFound() }
        if case .decisions = figure.source, !who.actor.may(.screen) { throw NotFound() }
        try await checkShown(who, office)
        let figureYear = FigureYear(
            year, law: office.law, ownMunicipalities: office.handbook.ownMunicipalities, now: office.now)
        let types = Array(office.handbook.incidentTypes(monitoredBy: programme.code))
        let now = office.now
        // Logged before it is read; the long walk over the register keeps no writer waiting.
        try await office.database.write { db in
            try office.ledger.record(.read, .report, id: nil, reason: reason, by: who.actor, at: now, in: db)
        }
        return try await office.database.read { db in
            var found = Found()
            switch figure.source {
            case .cases(let counts):
                try CaseStore.forEachFile(
                    programmes: [programme], changedFrom: figureYear.first.day,
                    openedThrough: figureYear.last.day, in: db
                ) { file in
                    found.add(try counts(file, figureYear).filter(belongs), to: file.id)
                }
            case .incidents(let counts):
                let monitored = try IncidentStore.monitored(
                    types: types, from: LocalDate.firstDay(of: year), to: LocalDate.firstDay(of: year + 1), in: db)
                for incident in monitored { found.add(counts(incident, figureYear).filter(belongs), to: incident.id) }
            case .disclosures(let counts):
                let end = Instant(startOf: LocalDate.firstDay(of: year + 1))
                for record in try DisclosureStore.counted(from: figureYear.first, to: end, in: db) {
                    found.add(counts(record, figureYear).filter(belongs), to: record.id)
                }
            case .decisions(let counts):
                for one in try LearningStore.decided(in: year...year, in: db) {
                    found.add(try counts(one, figureYear).filter(belongs), to: one.id)
                }
            }
            let gone = found.ids.count { $0 < 0 }
            if case .decisions = figure.source { found.ids.removeAll { $0 < 0 } }
            let shown = Array(found.ids.prefix(DrillDown.most))
            var decisions: [DecidedCase] = []
            var cases: [CaseRow] = []
            var incidents: [StoredIncident] = []
            var disclosures: [StoredDisclosure] = []
            let isTelling = municipality.map { $0 != who.scope.onlyMunicipality } ?? false
            var hidden = 0
            switch figure.source {
            case .incidents: incidents = try IncidentStore.incidents(shown, in: db)
            case .disclosures:
                disclosures = try DisclosureStore.disclosures(
                    shown, for: try office.reader(who.actor), isTelling: isTelling, keys: office.keys, in: db)
                disclosures = disclosures.map { $0.seen(by: who.actor, office) }
                hidden = shown.count - disclosures.count
            case .decisions:
                decisions = try self.decisions(shown, found.met, isTelling: isTelling, who, in: db)
                hidden = shown.count - decisions.count
            case .cases:
                let all = try CaseStore.rows(shown, scope: who.scope, in: db)
                cases = isTelling ? all.filter { !$0.hidesPlace } : all
                hidden = all.count - cases.count
            }
            return DrillDown(
                programme: programme, figure: figure, cell: cell, cases: cases, met: found.met, incidents: incidents,
                decisions: decisions, gone: gone, disclosures: disclosures, hidden: hidden, total: found.ids.count,
                counted: found.keys.count)
        }
    }

    /// Where it is asked for one municipality, not of somebody protected.
    private func decisions(
        _ ids: [Int64], _ met: Set<Int64>, isTelling: Bool, _ who: Authorized<Acts.WorkCases>, in db: any Connection
    ) throws -> [DecidedCase] {
        let rows = try LearningStore.behind(ids, in: db)
        let children = try PersonStore.persons(rows.map(\.child), in: db)
        let reports = try CaseStore.rows(rows.compactMap(\.report), scope: who.scope, in: db)
        return rows.filter { !(isTelling && children[$0.child]?.isProtected ?? true) }.map { row in
            // Who is protected by now lives nowhere, whatever was kept of the day of the decision.
            let isProtected = children[row.child]?.isProtected ?? true
            return DecidedCase(
                hit: row.hit, rule: row.rule, version: row.version, day: row.day,
                municipality: isProtected ? "" : row.municipality,
                isMet: met.contains(row.id), report: reports.first { $0.id == row.report })
        }
    }

    private func checkShown(_ who: Authorized<Acts.WorkCases>, _ office: Office) async throws {
        if who.actor.may(.readUnsuppressed) { return }
        let report = try await MakeReport(year: year)(
            Policy.authorize(who.actor, Acts.ReadReport.self), in: office)
        let result = report.results.first { $0.figure.id == figureID && $0.cell == cell }
        let value =
            municipality == nil
            ? result?.value : result?.breakdown.first { $0.municipality == municipality }?.value
        if value?.isSuppressed == true { throw NotFound() }
    }

    /// Records in the order in which they are read, each once.
    private struct Found {
        var ids: [Int64] = []
        var met: Set<Int64> = []
        var keys: Set<Figure.Key> = []

        mutating func add(_ counts: [Figure.Count], to id: Int64) {
            if counts.isEmpty { return }
            ids.append(id)
            keys.formUnion(counts.map(\.key))
            if counts.contains(where: \.isMet) { met.insert(id) }
        }
    }

    private func belongs(_ count: Figure.Count) -> Bool {
        guard count.cell == cell, municipality.map({ $0 == count.municipality }) ?? true else { return false }
        switch part {
        case .all: return true
        case .met: return count.isMet
        case .unmet: return !count.isMet
        }
    }

    private var reason: String {
        let parts = [figureID, cell.variant, cell.group, municipality, part == .all ? nil : part.rawValue]
        return "figure " + parts.compactMap(\.self).joined(separator: " ") + " \(year)"
    }
}
