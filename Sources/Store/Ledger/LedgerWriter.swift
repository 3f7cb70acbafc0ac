import Foundation
public import Prevention
public import SQL
import Synchronization

/// Commits entries in groups: what arrives while a transaction is on its way goes into the next one, all together. Whoever hands
/// entries in goes on when they are in the log to stay, or learns that they are not.
public final class LedgerWriter: Sendable {
    private let database: any Database
    private let ledger: Ledger
    private let state = Mutex(State())
    /// Transactions run here, one after the other: a thread may wait in them.
    private let queue = DispatchQueue(label: "kreds.ledger")

    /// A bound on what one transaction holds.
    private static let mostRequests = 500

    /// How long entries are gathered before they are committed together.
    private static let gatheringMicroseconds: UInt32 = 4_000

    private struct Request {
        let lines: [Ledger.Line]
        let done: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var waiting: [Request] = []
        var isWriting = false
        var transactions = 0
    }

    public init(database: any Database, ledger: Ledger) {
        self.database = database
        self.ledger = ledger
    }

    /// Transactions made.
    var transactions: Int { state.withLock(\.transactions) }

    /// - Throws: what `Ledger.record` throws; then none of the entries is in the log.
    public func record(_ entries: [LedgerEntry], by actor: Actor, at: Instant) async throws {
        let lines = entries.map { Ledger.Line(entry: $0, actor: actor, at: at) }
        guard !lines.isEmpty else { return }
        try await withCheckedThrowingContinuation { done in
            let starts = state.withLock { state in
                state.waiting.append(Request(lines: lines, done: done))
                defer { state.isWriting = true }
                return !state.isWriting
            }
            if starts { queue.async { self.writeAll() } }
        }
    }

    private func writeAll() {
        repeat {
            // What comes meanwhile is committed with it: fewer transactions, while the pages are being made.
            usleep(LedgerWriter.gatheringMicroseconds)
            guard let group = next() else { return }
            write(group)
        } while true
    }

    /// What waits; `nil` where nothing does, and then the next to come starts anew.
    private func next() -> [Request]? {
        state.withLock { state in
            let group = Array(state.waiting.prefix(LedgerWriter.mostRequests))
            state.waiting.removeFirst(group.count)
            state.isWriting = !group.isEmpty
            return group.isEmpty ? nil : group
        }
    }

    private func write(_ group: [Request]) {
        do {
            try commit(group.flatMap(\.lines))
            for request in group { request.done.resume() }
        } catch let failure as DatabaseFailure where group.count > 1 && failure.isOfOneEntry {
            // One of them spoils it for all: each on its own.
            for request in group { write([request]) }
        } catch {
            for request in group { request.done.resume(throwing: error) }
        }
    }

    private func commit(_ lines: [Ledger.Line]) throws {
        state.withLock { $0.transactions += 1 }
        try database.blockingWrite { try ledger.append(lines, in: $0) }
    }
}

extension DatabaseFailure {
    /// Whether it may lie in what was to be written, rather than in the database.
    fileprivate var isOfOneEntry: Bool { kind == .constraint || kind == .other }
}
