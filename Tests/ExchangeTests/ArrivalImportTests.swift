import Handbook
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Exchange

/// Rows of `incident_persons.csv` without an id.
@Suite struct ArrivalImportTests {
    /// A register of families, with a CPR number for every second person.
    private static let persons: String = {
        var rows = "person_id,cpr,given_names,family_name,birth_date,sex,address,postal_code,municipality,protected\n"
        let given = ["Asta", "Bo", "Carla", "Dan", "Ellen", "Finn", "Gerda", "Hans", "Inga", "Jens", "Karla", "Lars"]
        let family = ["Nielsen", "Bæk", "Østerlund", "Holm", "Ravn", "Skov", "Lund"]
        for number in 0..<210 {
            let (month, day) = (1 + number % 9, 10 + number % 19)
            rows += "P\(number),,\(given[number % 12]) \(given[(number + 5) % 12]),\(family[number / 3 % 7]),"
            rows += "19\(60 + number / 6)-0\(month)-\(day),,Skovvej \(number / 3),4\(600 + number % 5),259,0\n"
        }
        return rows
    }()

    private static let incidents: String = {
        "incident_id,occurred_at,type,municipality,place,latitude,longitude,summary,same_as\n"
            + (1...12).map { "I\($0),2026-01-\($0 + 10)T12:00,violence,259,,,,,\n" }.joined()
    }()

    private func district(_ rows: [String]) throws -> District {
        try District([
            "persons.csv": ArrivalImportTests.persons, "incidents.csv": ArrivalImportTests.incidents,
            "incident_persons.csv": file(rows),
        ])
    }

    private func file(_ rows: [String]) -> String {
        "incident_id,role,person_id,cpr,given_names,family_name,birth_date,address,postal_code\n"
            + rows.map { $0 + "\n" }.joined()
    }

    /// By incident: the person whom it counts for, the record that it is said of, and whether it is held.
    private func parts(_ district: District) throws -> [String] {
        try district.rows(
            """
            SELECT i.external_id, p.external_id, COALESCE(s.external_id, '-'), ip.held
            FROM incident_person ip JOIN incident i ON i.id = ip.incident_id
            LEFT JOIN person p ON p.id = ip.person_id LEFT JOIN person s ON s.id = ip.said_of ORDER BY ip.id
            """, columns: 4)
    }

    // P3 is Dan Inga Bæk, born 1960-04-13, of Skovvej 1.
    private static let plain = "I1,suspect,,,Dan Inga,Bæk,1960-04-13,Skovvej 1,4603"

    @Test func somebodyBeyondDoubtIsLinkedByARecordOfTheirOwn() throws {
        let district = try district([ArrivalImportTests.plain])
        let summary = try district.run()
        #expect(try district.rejects(summary) == [])
        #expect(try parts(district) == ["I1|P3|I1/suspect|0"])
        #expect(
            try district.rows(
                "SELECT how, probability > 0.99, words, undone_at FROM person_merge", columns: 4) == ["import|1||∅"])
        #expect(
            try district.rows("SELECT linked, doubtful, fresh, wrong < 0.01 FROM match_tally", columns: 4) == [
                "1|0|0|1"
            ])
    }

    /// An open case of P3 whose stored deadline is wrong, as it is before somebody's records are found to be one.
    private func staleCase(_ district: District) throws -> Int64 {
        try district.database.blockingWrite { db in
            let person = try #require(try db.first("SELECT id FROM person WHERE external_id = 'P3'") { $0.int64(0) })
            let programme = try #require(Catalogue.programme("ukn"))
            let file = CaseFile(
                id: 0, programme: programme, municipality: "259", fields: [:],
                parties: [Party(person: person, role: .subject, birthDate: LocalDate("1960-04-13"), sex: .male)],
                events: [CaseEvent(.entered("registered"), at: district.now)])
            let standing = try CaseStanding(file, now: district.now, law: district.handbook.law)
            let id = try CaseStore.insert(
                file, standing: standing, owner: "", by: District.actor(), at: district.now, in: db)
            try db.execute("UPDATE case_file SET due_at = 1, due_clock = 'stale' WHERE id = \(id)")
            return id
        }
    }

    private func dueClock(_ id: Int64, _ district: District) throws -> [String] {
        try district.rows("SELECT due_clock FROM case_file WHERE id = \(id)", columns: 1)
    }

    /// Not only hits follow from who somebody is.
    @Test func aLinkReckonsTheDeadlinesOfThePersonsCasesAnewInTheSameRun() throws {
        let district = try district([])
        try district.run()
        let id = try staleCase(district)
        try district.write(["incident_persons.csv": file([ArrivalImportTests.plain])])
        try district.run()
        #expect(try parts(district) == ["I1|P3|I1/suspect|0"])
        #expect(try dueClock(id, district) == ["police-processing"])
    }

    @Test func aNumberThatAReportHasNamedBeforeReckonsThemToo() throws {
        let district = try district(["I1,suspect,,6503841234,Asta Marie,Hald,,,"])
        try district.run()
        let id = try staleCase(district)
        let number = ArrivalImportTests.persons.replacing("P3,,", with: "P3,6503841234,")
        try district.write(["persons.csv": number])
        try district.run()
        #expect(
            try district.rows("SELECT COUNT(*) FROM person_merge WHERE undone_at IS NULL", columns: 1) == ["1"])
        #expect(try dueClock(id, district) == ["police-processing"])
    }

    @Test func theLinkCanBeUndone() throws {
        let district = try district([ArrivalImportTests.plain])
        try district.run()
        try district.database.blockingWrite { db in
            let merge = try #require(try db.first("SELECT id FROM person_merge") { $0.int64(0) })
            try IdentityStore.undo(
                merge, words: "another Dan", by: District.actor(), at: district.now, in: db)
        }
        #expect(try parts(district) == ["I1|I1/suspect|-|0"])
        // And the next import does not link it again.
        #expect(try district.run().counts("incident_persons.csv") == [1, 0, 0, 1, 0])
        #expect(try parts(district) == ["I1|I1/suspect|-|0"])
    }

    @Test func whoeverMayBeTwoIsHeldUntilSomebodyDecides() throws {
        // Neither name nor address tells which of the family at Skovvej 1 is meant.
        let district = try district(["I2,victim,,,D,Bæk,,Skovvej 1,4603", "I3,witness,,,Dan,Bæk,1960-04-31,,"])
        let summary = try district.run()
        #expect(summary.warnings["person-in-doubt"] ?? 0 > 0)
        let held = try parts(district).filter { $0.hasSuffix("|1") }
        #expect(!held.isEmpty)
        #expect(
            try district.count("SELECT COUNT(*) FROM match_doubt WHERE state = 'open' AND origin = 'import'")
                >= held.count
        )
        // What is held counts for nobody but the record that it made.
        #expect(held.allSatisfy { $0.hasPrefix("I2|I2/victim|-|") || $0.hasPrefix("I3|I3/witness|-|") })
    }

    @Test func somebodyUnknownIsANewPersonOnce() throws {
        let rows = [
            "I4,suspect,,,Zenobia,Quist,1999-02-28,Havnegade 9,4700",
            "I5,suspect,,,Zenobia,Quist,1999-02-28,Havnegade 9,4700",
        ]
        let district = try district(rows)
        try district.run()
        #expect(try parts(district) == ["I4|I4/suspect|-|0", "I5|I4/suspect|-|0"])
        #expect(try district.count("SELECT COUNT(*) FROM person WHERE from_report = 1") == 1)
    }

    @Test func theNumberLinksWithoutARecord() throws {
        let district = try district(["I6,suspect,,610180-0002,Dan,Bæk,,,"])
        try district.write([
            "persons.csv": "person_id,cpr,given_names,family_name,birth_date\nN1,6101800002,Åse,Bæk,1980-01-01\n"
        ])
        try district.run()
        #expect(try parts(district) == ["I6|N1|-|0"])
        #expect(try district.count("SELECT COUNT(*) FROM person WHERE from_report = 1") == 0)
    }

    @Test func whoeverIsNotNamedMakesNobody() throws {
        let district = try district(["I7,involved,,,Ukendt,Mand,,Gågaden 1,4300", "I8,involved,,,Dan,,,,"])
        let summary = try district.run()
        #expect(summary.warnings["person-not-identified"] == 2)
        #expect(try parts(district) == ["I7|∅|-|0", "I8|∅|-|0"])
        #expect(try district.count("SELECT COUNT(*) FROM person WHERE from_report = 1") == 0)
    }

    @Test func theSameFileAgainChangesNothing() throws {
        let rows = [
            ArrivalImportTests.plain, "I2,victim,,,D,Bæk,,Skovvej 1,4603", "I4,suspect,,,Zenobia,Quist,1999-02-28,,",
            "I7,involved,,,Ukendt,Mand,,Gågaden 1,4300",
        ]
        let district = try district(rows)
        try district.run()
        let before = try parts(district)
        let persons = try district.count("SELECT COUNT(*) FROM person")
        #expect(try district.run().counts("incident_persons.csv") == [4, 0, 0, 4, 0])
        #expect(try parts(district) == before)
        #expect(try district.count("SELECT COUNT(*) FROM person") == persons)
    }

    /// What was kept unlinked, since too little was said, is not asked about again; a fuller row is another row.
    @Test func aPersonWhoIsKnownLaterIsFoundByTheNextReport() throws {
        let district = try district(["I4,suspect,,,Zenobia,Quist,1999-02-28,Havnegade 9,4700"])
        try district.run()
        try district.write([
            "incident_persons.csv": file([
                "I4,suspect,,,Zenobia,Quist,1999-02-28,Havnegade 9,4700",
                "I9,victim,,,Zenobia Maria,Quist,1999-02-28,,",
            ])
        ])
        try district.run()
        #expect(try parts(district).last == "I9|I4/suspect|I9/victim|0")
    }

    @Test func aMarriedNameAndATurnedDateStillFind() throws {
        let district = try district([
            "I10,suspect,,,Bo Gerda,Nielsen,1960-02-11,,4601", "I11,suspect,,,Nielsen,Bo Gerda,1960-02-11,,",
        ])
        try district.run()
        // P1 is Bo Gerda Nielsen, born 1960-02-11: swapped names are the same person.
        #expect(try parts(district).allSatisfy { $0.contains("|P1|") || $0.hasSuffix("|1") })
    }

    @Test func whatWasLearnedIsKept() throws {
        let rows = (0..<12).map { "I\($0 + 1),suspect,,,Dan Inga,Bæk,1960-04-13,Skovvej 1,4603" }
        let district = try district(rows)
        try district.run()
        try district.run()
        #expect(try district.count("SELECT COUNT(*) FROM match_model") == 1)
        let profile = try #require(try district.database.blockingRead { try ArrivalStore.profile(in: $0) })
        #expect(profile.persons == 210)
        #expect(profile.arrivals == 12)
    }

    @Test func whoeverHasTheNumberOfAReportIsThatPerson() throws {
        let district = try district(["I1,suspect,,6103990007,Zenobia,Quist,,,", "I2,suspect,,610399-0007,Z,Q,,,"])
        try district.run()
        #expect(try parts(district) == ["I1|I1/suspect|-|0", "I2|I1/suspect|-|0"])
        try district.write([
            "persons.csv": "person_id,cpr,given_names,family_name,birth_date\nN1,6103990007,Zenobia,Quist,1999-03-01\n"
        ])
        try district.write(["incident_persons.csv": file(["I3,suspect,,6103990007,Zenobia,Quist,,,"])])
        try district.run()
        #expect(try parts(district) == ["I1|N1|I1/suspect|0", "I2|N1|I1/suspect|0", "I3|N1|-|0"])
    }

    @Test func aSecondReportOfSomebodyInDoubtIsHeldToo() throws {
        let row = "victim,,,D,Bæk,,Skovvej 1,4603"
        let district = try district(["I2,\(row)"])
        try district.run()
        #expect(try parts(district) == ["I2|I2/victim|-|1"])
        try district.write(["incident_persons.csv": file(["I3,\(row)", "I4,victim,,,D,Bæk,,Skovvej 1 st,4603"])])
        try district.run()
        #expect(try parts(district).allSatisfy { $0.hasSuffix("|1") })
    }

    /// What a report says of somebody who may be protected is hidden as they are, until it is decided that they are another.
    @Test func aReportThatMayBeAboutSomebodyProtectedIsHidden() throws {
        let district = try District([
            "persons.csv": ArrivalImportTests.persons.replacing("4603,259,0", with: "4603,259,1"),
            "incidents.csv": ArrivalImportTests.incidents,
            "incident_persons.csv": file(["I2,victim,,,D,Bæk,,Skovvej 1,4603"]),
        ])
        try district.run()
        let hidden: SQL = "SELECT protected, own_protected FROM person WHERE from_report = 1"
        #expect(try district.rows(hidden, columns: 2) == ["1|0"])
        try district.database.blockingWrite { db in
            _ = try db.execute("UPDATE match_doubt SET state = 'different'")
            let record = try #require(try db.first("SELECT id FROM person WHERE from_report = 1") { $0.int64(0) })
            try IdentityStore.settle(record, in: db)
        }
        #expect(try district.rows(hidden, columns: 2) == ["0|∅"])
    }

    @Test func twoInOneIncidentAreNotTakenForOnePerson() throws {
        let district = try district([
            "I1,victim,P3,,,,,,", "I1,suspect,,,Dan Inga,Bæk,1960-04-13,Skovvej 1,4603",
        ])
        try district.run()
        #expect(try parts(district) == ["I1|P3|-|0", "I1|I1/suspect|-|1"])
    }

    @Test func theFirstSixDigitsOfANumberAreABirthDate() throws {
        let district = try district([
            "I1,suspect,,130460,Dan Inga,Bæk,,Skovvej 1,4603", "I2,suspect,,130460-,Dan Inga,Bæk,,Skovvej 1,4603",
            "I3,suspect,,130499x,Dan,Bæk,,,",
            "I4,suspect,,310499,Dan,Bæk,,,",
        ])
        let summary = try district.run()
        #expect(try parts(district).allSatisfy { $0.contains("|P3|") })
        #expect(try district.rejects(summary).count == 2)
        #expect(try district.count("SELECT COUNT(*) FROM incident_person WHERE described LIKE '%1960-04-13%'") == 2)
    }

    /// A file that comes again does not teach that everybody is described without errors.
    @Test func whatReportsHaveMadeIsNotLearnedFrom() throws {
        let district = try district([ArrivalImportTests.plain, "I4,suspect,,,Zenobia,Quist,1999-02-28,,"])
        try district.run()
        var counts = [true: 0, false: 0]
        try district.database.blockingRead { db in
            for includingReported in [true, false] {
                try ArrivalStore.sample(step: 1, includingReported: includingReported, keys: .forTests, in: db) {
                    _, _ in
                    counts[includingReported, default: 0] += 1
                }
            }
        }
        #expect(counts == [true: 212, false: 210])
    }

    @Test func aLinkIsInTheLogOfBoth() throws {
        let district = try district([ArrivalImportTests.plain])
        try district.run()
        #expect(
            try district.count("SELECT COUNT(*) FROM ledger_entry WHERE entity = 'person' AND action = 'combine'") == 2)
    }
}
