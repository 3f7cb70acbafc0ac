import Foundation
import Prevention
import Testing

@Suite struct DistrictTests {
    @Test func theSameSeedGivesTheSameBytes() throws {
        let first = try Folder(seed: 7, scale: 0.05)
        #expect(try Folder(seed: 7, scale: 0.05).bytes == first.bytes)
        let other = try Folder(seed: 8, scale: 0.05)
        // The areas are places that there are, in every district.
        for file in Folder.files where file != "areas.csv" { #expect(other.bytes[file] != first.bytes[file]) }
    }

    @Test func aSmallDistrictHasEveryFile() throws {
        let folder = try Folder(scale: 0.01)
        #expect(folder.counts.allSatisfy { $0.value > ($0.key == "areas.csv" ? 3 : 50) })
        _ = try Folder(scale: 0)
    }

    @Test func everyCPRNumberIsAConsistentReplacementNumber() throws {
        var seen: Set<String> = []
        let persons = try Folder.district.get().rows("persons.csv")
        for row in persons {
            guard let digits = row["cpr"], !digits.isEmpty else { continue }
            let cpr = CPRNumber(digits)
            #expect(cpr?.isReplacement == true)
            #expect(cpr?.birthDate.description == row["birth_date"])
            #expect(cpr?.sex.rawValue == row["sex"])
            #expect(seen.insert(digits).inserted)
        }
        #expect(seen.count > 10_000 && seen.count < persons.count)
        let protected = persons.count { $0["protected"] == "1" }
        #expect((0.015...0.035).contains(Double(protected) / Double(persons.count)))
        // Birthdays are spread over the year.
        #expect(Set(persons.compactMap { $0["birth_date"]?.dropFirst(5) }).count > 360)
    }

    @Test func referencesResolveAndDaysLieInTheTwoYears() throws {
        let folder = try Folder.district.get()
        let persons = Set(folder.rows("persons.csv").compactMap { $0["person_id"] })
        #expect(persons.count == folder.counts["persons.csv"])
        let relations = folder.rows("relations.csv")
        #expect(relations.count > 5000)
        #expect(
            relations.allSatisfy { persons.contains($0["person_id"] ?? "") && persons.contains($0["related_id"] ?? "") }
        )
        #expect(relations.allSatisfy { row in row["to"]?.isEmpty != false || (row["from"] ?? "") < (row["to"] ?? "") })
        let incidents = folder.rows("incidents.csv")
        let ids = Set(incidents.compactMap { $0["incident_id"] })
        #expect(ids.count == incidents.count)
        #expect(incidents.allSatisfy { ($0["same_as"] ?? "").isEmpty || ids.contains($0["same_as"] ?? "") })
        let days = incidents.compactMap { $0["occurred_at"]?.prefix(10) }
        #expect((days.min() ?? "") >= "2024-01-01" && (days.max() ?? "") <= "2025-12-31")
        #expect(Set(incidents.compactMap { $0["type"] }).count == 27)
        let participants = folder.rows("incident_persons.csv")
        let unnamed = participants.filter { ($0["person_id"] ?? "").isEmpty }
        #expect((0.005...0.02).contains(Double(unnamed.count) / Double(participants.count)))
        #expect(unnamed.allSatisfy { !($0["cpr"] ?? "").isEmpty || !($0["family_name"] ?? "").isEmpty })
        for row in participants {
            #expect(ids.contains(row["incident_id"] ?? ""))
            if let person = row["person_id"], !person.isEmpty { #expect(persons.contains(person)) }
        }
    }

    @Test func monitoredIncidentsAndPersonsAreThoseOfTheReport() throws {
        let folder = try Folder.district.get()
        let types: Set = ["mental-distress", "suicide-threat"]
        let year = folder.rows("incidents.csv").filter {
            types.contains($0["type"] ?? "") && $0["occurred_at"]?.hasPrefix("2025") == true && $0["same_as"] == ""
        }
        #expect(year.count == 11_400)
        let ids = Set(year.compactMap { $0["incident_id"] })
        let persons = folder.rows("incident_persons.csv").filter {
            ids.contains($0["incident_id"] ?? "") && $0["role"] == "involved"
        }
        #expect(Set(persons.compactMap { $0["person_id"] }).count == 4280)
    }
}
