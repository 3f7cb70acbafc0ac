import Foundation
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

@Suite struct EmergencyTests {
    private let test: TestOffice
    private let reason = "Barn i fare på Torvet"

    init() throws {
        test = try TestOffice()
        try test.addAccounts()
    }

    /// The actor as their session finds them now.
    private func now(_ role: Role, unit: String = "") async throws -> Actor {
        var actor = test.office.handbook.placed(
            Actor(
                name: role.rawValue, displayName: "", authority: TestOffice.actor(role).authority, unit: unit,
                roles: [role]))
        let at = test.now
        let name = actor.name
        actor.emergency = try await test.database.read { try EmergencyStore.active(of: name, at: at, in: $0)?.id }
        return actor
    }

    private func open(_ role: Role = .officer) async throws {
        try await BreakGlass(reason: reason)(test.may(Acts.BreakGlass.self, as: role), in: test.office)
    }

    private func sees(_ id: Int64, _ actor: Actor) async throws -> Bool {
        do {
            _ = try await ReadCase(id)(Policy.authorize(actor, Acts.WorkCases.self), in: test.office)
            return true
        } catch is NotFound {
            return false
        }
    }

    @Test func opensTheDistrictForThreeHoursAndNoLonger() async throws {
        let id = try await test.open("officer-request", fields: ["kind": "talk-it"])
        #expect(try await !sees(id, now(.officer, unit: "sector-vest")))
        try await open()
        #expect(try await sees(id, now(.officer, unit: "sector-vest")))
        test.pass(seconds: 3 * 3_600 - 1)
        #expect(try await sees(id, now(.officer, unit: "sector-vest")))
        test.pass(seconds: 1)
        #expect(try await !sees(id, now(.officer, unit: "sector-vest")))
    }

    @Test func needsAReasonAndIsOpenedOnce() async throws {
        let who = try test.may(Acts.BreakGlass.self, as: .officer)
        for text in ["", "kort"] {
            #expect(
                try await refusals { try await BreakGlass(reason: text)(who, in: test.office) } == ["emergency-reason"])
        }
        try await open()
        #expect(try await refusals { try await open() } == ["emergency-open"])
        try await EndEmergency()(who, in: test.office)
        #expect(try await now(.officer).emergency == nil)
        try await open()
        #expect(throws: Refusal.self) { try test.may(Acts.BreakGlass.self, as: .socialWorker) }
    }

    @Test func neverOpensASealedCase() async throws {
        let id = try await test.open("exit", fields: [:], subject: try test.person("P1"), as: .exitTeam)
        try await open()
        #expect(try await !sees(id, now(.officer)))
    }

    @Test func liftsProtectionAndMarksWhatIsRead() async throws {
        let person = try test.person("P1", protected: true)
        let before = try await read(person, now(.officer))
        #expect(before.person.name == nil)
        try await open()
        let during = try await read(person, now(.officer))
        #expect(during.person.name == "Test Person" && !during.isMasked)
        let marked = try test.database.blockingRead { db in
            try db.count("SELECT COUNT(*) FROM ledger_entry WHERE emergency IS NOT NULL AND entity_id = \(person)")
        }
        #expect(marked == 1)
    }

    private func read(_ person: Int64, _ actor: Actor) async throws -> PersonPage {
        try await ReadPerson(person, purpose: Purpose(.caseWork))(
            Policy.authorize(actor, Acts.FindPersons.self), in: test.office)
    }

    @Test func leaderAndDataProtectionOfficerAreToldAndMustReview() async throws {
        try await open()
        for role in Role.allCases {
            let told = try await ReadNotices()(TestOffice.actor(role), in: test.office).map(\.kind)
            #expect(told == ([.leader, .dataProtectionOfficer].contains(role) ? [.emergency] : []), "\(role)")
        }
        let leader = try test.may(Acts.ReviewLog.self, as: .leader)
        let id = try #require(try await ListEmergencies()(leader, in: test.office).first?.id)
        func review(_ note: String, by role: Role = .leader) async throws -> [String] {
            try await refusals {
                try await ReviewEmergency(id, .justified, note: note)(
                    test.may(Acts.ReviewLog.self, as: role), in: test.office)
            }
        }
        #expect(try await review("ok") == ["emergency-running"])
        test.pass(hours: 3)
        #expect(try await review("") == ["emergency-note"])
        #expect(try await review("Talt med vagtchefen") == [])
        #expect(try await review("Igen", by: .dataProtectionOfficer) == ["emergency-reviewed"])
        #expect(try await ReadEmergency(id)(leader, in: test.office).emergency.verdict == .justified)
        #expect(try await ReadNotices()(TestOffice.actor(.leader), in: test.office).isEmpty, "opened is read")
    }

    @Test func nobodyReviewsTheirOwn() async throws {
        try await open(.leader)
        test.pass(hours: 3)
        let leader = try test.may(Acts.ReviewLog.self, as: .leader)
        let id = try #require(try await ListEmergencies()(leader, in: test.office).first?.id)
        let codes = try await refusals {
            try await ReviewEmergency(id, .justified, note: "Selv")(leader, in: test.office)
        }
        #expect(codes == ["emergency-own"])
    }

    @Test func anotherIsRefusedWhileTheLastWaitsTooLongForItsReview() async throws {
        try await open()
        test.pass(hours: 3)
        test.pass(days: 7)
        try await open()
        test.pass(hours: 3, days: 1)
        #expect(try await refusals { try await open() } == ["emergency-unreviewed"])
        let leader = try test.may(Acts.ReviewLog.self, as: .leader)
        for one in try await ListEmergencies()(leader, in: test.office) {
            try await ReviewEmergency(one.id, .justified, note: "Set")(leader, in: test.office)
        }
        try await open()
    }

    @Test func aNeedRecordedInAnEmergencyEndsWithIt() async throws {
        let person = try test.person("P1", protected: true)
        try await open()
        try await SeeProtected(person, reason: "Skal findes")(
            test.may(Acts.SeeProtected.self, as: .officer), in: test.office)
        test.pass(hours: 3)
        #expect(try await read(person, now(.officer)).isMasked)
        try await SeeProtected(person, reason: "Skal findes")(
            test.may(Acts.SeeProtected.self, as: .officer), in: test.office)
        test.pass(hours: 7)
        #expect(try await !read(person, now(.officer)).isMasked)
        test.pass(hours: 1)
        #expect(try await read(person, now(.officer)).isMasked)
    }
}
