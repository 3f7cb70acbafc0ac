import Foundation
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Documents on cases: who may, what is refused, what is logged.
@Suite struct PaperTests {
    private let test: TestOffice
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kreds-" + UUID().uuidString)
        .path
    private var office: Office { test.office }

    init() throws {
        test = try TestOffice()
    }

    private func add(
        _ content: String, to id: Int64, title: String = "Notat", kind: DocumentKind = .report,
        file: String = "notat.txt",
        most: Int = 1 << 20, as role: Role = .officer
    ) async throws -> Int {
        defer { #expect((try? FileManager.default.contentsOfDirectory(atPath: folder))?.isEmpty ?? true) }
        return try await stored(content, to: id, title: title, kind: kind, file: file, most: most, as: role)
    }

    private func stored(
        _ content: String, to id: Int64, title: String, kind: DocumentKind, file: String, most: Int, as role: Role
    ) async throws -> Int {
        let intake = try DocumentIntake(
            case: id, most: most, types: office.handbook.documentTypes, folder: folder, keys: office.keys)
        do {
            try intake.take(Array(content.utf8))
        } catch let refusal as Refusal {
            throw Refused([refusal])
        }
        return try await AddDocument(id, kind: kind, title: title, fileName: file)(
            intake, try test.may(Acts.WorkCases.self, as: role), in: office)
    }

    private func content(_ number: Int, of id: Int64, as role: Role = .officer) async throws -> String {
        let content = try await FetchDocument(id, number: number)(
            try test.may(Acts.WorkCases.self, as: role), in: office)
        var data = Data()
        try await content.forEach { data += $0 }
        return String(decoding: data, as: UTF8.self)
    }

    private func list(_ id: Int64, as role: Role = .officer) async throws -> CaseDocuments {
        try await ListDocuments(id)(try test.may(Acts.WorkCases.self, as: role), in: office)
    }

    @Test func aDocumentIsStoredSealedLoggedAndGivenAgain() async throws {
        let id = try await test.youth()
        // Over several parts, with letters of several bytes where they meet.
        let text = String(repeating: "blåbærgrød med fløde ", count: 30_000)
        #expect(try await add(text, to: id, file: "C:\\x\\Rødgrød.exe") == 1)
        let view = try await list(id)
        let document = try #require(view.documents.first)
        #expect(document.fileName == "Rødgrød.exe.txt" && document.mediaType == "text/plain; charset=utf-8")
        #expect(document.size == text.utf8.count && document.checksum.count == 64)
        let parts = try test.database.blockingRead { db in
            try db.fetch("SELECT content FROM document_part") { $0.text(0) }
        }
        #expect(parts.count == 3 && !parts.contains { $0.contains("bl") && $0.contains("grød") })
        #expect(try await content(1, of: id) == text)
        let logged = try test.logged(.caseFile, id)
        #expect(logged.contains("collect document 1") && logged.last == "read document 1")
        let changes = try await test.read(id).history.map(\.new)
        #expect(changes == ["document 1"])
    }

    @Test func whatCannotBeStoredLeavesNothing() async throws {
        let id = try await test.youth()
        _ = try await add("samme", to: id)
        let before = try test.footprint()
        for (codes, attempt) in [
            (["document-empty"], ("", "T", DocumentKind.report, 100)),
            (["document-type"], ("<html>", "T", .report, 100)),
            (["document-too-large"], ("12345678901", "T", .report, 10)),
            (["document-duplicate"], ("samme", "T", .other, 100)),
            (["document-title", "document-kind"], ("andet", " ", .letter, 100)),
            (["document-title"], ("andet", String(repeating: "å", count: 121), .report, 100)),
        ] {
            let found = try await refusals {
                _ = try await add(attempt.0, to: id, title: attempt.1, kind: attempt.2, most: attempt.3)
            }
            #expect(found == codes)
        }
        #expect(try await add("1234567890", to: id, most: 10) == 2)
        #expect(try test.footprint() != before)
    }

    @Test func onlyWhoeverHandlesTheCaseAddsAndSchemesWithoutContentTakeNone() async throws {
        let id = try await test.youth()
        #expect(try await refusals { _ = try await add("x", to: id, as: .screener) } == ["not-your-programme"])
        #expect(try await list(id, as: .screener).refusal?.code == "not-your-programme")
        await #expect(throws: NotFound.self) { _ = try await add("x", to: id, as: .socialWorker) }
        let victim = try test.person("P-victim", born: "1990-01-01")
        let referral = try await test.open("victim-referral", fields: ["relation_to_crime": "victim"], subject: victim)
        #expect(try await refusals { _ = try await add("x", to: referral) } == ["no-documents"])
    }

    @Test func aRemovedDocumentLeavesItsLineAndNothingElse() async throws {
        let id = try await test.youth()
        _ = try await add("hemmeligt", to: id)
        func remove(_ reason: String, as role: Role = .officer) async throws {
            try await RemoveDocument(id, number: 1, reason: reason)(
                try test.may(Acts.WorkCases.self, as: role), in: office)
        }
        #expect(try await refusals { try await remove("") } == ["document-reason"])
        #expect(try await refusals { try await remove("x", as: .screener) } == ["not-your-programme"])
        try await remove("Forkert sag")
        #expect(try await refusals { try await remove("igen") } == ["document-gone"])
        let document = try #require(try await list(id).documents.first)
        #expect(document.removal?.reason == "Forkert sag" && document.removal?.by == "officer")
        await #expect(throws: NotFound.self) { _ = try await content(1, of: id) }
        #expect(try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM document_part") } == 0)
        #expect(try test.logged(.caseFile, id).contains("delete document 1: Forkert sag"))
        // The same content may come again.
        #expect(try await add("hemmeligt", to: id) == 2)
    }

    @Test(
        arguments: [
            "UPDATE document SET checksum = 'x'", "DELETE FROM document_part WHERE ordinal = 1",
            "UPDATE document_part SET content = '1:AAAA' WHERE ordinal = 0",
        ] as [SQL])
    func contentThatIsNotWhatWasStoredIsNotGivenAndIsLogged(damage: SQL) async throws {
        let id = try await test.youth()
        _ = try await add(String(repeating: "tekst ", count: 60_000), to: id)
        try await test.database.write { _ = try $0.execute(damage) }
        #expect(try await refusals { _ = try await content(1, of: id) } == ["document-broken"])
        #expect(try test.logged(.caseFile, id).last == "read document 1 broken")
    }

    @Test func contentOfACaseWithSomebodyProtectedWaitsForARecordedNeed() async throws {
        try test.addAccounts()
        let child = try test.person("P-protected", protected: true)
        let id = try await test.open(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "none"], subject: child, at: "2026-02-10")
        _ = try await add("bor på Æblevej 7", to: id)
        let masked = try await list(id)
        #expect(masked.contentRefusal?.code == "document-protected")
        #expect(masked.documents.map(\.title) == [""] && masked.documents.map(\.fileName) == [""])
        #expect(try await refusals { _ = try await content(1, of: id) } == ["document-protected"])
        try await SeeProtected(child, reason: "Sagsbehandling")(
            try test.may(Acts.SeeProtected.self, as: .officer), in: office)
        #expect(try await list(id).documents.map(\.title) == ["Notat"])
        #expect(try await content(1, of: id) == "bor på Æblevej 7")
        // Another reader has no need recorded.
        #expect(try await refusals { _ = try await content(1, of: id, as: .leader) } == ["document-protected"])
    }

    @Test func documentsOfASealedCaseAreNotThereForOthers() async throws {
        let person = try test.person("P-exit", born: "1990-01-01")
        let id = try await test.open("exit", fields: [:], subject: person, as: .exitTeam)
        #expect(try await add("aftale", to: id, as: .exitTeam) == 1)
        await #expect(throws: NotFound.self) { _ = try await list(id, as: .leader) }
        await #expect(throws: NotFound.self) { _ = try await content(1, of: id, as: .officer) }
        let open = try test.database.blockingRead {
            try $0.count("SELECT COUNT(*) FROM ledger_entry WHERE reason LIKE 'document%' AND sealed = 0")
        }
        #expect(open == 0)
        // Numbers start anew in each case, so that none is missing.
        #expect(try await add("x", to: try await test.youth()) == 1)
    }

    @Test func theAccessAnswerListsDocumentsWithoutOthersInTheTitle() async throws {
        let child = try test.person("P-child")
        let mother = try test.database.blockingWrite { db in
            try db.insert(
                """
                INSERT INTO person (source_id, external_id, given_names, family_name, birth_date, sex, address,
                    postal_code, municipality, protected, family_key, given_key, fingerprint, import_id)
                VALUES (1, 'P-mother', 'Gudrun', 'Lindegaard', '1985-01-01', 'F', 'Prøvevej 1', '4600', '259', 0,
                    'lindegaard', 'gudrun', 0, 0)
                RETURNING id
                """) ?? 0
        }
        let id = try await test.open(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "none"], subject: child, at: "2026-02-10")
        try await test.change(id, revision: 1, .addParty(.caregiver, person: mother))
        _ = try await add("x", to: id, title: "Udtalelse fra Gudrun Lindegaard", kind: .statement)
        let who = try test.may(Acts.GiveAccess.self, as: .secretariat)
        let request = try await RegisterAccess(child, requestedBy: "Mor", receivedOn: test.now.day)(who, in: office)
        let answer = try await AnswerAccess(request)(who, in: office)
        let document = try #require(answer.cases.first?.documents.first)
        #expect(document.number == 1 && document.kind == "statement" && document.day == test.now.day)
        #expect(document.title.hasPrefix("Udtalelse fra") && !document.title.contains("Gudrun"))
        #expect(!document.title.contains("Lindegaard") && !document.isRemoved)
    }
}
