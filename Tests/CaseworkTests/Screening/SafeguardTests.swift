import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// What Socialsøg must never do.
@Suite struct SafeguardTests {
    private let rules = RuleOffice()

    /// Rows of everything that could befall a family.
    private func rows() throws -> [Int] {
        try rules.test.get().database.blockingRead { db in
            [
                try db.count("SELECT COUNT(*) FROM case_file"), try db.count("SELECT COUNT(*) FROM case_event"),
                try db.count("SELECT COUNT(*) FROM case_party"), try db.count("SELECT COUNT(*) FROM change"),
                try db.count("SELECT COUNT(*) FROM document"), try db.count("SELECT COUNT(*) FROM disclosure"),
                try db.count("SELECT COUNT(*) FROM forum_item"),
                try db.count("SELECT COUNT(*) FROM forum_contribution"),
                try db.count("SELECT COUNT(*) FROM suggestion_decision"),
                try db.count("SELECT COUNT(*) FROM hit_decision"), try db.count("SELECT COUNT(*) FROM person"),
                try db.count("SELECT COUNT(*) FROM relation"), try db.count("SELECT COUNT(*) FROM incident"),
            ]
        }
    }

    @Test func aRunDoesNothingToAFamilyButPutIntoTheQueueWhatSomebodyHasToDecide() async throws {
        for number in 0..<5 { try rules.family("A\(number)", days: ["2026-01-05", "2026-01-20", "2026-02-05"]) }
        let test = try rules.test.get()
        let before = try rows()
        #expect(try await rules.screen()?.new == 5)
        test.pass(days: 40)
        #expect(try await rules.screen()?.unchanged == 5)
        _ = await Chores(mail: nil, by: TestOffice.actor(.administrator))(in: test.office)
        #expect(try rows() == before)
    }

    @Test func nothingThatIsStoredOfAHitWeighs() throws {
        let stems = ["score", "weight", "rank", "risk", "probab", "priorit", "percent"]
        let columns = try rules.test.get().database.blockingRead { db in
            try db.fetch(
                """
                SELECT name FROM sqlite_master
                WHERE type = 'table' AND (name LIKE '%hit%' OR name LIKE '%rule%' OR name LIKE '%decision%'
                    OR name LIKE '%blind%' OR name LIKE '%screening%')
                    AND name NOT LIKE 'match%'
                """
            ) { $0.text(0) }
            .flatMap { table in
                try db.fetch("SELECT name FROM pragma_table_info(\(table))") { $0.text(0) }
            }
        }
        #expect(columns.count > 60)
        for column in columns { #expect(!stems.contains { column.contains($0) }, "\(column)") }
    }

    @Test func whoeverLooksAtAHitIsLoggedForTheChildAndTheCarers() async throws {
        let child = try rules.family("A", days: ["2026-01-05", "2026-01-20", "2026-02-05"])
        _ = try await rules.screen()
        let test = try rules.test.get()
        let id = try #require(try test.database.blockingRead { try HitStore.hits(about: [child], in: $0).first?.id })
        let page = try await ReadHit(id)(test.may(Acts.Screen.self, as: .screener), in: test.office)
        #expect(page.persons.count == 2)
        #expect(try test.logged(.hit, id) == ["read repeated-risk"])
        for person in page.persons.keys { #expect(try test.logged(.person, person).count == 1) }
    }
}
