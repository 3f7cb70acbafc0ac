public import Handbook
public import Prevention
import SQL
public import Store

/// The bodies and forums that initiatives are anchored in (*forankring*). Their names say no more than that they are there.
public struct PlanAnchors: Sendable {
    public struct Body: Sendable {
        public let body: StoredBody
        /// Of its working group; `nil` for others.
        public let area: StoredFocusArea?
    }

    /// In the order in which they are shown, the open ones first.
    public let bodies: [Body]
    public let forums: [StoredForum]

    static func load(in db: any Connection) throws -> PlanAnchors {
        PlanAnchors(
            bodies: try BodyStore.bodies(in: db).map { Body(body: $0, area: try FocusAreaStore.area($0.area, in: db)) },
            forums: try ForumStore.forums(in: db))
    }

    /// Its name; of what is neither a body nor a forum, what was written. `nil` for what is not there.
    public func name(of anchor: Initiative.Anchor, _ words: Words, _ handbook: Handbook) -> String? {
        switch anchor {
        case .body(let id):
            return bodies.first { $0.body.id == id }.map { $0.body.name(of: $0.area, words, handbook) }
        case .forum(let id): return forums.first { $0.id == id }?.name(words, handbook)
        case .outside(.other, let text): return text
        case .outside(let outside, let text): return words("plan.anchor." + outside.rawValue) + ": " + text
        }
    }

    /// What may be chosen, with its name.
    public func choices(_ words: Words, _ handbook: Handbook) -> [(code: String, name: String)] {
        func named(_ anchors: [Initiative.Anchor]) -> [(code: String, name: String)] {
            anchors.compactMap { one in name(of: one, words, handbook).map { (one.code, $0) } }.sorted {
                $0.name < $1.name
            }
        }
        return named(bodies.filter(\.body.isOpen).map { .body($0.body.id) })
            + named(forums.filter(\.isOpen).map { .forum($0.id) })
            + Initiative.Anchor.Outside.allCases.map { ($0.rawValue, words("plan.anchor." + $0.rawValue)) }
    }

    /// Whether it is there and open.
    func mayBeChosen(_ anchor: Initiative.Anchor) -> Bool {
        switch anchor {
        case .body(let id): return bodies.contains { $0.body.id == id && $0.body.isOpen }
        case .forum(let id): return forums.contains { $0.id == id && $0.isOpen }
        case .outside: return true
        }
    }

    /// Its name as it stands beside an initiative: with a mark where it has ended since.
    public func shown(_ anchor: Initiative.Anchor, _ words: Words, _ handbook: Handbook) -> String? {
        name(of: anchor, words, handbook).map { name in
            mayBeChosen(anchor) ? name : name + " (" + words("plan-links.anchor-ended") + ")"
        }
    }

    /// What a change has written, with the name of the anchor that it keeps by its code.
    public func said(by change: PlanChange, _ words: Words, _ handbook: Handbook) -> String {
        guard change.act == "to-" + Initiative.Stage.anchored.rawValue else { return change.new }
        let lines = change.new.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let rest = lines.count > 1 ? lines[1] : ""
        let anchor = lines.first.flatMap { Initiative.Anchor(code: $0, words: rest) }
        guard let anchor, let name = name(of: anchor, words, handbook) else { return change.new }
        return anchor.words.isEmpty && !rest.isEmpty ? name + "\n" + rest : name
    }
}

extension StoredBody {
    /// `Lokalråd, Køge`; `Arbejdsgruppe: Vold i nære relationer`.
    public func name(of area: StoredFocusArea?, _ words: Words, _ handbook: Handbook) -> String {
        let kind = words("body-kind." + kindCode)
        if let area { return kind + ": " + area.area.title }
        return municipality.isEmpty ? kind : kind + ", " + handbook.municipalityName(municipality)
    }
}

extension StoredForum {
    /// `PSP-K praksisgruppe, Køge`.
    public func name(_ words: Words, _ handbook: Handbook) -> String {
        let name = words("forum.\(kind.code).name")
        return municipality.isEmpty ? name : name + ", " + handbook.municipalityName(municipality)
    }
}

/// Ids of the forums whose pages the reader may open, for links from the plan.
public struct ListReadableForums: Sendable {
    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> Set<Int64> {
        let actor = who.actor
        guard actor.may(.workForums) else { return [] }
        return try await office.database.read { db in Set(try OpenedForum.readable(to: actor, in: db).map(\.id)) }
    }
}

/// The initiatives that a forum carries or has carried, the latest first; a body is read with its own. They are about nobody, so
/// nothing is logged.
public struct ListAnchored: Sendable {
    public let forum: Int64

    public init(inForum forum: Int64) {
        self.forum = forum
    }

    public func callAsFunction(
        _ who: Authorized<Acts.ReadPlan>, in office: Office
    ) async throws -> [StoredInitiative] {
        try await office.database.read { db in try InitiativeStore.initiatives(anchoredIn: .forum(forum), db) }
    }
}
