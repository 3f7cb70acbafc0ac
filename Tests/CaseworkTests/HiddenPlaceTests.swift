import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Where a case lies is hidden in lists while somebody protected takes part in it.
@Suite struct HiddenPlaceTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
    }

    private func hides(_ id: Int64) async throws -> Bool { try await test.read(id).row.hidesPlace }

    private func listed(_ id: Int64, municipality: String?, as role: Role = .officer) throws -> Bool {
        var query = CaseQuery()
        query.municipality = municipality
        let scope = CaseScope(of: TestOffice.actor(role))
        return try test.database.blockingRead { db in
            let page = try CaseStore.page(query, scope: scope, now: test.now, limit: 50, in: db)
            let count = try CaseStore.count(query, scope: scope, now: test.now, most: nil, in: db)
            #expect(count.cases == page.rows.count)
            return page.rows.contains { $0.id == id }
        }
    }

    @Test func aProtectedPartyHidesThePlaceAndTakesTheCaseOutOfTheListOfAMunicipality() async throws {
        let shown = try await test.youth()
        let child = try test.person("P-hidden", protected: true)
        let hidden = try await test.open(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "person-dangerous"], subject: child)
        #expect(try await !hides(shown))
        #expect(try await hides(hidden))
        #expect(try listed(hidden, municipality: nil) && listed(shown, municipality: "259"))
        #expect(try !listed(hidden, municipality: "259"))
    }

    @Test func thePlaceFollowsWhoTakesPart() async throws {
        let id = try await test.youth()
        let guardian = try test.person("P-guardian", born: "1980-05-01", protected: true)
        try await test.change(id, revision: 1, .addParty(.caregiver, person: guardian))
        #expect(try await hides(id))
        #expect(try !listed(id, municipality: "259"))
        try await test.change(id, revision: 2, .removeParty(.caregiver, person: guardian, reason: "Forkert person"))
        #expect(try await !hides(id))
        #expect(try listed(id, municipality: "259"))
    }

    @Test func thePlaceFollowsTheProtectionOfAPerson() async throws {
        let id = try await test.youth()
        let child = try #require(try await test.read(id).file.subject?.person)
        for isProtected in [true, false] {
            try test.database.blockingWrite { db in
                try db.execute("UPDATE person SET protected = \(isProtected) WHERE id = \(child)")
                try CaseStore.markPlaces(with: child, in: db)
            }
            #expect(try await hides(id) == isProtected)
        }
    }
}
