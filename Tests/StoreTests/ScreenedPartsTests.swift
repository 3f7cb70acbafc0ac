import SQL
import TestSupport
import Testing

@testable import Store

/// A part in an incident says what the incident says.
@Suite struct ScreenedPartsTests {
    private static let copy = "(of a duplicate)"

    private func incident(_ id: Int64, _ day: String, _ type: String, sameAs: String?, _ db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO incident (id, source_id, external_id, occurred_at, day, type, municipality, place, summary,
                same_as, fingerprint, import_id)
            VALUES (\(id), 1, \("I\(id)"), 0, \(day), \(type), '', '', '', \(sameAs), 0, 0)
            """)
    }

    private func part(in incident: Int64, _ role: String, _ db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO incident_person (incident_id, role, described, import_id)
            VALUES (\(incident), \(role), '', 0)
            """)
    }

    /// By incident and role.
    private func said(_ db: any Connection) throws -> [String] {
        try db.fetch(
            "SELECT incident_id, role, screened_type, screened_day FROM incident_person ORDER BY incident_id, role"
        ) { row in
            let type = row.text(2).isEmpty ? ScreenedPartsTests.copy : row.text(2)
            return "\(row.int64(0)) \(row.text(1)): \(type) \(row.text(3))"
        }
    }

    @Test(arguments: TestEngine.all)
    func aPartFollowsItsIncidentAlone(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            try database.blockingWrite { db in
                try db.execute("INSERT INTO source (id, name) VALUES (1, 's')")
                try incident(1, "2026-03-29", "violence", sameAs: nil, db)
                try incident(2, "2024-02-29", "threats", sameAs: "I1", db)
                for role in ["suspect", "witness"] { try part(in: 1, role, db) }
                try part(in: 2, "child-present", db)
                #expect(
                    try said(db) == [
                        "1 suspect: violence 2026-03-29", "1 witness: violence 2026-03-29",
                        "2 child-present: \(ScreenedPartsTests.copy) 2024-02-29",
                    ])
                try db.execute("UPDATE incident SET day = '2026-03-30', type = 'stalking' WHERE id = 1")
                try db.execute("UPDATE incident SET same_as = NULL WHERE id = 2")
                #expect(
                    try said(db) == [
                        "1 suspect: stalking 2026-03-30", "1 witness: stalking 2026-03-30",
                        "2 child-present: threats 2024-02-29",
                    ])
                try db.execute("UPDATE incident SET same_as = 'nowhere' WHERE id = 1")
                #expect(try said(db).first == "1 suspect: \(ScreenedPartsTests.copy) 2026-03-30")
                // What a part says is the incident's, whatever becomes of the part.
                try db.execute("UPDATE incident_person SET held = 1 WHERE incident_id = 2")
                #expect(try said(db).last == "2 child-present: threats 2024-02-29")
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func olderPartsAreToldWhatTheirIncidentsSay(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            try Migrator.migrate(database, keys: .forTests, through: Migration.screenedParts.number - 1)
            try database.blockingWrite { db in
                try db.execute("INSERT INTO source (id, name) VALUES (1, 's')")
                try incident(1, "2026-03-29", "violence", sameAs: nil, db)
                try incident(2, "2026-03-30", "theft", sameAs: "I1", db)
                for id in Int64(1)...2 { try part(in: id, "suspect", db) }
            }
            #expect(try Migrator.migrate(database, keys: .forTests).first == "screened-parts")
            let lines = try database.blockingRead { db in try self.said(db) }
            #expect(
                lines == ["1 suspect: violence 2026-03-29", "2 suspect: \(ScreenedPartsTests.copy) 2026-03-30"])
        }
    }
}
