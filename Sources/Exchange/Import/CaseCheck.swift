import Handbook
import Prevention
import SQL
import Store

/// A line of `cases.jsonl` judged by the engine: a path that its programme allows, and no "must never".
struct CaseCheck {
    private let db: any Connection
    private let context: ImportContext
    private let person: any PreparedStatement
    /// Of every area, as they are now: what came with the run is stored before its cases are read.
    private let areas: [AreaAssessment]

    init(_ db: any Connection, _ context: ImportContext) throws {
        self.db = db
        self.context = context
        person = try db.prepare(
            """
            SELECT p.id, p.birth_date, p.sex, CASE WHEN p.protected = 1 THEN p.address ELSE '' END FROM person o
            CROSS JOIN person p ON p.id = COALESCE(o.merged_into, o.id)
            WHERE o.source_id = (SELECT id FROM source WHERE name = ?) AND o.external_id = ?
            """)
        areas = try AreaStore.assessments(in: db)
    }

    /// The case as it will be stored.
    /// - Throws: `RowProblem`: why the line is rejected.
    func file(_ record: CaseRecord) throws -> CaseFile {
        guard let programme = Catalogue.programme(record.programme) else {
            throw RowProblem("import.unknown-programme", column: "programme", value: record.programme)
        }
        let municipality = record.municipality ?? ""
        try MunicipalityCode.check(municipality, column: "municipality")
        let parties = try (record.parties ?? []).map(party)
        if programme.regime == .none, !parties.isEmpty {
            throw RowProblem(Refusal("no-personal-data"), column: "parties", value: "", in: programme)
        }
        let related = try CaseStore.related(
            to: programme, persons: parties.map(\.person), except: nil, in: db)
        let fields = fields(record, programme, municipality)
        func file(_ events: [CaseEvent]) -> CaseFile {
            CaseFile(
                id: 0, programme: programme, municipality: municipality, fields: fields, parties: parties,
                events: events, related: related, areas: programme.looksAtAreas ? areas : [])
        }
        let events = try record.events.map(event)
        if let refusal = try Engine.problem(importing: file(events), law: context.handbook.law) {
            let value = ["value", "to", "stage", "entry"].lazy.compactMap { refusal.arguments[$0] }.first ?? ""
            throw RowProblem(refusal, column: CaseCheck.column(of: refusal), value: value, in: programme)
        }
        return file(CaseCheck.inOrder(events))
    }

    /// Those of the line; how a notice is sent follows from where it goes, and no other system says it.
    private func fields(
        _ record: CaseRecord, _ programme: Programme, _ municipality: String
    ) -> [String: String] {
        var fields = record.fields ?? [:]
        guard programme.goesToAddress, !municipality.isEmpty else { return fields }
        if !context.handbook.ownMunicipalities.contains(municipality) {
            fields["way"] = Programme.secureMail
        } else if fields["way"] == Programme.secureMail {
            fields["way"] = nil
        }
        return fields
    }

    private func party(_ party: CaseRecord.Party) throws -> Party {
        guard let role = Party.Role(rawValue: party.role) else {
            throw RowProblem("import.unknown-role", column: "parties.role", value: party.role)
        }
        let source = party.source ?? context.sourceName
        func find() throws -> Party? {
            try person.first([.text(source), .text(party.person)]) { row in
                Party(
                    person: row.int64(0), role: role, birthDate: row.withUTF8(1) { LocalDate(utf8: $0) },
                    sex: Sex(rawValue: row.text(2)) ?? .unknown, protectedHome: row.text(3),
                    reference: party.person)
            }
        }
        var found = try find()
        if found == nil, source == context.sourceName,
            try context.tombstones.collectAnew(party.person, db, context) != nil
        {
            found = try find()
        }
        guard let found else {
            throw RowProblem("import.unknown-person", column: "parties.person", value: party.person)
        }
        return found
    }

    private func event(_ event: CaseRecord.Event) throws -> CaseEvent {
        guard let at = Instant(event.at) else {
            throw RowProblem("import.not-a-moment", column: "events.at", value: event.at)
        }
        guard let kind = event.kind else { throw RowProblem("import.value-missing", column: "events.stage") }
        return CaseEvent(kind, at: at)
    }

    /// What was given as a date only, on the day of a step before it that has a time, stands at that time: stored events
    /// are read in order of their times.
    private static func inOrder(_ events: [CaseEvent]) -> [CaseEvent] {
        var last: Instant?
        return events.map { event in
            let at = max(event.at, last ?? event.at)
            last = at
            return CaseEvent(event.kind, at: at)
        }
    }

    private static func column(of refusal: Refusal) -> String {
        if let field = refusal.arguments["field"] { return "fields." + field }
        return "events"
    }
}
