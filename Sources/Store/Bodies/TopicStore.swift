public import Prevention
public import SQL

/// A topic on the agenda of a body's meeting (*dagsordenspunkt*). It is about nobody, so it is not sealed.
public struct StoredTopic: Sendable, Hashable {
    public let id: Int64
    public let body: Int64
    /// `nil` while it waits for a meeting.
    public let meeting: Int64?
    public let title: String
    public let words: String
    /// What it is about: `area 3`, `question 2`, `policy 5`, `plan 1`; empty for nothing.
    public let reference: String
    /// Address of a document elsewhere; may be empty.
    public let link: String
    /// What was said (*referat*); empty until something is written.
    public let minutes: String
    /// The topic of an earlier meeting that it takes up again.
    public let from: Int64?
    /// Decisions and actions that were agreed on it.
    public let agreed: Int
    /// Account of whoever proposed it.
    public let proposer: String
    public let revision: Int

    /// Whether a meeting has dealt with it: from then on it stays where it was dealt with.
    public var isWritten: Bool { !minutes.isEmpty || agreed > 0 }
}

/// What a meeting of a body has agreed on: a decision or an action of a seat.
public struct StoredBodyAction: Sendable, Hashable {
    public let id: Int64
    public let body: Int64
    public let topic: Int64
    /// The day of the meeting that agreed on it.
    public let agreedOn: LocalDate
    public let meeting: Int64
    public let kind: StoredAction.Kind
    public let words: String
    /// Who carries it out; `nil` for a decision that needs nobody.
    public let seat: Int64?
    public let dueOn: LocalDate?
    public let state: StoredTask.State
    public let remark: String
    public let revision: Int
    public let closedAt: Instant?
}

/// Topics of bodies, what was agreed on them, and who attended.
public enum TopicStore {
    static let columns: SQL = """
        t.id, t.body_id, t.meeting_id, t.title, t.words, t.reference, t.link, t.minutes, t.from_topic, t.revision,
        (SELECT COUNT(*) FROM body_action x WHERE x.topic_id = t.id AND x.withdrawn_at IS NULL), t.actor
        """
    private static let actionColumns: SQL = """
        a.id, a.body_id, a.topic_id, m.starts_at, m.id, a.kind, a.words, a.seat_id, a.due_on, a.state, a.remark,
        a.revision, a.closed_at
        """

    static func topic(_ row: Row) -> StoredTopic {
        StoredTopic(
            id: row.int64(0), body: row.int64(1), meeting: row.int64OrNil(2), title: row.text(3), words: row.text(4),
            reference: row.text(5), link: row.text(6), minutes: row.text(7), from: row.int64OrNil(8),
            agreed: row.int(10), proposer: row.text(11), revision: row.int(9))
    }

    private static func action(_ row: Row) -> StoredBodyAction {
        StoredBodyAction(
            id: row.int64(0), body: row.int64(1), topic: row.int64(2),
            agreedOn: Instant(milliseconds: row.int64(3)).day, meeting: row.int64(4),
            kind: StoredAction.Kind(rawValue: row.text(5)) ?? .action, words: row.text(6), seat: row.int64OrNil(7),
            dueOn: LocalDate(row.text(8)), state: StoredTask.State(rawValue: row.text(9)) ?? .open,
            remark: row.text(10), revision: row.int(11),
            closedAt: row.int64OrNil(12).map { Instant(milliseconds: $0) })
    }

    public static func topic(_ id: Int64, in db: any Connection) throws -> StoredTopic? {
        try db.first("SELECT \(columns) FROM body_topic t WHERE t.id = \(id) AND t.withdrawn_at IS NULL", topic)
    }

    /// In the order of the agenda.
    public static func topics(at meeting: Int64, in db: any Connection) throws -> [StoredTopic] {
        try db.fetch(
            """
            SELECT \(columns) FROM body_topic t WHERE t.meeting_id = \(meeting) AND t.withdrawn_at IS NULL
            ORDER BY t.place, t.id
            """, topic)
    }

    /// Those that wait for a meeting.
    public static func waiting(in body: Int64, _ db: any Connection) throws -> [StoredTopic] {
        try db.fetch(
            """
            SELECT \(columns) FROM body_topic t
            WHERE t.body_id = \(body) AND t.meeting_id IS NULL AND t.withdrawn_at IS NULL ORDER BY t.id
            """, topic)
    }

    /// Those about something that no meeting of the body has dealt with yet.
    public static func unwritten(
        about reference: String, in body: Int64, _ db: any Connection
    ) throws -> [StoredTopic] {
        try db.fetch(
            """
            SELECT \(columns) FROM body_topic t
            WHERE t.body_id = \(body) AND t.reference = \(reference) AND t.withdrawn_at IS NULL ORDER BY t.id
            """, topic
        ).filter { !$0.isWritten }
    }

    public static func add(
        title: String, words: String, reference: String, link: String, from: Int64? = nil, to body: Int64,
        meeting: Int64?, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO body_topic (body_id, meeting_id, place, title, words, reference, link, minutes, from_topic,
                revision, actor, at)
            VALUES (\(body), \(meeting), \(try nextPlace(at: meeting, db)), \(title), \(words), \(reference), \(link), '',
                \(from), 1, \(actor.name), \(at.milliseconds)) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new topic") }
        return id
    }

    private static func nextPlace(at meeting: Int64?, _ db: any Connection) throws -> Int {
        guard let meeting else { return 0 }
        return try db.count("SELECT COALESCE(MAX(place), 0) + 1 FROM body_topic WHERE meeting_id = \(meeting)")
    }

    /// Moves it to a meeting, or lets it wait; false if somebody has changed it since.
    public static func move(
        _ id: Int64, to meeting: Int64?, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE body_topic SET meeting_id = \(meeting), place = \(try nextPlace(at: meeting, db)),
                revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    public static func order(_ ids: [Int64], in db: any Connection) throws {
        for (place, id) in ids.enumerated() {
            try db.execute("UPDATE body_topic SET place = \(place + 1) WHERE id = \(id)")
        }
    }

    /// False if somebody has changed it since.
    public static func set(minutes: String, of id: Int64, revision: Int, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE body_topic SET minutes = \(minutes), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    /// False if somebody has changed it since.
    public static func withdraw(_ id: Int64, revision: Int, at: Instant, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE body_topic SET withdrawn_at = \(at.milliseconds), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    // MARK: Decisions and actions

    static func actions(
        where which: SQL, withdrawn: Bool = false, _ db: any Connection
    ) throws -> [StoredBodyAction] {
        let there: SQL = withdrawn ? "a.withdrawn_at IS NOT NULL" : "a.withdrawn_at IS NULL"
        return try db.fetch(
            """
            SELECT \(actionColumns) FROM body_action a JOIN body_meeting m ON m.id = a.meeting_id
            WHERE \(there) AND \(which) ORDER BY (a.due_on = ''), a.due_on, a.id
            """, action)
    }

    /// - Parameter struck: one that was taken out.
    public static func action(
        _ id: Int64, struck: Bool = false, in db: any Connection
    ) throws -> StoredBodyAction? {
        try actions(where: "a.id = \(id)", withdrawn: struck, db).first
    }

    public static func actions(at meeting: Int64, in db: any Connection) throws -> [StoredBodyAction] {
        try actions(where: "a.meeting_id = \(meeting)", db)
    }

    public static func actions(of body: Int64, in db: any Connection) throws -> [StoredBodyAction] {
        try actions(where: "a.body_id = \(body)", db)
    }

    /// What somebody's seats still have to do.
    public static func open(of account: String, in db: any Connection) throws -> [StoredBodyAction] {
        try actions(
            where: """
                a.state = 'open' AND a.kind = 'action'
                    AND a.seat_id IN (SELECT s.id FROM body_seat s WHERE s.account = \(account))
                """, db)
    }

    public static func add(
        _ kind: StoredAction.Kind, _ words: String, seat: Int64?, dueOn: LocalDate?, to topic: StoredTopic,
        at meeting: Int64, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO body_action (body_id, topic_id, meeting_id, kind, words, seat_id, due_on, state, remark, revision,
                actor, at)
            VALUES (\(topic.body), \(topic.id), \(meeting), \(kind.rawValue), \(words), \(seat), \(dueOn?.description ?? ""), 'open',
                '', 1, \(actor.name), \(at.milliseconds)) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new action of a body") }
        return id
    }

    /// Closes or opens it again; false if somebody has changed it since.
    public static func set(
        _ state: StoredTask.State, of id: Int64, remark: String, revision: Int, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Bool {
        let closedAt = state == .open ? nil : at.milliseconds
        return try db.execute(
            """
            UPDATE body_action SET state = \(state.rawValue), remark = \(remark),
                closed_by = \(state == .open ? "" : actor.name), closed_at = \(closedAt), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    // MARK: Attendance

    public static func attendance(at meeting: Int64, in db: any Connection) throws -> [Int64: Attendance] {
        let rows = try db.fetch("SELECT seat_id, state FROM body_attendance WHERE meeting_id = \(meeting)") {
            ($0.int64(0), Attendance(rawValue: $0.text(1)) ?? .absent)
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    /// All that is known of a meeting: a seat that is not named is unknown again.
    public static func setAttendance(
        _ states: [Int64: Attendance], at meeting: Int64, in db: any Connection
    ) throws {
        try db.execute("DELETE FROM body_attendance WHERE meeting_id = \(meeting)")
        for (seat, state) in states.sorted(by: { $0.key < $1.key }) {
            try db.execute(
                "INSERT INTO body_attendance (meeting_id, seat_id, state) VALUES (\(meeting), \(seat), \(state.rawValue))"
            )
        }
    }
}
