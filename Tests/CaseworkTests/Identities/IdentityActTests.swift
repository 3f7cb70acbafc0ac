import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// What follows when two records are found to be one person, and when that was wrong.
@Suite struct IdentityActTests {
    let test: TestOffice
    let child: Int64
    let mother: Int64
    /// Another record of the mother, with an incident of its own.
    let other: Int64
    let incident: Int64

    init() async throws {
        test = try TestOffice()
        child = try test.person("P-child", born: "2018-01-01")
        mother = try test.person("P-mother", born: "1985-01-01")
        other = try test.person("P-other", born: "1985-01-01")
        let (child, mother, other) = (child, mother, other)
        incident = try test.database.blockingWrite { db in
            try db.execute(
                """
                INSERT INTO relation (source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
                VALUES (1, \(mother), \(child), 'parent', '', 0, '', 0)
                """)
            let id =
                try db.insert(
                    """
                    INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                        fingerprint, import_id)
                    VALUES (1, 'I-1', 1767225600000, '2026-01-01', 'grave-violence', '259', 'Torvet', '', 0, 0) RETURNING id
                    """) ?? 0
            try db.execute(
                """
                INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                VALUES (\(id), 'charged', \(other), '', 0)
                """)
            return id
        }
    }

    private var who: Authorized<Acts.ReviewIdentities> {
        get throws { try test.may(Acts.ReviewIdentities.self, as: .secretariat) }
    }

    /// One says so and another agrees.
    @discardableResult
    private func merge(_ second: Int64? = nil) async throws -> Int64 {
        let outcome = try await MergePersons(mother, second ?? other, words: "Samme navn og bopæl")(
            who, in: test.office)
        guard case .waits(let doubt) = outcome else {
            Issue.record("merged by one person alone")
            return 0
        }
        try await DecideDoubt(doubt, revision: 1, .same, words: "Enig")(
            test.may(Acts.ReviewIdentities.self, as: .leader), in: test.office)
        return try test.database.blockingRead { try IdentityStore.person(of: mother, in: $0) }
    }

    private func standing() async throws -> PersonMerge {
        let identity = try await ReadIdentity(mother)(who, in: test.office)
        return try #require(identity.merges.first { $0.undone == nil })
    }

    private func hits() throws -> [StoredHit] {
        try test.database.blockingRead { try HitStore.hits(about: [child], in: $0) }
    }

    @Test func aMergeLetsTheIncidentCountForTheMotherAndTheUndoingTakesItBack() async throws {
        #expect(try hits().isEmpty)
        #expect(try await merge() == mother)
        let page = try await ReadPerson(other, purpose: Purpose(.caseWork, explanation: "x"))(
            test.may(Acts.FindPersons.self, as: .secretariat), in: test.office)
        #expect(page.person.id == mother, "the merged record leads to the person")
        #expect(page.incidents.map(\.incident.id) == [incident])
        #expect(page.records == 2)
        #expect(try hits().map(\.carers) == [[mother]], "the screening sees both as one")
        for record in [mother, other] {
            #expect(try test.logged(.person, record).contains { $0.hasPrefix("combine merge ") })
        }

        let persons = try await UndoMerge(try await standing().id, words: "Det er to søstre")(who, in: test.office)
        #expect(persons == [mother, other])
        #expect(try hits().isEmpty)
        let after = try await ReadPerson(mother, purpose: Purpose(.caseWork, explanation: "x"))(
            test.may(Acts.FindPersons.self, as: .secretariat), in: test.office)
        #expect(after.incidents.isEmpty && after.records == 1)
    }

    @Test func anUndoneMergeBlocksAnotherUntilTheSplitIsTakenBack() async throws {
        try await merge()
        #expect(try await refusals { _ = try await merge() } == ["identity-same"])
        let id = try await standing().id
        #expect(
            try await refusals { _ = try await UndoMerge(id, words: "")(who, in: test.office) } == ["identity-words"])
        _ = try await UndoMerge(id, words: "Det er to søstre")(who, in: test.office)
        #expect(
            try await refusals { _ = try await UndoMerge(id, words: "igen")(who, in: test.office) } == [
                "identity-undone"
            ])
        #expect(try await refusals { _ = try await merge() } == ["identity-split"])
        let identity = try await ReadIdentity(mother)(who, in: test.office)
        let split = try #require(identity.splits.first)
        #expect(identity.others.map(\.id) == [other])
        _ = try await TakeBackSplit(split.id, words: "De er én")(who, in: test.office)
        #expect(
            try await refusals { _ = try await TakeBackSplit(split.id, words: "igen")(who, in: test.office) }
                == ["identity-split-gone"])
        let codes = try await refusals { try await merge() }
        #expect(codes == ["identity-doubt"], "it is in doubt again, and decided there")
    }

    @Test func whatCameAfterTheMergeGoesWhereItIsSaid() async throws {
        let before = try await test.open("preventive-talk", fields: ["kind": "concern"], subject: other)
        test.pass(days: 1)
        try await merge()
        test.pass(days: 1)
        let after = try await test.open("preventive-talk", fields: ["kind": "concern"], subject: mother)
        let preview = try await PreviewUndo(try await standing().id)(who, in: test.office)
        #expect(preview.later.map(\.row.subject) == [after], "the case of before has been said of the one record")
        #expect(preview.second.cases.map(\.id).contains(before) || preview.first.cases.map(\.id).contains(before))
        let row = try #require(preview.later.first?.row)
        let isFirst = preview.merge.a == other
        _ = try await UndoMerge(preview.merge.id, words: "To søstre", isAboutFirst: [row.key: isFirst])(
            who, in: test.office)
        for id in [before, after] { #expect(try await test.read(id).file.subject?.person == other) }
        let told = try test.database.blockingRead { db in
            try ChangeLog.entries(of: .caseFile, id: after, in: db).map { $0.old + ">" + $0.new }
        }
        #expect(told.prefix(2) == [">party subject \(other)", "party subject \(mother)>"])
        #expect(try await test.read(after).row.revision == 2, "whoever has it open does not write over it")
        #expect(try test.logged(.caseFile, after).contains("change merge \(preview.merge.id) undone, \(row.key)"))
        #expect(try await test.read(before).row.revision == 1)
    }

    /// A part that a report described and that made a record of its own is that record's; another may be either's.
    @Test func thePartThatARecordWasMadeOfIsNotAskedAbout() async throws {
        let (mother, other) = (mother, other)
        _ = try test.database.blockingWrite { db in
            try db.execute("UPDATE person SET from_report = 1 WHERE id = \(other)")
        }
        try await merge()
        for name in ["I-2", "I-3"] { try test.incident(name, [mother]) }
        _ = try test.database.blockingWrite { db in
            try db.execute("UPDATE incident_person SET described = '{}' WHERE id > 1")
            try db.execute(
                """
                UPDATE incident_person SET said_of = \(other)
                WHERE incident_id = (SELECT id FROM incident WHERE external_id = 'I-2')
                """)
        }
        let preview = try await PreviewUndo(try await standing().id)(who, in: test.office)
        #expect(preview.later.map(\.incident?.externalID) == ["I-3"])
    }

    @Test func aCaseWithBothRecordsShowsThePersonOnceAndBothAfterwards() async throws {
        let id = try await test.open("preventive-talk", fields: ["kind": "concern"], subject: child)
        try await test.change(id, revision: 1, .addParty(.caregiver, person: mother))
        try await test.change(id, revision: 2, .addParty(.caregiver, person: other))
        try await merge()
        let caregivers = try await test.read(id).file.parties.filter { $0.role == .caregiver }
        #expect(caregivers.map(\.person) == [mother])
        _ = try await UndoMerge(try await standing().id, words: "To søstre")(who, in: test.office)
        let two = try await test.read(id).file.parties.filter { $0.role == .caregiver }
        #expect(two.map(\.person).sorted() == [mother, other])
    }

    @Test func protectionOfOneRecordProtectsThePersonAndNobodyDecidesUnseen() async throws {
        let hidden = try test.person("P-hidden", born: "1985-01-01", protected: true)
        #expect(
            try await refusals {
                _ = try await MergePersons(mother, hidden, words: "x")(who, in: test.office)
            } == ["identity-masked"])
        try test.addAccounts()
        try await SeeProtected(hidden, reason: "Tvivl om, hvem det er")(
            test.may(Acts.SeeProtected.self, as: .secretariat), in: test.office)
        try await SeeProtected(hidden, reason: "Tvivl om, hvem det er")(
            test.may(Acts.SeeProtected.self, as: .leader), in: test.office)
        let person = try await merge(hidden)
        let protected = try test.database.blockingRead { try PersonStore.persons([mother, hidden], in: $0) }
        #expect(protected[person]?.isProtected == true && protected[mother]?.isProtected == true)
        let merge = try test.database.blockingRead {
            try IdentityStore.merges(touching: [hidden], in: $0).first?.id
        }
        _ = try await UndoMerge(try #require(merge), words: "Forkert")(who, in: test.office)
        #expect(try test.database.blockingRead { try PersonStore.person(mother, in: $0) }?.isProtected == false)
    }

    @Test func whoIsDeletedGoesWithAllRecords() async throws {
        try await merge()
        let (mother, other, child) = (mother, other, child)
        try test.database.blockingWrite { db in
            try db.execute("DELETE FROM incident_person WHERE person_id = \(mother)")
            try db.execute("DELETE FROM hit WHERE child_id = \(child)")
            let deletion = Deletion(
                keys: test.office.keys, ledger: test.office.ledger, by: TestOffice.actor(.secretariat), at: test.now)
            try deletion.deletePerson(mother, in: db)
            #expect(try PersonStore.persons([mother, other], in: db).isEmpty)
            #expect(try db.count("SELECT COUNT(*) FROM person_merge") == 0)
            #expect(try db.count("SELECT COUNT(*) FROM tombstone WHERE entity = 'person'") == 2)
        }
    }
}
