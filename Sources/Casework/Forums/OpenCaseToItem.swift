import Handbook
public import Prevention
import SQL
import Store

/// Opens the case behind an item to those who take part in it (*åbn sagen for deltagerne*): a sharing like any other, with its
/// record. They read the case while the agenda is sent and the minutes are not approved, and it shows them what its programme
/// shares.
public struct OpenCaseToItem: Sendable {
    public let id: Int64
    public let content: ShareWithItem.Content

    /// - Parameter content: why, which categories and for whom; its body is not asked for.
    public init(_ id: Int64, _ content: ShareWithItem.Content) {
        self.id = id
        self.content = content
    }

    /// - Throws: `Refused`: `item.not-live`, `item.not-participant`, `item.no-case`, `item.recipient`, those of
    ///   `Disclosure.refusals`; `NotFound` where the case lies outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        let now = office.now
        try await office.writing(as: who.actor) { db, sight in
            let opened = try OpenedItem(id, who, sight, office, in: db)
            try opened.opened.requireOpen()
            try opened.requireSharing()
            guard let caseID = opened.item.caseID, who.actor.kind == .police else { throw Refused("item.no-case") }
            let worker = try Policy.authorize(who.actor, Acts.WorkCases.self)
            let behind = try OpenedCase(caseID, worker, sight, in: db)
            let circle = try SharingCircle(opened, who.actor, office, in: db)
            let chosen = try circle.chosen(content.recipients)
            if let other = chosen.first(where: { !behind.isOpened(to: $0) }) {
                throw Refused("item.cannot-open", ["value": other.displayName])
            }
            let groups = try circle.groups(chosen, basis: nil)
            let records = groups.map { basis, to in
                var record = circle.record(content, basis: basis, to: to, at: now)
                // They read of everybody in it.
                let all = Set(behind.file.parties.map(\.person))
                record.named = all.filter { record.subject != .person($0) }.sorted()
                return record
            }
            try Disclose.requireAll(records, [], office)
            // Sent twice, it opens once.
            let stored = try DisclosureStore.disclosures(ofItem: id, keys: office.keys, in: db)
                .filter { $0.contribution == nil }
            let new = try records.filter { try !circle.isMade($0, among: stored, in: db) }
            if new.isEmpty { return }
            for record in new { try Disclose(record).run(by: who.actor, office, db) }
            try office.ledger.record(.change, .forumItem, id: id, reason: "case opened", by: who.actor, at: now, in: db)
        }
    }
}

extension OpenedCase {
    /// Whether somebody could read it while it is open to them for a meeting.
    func isOpened(to reader: Actor) -> Bool {
        var reader = reader
        reader.agenda = [id]
        return CaseScope(of: reader).contains(
            file.programme, id: id, municipality: row.municipality, stage: Stage(row.stage), owner: row.owner)
    }
}
