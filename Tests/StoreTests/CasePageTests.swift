import Foundation
import Prevention
import SQL
import TestSupport
import Testing

@testable import Store

/// Lists find the same cases as a look at every row would, whatever index their rows come from.
@Suite struct CasePageTests {
    private static let now = Instant("2026-03-02T10:00") ?? Instant(milliseconds: 0)
    private static let programmes = ["ukn", "officer-request", "mediation", "psp-k", "exit"]

    private static func scope(_ name: String, _ roles: Set<Role>, _ kind: Authority.Kind, _ area: Area) -> CaseScope {
        CaseScope(
            of: Actor(name: name, displayName: "", authority: "", roles: roles, kind: kind, area: area))
    }

    private static let scopes = [
        scope("a", [.officer, .exitTeam], .police, .district),
        scope("a", [.officer], .police, .district),
        scope("a", [.officer], .police, .municipalities(["259", "316"])),
        scope("a", [.socialWorker], .municipality, .municipalities(["259"])),
        scope("mia", [.mediator], .mediation, .district),
        scope("a", [.parishOfficer], .police, .municipalities(["326"])),
    ]

    /// 200 cases that differ in everything, some of them on the same days.
    private func fill(_ db: any Connection) throws {
        for index in 0..<200 {
            let mixed = Int(truncatingIfNeeded: UInt64(index) &* 0x9E37_79B9_7F4A_7C15 >> 33)
            let programme = try #require(Catalogue.programme(CasePageTests.programmes[mixed % 5]))
            let stage = programme.stages[mixed / 5 % programme.stages.count]
            let opened = CasePageTests.now.day + -(mixed / 11 % 40)
            let due: Int64? = mixed % 3 == 0 ? Instant(endOf: opened + 20).milliseconds : nil
            try db.execute(
                """
                INSERT INTO case_file (id, programme, municipality, stage, is_open, opened_on, stage_on, due_at, owner,
                    fields, revision, handled_here, fingerprint)
                VALUES (\(programme.isSealed ? Int64(-index - 1) : Int64(index + 1)), \(programme.code),
                    \(["253", "259", "316", ""][mixed / 7 % 4]), \(stage.code), \(!programme.isEnd(stage)),
                    \(opened.description), \((opened + mixed / 13 % 9).description), \(due),
                    \(["", "", "a", "mia"][mixed / 17 % 4]), '{}', 1, 1, 0)
                """)
        }
    }

    /// A third of them with somebody protected.
    private func hidePlaces(_ db: any Connection) throws {
        try db.execute("UPDATE case_file SET hides_place = 1 WHERE id % 3 = 0")
    }

    /// What a look at every row finds.
    private func expected(_ query: CaseQuery, _ scope: CaseScope, _ all: [CaseRow]) -> [CaseRow] {
        let range = query.dueRange(now: CasePageTests.now)
        return all.filter { row in
            guard let programme = Catalogue.programme(row.programme),
                scope.contains(
                    programme, municipality: row.municipality, stage: Stage(row.stage), owner: row.owner)
            else { return false }
            if let wanted = query.programme, wanted != row.programme { return false }
            if let wanted = query.stage, wanted != row.stage { return false }
            if let wanted = query.municipality, wanted != row.municipality { return false }
            // Whoever asks for one municipality does not learn where somebody protected lives, unless all their work lies there.
            if let wanted = query.municipality, row.hidesPlace, scope.onlyMunicipality != wanted { return false }
            if let wanted = query.isOpen, wanted != row.isOpen { return false }
            if let wanted = query.owner, wanted != row.owner { return false }
            if let from = query.openedFrom, row.openedOn < from { return false }
            if let to = query.openedTo, row.openedOn > to { return false }
            if query.isOfDeadlines {
                guard let due = row.dueAt else { return false }
                if let from = range.from, due < from { return false }
                if let before = range.before, due >= before { return false }
            }
            return true
        }.sorted { one, other in
            let order = query.order
            return CaseKey(query.place(of: one), in: order)
                .isBefore(CaseKey(query.place(of: other), in: order), isDescending: order.isDescending)
        }
    }

    private func queries(_ order: CaseQuery.Order) -> [CaseQuery] {
        var queries: [CaseQuery] = []
        for programme in [nil, "ukn"] {
            for municipality in [nil, "259"] {
                for (owner, isOpen) in [
                    (nil, nil), (nil, true), (nil, false), ("", nil), ("", true), ("mia", nil),
                ] as [(String?, Bool?)] {
                    for (deadline, opened) in [
                        (nil, nil), (CaseQuery.Deadline.overdue, nil), (.thisWeek, nil),
                        (nil, CasePageTests.now.day + -20),
                    ] as [(CaseQuery.Deadline?, LocalDate?)] {
                        var query = CaseQuery(order: order)
                        query.programme = programme
                        query.stage = programme == "ukn" && isOpen == nil ? "assessed" : nil
                        query.municipality = municipality
                        query.owner = owner
                        query.isOpen = isOpen
                        query.deadline = deadline
                        query.openedFrom = opened
                        query.openedTo = opened.map { $0 + 12 }
                        if query.orders.contains(order) { queries.append(query) }
                    }
                }
            }
        }
        return queries
    }

    @Test(arguments: CaseQuery.Order.allCases)
    func pagesHoldWhatALookAtEveryRowFinds(order: CaseQuery.Order) throws {
        try TestEngine.all[0].withStore { database, _ in
            try database.blockingWrite { try fill($0) }
            try database.blockingWrite { try hidePlaces($0) }
            try database.blockingRead { db in
                let all = try db.fetch("SELECT \(CaseStore.columns) FROM case_file c", CaseStore.caseRow)
                for scope in CasePageTests.scopes {
                    for query in queries(order) {
                        let wanted = expected(query, scope, all)
                        let count = try CaseStore.count(
                            query, scope: scope, now: CasePageTests.now, most: nil, in: db)
                        #expect(count == CaseCount(cases: wanted.count, isCapped: false), "\(query)")
                        let (there, back) = try walk(query, scope, db)
                        #expect(there.map(\.id) == wanted.map(\.id), "\(query)")
                        #expect(back.map(\.id) == wanted.map(\.id), "backwards: \(query)")
                        // Walked and merged, whatever the tally would have chosen.
                        let parts = try CaseStore.tally(query, scope, in: db).parts
                        for all in [0, Int.max] {
                            let plan = CasePlan(
                                query, scope: scope, tally: CaseTally(parts: parts, of: all), now: CasePageTests.now)
                            let rows = try CaseStore.page(plan, limit: 300, in: db).rows
                            #expect(rows.map(\.id) == wanted.map(\.id), "\(all == 0 ? "walked" : "merged"): \(query)")
                        }
                        let stages = try CaseStore.countsByStage(
                            query, scope: scope, now: CasePageTests.now, in: db)
                        let grouped = Dictionary(grouping: wanted) {
                            StageKey(programme: $0.programme, stage: $0.stage)
                        }
                        #expect(stages == grouped.mapValues(\.count), "\(query)")
                    }
                }
            }
        }
    }

    /// All pages of eleven to the end, and back to the beginning.
    private func walk(
        _ query: CaseQuery, _ scope: CaseScope, _ db: any Connection
    ) throws -> (there: [CaseRow], back: [CaseRow]) {
        func page(_ query: CaseQuery) throws -> CasePage {
            try CaseStore.page(query, scope: scope, now: CasePageTests.now, limit: 11, in: db)
        }
        var query = query
        var last = try page(query)
        var there = last.rows
        while last.hasLater, let end = last.rows.last {
            query.after = query.place(of: end)
            last = try page(query)
            #expect(last.hasEarlier)
            there += last.rows
        }
        query.after = nil
        var back = last.rows
        while last.hasEarlier, let first = last.rows.first {
            query.before = query.place(of: first)
            let before = try page(query)
            // The first page is as long as every other, and may hold some of the page after it.
            let isFirst = !before.hasEarlier
            back = (isFirst ? before.rows.filter { row in !back.contains { $0.id == row.id } } : before.rows) + back
            last = before
        }
        return (there, back)
    }

    @Test(arguments: TestEngine.all)
    func theTallyFollowsEveryWrite(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            func expectTrue() throws {
                try database.blockingRead { db in
                    let kept = try db.fetch(
                        """
                        SELECT programme, stage, municipality, is_open, is_owned, cases FROM case_tally ORDER BY 1, 2, 3, 4, 5
                        """
                    ) { row in (0..<6).map { row.text($0) } }
                    let counted = try db.fetch(
                        """
                        SELECT programme, stage, municipality, is_open, CASE WHEN owner = '' THEN 0 ELSE 1 END, COUNT(*)
                        FROM case_file GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
                        """
                    ) { row in (0..<6).map { row.text($0) } }
                    #expect(kept == counted)
                }
            }
            try database.blockingWrite { try fill($0) }
            try expectTrue()
            for sql: SQL in [
                "UPDATE case_file SET owner = 'mia' WHERE id % 3 = 0",
                "UPDATE case_file SET owner = '' WHERE id % 5 = 0",
                "UPDATE case_file SET municipality = '329', stage = 'x' WHERE id % 7 = 0",
                "UPDATE case_file SET is_open = 1 - is_open WHERE id % 11 = 0", "UPDATE case_file SET revision = 2",
                "DELETE FROM case_file WHERE id % 2 = 0", "DELETE FROM case_file",
            ] {
                _ = try database.blockingWrite { try $0.execute(sql) }
                try expectTrue()
            }
        }
    }

    /// A register filled before the tally was kept has it from the migration on.
    @Test(arguments: TestEngine.all)
    func anOlderRegisterIsTallied(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            try Migrator.migrate(database, keys: .forTests, through: Migration.lists.number - 1)
            try database.blockingWrite { try fill($0) }
            try Migrator.migrate(database, keys: .forTests)
            #expect(try database.blockingRead { try $0.count("SELECT SUM(cases) FROM case_tally") } == 200)
        }
    }

    @Test func aWeekOfTheCalendarEndsAtMidnightAlsoWhenTheClockIsPutForward() throws {
        // Sunday 29 March 2026: summer time begins.
        let now = try #require(Instant("2026-03-27T12:00"))
        let range = CaseQuery.Deadline.thisWeek.range(now: now)
        #expect(range.from == Instant("2026-03-23T00:00") && range.before == Instant("2026-03-30T00:00"))
        #expect(CaseQuery.Deadline.nextWeek.range(now: now).from == range.before)
    }
}
