import Foundation
import Prevention
import SQL
import TestSupport
import Testing

@testable import Store

/// Documents at rest: sealed, bound to their place, sealed anew by a rotation, gone with their case.
@Suite struct PaperStoreTests {
    private static let secret = "Hun bor nu på Æblevej 7"
    private static let type = DocumentType(code: "text", name: "tekst", mediaType: "text/plain", endings: ["txt"])
    private static let actor = Actor(
        name: "anna", displayName: "Anna", authority: "police", roles: [.officer], kind: .police, area: .district)

    private func makeCase(_ id: Int64, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO case_file (id, programme, municipality, stage, is_open, opened_on, stage_on, owner, fields, revision,
                handled_here, fingerprint)
            VALUES (\(id), 'ukn', '259', 'registered', 1, '2026-03-02', '2026-03-02', '', '{}', 1, 1, 0)
            """)
    }

    private func add(_ parts: [String], to id: Int64, _ keys: KeyRing, in db: any Connection) throws {
        let seal = "seal-\(id)-\(parts.count)"
        let new = NewDocument(
            kind: .report, title: "Notat", fileName: "notat.txt", type: Self.type, size: 1, checksum: "c", seal: seal)
        _ = try DocumentStore.add(new, to: id, by: Self.actor, at: Instant(milliseconds: 0), in: db) { put in
            for (ordinal, text) in parts.enumerated() {
                let place = DocumentStore.place(of: ordinal, caseID: id, seal: seal)
                try put(keys.sealed(Data(text.utf8), for: .document, boundTo: place))
            }
        }
    }

    private func content(_ number: Int, of id: Int64, _ keys: KeyRing, in db: any Connection) throws -> String {
        let document = try #require(try DocumentStore.document(number, of: id, in: db))
        var text = ""
        var ordinal = 0
        while let part = try DocumentStore.part(ordinal, of: document, keys: keys, in: db) {
            text += String(decoding: part, as: UTF8.self)
            ordinal += 1
        }
        return text
    }

    @Test(arguments: TestEngine.all)
    func contentIsSealedAndOpensOnlyWhereItWasPut(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            try database.blockingWrite { db in
                try makeCase(1, in: db)
                try makeCase(2, in: db)
                try add([Self.secret, " og arbejder der"], to: 1, .forTests, in: db)
                try add(["andet"], to: 2, .forTests, in: db)
                #expect(try content(1, of: 1, .forTests, in: db) == Self.secret + " og arbejder der")
                let stored = try db.fetch("SELECT content FROM document_part") { $0.text(0) }
                #expect(stored.count == 3 && !stored.contains { $0.contains("bor") })
                for change: SQL in [
                    // The parts of a document in another order, a part of another document, and a document on another
                    // case.
                    "UPDATE document_part SET ordinal = 5 - ordinal WHERE document_id = 1",
                    "UPDATE document_part SET document_id = 1, ordinal = 0 WHERE document_id = 2",
                    "UPDATE document SET case_id = 2, number = 9 WHERE id = 1",
                ] {
                    try db.execute("SAVEPOINT before")
                    if change.text.contains("5 - ordinal") {
                        try db.execute("UPDATE document_part SET ordinal = ordinal + 4 WHERE document_id = 1")
                        try db.execute(
                            "UPDATE document_part SET ordinal = 5 - ordinal WHERE document_id = 1 AND ordinal = 4")
                        try db.execute("UPDATE document_part SET ordinal = 0 WHERE document_id = 1 AND ordinal = 5")
                    } else {
                        if change.text.contains("document_id = 1, ordinal = 0") {
                            try db.execute("DELETE FROM document_part WHERE document_id = 1 AND ordinal = 0")
                        }
                        try db.execute(change)
                    }
                    let place: (Int, Int64) = change.text.contains("case_id = 2") ? (9, 2) : (1, 1)
                    #expect(throws: KeyRing.CannotOpen.self, "\(change.text)") {
                        _ = try content(place.0, of: place.1, .forTests, in: db)
                    }
                    try db.execute("ROLLBACK TO before")
                }
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func aRotationSealsContentAnewInSmallPortions(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            let parts = (0..<20).map { "del \($0);" }
            try database.blockingWrite { db in
                try KeyCheck.store(.forTests, in: db)
                try makeCase(1, in: db)
                try add(parts, to: 1, .forTests, in: db)
            }
            let keys = KeyRing.forTests.rotated()
            let rotation = KeyRotation(database: database, keys: keys)
            #expect(try database.blockingRead { try KeyRotation.waiting(for: keys, in: $0) } == 20)
            try rotation.begin(
                ledger: Ledger(keys: keys, process: "test"), by: Self.actor, at: Instant(milliseconds: 0))
            var portions: [Int] = []
            let done = try rotation.sealAnew { portions.append($0) }
            #expect(done == 20 && portions == [8, 16, 20])
            let left = try database.blockingRead {
                try $0.count("SELECT COUNT(*) FROM document_part WHERE content NOT LIKE '2:%'")
            }
            let text = try database.blockingRead { try content(1, of: 1, keys, in: $0) }
            let waiting = try database.blockingRead { try KeyRotation.waiting(for: keys, in: $0) }
            #expect(left == 0 && waiting == 0 && text == parts.joined())
        }
    }

    @Test(arguments: TestEngine.all)
    func nothingOfADeletedCaseIsLeftAndNumbersAreNotGivenTwice(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            try database.blockingWrite { db in
                try makeCase(1, in: db)
                try makeCase(2, in: db)
                try add(["a"], to: 1, .forTests, in: db)
                try add(["b", "c"], to: 1, .forTests, in: db)
                try add(["d"], to: 2, .forTests, in: db)
                #expect(try DocumentStore.documents(of: 1, in: db).map(\.number) == [2, 1])
                let second = try #require(try DocumentStore.document(2, of: 1, in: db))
                let at = Instant(milliseconds: 5)
                #expect(try DocumentStore.remove(second, reason: "Fejl", by: Self.actor, at: at, in: db))
                #expect(try !DocumentStore.remove(second, reason: "Igen", by: Self.actor, at: at, in: db))
                #expect(try db.count("SELECT COUNT(*) FROM document_part WHERE document_id = \(second.id)") == 0)
                let line = try #require(try DocumentStore.document(2, of: 1, in: db))
                #expect(line.removal == .init(by: "anna", at: at, reason: "Fejl"))
                try add(["e", "f", "g"], to: 1, .forTests, in: db)
                #expect(try DocumentStore.documents(of: 1, in: db).map(\.number) == [3, 2, 1])
                try Deletion(
                    keys: .forTests, ledger: Ledger(keys: .forTests, process: "test"), by: Self.actor, at: at
                ).deleteCase(1, in: db)
                #expect(try db.count("SELECT COUNT(*) FROM document") == 1)
                #expect(try db.count("SELECT COUNT(*) FROM document_part") == 1)
                #expect(try content(1, of: 2, .forTests, in: db) == "d")
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func aTextThatWasEditedMeanwhileIsNotOverwritten(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            try database.blockingWrite { db in
                let at = Instant(milliseconds: 0)
                func add(_ body: String, after version: Int) throws -> Bool {
                    try TemplateStore.add("x", body: body, note: "", after: version, by: Self.actor, at: at, in: db)
                }
                let done = [try add("en", after: 0), try add("to", after: 0), try add("to", after: 1)]
                let versions = try TemplateStore.versions(of: "x", in: db).map(\.body)
                let newest = try TemplateStore.newest(in: db).mapValues(\.version)
                #expect(done == [true, false, true] && versions == ["to", "en"] && newest == ["x": 2])
            }
        }
    }
}
