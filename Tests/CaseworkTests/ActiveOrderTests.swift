import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Mediation is never offered during an active restraining order without a recorded clearance.
@Suite struct ActiveOrderTests {
    /// An order that went through `steps` up to `stage`.
    private func order(_ test: TestOffice, between subject: Int64, and counterpart: Int64, stage: String) throws {
        let path = ["enquiry", "visitation", "petition", "hearing", "granted", "served", "active", "revoked"]
        let end = try #require(path.firstIndex(of: stage))
        let first = try #require(LocalDate("2026-01-01"))
        try test.database.blockingWrite { db in
            let id = try db.insert(
                """
                INSERT INTO case_file (programme, municipality, stage, is_open, opened_on, stage_on, owner, fields,
                    revision, handled_here, fingerprint)
                VALUES ('restraining-order', '259', \(stage), 1, '2026-01-01', '2026-02-01', '', '{}', 1, 1, 0)
                RETURNING id
                """)
            for (person, role) in [(subject, "subject"), (counterpart, "counterpart")] {
                try db.execute("INSERT INTO case_party (case_id, person_id, role) VALUES (\(id), \(person), \(role))")
            }
            for (index, step) in path[...end].enumerated() {
                let at = Instant(startOf: first + index)
                try db.execute(
                    """
                    INSERT INTO case_event (case_id, kind, code, at, day_only, note, fields, actor, recorded_at)
                    VALUES (\(id), 'entered', \(step), \(at.milliseconds), 1, '', '{}', 'anna', \(at.milliseconds))
                    """)
            }
        }
    }

    private func refer(_ test: TestOffice, _ subject: Int64, _ counterpart: Int64) async throws -> Int64 {
        let programme = try #require(Catalogue.programme("mediation"))
        return try await OpenCase(
            programme, municipality: "259", fields: ["kind": "neighbour"],
            parties: [(.subject, subject), (.counterpart, counterpart)])(
                test.may(Acts.WorkCases.self, as: .secretariat), in: test.office)
    }

    private func visitate(_ test: TestOffice, _ id: Int64, clearance: String) async throws {
        try await ChangeCase(
            id, revision: 1, .move(to: "visitated", at: nil, fields: ["active_order_clearance": clearance], note: ""))(
                test.may(Acts.WorkCases.self, as: .secretariat), in: test.office)
    }

    @Test(arguments: ["served", "active"])
    func anOrderInForceBetweenThePartiesAsksForAClearance(stage: String) async throws {
        let test = try TestOffice()
        let (one, other) = (try test.person("P1", born: "1980-01-01"), try test.person("P2", born: "1981-01-01"))
        try order(test, between: one, and: other, stage: stage)
        let id = try await refer(test, other, one)
        await #expect(throws: Refused("mediation.active-order")) { try await visitate(test, id, clearance: "") }
        try await visitate(test, id, clearance: "Afklaret med den beskyttede.")
    }

    @Test(arguments: ["hearing", "granted", "revoked"])
    func anOrderThatIsNotInForceDoesNot(stage: String) async throws {
        let test = try TestOffice()
        let (one, other) = (try test.person("P1", born: "1980-01-01"), try test.person("P2", born: "1981-01-01"))
        try order(test, between: one, and: other, stage: stage)
        try await visitate(test, try await refer(test, one, other), clearance: "")
    }

    @Test func anOrderAgainstSomebodyElseDoesNot() async throws {
        let test = try TestOffice()
        let persons = try ["P1", "P2", "P3"].map { try test.person($0, born: "1980-01-01") }
        try order(test, between: persons[0], and: persons[2], stage: "active")
        try await visitate(test, try await refer(test, persons[0], persons[1]), clearance: "")
    }
}
