public import Prevention
public import SQL

/// Commits entries in groups: what arrives while a transaction is on its way goes into the next one, all together. Whoever hands
/// entries in goes on when they are in the log to stay, or learns that they are not.
public actor LedgerWriter {
    private let database: any Database
    private let ledger: Ledger
    private var waiting: [Request] = []
    private var isWriting = false
    /// Transactions made.
    private(set) var transactions = 0

    /// A bound on what one transaction holds.
    private static let mostRequests = 500

    private struct Request {
        let lines: [Ledger.Line]
        let done: CheckedContinuation<Void, any Error>
    }

    public init(database: any Database, ledger: Ledger) {
        self.database = database
        self.ledger = ledger
    }

    /// - Throws: what `Ledger.record` throws; then none of the entries is in the log.
    public func record(_ entries: [LedgerEntry], by actor: Actor, at: Instant) async throws {
        let lines = entries.map { Ledger.Line(entry: $0, actor: actor, at: at) }
        guard !lines.isEmpty else { return }
        try await withCheckedThrowingContinuation { done in
            waiting.append(Request(lines: lines, done: done))
            if !isWriting {
                isWriting = true
                Task { await writeAll() }
            }
        }
    }

    private func writeAll() async {
        while !waiting.isEmpty {
            let group = Array(waiting.prefix(LedgerWriter.mostRequests))
            waiting.removeFirst(group.count)
            await write(group)
        }
        isWriting = false
    }

    private func write(_ group: [Request]) async {
        do {
            try await commit(group.flatMap(\.lines))
            for request in group { request.done.resume() }
        } catch let failure as DatabaseFailure where group.count > 1 && failure.isOfOneEntry {
            // One of them spoils it for all: each on its own.
            for request in group { await write([request]) }
        } catch {
            for request in group { request.done.resume(throwing: error) }
        }
    }

    private func commit(_ lines: [Ledger.Line]) async throws {
        transactions += 1
        try await database.write { [ledger] db in try ledger.append(lines, in: db) }
    }
}

extension DatabaseFailure {
    /// Whether it may lie in what was to be written, rather than in the database.
    fileprivate var isOfOneEntry: Bool { kind == .constraint || kind == .other }
}
