import Prevention
import SQL
import Testing

@testable import Store

/// A record of a sharing stays as it was made: by the database, and by what the log says of it.
@Suite struct DisclosureVerificationTests {
    private let actor = Actor(name: "officer", displayName: "Test", authority: "police", roles: [.officer])
    private let moment = Instant("2026-03-02T10:00") ?? Instant(milliseconds: 0)

    private func share(_ necessity: String, logging: Bool = true, in db: any Connection) throws -> Int64 {
        let one = Disclosure(
            giver: .init(account: "officer", name: "Test", role: "officer", authority: "police"),
            recipients: [.init(name: "Køge Kommune", authority: "259")],
            subject: .unregistered(name: "Åse Ø", cpr: "7205831234"), reference: "PSP-D-2026-1", basis: .psp,
            purpose: "Hjælp", necessity: necessity, whyNotLess: "Kun det", parts: [.init(.identity)],
            consent: .notAsked,
            at: moment, channel: .kreds, outcome: .given)
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
                try DisclosureStore.addAddendum("Rettelse", to: 1, keys: .forTests, by: actor, at: moment, in: db)
                // Over its time.
                try DisclosureStore.forget(2, in: db)
            }
            let found = try database.blockingRead { try DisclosureStore.verify(keys: .forTests, in: $0) }
            #expect(found.count == 3 && found.broken.isEmpty)
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
