import Exchange
import Prevention
import Testing

@Suite struct VolumeTests {
    /// Cases that enter a stage in 2025, as published.
    @Test(arguments: [
        ("safety-follow-up", "completed", 1416), ("officer-request", "met", 395), ("victim-referral", "referred", 471),
        ("ukn", "registered", 682), ("restraining-order", "petition", 155), ("social-report", "sent", 1146),
        ("psp-k", "selected", 460), ("forced-admission", "completed", 407), ("mediation", "visitated", 190),
        ("mediation", "held", 72),
    ])
    func casesOfTheYear(programme: String, stage: String, published: Int) throws {
        let count = try Folder.district.get().cases().count { record in
            record.programme == programme && record.events.contains { $0.stage == stage && $0.at.hasPrefix("2025") }
        }
        #expect(abs(count - published) * 100 <= published * 2, "\(count)")
    }

    @Test func discussionsAndExits() throws {
        let cases = try Folder.district.get().cases()
        let discussions = cases.filter { $0.programme == "psp-k" }.flatMap(\.events)
            .count { $0.stage == "discussed" && $0.at.hasPrefix("2025") }
        #expect(abs(discussions - 548) <= 5)
        let exits = cases.filter { $0.programme == "exit" }.flatMap(\.events)
            .count { ["completed", "dropped"].contains($0.stage) && $0.at.hasPrefix("2025") }
        #expect((16...20).contains(exits))
        let sent = cases.filter { $0.programme == "social-report" && $0.events.contains { $0.stage == "sent" } }
        let screened = sent.count { $0.fields?["origin"] == "screening" }
        #expect((0.24...0.28).contains(Double(screened) / Double(sent.count)))
    }

    @Test func youngPeopleOfTheScreening() throws {
        let folder = try Folder.district.get()
        var persons: [String: Folder.Row] = [:]
        for row in folder.rows("persons.csv") { persons[row["person_id"] ?? ""] = row }
        var cases: [String: Int] = [:]
        var people: [String: Set<String>] = [:]
        for record in try folder.cases() where record.programme == "ukn" {
            guard record.events[0].at.hasPrefix("2025"), let id = record.parties?.first?.person,
                let person = persons[id],
                let birth = LocalDate(person["birth_date"] ?? ""),
                let offence = LocalDate(record.fields?["offence_date"] ?? ""),
                let age = Age.years(bornOn: birth, on: offence)
            else { continue }
            #expect((10...17).contains(age))
            cases[age < 15 ? "under" : "from", default: 0] += 1
            cases[person["sex"] ?? "", default: 0] += 1
            people[person["sex"] ?? "", default: []].insert(id)
        }
        #expect(cases == ["under": 204, "from": 478, "M": 578, "F": 104])
        #expect(people.mapValues(\.count) == ["M": 127, "F": 15])
    }

    @Test func screeningsDecidedInTime() throws {
        var decided: [String: (inTime: Int, all: Int)] = [:]
        for record in try Folder.district.get().cases() where record.programme == "ukn" {
            guard
                let stop = record.events.first(where: {
                    ["screened-out", "referred", "with-prosecution"].contains($0.stage)
                }),
                let registered = LocalDate(record.events[0].at.prefix(10)), let day = LocalDate(stop.at.prefix(10)),
                record.events.contains(where: { ["referred", "with-prosecution"].contains($0.stage) })
            else { continue }
            let key = (record.events.contains { $0.stage == "referred" } ? "10-14/" : "15-17/") + String(day.year)
            decided[key, default: (0, 0)].all += 1
            if day - registered <= 30 { decided[key, default: (0, 0)].inTime += 1 }
        }
        for (key, share) in ["10-14/2024": 0.74, "15-17/2024": 0.30, "10-14/2025": 0.98, "15-17/2025": 0.68] {
            let count = decided[key] ?? (0, 0)
            #expect(abs(Double(count.inTime) / Double(max(1, count.all)) - share) < 0.12, "\(key) \(count)")
        }
    }
}
