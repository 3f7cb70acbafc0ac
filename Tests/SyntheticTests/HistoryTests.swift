import Exchange
import Prevention
import Testing

@testable import Synthetic

/// The rules of screening.md, written down once more without the system's own evaluation.
private struct Screening {
    static let grave: Set = ["grave-violence", "sexual-offence", "child-neglect"]
    static let repeated: Set = [
        "drink-driving", "drug-driving", "violence", "threats", "suicide-threat", "domestic-disturbance",
        "psychological-violence", "stalking", "order-breach",
    ]
    static let present: Set = ["violence", "grave-violence", "threats", "suicide-threat", "domestic-disturbance"]

    let home: Household
    let incidents: [IncidentDraft]

    func isFound(_ child: Member) -> Bool {
        days(child, Screening.grave, byCarer: true).count >= 1
            || hasRun(of: 3, days(child, Screening.repeated, byCarer: true))
            || hasRun(of: 2, days(child, Screening.present, byCarer: false))
    }

    private func days(_ child: Member, _ types: Set<String>, byCarer: Bool) -> [LocalDate] {
        incidents.filter { incident in
            guard types.contains(incident.type), incident.day >= child.birth,
                incident.day < child.birth.adding(years: 18)
            else { return false }
            return incident.involved.contains { someone in
                byCarer
                    ? someone.role.isRisk && someone.home.index == home.index
                        && isCarer(someone.member, of: child, on: incident.day)
                    : someone.role == .childPresent && someone.member.id == child.id
            }
        }.map(\.day)
    }

    private func isCarer(_ member: Member, of child: Member, on day: LocalDate) -> Bool {
        home.ties.contains { tie in
            tie.one == member.number && tie.other == child.number && tie.kind.isCarer
                && Relation(person: 0, related: 1, kind: tie.kind, from: tie.from, to: tie.to).holds(on: day)
        }
    }

    private func hasRun(of count: Int, _ days: [LocalDate]) -> Bool {
        let sorted = days.sorted()
        return sorted.indices.contains { $0 + count <= sorted.count && sorted[$0 + count - 1] - sorted[$0] <= 365 }
    }
}

@Suite struct HistoryTests {
    @Test(arguments: [20_453, 20_776, 19_782, 20_512])
    func everyHistoryIsFoundOrNearlySo(on number: Int32) {
        let until = LocalDate(dayNumber: number)
        let population = Population(seed: 1, scale: 1, until: until)
        var hits = 0
        var misses = 0
        for index in 0..<population.histories {
            let history = FamilyHistory(index, seed: 1, years: population.years)
            let home = population.household(index)
            var random = RandomSource(seed: 1, unit: .historyIncidents, index: index)
            let incidents = HistoryIncidents(home: home, history: history, population: population).drafts(&random)
            #expect(incidents.allSatisfy { $0.day >= population.years.first && $0.day <= until })
            let screening = Screening(home: home, incidents: incidents)
            for child in home.children {
                #expect(screening.isFound(child) == history.scenario.isFound, "\(history.scenario) \(index)")
                if history.scenario.isFound { hits += 1 } else { misses += 1 }
            }
        }
        #expect((150...400).contains(hits))
        #expect((150...400).contains(misses))
    }

    @Test func everyScenarioOccurs() {
        let population = Population(seed: 1, scale: 1, until: Folder.until)
        let scenarios = (0..<population.histories).map { FamilyHistory($0, seed: 1, years: population.years).scenario }
        for scenario in FamilyHistory.Scenario.allCases { #expect(scenarios.count { $0 == scenario } >= 10) }
    }
}
