public import Handbook
public import Prevention
public import SQL
public import Store

/// What every use-case works with: the data, the rules, the keys, the log, the clock.
public struct Office: Sendable {
    public let database: any Database
    public let handbook: Handbook
    public let keys: KeyRing
    public let ledger: Ledger
    private let writer: LedgerWriter?
    private let clock: @Sendable () -> Instant
    /// What the hash of a new password costs; less in tests.
    var passwordRounds = PasswordHash.rounds

    /// - Parameters:
    ///   - process: what the process is, as its chain of the log is named.
    ///   - clock: the time; tests give a fixed one.
    public init(
        database: any Database, handbook: Handbook, keys: KeyRing, process: String = "kreds",
        clock: @escaping @Sendable () -> Instant
    ) {
        self.init(
            database: database, handbook: handbook, keys: keys, process: process, logsReads: true, clock: clock)
    }

    /// - Parameter logsReads: false in a benchmark alone, to measure what the log costs.
    package init(
        database: any Database, handbook: Handbook, keys: KeyRing, process: String, logsReads: Bool,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.database = database
        self.handbook = handbook
        self.keys = keys
        ledger = Ledger(keys: keys, process: process)
        writer = logsReads ? LedgerWriter(database: database, ledger: ledger) : nil
        self.clock = clock
    }

    public var now: Instant { clock() }
    public var law: LawBook { handbook.law }
}

extension Office {
    /// Reads, and hands over what was read only when the entries about it are in the log to stay
    /// (retshåndhævelsesloven § 24: consultation is logged). Inside `PendingReads.settled` it is handed over at once, to make
    /// the answer from; that answer waits.
    ///
    /// - Parameter body: gives what it has read, and the entries that say so.
    public func reading<Value: Sendable>(
        by actor: Actor, _ body: @Sendable @escaping (any Connection) throws -> (Value, [LedgerEntry])
    ) async throws -> Value {
        let (value, entries) = try await database.read(body)
        let now = now
        if let writer { try await PendingReads.commit { try await writer.record(entries, by: actor, at: now) } }
        return value
    }

    /// Signs where the log ends now.
    public func checkpoint() async throws {
        let now = now
        try await database.write { [ledger] db in _ = try ledger.checkpoint(at: now, in: db) }
    }
}

/// Several reasons why something is refused; a form shows them all.
public struct Refused: Error, Sendable, Hashable {
    public let refusals: [Refusal]

    public init(_ refusals: [Refusal]) {
        self.refusals = refusals
    }

    public init(_ code: String, _ arguments: [String: String] = [:]) {
        refusals = [Refusal(code, arguments)]
    }
}

/// There is nothing of that kind for this user: it does not exist, or lies outside what they may know of.
public struct NotFound: Error, Sendable {
    public init() {}
}
