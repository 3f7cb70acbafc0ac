@testable import Prevention

/// A small district for screening tests, in the source's own ids.
struct ScreeningWorld: Sendable {
    struct Care: Sendable {
        let carer: String
        let child: String
        let from: LocalDate?
        let to: LocalDate?
    }
    struct Report: Sendable {
        let id: String
        let day: LocalDate
        let type: String
    }
    struct Part: Sendable {
        let incident: String
        let person: String
        let role: IncidentRole
    }

    static let types = ["drink-driving", "violence", "threats", "grave-violence", "child-neglect", "theft"]

    var births: [String: LocalDate?] = [:]
    var care: [Care] = []
    var reports: [Report] = []
    var parts: [Part] = []
    var sameAs: [String: String] = [:]

    mutating func child(_ id: String, born: String?) {
        births[id] = .some(born.map(day))
    }

    mutating func care(_ carer: String, of child: String, from: String? = nil, to: String? = nil) {
        if births[carer] == nil { births[carer] = .some(nil) }
        care.append(Care(carer: carer, child: child, from: from.map(day), to: to.map(day)))
    }

    mutating func incident(
        _ id: String, _ on: String, _ type: String, _ person: String? = nil, _ role: IncidentRole = .suspect,
        sameAs target: String? = nil
    ) {
        reports.append(Report(id: id, day: day(on), type: type))
        if let person { parts.append(Part(incident: id, person: person, role: role)) }
        sameAs[id] = target
    }

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
            input.addRelation(
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
            input.parts.add(
                incident: incidentIDs[part.incident, default: 0], person: personIDs[part.person, default: 0],
                role: part.role, sameAs[part.incident] == nil ? report : .repeated)
        }
        var pointers: [Int64: Int64?] = [:]
        for (incident, target) in sameAs {
            pointers.updateValue(incidentIDs[target], forKey: incidentIDs[incident, default: 0])
        }
        let duplicates = Duplicates(pointers: pointers)
        let roots = input.parts.repeated.map { duplicates.root(of: $0) }
        input.parts.take(
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

    static func line(
        _ child: String, _ rule: String, _ first: LocalDate, _ last: LocalDate, _ triggers: Int, _ incidents: [String],
        _ carers: [String]
    ) -> String {
        "\(child) \(rule) \(first)…\(last) ×\(triggers) \(incidents.joined(separator: ","))"
            + " by \(carers.joined(separator: ","))"
    }
}

func screeningRule(_ id: String, _ kind: ScreeningRule.Kind, _ types: Set<String>) -> ScreeningRule {
    ScreeningRule(
        id: id, version: 1, kind: kind, types: types, validFrom: day("2020-01-01"), validTo: nil, reason: [:])
}

let graveIncident = screeningRule("grave-incident", .singleByCarer, ["grave-violence", "child-neglect"])
let repeatedRisk = screeningRule(
    "repeated-risk", .repeatedByCarer(count: 3, windowDays: 365), ["drink-driving", "violence", "threats"])
let childPresent = screeningRule(
    "child-present", .repeatedChildPresent(count: 2, windowDays: 365), ["violence", "grave-violence", "threats"])
let shippedKinds = [graveIncident, repeatedRisk, childPresent]
