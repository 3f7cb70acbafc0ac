public import Prevention
public import SQL

/// Keeps the stored hits as the runs find them.
public enum HitList {
    /// What a run changed in the list.
    public struct Replaced: Sendable, Hashable {
        public internal(set) var new = 0
        /// Decided hits that are open again, because they have triggered since.
        public internal(set) var reopened = 0
        /// Whose incidents, carers or version of the rule are others now, without having been opened again.
        public internal(set) var changed = 0
        public internal(set) var unchanged = 0
        /// No longer triggering, and so no longer waiting for a decision.
        public internal(set) var gone = 0
        /// Left out: their hit was deleted because nobody decided on it, and nothing has triggered since.
        public internal(set) var lapsed = 0

        public init() {}
    }

    private struct Key: Hashable {
        let child: Int64
        let rule: String
    }

    /// A stored hit, as far as it is compared: what is written as text stays text.
    private struct Stored {
        let id: Int64
        let key: Key
        let version: Int
        let first: String
        let last: String
        let triggers: Int
        let incidents: String
        let carers: String
        let state: String
        let isDeferred: Bool

        static let columns: SQL = """
            id, child_id, rule, version, first_triggered, last_triggered, triggers, incidents, carers, state, deferred_until
            """

        init(_ row: Row) {
            id = row.int64(0)
            key = Key(child: row.int64(1), rule: row.text(2))
            version = row.int(3)
            first = row.text(4)
            last = row.text(5)
            triggers = row.int(6)
            incidents = row.text(7)
            carers = row.text(8)
            state = row.text(9)
            isDeferred = !row.text(10).isEmpty
        }

        func isSame(as hit: ScreeningHit) -> Bool {
            triggers == hit.triggers && version == hit.rule.version && first == hit.firstTriggered.description
                && last == hit.lastTriggered.description && incidents == HitList.text(hit.incidents)
                && carers == HitList.text(hit.carers)
        }

        /// Whether it has triggered since. Days in this form compare as text.
        func isNews(_ hit: ScreeningHit) -> Bool {
            last < hit.lastTriggered.description || triggers < hit.triggers
        }
    }

    /// A JSON list, as `JSONText` writes it.
    private static func text(_ ids: [Int64]) -> String {
        "[" + ids.map(String.init).joined(separator: ",") + "]"
    }

    /// Makes the list what a full run has found. A decided hit stays decided until it triggers again; one that no longer
    /// triggers disappears; where somebody has decided on it, it stays with the latest decision, also if it had been opened
    /// again since. Of a child whose records each had a hit of a rule before they were found to be one, the hit of the record that
    /// stands goes on, and the others no longer trigger.
    ///
    /// - Parameter rules: ids of those in force: what was deleted undecided by a rule that pauses stays so.
    public static func replaceAll(
        _ found: [ScreeningHit], by rules: Set<String>, foundOn day: LocalDate, in db: any Connection
    ) throws -> Replaced {
        // Who was merged while the run was at work is left to the next.
        let merged = try IdentityStore.standing(in: db)
        let stored = try db.fetch("SELECT \(Stored.columns) FROM hit ORDER BY said_of", Stored.init)
        let lapsed = try LapsedStore.all(in: db)
        let marks = lapsed.filter { rules.contains($0.rule) }
        return try replace(stored, marks, by: found.filter { merged[$0.child] == nil }, day, db)
    }

    /// The same for the hits of a few children, of whom `found` is everything found.
    public static func replace(
        about children: [Int64], _ found: [ScreeningHit], by rules: Set<String>, foundOn day: LocalDate,
        in db: any Connection
    ) throws -> Replaced {
        var stored: [Stored] = []
        var lapsed: [LapsedHit] = []
        for child in children {
            lapsed += try LapsedStore.about(child, in: db).filter { rules.contains($0.rule) }
            stored += try db.fetch(
                "SELECT \(Stored.columns) FROM hit WHERE child_id = \(child) ORDER BY said_of", Stored.init)
        }
        return try replace(stored, lapsed, by: found, day, db)
    }

    private static func replace(
        _ stored: [Stored], _ lapsed: [LapsedHit], by found: [ScreeningHit], _ day: LocalDate, _ db: any Connection
    ) throws -> Replaced {
        var result = Replaced()
        var marks = Dictionary(grouping: lapsed) { Key(child: $0.child, rule: $0.rule) }
        var left: [Key: Stored] = [:]
        // Of one child and rule, those of records that do not stand.
        var others: [Stored] = []
        for hit in stored {
            if left[hit.key] == nil { left[hit.key] = hit } else { others.append(hit) }
        }
        // Hits that go on.
        var standing: [Key: Int64] = [:]
        for hit in found {
            let key = Key(child: hit.child, rule: hit.rule.id)
            guard let old = left.removeValue(forKey: key) else {
                // Of a person with several records one mark is enough.
                if let own = marks[key], !own.allSatisfy({ $0.isNews(hit) }) {
                    marks[key] = nil
                    for mark in own where !mark.isNews(hit) { try LapsedStore.lower(mark, to: hit, in: db) }
                    result.lapsed += 1
                    continue
                }
                result.new += 1
                try insert(hit, day, db)
                continue
            }
            standing[key] = old.id
            if old.isSame(as: hit) {
                result.unchanged += 1
                continue
            }
            let isNews = old.isNews(hit)
            let isReopened = isNews && (old.isDeferred || old.state != StoredHit.State.open.rawValue)
            if isReopened { result.reopened += 1 } else { result.changed += 1 }
            try update(old, to: hit, isNews: isNews, day, db)
        }
        // What no longer triggers, or has triggered since, needs no mark.
        for mark in marks.values.joined() { try LapsedStore.delete(mark, in: db) }
        for hit in Array(left.values) + others {
            if let decision = try HitStore.decisions(on: hit.id, in: db).first?.decision {
                guard decision.rawValue != hit.state else { continue }
                try HitStore.settle(hit.id, at: decision, in: db)
            } else {
                if let other = standing[hit.key] { try HitStore.moveRemarks(from: hit.id, to: other, in: db) }
                try HitStore.delete(hit.id, in: db)
            }
            result.gone += 1
        }
        return result
    }

    private static func insert(_ hit: ScreeningHit, _ day: LocalDate, _ db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO hit (child_id, rule, version, first_triggered, last_triggered, triggers, incidents, carers,
                state, found_on, facts)
            VALUES (\(hit.child), \(hit.rule.id), \(hit.rule.version), \(hit.firstTriggered.description),
                \(hit.lastTriggered.description), \(hit.triggers), \(text(hit.incidents)),
                \(text(hit.carers)), \(StoredHit.State.open.rawValue), \(day.description),
                \(try facts(of: hit, db)))
            """)
    }

    /// One that was decided on is found anew, with all that meets the rule now. One that nobody has decided on goes on waiting since
    /// the same day; where it was put off, that is over.
    private static func update(
        _ old: Stored, to hit: ScreeningHit, isNews: Bool, _ day: LocalDate, _ db: any Connection
    ) throws {
        try db.execute(
            """
            UPDATE hit SET version = \(hit.rule.version), first_triggered = \(hit.firstTriggered.description),
                last_triggered = \(hit.lastTriggered.description), triggers = \(hit.triggers),
                incidents = \(text(hit.incidents)), carers = \(text(hit.carers))
            WHERE id = \(old.id)
            """)
        guard isNews else { return }
        // Whoever has it before them gets the whole time to decide on what is new.
        try db.execute("UPDATE hit SET triggered_on = \(day.description), warned_on = '' WHERE id = \(old.id)")
        if old.isDeferred { try HitStore.endDeferral(ofTriggered: old.id, on: day, in: db) }
        guard old.state != StoredHit.State.open.rawValue else { return }
        let facts = try FactsReader.all(of: hit.child, by: hit.rule, in: db).map { try JSONText.encode($0) }
        try db.execute(
            """
            UPDATE hit SET state = \(StoredHit.State.open.rawValue), found_on = \(day.description),
                facts = \(try facts ?? self.facts(of: hit, db))
            WHERE id = \(old.id)
            """)
    }

    private static func facts(of hit: ScreeningHit, _ db: any Connection) throws -> String {
        try JSONText.encode(
            try FactsReader.facts(
                child: hit.child, version: hit.rule.version, incidents: hit.incidents, carers: hit.carers, in: db))
    }

    /// Takes an incident that is being deleted out of what was kept of it.
    static func forget(incident: Int64, of children: Set<Int64>, in db: any Connection) throws {
        try BeforeMerge.forget(incident: incident, in: db)
        for child in children {
            for id in try db.fetch("SELECT id FROM hit WHERE child_id = \(child)", { $0.int64(0) }) {
                try LearningStore.forget(incident: incident, ofHit: id, in: db)
                if let known = try HitStore.known(of: id, in: db), known.incidents.contains(incident) {
                    try HitStore.setKnown(known.without(incident: incident), of: id, in: db)
                }
                guard let facts = try HitStore.facts(of: id, in: db),
                    facts.incidents.contains(where: { $0.id == incident })
                else { continue }
                let kept = try JSONText.encode(facts.without(incident: incident))
                try db.execute("UPDATE hit SET facts = \(kept) WHERE id = \(id)")
            }
        }
    }
}
