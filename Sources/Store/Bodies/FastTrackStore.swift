public import Prevention
public import SQL

/// A fast-track question as it is stored.
public struct StoredQuestion: Sendable, Hashable {
    public let id: Int64
    public let title: String
    /// Code of the authority that asks.
    public let asker: String
    /// Whose authorities it concerns besides; `nil` for none.
    public let body: Int64?
    public let state: FastTrackState
    /// The day from which its clock runs.
    public let askedOn: LocalDate
    public let askedAt: Instant
    /// Codes of the authorities that it concerns, sorted; those of the body not counted.
    public let parties: [String]
    public let revision: Int
}

/// What was written to it.
public struct StoredFastTrackMessage: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        case question, answer
        case followUp = "follow-up"
        case close, reopen
    }

    public let id: Int64
    public let question: Int64
    public let kind: Kind
    public let words: String
    /// Code of the authority of whoever wrote it.
    public let authority: String
    /// The day from which the clock of that round runs.
    public let askedOn: LocalDate
    public let actor: String
    public let at: Instant
}

/// Fast-track questions and their answers.
public enum FastTrackStore {
    private static let columns: SQL = "q.id, q.title, q.asker, q.body_id, q.state, q.asked_on, q.at, q.revision"

    /// All of them, the one that is asked longest first; whoever reads them is asked for by the use-case.
    public static func questions(
        _ states: [FastTrackState] = FastTrackState.allCases, in db: any Connection
    ) throws -> [StoredQuestion] {
        try read("q.state IN \(list: states.map(\.rawValue))", db)
    }

    public static func question(_ id: Int64, in db: any Connection) throws -> StoredQuestion? {
        try read("q.id = \(id)", db).first
    }

    private static func read(_ which: SQL, _ db: any Connection) throws -> [StoredQuestion] {
        var parties: [Int64: [String]] = [:]
        try db.forEach(
            """
            SELECT p.question_id, p.authority FROM fast_track_party p JOIN fast_track q ON q.id = p.question_id
            WHERE \(which) ORDER BY p.authority
            """
        ) { parties[$0.int64(0), default: []].append($0.text(1)) }
        return try db.fetch("SELECT \(columns) FROM fast_track q WHERE \(which) ORDER BY q.asked_on, q.id") { row in
            guard let asked = LocalDate(row.text(5)) else {
                throw DatabaseFailure(.other, detail: "question \(row.int64(0)) cannot be read")
            }
            return StoredQuestion(
                id: row.int64(0), title: row.text(1), asker: row.text(2), body: row.int64OrNil(3),
                state: FastTrackState(rawValue: row.text(4)) ?? .open, askedOn: asked,
                askedAt: Instant(milliseconds: row.int64(6)), parties: parties[row.int64(0)] ?? [],
                revision: row.int(7))
        }
    }

    public static func add(
        title: String, asker: String, body: Int64?, parties: [String], by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO fast_track (title, asker, body_id, state, asked_on, revision, actor, at)
            VALUES (\(title), \(asker), \(body), 'open', \(at.day.description), 1, \(actor.name), \(at.milliseconds))
            RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new question") }
        for authority in parties {
            try db.execute("INSERT INTO fast_track_party (question_id, authority) VALUES (\(id), \(authority))")
        }
        return id
    }

    /// False if somebody has changed it since.
    public static func set(
        _ state: FastTrackState, askedOn: LocalDate, of id: Int64, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE fast_track SET state = \(state.rawValue), asked_on = \(askedOn.description), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    public static func write(
        _ kind: StoredFastTrackMessage.Kind, _ words: String, to question: Int64, askedOn: LocalDate,
        by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO fast_track_message (question_id, kind, words, authority, asked_on, actor, at)
            VALUES (\(question), \(kind.rawValue), \(words), \(actor.authority), \(askedOn.description), \(actor.name),
                \(at.milliseconds))
            """)
    }

    /// Of a question, or of all of them; oldest first.
    public static func messages(of question: Int64? = nil, in db: any Connection) throws -> [StoredFastTrackMessage] {
        let which: SQL = question.map { "question_id = \($0)" } ?? "1 = 1"
        return try db.fetch(
            """
            SELECT id, question_id, kind, words, authority, asked_on, actor, at FROM fast_track_message
            WHERE \(which) ORDER BY id
            """
        ) { row in
            let at = Instant(milliseconds: row.int64(7))
            return StoredFastTrackMessage(
                id: row.int64(0), question: row.int64(1),
                kind: StoredFastTrackMessage.Kind(rawValue: row.text(2)) ?? .question, words: row.text(3),
                authority: row.text(4), askedOn: LocalDate(row.text(5)) ?? at.day, actor: row.text(6), at: at)
        }
    }
}
