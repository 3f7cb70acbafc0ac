public import Prevention
public import SQL

/// An assessment of an area as it is stored.
public struct StoredArea: Sendable, Hashable {
    public let id: Int64
    public let assessment: AreaAssessment
    /// Raised with every change; a form sends back the one it was made from.
    public let revision: Int
    /// Whether another system has delivered it.
    public let isImported: Bool
}

/// The assessments of areas (*vurderinger af utryghedsplagede områder*).
public enum AreaStore {
    static let columns: SQL = """
        a.id, a.name, a.municipality, a.latitude, a.longitude, a.radius, a.reason, a.decided_by, a.valid_from, a.valid_to,
            a.ended_on, a.end_reason, a.revision, a.source_id
        """

    /// - Throws: `DatabaseFailure` where a stored value cannot be read.
    static func area(_ row: Row) throws -> StoredArea {
        guard let centre = Position(latitude: row.double(3), longitude: row.double(4)),
            let from = LocalDate(row.text(8)), let to = LocalDate(row.text(9))
        else { throw DatabaseFailure(.other, detail: "area \(row.int64(0)) cannot be read") }
        let assessment = AreaAssessment(
            name: row.text(1), municipality: row.text(2), centre: centre, radius: row.int(5), reason: row.text(6),
            decidedBy: row.text(7), validFrom: from, validTo: to, endedOn: LocalDate(row.text(10)),
            endReason: row.text(11))
        return StoredArea(
            id: row.int64(0), assessment: assessment, revision: row.int(12), isImported: !row.isNull(13))
    }

    /// All of them, those that end last first.
    public static func areas(in db: any Connection) throws -> [StoredArea] {
        try db.fetch("SELECT \(columns) FROM area_assessment a ORDER BY a.valid_to DESC, a.id DESC", area)
    }

    /// All of them, as guards look at them.
    public static func assessments(in db: any Connection) throws -> [AreaAssessment] {
        try areas(in: db).map(\.assessment)
    }

    public static func area(_ id: Int64, in db: any Connection) throws -> StoredArea? {
        try db.first("SELECT \(columns) FROM area_assessment a WHERE a.id = \(id)", area)
    }

    public static func insert(_ area: AreaAssessment, in db: any Connection) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO area_assessment (source_id, external_id, name, municipality, latitude, longitude, radius, reason,
                decided_by, valid_from, valid_to, ended_on, end_reason, revision, import_id)
            VALUES (NULL, NULL, \(area.name), \(area.municipality), \(area.centre.latitude), \(area.centre.longitude),
                \(area.radius), \(area.reason), \(area.decidedBy), \(area.validFrom.description),
                \(area.validTo.description), '', '', 1, NULL) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new area") }
        return id
    }

    /// Ends one before its time. False if somebody has changed it since `revision`.
    public static func end(
        _ id: Int64, on day: LocalDate, reason: String, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE area_assessment SET ended_on = \(day.description), end_reason = \(reason), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }
}
