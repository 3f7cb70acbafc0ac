import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Violence in close relations suggests a safety follow-up; nothing opens by itself.
@Suite struct SuggestedTests {
    let test: TestOffice
    let programme: Programme

    init() throws {
        test = try TestOffice()
        programme = try #require(Catalogue.programme("safety-follow-up"))
    }

    private func incident(_ id: String, _ type: String, daysAgo: Int, _ role: String, _ person: Int64) throws {
        let day = test.now.day + -daysAgo
        try test.database.blockingWrite { db in
            let incident = try db.insert(
                """
                INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                    fingerprint, import_id)
                VALUES (1, \(id), \(Instant(startOf: day).milliseconds), \(day.description), \(type), '259', '', '', 0, 1)
                RETURNING id
                """)
            try db.execute(
                """
                INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                VALUES (\(incident), \(role), \(person), '', 1)
                """)
        }
    }

    private func suggested(as role: Role = .officer) async throws -> [String] {
        try await SuggestFollowUps(programme)(test.may(Acts.WorkCases.self, as: role), in: test.office)
            .map(\.incident.externalID)
    }

    @Test func victimsOfTheLatestIncidentsOfThatKindAreSuggested() async throws {
        let person = try test.person("P1", born: "1980-01-01")
        try incident("today", "stalking", daysAgo: 0, "victim", person)
        try incident("last-day", "domestic-disturbance", daysAgo: 14, "victim", person)
        try incident("too-old", "stalking", daysAgo: 15, "victim", person)
        try incident("other-kind", "burglary", daysAgo: 1, "victim", person)
        try incident("suspect", "stalking", daysAgo: 1, "suspect", person)
        #expect(try await suggested() == ["today", "last-day"])
        // Whoever does not handle the programme is not asked.
        #expect(try await suggested(as: .screener) == [])
    }

    @Test func aCaseOpenedSinceTheIncidentAnswersIt() async throws {
        let person = try test.person("P1", born: "1980-01-01")
        try incident("before", "stalking", daysAgo: 3, "victim", person)
        try incident("after", "stalking", daysAgo: 0, "victim", person)
        _ = try await test.open("safety-follow-up", fields: [:], subject: person, at: (test.now.day + -1).description)
        #expect(try await suggested() == ["after"])
        #expect(try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM case_file") } == 1)
    }

    /// A duplicate report counts with the incident that it repeats; one that repeats nothing known stands alone.
    @Test func victimsOfDuplicateReportsAreSuggestedOnce() async throws {
        let (one, other) = (try test.person("P1", born: "1980-01-01"), try test.person("P2", born: "1980-01-01"))
        try incident("root", "stalking", daysAgo: 2, "victim", one)
        try incident("copy", "stalking", daysAgo: 1, "victim", other)
        try incident("same", "stalking", daysAgo: 1, "victim", one)
        try incident("lost", "stalking", daysAgo: 0, "victim", other)
        try test.database.blockingWrite { db in
            try db.execute("UPDATE incident SET same_as = 'root' WHERE external_id IN ('copy', 'same')")
            try db.execute("UPDATE incident SET same_as = 'nowhere' WHERE external_id = 'lost'")
        }
        let found = try await SuggestFollowUps(programme)(test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        #expect(found.map(\.incident.externalID) == ["lost", "root", "root"])
        #expect(Set(found.dropFirst().map(\.victim)) == [one, other])
    }

    /// To have been named in somebody else's follow-up is not to have been followed up.
    @Test func onlyACaseAboutTheVictimAnswersTheIncident() async throws {
        let (one, other) = (try test.person("P1", born: "1980-01-01"), try test.person("P2", born: "1980-01-01"))
        try incident("i", "stalking", daysAgo: 3, "victim", one)
        let id = try await test.open("safety-follow-up", fields: [:], subject: other)
        try await test.change(id, revision: 1, .addParty(.contact, person: one))
        #expect(try await suggested() == ["i"])
    }

    @Test func whereAProtectedVictimWasIsHidden() async throws {
        let person = try test.person("P1", born: "1980-01-01", protected: true)
        try incident("i", "stalking", daysAgo: 3, "victim", person)
        try test.addAccounts()
        let need = SeeProtected(person, reason: "Skal kontaktes")
        try await need(test.may(Acts.SeeProtected.self, as: .secretariat), in: test.office)
        for (role, hides) in [(Role.officer, true), (.secretariat, false)] {
            let found = try await SuggestFollowUps(programme)(test.may(Acts.WorkCases.self, as: role), in: test.office)
            #expect(found.map(\.hidesPlace) == [hides])
        }
    }
}
