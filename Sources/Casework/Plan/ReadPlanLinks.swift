public import Prevention
import SQL
import Store

/// What an initiative or an area is linked to, with values as they are today.
public struct PlanLinks: Sendable {
    public let asOf: LocalDate
    public let base: PlanBase?
    public let figures: [StatusBody.FigureLine]
    public let indicators: [StatusBody.IndicatorLine]
    public let activities: [StatusBody.ActivityLine]
    /// Numbers of the cases that the reader may open.
    public let readable: Set<String>
}

/// Works out the values of what is linked: figures as the annual report gives them to everybody, so nothing is logged.
public struct ReadPlanLinks: Sendable {
    public enum Part: Sendable {
        case initiative(Int64)
        /// With what its initiatives are linked to.
        case area(Int64)
    }

    public let part: Part

    public init(_ part: Part) {
        self.part = part
    }

    /// - Throws: `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> PlanLinks {
        let today = office.now.day
        return try await office.database.read { db in
            let base: PlanBase?
            let figures: [String], indicators: [String], activities: [String]
            var municipality = ""
            switch part {
            case .initiative(let id):
                guard let one = try InitiativeStore.initiative(id, in: db)?.initiative else { throw NotFound() }
                base = try PlanBase.of(initiative: id, by: today, in: db)
                (figures, indicators, activities) = (one.figures, one.indicators, one.activities)
                if one.isLocal { municipality = one.municipality }
            case .area(let id):
                guard let stored = try FocusAreaStore.area(id, in: db) else { throw NotFound() }
                base = try PlanBase.of(area: id, try PlanStore.versions(of: stored.plan, in: db), by: today, in: db)
                let under = try InitiativeStore.initiatives(of: stored.plan, in: db)
                    .filter { $0.initiative.area == id && $0.stage != .withdrawn }.map(\.initiative)
                figures = once([stored.area.figures] + under.map(\.figures))
                indicators = once([stored.area.indicators] + under.map(\.indicators))
                activities = once(under.map(\.activities))
            }
            let measures = try PlanMeasures([.init(figures: figures, base: base)], asOf: today, office, in: db)
            return PlanLinks(
                asOf: today, base: base, figures: measures.figures(figures, of: municipality, base: base),
                indicators: try measures.indicators(indicators, near: municipality, base: base, in: db),
                activities: try office.activities(activities, in: db),
                readable: try office.readable(activities, by: who.actor, in: db))
        }
    }

    /// Each code where it comes first.
    private func once(_ codes: [[String]]) -> [String] {
        codes.joined().reduce(into: []) { found, code in if !found.contains(code) { found.append(code) } }
    }
}
