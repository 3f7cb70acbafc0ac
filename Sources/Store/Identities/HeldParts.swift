public import Prevention
public import SQL

/// Somebody's part in an incident, and whether it waits for somebody to say who it is.
public struct StoredPart: Sendable, Hashable {
    public let incident: Int64
    public let person: Int64
    public let role: IncidentRole
    public let isHeld: Bool
}

extension IncidentStore {
    /// The parts of `persons`, held ones with them; of the newest incidents, at most `limit`.
    public static func parts(of persons: [Int64], limit: Int, in db: any Connection) throws -> [StoredPart] {
        try db.fetch(
            """
            SELECT ip.incident_id, ip.person_id, ip.role, ip.held FROM incident_person ip
            JOIN incident i ON i.id = ip.incident_id WHERE ip.person_id IN \(list: persons)
            ORDER BY i.day DESC, i.external_id, ip.id LIMIT \(limit)
            """
        ) { row in
            StoredPart(
                incident: row.int64(0), person: row.int64(1), role: IncidentRole(rawValue: row.text(2)) ?? .witness,
                isHeld: row.bool(3))
        }
    }

    /// Holds the parts that are said of a record, or lets them count.
    public static func hold(_ isHeld: Bool, partsOf record: Int64, in db: any Connection) throws {
        // The conditions name the indexes.
        try db.execute(
            "UPDATE incident_person SET held = \(isHeld) WHERE said_of <> 0 AND said_of = \(record)")
        try db.execute(
            "UPDATE incident_person SET held = \(isHeld) WHERE person_id = \(record) AND said_of = 0")
    }

    /// Row ids of all parts that are held: few, along an index of their own. Who reads many parts along an index without this
    /// mark, but with the row id that every index holds, leaves these out. Incident, person and role do not tell two parts
    /// apart: of two records of one person, one part may be held and the other certain.
    static func heldParts(in db: any Connection) throws -> Set<Int64> {
        Set(try db.fetch("SELECT id FROM incident_person WHERE held = 1") { $0.int64(0) })
    }
}
