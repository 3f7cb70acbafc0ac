import Prevention
import SQL

/// The hits of each of two before they were merged, and what was deleted undecided.
extension BeforeMerge {
    /// The state of what was deleted undecided.
    private static let lapsed = "lapsed"

    /// - Parameter text: the records, as JSON.
    static func keepHits(_ merge: Int64, _ text: String, of records: [Int64], in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO merge_hit (merge_id, records, rule, hit_id, state, found_on, last_triggered, triggers, decision,
                deferral, deferred_until, triggered_on, warned_on, known)
            SELECT \(merge), \(text), h.rule, h.id, h.state, h.found_on, h.last_triggered, h.triggers,
                (SELECT COALESCE(MAX(d.id), 0) FROM hit_decision d WHERE d.hit_id = h.id),
                (SELECT COALESCE(MAX(p.id), 0) FROM hit_deferral p), h.deferred_until, h.triggered_on, h.warned_on,
                h.known
            FROM hit h WHERE h.child_id IN \(list: records) ORDER BY h.said_of, h.id
            """)
        try db.execute(
            """
            INSERT INTO merge_hit (merge_id, records, rule, hit_id, state, found_on, last_triggered, triggers, decision,
                deferral, deferred_until, triggered_on, warned_on, known)
            SELECT \(merge), \(text), l.rule, 0, \(lapsed), '', l.last_triggered, l.triggers, 0, 0, '', '', '', ''
            FROM hit_lapsed l WHERE l.person_id IN \(list: records) ORDER BY l.id
            """)
    }

    /// A hit of somebody who is two records is deleted undecided: that of each would have been.
    static func lapse(_ hit: Int64, in db: any Connection) throws {
        guard let (rule, merges) = try about(hit, in: db) else { return }
        try db.execute(
            """
            UPDATE merge_hit SET state = \(lapsed), found_on = '', deferred_until = '', triggered_on = '', warned_on = '', known = ''
            WHERE rule = \(rule) AND merge_id IN \(list: merges) AND state = \(StoredHit.State.open.rawValue) AND decision = 0
            """)
    }

    /// A hit goes: what is kept of it goes too, but for the mark that keeps it from being found again.
    static func forget(hit: Int64, in db: any Connection) throws {
        guard let (rule, merges) = try about(hit, in: db) else { return }
        try db.execute(
            "DELETE FROM merge_hit WHERE rule = \(rule) AND merge_id IN \(list: merges) AND state <> \(lapsed)")
    }

    /// An incident goes.
    static func forget(incident: Int64, in db: any Connection) throws {
        let like = "%\(incident)%"
        let kept = try db.fetch("SELECT id, known FROM merge_hit WHERE known LIKE \(like)") {
            (id: $0.int64(0), known: try JSONText.decode(HitKnown.self, from: $0.text(1)))
        }
        for row in kept where row.known.incidents.contains(incident) {
            let text = try JSONText.encode(row.known.without(incident: incident))
            try db.execute("UPDATE merge_hit SET known = \(text) WHERE id = \(row.id)")
        }
    }

    private static func about(_ hit: Int64, in db: any Connection) throws -> (rule: String, merges: [Int64])? {
        guard let stored = try HitStore.hit(hit, in: db) else { return nil }
        let records = try IdentityStore.records(of: stored.child, in: db)
        return (stored.rule, try IdentityStore.merges(touching: records, in: db).filter { $0.undone == nil }.map(\.id))
    }

    // MARK: - Giving back

    private struct KeptHit {
        let rule: String
        let hit: Int64
        let state: String
        let foundOn: String
        let lastTriggered: String
        let triggers: Int
        let decision: Int64
        /// The last deferral of any hit.
        let deferral: Int64
        let deferredUntil: String
        let triggeredOn: String
        let warnedOn: String
        let known: String

        init(_ row: Row) {
            rule = row.text(0)
            hit = row.int64(1)
            state = row.text(2)
            foundOn = row.text(3)
            lastTriggered = row.text(4)
            triggers = row.int(5)
            decision = row.int64(6)
            deferral = row.int64(7)
            deferredUntil = row.text(8)
            triggeredOn = row.text(9)
            warnedOn = row.text(10)
            known = row.text(11)
        }

        func stands(as hit: StoredHit) -> Bool {
            func text(_ day: LocalDate?) -> String { day?.description ?? "" }
            return state == hit.state.rawValue && foundOn == hit.foundOn.description
                && deferredUntil == text(hit.deferredUntil) && triggeredOn == text(hit.triggeredOn)
                && warnedOn == text(hit.warnedOn)
        }

        /// Whether it triggers by no more than it did.
        func covers(_ hit: StoredHit) -> Bool {
            hit.lastTriggered.description <= lastTriggered && hit.triggers <= triggers
        }
    }

    /// - Parameter stood: the record that stood for both.
    static func hits(
        _ merge: Int64, _ records: [Int64], of person: Int64, stood: Int64, in db: any Connection
    ) throws -> [Restored] {
        let kept = try db.fetch(
            """
            SELECT rule, hit_id, state, found_on, last_triggered, triggers, decision, deferral, deferred_until, triggered_on,
                warned_on, known
            FROM merge_hit WHERE merge_id = \(merge) AND records = \(try JSONText.encode(records)) ORDER BY id
            """, KeptHit.init)
        let other = try IdentityStore.person(of: stood, in: db)
        var known: Set<String> = []
        var restored: [Restored] = []
        // Of a rule the hit that went on: the first.
        for old in kept where known.insert(old.rule).inserted {
            let found = try db.first(
                """
                SELECT \(HitStore.columns) FROM hit h WHERE h.child_id = \(person) AND h.rule = \(old.rule)
                ORDER BY h.said_of, h.id LIMIT 1
                """, HitStore.hit)
            guard let hit = found else { continue }
            if other != person { try takeBack(remarksOn: old.hit, to: hit, from: other, in: db) }
            if try isNewer(hit, than: old, in: db) {
                restored.append(.newerHit(hit.id))
            } else if old.state == lapsed {
                guard old.covers(hit) else { continue }
                try LapsedStore.mark(hit.id, in: db)
                try HitStore.delete(hit.id, in: db)
                restored.append(.lapsed(person))
            } else if old.lastTriggered == hit.lastTriggered.description, old.triggers == hit.triggers,
                !old.stands(as: hit)
            {
                // Else it has triggered since by what was said of this one alone: it would have been opened again, or gone.
                try give(old, to: hit, in: db)
                restored.append(.hit(hit.id))
            }
        }
        return restored
    }

    /// Whether somebody has decided on it, put it off or taken it back while the two were one.
    private static func isNewer(_ hit: StoredHit, than old: KeptHit, in db: any Connection) throws -> Bool {
        let decision = try db.count("SELECT COALESCE(MAX(id), 0) FROM hit_decision WHERE hit_id = \(hit.id)")
        if Int64(decision) != old.decision { return true }
        if old.state == lapsed {
            let remarks: [SQL] = ["hit_deferral", "hit_opinion"]
            return try remarks.contains { try db.count("SELECT COUNT(*) FROM \($0) WHERE hit_id = \(hit.id)") > 0 }
        }
        let last = try db.first(
            """
            SELECT id, ended_by FROM hit_deferral WHERE hit_id = \(hit.id) AND moved_from = 0 ORDER BY id DESC LIMIT 1
            """
        ) { (id: $0.int64(0), endedBy: $0.text(1)) }
        guard let last else { return false }
        return last.id > old.deferral || (!old.deferredUntil.isEmpty && !last.endedBy.isEmpty)
    }

    /// What was put off and asked of the hit of this side, which did not go on.
    private static func takeBack(
        remarksOn old: Int64, to hit: StoredHit, from other: Int64, in db: any Connection
    ) throws {
        for table: SQL in ["hit_opinion", "hit_deferral"] {
            try db.execute(
                """
                UPDATE \(table) SET hit_id = \(hit.id), moved_from = 0 WHERE moved_from = \(old)
                    AND hit_id IN (SELECT id FROM hit WHERE child_id = \(other) AND rule = \(hit.rule))
                """)
        }
    }

    /// The facts are those of the decision, or read anew: what has been deleted in between does not come back.
    private static func give(_ old: KeptHit, to hit: StoredHit, in db: any Connection) throws {
        if old.state != hit.state.rawValue || old.foundOn != hit.foundOn.description {
            let isDecided = old.state != StoredHit.State.open.rawValue
            let decided = isDecided ? try LearningStore.kept(withDecisionsOn: hit.id, in: db).first ?? nil : nil
            let facts =
                try decided?.facts
                ?? FactsReader.facts(
                    child: hit.child, version: hit.version, incidents: hit.incidents, carers: hit.carers, in: db)
            try db.execute("UPDATE hit SET facts = \(try JSONText.encode(facts)) WHERE id = \(hit.id)")
        }
        try db.execute(
            """
            UPDATE hit SET state = \(old.state), found_on = \(old.foundOn), deferred_until = \(old.deferredUntil),
                triggered_on = \(old.triggeredOn), warned_on = \(old.warnedOn), known = \(old.known)
            WHERE id = \(hit.id)
            """)
        if old.deferredUntil.isEmpty { return }
        // A trigger of the two together had ended it.
        try db.execute(
            """
            UPDATE hit_deferral SET ended_at = NULL
            WHERE id = (SELECT MAX(id) FROM hit_deferral WHERE hit_id = \(hit.id)) AND ended_by = ''
            """)
    }
}
