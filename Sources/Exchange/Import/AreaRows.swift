import Handbook
import Prevention
import SQL
import Store

/// `areas.csv` into the register: the assessments by which imported area bans are judged.
///
/// Identity is (source, id). A later run updates what has changed and keeps the old values in the change log; one made here
/// that comes back under the name of this system must be as it was exported.
struct AreaRows: CSVTarget {
    static let columns: [(name: String, isRequired: Bool)] = [
        ("area_id", true), ("name", true), ("municipality", true), ("latitude", true), ("longitude", true),
        ("radius", true), ("reason", true), ("decided_by", true), ("valid_from", true), ("valid_to", true),
        ("ended_on", false), ("end_reason", false),
    ]

    private let db: any Connection
    private let context: ImportContext

    init(_ db: any Connection, _ context: ImportContext) {
        self.db = db
        self.context = context
    }

    func take(_ row: CSVRow) throws -> RowOutcome {
        let id = try row.required(0)
        let area = try assessment(row)
        if context.sourceName == OwnCases.source, let own = try OwnAreas.record(numbered: id, in: db) {
            guard own.assessment == area else { throw RowProblem("import.handled-here", column: "area_id", value: id) }
            return .unchanged
        }
        let stored = try db.first(
            "SELECT id, import_id FROM area_assessment WHERE source_id = \(context.source) AND external_id = \(id)"
        ) { ($0.int64(0), $0.int64(1)) }
        guard let (number, run) = stored, let before = try AreaStore.area(number, in: db)?.assessment else {
            try insert(id, area)
            return .inserted
        }
        guard run != context.importID else { throw RowProblem("import.repeated-id", column: "area_id", value: id) }
        try update(number, area)
        if before == area { return .unchanged }
        try ChangeLog.record(
            .area, id: number, old: AreaRows.said(before), new: AreaRows.said(area), by: context.actor,
            at: context.startedAt, in: db)
        return .updated
    }

    private func assessment(_ row: CSVRow) throws -> AreaAssessment {
        guard let latitude = try row.number(3, in: -90...90), let longitude = try row.number(4, in: -180...180),
            let centre = Position(latitude: latitude, longitude: longitude)
        else {
            throw RowProblem("import.not-in-denmark", column: "latitude", value: try row.text(3) + "," + row.text(4))
        }
        guard let from = try row.date(8) else { throw RowProblem("import.value-missing", column: "valid_from") }
        guard let to = try row.date(9) else { throw RowProblem("import.value-missing", column: "valid_to") }
        let radius = try row.required(5)
        let area = AreaAssessment(
            name: try row.required(1), municipality: try row.municipality(2), centre: centre,
            radius: Int(radius) ?? 0, reason: try row.required(6), decidedBy: try row.required(7), validFrom: from,
            validTo: to, endedOn: try row.date(10), endReason: try row.text(11))
        let problems: [Refusal]
        do {
            problems = try area.problems(law: context.handbook.law)
        } catch {
            throw RowProblem("import.no-law", column: "valid_from", value: from.description, ["detail": error.id])
        }
        if let wrong = problems.first {
            throw RowProblem(
                wrong, column: AreaRows.column(of: wrong), value: wrong.code == "area.radius" ? radius : "")
        }
        return area
    }

    private static func column(of refusal: Refusal) -> String {
        switch refusal.code {
        case "area.radius": return "radius"
        case "area.end-outside": return "ended_on"
        case "area.end-reason": return "end_reason"
        default: return "valid_to"
        }
    }

    private func insert(_ id: String, _ area: AreaAssessment) throws {
        try db.execute(
            """
            INSERT INTO area_assessment (source_id, external_id, name, municipality, latitude, longitude, radius, reason,
                decided_by, valid_from, valid_to, ended_on, end_reason, revision, import_id)
            VALUES (\(context.source), \(id), \(area.name), \(area.municipality), \(area.centre.latitude),
                \(area.centre.longitude), \(area.radius), \(area.reason), \(area.decidedBy),
                \(area.validFrom.description), \(area.validTo.description), \(area.endedOn?.description ?? ""),
                \(area.endReason), 1, \(context.importID))
            """)
    }

    private func update(_ id: Int64, _ area: AreaAssessment) throws {
        try db.execute(
            """
            UPDATE area_assessment SET name = \(area.name), municipality = \(area.municipality),
                latitude = \(area.centre.latitude), longitude = \(area.centre.longitude), radius = \(area.radius),
                reason = \(area.reason), decided_by = \(area.decidedBy), valid_from = \(area.validFrom.description),
                valid_to = \(area.validTo.description), ended_on = \(area.endedOn?.description ?? ""),
                end_reason = \(area.endReason), revision = revision + 1, import_id = \(context.importID)
            WHERE id = \(id)
            """)
    }

    private static func said(_ area: AreaAssessment) -> String {
        JSONText.text(of: [
            "name": area.name, "municipality": area.municipality, "position": area.centre.description,
            "radius": String(area.radius), "reason": area.reason, "decided_by": area.decidedBy,
            "valid_from": area.validFrom.description, "valid_to": area.validTo.description,
            "ended_on": area.endedOn?.description ?? "", "end_reason": area.endReason,
        ])
    }
}
