import Foundation
import Handbook
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework

@Suite struct ReviewTests {
    private let test: TestOffice
    private let month: ReviewMonth

    init() throws {
        test = try TestOffice()
        try test.addAccounts()
        month = ReviewMonth(of: test.now.day)
    }

    private func read(_ person: Int64, as role: Role = .officer, _ purpose: Purpose = Purpose(.caseWork)) async throws {
        _ = try await ReadPerson(person, purpose: purpose)(test.may(Acts.FindPersons.self, as: role), in: test.office)
    }

    private func draw(as role: Role = .leader) async throws -> Int {
        try await DrawReview(month)(test.may(Acts.ReviewLog.self, as: role), in: test.office)
    }

    private func found(as role: Role = .leader) async throws -> [StoredReview] {
        try await ListReviews(month, state: nil)(test.may(Acts.ReviewLog.self, as: role), in: test.office).reviews
    }

    @Test func risksAreSaid() async throws {
        let plain = try test.person("P1")
        let protected = try test.person("P2", protected: true)
        try await read(plain, Purpose(.caseWork, reference: "UKN-2026-000001"))
        try await read(protected)
        test.pass(hours: 12)
        try await read(plain, as: .screener, Purpose(.caseWork, reference: "UKN-2026-000001"))
        #expect(try await draw() == 3)
        let risks = try await found().map(\.risks)
        #expect(risks == [[.random], [.random, .protected, .noCase], [.random, .afterHours]])
    }

    @Test func nameAndAddressOfWhoeverLooksAreCompared() async throws {
        let own = try test.person("P1")
        let other = try test.person("P2")
        try await LinkAccount("officer", person: own)(
            by: test.may(Acts.ManageAccounts.self, as: .administrator), in: test.office)
        try await read(other)
        _ = try await draw()
        #expect(try await found().first?.risks.isSuperset(of: [.ownName, .ownAddress]) == true)
    }

    @Test func aLookUpIsDrawnOnceHoweverOftenItIsDone() async throws {
        let person = try test.person("P1")
        for _ in 0..<5 { try await read(person) }
        #expect(try await draw() == 1)
        #expect(try await draw() == 0)
        test.pass(days: 1)
        try await read(person)
        #expect(try await draw() == 1, "on another day it is another")
    }

    @Test func theLotIsBoundedAndEmergenciesAreAllDrawn() async throws {
        for number in 0..<40 { try await read(try test.person("P\(number)"), Purpose(.caseWork, reference: "UKN-1")) }
        try await BreakGlass(reason: "Barn i fare på Torvet")(
            test.may(Acts.BreakGlass.self, as: .screener), in: test.office)
        var actor = TestOffice.actor(.screener)
        actor.emergency = 1
        for number in 0..<30 {
            let person = try test.database.blockingRead {
                try PersonStore.identified(by: "P\(number)", keys: .forTests, in: $0)
            }
            _ = try await ReadPerson(person[0], purpose: Purpose(.caseWork, reference: "UKN-1"))(
                Policy.authorize(actor, Acts.FindPersons.self), in: test.office)
        }
        _ = try await draw()
        let all = try await found()
        #expect(all.filter { $0.risks.contains(.emergency) }.count == 30)
        #expect(all.filter { $0.risks.contains(.random) }.count == 20)
    }

    @Test func monthsBeginAndEndInCopenhagen() async throws {
        // 2 March 10:00 is the clock of the tests: go to the last second of March in summer time.
        let person = try test.person("P1")
        let end = Instant(startOf: try #require(LocalDate("2026-04-01")))
        test.pass(seconds: Int((end.milliseconds - test.now.milliseconds) / 1_000) - 1)
        try await read(person)
        test.pass(seconds: 1)
        try await read(person)
        let march = try #require(ReviewMonth("2026-03"))
        let april = try #require(ReviewMonth("2026-04"))
        let who = try test.may(Acts.ReviewLog.self, as: .leader)
        #expect(try await DrawReview(march)(who, in: test.office) == 1)
        #expect(try await DrawReview(april)(who, in: test.office) == 1)
        let may = try #require(ReviewMonth("2026-05"))
        #expect(try await refusals { try await DrawReview(may)(who, in: test.office) } == ["review-future"])
        #expect(ReviewMonth("2026-13") == nil && ReviewMonth("x") == nil)
    }

    @Test func aQuestionIsAskedAnsweredAndSettled() async throws {
        try await read(try test.person("P1"), Purpose(.other, explanation: "Nysgerrig"))
        _ = try await draw()
        let item = try #require(try await found().first)
        let leader = try test.may(Acts.ReviewLog.self, as: .leader)
        #expect(try await ReadReview(item.id)(leader, in: test.office).words == "Nysgerrig")
        func decide(_ state: StoredReview.State, _ note: String) async throws -> [String] {
            try await refusals { try await DecideReview(item.id, state, note: note)(leader, in: test.office) }
        }
        #expect(try await decide(.questioned, "") == ["review-note"])
        #expect(try await decide(.open, "x") == ["review-choice"])
        #expect(try await decide(.questioned, "Hvorfor?") == [])
        let officer = TestOffice.actor(.officer)
        #expect(try await ReadNotices()(officer, in: test.office).map(\.kind) == [.question])
        await #expect(throws: NotFound.self) {
            _ = try await ReadQuestion(item.id)(TestOffice.actor(.screener), in: test.office)
        }
        #expect(try await ReadQuestion(item.id)(officer, in: test.office).review.note == "Hvorfor?")
        try await AnswerQuestion(item.id, "Anmeldelse fra naboen")(officer, in: test.office)
        #expect(try await ReadNotices()(TestOffice.actor(.leader), in: test.office).map(\.kind) == [.answer])
        #expect(try await decide(.misuse, "Ingen anmeldelse findes") == [])
        #expect(try await decide(.attested, "") == ["review-done"])
        let counts = try await ListReviews(month, state: nil)(leader, in: test.office).counts
        #expect(counts.map(\.month) == ["2026-03"])
        #expect(counts.map { [$0.drawn, $0.done, $0.misuse] } == [[1, 1, 1]])
    }

    @Test func nobodyReviewsTheirOwnLookUps() async throws {
        try await read(try test.person("P1"), as: .leader)
        _ = try await draw()
        #expect(try await found().isEmpty)
        let item = try #require(try await found(as: .dataProtectionOfficer).first)
        await #expect(throws: NotFound.self) {
            _ = try await ReadReview(item.id)(test.may(Acts.ReviewLog.self, as: .leader), in: test.office)
        }
        await #expect(throws: NotFound.self) {
            try await DecideReview(item.id, .attested, note: "")(
                test.may(Acts.ReviewLog.self, as: .leader), in: test.office)
        }
    }

    /// Outside the team not even the count shows that a sealed case has been read.
    @Test func sealedLookUpsAreReviewedWithinTheTeam() async throws {
        let id = try await test.open("exit", fields: [:], subject: try test.person("P1"), as: .exitTeam)
        _ = try await ReadCase(id)(test.may(Acts.WorkCases.self, as: .exitTeam), in: test.office)
        _ = try await draw()
        let leader = try await ListReviews(month, state: nil)(
            test.may(Acts.ReviewLog.self, as: .leader), in: test.office)
        #expect(leader.reviews.isEmpty && leader.counts.isEmpty)
        let colleague = test.office.handbook.placed(
            Actor(name: "kollega", displayName: "", authority: "police", roles: [.exitTeam]))
        let team = try await ListReviews(month, state: nil)(
            Policy.authorize(colleague, Acts.ReviewLog.self), in: test.office)
        #expect(team.reviews.map(\.isSealed) == [true])
    }

    @Test(arguments: [
        ("case", false), ("case UKN-2026-000001", true), ("UKN-2026-000001", true), ("forum-item", false),
        ("incident 12345", true), ("screening", false), ("other", false), ("refused own-family", false),
    ])
    func onlyANumberIsAReference(_ reason: String, _ names: Bool) {
        #expect(DrawReview.namesReference(reason) == names)
    }

    @Test func aTryAtOnesOwnFamilyIsDrawn() async throws {
        let own = try test.person("P1")
        var officer = TestOffice.actor(.officer)
        officer.person = own
        let who = try Policy.authorize(officer, Acts.FindPersons.self)
        _ = try await refusals { _ = try await ReadPerson(own, purpose: Purpose(.caseWork))(who, in: test.office) }
        _ = try await draw()
        #expect(try await found().first?.risks.contains(.ownFamily) == true)
    }
}
