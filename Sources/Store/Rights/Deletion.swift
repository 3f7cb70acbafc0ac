import Foundation
public import Prevention
public import SQL

/// Takes records out of the register with everything that belongs to them. What a source has delivered leaves a tombstone.
public struct Deletion {
    private let keys: KeyRing
    private let ledger: Ledger
    private let actor: Actor
    private let at: Instant
    private let changes: ScreeningChanges

    /// - Parameters:
    ///   - ledger: in which the words about what goes are deleted as well.
    ///   - actor: who deletes.
    ///   - changes: where what Socialsøg looks at is noted; the caller settles it.
    public init(
        keys: KeyRing, ledger: Ledger, by actor: Actor, at: Instant, noting changes: ScreeningChanges = .init()
    ) {
        self.keys = keys
        self.ledger = ledger
        self.actor = actor
        self.at = at
        self.changes = changes
    }

    /// A case: events, parties, fields, ties, tasks, notes, documents, what was changed, taken back and added. A decision on a
    /// hit that had led to it stays with the hit.
    public func deleteCase(_ id: Int64, in db: any Connection) throws {
        let origin = try db.first(
            "SELECT source_id, external_id, programme, opened_on FROM case_file WHERE id = \(id)"
        ) { row in
            (
                source: row.int64OrNil(0), externalID: row.text(1), programme: row.text(2),
                openedOn: LocalDate(row.text(3))
            )
        }
        guard let origin else { return }
        if let source = origin.source {
            try TombstoneStore.set(origin.externalID, .caseFile, source: source, keys: keys, in: db)
        } else if let openedOn = origin.openedOn {
            // As it is exported, and so might be imported again.
            let number = CaseNumber.text(programme: origin.programme, openedOn: openedOn, id: id)
            let source = try ImportStore.source(named: CaseNumber.ownSource, in: db)
            try TombstoneStore.set(number, .caseFile, source: source, keys: keys, in: db)
        }
        try LoggedWords.forget(persons: [], cases: [id], in: ledger, by: actor, at: at, in: db)
        try LearningStore.keepOutcomes(ofCase: id, in: db)
        try db.execute("UPDATE hit_decision SET case_id = NULL WHERE case_id = \(id)")
        // An item about it goes on without it.
        try db.execute("UPDATE forum_item SET case_id = NULL WHERE case_id = \(id)")
        try db.execute("DELETE FROM case_event WHERE case_id = \(id)")
        try db.execute("DELETE FROM case_party WHERE case_id = \(id)")
        try db.execute("DELETE FROM case_relation WHERE from_id = \(id) OR to_id = \(id)")
        try db.execute("DELETE FROM case_incident WHERE case_id = \(id)")
        try db.execute("DELETE FROM case_task WHERE case_id = \(id)")
        try db.execute("DELETE FROM case_note WHERE case_id = \(id)")
        try db.execute("DELETE FROM case_undone WHERE case_id = \(id)")
        try db.execute("DELETE FROM escalation WHERE case_id = \(id)")
        try db.execute("DELETE FROM notice_sending WHERE case_id = \(id)")
        try db.execute("DELETE FROM notice_follower WHERE case_id = \(id)")
        try db.execute("DELETE FROM suggestion_decision WHERE case_id = \(id)")
        try BulkStore.forget(case: id, in: db)
        try DocumentStore.deleteAll(of: id, in: db)
        try deleteBeside("case", id, in: db)
        try db.execute("DELETE FROM case_file WHERE id = \(id)")
    }

    /// A hit with what was decided, put off and asked about it. What figures count of them stays, naming nobody.
    public func deleteHit(_ id: Int64, in db: any Connection) throws {
        try LearningStore.forget(hit: id, in: db)
        try BeforeMerge.forget(hit: id, in: db)
        try deleteBeside("hit", id, in: db)
        try HitStore.delete(id, in: db)
    }

    /// An incident with who took part in it.
    public func deleteIncident(_ id: Int64, in db: any Connection) throws {
        guard let origin = try db.first("SELECT source_id, external_id FROM incident WHERE id = \(id)", origin) else {
            return
        }
        try TombstoneStore.set(origin.externalID, .incident, source: origin.source, keys: keys, in: db)
        try changes.incidentGoes(id, in: db)
        try db.execute("DELETE FROM incident_person WHERE incident_id = \(id)")
        try db.execute("DELETE FROM case_incident WHERE incident_id = \(id)")
        try db.execute("DELETE FROM suggestion_decision WHERE incident_id = \(id)")
        try deleteBeside("incident", id, in: db)
        try db.execute("DELETE FROM incident WHERE id = \(id)")
    }

    /// Somebody who is in nothing, with relations and requests, and with all records that are the same person.
    public func deletePerson(_ id: Int64, in db: any Connection) throws {
        let id = try IdentityStore.person(of: id, in: db)
        let records = try IdentityStore.records(of: id, in: db)
        let origins = try db.fetch("SELECT source_id, external_id FROM person WHERE id IN \(list: records)", origin)
        guard !origins.isEmpty else { return }
        for origin in origins {
            try TombstoneStore.set(origin.externalID, .person, source: origin.source, keys: keys, in: db)
        }
        try LoggedWords.forget(persons: records, cases: [], in: ledger, by: actor, at: at, in: db)
        // An account may say who somebody is in the register, so that they do not look up their own family.
        try db.execute("UPDATE account SET person_id = NULL, said_of = 0 WHERE person_id = \(id)")
        try db.execute("DELETE FROM protection_need WHERE person_id = \(id)")
        try db.execute("DELETE FROM hit_lapsed WHERE person_id = \(id)")
        try db.execute("DELETE FROM suggestion_decision WHERE person_id = \(id)")
        try NotNowStore.delete(id, in: db)
        try changes.personGoes(id, in: db)
        try db.execute("DELETE FROM relation WHERE person_id = \(id)")
        try db.execute("DELETE FROM relation WHERE related_id = \(id)")
        try db.execute(
            """
            DELETE FROM access_restriction
            WHERE request_id IN (SELECT id FROM access_request WHERE person_id = \(id))
            """)
        try db.execute("DELETE FROM access_request WHERE person_id = \(id)")
        // An item whose text is deleted already.
        try db.execute("UPDATE forum_item SET person_id = NULL, said_of = 0 WHERE person_id = \(id)")
        for record in records { try deleteBeside("person", record, in: db) }
        try deleteIdentities(of: records, in: db)
        try db.execute("DELETE FROM person WHERE id IN \(list: records.filter { $0 != id })")
        try db.execute("DELETE FROM person WHERE id = \(id)")
    }

    /// What was said of who they are and are not. Others who were held to be one of them, perhaps, are so no longer: their
    /// parts in incidents count.
    private func deleteIdentities(of records: [Int64], in db: any Connection) throws {
        let found = try MatchStore.doubts(about: records, in: db)
        let doubts = found.map(\.id)
        let held = Set(found.filter { $0.origin == .import }.map(\.person)).subtracting(records).sorted()
        try LoggedWords.forget(identities: records, doubts: doubts, in: ledger, by: actor, at: at, in: db)
        try db.execute("DELETE FROM match_decision WHERE doubt_id IN \(list: doubts)")
        try db.execute("DELETE FROM match_doubt WHERE id IN \(list: doubts)")
        try db.execute("DELETE FROM person_split WHERE a_id IN \(list: records) OR b_id IN \(list: records)")
        let merges = try IdentityStore.merges(touching: records, in: db).map(\.id)
        // Another split may name a merge that goes.
        try db.execute("UPDATE person_split SET merge_id = NULL WHERE merge_id IN \(list: merges)")
        try BeforeMerge.forget(merges, in: db)
        try db.execute("DELETE FROM person_merge WHERE id IN \(list: merges)")
        let stillHeld = try MatchStore.areHeld(held, in: db)
        for record in held where !stillHeld.contains(record) {
            try IncidentStore.hold(false, partsOf: record, in: db)
            changes.person(try IdentityStore.person(of: record, in: db))
        }
    }

    /// Takes the file with rejected rows away, then forgets where it was: a file that is forgotten first is found by nobody.
    ///
    /// - Throws: where it is there and cannot be taken away.
    public func deleteRejects(of run: Int64, in db: any Connection) throws {
        let path = try ImportStore.run(run, in: db)?.rejectsPath ?? ""
        if !path.isEmpty, FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
        try db.execute("UPDATE import_run SET rejects_path = '' WHERE id = \(run)")
    }

    private func origin(_ row: Row) -> (source: Int64, externalID: String) {
        (row.int64(0), row.text(1))
    }

    /// What says something about a record by its row id.
    private func deleteBeside(_ entity: String, _ id: Int64, in db: any Connection) throws {
        try db.execute("DELETE FROM change WHERE entity = \(entity) AND entity_id = \(id)")
        try db.execute("DELETE FROM addendum WHERE entity = \(entity) AND entity_id = \(id)")
        try db.execute("DELETE FROM legal_hold WHERE entity = \(entity) AND entity_id = \(id)")
    }
}
