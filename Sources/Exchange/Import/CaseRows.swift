import Foundation
import Handbook
import Prevention
import SQL
import Store

/// `cases.jsonl` into the register, each line checked by the engine: a path that its programme allows, and no "must never".
struct CaseRows {
    private let db: any Connection
    private let context: ImportContext
    private let person: any PreparedStatement
    private let insert: any PreparedStatement
    private let find: any PreparedStatement
    private let seen: any PreparedStatement
    private let update: any PreparedStatement
    private let insertParty: any PreparedStatement
    private let insertEvent: any PreparedStatement

    init(_ db: any Connection, _ context: ImportContext) throws {
        self.db = db
        self.context = context
        person = try db.prepare("SELECT id, birth_date, sex FROM person WHERE source_id = ? AND external_id = ?")
        insert = try db.prepare(
            """
            INSERT INTO case_file (source_id, external_id, programme, municipality, stage, is_open, opened_on, stage_on,
                due_on, owner, fields, revision, handled_here, fingerprint, import_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, 1, 0, ?, ?) ON CONFLICT DO NOTHING RETURNING id
            """)
        find = try db.prepare(
            """
            SELECT id, fingerprint, import_id, handled_here, stage, fields FROM case_file
            WHERE source_id = ? AND external_id = ?
            """)
        seen = try db.prepare("UPDATE case_file SET import_id = ? WHERE id = ?")
        update = try db.prepare(
            """
            UPDATE case_file SET programme = ?, municipality = ?, stage = ?, is_open = ?, opened_on = ?, stage_on = ?,
                due_on = ?, fields = ?, fingerprint = ?, import_id = ?, revision = revision + 1 WHERE id = ?
            """)
        insertParty = try db.prepare(
            "INSERT INTO case_party (case_id, person_id, role) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        insertEvent = try db.prepare(
            """
            INSERT INTO case_event (case_id, kind, code, at, day_only, note, actor, recorded_at)
            VALUES (?, 'entered', ?, ?, ?, '', ?, ?)
            """)
    }

    func take(_ line: String) throws -> RowOutcome {
        let record = try CaseLineReading.record(line)
        let file = try check(record)
        let fields = try JSONText.encode(file.fields)
        var fingerprint = Fingerprint()
        fingerprint.add(record.programme)
        fingerprint.add(file.municipality)
        fingerprint.add(fields)
        for party in record.parties ?? [] {
            fingerprint.add(party.person)
            fingerprint.add(party.role)
        }
        for event in record.events {
            fingerprint.add(event.stage)
            fingerprint.add(event.at)
        }
        let standing = try CaseStanding(file, now: context.startedAt, law: context.handbook.law)
        let identity: [SQLValue] = [.integer(context.source), .text(record.id)]
        let values: [SQLValue] = [
            .text(file.programme.code), .text(file.municipality), .text(standing.stage.code),
            .integer(standing.isOpen ? 1 : 0), .text(standing.openedOn.description),
            .text(standing.stageOn.description), standing.dueOn.map { .text($0.description) } ?? .null, .text(fields),
            .integer(fingerprint.stored), .integer(context.importID),
        ]
        if let id = try insert.first(identity + values, { $0.int64(0) }) {
            try addParts(file, record, to: id)
            return .inserted
        }
        return try merge(file, record, identity: identity, values: values, fingerprint: fingerprint.stored)
    }

    /// Compares with what is stored under the same id.
    private func merge(
        _ file: CaseFile, _ record: CaseRecord, identity: [SQLValue], values: [SQLValue], fingerprint: Int64
    ) throws -> RowOutcome {
        let stored = try find.first(identity) { row in
            (
                id: row.int64(0), fingerprint: row.int64(1), importID: row.int64(2), isHandledHere: row.bool(3),
                summary: row.text(4) + " " + row.text(5)
            )
        }
        guard let stored else { throw DatabaseFailure(.other, detail: "a conflicting case is not there") }
        if stored.importID == context.importID {
            throw RowProblem("import.repeated-id", column: "id", value: record.id)
        }
        if stored.fingerprint == fingerprint {
            try seen.run([.integer(context.importID), .integer(stored.id)])
            return .unchanged
        }
        if stored.isHandledHere {
            throw RowProblem("import.handled-here", column: "id", value: record.id)
        }
        try update.run(values + [.integer(stored.id)])
        try db.execute("DELETE FROM case_party WHERE case_id = \(stored.id)")
        try db.execute("DELETE FROM case_event WHERE case_id = \(stored.id)")
        try addParts(file, record, to: stored.id)
        try ChangeLog.record(
            .caseFile, id: stored.id, old: stored.summary, new: values[2].plain + " " + values[7].plain,
            by: context.actor, at: context.startedAt, in: db)
        return .updated
    }

    private func addParts(_ file: CaseFile, _ record: CaseRecord, to id: Int64) throws {
        for party in file.parties {
            try insertParty.run([.integer(id), .integer(party.person), .text(party.role.rawValue)])
        }
        for (event, text) in zip(file.events, record.events) {
            try insertEvent.run([
                .integer(id), .text(text.stage), .integer(event.at.milliseconds),
                .integer(text.at.utf8.count == 10 ? 1 : 0), .text(context.actor.name),
                .integer(context.startedAt.milliseconds),
            ])
        }
    }

    /// The case as the engine sees it, or why the line is rejected.
    private func check(_ record: CaseRecord) throws -> CaseFile {
        guard !record.id.isEmpty else { throw RowProblem("import.value-missing", column: "id") }
        guard let programme = Catalogue.programme(record.programme) else {
            throw RowProblem("import.unknown-programme", column: "programme", value: record.programme)
        }
        let municipality = record.municipality ?? ""
        guard municipality.isEmpty || (municipality.utf8.count == 3 && Int(municipality) != nil) else {
            throw RowProblem("import.not-a-municipality", column: "municipality", value: municipality)
        }
        var parties: [Party] = []
        for party in record.parties ?? [] {
            guard let role = Party.Role(rawValue: party.role) else {
                throw RowProblem("import.unknown-role", column: "parties.role", value: party.role)
            }
            let found = try person.first([.integer(context.source), .text(party.person)]) { row in
                Party(
                    person: row.int64(0), role: role, birthDate: row.withUTF8(1) { LocalDate(utf8: $0) },
                    sex: Sex(rawValue: row.text(2)) ?? .unknown)
            }
            guard let found else {
                throw RowProblem("import.unknown-person", column: "parties.person", value: party.person)
            }
            parties.append(found)
        }
        if programme.regime == .none, !parties.isEmpty {
            throw RowProblem(Refusal("no-personal-data"), column: "parties", value: "", in: programme)
        }
        var events: [CaseEvent] = []
        for event in record.events {
            guard let at = Instant(event.at) else {
                throw RowProblem("import.not-a-moment", column: "events.at", value: event.at)
            }
            events.append(CaseEvent(.entered(Stage(event.stage)), at: at))
        }
        let file = CaseFile(
            id: 0, programme: programme, municipality: municipality, fields: record.fields ?? [:], parties: parties,
            events: events)
        if let refusal = try Engine.problem(importing: file, law: context.handbook.law) {
            throw RowProblem(
                refusal, column: CaseRows.column(of: refusal), value: refusal.arguments["to"] ?? "", in: programme)
        }
        return file
    }

    private static func column(of refusal: Refusal) -> String {
        if let field = refusal.arguments["field"] { return "fields." + field }
        return "events"
    }
}

/// JSON of one line.
enum CaseLineReading {
    static func record(_ line: String) throws -> CaseRecord {
        do {
            return try JSONDecoder().decode(CaseRecord.self, from: Data(line.utf8))
        } catch DecodingError.keyNotFound(let key, let context) {
            throw RowProblem("import.value-missing", column: path(context.codingPath + [key]))
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            throw RowProblem("import.not-a-text", column: path(context.codingPath))
        } catch {
            throw RowProblem("import.not-json", column: "")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.filter { $0.intValue == nil }.map(\.stringValue).joined(separator: ".")
    }
}
