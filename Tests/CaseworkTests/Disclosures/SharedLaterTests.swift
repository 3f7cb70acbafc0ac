import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework

/// What others get to see of a case that is open to them already has a record as well: somebody who is added, another
/// municipality, a consent that is written in later.
@Suite struct SharedLaterTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
    }

    private func records(_ id: Int64) throws -> [Disclosure] {
        try test.database.blockingRead {
            try DisclosureStore.disclosures(ofCase: id, keys: .forTests, in: $0).map(\.disclosure)
        }
    }

    private func change(_ id: Int64, _ change: ChangeCase.Change, as role: Role = .secretariat) async throws {
        let revision = try test.count("SELECT revision FROM case_file WHERE id = \(id)")
        try await test.change(id, revision: revision, change, as: role)
    }

    @Test func whoIsAddedToASharedCaseIsNamedInARecord() async throws {
        let id = try await test.open(
            "partner-violence", fields: ["kinds": "physical", "origin": "own-contact"],
            subject: try test.person("P-violence", born: "1985-01-01"), as: .specialisedTeam)
        let before = try test.person("P-before", born: "1986-01-01")
        try await change(id, .addParty(.contact, person: before), as: .specialisedTeam)
        #expect(try records(id).isEmpty, "nobody outside reads it yet")
        try await change(
            id,
            .move(to: "forum", at: nil, fields: ["forum": "koege-model", "forum_reason": "Børn i hjemmet"], note: ""),
            as: .specialisedTeam)
        let child = try test.person("P-child", born: "2018-01-01")
        try await change(id, .addParty(.child, person: child), as: .specialisedTeam)
        let found = try records(id)
        #expect(
            found.map(\.basis) == [.psp, .psp] && found.map { $0.recipients.map(\.authority) } == [["259"], ["259"]])
        #expect(found.map(\.named) == [[before], [before, child].sorted()])
        #expect(try test.logged(.person, child).contains { $0.hasPrefix("disclose disclosure") })
        // What the others can read already makes no record.
        try await change(
            id, .correct(fields: ["forum_reason": "Børn"], municipality: nil, reason: "Stavefejl"), as: .specialisedTeam
        )
        #expect(try records(id).count == 2)
    }

    @Test func whoeverACourseIsAboutLaterIsSharedWhenTheyAreAdded() async throws {
        let id = try await test.open(
            "ssp-course", fields: ["level": "build-up", "aim": "Trivsel i 7. klasse"], as: .officer)
        try await change(
            id,
            .move(to: "reviewed", at: nil, fields: ["review_result": "Én ung", "level": "preventive"], note: ""),
            as: .officer)
        let caregiver = try test.person("P-caregiver", born: "1985-01-01")
        let first = try await refusals {
            try await change(id, .addParty(.caregiver, person: caregiver), as: .officer)
        }
        #expect(first == ["subject-required"], "a record is about somebody")
        #expect(try records(id).isEmpty)
        let child = try test.person("P-child")
        try await change(id, .addParty(.subject, person: child), as: .officer)
        try await change(id, .addParty(.caregiver, person: caregiver), as: .officer)
        let found = try records(id)
        #expect(found.map(\.subject) == [.person(child), .person(child)] && found.map(\.basis) == [.ssp, .ssp])
        #expect(found.map { $0.recipients.map(\.authority) } == [["259"], ["259"]])
        #expect(found.map(\.named) == [[], [caregiver]])
    }

    @Test func aCourseThatComesToAnotherMunicipalityIsSharedWithItOnce() async throws {
        let id = try await test.open(
            "ssp-course", fields: ["level": "preventive", "aim": "Trivsel"], subject: try test.person("P-child"))
        try await change(
            id, .move(to: "reviewed", at: nil, fields: ["review_result": "Det går bedre"], note: ""), as: .officer)
        try await change(id, .correct(fields: [:], municipality: "265", reason: "Flyttet"))
        #expect(try records(id).map { $0.recipients.map(\.authority) } == [["259"], ["259"], ["265"]])
    }

    @Test func aConsentThatIsWrittenInLaterOpensWhoItIsWithARecord() async throws {
        let victim = try test.person("P-victim", born: "1985-01-01")
        let id = try await test.open("victim-referral", fields: [:], subject: victim)
        try await change(id, .move(to: "referred", at: nil, fields: [:], note: ""), as: .officer)
        #expect(try records(id).isEmpty)
        let consent = ["consent_given": "yes", "consent_at": "2026-03-01"]
        try await change(id, .correct(fields: consent, municipality: nil, reason: "Samtykket kom senere"))
        try await change(
            id, .correct(fields: ["contact_details": "20 30"], municipality: nil, reason: "Nummeret manglede"))
        let found = try records(id)
        #expect(found.map(\.basis) == [.consent, .consent])
        #expect(found.map { $0.recipients.map(\.authority) } == [["counselling"], ["counselling"]])
        #expect(found.map { $0.parts.map(\.category) } == [[.identity], [.identity, .contact]])
    }

    // MARK: - Letters

    private func letter(_ template: String, of file: CaseFile) async throws {
        try await test.database.write { [test] db in
            let sharing = ShareFromCase(file, id: file.id, number: "UND-2026-1")
            _ = try sharing.share(
                byLetter: template, on: test.now.day, TestOffice.actor(.officer), test.office, db)
        }
    }

    @Test func aLetterThatGivesMoreHasARecordOfItsOwn() async throws {
        let id = try await test.notice(about: try test.person("P-child"))
        let father = try test.person("P-father", born: "1985-01-01")
        let file = try await test.read(id).file
        let other = try #require(try await test.database.read { try PersonStore.person(father, in: $0) })
        try await letter(
            "concern-notice-municipality", of: file.with(parties: file.parties + [Party(other, as: .caregiver)]))
        #expect(try records(id).map(\.named) == [[], [father]])
        try await letter("concern-notice-municipality", of: file)
        #expect(try records(id).count == 2, "the same again is told by the record of it")
    }

    @Test func aLetterAfterAStepWasTakenBackHasARecordOfItsOwn() async throws {
        let id = try await test.open(
            "victim-referral", fields: [:], subject: try test.person("P-victim", born: "1985-01-01"))
        let consent = ["consent_given": "yes", "consent_at": "2026-03-01"]
        try await change(id, .move(to: "referred", at: nil, fields: consent, note: ""), as: .officer)
        let view = try await test.read(id)
        let event = try #require(view.undoable)
        try await letter("victim-referral-counselling", of: view.file)
        #expect(try records(id).count == 1)
        try await change(id, .undo(event: event, reason: "Forkert sag"), as: .officer)
        try await letter("victim-referral-counselling", of: view.file)
        #expect(try records(id).count == 2)
    }
}
