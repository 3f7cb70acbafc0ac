package import Prevention

/// A small district for screening tests, in the source's own ids.
package struct ScreeningWorld: Sendable {
    package struct Care: Sendable {
        package let carer: String
        package let child: String
        package let from: LocalDate?
        package let to: LocalDate?
    }
    package struct Report: Sendable {
        package let id: String
        package let day: LocalDate
        package let type: String
    }
    package struct Part: Sendable {
        package let incident: String
        package let person: String
        package let role: IncidentRole

        package init(incident: String, person: String, role: IncidentRole) {
            self.incident = incident
            self.person = person
            self.role = role
        }
    }

    package static let types = ["drink-driving", "violence", "threats", "grave-violence", "child-neglect", "theft"]

    package init() {}

    package var births: [String: LocalDate?] = [:]
    package var care: [Care] = []
    package var reports: [Report] = []
    package var parts: [Part] = []
    package var sameAs: [String: String] = [:]

    package mutating func child(_ id: String, born: String?) {
        births[id] = .some(born.map(day))
    }

    package mutating func care(_ carer: String, of child: String, from: String? = nil, to: String? = nil) {
        if births[carer] == nil { births[carer] = .some(nil) }
        care.append(Care(carer: carer, child: child, from: from.map(day), to: to.map(day)))
    }

    package mutating func incident(
        _ id: String, _ on: String, _ type: String, _ person: String? = nil, _ role: IncidentRole = .suspect,
        sameAs target: String? = nil
    ) {
        reports.append(Report(id: id, day: day(on), type: type))
        if let person { parts.append(Part(incident: id, person: person, role: role)) }
        sameAs[id] = target
    }

    package static func line(
        _ child: String, _ rule: String, _ first: LocalDate, _ last: LocalDate, _ triggers: Int, _ incidents: [String],
        _ carers: [String]
    ) -> String {
        "\(child) \(rule) \(first)…\(last) ×\(triggers) \(incidents.joined(separator: ","))"
            + " by \(carers.joined(separator: ","))"
    }
}

package func screeningRule(_ id: String, _ kind: ScreeningRule.Kind, _ types: Set<String>) -> ScreeningRule {
    ScreeningRule(
        id: id, version: 1, kind: kind, types: types, validFrom: day("2020-01-01"), validTo: nil, reason: [:])
}

package let graveIncident = screeningRule("grave-incident", .singleByCarer, ["grave-violence", "child-neglect"])
package let repeatedRisk = screeningRule(
    "repeated-risk", .repeatedByCarer(count: 3, windowDays: 365), ["drink-driving", "violence", "threats"])
package let childPresent = screeningRule(
    "child-present", .repeatedChildPresent(count: 2, windowDays: 365), ["violence", "grave-violence", "threats"])
package let shippedKinds = [graveIncident, repeatedRisk, childPresent]

/// Of a day that is one.
func day(_ text: String) -> LocalDate {
    guard let day = LocalDate(text) else { preconditionFailure("\(text) is no day") }
    return day
}
