import Handbook
import Prevention
import Store
import TestSupport
import Testing

@testable import Casework
@testable import SQL

/// A hit keeps the facts as they were when it was found, and its page says what is said otherwise today.
@Suite struct HitFactsTests {
    let test: TestOffice
    let child: Int64
    let mother: Int64
    let incident: Int64
    let hit: Int64

    init() async throws {
        test = try TestOffice()
        child = try test.person("P-child", born: "2018-01-01")
        mother = try test.person("P-mother", born: "1985-01-01")
        let (child, mother, rescreening) = (
            child, mother, try test.database.blockingRead { [test] in try test.office.rescreening(in: $0) }
        )
        (incident, hit) = try test.database.blockingWrite { db in
            let changes = ScreeningChanges()
            try db.execute(
                """
                INSERT INTO relation (source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
                VALUES (1, \(mother), \(child), 'parent', '2018-01-01', 0, '', 0)
                """)
            let incident =
                try db.insert(
                    """
                    INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                        fingerprint, import_id)
                    VALUES (1, 'I-1', 1767225600000, '2026-01-01', 'grave-violence', '259', 'Torvet', '', 0, 0)
                    RETURNING id
                    """) ?? 0
            try db.execute(
                """
                INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                VALUES (\(incident), 'suspect', \(mother), '', 0)
                """)
            changes.incident(incident)
            try rescreening.settle(changes, in: db)
            return (incident, try db.first("SELECT id FROM hit") { $0.int64(0) } ?? 0)
        }
    }

    private func changes() async throws -> [FactChange] {
        try await ReadHit(hit)(try test.may(Acts.Screen.self, as: .screener), in: test.office).changes
    }

    /// Changes the register as an import does.
    private func change(_ sql: SQL, _ note: (ScreeningChanges) -> Void) throws {
        try test.database.blockingWrite { db in
            let changes = ScreeningChanges()
            try db.execute(sql)
            note(changes)
            try test.office.rescreening(in: db).settle(changes, in: db)
        }
    }

    @Test func nothingHasChangedWhenItIsFound() async throws {
        #expect(hit > 0)
        #expect(try await changes() == [])
    }

    @Test func thePageSaysWhatTheRegisterSaysOtherwise() async throws {
        let day = LocalDate(dayNumber: 20_455)
        try change("UPDATE relation SET to_date = '2026-02-01' WHERE related_id = \(child)") { $0.child(child) }
        try change("UPDATE person SET birth_date = '2018-01-02' WHERE id = \(child)") { $0.child(child) }
        try change("UPDATE incident SET day = \(day.description), type = 'child-neglect' WHERE id = \(incident)") {
            $0.incident(incident)
        }
        try change("UPDATE incident_person SET role = 'charged' WHERE incident_id = \(incident)") { $0.person(mother) }
        let kept = FrozenFacts.Care(carer: mother, kind: "parent", from: LocalDate("2018-01-01"), to: nil)
        let now = FrozenFacts.Care(
            carer: mother, kind: "parent", from: LocalDate("2018-01-01"), to: LocalDate("2026-02-01"))
        #expect(
            try await changes() == [
                .birthDate(was: LocalDate("2018-01-01"), is: LocalDate("2018-01-02")),
                .day(incident: incident, was: LocalDate(dayNumber: 20_454), is: day),
                .type(incident: incident, was: "grave-violence", is: "child-neglect"),
                .roles(incident: incident, person: mother, was: [.suspect], is: [.charged]),
                .care(carer: mother, was: [kept], is: [now]),
            ])
    }

    @Test func aDecidedHitKeepsItsFactsUntilItIsOpenedAgain() async throws {
        _ = try await DecideHit(hit, .noReport, reason: "Kommunen følger familien")(
            try test.may(Acts.Screen.self, as: .screener), casesOf: try test.may(Acts.WorkCases.self, as: .screener),
            in: test.office)
        try change("UPDATE incident SET type = 'sexual-offence' WHERE id = \(incident)") { $0.incident(incident) }
        #expect(try await changes().count == 1)
        try happensAgain()
        let stored = try test.database.blockingRead { try HitStore.hit(hit, in: $0) }
        #expect(stored?.state == .open && stored?.triggers == 2)
        #expect(try await changes() == [])
    }

    private let later: Int64 = 987_654_321

    private func happensAgain() throws {
        let again: SQL = """
            INSERT INTO incident (id, source_id, external_id, occurred_at, day, type, municipality, place, summary,
                fingerprint, import_id)
            VALUES (\(later), 1, 'I-2', 1767312000000, '2026-01-02', 'child-neglect', '259', '', '', 0, 0)
            """
        try change(again) { $0.incident(later) }
        try change(
            "INSERT INTO incident_person (incident_id, role, person_id, described, import_id) VALUES (\(later), 'suspect', \(mother), '', 0)"
        ) { $0.person(mother) }
    }

    private func decide(_ decision: StoredHit.State) async throws -> Int64? {
        try await DecideHit(hit, decision, reason: "Kommunen følger familien")(
            try test.may(Acts.Screen.self, as: .screener), casesOf: try test.may(Acts.WorkCases.self, as: .screener),
            in: test.office)
    }

    private func kept() throws -> [[Int64]?] {
        try test.database.blockingRead { db in
            try LearningStore.kept(withDecisionsOn: hit, in: db).map { $0?.facts.incidents.map(\.id) }
        }
    }

    @Test func aHitThatWasOpenedAgainIsDecidedOnAndReportedWithWhatOpenedIt() async throws {
        _ = try await decide(.noReport)
        try happensAgain()
        let facts = try #require(try test.database.blockingRead { try HitStore.facts(of: hit, in: $0) })
        #expect(facts.incidents.map(\.id) == [incident, later])
        let report = try #require(try await decide(.report))
        #expect(try kept() == [[incident, later], [incident]], "each decision its own")
        let sent = try await test.read(report, as: .screener).file.fields["facts"] ?? ""
        #expect(sent.contains("01.01.2026") && sent.contains("02.01.2026"))
    }

    @Test func aHitThatTriggersWhileItIsOpenIsDecidedOnAsItStandsThen() async throws {
        try happensAgain()
        _ = try await decide(.noReport)
        #expect(try kept() == [[incident, later]])
    }

    /// No text anywhere holds the id of an incident that is gone: neither facts, nor what was known, nor what a merge keeps.
    @Test func nothingThatWasKeptNamesADeletedIncident() async throws {
        _ = try await decide(.noReport)
        try happensAgain()
        _ = try await decide(.noReport)
        let copy = try test.person("P-copy", born: "2018-01-01")
        func naming() throws -> Set<String> {
            try test.database.blockingRead { db in
                let tables = try db.fetch("SELECT name FROM sqlite_master WHERE type = 'table'") { $0.text(0) }
                var found: Set<String> = []
                for table in tables {
                    let columns = try db.fetch("SELECT name FROM pragma_table_info(\(table)) WHERE type = 'TEXT'") {
                        $0.text(0)
                    }
                    for column in columns {
                        let query = SQL(
                            text: "SELECT COUNT(*) FROM \"\(table)\" WHERE \"\(column)\" LIKE ?",
                            bindings: [.text("%\(later)%")])
                        if try db.count(query) > 0 { found.insert(table + "." + column) }
                    }
                }
                return found
            }
        }
        let (child, now) = (child, test.now)
        try test.database.blockingWrite { db in
            _ = try IdentityStore.merge(
                child, copy, how: .hand, probability: nil, words: "x", by: TestOffice.actor(.leader), at: now, in: db)
        }
        #expect(try naming() == ["decided_hit.facts", "hit.facts", "hit.known", "merge_hit.known"])
        try test.database.blockingWrite { db in
            let changes = ScreeningChanges()
            let deletion = Deletion(
                keys: .forTests, ledger: test.office.ledger, by: TestOffice.actor(.secretariat), at: test.now,
                noting: changes)
            try deletion.deleteIncident(later, in: db)
            try test.office.rescreening(in: db).settle(changes, in: db)
        }
        #expect(try naming() == [])
    }

    @Test func whatIsDeletedGoesFromTheFactsToo() throws {
        let deletion = Deletion(
            keys: .forTests, ledger: test.office.ledger, by: TestOffice.actor(.secretariat), at: test.now)
        try test.database.blockingWrite { db in try deletion.deleteIncident(incident, in: db) }
        let kept = try test.database.blockingRead { try HitStore.facts(of: hit, in: $0) }
        #expect(kept?.incidents == [])
    }
}
