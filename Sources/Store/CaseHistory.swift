public import Prevention
public import SQL

/// One thing that happened to a case, whatever kind of thing it was.
public struct HistoryItem: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case step, field, undo, party, owner, task, note, relation, document, other
    }

    public enum What: Sendable {
        case event(StoredEvent)
        case undone(UndoneEvent)
        case change(ChangeLog.Entry)
        case related(StoredRelation)
        case unrelated(StoredRelation)
    }

    public let at: Instant
    public let actor: String
    public let kind: Kind
    public let what: What
    /// Of the case, after it; 0 where it moved none.
    public let revision: Int
}

/// All that happened to a case.
public enum CaseHistory {
    /// Newest first. Ties to cases outside `scope` are not there.
    public static func items(
        of id: Int64, scope: CaseScope, in db: any Connection
    ) throws -> [HistoryItem] {
        // What happened first is shown last; of one moment, what was written down last comes first.
        var items: [HistoryItem] = try CaseStore.events(of: id, in: db).sorted { $0.id < $1.id }.map {
            HistoryItem(at: $0.recordedAt, actor: $0.actor, kind: .step, what: .event($0), revision: $0.revision)
        }
        items += try ChangeLog.entries(of: .caseFile, id: id, in: db).reversed().map {
            HistoryItem(at: $0.at, actor: $0.actor, kind: kind($0), what: .change($0), revision: $0.revision)
        }
        for undone in try UndoStore.events(of: id, in: db) {
            let event = undone.event
            items.append(
                HistoryItem(at: event.recordedAt, actor: event.actor, kind: .step, what: .event(event), revision: 0))
            items.append(
                HistoryItem(
                    at: undone.at, actor: undone.actor, kind: .undo, what: .undone(undone), revision: undone.revision))
        }
        for relation in try RelationStore.relations(of: id, scope: scope, in: db) {
            items.append(
                HistoryItem(
                    at: relation.at, actor: relation.actor, kind: .relation, what: .related(relation), revision: 0))
            if let removal = relation.removal {
                items.append(
                    HistoryItem(
                        at: removal.at, actor: removal.actor, kind: .relation, what: .unrelated(relation), revision: 0))
            }
        }
        return items.enumerated().sorted { one, other in
            (one.element.at.milliseconds, one.offset) > (other.element.at.milliseconds, other.offset)
        }.map(\.element)
    }

    /// Of what a change is, by the first word of what it keeps.
    private static func kind(_ entry: ChangeLog.Entry) -> HistoryItem.Kind {
        let text = entry.new.isEmpty ? entry.old : entry.new
        for (word, kind) in words where text.hasPrefix(word) || entry.old.hasPrefix(word) { return kind }
        return entry.new.hasPrefix("{") || entry.old.hasPrefix("{") ? .field : .other
    }

    private static let words: [(String, HistoryItem.Kind)] = [
        ("owner ", .owner), ("party ", .party), ("municipality ", .field), ("task ", .task), ("note ", .note),
        ("document ", .document), ("letter ", .document),
    ]
}
