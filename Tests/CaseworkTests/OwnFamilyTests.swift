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
