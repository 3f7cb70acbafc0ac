public import Prevention
public import SQL

/// Something that is coming, as somebody writes it down (*politikovervågning*).
public struct PolicyEntry: Codable, Sendable, Hashable {
    public var title: String
    public var kind: PolicyKind
    /// When it is expected, or has come.
    public var due: RoughDate?
    /// Where that is from, as printed.
    public var source: String
    /// Id of a rule in law.yaml; may be empty.
    public var rule: String
    /// Codes of the programmes that it touches.
    public var programmes: [String]
    /// Ids of the focus areas that it touches.
    public var areas: [Int64]

    public init(
        title: String, kind: PolicyKind, due: RoughDate?, source: String, rule: String, programmes: [String],
        areas: [Int64]
    ) {
        self.title = title
        self.kind = kind
        self.due = due
        self.source = source
        self.rule = rule
        self.programmes = programmes
        self.areas = areas
    }
}

public struct StoredPolicy: Sendable, Hashable {
    public let id: Int64
    public let entry: PolicyEntry
    public let stage: PolicyStage
    /// Who follows it: the function, by code of the authority.
    public let followers: [String: String]
    public let revision: Int
}

/// What has happened to an entry, and what was noted.
public struct PolicyNote: Sendable, Hashable {
    /// `made`, `changed`, `stage`, `note`, `followed`, `left`.
    public let act: String
    /// The stage, or the authority.
    public let code: String
    public let day: LocalDate
    public let words: String
    /// What stood there before; `nil` where nothing did.
    public let was: Was?
    public let actor: String
    public let at: Instant

    public enum Was: Codable, Sendable, Hashable {
        case entry(PolicyEntry)
        /// The function that followed it.
        case follower(String)
    }
}

/// The dated list of coming laws and programmes.
public enum PolicyStore {
    private static let columns: SQL = "id, title, kind, stage, due, source, rule, programmes, areas, revision"

    /// All of them; those without a date last.
    public static func entries(in db: any Connection) throws -> [StoredPolicy] {
        try read("1 = 1", db)
    }

    public static func entry(_ id: Int64, in db: any Connection) throws -> StoredPolicy? {
        try read("id = \(id)", db).first
    }

    private static func read(_ which: SQL, _ db: any Connection) throws -> [StoredPolicy] {
        var followers: [Int64: [String: String]] = [:]
        try db.forEach("SELECT entry_id, authority, title FROM policy_follower") { row in
            followers[row.int64(0), default: [:]][row.text(1)] = row.text(2)
        }
        return try db.fetch("SELECT \(columns) FROM policy_entry WHERE \(which) ORDER BY (due = ''), due, id") { row in
            let entry = PolicyEntry(
                title: row.text(1), kind: PolicyKind(rawValue: row.text(2)) ?? .law, due: RoughDate(row.text(4)),
                source: row.text(5), rule: row.text(6), programmes: FocusAreaStore.codes(row.text(7)),
                areas: FocusAreaStore.codes(row.text(8)).compactMap { Int64($0) })
            return StoredPolicy(
                id: row.int64(0), entry: entry, stage: PolicyStage(rawValue: row.text(3)) ?? .announced,
                followers: followers[row.int64(0)] ?? [:], revision: row.int(9))
        }
    }

    public static func add(
        _ entry: PolicyEntry, stage: PolicyStage, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO policy_entry (title, kind, stage, due, source, rule, programmes, areas, revision, actor, at)
            VALUES (\(entry.title), \(entry.kind.rawValue), \(stage.rawValue), \(entry.due?.description ?? ""),
                \(entry.source), \(entry.rule), \(FocusAreaStore.text(entry.programmes)),
                \(FocusAreaStore.text(entry.areas.map { String($0) })), 1, \(actor.name), \(at.milliseconds)) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new policy") }
        return id
    }

    /// False if somebody has changed it since.
    public static func set(
        _ id: Int64, to entry: PolicyEntry, stage: PolicyStage, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE policy_entry SET title = \(entry.title), kind = \(entry.kind.rawValue), stage = \(stage.rawValue),
                due = \(entry.due?.description ?? ""), source = \(entry.source), rule = \(entry.rule),
                programmes = \(FocusAreaStore.text(entry.programmes)),
                areas = \(FocusAreaStore.text(entry.areas.map { String($0) })), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    /// Says which function of an authority follows it; an empty one follows it no longer.
    public static func follow(_ id: Int64, authority: String, title: String, in db: any Connection) throws {
        try db.execute("DELETE FROM policy_follower WHERE entry_id = \(id) AND authority = \(authority)")
        if title.isEmpty { return }
        try db.execute(
            "INSERT INTO policy_follower (entry_id, authority, title) VALUES (\(id), \(authority), \(title))")
    }

    public static func note(
        _ act: String, code: String, on day: LocalDate, _ words: String, was: PolicyNote.Was? = nil, to id: Int64,
        by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        let kept = try was.map(JSONText.encode) ?? ""
        try db.execute(
            """
            INSERT INTO policy_note (entry_id, act, code, on_day, words, was, actor, at)
            VALUES (\(id), \(act), \(code), \(day.description), \(words), \(kept), \(actor.name), \(at.milliseconds))
            """)
    }

    /// Newest first.
    public static func notes(of id: Int64, in db: any Connection) throws -> [PolicyNote] {
        try db.fetch(
            """
            SELECT act, code, on_day, words, actor, at, was FROM policy_note WHERE entry_id = \(id)
            ORDER BY on_day DESC, id DESC
            """
        ) { row in
            let at = Instant(milliseconds: row.int64(5))
            let was = row.text(6)
            return PolicyNote(
                act: row.text(0), code: row.text(1), day: LocalDate(row.text(2)) ?? at.day, words: row.text(3),
                // What a later version can no longer read hides neither the note nor the entry.
                was: try? JSONText.decode(PolicyNote.Was.self, from: was),
                actor: row.text(4), at: at)
        }
    }
}
