import Prevention
import SQL
import Store

/// What of a source has been deleted here and must not come back with the next delivery (retshåndhævelsesloven § 4). A case or
/// an incident stays away. A person is held back, and collected anew when an incident or a case that is not deleted names
/// them.
final class Tombstones {
    private let source: Int64
    private let keys: KeyRing
    private let hashes: [RetentionClass: Set<String>]
    /// Rows of `persons.csv` that were held back, as they would be stored, by the source's id.
    private var persons: [String: Held] = [:]
    /// Who has been collected anew for the row that is being taken, by row id.
    private var collected: [(id: Int64, externalID: String, row: Held)] = []
    /// Rows that were left out.
    private(set) var count = 0

    init(of source: Int64, keys: KeyRing, in db: any Connection) throws {
        self.source = source
        self.keys = keys
        hashes = try TombstoneStore.all(of: source, in: db)
    }

    func hasAny(_ kind: RetentionClass) -> Bool { hashes[kind] != nil }

    /// Whether the row is one of something deleted, and so is left out. Where nothing has been, nothing is hashed.
    func leavesOut(_ externalID: String, _ kind: RetentionClass) -> Bool {
        guard let known = hashes[kind],
            TombstoneStore.hashes(of: externalID, kind, source: source, keys: keys).contains(where: known.contains)
        else { return false }
        count += 1
        return true
    }

    private struct Held {
        let values: [SQLValue]
        /// The ten digits, or nothing.
        let number: String
    }

    func holdBack(_ externalID: String, _ values: [SQLValue], number: String) {
        persons[externalID] = Held(values: values, number: number)
    }

    /// The row id of somebody who was held back and is needed now; `nil` where nobody of that id was.
    func collectAnew(_ externalID: String, _ db: any Connection, _ context: ImportContext) throws -> Int64? {
        guard let row = persons.removeValue(forKey: externalID) else { return nil }
        let id = try PersonRows(db, context).insert(externalID, row.values, number: row.number)
        try TombstoneStore.lift(externalID, .person, source: source, keys: keys, in: db)
        collected.append((id, externalID, row))
        return id
    }

    /// Takes a row that may need somebody; where it is rejected, whoever was collected for it goes again.
    func keepingOnly<Value>(
        _ db: any Connection, _ context: ImportContext, _ take: () throws -> Value
    ) throws -> Value {
        collected = []
        do {
            return try take()
        } catch {
            let deletion = Deletion(
                keys: keys, ledger: context.ledger, by: context.actor, at: context.startedAt,
                noting: context.changes)
            for person in collected {
                try deletion.deletePerson(person.id, in: db)
                persons[person.externalID] = person.row
            }
            throw error
        }
    }
}
