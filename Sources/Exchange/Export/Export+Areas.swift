import Prevention
import SQL
import Store

extension Export {
    /// The assessments of areas: of the source, or those made here. They name nobody.
    func areas() throws {
        let isGiven: SQL =
            name == OwnCases.source ? "(source_id = \(source) OR source_id IS NULL)" : "source_id = \(source)"
        for record in try OwnAreas.records(where: isGiven, in: db) { try writer.write(record) }
    }
}

/// The assessments made here, which no other system has an id for: they go out with their number here.
enum OwnAreas {
    static func number(_ id: Int64) -> String { "OMR-" + String(id) }

    static func records(where condition: SQL, in db: any Connection) throws -> [AreaRecord] {
        let named = try db.fetch(
            "SELECT id, external_id FROM area_assessment WHERE \(condition) ORDER BY id"
        ) { ($0.int64(0), $0.textOrNil(1)) }
        return try named.compactMap { id, externalID in
            try AreaStore.area(id, in: db).map {
                AreaRecord(id: externalID ?? number(id), assessment: $0.assessment)
            }
        }
    }

    /// The assessment of that number, if it was made here, as it would be exported now.
    static func record(numbered number: String, in db: any Connection) throws -> AreaRecord? {
        guard let id = number.split(separator: "-").last.flatMap({ Int64($0) }), self.number(id) == number else {
            return nil
        }
        return try records(where: "id = \(id) AND source_id IS NULL", in: db).first
    }
}
