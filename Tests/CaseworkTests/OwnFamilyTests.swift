import Foundation
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Nobody looks up themselves or their own family, however they try (forvaltningsloven § 3).
@Suite struct OwnFamilyTests {
    private let test: TestOffice
    private let officer: Actor
    private let own: Int64
    private let child: Int64
    private let stranger: Int64

    init() async throws {
        test = try TestOffice()
        try test.addAccounts()
        own = try test.person("P1", born: "1985-01-01")
        child = try test.person("P2", born: "2013-05-01")
        stranger = try test.person("P3", born: "1985-01-01")
        let (parent, related) = (own, child)
        _ = try await test.database.write { db in
            try db.execute(
                """
                INSERT INTO relation (source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
                VALUES (1, \(parent), \(related), 'parent', '', 0, '', 0)
                """)
        }
        try await LinkAccount("officer", person: own)(
            by: test.may(Acts.ManageAccounts.self, as: .administrator), in: test.office)
        var actor = TestOffice.actor(.officer)
        actor.person = own
        officer = actor
    }

    private var finds: Authorized<Acts.FindPersons> {
        get throws { try Policy.authorize(officer, Acts.FindPersons.self) }
    }

    private var works: Authorized<Acts.WorkCases> {
        get throws { try Policy.authorize(officer, Acts.WorkCases.self) }
    }

    @Test func theLinkIsOfTheAccount() throws {
        let found = try test.database.blockingRead { try AccountStore.account(named: "officer", in: $0)?.actor.person }
        #expect(found == own)
    }

    @Test func theirPagesAreRefusedAndTheTryIsLogged() async throws {
        for person in [own, child] {
            let codes = try await refusals {
                _ = try await ReadPerson(person, purpose: Purpose(.caseWork))(finds, in: test.office)
            }
            #expect(codes == ["own-family"])
            #expect(try test.logged(.person, person).last == "read refused own-family")
        }
        _ = try await ReadPerson(stranger, purpose: Purpose(.caseWork))(finds, in: test.office)
    }

    /// Nobody comes upon their own family by the page of another, such as that of a brother-in-law's new partner.
    @Test func theyAreNotShownOnThePageOfAnother() async throws {
        let (sister, partner) = (try test.person("P4"), try test.person("P5"))
        let (own, sisterID, partnerID) = (own, sister, partner)
        _ = try await test.database.write { db in
            for (from, to, kind) in [(own, sisterID, "sibling"), (partnerID, sisterID, "spouse")] {
                try db.execute(
                    """
                    INSERT INTO relation (source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
                    VALUES (1, \(from), \(to), \(kind), '', 0, '', 0)
                    """)
            }
        }
        func family(_ actor: Actor) async throws -> [Int64] {
            try await ReadPerson(partner, purpose: Purpose(.caseWork))(
                Policy.authorize(actor, Acts.FindPersons.self), in: test.office
            ).family.map(\.id)
        }
        #expect(try await family(officer) == [])
        #expect(try await family(TestOffice.actor(.screener)).contains(sister))
        #expect(try test.logged(.person, sister).allSatisfy { !$0.contains("refused") })
    }

    @Test func aSearchDoesNotFindThem() async throws {
        let found = try await FindPersons("Person", purpose: Purpose(.caseWork))(finds, in: test.office)
        #expect(found.map(\.id) == [stranger])
        #expect(try test.logged(.person, child).isEmpty)
    }

    @Test func aFormDoesNotNameThem() async throws {
        #expect(try await refusals { _ = try await IdentifyPerson("P2")(works, in: test.office) } == ["own-family"])
        #expect(
            try await refusals { _ = try await NamePerson(child, purpose: Purpose(.caseWork))(finds, in: test.office) }
                == ["own-family"])
    }

    @Test func theirCasesAreForAColleague() async throws {
        let id = try await test.open("social-report", fields: ["origin": "patrol", "facts": "Set"], subject: child)
        #expect(try await refusals { _ = try await ReadCase(id)(works, in: test.office) } == ["own-family"])
        #expect(
            try await refusals {
                try await ChangeCase(id, revision: 1, .addParty(.contact, person: stranger))(works, in: test.office)
            } == ["own-family"])
        #expect(
            try await refusals {
                let programme = try #require(Catalogue.programme("social-report"))
                _ = try await OpenCase(
                    programme, municipality: "259", fields: ["origin": "patrol"], parties: [(.subject, child)])(
                        works, in: test.office)
            } == ["own-family"])
        let events = try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM case_event") }
        #expect(events == 1, "nothing was changed")
    }

    /// Lists and old papers name a record of the child that has been merged with another.
    @Test func anotherRecordOfTheirOwnIsTheirOwn() async throws {
        let record = try test.person("R1", born: "2013-05-01")
        let doubt = try test.doubt(record, stranger)
        let child = child
        let hit = try test.database.blockingWrite { db in
            _ = try IdentityStore.merge(
                child, record, how: .hand, probability: nil, words: "Skolens navn", by: TestOffice.actor(.leader),
                at: test.now, in: db)
            return try db.insert(
                """
                INSERT INTO hit (child_id, rule, version, first_triggered, last_triggered, triggers, incidents, carers,
                    state, found_on)
                VALUES (\(stranger), 'grave-incident', 1, '2026-01-01', '2026-01-01', 1, '[]', \("[\(record)]"),
                    'no-report', '2026-01-02')
                RETURNING id
                """) ?? 0
        }
        func actor(_ role: Role) -> Actor {
            var actor = TestOffice.actor(role)
            actor.person = own
            return actor
        }
        let (screener, secretary) = (actor(.screener), actor(.secretariat))
        let reviews = try Policy.authorize(screener, Acts.ReviewIdentities.self)
        #expect(try await NextDoubt(after: nil)(reviews, in: test.office) == nil)
        let other = try test.may(Acts.ReviewIdentities.self, as: .screener)
        #expect(try await NextDoubt(after: nil)(other, in: test.office) == doubt)
        let codes = [
            try await refusals {
                try await HoldRecord(.set(.person, record, reason: "x"))(
                    Policy.authorize(secretary, Acts.ManageRetention.self), in: test.office)
            },
            try await refusals {
                try await AddAddendum(.person, record, text: "x", requestedBy: "y")(works, in: test.office)
            },
            try await refusals {
                try await AddAddendum(.hit, hit, text: "x", requestedBy: "y")(
                    Policy.authorize(screener, Acts.WorkCases.self), in: test.office)
            },
            try await refusals {
                _ = try await ReadHit(hit)(Policy.authorize(screener, Acts.Screen.self), in: test.office)
            },
        ]
        #expect(codes == Array(repeating: ["own-family"], count: 4))
    }

    /// On the page of somebody else, who was once taken for one of them.
    @Test func whyTheirRecordIsKeptApartFromAnotherIsNotRead() async throws {
        let (child, stranger) = (child, stranger)
        _ = try await test.database.write { db in
            try IdentityStore.split(
                stranger, child, words: "Moderen bor på Prøvevej", by: TestOffice.actor(.leader), at: test.now, in: db)
        }
        var leader = TestOffice.actor(.leader)
        leader.person = own
        let own = try await ReadIdentity(stranger)(
            Policy.authorize(leader, Acts.ReviewIdentities.self), in: test.office)
        #expect(own.splits.count == 1 && !own.isShown(stranger, child))
        let other = try await ReadIdentity(stranger)(
            test.may(Acts.ReviewIdentities.self, as: .leader), in: test.office)
        #expect(other.isShown(stranger, child))
    }

    @Test func anEmergencyDoesNotOpenThem() async throws {
        var actor = officer
        actor.emergency = 1
        let codes = try await refusals {
            _ = try await ReadPerson(child, purpose: Purpose(.caseWork))(
                Policy.authorize(actor, Acts.FindPersons.self), in: test.office)
        }
        #expect(codes == ["own-family"])
    }
}
