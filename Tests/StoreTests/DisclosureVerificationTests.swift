import Prevention
import SQL
import TestSupport
import Testing

@testable import Store

/// A record of a sharing stays as it was made: by the database, and by what the log says of it.
@Suite struct DisclosureVerificationTests {
    private let actor = Actor(name: "officer", displayName: "Test", authority: "police", roles: [.officer])
    private let moment = Instant("2026-03-02T10:00") ?? Instant(milliseconds: 0)

    private func share(_ necessity: String, logging: Bool = true, in db: any Connection) throws -> Int64 {
        var one = Disclosure(
            giver: .init(account: "officer", name: "Test", role: "officer", authority: "police"),
            recipients: [.init(name: "Køge Kommune", authority: "259")],
            subject: .unregistered(name: "Åse Ø", cpr: "7205831234"), reference: "PSP-D-2026-1", basis: .psp,
            purpose: "Hjælp", necessity: necessity, whyNotLess: "Kun det", parts: [.init(.identity)],
            consent: .notAsked,
            at: moment, channel: .kreds, outcome: .given)
        one.named = [9]
        let (id, digest) = try DisclosureStore.add(one, keys: .forTests, in: db)
        if logging {
            let reason = DisclosureStore.logged(id, .psp, .given, digest: digest)
            try Ledger(keys: .forTests, process: "test").record(
                [LedgerEntry(.disclose, .disclosure, id: id, reason: reason, recipient: "259")], by: actor, at: moment,
                in: db)
        }
        return id
    }

    @Test(
        arguments: TestEngine.all,
        [
            "UPDATE disclosure SET outcome = 'declined'", "DELETE FROM disclosure",
            "UPDATE disclosure_recipient SET authority = 'housing'", "DELETE FROM disclosure_recipient",
            "UPDATE disclosure_named SET person_id = 2", "DELETE FROM disclosure_named",
        ] as [SQL])
    func aRecordIsNeitherChangedNorDeleted(engine: TestEngine, change: SQL) throws {
        try engine.withStore { database, _ in
            _ = try database.blockingWrite { try share("Nødvendigt", in: $0) }
            #expect(throws: DatabaseFailure.self) { try database.blockingWrite { _ = try $0.execute(change) } }
            let kept = try database.blockingRead { try DisclosureStore.disclosure(1, keys: .forTests, in: $0) }
            #expect(kept?.disclosure.outcome == .given && kept?.disclosure.recipients.map(\.authority) == ["259"])
        }
    }

    @Test(arguments: TestEngine.all) func whatIsAsItWasMadeIsWhole(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            try database.blockingWrite { db in
                for text in ["Nødvendigt", "Også", "Og dette"] { _ = try share(text, in: db) }
                try supplement(1, "Rettelse", in: db)
                // Over its time.
                try DisclosureStore.forget(2, in: db)
                try forgetting(2, in: db)
            }
            let found = try database.blockingRead { try DisclosureStore.verify(keys: .forTests, in: $0) }
            #expect(found.count == 3 && found.broken.isEmpty)
        }
    }

    private func supplement(_ id: Int64, _ text: String, in db: any Connection) throws {
        let (added, digest) = try DisclosureStore.addAddendum(
            text, to: id, keys: .forTests, by: actor, at: moment, in: db)
        try Ledger(keys: .forTests, process: "test").record(
            .change, .disclosure, id: id, reason: DisclosureStore.logged(addendum: added, digest: digest), by: actor,
            at: moment, in: db)
    }

    private func forgetting(_ id: Int64, in db: any Connection) throws {
        try Ledger(keys: .forTests, process: "test").record(
            .delete, .disclosure, id: id, reason: "deletion 1", by: actor, at: moment, in: db)
    }

    /// What no trigger guards: a copy of the database that is edited and put back.
    @Test(
        arguments: TestEngine.all,
        [
            "UPDATE disclosure SET person_id = 7 WHERE id = 1", "UPDATE disclosure SET at = at + 1 WHERE id = 1",
            "UPDATE disclosure SET categories = 'identity health' WHERE id = 1",
            "UPDATE disclosure SET channel = 'letter' WHERE id = 1",
            "UPDATE disclosure SET consent = 'given' WHERE id = 1",
            "UPDATE disclosure SET giver = 'x' WHERE id = 1", "UPDATE disclosure SET case_id = 7 WHERE id = 1",
            "UPDATE disclosure SET municipality = '316' WHERE id = 1",
            "UPDATE disclosure_recipient SET account = 'x' WHERE disclosure_id = 1",
            "DELETE FROM disclosure_named WHERE disclosure_id = 1",
            "UPDATE disclosure_words SET cpr_sealed = '' WHERE disclosure_id = 1",
            "DELETE FROM disclosure_words WHERE disclosure_id = 1",
            "DELETE FROM disclosure_addendum WHERE disclosure_id = 1",
            "UPDATE disclosure_addendum SET actor = 'x' WHERE disclosure_id = 1",
            """
            UPDATE disclosure_addendum SET body = (SELECT b.body FROM disclosure_addendum b WHERE b.disclosure_id = 2)
            WHERE disclosure_id = 1
            """,
        ] as [SQL])
    func everyColumnIsHeldByTheHash(engine: TestEngine, change: SQL) throws {
        try engine.withStore { database, _ in
            try database.blockingWrite { db in
                for text in ["Nødvendigt", "Også"] { _ = try share(text, in: db) }
                try supplement(1, "Rettelse", in: db)
                try supplement(2, "Anden", in: db)
            }
            func broken() throws -> [Int64] {
                try database.blockingRead { try DisclosureStore.verify(keys: .forTests, in: $0) }.broken
            }
            #expect(try broken().isEmpty)
            try database.blockingWrite { db in
                for table in ["disclosure", "disclosure_recipient", "disclosure_named"] as [SQL] {
                    try db.execute("DROP TRIGGER \(table)_not_changed")
                    try db.execute("DROP TRIGGER \(table)_not_deleted")
                }
                try db.execute("DROP TRIGGER disclosure_addendum_not_rewritten")
                try db.execute(change)
            }
            #expect(try broken() == [1])
        }
    }

    @Test(arguments: TestEngine.all) func whatIsGoneAltogetherIsMissed(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            try database.blockingWrite { db in
                for text in ["Nødvendigt", "Også"] { _ = try share(text, in: db) }
                try db.execute("DROP TRIGGER disclosure_not_deleted")
                try db.execute("DROP TRIGGER disclosure_recipient_not_deleted")
                try db.execute("DROP TRIGGER disclosure_named_not_deleted")
                for table in ["disclosure_words", "disclosure_recipient", "disclosure_named"] as [SQL] {
                    try db.execute("DELETE FROM \(table) WHERE disclosure_id = 2")
                }
                try db.execute("DELETE FROM disclosure WHERE id = 2")
            }
            let found = try database.blockingRead { try DisclosureStore.verify(keys: .forTests, in: $0) }
            #expect(found.count == 1 && found.broken == [2])
        }
    }

    /// Records from before the hash held more than the words.
    @Test(arguments: TestEngine.all) func anOlderRecordStaysWhole(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            try database.blockingWrite { db in
                let body = try JSONText.encode(RecordWords())
                let digest = RecordText.digest(of: body)
                try db.execute(
                    """
                    INSERT INTO disclosure (giver, role, authority, person_id, basis, categories, consent, at, channel,
                        onward, outcome, sealed, digest)
                    VALUES ('officer', 'officer', 'police', 3, 'rpl115-2', 'identity', 'not-asked', 0, 'kreds',
                        'rpl115-2', 'given', 0, \(digest))
                    """)
                try db.execute(
                    """
                    INSERT INTO disclosure_recipient (disclosure_id, ordinal, account, role, authority)
                    VALUES (1, 0, '', '', '259')
                    """)
                try db.execute(
                    """
                    INSERT INTO disclosure_words (disclosure_id, cpr_sealed, cpr_hash, body)
                    VALUES (1, '', '', \(try KeyRing.forTests.sealed(body, for: .disclosure)))
                    """)
                try db.execute(
                    """
                    INSERT INTO disclosure_addendum (disclosure_id, body, actor, at)
                    VALUES (1, \(try KeyRing.forTests.sealed("Rettelse", for: .disclosure)), 'officer', 0)
                    """)
                let reason = DisclosureStore.logged(1, .psp, .given, digest: digest)
                try Ledger(keys: .forTests, process: "test").record(
                    [LedgerEntry(.disclose, .person, id: 3, reason: reason, recipient: "259")], by: actor, at: moment,
                    in: db)
            }
            try database.blockingRead { db in
                let broken = try DisclosureStore.verify(keys: .forTests, in: db).broken
                let added = try DisclosureStore.disclosure(1, keys: .forTests, in: db)?.addenda.map(\.body)
                #expect(broken.isEmpty && added == ["Rettelse"])
            }
        }
    }

    @Test(arguments: TestEngine.all) func otherWordsAndAMissingLineAreFound(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            try database.blockingWrite { db in
                for text in ["Nødvendigt", "Også"] { _ = try share(text, in: db) }
                _ = try share("Uden log", logging: false, in: db)
                // Words of another, and words that nobody can open.
                try db.execute(
                    """
                    UPDATE disclosure_words SET body = (SELECT body FROM disclosure_words WHERE disclosure_id = 1)
                    WHERE disclosure_id = 2
                    """)
            }
            let found = try database.blockingRead { try DisclosureStore.verify(keys: .forTests, in: $0) }
            #expect(found.broken == [2, 3])
            try database.blockingWrite { db in
                _ = try db.execute("UPDATE disclosure_words SET body = 'x' WHERE disclosure_id = 1")
            }
            let more = try database.blockingRead { try DisclosureStore.verify(keys: .forTests, in: $0) }
            #expect(more.broken == [1, 2, 3])
        }
    }

    @Test(arguments: TestEngine.all) func aRecipientThatTheLogDoesNotKnowIsFound(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            try database.blockingWrite { db in
                _ = try share("Nødvendigt", in: db)
                try db.execute(
                    """
                    INSERT INTO disclosure_recipient (disclosure_id, ordinal, account, role, authority)
                    VALUES (1, 1, '', '', 'housing')
                    """)
            }
            let found = try database.blockingRead { try DisclosureStore.verify(keys: .forTests, in: $0) }
            #expect(found.broken == [1])
        }
    }

    @Test(arguments: TestEngine.all) func somebodyUnregisteredIsFoundByNumberUntilTheWordsGo(engine: TestEngine) throws
    {
        try engine.withStore { database, _ in
            _ = try database.blockingWrite { try share("Nødvendigt", in: $0) }
            func found(_ cpr: String) throws -> Int {
                try database.blockingRead {
                    try DisclosureStore.disclosures(about: nil, cpr: cpr, withSealed: false, keys: .forTests, in: $0)
                        .count
                }
            }
            #expect(try found("7205831234") == 1 && found("7205831235") == 0 && found("") == 0)
            try database.blockingWrite { try DisclosureStore.forget(1, in: $0) }
            #expect(try found("7205831234") == 0)
        }
    }
}
