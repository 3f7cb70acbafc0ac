public import Prevention
public import SQL

/// That a hit was put off (*udsat*).
public struct HitDeferral: Sendable, Hashable {
    /// The day on which it comes back.
    public let until: LocalDate
    public let reason: String
    public let actor: String
    public let at: Instant
    /// When it ended before that day.
    public let endedAt: Instant?
    /// Who took it back; empty where a new trigger has ended it, which nobody has done.
    public let endedBy: String
}

extension HitStore {
    /// Puts a hit off. What the queue has warned of begins anew with the date.
    public static func put(
        _ hit: Int64, offUntil until: LocalDate, reason: String, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute("UPDATE hit SET deferred_until = \(until.description), warned_on = '' WHERE id = \(hit)")
        try db.execute(
            """
            INSERT INTO hit_deferral (hit_id, until, reason, actor, at)
            VALUES (\(hit), \(until.description), \(reason), \(actor.name), \(at.milliseconds))
            """)
    }

    /// Takes a hit back into the queue before its day.
    public static func endDeferral(of hit: Int64, by actor: Actor, at: Instant, in db: any Connection) throws {
        try db.execute("UPDATE hit SET deferred_until = '', warned_on = '' WHERE id = \(hit)")
        try db.execute(
            """
            UPDATE hit_deferral SET ended_at = \(at.milliseconds), ended_by = \(actor.name)
            WHERE id = (SELECT MAX(id) FROM hit_deferral WHERE hit_id = \(hit)) AND ended_at IS NULL
            """)
    }

    /// A new trigger has ended a deferral, which nobody has done; one whose day has come was over before.
    static func endDeferral(ofTriggered hit: Int64, on day: LocalDate, in db: any Connection) throws {
        let start = Instant(startOf: day).milliseconds
        try db.execute(
            """
            UPDATE hit_deferral SET ended_at = CASE WHEN at > \(start) THEN at ELSE \(start) END
            WHERE id = (SELECT MAX(id) FROM hit_deferral WHERE hit_id = \(hit)) AND ended_at IS NULL
                AND until > \(day.description)
            """)
        try db.execute("UPDATE hit SET deferred_until = '' WHERE id = \(hit)")
    }

    /// Two records were found to be one person, and one hit goes on for both: what was put off and asked goes with it, and comes
    /// back when they are two again.
    static func moveRemarks(from hit: Int64, to other: Int64, in db: any Connection) throws {
        for table: SQL in ["hit_opinion", "hit_deferral"] {
            try db.execute(
                """
                UPDATE \(table) SET moved_from = CASE WHEN moved_from = 0 THEN \(hit) ELSE moved_from END, hit_id = \(other)
                WHERE hit_id = \(hit)
                """)
        }
    }

    /// Newest first.
    public static func deferrals(of hit: Int64, in db: any Connection) throws -> [HitDeferral] {
        try db.fetch(
            "SELECT until, reason, actor, at, ended_at, ended_by FROM hit_deferral WHERE hit_id = \(hit) ORDER BY id DESC"
        ) { row in
            HitDeferral(
                until: LocalDate(row.text(0)) ?? LocalDate(dayNumber: 0), reason: row.text(1), actor: row.text(2),
                at: Instant(milliseconds: row.int64(3)),
                endedAt: row.int64OrNil(4).map { Instant(milliseconds: $0) }, endedBy: row.text(5))
        }
    }

    /// What was known when somebody last decided on it or put it off; `nil` where nobody has.
    public static func known(of hit: Int64, in db: any Connection) throws -> HitKnown? {
        let text = try db.first("SELECT known FROM hit WHERE id = \(hit)") { $0.text(0) } ?? ""
        return text.isEmpty ? nil : try JSONText.decode(HitKnown.self, from: text)
    }

    public static func setKnown(_ known: HitKnown, of hit: Int64, in db: any Connection) throws {
        try db.execute("UPDATE hit SET known = \(try JSONText.encode(known)) WHERE id = \(hit)")
    }

    /// Back to the decision that somebody has made on it.
    public static func settle(_ hit: Int64, at decision: StoredHit.State, in db: any Connection) throws {
        try db.execute(
            """
            UPDATE hit SET state = \(decision.rawValue), deferred_until = '', triggered_on = '', warned_on = ''
            WHERE id = \(hit)
            """)
    }

    /// With what was decided, put off and asked about it.
    static func delete(_ hit: Int64, in db: any Connection) throws {
        for table: SQL in ["hit_opinion", "hit_deferral", "hit_decision"] {
            try db.execute("DELETE FROM \(table) WHERE hit_id = \(hit)")
        }
        try db.execute("DELETE FROM hit WHERE id = \(hit)")
    }

    /// Open hits found until a day, those first that have waited longest: those whose time may be over.
    public static func open(foundThrough day: LocalDate, in db: any Connection) throws -> [StoredHit] {
        try db.fetch(
            """
            SELECT \(columns) FROM hit h WHERE h.state = \(StoredHit.State.open.rawValue) AND h.found_on <= \(day.description)
            ORDER BY h.found_on, h.id
            """, hit)
    }

    /// Children with hits who live in a municipality, and all those of whom it is hidden where they live.
    public static func children(
        in municipality: String, _ db: any Connection
    ) throws -> (inside: Set<Int64>, hidden: Set<Int64>) {
        func children(_ condition: SQL) throws -> Set<Int64> {
            Set(
                try db.fetch("SELECT DISTINCT p.id FROM hit h JOIN person p ON p.id = h.child_id WHERE \(condition)") {
                    $0.int64(0)
                })
        }
        return (
            inside: try children("p.municipality = \(municipality) AND p.protected = 0"),
            hidden: try children("p.protected = 1")
        )
    }

    public static func warn(_ hit: Int64, on day: LocalDate, in db: any Connection) throws {
        try db.execute("UPDATE hit SET warned_on = \(day.description) WHERE id = \(hit)")
    }

    /// Those of some hits that somebody has decided on before: open, they are open again.
    public static func decided(_ hits: [Int64], in db: any Connection) throws -> Set<Int64> {
        Set(try db.fetch("SELECT DISTINCT hit_id FROM hit_decision WHERE hit_id IN \(list: hits)") { $0.int64(0) })
    }

    /// What a meeting goes through: open hits found since a day, come back since, or of which a colleague's view is asked; and
    /// those decided on since; and `others`. In the order in which they have waited, whatever becomes of them.
    public static func meeting(
        since day: LocalDate, today: LocalDate, and others: [Int64], in db: any Connection
    ) throws -> [StoredHit] {
        let start = Instant(startOf: day).milliseconds
        return try db.fetch(
            """
            SELECT \(columns) FROM hit h WHERE h.state = \(StoredHit.State.open.rawValue) AND (
                    h.deferred_until <= \(today.description) AND (h.found_on >= \(day.description)
                        OR h.triggered_on >= \(day.description) OR h.deferred_until >= \(day.description))
                    OR EXISTS (SELECT 1 FROM hit_opinion o WHERE o.hit_id = h.id AND \(OpinionStore.isWaiting)))
                OR h.id IN \(list: others)
                OR EXISTS (SELECT 1 FROM hit_decision e WHERE e.hit_id = h.id AND e.at >= \(start))
                OR EXISTS (SELECT 1 FROM hit_deferral p WHERE p.hit_id = h.id AND p.at >= \(start) AND p.ended_at IS NULL)
            ORDER BY h.found_on, h.last_triggered, h.id
            """, hit)
    }
}

extension AccountStore {
    /// Whether somebody has said that they know how a hit is gone through.
    public static func knowsHits(_ name: String, in db: any Connection) throws -> Bool {
        try db.first("SELECT knows_hits FROM account WHERE name = \(name)") { $0.bool(0) } ?? false
    }

    public static func setKnowsHits(_ isKnown: Bool, of name: String, in db: any Connection) throws {
        try db.execute("UPDATE account SET knows_hits = \(isKnown) WHERE name = \(name)")
    }
}
