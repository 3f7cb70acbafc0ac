import Foundation
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Exchange

@Suite struct ImportTests {
    @Test func allFiveFilesAreStored() throws {
        let district = try District(SmallFolder.files)
        let summary = try district.run()
        #expect(try district.rejects(summary) == [])
        #expect(summary.counts("persons.csv") == [4, 4, 0, 0, 0])
        #expect(summary.counts("relations.csv") == [4, 4, 0, 0, 0])
        #expect(summary.counts("incidents.csv") == [3, 3, 0, 0, 0])
        #expect(summary.counts("incident_persons.csv") == [4, 4, 0, 0, 0])
        #expect(summary.counts("cases.jsonl") == [2, 2, 0, 0, 0])
        #expect(summary.warnings == ["person-not-identified": 1, "cpr-modulus-11": 3])
        let persons = try district.rows(
            "SELECT given_names, address, sex, protected FROM person ORDER BY id", columns: 4)
        #expect(persons[0] == "Åse Ørum|Havnegade 3|F|0")
        #expect(persons[1] == "Per|Æblevej 4, 2. tv.|M|1")
    }

    @Test func aSecondImportChangesNothing() throws {
        let district = try District(SmallFolder.files)
        try district.run()
        let before = try district.content()
        let second = try district.run()
        for name in Importer.fileNames {
            let read = second.counts(name)[0]
            #expect(second.counts(name) == [read, 0, 0, read, 0], "\(name)")
        }
        #expect(try district.content() == before)
        #expect(try district.count("SELECT COUNT(*) FROM change") == 0)
    }

    @Test func theSameIdsOfAnotherSourceAreOtherRows() throws {
        let district = try District(SmallFolder.files)
        try district.run(source: "a")
        #expect(try district.run(source: "b").counts("persons.csv") == [4, 4, 0, 0, 0])
        #expect(try district.count("SELECT COUNT(*) FROM person WHERE from_report = 0") == 8)
    }

    @Test func columnsAreFoundByNameAndUnknownOnesAreKeptOut() throws {
        let district = try District([
            "persons.csv": "eye_colour,family_name,person_id,shoe_size\nblå,Bæk,P1,44\n",
            "cases.jsonl":
                "{\"id\":\"O-1\",\"programme\":\"officer-request\",\"colour\":\"red\",\"events\":[{\"stage\":\"received\",\"at\":\"2025-01-01\"}]}",
        ])
        let summary = try district.run()
        #expect(summary.unknownColumns == ["persons.csv": ["eye_colour", "shoe_size"], "cases.jsonl": ["colour"]])
        #expect(
            try district.rows("SELECT external_id, family_name, given_names FROM person", columns: 3) == ["P1|Bæk|"])
        #expect(summary.counts("cases.jsonl") == [1, 1, 0, 0, 0])
    }

    @Test(arguments: ["\u{FEFF}", ""], ["\n", "\r\n"])
    func byteOrderMarkAndLineEndsDoNotMatter(mark: String, lineEnd: String) throws {
        let text = ["person_id,family_name", "P1,\"Bæk\"", "", "P2,Ørum", "P3,\"to", "linjer\""].joined(
            separator: lineEnd)
        let district = try District(["persons.csv": mark + text])
        #expect(try district.run().counts("persons.csv") == [3, 3, 0, 0, 0])
        let names = try district.rows("SELECT family_name FROM person ORDER BY id", columns: 1)
        #expect(names == ["Bæk", "Ørum", "to\(lineEnd)linjer"])
    }

    @Test func aChangedRowUpdatesAndKeepsWhatWasThere() throws {
        let district = try District(SmallFolder.files)
        try district.run()
        try district.write([
            "persons.csv": SmallFolder.persons.replacingOccurrences(of: "Havnegade 3", with: "Strandvejen 1"),
            "incidents.csv": SmallFolder.incidents.replacingOccurrences(of: "Torvet", with: "Havnen"),
            "cases.jsonl": SmallFolder.cases.replacingOccurrences(of: "2025-02-24", with: "2025-02-25"),
        ])
        let summary = try district.run()
        #expect(summary.counts("persons.csv") == [4, 0, 1, 3, 0])
        #expect(summary.counts("incidents.csv") == [3, 0, 1, 2, 0])
        #expect(summary.counts("cases.jsonl") == [2, 0, 1, 1, 0])
        let changes = try district.rows(
            "SELECT entity, old_value, new_value, actor FROM change ORDER BY id", columns: 4)
        #expect(changes.map { $0.prefix(while: { $0 != "|" }) } == ["person", "incident", "case"])
        #expect(changes[0].contains("Havnegade 3") && changes[0].contains("Strandvejen 1"))
        #expect(changes[1].contains("Torvet") && changes[1].contains("Havnen"))
        #expect(
            changes[2].contains("referred 2025-02-23T23:00:00Z") && changes[2].contains("referred 2025-02-24T23:00:00Z")
        )
        #expect(
            try district.rows("SELECT stage_on, revision FROM case_file WHERE external_id = 'U-1'", columns: 2) == [
                "2025-02-25|2"
            ])
    }

    @Test func aRelationWithANewEndIsUpdated() throws {
        let district = try District(SmallFolder.files)
        try district.run()
        try district.write([
            "relations.csv": SmallFolder.relations.replacingOccurrences(of: "2016-01-01", with: "2017-01-01")
        ])
        #expect(try district.run().counts("relations.csv") == [4, 0, 1, 3, 0])
        let ends = try district.rows(
            "SELECT ordinal, to_date FROM relation WHERE kind = 'caregiver' ORDER BY ordinal", columns: 2)
        #expect(ends == ["0|2020-01-01", "1|2017-01-01"])
        let changes = try district.rows("SELECT old_value, new_value FROM change", columns: 2)
        #expect(changes == ["{\"relation-to\":\"2016-01-01\"}|{\"relation-to\":\"2017-01-01\"}"])
    }

    @Test func anImportIsLogged() throws {
        let district = try District(SmallFolder.files)
        let id = try district.run().importID
        let log = try district.rows("SELECT action, entity, entity_id, actor, reason FROM ledger_entry", columns: 5)
        // Ida in the report is the Ida of the register.
        let merged = ["combine|person|5|test|merge 1", "combine|person|3|test|merge 1"]
        #expect(log == ["collect|import|\(id)|test|test"] + merged)
    }

    /// The order stands after the mediation in the file: the mediation is taken in, and stays so.
    @Test func aStoredLineIsNotJudgedAgainWhenTheRegisterHasGrown() throws {
        func line(_ id: String, _ programme: String, _ fields: String, _ steps: [(String, String)]) -> String {
            let events = steps.map { #"{"stage":"\#($0.0)","at":"\#($0.1)"}"# }.joined(separator: ",")
            return #"{"id":"\#(id)","programme":"\#(programme)","municipality":"259","fields":{\#(fields)},"#
                + #""parties":[{"person":"P1","role":"subject"},{"person":"P2","role":"counterpart"}],"#
                + #""events":[\#(events)]}"# + "\n"
        }
        let mediation = line(
            "K1", "mediation", #""kind":"neighbour""#, [("referred", "2026-03-01"), ("visitated", "2026-03-20")])
        let order = line(
            "T1", "restraining-order", #""served_on":"2026-03-10""#,
            [
                ("enquiry", "2026-02-01"), ("visitation", "2026-02-02"), ("petition", "2026-02-03"),
                ("hearing", "2026-02-10"), ("granted", "2026-03-01"), ("served", "2026-03-10"),
                ("active", "2026-03-10"),
            ])
        let district = try District(["persons.csv": "person_id\nP1\nP2\n", "cases.jsonl": mediation + order])
        #expect(try district.run().counts("cases.jsonl") == [2, 2, 0, 0, 0])
        #expect(try district.run().counts("cases.jsonl") == [2, 0, 0, 2, 0])
        let later = mediation.replacingOccurrences(of: "K1", with: "K2")
        try district.write(["cases.jsonl": mediation + order + later])
        #expect(try district.run().counts("cases.jsonl") == [3, 0, 0, 2, 1])
    }

    /// A later file without the column must not unprotect anybody, nor wipe an address or a place.
    @Test func aColumnThatAFileDoesNotHaveChangesNothing() throws {
        let district = try District([
            "persons.csv": "person_id,cpr,given_names,address,protected,birth_date\nP1,,Åse,Lien 1,1,1980-02-29\n",
            "incidents.csv":
                "incident_id,occurred_at,type,place,latitude,longitude\nI1,2025-01-01,violence,Torvet,55.5,12.25\n",
        ])
        _ = try district.run()
        try district.write([
            "persons.csv": "person_id,given_names\nP1,Åse\n",
            "incidents.csv": "incident_id,occurred_at,type\nI1,2025-01-01,violence\n",
        ])
        let same = try district.run()
        #expect(same.counts("persons.csv") == [1, 0, 0, 1, 0] && same.counts("incidents.csv") == [1, 0, 0, 1, 0])
        try district.write([
            "persons.csv": "person_id,given_names\nP1,Aase\n",
            "incidents.csv": "incident_id,occurred_at,type\nI1,2025-01-02,violence\n",
        ])
        let changed = try district.run()
        #expect(
            changed.counts("persons.csv") == [1, 0, 1, 0, 0] && changed.counts("incidents.csv") == [1, 0, 1, 0, 0])
        let kept: SQL = """
            SELECT COUNT(*) FROM person
            WHERE given_names = 'Aase' AND given_key = 'aase' AND address = 'Lien 1' AND protected = 1
            """
        #expect(try district.count("SELECT COUNT(*) FROM person WHERE birth_date = '1980-02-29'") == 1)
        #expect(try district.count(kept) == 1)
        let place: SQL =
            "SELECT COUNT(*) FROM incident WHERE place = 'Torvet' AND latitude = 55.5 AND longitude = 12.25"
        #expect(try district.count(place) == 1)
        // An empty value of a column that is there does wipe what stood.
        try district.write(["persons.csv": "person_id,given_names,address,protected\nP1,Aase,,0\n"])
        _ = try district.run()
        #expect(try district.count("SELECT COUNT(*) FROM person WHERE address = '' AND protected = 0") == 1)
    }

    @Test func anEntryIsTakenInAndJudgedByItsStage() throws {
        func line(_ id: String, _ entry: String, _ day: String) -> String {
            #"{"id":"\#(id)","programme":"restraining-order","parties":[{"person":"P1","role":"subject"},"#
                + #"{"person":"P2","role":"counterpart"}],"fields":{"served_on":"2026-03-10"},"events":["#
                + ["enquiry", "visitation", "petition", "hearing", "granted"].map {
                    #"{"stage":"\#($0)","at":"2026-03-01"},"#
                }.joined()
                + #"{"stage":"served","at":"2026-03-10"},{"entry":"\#(entry)","at":"\#(day)","#
                + #""fields":{"breach_what":"Ringede","breach_kind":"contact"}}]}"# + "\n"
        }
        let district = try District([
            "persons.csv": "person_id\nP1\nP2\n",
            "cases.jsonl": line("T1", "breach", "2026-03-12") + line("T2", "gossip", "2026-03-12")
                + line("T3", "breach", "2026-02-01"),
        ])
        let summary = try district.run()
        let rejects = try district.rejects(summary)
        #expect(summary.counts("cases.jsonl") == [3, 1, 0, 0, 2], "\(rejects)")
        #expect(try district.count("SELECT COUNT(*) FROM case_event WHERE kind = 'recorded' AND code = 'breach'") == 1)
        #expect(try district.count("SELECT COUNT(*) FROM case_event WHERE fields LIKE '%Ringede%'") == 1)
        #expect(try district.run().counts("cases.jsonl") == [3, 0, 0, 1, 2])
        // It goes out as it came in.
        _ = try Exporter(database: district.database, keys: .forTests, ledger: Ledger(keys: .forTests)).run(
            folder: district.folder + "/out", source: "test",
            actor: Policy.authorize(District.actor(), Acts.ExchangeData.self), at: district.now)
        let second = try District()
        #expect(try second.run(folder: district.folder + "/out").counts("cases.jsonl") == [1, 1, 0, 0, 0])
        #expect(try second.content() == district.content())
    }

    /// Not in the tables, nor in pages that are no longer used, nor in the file of what was written last.
    @Test func noCPRNumberStandsInTheClearInTheDatabaseFiles() throws {
        let district = try District(SmallFolder.files)
        try district.run()
        let numbers = try district.numbers().map { String($0.suffix(10)) }
        #expect(numbers.count >= 3)
        // Another number, and the same row once more: the change log has both.
        let first = try #require(SmallFolder.files["persons.csv"])
        let changed = "6202821111"
        try district.write(["persons.csv": first.replacing(numbers[0], with: changed)])
        try district.run()
        let sealed = try district.rows("SELECT new_value FROM change WHERE entity = 'person'", columns: 1)
        #expect(sealed.contains { $0.contains(#""cpr":"1:"#) })
        let hyphened = (numbers + [changed]).map { String($0.prefix(6) + "-" + $0.suffix(4)) }
        for name in try FileManager.default.contentsOfDirectory(atPath: district.folder)
        where name.hasPrefix("kreds.sqlite") {
            let data = try Data(contentsOf: URL(fileURLWithPath: district.folder + "/" + name))
            for number in numbers + [changed] + hyphened {
                #expect(data.range(of: Data(number.utf8)) == nil, "\(number) in \(name)")
            }
        }
    }

    @Test func anImportWithKeysFromBeforeARotationStopsBeforeItWrites() throws {
        let district = try District(SmallFolder.files)
        try district.database.blockingWrite { try KeyCheck.store(KeyRing.forTests.rotated(), in: $0) }
        #expect(throws: KeyRing.Outdated.self) { try district.run() }
        #expect(try district.count("SELECT COUNT(*) FROM person") == 0)
    }
}
