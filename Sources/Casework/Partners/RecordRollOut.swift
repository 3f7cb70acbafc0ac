import Handbook
public import Prevention
import SQL
public import Store

/// Records how far the Køge model has come in a municipality. What stood before stays in the history.
public struct RecordRollOut: Sendable {
    public let entry: RollOut
    /// The latest entry of the municipality that the user saw; 0 for none.
    public let after: Int64

    public init(_ entry: RollOut, after: Int64) {
        self.entry = entry
        self.after = after
    }

    /// Who may record it.
    public static func isOpen(to actor: Actor) -> Bool {
        actor.holds(any: [.secretariat, .leader])
    }

    /// - Throws: `NotFound` for a municipality that it is not rolled out to; `Refused` with every reason, `changed-meanwhile`
    ///   among them.
    public func callAsFunction(_ who: Authorized<Acts.ReadReport>, in office: Office) async throws {
        guard RecordRollOut.isOpen(to: who.actor) else { throw Refused("roll-out.not-yours") }
        guard office.rollOutMunicipalities.contains(entry.municipality) else { throw NotFound() }
        let now = office.now
        try await office.checkNameless(
            [("contact", entry.contact), ("remark", entry.remark)], problems: entry.problems(today: now.day),
            by: who.actor)
        try await office.database.write { db in
            guard try RollOutStore.latest(of: entry.municipality, in: db) == after else {
                throw Refused("changed-meanwhile")
            }
            let id = try RollOutStore.insert(entry, by: who.actor, at: now, in: db)
            try office.ledger.record(
                .change, .rollOut, id: id, reason: entry.municipality + " " + entry.state.rawValue, by: who.actor,
                at: now, in: db)
        }
    }
}

/// Reads how far it has come: every entry, newest first. They name nobody, so nothing is logged.
public struct ReadRollOut: Sendable {
    public init() {}

    public func callAsFunction(
        _ who: Authorized<Acts.ReadReport>, in office: Office
    ) async throws -> [StoredRollOut] {
        try await office.database.read { db in try RollOutStore.entries(in: db) }
    }
}

extension Office {
    /// Codes of the district's other municipalities, in order of name.
    public var rollOutMunicipalities: [String] {
        handbook.municipalities.filter { $0.isOwn && $0.code != RollOut.origin }.sorted { $0.name < $1.name }
            .map(\.code)
    }
}
