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
                try db.execute("UPDATE incident SET day = '2026-03-30' WHERE id = 1")
                try db.execute("UPDATE incident SET type = 'stalking' WHERE id = 1")
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
                try db.execute("UPDATE incident SET same_as = NULL WHERE id = 1")
                try db.execute("UPDATE incident_person SET incident_id = 1 WHERE incident_id = 2")
                #expect(try said(db).first == "1 child-present: stalking 2026-03-30")
            }
        }
    }

    private func person(_ id: Int64, _ db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO person (id, source_id, external_id, given_names, family_name, sex, address, postal_code,
                municipality, protected, fingerprint, import_id)
            VALUES (\(id), 1, \("P\(id)"), '', '', 'U', '', '', '', 0, 0, 0)
            """)
    }

    private func relation(_ carer: Int64, _ child: Int64, _ kind: String, _ db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO relation (source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
            VALUES (1, \(carer), \(child), \(kind), '', 0, '', 0)
            """)
    }

    /// The incidents of the parts that say that whoever took part cares for somebody.
    private func caring(_ db: any Connection) throws -> [Int64] {
        try db.fetch("SELECT incident_id FROM incident_person WHERE cares = 1 ORDER BY incident_id") { $0.int64(0) }
    }

    private func fillFamilies(_ db: any Connection) throws {
        try db.execute("INSERT INTO source (id, name) VALUES (1, 's')")
        for id in Int64(1)...4 {
            try person(id, db)
            try incident(id, "2026-03-29", "violence", sameAs: nil, db)
            try part(in: id, "suspect", db)
        }
        for id in Int64(1)...3 {
            try db.execute("UPDATE incident_person SET person_id = \(id) WHERE incident_id = \(id)")
        }
    }

    @Test(arguments: TestEngine.all)
    func whoeverCaresIsMarkedInAllTheirParts(engine: TestEngine) throws {
        try engine.withStore { database, _ in
            try database.blockingWrite { db in
                try fillFamilies(db)
                for kind in ["sibling", "cohabitant"] { try relation(1, 4, kind, db) }
                #expect(try caring(db) == [])
                try relation(1, 4, "parent", db)
                #expect(try caring(db) == [1])
                // A new part; one that was about somebody else, or about nobody known.
                try db.execute(
                    """
                    INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                    VALUES (2, 'involved', 1, '', 0)
                    """)
                try db.execute("UPDATE incident_person SET person_id = 1 WHERE incident_id = 4")
                #expect(try caring(db) == [1, 2, 4])
                // A relation that becomes one of care, or another's.
                try relation(2, 4, "sibling", db)
                try db.execute("UPDATE relation SET kind = 'caregiver' WHERE person_id = 2")
                #expect(try caring(db) == [1, 2, 2, 4])
                try db.execute("UPDATE relation SET person_id = 3 WHERE person_id = 2")
                #expect(try caring(db) == [1, 2, 3, 4])
                // Moved to somebody who cares for nobody; and nobody cares any more.
                try db.execute("UPDATE incident_person SET person_id = 2 WHERE incident_id = 4")
                #expect(try caring(db) == [1, 2, 3])
                try db.execute("UPDATE relation SET kind = 'sibling' WHERE person_id = 3")
                #expect(try caring(db) == [1, 2])
                try db.execute("DELETE FROM relation WHERE kind = 'parent'")
                #expect(try caring(db) == [])
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func olderPartsOfCarersAreMarked(engine: TestEngine) throws {
        try engine.withDatabase { database, _ in
            try Migrator.migrate(database, keys: .forTests, through: Migration.screenedParts.number - 1)
            try database.blockingWrite { db in
                try fillFamilies(db)
                try relation(1, 4, "sibling", db)
                for carer in Int64(2)...3 { try relation(carer, 4, "caregiver", db) }
            }
            try Migrator.migrate(database, keys: .forTests)
            let marked = try database.blockingRead { db in try self.caring(db) }
            #expect(marked == [2, 3])
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
