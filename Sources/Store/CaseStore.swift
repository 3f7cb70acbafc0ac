public import Prevention
public import SQL

/// A case as lists show it: no person is named.
public struct CaseRow: Sendable, Hashable {
    public let id: Int64
    public let programme: String
    public let municipality: String
    public let stage: String
    public let isOpen: Bool
    public let openedOn: LocalDate
    public let stageOn: LocalDate
    /// The nearest deadline of its running clocks: one in days lasts to the end of its day.
    public let dueAt: Instant?
    /// Code of the clock that it belongs to; empty where there is none.
    public let dueClock: String
    public let owner: String
    /// Raised with every change; a form sends back the one it was made from.
    public let revision: Int
    /// Whether somebody protected takes part in it: where it lies is then not shown beside it.
    public let hidesPlace: Bool

    /// `UKN-2026-000123`.
    public var number: String {
        CaseNumber.text(programme: programme, openedOn: openedOn, id: id)
    }
}

/// The number of a case as people write it: prefix, year, id.
public enum CaseNumber {
    /// The name under which cases opened here are exported: their numbers are their ids there.
    public static let ownSource = "kreds"

    public static func text(programme: String, openedOn: LocalDate, id: Int64) -> String {
        let digits = String(id.magnitude)
        let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        let prefix = Catalogue.programme(programme)?.prefix ?? "SAG"
        return prefix + "-" + String(openedOn.year) + "-" + padded
    }

    /// The id in a number such as `UKN-2026-000123`, or in its last digits alone. Sealed cases count for themselves, below zero:
    /// in one row with the others, a gap would show that they exist.
    public static func id(in text: String) -> Int64? {
        let parts = text.split(separator: "-")
        guard let digits = parts.last, let id = Int64(digits) else { return nil }
        let isSealed = Catalogue.all.contains { $0.isSealed && $0.prefix == parts[0].uppercased() }
        return isSealed ? -id : id
    }
}

/// One event with what only the page needs.
public struct StoredEvent: Sendable, Hashable {
    public let id: Int64
    public let event: CaseEvent
    /// The source gave a date without a time.
    public let isDayOnly: Bool
    public let note: String
    public let actor: String
    public let recordedAt: Instant
    /// Of the case, after it; 0 where another system carried the case then.
    public let revision: Int
}

/// Cases, read within a scope: what is outside is not there.
public enum CaseStore {
    static let columns: SQL = """
        c.id, c.programme, c.municipality, c.stage, c.is_open, c.opened_on, c.stage_on, c.due_at, c.owner, c.revision,
            c.due_clock, c.hides_place
        """

    static func caseRow(_ row: Row) -> CaseRow { caseRow(row, from: 0) }

    static func caseRow(_ row: Row, from start: Int32) -> CaseRow {
        CaseRow(
            id: row.int64(start), programme: row.text(start + 1), municipality: row.text(start + 2),
            stage: row.text(start + 3), isOpen: row.bool(start + 4),
            openedOn: LocalDate(row.text(start + 5)) ?? LocalDate(dayNumber: 0),
            stageOn: LocalDate(row.text(start + 6)) ?? LocalDate(dayNumber: 0),
            dueAt: row.int64OrNil(start + 7).map { Instant(milliseconds: $0) },
            dueClock: row.text(start + 10),
            owner: row.text(start + 8),
            revision: row.int(start + 9),
            hidesPlace: row.bool(start + 11))
    }

    /// A case with all that belongs to it; `nil` when there is none in scope.
    public static func load(
        _ id: Int64, scope: CaseScope, in db: any Connection
    ) throws -> (row: CaseRow, file: CaseFile, events: [StoredEvent])? {
        let found = try db.first(
            """
            SELECT \(columns), c.fields FROM case_file c
            WHERE c.id = \(id) AND \(scope.condition)
            """
        ) { (caseRow($0), $0.text(12)) }
        guard let (row, fields) = found, let programme = Catalogue.programme(row.programme) else { return nil }
        let parties = try db.fetch(
            """
            SELECT DISTINCT y.person_id, y.role, p.birth_date, p.sex, CASE WHEN p.protected = 1 THEN p.address ELSE '' END, p.external_id
            FROM case_party y JOIN person p ON p.id = y.person_id
            WHERE y.case_id = \(id) ORDER BY y.role DESC, y.person_id
            """, party)
        let events = try events(of: id, in: db)
        let file = CaseFile(
            id: id, programme: programme, municipality: row.municipality, fields: try JSONText.fields(fields),
            parties: parties, events: events.map(\.event),
            related: try related(to: programme, persons: parties.map(\.person), except: id, in: db),
            areas: programme.looksAtAreas ? try AreaStore.assessments(in: db) : [])
        return (row, file, events)
    }

    /// A case that the actor has just made, or that the system itself moves: it is not asked whether they may open it.
    public static func row(_ id: Int64, in db: any Connection) throws -> CaseRow? {
        try db.first("SELECT \(columns) FROM case_file c WHERE c.id = \(id)", caseRow)
    }

    /// The case with its parties and events, likewise.
    public static func file(_ id: Int64, in db: any Connection) throws -> CaseFile? {
        try files([id], in: db).first
    }

    /// In the order in which they happened.
    public static func events(of id: Int64, in db: any Connection) throws -> [StoredEvent] {
        try db.fetch(
            """
            SELECT kind, code, at, day_only, note, actor, recorded_at, fields, id, revision FROM case_event
            WHERE case_id = \(id) ORDER BY at, id
            """, storedEvent)
    }

    /// From kind, code, at, day_only, note, actor, recorded_at, fields, id, revision.
    static func storedEvent(_ row: Row) throws -> StoredEvent {
        StoredEvent(
            id: row.int64(8),
            event: try event(
                kind: row.text(0), code: row.text(1), at: row.int64(2), note: row.text(4), fields: row.text(7)),
            isDayOnly: row.bool(3), note: row.text(4), actor: row.text(5),
            recordedAt: Instant(milliseconds: row.int64(6)), revision: row.int(9))
    }

    /// Cases of the programmes that `programme` looks at, in which at least two of `persons` take part.
    public static func related(
        to programme: Programme, persons: [Int64], except id: Int64?, in db: any Connection
    ) throws -> [RelatedCase] {
        if programme.looksAt.isEmpty || persons.count < 2 { return [] }
        var shared: [Int64: Set<Int64>] = [:]
        // CROSS JOIN: from the few parties to their cases, never from a programme's many cases to their parties.
        try db.forEach(
            """
            SELECT c.id, y.person_id FROM case_party y CROSS JOIN case_file c
            WHERE y.person_id IN \(list: persons) AND c.id = y.case_id AND c.programme IN \(list: programme.looksAt)
                AND c.id <> \(id ?? 0)
            """
        ) { shared[$0.int64(0), default: []].insert($0.int64(1)) }
        shared = shared.filter { $0.value.count > 1 }
        return try files(shared.keys.sorted(), in: db).map { RelatedCase($0, sharing: shared[$0.id] ?? []) }
    }

    private static func party(_ row: Row) -> Party {
        Party(
            person: row.int64(0), role: Party.Role(rawValue: row.text(1)) ?? .contact,
            birthDate: LocalDate(row.text(2)),
            sex: Sex(rawValue: row.text(3)) ?? .unknown, protectedHome: row.text(4),
            reference: row.text(5))
    }

    private static func event(
        kind: String, code: String, at: Int64, note: String, fields: String
    ) throws -> CaseEvent {
        let at = Instant(milliseconds: at)
        switch kind {
        case "recorded": return CaseEvent(.recorded(entry: code, fields: try JSONText.fields(fields)), at: at)
        case "pause": return CaseEvent(.pause(clock: code, reason: note), at: at)
        case "resume": return CaseEvent(.resume(clock: code, reason: note), at: at)
        default: return CaseEvent(.entered(Stage(code)), at: at)
        }
    }

    /// Every case of `programmes` that was opened by `through` and has something in it from `from` on, or is still open, in
    /// order of id; in portions, so that memory does not grow with the register. For figures, which name nobody.
    public static func forEachFile(
        programmes: [Programme], changedFrom from: LocalDate, openedThrough through: LocalDate,
        scope: CaseScope? = nil, in db: any Connection,
        _ body: (CaseFile) throws -> Void
    ) throws {
        // Sealed cases have ids below zero.
        var last = Int64.min
        let size = 2_000
        let relevant: SQL = """
            c.programme IN \(list: programmes.map(\.code)) AND c.opened_on <= \(through.description)
                AND (c.stage_on >= \(from.description) OR c.is_open = 1) AND \(scope?.condition ?? "1 = 1")
            """
        while true {
            let ids = try db.fetch(
                "SELECT c.id FROM case_file c WHERE c.id > \(last) AND \(relevant) ORDER BY c.id LIMIT \(size)"
            ) { $0.int64(0) }
            guard let end = ids.last else { return }
            for file in try files(ids, in: db) { try body(file) }
            last = end
        }
    }

    /// The cases as the engine sees them, in order of id, without what their own guards look at.
    static func files(_ ids: [Int64], in db: any Connection) throws -> [CaseFile] {
        if ids.isEmpty { return [] }
        var parties: [Int64: [Party]] = [:]
        try db.forEach(
            """
            SELECT y.person_id, y.role, p.birth_date, p.sex, '', y.case_id FROM case_party y
            JOIN person p ON p.id = y.person_id WHERE y.case_id IN \(list: ids)
            """
        ) { row in
            let party = party(row)
            // Somebody with several records in the case takes part once.
            if parties[row.int64(5)]?.contains(where: { $0.person == party.person && $0.role == party.role }) != true {
                parties[row.int64(5), default: []].append(party)
            }
        }
        var events: [Int64: [CaseEvent]] = [:]
        try db.forEach(
            """
            SELECT kind, code, at, note, case_id, fields FROM case_event
            WHERE case_id IN \(list: ids) ORDER BY case_id, at, id
            """
        ) { row in
            events[row.int64(4), default: []].append(
                try event(
                    kind: row.text(0), code: row.text(1), at: row.int64(2), note: row.text(3), fields: row.text(5)))
        }
        return try db.fetch(
            "SELECT c.id, c.programme, c.municipality, c.fields FROM case_file c WHERE c.id IN \(list: ids) ORDER BY c.id"
        ) { row in
            guard let programme = Catalogue.programme(row.text(1)) else { return nil }
            let id = row.int64(0)
            return CaseFile(
                id: id, programme: programme, municipality: row.text(2), fields: try JSONText.fields(row.text(3)),
                parties: parties[id] ?? [], events: events[id] ?? [])
        }.compactMap { $0 }
    }

    /// Row ids of the cases with one of `persons` in any role, each once, whoever may know of them: for what is worked out.
    public static func cases(withAnyOf persons: [Int64], in db: any Connection) throws -> [Int64] {
        try db.fetch("SELECT DISTINCT case_id FROM case_party WHERE person_id IN \(list: persons) ORDER BY case_id") {
            $0.int64(0)
        }
    }

    /// Cases with `person` in any role, newest first.
    public static func cases(with person: Int64, scope: CaseScope, in db: any Connection) throws -> [CaseRow] {
        try db.fetch(
            """
            SELECT DISTINCT \(columns) FROM case_party y JOIN case_file c ON c.id = y.case_id
            WHERE y.person_id = \(person) AND \(scope.condition)
            ORDER BY c.opened_on DESC, c.id DESC LIMIT 200
            """, caseRow)
    }

    /// The day on which the latest case of `programme` about each of `persons` was opened.
    public static func latestOpening(
        of programme: String, about persons: [Int64], in db: any Connection
    ) throws -> [Int64: LocalDate] {
        let rows = try db.fetch(
            """
            SELECT y.person_id, MAX(c.opened_on) FROM case_party y CROSS JOIN case_file c
            WHERE y.person_id IN \(list: persons) AND y.role = \(Party.Role.subject.rawValue) AND c.id = y.case_id
                AND c.programme = \(programme)
            GROUP BY y.person_id
            """
        ) { ($0.int64(0), LocalDate($0.text(1)) ?? LocalDate(dayNumber: 0)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// An opening of a case, by whom it is about and whom it is against.
    public struct Opening: Sendable, Hashable {
        public let subject: Int64
        /// `nil` where the case has no counterpart; one for each where it has several.
        public let counterpart: Int64?
        /// The latest day on which one was opened.
        public let day: LocalDate
    }

    /// When cases of `programme` about each of `persons` were last opened, by counterpart.
    public static func openings(
        of programme: String, about persons: [Int64], in db: any Connection
    ) throws -> [Opening] {
        try db.fetch(
            """
            SELECT y.person_id, o.person_id, MAX(c.opened_on)
            FROM case_party y CROSS JOIN case_file c
            LEFT JOIN case_party o ON o.case_id = y.case_id AND o.role = \(Party.Role.counterpart.rawValue)
            WHERE y.person_id IN \(list: persons) AND y.role = \(Party.Role.subject.rawValue) AND c.id = y.case_id
                AND c.programme = \(programme)
            GROUP BY y.person_id, o.person_id
            """
        ) { row in
            Opening(
                subject: row.int64(0), counterpart: row.int64OrNil(1),
                day: LocalDate(row.text(2)) ?? LocalDate(dayNumber: 0))
        }
    }

    /// Who takes part in each of `cases`.
    public static func parties(of cases: [Int64], in db: any Connection) throws -> [Int64: [Int64]] {
        var parties: [Int64: [Int64]] = [:]
        try db.forEach("SELECT DISTINCT case_id, person_id FROM case_party WHERE case_id IN \(list: cases)") {
            parties[$0.int64(0), default: []].append($0.int64(1))
        }
        return parties
    }

    public static func rows(_ ids: [Int64], scope: CaseScope, in db: any Connection) throws -> [CaseRow] {
        try db.fetch(
            """
            SELECT \(columns) FROM case_file c
            WHERE c.id IN \(list: ids) AND \(scope.condition) ORDER BY c.opened_on, c.id
            """, caseRow)
    }
}
