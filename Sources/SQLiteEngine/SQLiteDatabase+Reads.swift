import Dispatch
import Foundation
import GRDB
public import SQL
import Synchronization

public import protocol SQL.Connection

extension SQLiteDatabase {
    /// Each read has a thread of its own: those that wait here may be all that the system gives out for such work, and one read
    /// would wait for the other. Each begins while the lock to write is held here, so that nobody, in this process or another, can have written
    /// between them; then the lock is let go.
    public func blockingReads(_ bodies: [@Sendable (any Connection) throws -> Void]) throws {
        guard let pool = writer as? DatabasePool, bodies.count > 1 else {
            try blockingRead { db in for body in bodies { try body(db) } }
            return
        }
        let failure = Mutex<(any Error)?>(nil)
        let begun = DispatchSemaphore(value: 0)
        let reads = DispatchGroup()
        do {
            try pool.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    for body in bodies {
                        reads.enter()
                        Thread.detachNewThread {
                            defer { reads.leave() }
                            let isBegun = Mutex(false)
                            do {
                                try pool.read { reader in
                                    // What is read first is what the read sees to its end.
                                    _ = try GRDB.Row.fetchOne(reader, sql: "SELECT 1 FROM sqlite_master")
                                    isBegun.withLock { $0 = true }
                                    begun.signal()
                                    // Each page is passed once: a large cache would only be filled.
                                    try reader.execute(sql: "PRAGMA cache_size = \(SQLiteDatabase.scanCache)")
                                    defer {
                                        // The connection goes back among the others.
                                        try? reader.execute(sql: "PRAGMA cache_size = \(SQLiteDatabase.cache)")
                                    }
                                    try body(SQLiteConnection(reader))
                                }
                            } catch {
                                failure.withLock { $0 = $0 ?? error }
                                if !isBegun.withLock({ $0 }) { begun.signal() }
                            }
                        }
                    }
                    for _ in bodies { begun.wait() }
                    return .rollback
                }
            }
        } catch {
            failure.withLock { $0 = $0 ?? error }
        }
        reads.wait()
        if let error = failure.withLock({ $0 }) { throw SQLiteDatabase.failure(error) }
    }
}
