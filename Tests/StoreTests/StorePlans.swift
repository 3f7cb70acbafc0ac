import Prevention
import SQL
import SQLiteEngine
import Testing

@testable import Store

/// The hot queries go through an index: no table that grows is read from end to end.
@Suite struct StorePlans {
    private static let officer = CaseScope(
        of: Actor(name: "", displayName: "", authority: "", roles: [.officer], kind: .police, area: .district))
    private static let everything = CaseScope(
        of: Actor(
            name: "", displayName: "", authority: "", roles: [.officer, .exitTeam], kind: .police, area: .district))
    private static let now = Instant(startOf: LocalDate(dayNumber: 20_000))

    private func plan(_ sql: SQL) throws -> [String] {
        let database = try SQLiteDatabase(path: ":memory:")
        try Migrator.migrate(database, keys: .forTests)
        return try database.blockingRead { try $0.fetch("EXPLAIN QUERY PLAN \(sql)") { $0.text(3) } }
    }

    private func expectIndexed(_ sql: SQL, sorted: Bool = true) throws {
        let steps = try plan(sql)
        #expect(!steps.isEmpty)
        for step in steps {
            // A walk along an index in the order that is asked for ends after one page; `found` is the limited rows of a count.
            let isScan =
                step.hasPrefix("SCAN") && !step.contains("USING INDEX") && !step.contains("USING COVERING INDEX")
                && !step.hasPrefix("SCAN found")
            #expect(!isScan, "\(step) in \(sql.text)")
            if sorted { #expect(!step.contains("TEMP B-TREE"), "\(step) in \(sql.text)") }
        }
    }

    @Test(arguments: CaseQuery.Order.allCases, [nil, "ukn"])
    func pagesOfTheCaseListFollowAnIndex(order: CaseQuery.Order, programme: String?) throws {
        for scope in [StorePlans.officer, StorePlans.everything] {
            for (stage, municipality, owner) in [
                (nil, nil, nil), ("assessed", nil, nil), (nil, "259", nil), (nil, nil, "anna"),
            ] as [(String?, String?, String?)] {
                var query = CaseQuery(order: order)
                query.programme = programme
                query.stage = programme == nil ? nil : stage
                query.municipality = municipality
                query.owner = owner
                // What one person owns is so little that it may be sorted.
                let sorted = owner == nil || order != .due
                try expectIndexed(query.page(scope: scope, now: StorePlans.now, limit: 26), sorted: sorted)
                try expectIndexed(query.count(scope: scope, now: StorePlans.now, most: 1_000), sorted: sorted)
                query.after = .init(at: StorePlans.now, id: 7)
                try expectIndexed(query.page(scope: scope, now: StorePlans.now, limit: 26), sorted: sorted)
            }
        }
    }

    /// A count along another index than the page's could walk every case of a programme that the reader may not see.
    @Test func theCountWalksTheIndexOfThePage() throws {
        let query = CaseQuery(order: .newest)
        let steps = try plan(query.count(scope: StorePlans.officer, now: StorePlans.now, most: 1_000))
        #expect(steps.contains { $0.contains("case_by_opening") })
    }

    @Test func overdueCasesComeFromTheIndexOfDeadlines() throws {
        var query = CaseQuery(order: .due)
        query.deadline = .overdue
        let sql = query.page(scope: StorePlans.everything, now: StorePlans.now, limit: 9)
        try expectIndexed(sql)
        let steps = try plan(sql)
        #expect(steps.contains { $0.contains("case_by_due") })
    }

    @Test func whatSomebodyOwnsComesFromTheIndexOfOwners() throws {
        var query = CaseQuery(order: .newest)
        query.owner = "anna"
        query.isOpen = true
        let steps = try plan(query.page(scope: StorePlans.officer, now: StorePlans.now, limit: 9))
        #expect(steps.contains { $0.hasPrefix("SEARCH") && $0.contains("case_by_owner") })
    }

    @Test func lookUpsAreSearches() throws {
        for sql: SQL in [
            "SELECT id FROM person WHERE source_id = 1 AND external_id = 'P1'",
            "SELECT id FROM incident WHERE source_id = 1 AND external_id = 'I1'",
            "SELECT id FROM case_file WHERE source_id = 1 AND external_id = 'C1'",
            "SELECT id FROM person WHERE source_id IN (SELECT id FROM source) AND external_id = 'P1'",
            "SELECT id FROM person WHERE cpr_hash IN ('1:a', '2:b') AND cpr_hash <> ''",
            "SELECT id FROM person WHERE family_key >= 'bæk' AND family_key < 'bæl' ORDER BY family_key, given_key",
            "SELECT person_id FROM incident_person WHERE incident_id = 1",
            "SELECT incident_id FROM incident_person WHERE person_id = 1",
            "SELECT case_id FROM case_party WHERE person_id = 1",
            "SELECT code FROM case_event WHERE case_id = 1 ORDER BY id",
            "SELECT id FROM hit WHERE state = 'open' ORDER BY last_triggered, id LIMIT 50",
            "SELECT csrf FROM session WHERE token_hash = 'x'",
            "SELECT stage, COUNT(*) FROM case_file WHERE programme = 'ukn' GROUP BY stage",
            "SELECT id FROM incident WHERE type IN ('violence') AND day >= '2025-01-01' AND day < '2026-01-01'",
        ] {
            try expectIndexed(sql)
            // The table of sources has a handful of rows.
            let steps = try plan(sql).filter { !$0.contains("source") && !$0.contains("SUBQUERY") }
            #expect(steps.allSatisfy { $0.hasPrefix("SEARCH") }, "\(sql.text)")
        }
    }

    /// What is deleted, and what is given out, is found in the log by its record.
    @Test func theLogIsFoundByRecord() throws {
        try expectIndexed(
            "SELECT id FROM ledger_entry WHERE entity = 'person' AND entity_id = 7 AND \(LedgerReading.isIndexed)")
        try expectIndexed(
            """
            SELECT id FROM ledger_entry e WHERE e.entity = 'person' AND e.entity_id IN (7, 8) AND action = 'disclose'
                AND \(LedgerReading.isIndexed)
            """)
    }
}
