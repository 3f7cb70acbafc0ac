public import Handbook
public import Prevention
public import SQL

/// What every use-case works with: the data, the rules, the clock.
public struct Office: Sendable {
    public let database: any Database
    public let handbook: Handbook
    private let clock: @Sendable () -> Instant

    /// - Parameter clock: the time; tests give a fixed one.
    public init(database: any Database, handbook: Handbook, clock: @escaping @Sendable () -> Instant) {
        self.database = database
        self.handbook = handbook
        self.clock = clock
    }

    public var now: Instant { clock() }
    public var law: LawBook { handbook.law }
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
