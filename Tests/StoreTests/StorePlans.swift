import Prevention
import SQL
import SQLiteEngine
import TestSupport
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

    private let database: SQLiteDatabase

    init() throws {
        database = try SQLiteDatabase.migrated()
    }

    private func plan(_ sql: SQL) throws -> [String] {
        try database.blockingRead { try $0.fetch("EXPLAIN QUERY PLAN \(sql)") { $0.text(3) } }
    }

    private func expectIndexed(_ sql: SQL, sorted: Bool = true) throws {
        let steps = try plan(sql)
        #expect(!steps.isEmpty)
        for step in steps {
            // A walk along an index in the order that is asked for ends after one page; `found` is the limited rows of a count.
            // In order of numbers the table itself is that index.
            let isScan =
                step.hasPrefix("SCAN") && !step.contains("USING INDEX") && !step.contains("USING COVERING INDEX")
                && !step.hasPrefix("SCAN found") && !sql.text.contains("ORDER BY c.id ")
            #expect(!isScan, "\(step) in \(sql.text)")
            // What one person owns is so little that it may be sorted.
            let isOwn = steps.contains { $0.contains("case_by_owner") }
            if sorted, !isOwn { #expect(!step.contains("TEMP B-TREE"), "\(step) in \(sql.text)") }
        }
    }

    /// What a full run reads much of stands in indexes alone; only the roots of duplicates are looked up.
    @Test func aFullRunOfSocialsoegReadsIndexes() throws {
        for sql: SQL in [
            "SELECT day FROM incident WHERE type = 'violence' ORDER BY day LIMIT 1",
            "SELECT id, birth_date FROM person WHERE birth_date >= '2000-01-01'",
            ScreeningReader.care(of: [1, 2]), ScreeningReader.parts(ScreeningSQL.carerAtRisk, "violence"),
            ScreeningReader.parts(ScreeningSQL.present, "violence"),
        ] {
            let steps = try plan(sql)
            #expect(steps.count == 1 && steps[0].contains("USING COVERING INDEX"), "\(steps) for \(sql.text)")
        }
    }

    /// An arriving incident is evaluated through indexes.
    @Test func whatConcernsAChildIsFoundThroughIndexes() throws {
        for sql: SQL in [
            "SELECT person_id FROM incident_person WHERE incident_id = 1 AND \(ScreeningSQL.risk)",
            "SELECT incident_id FROM incident_person WHERE person_id = 1 AND \(ScreeningSQL.risk)",
            "SELECT incident_id FROM incident_person WHERE person_id = 1 AND \(ScreeningSQL.present)",
            "SELECT related_id FROM relation WHERE person_id = 1 AND \(ScreeningSQL.care)",
            "SELECT person_id FROM relation WHERE related_id = 1 AND \(ScreeningSQL.care)",
            "SELECT id FROM hit WHERE child_id = 1",
        ] { try expectIndexed(sql) }
    }

    /// The list of repeated contact: what it reads stands in the indexes, whatever else the register holds.
    @Test func contactsAreReadFromTheIndexesAlone() throws {
        let period = ContactPeriod(from: LocalDate(dayNumber: 19_900), through: LocalDate(dayNumber: 20_000))
        let steps = try plan(ContactStore.reports(types: ["mental-distress", "suicide-threat"], in: period))
        #expect(steps.count == 2)
        for step in steps { #expect(step.hasPrefix("SEARCH") && step.contains("USING COVERING INDEX"), "\(step)") }
        for sql in [
            "SELECT id FROM trend_observation WHERE actor = 'a' ORDER BY day DESC, id DESC LIMIT 9",
            "SELECT person_id FROM not_now WHERE until >= '2026-01-01'",
            "SELECT MAX(id) FROM roll_out WHERE municipality = '253'",
        ] as [SQL] {
            try expectIndexed(sql)
        }
        try expectIndexed(
            """
            SELECT DISTINCT topic, municipality, actor FROM trend_observation
            WHERE day >= '2026-01-01' AND day <= '2026-03-31' AND at < 9 AND actor <> 'a'
            """, sorted: false)
    }

    /// Of the numbers that a frozen status keeps, those of deleted cases are looked up one by one.
    @Test func deletedCasesAreFoundByTheirNumbers() throws {
        let steps = try plan(DeletionStore.deletedNumbers(among: ["UTR-2026-000012", "UTR-2026-000013"]))
        #expect(steps.contains { $0.contains("deletion_item_by_number (number=?") }, "\(steps)")
    }

    private static let local = CaseScope(
        of: Actor(
            name: "", displayName: "", authority: "", roles: [.officer], kind: .police,
            area: .municipalities(["259", "253"])))
    private static let socialWorker = CaseScope(
        of: Actor(
            name: "", displayName: "", authority: "259", roles: [.socialWorker], kind: .municipality,
            area: .municipalities(["259"])))
    private static let mediator = CaseScope(
        of: Actor(
            name: "mia", displayName: "", authority: "mediation", roles: [.mediator], kind: .mediation,
            area: .district))

    /// Whichever way somebody may know of records, a page of them walks an index and reads no table from end to end.
    @Test func recordsOfSharingsAreListedAlongIndexes() throws {
        func actor(_ role: Role, _ authority: String, _ kind: Authority.Kind) -> Actor {
            Actor(
                name: "anna", displayName: "", authority: authority, roles: [role], kind: kind,
                area: kind == .municipality ? .municipalities([authority]) : .district)
        }
        let readers = [
            actor(.officer, "police", .police), actor(.socialWorker, "259", .municipality),
            actor(.pspkMember, "psychiatry", .psychiatry), actor(.leader, "police", .police),
        ]
        for reader in readers {
            for order in DisclosureQuery.Order.allCases {
                var query = DisclosureQuery()
                query.order = order
                query.after = 500
                let listing = try #require(
                    DisclosureStore.listing(
                        query, for: DisclosureReader(reader, openSince: Instant(milliseconds: 0)), limit: 51))
                for step in try plan(listing) where step.hasPrefix("SCAN") {
                    // The pages of the ways themselves; what somebody may know of whole is walked in order of the numbers.
                    let isWhole = reader.holds(any: [.leader]) && step == "SCAN d"
                    #expect(step.contains("USING") || isWhole || step.hasPrefix("SCAN w"), "\(step)")
                }
            }
        }
    }

    /// Few lie in a stage at a time, so that they may be sorted.
    @Test func noticesAreFoundByTheirStage() throws {
        let inbox = CaseScope.inbox(of: ["259"])
        for state in NoticeQuery.State.allCases {
            for order in NoticeQuery.Order.allCases {
                let query = NoticeQuery(state, order)
                try expectIndexed(
                    ConcernStore.listing(query, scope: inbox, follower: nil, isOwnOnly: false, limit: 200),
                    sorted: false)
                try expectIndexed(
                    ConcernStore.listing(query, scope: StorePlans.officer, follower: "a", isOwnOnly: true, limit: 200),
                    sorted: false)
            }
            try expectIndexed(ConcernStore.counting(state, scope: inbox, most: 100))
        }
        try expectIndexed(ConcernStore.moving(to: ["253", "259"], after: 0, limit: 200))
    }

    /// As the tally would say: two stages, of a municipality each where the scope or the query ends at one.
    private func tally(_ query: CaseQuery, _ scope: CaseScope) -> CaseTally {
        let isLocal = query.municipality != nil || scope.isLocal
        return CaseTally(
            parts: ["assessed", "referred"].map {
                CaseTally.Part(programme: "ukn", stage: $0, municipality: isLocal ? "259" : nil, cases: 400)
            }, of: 800)
    }

    private func expectFast(_ query: CaseQuery, _ scope: CaseScope) throws {
        let plan = CasePlan(query, scope: scope, tally: tally(query, scope), now: StorePlans.now)
        let key = CaseKey(.init(at: StorePlans.now, id: 7), in: query.order)
        for source in plan.sources {
            // What one person owns, and what has a deadline, is so little that it may be sorted.
            let sorted = !source.key.text.contains("COALESCE")
            for isDescending in [true, false] {
                for (start, end) in [(nil, nil), (key, nil), (key, key)] as [(CaseKey?, CaseKey?)] {
                    try expectIndexed(
                        plan.keys(of: source, isDescending: isDescending, from: start, until: end, limit: 26),
                        sorted: sorted)
                }
            }
            if !sorted {
                let steps = try self.plan(
                    plan.keys(of: source, isDescending: true, from: nil, until: nil, limit: 26))
                #expect(steps.contains { $0.contains("case_by_owner") || $0.contains("case_by_due") }, "\(steps)")
            }
        }
        for source in plan.counted { try expectIndexed(plan.count(of: source, most: 1_000)) }
    }

    @Test(arguments: CaseQuery.Order.allCases)
    func everyListThatIsOfferedFollowsAnIndex(order: CaseQuery.Order) throws {
        for scope in [
            StorePlans.officer, StorePlans.everything, StorePlans.local, StorePlans.socialWorker, StorePlans.mediator,
        ] {
            for programme in [nil, "ukn"] {
                for municipality in [nil, "259"] {
                    for owner in [nil, "", "anna"] {
                        for deadline in [nil, CaseQuery.Deadline.overdue] {
                            for opened in [nil, LocalDate(dayNumber: 19_000)] {
                                var query = CaseQuery(order: order)
                                query.programme = programme
                                query.stage = programme == nil ? nil : "assessed"
                                query.municipality = municipality
                                query.owner = owner
                                query.isOpen = owner == nil ? nil : true
                                query.deadline = deadline
                                query.openedFrom = opened
                                query.openedTo = opened
                                if query.orders.contains(order) { try expectFast(query, scope) }
                            }
                        }
                    }
                }
            }
        }
    }

    @Test func aListOfEverythingFollowsItsOrder() throws {
        for (order, all, open) in [
            (CaseQuery.Order.newest, "case_by_opening", "case_open_by_opening"),
            (.stageOldest, "case_by_step", "case_open_by_step"), (.due, "case_by_due", "case_by_due"),
        ] {
            for scope in [StorePlans.officer, StorePlans.local] {
                for isOpen in [nil, true, false] {
                    var query = CaseQuery(order: order)
                    query.isOpen = isOpen
                    let plan = CasePlan(query, scope: scope, tally: tally(query, scope), now: StorePlans.now)
                    #expect(plan.sources.count == 1)
                    let sql = plan.keys(
                        of: plan.sources[0], isDescending: order.isDescending, from: nil, until: nil, limit: 26)
                    let steps = try self.plan(sql)
                    #expect(steps.contains { $0.contains(isOpen == true ? open : all) }, "\(steps)")
                }
            }
        }
    }

    /// Of a small part of the register each stage is asked: the walk would pass by all the rest.
    @Test func aSmallPartOfTheRegisterIsNotWalked() throws {
        let parts = tally(CaseQuery(), StorePlans.local).parts
        let plan = CasePlan(
            CaseQuery(), scope: StorePlans.local, tally: CaseTally(parts: parts, of: 100_000), now: StorePlans.now)
        #expect(plan.sources.count == 2)
    }

    /// Of two ends on one side only the nearer stands in the query: an engine may start its walk at the other.
    @Test func aWalkStartsAtTheNearerOfPlaceAndPeriod() throws {
        var query = CaseQuery(order: .oldest)
        query.openedFrom = LocalDate(dayNumber: 19_000)
        let plan = CasePlan(
            query, scope: StorePlans.officer, tally: tally(query, StorePlans.officer), now: StorePlans.now)
        func bounds(_ day: Int32) -> String {
            let place = CaseKey(.init(at: Instant(startOf: LocalDate(dayNumber: day)), id: 7), in: query.order)
            return plan.keys(of: plan.sources[0], isDescending: false, from: place, until: nil, limit: 26).text
        }
        #expect(!bounds(19_500).contains("c.opened_on >=") && bounds(19_500).contains("(c.opened_on, c.id) >"))
        #expect(bounds(18_500).contains("c.opened_on >=") && !bounds(18_500).contains("(c.opened_on, c.id) >"))
    }

    /// A count along the wrong index could walk every case of a programme that the reader may not see.
    @Test func whatTheTallyKnowsIsNotWalked() throws {
        var query = CaseQuery(order: .newest)
        query.programme = "ukn"
        query.municipality = "259"
        let plan = CasePlan(
            query, scope: StorePlans.officer, tally: tally(query, StorePlans.officer), now: StorePlans.now)
        #expect(plan.counted.map(\.size) == [400, 400])
    }

    @Test func deadlinesAreCountedWithoutALookUp() throws {
        var query = CaseQuery(order: .due)
        query.programme = "ukn"
        query.municipality = "259"
        query.owner = ""
        query.openedFrom = LocalDate(dayNumber: 19_000)
        let parts = tally(query, StorePlans.everything).parts
        let all = parts.map { CaseTally.Part(programme: $0.programme, stage: $0.stage, municipality: nil, cases: 1) }
        for (tally, index) in [
            (CaseTally(parts: parts, of: 800), "case_by_due"),
            (CaseTally(parts: parts, of: 100_000), "case_by_place_due"),
            (CaseTally(parts: all, of: 100_000), "case_by_stage_due"),
        ] {
            let plan = CasePlan(query, scope: StorePlans.everything, tally: tally, now: StorePlans.now)
            let steps = try self.plan(plan.count(of: plan.counted[0], most: 1_000))
            #expect(steps.contains { $0.contains("USING COVERING INDEX \(index) ") }, "\(steps)")
            let page = plan.keys(of: plan.sources[0], isDescending: false, from: nil, until: nil, limit: 26)
            #expect(try self.plan(page).contains { $0.contains("USING COVERING INDEX \(index) ") })
        }
    }

    @Test func whatSomebodyOwnsComesFromTheIndexOfOwners() throws {
        var query = CaseQuery(order: .newest)
        query.owner = "anna"
        query.isOpen = true
        let plan = CasePlan(query, scope: StorePlans.officer, tally: .none, now: StorePlans.now)
        let steps = try self.plan(
            plan.keys(of: plan.sources[0], isDescending: true, from: nil, until: nil, limit: 9))
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

    /// A merge moves what was said of the records by index, in every table that names persons.
    @Test func aMergeReadsNoTable() throws {
        for column in SaidColumn.all {
            for sql in column.moves([1, 2], to: 1) {
                let steps = try plan(sql)
                let isSearch = steps.allSatisfy { $0.hasPrefix("SEARCH") }
                #expect(!steps.isEmpty && isSearch, "\(column.name): \(steps)")
            }
        }
        try expectIndexed("UPDATE person_split SET merge_id = NULL WHERE merge_id IN (1, 2)")
    }

    /// The queue of doubts.
    @Test func doubtsAreFoundByIndex() throws {
        for sql: SQL in [
            "SELECT DISTINCT import_id FROM match_doubt WHERE import_id IS NOT NULL ORDER BY import_id DESC LIMIT 20",
            """
            SELECT id, evidence FROM match_doubt d WHERE d.state = 'open' AND (d.found_at > 5 OR d.found_at = 5 AND d.id > 7)
            ORDER BY d.found_at, d.id LIMIT 200
            """,
        ] {
            try expectIndexed(sql)
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
