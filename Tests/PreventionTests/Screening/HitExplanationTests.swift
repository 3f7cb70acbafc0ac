import ScreeningWorlds
import Testing

@testable import Prevention

/// Why a rule points at a child, against what the engine finds, and each thing that was near and did not count.
@Suite struct HitExplanationTests {
    private func explanation(
        _ rule: ScreeningRule, of child: String = "P12", _ build: (inout ScreeningWorld) -> Void
    ) -> (HitExplanation, ScreeningWorld) {
        var world = ScreeningWorld()
        world.child("P12", born: "2015-05-05")
        build(&world)
        return (HitExplanation(rule, world.evidence(about: child)), world)
    }

    @Test(arguments: 0..<10)
    func saysWhatTheEngineFinds(batch: Int) {
        var hits = 0
        for number in 0..<100 {
            var random = Seeded(UInt64(batch * 1000 + number))
            let world = ScreeningWorld.random(&random)
            let window = [0, 1, 30, 365][Int.random(in: 0..<4, using: &random)]
            let rules =
                shippedKinds + [
                    screeningRule("a-carer", .repeatedByCarer(count: 2, windowDays: window), ["violence", "theft"]),
                    screeningRule(
                        "a-child", .repeatedChildPresent(count: 2, windowDays: window), ["violence", "theft"]),
                ]
            let found = Set(world.screened(rules).filter { $0.contains(" by ") })
            var said: Set<String> = []
            for child in world.births.keys {
                for rule in rules {
                    if let line = world.line(child, rule) { said.insert(line) }
                }
            }
            #expect(said == found, "seed \(batch * 1000 + number)")
            hits += found.count
            if said != found { return }
        }
        #expect(hits > 50)
    }

    @Test func eachIncidentHasTheFactsThatLetItCount() throws {
        let (why, world) = explanation(repeatedRisk) {
            $0.care("P3", of: "P12", from: "2018-01-01")
            $0.incident("I1", "2024-03-01", "violence", "P3")
            $0.incident("I2", "2024-04-01", "threats", "P3", .involved)
            $0.incident("I3", "2024-04-01", "threats", "P3", sameAs: "I2")
            $0.incident("I4", "2024-05-05", "violence", "P3", .charged)
        }
        #expect(why.met.map(\.isTrigger) == [false, false, true])
        #expect(why.met.map(\.countInWindow) == [1, 2, 3])
        #expect(why.met.map(\.reports) == [1, 2, 1], "a duplicate counts once, and is said")
        #expect(why.met.map(\.age) == [8, 8, 9], "the birthday itself counts")
        #expect(why.met.map { $0.parts.map(\.role) } == [[.suspect], [.involved, .suspect], [.charged]])
        #expect(why.met.allSatisfy { $0.care.map(\.from) == [day("2018-01-01")] && $0.isInFirstWindow })
        #expect(why.needed == 3 && why.windowDays == 365 && why.firstTriggered == day("2024-05-05"))
        #expect(why.carers == [world.person("P3")] && why.near.isEmpty)
    }

    private func reasons(
        born: String? = "2015-05-05", _ rule: ScreeningRule = graveIncident, _ build: (inout ScreeningWorld) -> Void
    ) -> [[HitExplanation.Reason]] {
        explanation(rule) {
            $0.child("P12", born: born)
            build(&$0)
        }.0.near.map(\.reasons)
    }

    @Test func aRelationThatHadEndedOrNotBegunIsSaid() throws {
        let found = reasons {
            $0.care("P3", of: "P12", from: "2020-01-01", to: "2024-03-01")
            $0.care("P3", of: "P12", from: "2025-01-01")
            $0.incident("I1", "2019-12-31", "grave-violence", "P3")
            $0.incident("I2", "2024-03-01", "grave-violence", "P3")
        }
        guard case .careNotBegun(_, let from) = found[0][0], case .careEnded(_, let to) = found[1][0] else {
            Issue.record("\(found)")
            return
        }
        #expect(from == day("2020-01-01") && to == day("2024-03-01"))
    }

    @Test func aVictimsOrWitnessesRoleIsSaidAndNeverCounts() {
        for role in [IncidentRole.victim, .witness] {
            let found = reasons {
                $0.care("P3", of: "P12")
                $0.incident("I1", "2024-03-01", "grave-violence", "P3", role)
            }
            guard case .role(_, role) = found.first?.first else {
                Issue.record("\(found)")
                continue
            }
        }
    }

    @Test func aRoleThatDoesNotCountIsSaidBesideTheOneThatDoes() {
        let (why, world) = explanation(graveIncident) {
            $0.care("P3", of: "P12")
            $0.care("P4", of: "P12")
            $0.incident("I1", "2024-03-01", "grave-violence", "P3")
            $0.parts.append(ScreeningWorld.Part(incident: "I1", person: "P4", role: .victim))
            $0.parts.append(ScreeningWorld.Part(incident: "I1", person: "P3", role: .witness))
        }
        #expect(why.met.map(\.beside) == [[.role(person: world.person("P4"), .victim)]])
    }

    @Test func whoeverIsNoChildOnTheDayIsSaid() {
        func on(_ text: String, born: String?) -> [[HitExplanation.Reason]] {
            reasons(born: born) {
                $0.care("P3", of: "P12")
                $0.incident("I1", text, "grave-violence", "P3")
            }
        }
        #expect(on("2026-03-01", born: "2008-02-29") == [[.grown(on: day("2026-03-01"))]])
        #expect(on("2026-02-28", born: "2008-02-29") == [])
        #expect(on("2024-03-01", born: "2024-03-02") == [[.unborn]])
        #expect(on("2024-03-01", born: nil) == [[.noBirthDate]])
    }

    @Test func aDayOutsideTheWindowAnotherTypeAndTheChildsOwnPartAreSaid() {
        let found = reasons(repeatedRisk) {
            $0.care("P3", of: "P12")
            $0.incident("I0", "2020-01-01", "violence", "P3")
            $0.incident("I1", "2024-01-01", "theft", "P3")
            $0.incident("I2", "2024-02-01", "violence", "P12", .charged)
        }
        #expect(found == [[.alone], [.type], [.child(.charged)]])
        #expect(
            reasons(childPresent) {
                $0.care("P3", of: "P12")
                $0.incident("I1", "2024-01-01", "violence", "P3")
            }.first?.first.map { if case .carer = $0 { true } else { false } } == true)
    }

    @Test func whatIsInDoubtIsANumberAlone() {
        let evidence = HitEvidence(child: 1, birthDate: nil, care: [], incidents: [], reports: [:], held: 3)
        let why = HitExplanation(graveIncident, evidence)
        #expect(why.held == 3 && why.met.isEmpty && why.near.isEmpty && why.firstTriggered == nil)
    }

    @Test func whatHasComeSinceIsTold() {
        func at(_ days: [String], _ carers: [String]) -> HitExplanation {
            explanation(graveIncident) { world in
                for carer in carers { world.care(carer, of: "P12") }
                for (index, text) in days.enumerated() {
                    world.incident("I\(index)", text, "grave-violence", carers[min(index, carers.count - 1)])
                }
            }.0
        }
        let before = at(["2024-01-01"], ["P3"])
        let known = HitKnown(before, on: day("2024-02-01"))
        #expect(known.news(in: before) == ([], []))
        let after = at(["2024-01-01", "2024-03-01"], ["P3", "P4"])
        let news = known.news(in: after)
        #expect(news.incidents.count == 1 && news.carers.count == 1)
    }
}

extension ScreeningWorld {
    private var personNames: [String] { births.keys.sorted() }
    private var incidentNames: [String] { Set(reports.map(\.id)).sorted() }

    func person(_ name: String) -> Int64 { Int64((personNames.firstIndex(of: name) ?? -1) + 1) }
    private func incident(_ name: String) -> Int64 { Int64((incidentNames.firstIndex(of: name) ?? -1) + 1) }

    /// What a store would read about a child.
    func evidence(about child: String) -> HitEvidence {
        var pointers: [Int64: Int64?] = [:]
        for (report, target) in sameAs {
            pointers.updateValue(incidentNames.contains(target) ? incident(target) : nil, forKey: incident(report))
        }
        let duplicates = Duplicates(pointers: pointers)
        let rows = care.filter { $0.child == child }.map {
            FrozenFacts.Care(carer: person($0.carer), kind: "parent", from: $0.from, to: $0.to)
        }
        let shown = Set(rows.map(\.carer) + [person(child)])
        var parts: [Int64: Set<FrozenFacts.Part>] = [:]
        for part in self.parts where shown.contains(person(part.person)) {
            parts[duplicates.root(of: incident(part.incident)), default: []]
                .insert(.init(person: person(part.person), role: part.role))
        }
        let roots = reports.filter { duplicates.root(of: incident($0.id)) == incident($0.id) }
        var copies: [Int64: Int] = [:]
        for root in duplicates.roots.values { copies[root, default: 1] += 1 }
        return HitEvidence(
            child: person(child), birthDate: births[child] ?? nil, care: rows,
            incidents: roots.compactMap { report in
                parts[incident(report.id)].map { own in
                    FrozenFacts.Incident(
                        id: incident(report.id), day: report.day, type: report.type,
                        parts: own.sorted { ($0.person, $0.role.rawValue) < ($1.person, $1.role.rawValue) })
                }
            }, reports: copies, held: 0)
    }

    /// The hit that the explanation amounts to, as the engine writes it.
    func line(_ child: String, _ rule: ScreeningRule) -> String? {
        let why = HitExplanation(rule, evidence(about: child))
        guard let first = why.firstTriggered else { return nil }
        let triggers = why.met.filter(\.isTrigger)
        let listed = why.met.filter(\.isInFirstWindow)
        let names = incidentNames
        let carers = Set(listed.flatMap { $0.care.map(\.carer) }).sorted().map { personNames[Int($0) - 1] }
        return ScreeningWorld.line(
            child, rule.id, first, triggers.map(\.incident.day).max() ?? first, triggers.count,
            listed.map(\.incident).sorted { ($0.day, names[Int($0.id) - 1]) < ($1.day, names[Int($1.id) - 1]) }
                .map { names[Int($0.id) - 1] }, carers)
    }
}
