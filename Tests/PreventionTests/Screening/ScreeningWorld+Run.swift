import ScreeningWorlds

@testable import Prevention

extension ScreeningWorld {
    /// One line per hit, and one per warning, as `Screening` finds them.
    ///
    /// - Parameter isSmall: whether the rows are laid out as for a few children, and every core has its share of few rows.
    func screened(_ rules: [ScreeningRule], asOf: LocalDate? = nil, isSmall: Bool = false) -> [String] {
        let personNames = births.keys.sorted()
        let incidentNames = Set(reports.map(\.id)).sorted()
        let personIDs = Dictionary(uniqueKeysWithValues: personNames.enumerated().map { ($1, Int64($0 + 1)) })
        let incidentIDs = Dictionary(uniqueKeysWithValues: incidentNames.enumerated().map { ($1, Int64($0 + 1)) })
        var input = ScreeningInput(isSparse: isSmall)
        for name in personNames { input.births.add(births[name] ?? nil, of: personIDs[name, default: 0]) }
        for row in care {
            input.care.add(
                person: personIDs[row.carer, default: 0], related: personIDs[row.child, default: 0], from: row.from,
                to: row.to)
        }
        var said: [String: ScreenedReport] = [:]
        for report in reports {
            let type = ScreeningWorld.types.firstIndex(of: report.type) ?? -1
            said[report.id] = ScreenedReport(day: report.day, type: type)
        }
        for part in parts {
            guard let report = said[part.incident] else { continue }
            let (incident, person) = (incidentIDs[part.incident, default: 0], personIDs[part.person, default: 0])
            let counted = sameAs[part.incident] == nil ? report : .repeating
            if part.role.isRisk { input.parts.addRisk(incident: incident, person: person, counted) }
            if part.role == .childPresent { input.parts.addPresent(incident: incident, person: person, counted) }
        }
        var pointers: [Int64: Int64?] = [:]
        for (incident, target) in sameAs {
            pointers.updateValue(incidentIDs[target], forKey: incidentIDs[incident, default: 0])
        }
        let duplicates = Duplicates(pointers: pointers)
        let roots = input.parts.repeating.map { duplicates.root(of: $0) }
        input.parts.resolve(
            duplicates,
            roots: Dictionary(roots.map { ($0, said[incidentNames[Int($0) - 1]]) }) { first, _ in first }
                .compactMapValues { $0 })
        let sharing = isSmall ? Screening.Sharing(fewFacts: 2, rows: 3) : Screening.Sharing()
        let run = Screening.run(
            input, rules: rules, typeCodes: ScreeningWorld.types, asOf: asOf, sharing: sharing)
        let hits = run.hits(
            naming: { personNames[Int($0) - 1] }, incident: { incidentNames[Int($0) - 1] })
        let lines = hits.map { hit in
            let incidents = hit.incidents.map { incidentNames[Int($0) - 1] }
            let carers = hit.carers.map { personNames[Int($0) - 1] }
            return ScreeningWorld.line(
                personNames[Int(hit.child) - 1], hit.rule.id, hit.firstTriggered, hit.lastTriggered, hit.triggers,
                incidents,
                carers)
        }
        let warnings = run.warnings.map { warning in
            switch warning {
            case .unknown(let incident): return "unknown " + incidentNames[Int(incident) - 1]
            case .circular(let incident): return "circular " + incidentNames[Int(incident) - 1]
            }
        }
        return lines + warnings
    }
}
