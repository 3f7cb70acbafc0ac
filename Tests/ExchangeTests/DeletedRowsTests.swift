import Foundation
import Handbook
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Exchange

/// What has been deleted here does not come back with the next delivery.
@Suite struct DeletedRowsTests {
    private static let persons = """
        person_id,cpr,given_names,family_name,birth_date,protected
        A,6101800001,Åse,Ærø,1980-01-01,1
        B,,Bo,Holm,1981-01-01,0

        """
    private static let incidents = """
        incident_id,occurred_at,type
        I1,2024-01-01T12:00,violence

        """
    private static let participants = """
        incident_id,role,person_id
        I1,involved,A

        """
    private static let cases =
        #"{"id":"S1","programme":"ukn","parties":[{"person":"A","role":"subject"}],"fields":{"offence_date":"2024-01-01"},"events":[{"stage":"registered","at":"2024-01-02"},{"stage":"screened-out","at":"2024-01-03"}]}"#
        + "\n"

    private let district: District
    private let deletion = Deletion(
        keys: .forTests, ledger: Ledger(keys: .forTests), by: District.actor(), at: Instant(milliseconds: 0))

    init() throws {
        district = try District([
            "persons.csv": Self.persons, "relations.csv": "person_id,related_id,kind\nA,B,parent\n",
            "incidents.csv": Self.incidents, "incident_persons.csv": Self.participants, "cases.jsonl": Self.cases,
        ])
        try #require(try district.run().rejected == 0)
        let deletion = deletion
        try district.database.blockingWrite { db in
            for id in try db.fetch("SELECT id FROM case_file", { $0.int64(0) }) {
                try deletion.deleteCase(id, in: db)
            }
            for id in try db.fetch("SELECT id FROM incident", { $0.int64(0) }) {
                try deletion.deleteIncident(id, in: db)
            }
            let person = try db.first("SELECT id FROM person WHERE external_id = 'A'") { $0.int64(0) }
            try deletion.deletePerson(person ?? 0, in: db)
        }
    }

    @Test func theSameDeliveryBringsNothingBack() throws {
        let summary = try district.run()
        #expect(try district.rejects(summary) == [])
        #expect(summary.counts("persons.csv") == [2, 0, 0, 2, 0])
        for name in ["relations.csv", "incidents.csv", "incident_persons.csv", "cases.jsonl"] {
            #expect(summary.counts(name) == [1, 0, 0, 1, 0], "\(name)")
        }
        #expect(summary.warnings["deleted-here"] == 5)
        #expect(try district.rows("SELECT external_id FROM person", columns: 1) == ["B"])
        for left: SQL in [
            "SELECT COUNT(*) FROM case_file", "SELECT COUNT(*) FROM incident", "SELECT COUNT(*) FROM incident_person",
            "SELECT COUNT(*) FROM relation",
        ] {
            #expect(try district.count(left) == 0, "\(left.text)")
        }
    }

    @Test func whatIsLeftSaysNothingOfWhatItWas() throws {
        let hashes = try district.rows("SELECT entity, hash FROM tombstone ORDER BY entity", columns: 2)
        #expect(hashes.count == 3)
        for hash in hashes { #expect(!hash.contains("S1") && !hash.contains("I1") && hash.utf8.count > 64) }
        // The same id of another kind is another.
        #expect(Set(hashes.map { $0.split(separator: ":").last }).count == 3)
    }

    @Test func anotherSourceIsNotConcerned() throws {
        let summary = try district.run(source: "other")
        #expect(summary.counts("persons.csv") == [2, 2, 0, 0, 0] && summary.warnings["deleted-here"] == nil)
    }

    @Test func somebodyInANewIncidentIsCollectedAnew() throws {
        try district.write([
            "incidents.csv": Self.incidents + "I2,2026-01-01T12:00,violence\n",
            "incident_persons.csv": Self.participants + "I2,victim,A\n",
        ])
        let summary = try district.run()
        #expect(try district.rejects(summary) == [])
        #expect(summary.counts("incident_persons.csv") == [2, 1, 0, 1, 0])
        #expect(
            try district.rows(
                "SELECT given_names, family_name, protected FROM person WHERE external_id = 'A'", columns: 3)
                == ["Åse|Ærø|1"])
        #expect(try district.rows("SELECT external_id FROM incident", columns: 1) == ["I2"])
        // The deleted case stays away, also now that its person is here; the relation is there again.
        let again = try district.run()
        #expect(again.counts("persons.csv") == [2, 0, 0, 2, 0] && again.counts("relations.csv") == [1, 1, 0, 0, 0])
        #expect(try district.count("SELECT COUNT(*) FROM case_file") == 0)
    }

    @Test func somebodyInANewCaseIsCollectedAnew() throws {
        try district.write(["cases.jsonl": Self.cases + Self.cases.replacing("S1", with: "S2")])
        let summary = try district.run()
        #expect(summary.counts("cases.jsonl") == [2, 1, 0, 1, 0])
        #expect(try district.count("SELECT COUNT(*) FROM person WHERE external_id = 'A'") == 1)
    }

    @Test func aRejectedCaseBringsNobodyBack() throws {
        let bad = Self.cases.replacing("S1", with: "S2").replacing("screened-out", with: "nowhere")
        try district.write(["cases.jsonl": bad + Self.cases.replacing("S1", with: "S3")])
        let summary = try district.run()
        #expect(summary.counts("cases.jsonl") == [2, 1, 0, 0, 1])
        try district.write(["cases.jsonl": bad])
        let other = try District([
            "persons.csv": Self.persons, "cases.jsonl": Self.cases,
        ])
        try other.run()
        try other.database.blockingWrite { db in
            try deletion.deleteCase(1, in: db)
            try deletion.deletePerson(1, in: db)
        }
        try other.write(["cases.jsonl": bad])
        #expect(try other.run().rejected == 1)
        #expect(try other.rows("SELECT external_id FROM person", columns: 1) == ["B"])
        #expect(try other.count("SELECT COUNT(*) FROM tombstone") == 2)
    }

    @Test func aRotatedKeyKnowsThemStill() throws {
        let rotated = KeyRing.forTests.rotated()
        try district.database.blockingWrite { try KeyCheck.store(rotated, in: $0) }
        let importer = Importer(
            database: district.database, handbook: district.handbook, keys: rotated, ledger: Ledger(keys: rotated),
            rejectsFolder: district.folder + "/rejects")
        let summary = try importer.run(
            folder: district.inbox, source: "test",
            actor: try Policy.authorize(District.actor(), Acts.ExchangeData.self), at: district.now,
            language: .english, progress: { _ in })
        #expect(summary.inserted == 0 && summary.rejected == 0)
    }

    @Test func aCaseOpenedHereDoesNotComeBackWithItsExport() throws {
        let number = "UKN-2024-000077"
        try district.database.blockingWrite { db in
            try db.execute(
                """
                INSERT INTO case_file (id, source_id, external_id, programme, municipality, stage, is_open, opened_on,
                    stage_on, due_at, owner, fields, revision, handled_here, fingerprint, import_id)
                VALUES (77, NULL, NULL, 'ukn', '', 'screened-out', 0, '2024-01-02', '2024-01-03', NULL, '', '{}', 1, 1, 0,
                    NULL)
                """)
            try deletion.deleteCase(77, in: db)
        }
        let other = district.folder + "/own"
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
        try Data(Self.cases.replacing("S1", with: number).utf8).write(to: URL(fileURLWithPath: other + "/cases.jsonl"))
        let summary = try district.run(source: "kreds", folder: other)
        #expect(summary.counts("cases.jsonl") == [1, 0, 0, 1, 0])
    }
}
