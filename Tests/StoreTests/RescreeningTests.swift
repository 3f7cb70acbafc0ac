import Prevention
import SQL
import SQLiteEngine
import Synchronization
import Testing

@testable import Store

/// Hits stand, after each transaction, as a full run over what is stored then would find them.
@Suite struct RescreeningTests {
    private func stored(_ db: any Connection) throws -> [String] {
        try db.fetch("SELECT \(HitStore.columns) FROM hit h ORDER BY h.child_id, h.rule", HitStore.hit).map { hit in
            "\(hit.child) \(hit.rule) \(hit.firstTriggered) \(hit.lastTriggered) \(hit.triggers) \(hit.incidents) \(hit.carers)"
        }
    }

    private func found(_ db: any Connection) throws -> [String] {
        let (rules, types) = (ScreeningHistory.rules, ScreeningHistory.types)
        let input = try ScreeningReader.input(rules: rules, typeCodes: types, in: db)
        let run = Screening.run(input, rules: rules, typeCodes: types, asOf: nil)
        let names = try ScreeningReader.names(of: run, in: db)
        let hits = run.hits(naming: names.person, incident: names.incident)
        return hits.sorted { ($0.child, $0.rule.id) < ($1.child, $1.rule.id) }.map { hit in
            "\(hit.child) \(hit.rule.id) \(hit.firstTriggered) \(hit.lastTriggered) \(hit.triggers) \(hit.incidents) \(hit.carers)"
        }
    }

    /// Parts that do not say what their incident and the relations say.
    private func untrueParts(_ db: any Connection) throws -> Int {
        try db.count(
            """
            SELECT COUNT(*) FROM incident_person p JOIN incident i ON i.id = p.incident_id
            WHERE p.screened_day <> i.day OR p.screened_type <> CASE WHEN i.same_as IS NULL THEN i.type ELSE '' END
                OR p.cares <> EXISTS (
                    SELECT 1 FROM relation r WHERE r.person_id = p.person_id AND r.kind IN ('parent', 'caregiver'))
            """)
    }

    @Test(arguments: 0..<10)
    func everyHistoryIsAtEachStepWhereAFullRunWouldBe(seed: Int) throws {
        let history = try ScreeningHistory(seed: UInt64(seed))
        var random = SplitMix(state: UInt64(seed) &+ 77)
        var hits = 0
        for transaction in 0..<200 {
            let (list, full, untrue) = try history.database.blockingWrite { db in
                for _ in 0...random.below(3) { try history.step(db) }
                try ScreeningHistory.rescreening.settle(history.changes, in: db)
                return (try stored(db), try found(db), try untrueParts(db))
            }
            #expect(list == full, "seed \(seed), transaction \(transaction)")
            #expect(untrue == 0, "seed \(seed), transaction \(transaction)")
            if list != full || untrue > 0 { return }
            hits += list.count
        }
        // The history must say something.
        #expect(hits > 20)
    }

    /// What was put off comes back by a new trigger alone, and what was deleted undecided is found again by one alone; a full run
    /// after every transaction changes nothing.
    @Test func deferredAndLapsedHitsFollowTheirTriggersAtEachStep() throws {
        var back = 0
        for seed in 0..<10 { back += try follow(seed: seed) }
        // The histories must say something.
        #expect(back > 0)
    }

    /// - Returns: how many came back by a new trigger.
    private func follow(seed: Int) throws -> Int {
        let history = try ScreeningHistory(seed: UInt64(seed))
        var random = SplitMix(state: UInt64(seed) &+ 991)
        var lapsed: [HitKey: Triggered] = [:]
        var deferred: [HitKey: Triggered] = [:]
        var (held, back, kept) = (0, 0, 0)
        for transaction in 0..<200 {
            try history.database.blockingWrite { db in
                for _ in 0...random.below(3) { try history.step(db) }
                try ScreeningHistory.rescreening.settle(history.changes, in: db)
                var full = try triggered(db)
                for (key, mark) in lapsed {
                    guard let now = full[key], !now.isNews(to: mark) else {
                        lapsed[key] = nil
                        continue
                    }
                    lapsed[key] = now
                    full[key] = nil
                    held += 1
                }
                var off: [HitKey: Triggered] = [:]
                for (key, mark) in deferred {
                    guard let now = full[key] else { continue }
                    if now.isNews(to: mark) { back += 1 } else { off[key] = now }
                }
                deferred = off
                let note = "seed \(seed), transaction \(transaction)"
                let list = try db.fetch("SELECT \(HitStore.columns) FROM hit h", HitStore.hit)
                #expect(Set(list.map { HitKey($0.child, $0.rule) }) == Set(full.keys), "\(note)")
                let isOff = list.filter { $0.deferredUntil != nil }.map { HitKey($0.child, $0.rule) }
                #expect(Set(isOff) == Set(off.keys), "\(note)")
                let again = try ScreeningHistory.rescreening.runAll(in: db)
                #expect(again.new + again.reopened + again.changed + again.gone == 0, "\(note)")
                #expect(again.lapsed == lapsed.count, "\(note)")
                kept += list.count
                for hit in list where random.below(6) == 0 {
                    let key = HitKey(hit.child, hit.rule)
                    if random.below(2) == 0 {
                        try HitStore.put(
                            hit.id, offUntil: LocalDate(dayNumber: 20_260), reason: "x", by: ScreeningHistory.actor,
                            at: Instant(milliseconds: 0), in: db)
                        deferred[key] = full[key]
                    } else {
                        try LapsedStore.mark(hit.id, in: db)
                        try HitStore.delete(hit.id, in: db)
                        lapsed[key] = full[key]
                        deferred[key] = nil
                    }
                }
            }
        }
        // The history must say something.
        #expect(held > 20 && kept > 20)
        return back
    }

    private struct HitKey: Hashable {
        let child: Int64
        let rule: String

        init(_ child: Int64, _ rule: String) {
            self.child = child
            self.rule = rule
        }
    }

    private struct Triggered {
        let last: LocalDate
        let count: Int

        func isNews(to earlier: Triggered) -> Bool { earlier.last < last || earlier.count < count }
    }

    private func triggered(_ db: any Connection) throws -> [HitKey: Triggered] {
        let (rules, types) = (ScreeningHistory.rules, ScreeningHistory.types)
        let input = try ScreeningReader.input(rules: rules, typeCodes: types, in: db)
        let run = Screening.run(input, rules: rules, typeCodes: types, asOf: nil)
        let names = try ScreeningReader.names(of: run, in: db)
        let hits = run.hits(naming: names.person, incident: names.incident).map {
            (HitKey($0.child, $0.rule.id), Triggered(last: $0.lastTriggered, count: $0.triggers))
        }
        return Dictionary(hits, uniquingKeysWith: { first, _ in first })
    }

    @Test func manyChangesOfAnImportWaitForOneFullRunAtItsEnd() throws {
        let history = try ScreeningHistory(seed: 5)
        let rescreening = ScreeningHistory.rescreening
        try history.database.blockingWrite { db in
            try history.addFamily(db)
            for id in 0...Int64(Rescreening.mostChanges) { history.changes.child(-id) }
            #expect(try rescreening.settle(history.changes, isPart: true, in: db) == nil)
            #expect(try stored(db) == [])
            #expect(try rescreening.isDue(in: db))
            // What comes next in the same import waits too.
            try history.step(db)
            #expect(try rescreening.settle(history.changes, isPart: true, in: db) == nil)
            #expect(try rescreening.finish(in: db) != nil)
            #expect(try stored(db) == found(db))
            #expect(try stored(db).count == 2)
            #expect(try rescreening.finish(in: db) == nil)
        }
    }

    @Test func otherRulesMakeTheListAnew() throws {
        let history = try ScreeningHistory(seed: 5)
        let fewer = Rescreening(
            rules: [ScreeningHistory.rules[0]], typeCodes: ScreeningHistory.types, on: LocalDate(dayNumber: 20_300))
        try history.database.blockingWrite { db in
            try history.addFamily(db)
            try ScreeningHistory.rescreening.settle(history.changes, in: db)
            #expect(try db.fetch("SELECT rule FROM hit ORDER BY rule") { $0.text(0) } == ["repeated", "single"])
            #expect(try fewer.isDue(in: db))
            history.changes.child(2)
            try fewer.settle(history.changes, in: db)
            #expect(try db.fetch("SELECT rule FROM hit") { $0.text(0) } == ["single"])
        }
    }

    /// Each read finds the other under way, also where several runs go on.
    @Test func theTwoReadsOfAFullRunGoOnAtOnce() async throws {
        let engine = TestEngine.all[0]
        try await withThrowingTaskGroup(of: Set<String>.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let begun = Seen(), met = Seen()
                    func read(_ name: String, meeting other: String) -> @Sendable (any Connection) throws -> Void {
                        { _ in
                            begun.add(name)
                            let last = ContinuousClock.now.advanced(by: .seconds(60))
                            while !begun.values.contains(other), ContinuousClock.now < last {}
                            if begun.values.contains(other) { met.add(name) }
                        }
                    }
                    try engine.withStore { database, _ in
                        try database.blockingReads([read("one", meeting: "two"), read("two", meeting: "one")])
                    }
                    return met.values
                }
            }
            for try await met in group { #expect(met == ["one", "two"]) }
        }
    }

    @Test func theTwoReadsOfAFullRunSeeOneState() throws {
        try TestEngine.all[0].withStore { database, _ in
            _ = try database.blockingWrite { try $0.execute("INSERT INTO source (name) VALUES ('0')") }
            let writer = Task {
                for number in 1...200 {
                    try await database.write { db in
                        _ = try db.execute("UPDATE source SET name = \(String(number))")
                    }
                }
            }
            for _ in 0..<50 {
                let seen = Seen()
                let read: @Sendable (any Connection) throws -> Void = { db in
                    for _ in 0..<3 { seen.add(try db.first("SELECT name FROM source") { $0.text(0) } ?? "") }
                }
                try database.blockingReads([read, read])
                #expect(seen.values.count == 1)
            }
            writer.cancel()
        }
    }
}

/// What several threads have read.
private final class Seen: Sendable {
    private let found = Mutex<Set<String>>([])

    var values: Set<String> { found.withLock { $0 } }

    func add(_ value: String) {
        found.withLock { _ = $0.insert(value) }
    }
}
