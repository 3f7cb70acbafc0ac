public import Prevention
import SQL
import Store

/// Writes down why § 115, stk. 1, nr. 2 reaches the prison service in this item, though it does not name it (*vurdering efter
/// nr. 2*). From then on it may be shared with the prison service on nr. 2; each record holds the assessment as it stood.
public struct AssessItem: Sendable {
    public let id: Int64
    /// The revision that the chair saw.
    public let revision: Int
    public let text: String

    public init(_ id: Int64, revision: Int, _ text: String) {
        self.id = id
        self.revision = revision
        self.text = text
    }

    /// - Throws: `Refused`: `forum.not-chair`, `item.not-live`, `item.no-assessment`, `item.assessment`,
    ///   `changed-meanwhile`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        let now = office.now
        try await office.writing(item: id, as: who) { db, opened in
            try opened.opened.requireChair()
            guard opened.item.state.isLive || opened.item.state == .proposed else { throw Refused("item.not-live") }
            guard opened.forum.kind.needsAssessment else { throw Refused("item.no-assessment") }
            guard !text.isEmpty else { throw Refused("item.assessment") }
            guard opened.item.revision == revision,
                try ItemStore.setAssessment(text, of: opened.item, keys: office.keys, by: who.actor, at: now, in: db)
            else { throw Refused("changed-meanwhile") }
            try office.ledger.record(.change, .forumItem, id: id, reason: "assessed", by: who.actor, at: now, in: db)
        }
    }
}
