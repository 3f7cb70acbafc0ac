import Prevention
import Testing

@testable import Casework

/// Somebody whom a step of the case has needed stays in it until somebody else has their place.
@Suite struct PartyRemovalTests {
    let test: TestOffice
    let id: Int64
    let counterpart: Int64

    private let visitation = [
        "ground": "violation-of-peace", "ground_reason": "…", "petition_in_writing": "yes", "check_violation": "yes",
        "check_offence": "no", "check_continues": "yes", "check_proportionate": "yes", "check_grave": "no",
        "check_forced_marriage": "no", "check_grave_before": "",
    ]

    init() async throws {
        test = try TestOffice()
        counterpart = try test.person("P-respondent", born: "1980-05-01")
        let subject = try test.person("P-protected", born: "1985-05-01")
        id = try await test.open("restraining-order", fields: [:], subject: subject, as: .secretariat)
        try await test.change(id, revision: 1, .addParty(.counterpart, person: counterpart), as: .secretariat)
    }

    private func remove(_ person: Int64, revision: Int) async throws -> [String] {
        try await refusals {
            try await test.change(
                id, revision: revision, .removeParty(.counterpart, person: person, reason: "Forkert"), as: .secretariat)
        }
    }

    private func petition() async throws {
        try await test.change(
            id, revision: 2, .move(to: "visitation", at: nil, fields: [:], note: ""), as: .secretariat)
        try await test.change(
            id, revision: 3, .move(to: "petition", at: nil, fields: visitation, note: ""), as: .secretariat)
    }

    @Test func theRespondentStaysOnceThereIsAPetition() async throws {
        try await petition()
        let before = try test.footprint()
        #expect(try await remove(counterpart, revision: 4) == ["party-needed", "restraining-order.counterpart"])
        #expect(try test.footprint() == before)
    }

    @Test func theRespondentMayBeTakenOutBefore() async throws {
        #expect(try await remove(counterpart, revision: 2).isEmpty)
    }

    @Test func aWrongRespondentGoesOnceTheRightOneIsThere() async throws {
        try await petition()
        let right = try test.person("P-right", born: "1981-05-01")
        try await test.change(id, revision: 4, .addParty(.counterpart, person: right), as: .secretariat)
        #expect(try await remove(counterpart, revision: 5).isEmpty)
    }
}
