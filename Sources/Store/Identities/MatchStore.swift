public import Prevention
public import SQL

/// A doubt as stored (*tvivl om identitet*).
public struct StoredDoubt: Sendable, Hashable {
    public let id: Int64
    /// The record that is in doubt: of an import, the one that it made for a row without an id.
    public let person: Int64
    /// The record that it may be one person with.
    public let other: Int64
    public let origin: Doubt.Origin
    /// The chance that they are one person, as it was when they were compared; 0–1, and 0 where nothing was reckoned because
    /// somebody had both before them.
    public let probability: Double
    public let evidence: MatchEvidence
    /// The run that has found it; `nil` for one that was found in the register.
    public let importID: Int64?
    public let foundAt: Instant
    public let state: Doubt.State
}

/// What somebody has said to a doubt, and why.
public struct DoubtDecision: Sendable, Hashable {
    public let verdict: Doubt.Verdict
    public let words: String
    /// Account name.
    public let actor: String
    public let at: Instant
    /// The edge between the two records that it made; `nil` where it made none.
    public let merge: Int64?
    /// The row that says that they are two persons; `nil` where it made none.
    public let split: Int64?

    public init(
        _ verdict: Doubt.Verdict, words: String, by actor: String, at: Instant, merge: Int64? = nil,
        split: Int64? = nil
    ) {
        self.verdict = verdict
        self.words = words
        self.actor = actor
        self.at = at
        self.merge = merge
        self.split = split
    }

    /// For those who may not see whom it is about: reasons name people.
    public var withoutWords: DoubtDecision {
        DoubtDecision(verdict, words: "", by: actor, at: at, merge: merge, split: split)
    }
}

/// Which doubts a list shows.
public struct DoubtFilter: Sendable, Hashable {
    public var state: Doubt.State = .open
    public var origin: Doubt.Origin?
    /// Code; of either record.
    public var municipality: String?
    public var importID: Int64?

    public init() {}
}

/// Doubts about who is who, and what was said to them.
public enum MatchStore {
    static let columns: SQL = """
        d.id, d.person_id, d.other_id, d.origin, d.probability, d.evidence, d.import_id, d.found_at, d.state
        """

    static func doubt(_ row: Row) throws -> StoredDoubt {
        StoredDoubt(
            id: row.int64(0), person: row.int64(1), other: row.int64(2),
            origin: Doubt.Origin(rawValue: row.text(3)) ?? .register, probability: row.double(4),
            evidence: try JSONText.decode(MatchEvidence.self, from: row.text(5)), importID: row.int64OrNil(6),
            foundAt: Instant(milliseconds: row.int64(7)), state: Doubt.State(rawValue: row.text(8)) ?? .open)
    }

    /// Writes a doubt; nothing where the two are in doubt already, in whichever order, or have been decided on.
    ///
    /// - Parameter importID: the run; `nil` for one found in the register.
    /// - Returns: its id; `nil` where it was there.
    @discardableResult
    public static func add(
        _ person: Int64, _ other: Int64, origin: Doubt.Origin, probability: Double, evidence: MatchEvidence,
        import importID: Int64?, at: Instant, in db: any Connection
    ) throws -> Int64? {
        let isKnown = try db.first(
            "SELECT 1 FROM match_doubt WHERE person_id = \(other) AND other_id = \(person)"
        ) { _ in true }
        guard isKnown == nil else { return nil }
        return try db.insert(
            """
            INSERT INTO match_doubt (person_id, other_id, origin, probability, evidence, import_id, found_at, state)
            VALUES (\(person), \(other), \(origin.rawValue), \(probability), \(try JSONText.encode(evidence)),
                \(importID), \(at.milliseconds), 'open')
            ON CONFLICT (person_id, other_id) DO NOTHING RETURNING id
            """)
    }

    public static func doubt(_ id: Int64, in db: any Connection) throws -> StoredDoubt? {
        try db.first("SELECT \(columns) FROM match_doubt d WHERE d.id = \(id)", doubt)
    }

    /// Those of a list, the ones that were found first before the others: never by how likely they are, since whoever
    /// reviews is to look at each.
    public static func doubts(
        _ filter: DoubtFilter, limit: Int, offset: Int, in db: any Connection
    ) throws -> [StoredDoubt] {
        try db.fetch(
            """
            SELECT \(columns) FROM match_doubt d\(persons(filter))
            WHERE d.state = \(filter.state.rawValue)\(narrowed(filter))
            ORDER BY d.found_at, d.id LIMIT \(limit) OFFSET \(offset)
            """, doubt)
    }

    /// How many a list has in each state, whichever state it shows.
    public static func counts(_ filter: DoubtFilter, in db: any Connection) throws -> [Doubt.State: Int] {
        var counts: [Doubt.State: Int] = [:]
        try db.forEach(
            """
            SELECT d.state, COUNT(*) FROM match_doubt d\(persons(filter)) WHERE 1 = 1\(narrowed(filter)) GROUP BY d.state
            """
        ) { row in
            if let state = Doubt.State(rawValue: row.text(0)) { counts[state] = row.int(1) }
        }
        return counts
    }

    /// Those on which nothing has been decided, in the order of the list.
    ///
    /// - Parameter doubt: those after it, or with `isBackwards` those before it, the nearest first; `nil` = all.
    public static func waiting(
        after doubt: StoredDoubt?, isBackwards: Bool = false, limit: Int, in db: any Connection
    ) throws -> [StoredDoubt] {
        let place: SQL =
            doubt.map {
                let found = $0.foundAt.milliseconds
                return isBackwards
                    ? " AND (d.found_at < \(found) OR d.found_at = \(found) AND d.id < \($0.id))"
                    : " AND (d.found_at > \(found) OR d.found_at = \(found) AND d.id > \($0.id))"
            } ?? ""
        let order: SQL = isBackwards ? "d.found_at DESC, d.id DESC" : "d.found_at, d.id"
        // Each state for itself: so the index gives them in order, and no more are read than are asked for.
        let found = try [Doubt.State.open, .second].flatMap { state in
            try db.fetch(
                """
                SELECT \(columns) FROM match_doubt d WHERE d.state = \(state.rawValue)\(place)
                ORDER BY \(order) LIMIT \(limit)
                """, Self.doubt)
        }.sorted { ($0.foundAt, $0.id) < ($1.foundAt, $1.id) }
        return Array((isBackwards ? found.reversed() : found).prefix(limit))
    }

    /// Every doubt about one of `records`.
    public static func doubts(about records: [Int64], in db: any Connection) throws -> [StoredDoubt] {
        try db.fetch(
            """
            SELECT \(columns) FROM match_doubt d
            WHERE d.person_id IN \(list: records) OR d.other_id IN \(list: records) ORDER BY d.found_at, d.id
            """, doubt)
    }

    /// Those between two persons, each with all its records.
    public static func doubts(
        between first: [Int64], and second: [Int64], in db: any Connection
    ) throws -> [StoredDoubt] {
        try doubts(about: first, in: db).filter {
            first.contains($0.person) && second.contains($0.other)
                || second.contains($0.person) && first.contains($0.other)
        }
    }

    /// Runs whose rows are in doubt, newest first.
    public static func imports(limit: Int, in db: any Connection) throws -> [Int64] {
        try db.fetch(
            """
            SELECT DISTINCT import_id FROM match_doubt WHERE import_id IS NOT NULL ORDER BY import_id DESC LIMIT \(limit)
            """
        ) { $0.int64(0) }
    }

    private static func narrowed(_ filter: DoubtFilter) -> SQL {
        let origin: SQL = filter.origin.map { " AND d.origin = \($0.rawValue)" } ?? ""
        let run: SQL = filter.importID.map { " AND d.import_id = \($0)" } ?? ""
        // Where a protected person lives is not to be found out by asking for each municipality.
        let place: SQL =
            filter.municipality.map {
                """
                 AND (a.municipality = \($0) OR b.municipality = \($0)) AND a.protected = 0 AND b.protected = 0
                """
            } ?? ""
        return "\(origin)\(run)\(place)"
    }

    /// The two records of each doubt, each read once, where a list asks about them.
    private static func persons(_ filter: DoubtFilter) -> SQL {
        filter.municipality == nil ? "" : " JOIN person a ON a.id = d.person_id JOIN person b ON b.id = d.other_id"
    }
}
