import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework

/// What two authorities give one another in a case that is the work of both has a record in each direction.
@Suite struct AcrossTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
        try test.addAccounts()
    }

    /// Basis, giver and recipient of each record, oldest first.
    private func records(_ id: Int64) throws -> [[String]] {
        try test.database.blockingRead { try DisclosureStore.disclosures(ofCase: id, keys: .forTests, in: $0) }.map {
            [$0.disclosure.basis.rawValue, $0.disclosure.giver.authority]
                + $0.disclosure.recipients.map(\.authority)
        }
    }

    private func course(as role: Role, about child: Int64?) async throws -> Int64 {
        try await test.open(
            "ssp-course", fields: ["level": child == nil ? "build-up" : "preventive", "aim": "Trivsel"], subject: child,
            as: role)
    }

    @Test func aCourseIsGivenToTheOtherSide() async throws {
        let child = try test.person("P-1")
        let ours = try await course(as: .officer, about: child)
        #expect(try records(ours) == [["rpl115-1", "police", "259"]])
        let theirs = try await course(as: .sspCoordinator, about: child)
        #expect(try records(theirs) == [["rpl115-1", "259", "police"]])
        try await test.change(
            ours, revision: 1, .move(to: "reviewed", at: nil, fields: ["review_result": "Det går bedre"], note: ""),
            as: .sspCoordinator)
        #expect(try records(ours).last == ["rpl115-1", "259", "police"])
        #expect(try await records(course(as: .officer, about: nil)) == [], "it is about nobody")
    }

    @Test func aCourseIsNotTiedToWhatFeedsACriminalCase() async throws {
        let course = try await course(as: .officer, about: test.person("P-1"))
        let board = try await test.youth()
        let number = try await test.read(board, as: .secretariat).row.number
        let refused = try await refusals {
            try await RelateCases(course, .relate(.concerns, number: number, reason: ""))(
                test.may(Acts.WorkCases.self, as: .secretariat), in: test.office)
        }
        #expect(refused == ["relation-section-115"])
    }

    /// Whoever writes it down, the municipality has told it.
    @Test(arguments: [Role.socialWorker, .specialisedTeam])
    func theAnswerOfTheMunicipalityIsGivenByIt(role: Role) async throws {
        let id = try await test.open(
            "partner-violence", fields: ["kinds": "physical", "origin": "incident"],
            subject: test.person("P-1", born: "1985-01-01"), as: .specialisedTeam)
        try await test.change(
            id, revision: 1,
            .move(to: "forum", at: nil, fields: ["forum": "koege-model", "forum_reason": "Beskyttelse"], note: ""),
            as: .specialisedTeam)
        try await test.change(
            id, revision: 2, .record(entry: "municipality-answer", at: nil, fields: ["not_known_answer": "yes"]),
            as: role)
        #expect(try records(id) == [["rpl115-2", "police", "259"], ["rpl115-2", "259", "police"]])
    }

    @Test(arguments: [("measure", true), ("special-reasons", false)])
    func feedbackOnANoticeIsGivenByTheMunicipality(feedback: String, isTold: Bool) async throws {
        let id = try await test.notice(about: test.person("P-1"))
        try await OpenNotice(id, revision: 1)(test.socialWorker(), in: test.office)
        try await test.step(id, "assessed", ["acute_assessment": "no-acute-measure"])
        try await test.step(id, "receipted")
        try await test.step(id, "answered", ["feedback": feedback])
        let sent = [["notification", "police", "259"]]
        #expect(try records(id) == (isTold ? sent + [["feedback", "259", "police"]] : sent))
    }
}
