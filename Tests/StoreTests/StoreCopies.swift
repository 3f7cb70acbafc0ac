import Foundation
import SQL
import SQLiteEngine
import Store
import Testing

/// Copies of a database: whole and under their name, or not at all.
@Suite struct StoreCopies {
    private struct Stop: Error {}

    private func files(_ folder: String) throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix("kreds.sqlite") })
    }

    @Test(arguments: TestEngine.all)
    func aCopyHoldsWhatTheDatabaseHoldsAndIsItsOwnersAlone(engine: TestEngine) throws {
        try engine.withStore { database, folder in
            var fractions: [Double] = []
            let path = folder + "/copy"
            try database.copy(to: path, finishing: nil) { fractions.append($0) }
            #expect(fractions.last == 1)
            #expect(try files(folder) == ["copy"])
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(try Migrator.state(of: SQLiteDatabase(path: path)) == .current)
        }
    }

    @Test(arguments: TestEngine.all)
    func aCopyThatFailsLeavesNothingAndCanBeMadeAgain(engine: TestEngine) throws {
        try engine.withStore { database, folder in
            let path = folder + "/copy"
            #expect(throws: Stop.self) {
                try database.copy(to: path, finishing: { _ in throw Stop() }, progress: { _ in })
            }
            #expect(try files(folder) == [])
            // What a killed copy leaves.
            for ending in [".part", ".part-journal", ".part-wal"] {
                try Data("half".utf8).write(to: URL(fileURLWithPath: path + ending))
            }
            try database.copy(to: path, finishing: nil, progress: { _ in })
            #expect(try files(folder) == ["copy"])
            #expect(try Migrator.state(of: SQLiteDatabase(path: path)) == .current)
        }
    }

    @Test(arguments: TestEngine.all)
    func aCopyReplacesAnEmptyFileAndNoOther(engine: TestEngine) throws {
        try engine.withStore { database, folder in
            let path = folder + "/copy"
            try Data().write(to: URL(fileURLWithPath: path))
            try database.copy(to: path, finishing: nil, progress: { _ in })
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            let failure = #expect(throws: DatabaseFailure.self) {
                try database.copy(to: path, finishing: nil, progress: { _ in })
            }
            #expect(failure?.kind == .notAccessible)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            #expect(try files(folder) == ["copy"])
        }
    }

    @Test(arguments: TestEngine.all)
    func whatFinishesACopyIsInItAndNotInTheDatabase(engine: TestEngine) throws {
        try engine.withStore { database, folder in
            let path = folder + "/copy"
            let insert: SQL = "INSERT INTO source (name) VALUES ('copied')"
            try database.copy(to: path, finishing: { _ = try $0.execute(insert) }, progress: { _ in })
            let copied = try SQLiteDatabase(path: path).blockingRead { try $0.count("SELECT COUNT(*) FROM source") }
            let here = try database.blockingRead { try $0.count("SELECT COUNT(*) FROM source") }
            #expect(copied == 1 && here == 0)
        }
    }

    @Test(arguments: TestEngine.all)
    func aCopyIsOfOneMomentWhileOthersWrite(engine: TestEngine) throws {
        try engine.withStore { database, folder in
            try database.blockingWrite { db in
                let text = String(repeating: "x", count: 4_000)
                for number in 0..<6_000 { try db.execute("INSERT INTO source (name) VALUES (\("\(number) " + text))") }
            }
            let path = folder + "/copy"
            let writer = try engine.open(folder, 5)
            var steps = 0
            try database.copy(to: path, finishing: nil) { _ in
                steps += 1
                _ = try? writer.blockingWrite {
                    try $0.execute("INSERT INTO source (name) VALUES (\("late \(steps)"))")
                }
            }
            #expect(steps > 1)
            let copied = try SQLiteDatabase(path: path).blockingRead { try $0.count("SELECT COUNT(*) FROM source") }
            #expect(copied == 6_000)
            #expect(try database.blockingRead { try $0.count("SELECT COUNT(*) FROM source") } == 6_000 + steps)
        }
    }
}
