import Handbook
public import Prevention
import SQL
import Store

/// Sets up a forum (*opret forum*).
public struct SetUpForum: Sendable {
    public let kind: ForumKind
    /// Code; empty for one of the whole district.
    public let municipality: String
    public let purpose: String

    public init(_ kind: ForumKind, municipality: String, purpose: String) {
        self.kind = kind
        self.municipality = municipality
        self.purpose = purpose
    }

    /// - Returns: its id.
    /// - Throws: `Refused`: `forum.municipality`, `forum.purpose`, `forum.number`, `forum.exists`.
    public func callAsFunction(_ who: Authorized<Acts.ManageForums>, in office: Office) async throws -> Int64 {
        var problems: [Refusal] = []
        if kind.isLocal != office.handbook.ownMunicipalities.contains(municipality) {
            problems.append(Refusal("forum.municipality"))
        }
        problems += ForumText.problems(purpose, empty: "forum.purpose")
        guard problems.isEmpty else { throw Refused(problems) }
        let now = office.now
        return try await office.database.write { db in
            let id = try ForumStore.add(
                kind, municipality: municipality, purpose: purpose, by: who.actor, at: now, in: db)
            guard let id else { throw Refused("forum.exists") }
            try office.ledger.record(
                .change, .forum, id: id, reason: "set up \(kind.code) \(municipality)", by: who.actor, at: now, in: db)
            return id
        }
    }
}

/// Changes what a forum is for, or ends it.
public struct ChangeForum: Sendable {
    public enum Change: Sendable {
        case purpose(String)
        /// Only once nothing is on its way in it.
        case end
    }

    public let id: Int64
    /// The revision that the user saw.
    public let revision: Int
    public let change: Change

    public init(_ id: Int64, revision: Int, _ change: Change) {
        self.id = id
        self.revision = revision
        self.change = change
    }

    /// - Throws: `Refused`: `forum.purpose`, `forum.number`, `forum.items-left`, `changed-meanwhile`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ManageForums>, in office: Office) async throws {
        let now = office.now
        try await office.database.write { db in
            guard let forum = try ForumStore.forum(id, in: db) else { throw NotFound() }
            guard forum.isOpen else { throw Refused("forum.ended") }
            let isDone: Bool
            switch change {
            case .purpose(let text):
                let problems = ForumText.problems(text, empty: "forum.purpose")
                guard problems.isEmpty else { throw Refused(problems) }
                isDone = try ForumStore.setPurpose(text, of: id, revision: revision, in: db)
            case .end:
                let live: [ItemState] = [.proposed] + ItemState.allCases.filter(\.isLive)
                let left = try live.map { try ItemStore.count(of: id, in: $0, db) }.reduce(0, +)
                guard left == 0 else { throw Refused("forum.items-left", ["count": String(left)]) }
                isDone = try ForumStore.end(id, revision: revision, at: now, in: db)
            }
            guard isDone else { throw Refused("changed-meanwhile") }
            try office.ledger.record(.change, .forum, id: id, reason: change.name, by: who.actor, at: now, in: db)
        }
    }
}

extension ChangeForum.Change {
    fileprivate var name: String {
        switch self {
        case .purpose: return "purpose"
        case .end: return "end"
        }
    }
}

/// Texts of a forum that are about nobody.
enum ForumText {
    /// What is wrong with one.
    static func problems(_ text: String, empty code: String) -> [Refusal] {
        if text.isEmpty { return [Refusal(code)] }
        return CPRNumber.isIn(text) ? [Refusal("forum.number")] : []
    }
}
