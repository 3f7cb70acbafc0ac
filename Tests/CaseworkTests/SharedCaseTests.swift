import Foundation
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Schemes that police and municipality work in together: who takes which step, and what does not exist for whom.
@Suite struct SharedCaseTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
    }

    private func notice(notifier: [String: String] = ["notifier_kind": "professional", "notifier_name": "Anna Holm"])
        async throws -> Int64
    {
        let fields = ["concerns": "child", "concern": "Alene ude om natten."].merging(notifier) { $1 }
        return try await test.open("concern-notice", fields: fields, subject: test.person("P-child"))
    }

    @Test func aNoticeGoesToTheMunicipalityWhichAnswersIt() async throws {
        let id = try await notice()
        let received = ChangeCase.Change.move(to: "received", at: nil, fields: [:], note: "")
        #expect(try await refusals { try await test.change(id, revision: 1, received) } == ["not-your-step"])
        // Before it is opened, it is nowhere but in the inbox.
        await #expect(throws: NotFound.self) { _ = try await test.read(id, as: .socialWorker) }
        await #expect(throws: NotFound.self) {
            try await test.change(id, revision: 1, received, as: .socialWorker)
        }
        try await OpenNotice(id, revision: 1)(try test.may(Acts.WorkCases.self, as: .socialWorker), in: test.office)
        let view = try await test.read(id, as: .socialWorker)
        #expect(view.row.stage == "received" && view.opened.mayHandle)
        #expect(view.clocks.map(\.clock.code) == ["opening", "acute", "receipt", "feedback"])
        #expect(view.clocks.first?.state == .metInTime)
        // Nobody pauses what the law gives, and no note about the family is written here.
        let pause = ChangeCase.Change.pause(clock: "acute", reason: "Ferie")
        #expect(
            try await refusals { try await test.change(id, revision: 3, pause, as: .socialWorker) } == [
                "clock-not-pausable"
            ])
        let noted = ChangeCase.Change.move(
            to: "assessed", at: nil, fields: ["acute_assessment": "no-acute-measure"], note: "Familien er kendt")
        #expect(
            try await refusals { try await test.change(id, revision: 3, noted, as: .socialWorker) } == ["no-notes"])
    }

    @Test func theMunicipalityOpensNoNotice() async throws {
        let found = try await refusals {
            _ = try await test.open(
                "concern-notice", fields: ["concerns": "child"], subject: test.person("P-child"), as: .socialWorker)
        }
        #expect(found == ["not-your-programme"] || found == ["unknown-person"], "\(found)")
        #expect(try test.count("SELECT COUNT(*) FROM case_file") == 0)
    }

    @Test(arguments: [Role.sspCoordinator, .parishOfficer, .mediator, .boardCoordinator, .exitTeam])
    func toOthersANoticeDoesNotExist(role: Role) async throws {
        let id = try await notice()
        await #expect(throws: NotFound.self) { _ = try await test.read(id, as: role) }
    }

    @Test func violenceInCloseRelationsIsSharedFromTheForumOn() async throws {
        let id = try await test.open(
            "partner-violence", fields: ["kinds": "physical", "origin": "incident"], subject: test.person("P1"),
            as: .specialisedTeam)
        await #expect(throws: NotFound.self) { _ = try await test.read(id, as: .socialWorker) }
        let forum = ["forum": "koege-model", "forum_reason": "Krisecenter"]
        try await test.change(
            id, revision: 1, .move(to: "forum", at: nil, fields: forum, note: ""), as: .specialisedTeam)
        #expect(try await test.read(id, as: .socialWorker).row.stage == "forum")
        try await test.change(
            id, revision: 2, .move(to: "measures", at: nil, fields: ["measures": "safety-plan"], note: ""),
            as: .socialWorker)
        try await test.change(
            id, revision: 3, .move(to: "closed", at: nil, fields: ["result": "handed-over"], note: ""),
            as: .specialisedTeam)
        await #expect(throws: NotFound.self) { _ = try await test.read(id, as: .socialWorker) }
    }

    /// Counselling is anonymous: without the person's consent the counsellors learn of a referral, not of whom.
    @Test(arguments: [true, false]) func aCounsellorKnowsWhoeverHasConsented(hasConsented: Bool) async throws {
        let person = try test.person("P1", born: "1990-05-01")
        let id = try await test.open("victim-referral", fields: ["relation_to_crime": "victim"], subject: person)
        let consent = ["consent_given": "yes", "consent_at": "2026-03-02", "contact_details": "Efter kl. 16"]
        try await test.change(
            id, revision: 1, .move(to: "referred", at: nil, fields: hasConsented ? consent : [:], note: ""))
        let seen = try #require(try await test.read(id, as: .counsellor).opened.persons[person])
        #expect((seen.name != nil) == hasConsented && (seen.birthDate != nil) == hasConsented)
        #expect((seen.address != nil) == hasConsented && (seen.municipality != nil) == hasConsented)
        #expect(try await test.read(id).opened.persons[person]?.name != nil)
    }

    /// What others have written on the case may name the person; what somebody has given to the counsellor is for them.
    @Test(arguments: [true, false]) func aCounsellorWithoutConsentReadsNoTextOfOthers(hasConsented: Bool) async throws {
        let id = try await test.open(
            "victim-referral", fields: ["relation_to_crime": "victim"], subject: try test.person("P1"))
        let consent = ["consent_given": "yes", "consent_at": "2026-03-02"]
        try await test.change(
            id, revision: 1, .move(to: "referred", at: nil, fields: hasConsented ? consent : [:], note: ""))
        let counsellor = TestOffice.actor(.counsellor).name
        for (title, owner) in [("Ring til Gudrun", "officer"), ("Kontakt på fredag", counsellor)] {
            try test.database.blockingWrite { db in
                _ = try TaskStore.add(
                    to: id, title: title, details: "", owner: owner, dueOn: test.office.now.day,
                    by: TestOffice.actor(.officer), at: test.office.now, in: db)
            }
        }
        let who = try test.may(Acts.WorkCases.self, as: .counsellor)
        let seen = hasConsented ? ["Ring til Gudrun", "Kontakt på fredag"] : ["Kontakt på fredag"]
        let tasks = try await ReadTasks(of: id)(who, in: test.office)
        #expect(Set(tasks.tasks.map(\.title)) == Set(seen) && tasks.history.isEmpty != hasConsented)
        let overview = try await test.read(id, as: .counsellor)
        #expect(Set(overview.tasks.map(\.title)) == Set(seen))
        #expect(overview.items.contains { $0.kind == .task } == hasConsented)
        let history = try await ReadHistory(of: id)(who, in: test.office).items
        #expect(history.contains { $0.kind == .step } && history.contains { $0.kind == .task } == hasConsented)
    }

    /// The letter to the person has their name and address in it: it is content as any other.
    @Test(arguments: [true, false]) func aLetterNamesNobodyToACounsellorWithoutConsent(hasConsented: Bool) async throws
    {
        let person = try test.person("P1", born: "1990-05-01")
        let id = try await test.open("victim-referral", fields: ["relation_to_crime": "victim"], subject: person)
        let consent = ["consent_given": "yes", "consent_at": "2026-03-02"]
        try await test.change(
            id, revision: 1, .move(to: "referred", at: nil, fields: hasConsented ? consent : [:], note: ""))
        let order = LetterOrder("victim-referral-confirmation", person: person)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kreds-" + UUID().uuidString).path
        let number = try await MakeLetter(id, order, revision: 2, folder: folder)(
            try test.may(Acts.WorkCases.self, as: .officer), in: test.office,
            write: { $0.receiverLines.joined(separator: "\n") }, print: { Data(("%PDF-1.4\n" + $0).utf8) })
        let who = try test.may(Acts.WorkCases.self, as: .counsellor)
        let view = try await ListDocuments(id)(who, in: test.office)
        #expect((view.contentRefusal == nil) == hasConsented && view.documents.map(\.number) == [number])
        #expect(view.documents.allSatisfy { !$0.title.isEmpty && $0.fileName.isEmpty != hasConsented })
        let found = try await refusals {
            _ = try await FetchDocument(id, number: number)(who, in: test.office)
        }
        #expect(found == (hasConsented ? [] : ["document-unnamed"]))
    }

    /// At the level that is about nobody, nobody joins, and no number stands in a note.
    @Test func theBuildUpLevelOfSSPStaysWithoutPersons() async throws {
        let id = try await test.open(
            "ssp-course", fields: ["level": "build-up", "aim": "Trivsel i 7. klasse"], as: .sspCoordinator)
        let child = try test.person("P-child")
        let joined = ChangeCase.Change.addParty(.subject, person: child)
        #expect(
            try await refusals { try await test.change(id, revision: 1, joined) } == ["ssp-course.build-up-persons"])
        let reviewed = ChangeCase.Change.move(
            to: "reviewed", at: nil, fields: ["review_result": "Godt"], note: "Se 610512-1235")
        #expect(
            try await refusals { try await test.change(id, revision: 1, reviewed) } == ["ssp-course.build-up-number"])
        let raised = ChangeCase.Change.move(
            to: "reviewed", at: nil, fields: ["review_result": "Én ung", "level": "preventive"], note: "")
        try await test.change(id, revision: 1, raised)
        try await test.change(id, revision: 2, joined)
        #expect(try await test.read(id, as: .sspCoordinator).file.subject?.person == child)
    }

    @Test func aNoteDoesNotCallAChildUnder15Charged() async throws {
        let id = try await test.youth()
        let fields = ["category": "person-dangerous", "screening_officer": "Anne"]
        let found = try await refusals {
            try await test.change(id, revision: 1, .move(to: "assessed", at: nil, fields: fields, note: "Er sigtet."))
        }
        #expect(found == ["ukn.under-15-charged"])
    }

    /// Whoever gets to know what is held about their child does not get to know who has notified, nor from the history.
    @Test func aNotifierStaysUnknownToThoseInTheCase() async throws {
        let notifier = ["notifier_kind": "citizen", "notifier_name": "Gerda Vind", "notifier_contact": "20 20 30 30"]
        let id = try await notice(notifier: notifier)
        try await OpenNotice(id, revision: 1)(try test.may(Acts.WorkCases.self, as: .socialWorker), in: test.office)
        try await test.change(
            id, revision: 3,
            .move(to: "assessed", at: nil, fields: ["acute_assessment": "no-acute-measure"], note: ""),
            as: .socialWorker)
        let access = try test.may(Acts.GiveAccess.self, as: .secretariat)
        let child = try #require(try await test.read(id).file.subject?.person)
        let request = try await RegisterAccess(child, requestedBy: "Mor", receivedOn: test.now.day)(
            access, in: test.office)
        let text = try await AnswerAccess(request)(access, in: test.office).json
        #expect(text.contains("Alene ude om natten.") && text.contains("no-acute-measure"))
        #expect(!text.contains("Gerda") && !text.contains("Vind") && !text.contains("20 20 30 30"))
    }
}
