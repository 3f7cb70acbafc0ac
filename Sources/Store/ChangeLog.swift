public import Prevention
public import SQL

/// Old and new value of something that was changed.
public enum ChangeLog {
    /// - Parameters:
    ///   - reason: why, in somebody's words; empty for none.
    ///   - revision: of the case, after the change; 0 where the change moves none.
    ///   - event: row id of the event that made the change.
    public static func record(
        _ entity: LedgerEntry.Entity, id: Int64, old: String, new: String, reason: String = "", revision: Int = 0,
        event: Int64? = nil, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO change (at, actor, entity, entity_id, old_value, new_value, reason, revision, event_id)
            VALUES (\(at.milliseconds), \(actor.name), \(entity.rawValue), \(id), \(old), \(new), \(reason), \(revision),
                \(event))
            """)
    }

    public struct Entry: Sendable, Hashable {
        public let at: Instant
        public let actor: String
        public let old: String
        public let new: String
        public let reason: String
        /// Of the case, after the change; 0 where it moved none.
        public let revision: Int
    }

    /// Newest first.
    public static func entries(of entity: LedgerEntry.Entity, id: Int64, in db: any Connection) throws -> [Entry] {
        try db.fetch(
            """
            SELECT at, actor, old_value, new_value, reason, revision FROM change
            WHERE entity = \(entity.rawValue) AND entity_id = \(id) ORDER BY id DESC
            """
        ) { row in
            Entry(
                at: Instant(milliseconds: row.int64(0)), actor: row.text(1), old: row.text(2), new: row.text(3),
                reason: row.text(4), revision: row.int(5))
        }
    }

    /// The fields of cases as they stood at a moment: of those alone whose fields a step has set since. A correction is not
    /// among them: what was corrected was never so.
    public static func fields(
        of cases: [Int64], at moment: Instant, in db: any Connection
    ) throws -> [Int64: [String: String]] {
        var found: [Int64: [String: String]] = [:]
        for start in stride(from: 0, to: cases.count, by: 1_000) {
            // The earliest change comes last, and stays.
            try db.forEach(
                """
                SELECT c.entity_id, c.old_value FROM change c JOIN case_event e ON e.id = c.event_id
                WHERE c.entity = 'case' AND c.entity_id IN \(list: Array(cases[start..<min(cases.count, start + 1_000)]))
                    AND e.at > \(moment.milliseconds) AND c.old_value LIKE '{%'
                ORDER BY e.at DESC, c.id DESC
                """
            ) { found[$0.int64(0)] = try JSONText.fields($0.text(1)) }
        }
        return found
    }

    /// The fields of the case before and after, as the event has changed them; `nil` where it has changed none.
    static func fields(setBy event: Int64, in db: any Connection) throws -> (
        old: [String: String], new: [String: String]
    )? {
        try db.first("SELECT old_value, new_value FROM change WHERE entity = 'case' AND event_id = \(event)") { row in
            (try JSONText.fields(row.text(0)), try JSONText.fields(row.text(1)))
        }
    }
}

extension ChangeLog {
    /// A value as it is shown to others than the system: a CPR number in it, which is sealed, is left out.
    public static func withoutNumber(_ value: String) -> String {
        SealedFields.replacing(value) { _ in "" } ?? value
    }
}
