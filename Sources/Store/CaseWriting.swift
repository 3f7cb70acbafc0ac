public import Prevention
public import SQL

/// What a case row keeps besides its parts: where the engine says that it stands.
public struct CaseStanding: Sendable, Hashable {
    public let stage: Stage
    public let isOpen: Bool
    public let openedOn: LocalDate
    public let stageOn: LocalDate
    /// The nearest deadline of its running clocks.
    public let dueAt: Instant?
    /// Code of the clock that it belongs to; empty where there is none.
    public let dueClock: String

    /// - Throws: where law.yaml has no rule for one of its clocks.
    public init(_ file: CaseFile, now: Instant, law: LawBook) throws(LawBook.MissingRule) {
        let stage = file.stage ?? file.programme.firstStage
        self.stage = stage
        isOpen = !file.isOver
        openedOn = file.openedAt?.day ?? now.day
        stageOn = file.events.last { $0.enters(stage) }?.at.day ?? openedOn
        let running = isOpen ? try Engine.clocks(of: file, now: max(now, file.events.last?.at ?? now), law: law) : []
        let nearest = running.filter(\.isRunning).min { $0.isDueBefore($1) }
        dueAt = nearest?.dueAt
        dueClock = nearest?.clock.code ?? ""
    }
}

extension ClockReading {
    /// In the order of deadlines; those that nobody knows come last.
    fileprivate func isDueBefore(_ other: ClockReading) -> Bool {
        guard let dueAt else { return false }
        return other.dueAt.map { dueAt < $0 } ?? true
    }
}

extension CaseStore {
    /// Stores a new case with its parties and events; returns its id.
    public static func insert(
        _ file: CaseFile, standing: CaseStanding, owner: String, by actor: Actor, at: Instant, note: String = "",
        in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO case_file (\(CaseStore.idColumn(of: file.programme))source_id, external_id, programme, municipality, stage,
                is_open, opened_on, stage_on, due_at, due_clock, owner, fields, revision, handled_here, fingerprint, import_id)
            VALUES (\(CaseStore.nextID(of: file.programme))NULL, NULL, \(file.programme.code), \(file.municipality), \(standing.stage.code), \(standing.isOpen),
                \(standing.openedOn.description), \(standing.stageOn.description), \(standing.dueAt?.milliseconds),
                \(standing.dueClock), \(owner), \(JSONText.text(of: file.fields)), 1, 1, 0, NULL)
            RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new case") }
        for party in file.parties {
            let person = try IdentityStore.person(of: party.person, in: db)
            try db.execute(
                """
                INSERT INTO case_party (case_id, person_id, role, at)
                VALUES (\(id), \(person), \(party.role.rawValue), \(at.milliseconds))
                """)
        }
        try markPlace(of: id, in: db)
        for event in file.events {
            try append(event, to: id, note: note, revision: 1, by: actor, at: at, in: db)
        }
        return id
    }

    /// Sealed cases have ids of their own, below zero; the database numbers the others.
    private static func idColumn(of programme: Programme) -> SQL { programme.isSealed ? "id, " : "" }

    private static func nextID(of programme: Programme) -> SQL {
        programme.isSealed ? "(SELECT COALESCE(MIN(id), 0) - 1 FROM case_file WHERE id < 0), " : ""
    }

    /// Adds an event to a case; returns its row id.
    ///
    /// - Parameter revision: of the case, after it.
    @discardableResult
    public static func append(
        _ event: CaseEvent, to id: Int64, note: String, revision: Int, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Int64 {
        let kind: String
        let code: String
        var note = note
        var fields: [String: String] = [:]
        switch event.kind {
        case .entered(let stage): (kind, code) = ("entered", stage.code)
        case .recorded(let entry, let said): (kind, code, fields) = ("recorded", entry, said)
        case .pause(let clock, let reason): (kind, code, note) = ("pause", clock, reason)
        case .resume(let clock, let reason): (kind, code, note) = ("resume", clock, reason)
        }
        let event = try db.insert(
            """
            INSERT INTO case_event (case_id, kind, code, at, day_only, note, fields, actor, recorded_at, revision)
            VALUES (\(id), \(kind), \(code), \(event.at.milliseconds), 0, \(note), \(JSONText.text(of: fields)),
                \(actor.name), \(at.milliseconds), \(revision))
            RETURNING id
            """)
        guard let event else { throw DatabaseFailure(.other, detail: "no id for a new event") }
        return event
    }

    /// Writes where a case stands, if nobody has changed it since `revision`; false if somebody has.
    public static func update(
        _ id: Int64, standing: CaseStanding, fields: [String: String], revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE case_file SET stage = \(standing.stage.code), is_open = \(standing.isOpen),
                stage_on = \(standing.stageOn.description), due_at = \(standing.dueAt?.milliseconds),
                due_clock = \(standing.dueClock), fields = \(JSONText.text(of: fields)), revision = revision + 1, handled_here = 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    /// Once its other changes are written.
    public static func setMunicipality(_ id: Int64, _ code: String, in db: any Connection) throws {
        try db.execute("UPDATE case_file SET municipality = \(code) WHERE id = \(id)")
    }

    public static func setOwner(_ id: Int64, owner: String, revision: Int, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE case_file SET owner = \(owner), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }
}

extension CaseStore {
    /// False if somebody has changed the case since `revision`.
    public static func addParty(
        _ party: Party, to id: Int64, revision: Int, at: Instant, in db: any Connection
    ) throws -> Bool {
        guard try raise(id, revision: revision, in: db) else { return false }
        try db.execute(
            """
            INSERT INTO case_party (case_id, person_id, role, at)
            VALUES (\(id), \(party.person), \(party.role.rawValue), \(at.milliseconds))
            """)
        try markPlace(of: id, in: db)
        return true
    }

    /// False if somebody has changed the case since `revision`.
    public static func removeParty(_ party: Party, from id: Int64, revision: Int, in db: any Connection) throws -> Bool
    {
        guard try raise(id, revision: revision, in: db) else { return false }
        try db.execute(
            "DELETE FROM case_party WHERE case_id = \(id) AND person_id = \(party.person) AND role = \(party.role.rawValue)"
        )
        try markPlace(of: id, in: db)
        return true
    }

    private static func raise(_ id: Int64, revision: Int, in db: any Connection) throws -> Bool {
        try db.execute(
            "UPDATE case_file SET revision = revision + 1, handled_here = 1 WHERE id = \(id) AND revision = \(revision)"
        ) == 1
    }
}
