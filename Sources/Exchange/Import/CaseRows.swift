import Handbook
import Prevention
import SQL
import Store

/// `cases.jsonl` into the register.
final class CaseRows {
    private let db: any Connection
    private let context: ImportContext
    private let check: CaseCheck
    private let insert: any PreparedStatement
    private let find: any PreparedStatement
    private let seen: any PreparedStatement
    private let update: any PreparedStatement
    private let insertSealed: any PreparedStatement
    private let insertParty: any PreparedStatement
    private let markPlace: any PreparedStatement
    private let insertEvent: any PreparedStatement
    /// Keys that the format does not know.
    private(set) var unknownKeys: Set<String> = []

    init(_ db: any Connection, _ context: ImportContext) throws {
        self.db = db
        self.context = context
        check = try CaseCheck(db, context)
        insert = try db.prepare(
            """
            INSERT INTO case_file (source_id, external_id, programme, municipality, stage, is_open, opened_on, stage_on,
                due_at, due_clock, owner, fields, revision, handled_here, fingerprint, import_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, 1, 0, ?, ?) RETURNING id
            """)
        // Sealed cases have ids of their own, below zero.
        insertSealed = try db.prepare(
            """
            INSERT INTO case_file (id, source_id, external_id, programme, municipality, stage, is_open, opened_on,
                stage_on, due_at, due_clock, owner, fields, revision, handled_here, fingerprint, import_id)
            VALUES ((SELECT COALESCE(MIN(id), 0) - 1 FROM case_file WHERE id < 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, 1, 0, ?,
                ?) RETURNING id
            """)
        find = try db.prepare(
            """
            SELECT id, fingerprint, import_id, handled_here, programme, municipality, fields FROM case_file
            WHERE source_id = ? AND external_id = ?
            """)
        seen = try db.prepare("UPDATE case_file SET import_id = ? WHERE id = ?")
        update = try db.prepare(
            """
            UPDATE case_file SET programme = ?, municipality = ?, stage = ?, is_open = ?, opened_on = ?, stage_on = ?,
                due_at = ?, due_clock = ?, fields = ?, fingerprint = ?, import_id = ?, revision = revision + 1 WHERE id = ?
            """)
        insertParty = try db.prepare(
            """
            INSERT INTO case_party (case_id, person_id, said_of, role, at)
            SELECT ?, COALESCE(merged_into, id), CASE WHEN merged_into IS NULL THEN 0 ELSE id END, ?, ? FROM person
            WHERE source_id = (SELECT id FROM source WHERE name = ?) AND external_id = ? ON CONFLICT DO NOTHING
            """)
        markPlace = try db.prepare(
            """
            UPDATE case_file SET hides_place = 1 - hides_place
            WHERE id = ? AND hides_place <> CASE WHEN EXISTS (SELECT 1 FROM case_party y
                JOIN person p ON p.id = y.person_id WHERE y.case_id = case_file.id AND p.protected = 1) THEN 1 ELSE 0 END
            """)
        insertEvent = try db.prepare(
            """
            INSERT INTO case_event (case_id, kind, code, at, day_only, note, fields, actor, recorded_at)
            VALUES (?, ?, ?, ?, ?, '', ?, ?, ?)
            """)
    }

    func take(_ line: String) throws -> RowOutcome {
        let line = try CaseLineReading.read(line)
        unknownKeys.formUnion(line.unknownKeys)
        do {
            return try context.tombstones.keepingOnly(db, context) { try store(line.record) }
        } catch let missing as LawBook.MissingRule {
            throw RowProblem("import.no-law", column: "events", value: missing.day.description, ["detail": missing.id])
        }
    }

    /// A line that says what is stored already is not judged again: neither the day nor what else the register now holds may
    /// turn what was taken in into a rejected line.
    private func store(_ record: CaseRecord) throws -> RowOutcome {
        guard !record.id.isEmpty else { throw RowProblem("import.value-missing", column: "id") }
        if context.sourceName == OwnCases.source,
            let own = try OwnCases.record(numbered: record.id, source: context.source, in: db)
        {
            var said = record
            said.restriction = own.restriction
            guard own == said else { throw RowProblem("import.handled-here", column: "id", value: record.id) }
            return .unchanged
        }
        let fingerprint = CaseRows.fingerprint(record, fields: JSONText.text(of: record.fields ?? [:]))
        let identity: [SQLValue] = [.integer(context.source), .text(record.id)]
        let stored = try find.first(identity, Stored.init)
        if let stored {
            if stored.importID == context.importID {
                throw RowProblem("import.repeated-id", column: "id", value: record.id)
            }
            if stored.fingerprint == fingerprint {
                try seen.run([.integer(context.importID), .integer(stored.id)])
                return .unchanged
            }
            if stored.isHandledHere { throw RowProblem("import.handled-here", column: "id", value: record.id) }
        }
        if stored == nil, context.tombstones.leavesOut(record.id, .caseFile) { return .unchanged }
        let file = try check.file(record)
        let fields = JSONText.text(of: file.fields)
        let standing = try CaseStanding(file, now: context.startedAt, law: context.handbook.law)
        let values: [SQLValue] = [
            .text(file.programme.code), .text(file.municipality), .text(standing.stage.code),
            .integer(standing.isOpen ? 1 : 0), .text(standing.openedOn.description),
            .text(standing.stageOn.description), standing.dueAt.map { .integer($0.milliseconds) } ?? .null,
            .text(standing.dueClock), .text(fields),
            .integer(fingerprint), .integer(context.importID),
        ]
        if let stored {
            try replace(stored, by: file, record, values: values, fields: fields)
            return .updated
        }
        let insert = file.programme.isSealed ? insertSealed : insert
        guard let id = try insert.first(identity + values, { $0.int64(0) }) else {
            throw DatabaseFailure(.other, detail: "no id for a new case")
        }
        try addParts(file, record, to: id)
        return .inserted
    }

    /// What is stored under a line's id.
    private struct Stored {
        let id: Int64
        let fingerprint: Int64
        let importID: Int64
        let isHandledHere: Bool
        /// Programme, municipality, fields.
        let head: [String]

        init(_ row: Row) {
            id = row.int64(0)
            fingerprint = row.int64(1)
            importID = row.int64(2)
            isHandledHere = row.bool(3)
            head = [row.text(4), row.text(5), row.text(6)]
        }
    }

    private static func fingerprint(_ record: CaseRecord, fields: String) -> Int64 {
        var fingerprint = Fingerprint()
        fingerprint.add(record.programme)
        fingerprint.add(record.municipality ?? "")
        fingerprint.add(fields)
        fingerprint.add(String(record.parties?.count ?? 0))
        for party in record.parties ?? [] {
            fingerprint.add(party.person)
            fingerprint.add(party.role)
            if let source = party.source { fingerprint.add(source) }
        }
        for event in record.events {
            fingerprint.add(event.stage ?? "")
            fingerprint.add(event.at)
            if let entry = event.entry {
                fingerprint.add(entry)
                fingerprint.add(JSONText.text(of: event.fields ?? [:]))
            }
        }
        return fingerprint.stored
    }

    /// Puts a changed line in the place of what it said before, which the change log keeps.
    private func replace(
        _ stored: Stored, by file: CaseFile, _ record: CaseRecord, values: [SQLValue], fields: String
    ) throws {
        let before = try said(of: stored.id, head: stored.head)
        try update.run(values + [.integer(stored.id)])
        try db.execute("DELETE FROM case_party WHERE case_id = \(stored.id)")
        try db.execute("DELETE FROM case_event WHERE case_id = \(stored.id)")
        try addParts(file, record, to: stored.id)
        let head = [file.programme.code, file.municipality, fields]
        try ChangeLog.record(
            .caseFile, id: stored.id, old: before, new: try said(of: stored.id, head: head), by: context.actor,
            at: context.startedAt, in: db)
    }

    /// All that is stored of a case, for the change log: a line that replaces another must not lose what that one said.
    private func said(of id: Int64, head: [String]) throws -> String {
        let parties = try db.fetch(
            """
            SELECT role, CASE WHEN said_of <> 0 THEN said_of ELSE person_id END FROM case_party
            WHERE case_id = \(id) ORDER BY 1, 2
            """
        ) { $0.text(0) + " " + $0.text(1) }
        let events = try db.fetch("SELECT code, at, fields FROM case_event WHERE case_id = \(id) ORDER BY id") {
            $0.text(0) + " " + Instant(milliseconds: $0.int64(1)).description
                + ($0.text(2) == "{}" ? "" : " " + $0.text(2))
        }
        return try JSONText.encode([
            "programme": head[0], "municipality": head[1], "fields": head[2],
            "parties": parties.joined(separator: ", "), "events": events.joined(separator: ", "),
        ])
    }

    private func addParts(_ file: CaseFile, _ record: CaseRecord, to id: Int64) throws {
        for party in record.parties ?? [] {
            try insertParty.run([
                // What a source says by its own id is not asked about when a merge is undone.
                .integer(id), .text(party.role), .integer(0),
                .text(party.source ?? context.sourceName), .text(party.person),
            ])
        }
        try markPlace.run([.integer(id)])
        for (event, text) in zip(file.events, record.events) {
            let kind = text.entry == nil ? "entered" : "recorded"
            try insertEvent.run([
                .integer(id), .text(kind), .text(text.entry ?? text.stage ?? ""), .integer(event.at.milliseconds),
                .integer(text.at.utf8.count == 10 ? 1 : 0), .text(JSONText.text(of: text.fields ?? [:])),
                .text(context.actor.name),
                .integer(context.startedAt.milliseconds),
            ])
        }
    }
}
