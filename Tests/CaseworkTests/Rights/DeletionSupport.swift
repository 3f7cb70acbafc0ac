import Foundation
import Prevention
import SQL
import Store

@testable import Casework

/// Old cases, and the steps of a deletion.
extension TestOffice {
    /// A case of the Youth Crime Board that was screened out at `closed`, and so is kept one year from then.
    @discardableResult
    func screenedOut(_ subject: Int64, closed: String = "2024-01-10T12:00", note: String = "") async throws -> Int64 {
        let id = try await open(
            "ukn", fields: ["offence_date": "2024-01-01", "category": "none"], subject: subject, at: "2024-01-02")
        try await change(
            id, revision: 1, .move(to: "screened-out", at: Instant(closed), fields: [:], note: note))
        return id
    }

    func incident(_ externalID: String, day: String, persons: [Int64], summary: String = "") throws -> Int64 {
        try database.blockingWrite { db in
            let at = Instant(day + "T12:00") ?? TestOffice.start
            let id =
                try db.insert(
                    """
                    INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                        fingerprint, import_id)
                    VALUES (1, \(externalID), \(at.milliseconds), \(day), 'violence', '259', 'Torvet 2', \(summary), 7, 0)
                    RETURNING id
                    """) ?? 0
            for person in persons {
                try db.execute(
                    """
                    INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                    VALUES (\(id), 'involved', \(person), '', 0)
                    """)
            }
            return id
        }
    }

    func relation(_ person: Int64, _ kind: Relation.Kind, of other: Int64) throws {
        try database.blockingWrite { db in
            _ = try db.execute(
                """
                INSERT INTO relation (source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
                VALUES (1, \(person), \(other), \(kind.rawValue), '', 0, '', 0)
                """)
        }
    }

    /// The newest of each kind stays: somebody and something newer than what a test deletes.
    func newer() async throws {
        let person = try person("newest")
        _ = try incident("newest", day: "2026-02-01", persons: [person])
        _ = try await open(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "none"], subject: person, at: "2026-02-10")
    }

    func retention(_ role: Role = .secretariat, _ name: String? = nil) throws -> Authorized<Acts.ManageRetention> {
        let actor = TestOffice.actor(role)
        return try Policy.authorize(
            Actor(
                name: name ?? actor.name, displayName: "Test", authority: "police", roles: actor.roles, kind: .police,
                area: .district), Acts.ManageRetention.self)
    }

    func propose(asOf: String? = nil) async throws -> Int64 {
        try await ProposeDeletion(asOf: asOf.flatMap { LocalDate($0) })(retention(), in: office)
    }

    func approve(_ id: Int64, as role: Role = .leader) async throws {
        let count = try await ReadDeletion(id)(retention(role), in: office).count
        try await DecideDeletion(id, .approve(count: count))(retention(role), in: office)
    }

    /// Proposes, approves and runs.
    @discardableResult
    func delete() async throws -> DeletionPage {
        let id = try await propose()
        try await approve(id)
        try await RunDeletion(id)(retention(), in: office)
        return try await ReadDeletion(id)(retention(), in: office)
    }

    func count(_ sql: SQL) throws -> Int {
        try database.blockingRead { try $0.count(sql) }
    }
}
