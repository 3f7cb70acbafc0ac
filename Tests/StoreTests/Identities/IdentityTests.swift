import Prevention
import SQL
import Testing

@testable import Store

@Suite struct IdentityTests {
    /// After every step of a random history, what is derived is what a fresh computation says; and when all merges are undone in
    /// a random order, every row is what it was.
    @Test(arguments: 1...40) func whatIsDerivedFollowsFromTheEdges(seed: Int) throws {
        for engine in TestEngine.all {
            try engine.withStore { database, _ in
                var dice = Dice(UInt64(seed))
                try database.blockingWrite { try SmallRegister.fill($0, &dice) }
                let start = try database.blockingRead { try SmallRegister.rows($0) }
                for _ in 0..<25 {
                    try database.blockingWrite { try step($0, &dice) }
                    try database.blockingRead { db in
                        let reference = try Reference(db)
                        #expect(try SmallRegister.rows(db) == reference.rows(from: start))
                        for (_, records) in reference.groups {
                            #expect(try IdentityStore.records(of: records[0], in: db) == records)
                        }
                    }
                }
                try database.blockingWrite { db in
                    while let merge = try standing(db).randomly(&dice) {
                        try IdentityStore.undo(merge, words: "", by: SmallRegister.actor, at: SmallRegister.at, in: db)
                    }
                    #expect(try SmallRegister.rows(db) == start)
                }
            }
        }
    }

    private func standing(_ db: any Connection) throws -> [Int64] {
        try db.fetch("SELECT id FROM person_merge WHERE undone_at IS NULL ORDER BY id") { $0.int64(0) }
    }

    private func step(_ db: any Connection, _ dice: inout Dice) throws {
        let a = Int64(1 + dice.below(SmallRegister.persons))
        let b = Int64(1 + dice.below(SmallRegister.persons))
        let groups = (try IdentityStore.records(of: a, in: db), try IdentityStore.records(of: b, in: db))
        switch dice.below(6) {
        case 0:
            if let merge = try standing(db).randomly(&dice) {
                let sides = try IdentityStore.sides(of: merge, in: db)
                let edge = try #require(try IdentityStore.merge(merge, in: db))
                let split = try IdentityStore.undo(
                    merge, words: "", by: SmallRegister.actor, at: SmallRegister.at, in: db
                ).split
                #expect(try IdentityStore.records(of: edge.a, in: db) == sides.0)
                #expect(try IdentityStore.records(of: edge.b, in: db) == sides.1)
                #expect(try SmallRegister.merge(edge.a, edge.b, db) == .blocked(split: split))
            }
        case 1:
            let splits = try db.fetch("SELECT id FROM person_split WHERE ended_at IS NULL ORDER BY id") {
                $0.int64(0)
            }
            if let split = splits.randomly(&dice) {
                #expect(
                    try IdentityStore.takeBack(
                        split: split, words: "", by: SmallRegister.actor, at: SmallRegister.at, in: db))
            }
        case 2 where groups.0 != groups.1:
            let split = try IdentityStore.split(
                a, b, words: "", by: SmallRegister.actor, at: SmallRegister.at, in: db)
            #expect(try IdentityStore.split(between: groups.0, and: groups.1, in: db) != nil)
            #expect(
                try IdentityStore.split(a, b, words: "", by: SmallRegister.actor, at: SmallRegister.at, in: db) == split
            )
        default:
            let outcome = try SmallRegister.merge(a, b, db)
            switch outcome {
            case .already: #expect(groups.0 == groups.1)
            case .blocked(let split):
                #expect(try IdentityStore.split(between: groups.0, and: groups.1, in: db) == split)
            case .merged: #expect(try IdentityStore.records(of: a, in: db) == (groups.0 + groups.1).sorted())
            }
        }
    }

    @Test(arguments: TestEngine.all) func aChainIsPartedWhereItIsUndone(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            try database.blockingWrite { db in
                var dice = Dice(1)
                try SmallRegister.fill(db, &dice)
                guard case .merged(let first) = try SmallRegister.merge(1, 2, db),
                    case .merged(let second) = try SmallRegister.merge(2, 3, db)
                else {
                    Issue.record("not merged")
                    return
                }
                // A third edge would close the circle.
                #expect(try SmallRegister.merge(3, 1, db) == .already)
                let (_, split) = try IdentityStore.undo(
                    first, words: "", by: SmallRegister.actor, at: SmallRegister.at, in: db)
                #expect(try IdentityStore.records(of: 1, in: db) == [1])
                #expect(try IdentityStore.records(of: 3, in: db) == [2, 3])
                // The split between 1 and 2 keeps 3 away from 1 as well, as long as 3 is with 2.
                #expect(try SmallRegister.merge(1, 3, db) == .blocked(split: split))
                try IdentityStore.undo(second, words: "", by: SmallRegister.actor, at: SmallRegister.at, in: db)
                guard case .merged = try SmallRegister.merge(1, 3, db) else {
                    Issue.record("1 and 3 were never said to be two")
                    return
                }
                // And now 2 away from both.
                #expect(try SmallRegister.merge(2, 3, db) != .already)
                #expect(try IdentityStore.records(of: 2, in: db) == [2])
                #expect(
                    throws: IdentityProblem.noMerge(first),
                    performing: {
                        try IdentityStore.undo(
                            first, words: "", by: SmallRegister.actor, at: SmallRegister.at, in: db)
                    })
                #expect(throws: IdentityProblem.unknownRecord(99)) { try SmallRegister.merge(1, 99, db) }
                #expect(throws: IdentityProblem.onePerson) {
                    try IdentityStore.split(
                        1, 3, words: "", by: SmallRegister.actor, at: SmallRegister.at, in: db)
                }
            }
        }
    }

    @Test(arguments: TestEngine.all) func twoWhoMergeAtOnceMakeOneEdge(engine: TestEngine) async throws {
        try await engine.withWaitingStore { database in
            try await database.write { db in
                var dice = Dice(2)
                try SmallRegister.fill(db, &dice)
            }
            let outcomes = try await withThrowingTaskGroup(of: MergeOutcome.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await database.write { try SmallRegister.merge(4, 5, $0) } }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == .already }.count == 7)
            #expect(try await database.read { try $0.count("SELECT COUNT(*) FROM person_merge") } == 1)
        }
    }
}

extension [Int64] {
    fileprivate func randomly(_ dice: inout Dice) -> Int64? {
        isEmpty ? nil : self[dice.below(count)]
    }
}
