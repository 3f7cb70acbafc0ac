import Casework
import Foundation
import Prevention
import SQL
import Store

/// The log of a year of a busy district, verified from end to end.
enum LedgerBench {
    /// One entry in twenty has words.
    static func fill(_ path: String, entries: Int) throws -> Measured {
        let office = try Child.office(path)
        let ((), seconds) = try Measured.time {
            var done = 0
            while done < entries {
                let end = min(done + 5_000, entries)
                let lines: [LedgerEntry] = (done..<end).map(entry)
                try office.database.blockingWrite { db in
                    try office.ledger.record(lines, by: Child.actor, at: Child.now.adding(seconds: done), in: db)
                }
                done = end
            }
        }
        return Measured(seconds: seconds, count: entries, unit: "entries")
    }

    private static func entry(_ number: Int) -> LedgerEntry {
        let isSearch = number % 20 == 0
        let entity: LedgerEntry.Entity = number % 3 == 0 ? .caseFile : .person
        return LedgerEntry(
            isSearch ? .search : .read, entity, id: Int64(number % 5_000), reason: "UKN-2026-000123",
            words: isSearch ? "Karla Lund Hansen" : "")
    }

    static func verify(_ path: String) throws -> Measured {
        let office = try Child.office(path)
        let (found, seconds) = try Measured.time {
            try office.database.blockingRead { try office.ledger.verify(in: $0) }
        }
        guard found.firstBreak == nil else { throw BenchFailure(message: "the log is broken") }
        return Measured(seconds: seconds, count: found.entries, unit: "entries")
    }
}
