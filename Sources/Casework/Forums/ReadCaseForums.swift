public import Prevention
import SQL
public import Store

/// A case with the items about it that the reader knows of, and the forums in which they could propose one.
public struct CaseForums: Sendable {
    public let opened: OpenedCase
    /// Newest first.
    public let items: [(item: StoredItem, forum: StoredForum)]
    public let forums: [StoredForum]
    /// Whether it stays out of forums, since it is for a criminal case.
    public let isCriminalCase: Bool
}

/// Reads what forums have to do with a case; logged like the case.
public struct ReadCaseForums: Sendable {
    public let id: Int64

    public init(of id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> CaseForums {
        try await office.reading(case: id, as: who) { db, opened in
            guard let member = try? Policy.authorize(who.actor, Acts.WorkForums.self) else {
                return CaseForums(opened: opened, items: [], forums: [], isCriminalCase: false)
            }
            let name = who.actor.name
            let forums = try ForumStore.forums(of: name, in: db).filter {
                $0.kind.mayHave(who.actor, in: $0.municipality)
            }
            let items = try ItemStore.items(ofCase: id, keys: office.keys, in: db).compactMap { item in
                guard let forum = forums.first(where: { $0.id == item.forum }), item.state != .deleted else {
                    return nil as (StoredItem, StoredForum)?
                }
                let isChair = try OpenedForum(forum.id, member, in: db).isChair
                let knows =
                    try isChair || item.proposedBy == name
                    || ParticipantStore.isParticipant(name, of: item.id, in: db)
                return knows ? (item, forum) : nil
            }
            let stage = opened.file.stage
            let isCriminal = try opened.file.isCriminalCase(law: office.law)
            return CaseForums(
                opened: opened, items: items,
                forums: forums.filter { forum in
                    !isCriminal && forum.isOpen && forum.kind.programmes.contains(opened.file.programme.code)
                        && !(stage.map { forum.kind.keepsOut.contains($0) } ?? false)
                        && (!forum.kind.isLocal || forum.municipality == opened.row.municipality)
                }, isCriminalCase: isCriminal)
        }
    }
}
