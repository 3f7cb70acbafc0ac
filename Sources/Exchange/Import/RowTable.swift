import Prevention
import SQL
import Store

/// What an import did with one row.
enum RowOutcome {
    case inserted, updated, unchanged
}

/// One of the tables whose rows have an id of their own in their source: persons and incidents.
///
/// Identity is (source, id). The first import inserts; a later one compares fingerprints, and where they differ it updates
/// and keeps the old and the new values in the change log. A row that this very run has seen is a repeated id.
final class RowTable {
    private let db: any Connection
    private let entity: AuditLog.Entity
    private let names: [String]
    private let context: ImportContext
    private let insert: any PreparedStatement
    private let find: any PreparedStatement
    private let seen: any PreparedStatement
    private let old: any PreparedStatement
    private let update: any PreparedStatement

    /// - Parameters:
    ///   - names: the columns that carry the values, in the order of the statements.
    ///   - insert: takes source, external id, the values, fingerprint and import; returns the id, or nothing on a conflict.
    ///   - find: takes source and external id; gives id, fingerprint and import.
    ///   - seen: takes import and id.
    ///   - old: takes the id; gives the values.
    ///   - update: takes the values, fingerprint, import and id.
    init(
        _ db: any Connection, _ entity: AuditLog.Entity, names: [String], context: ImportContext, insert: StaticString,
        find: StaticString, seen: StaticString, old: StaticString, update: StaticString
    ) throws {
        self.db = db
        self.entity = entity
        self.names = names
        self.context = context
        self.insert = try db.prepare(insert)
        self.find = try db.prepare(find)
        self.seen = try db.prepare(seen)
        self.old = try db.prepare(old)
        self.update = try db.prepare(update)
    }

    func put(_ externalID: String, _ values: [SQLValue], idColumn: String) throws -> RowOutcome {
        var fingerprint = Fingerprint()
        for value in values { fingerprint.add(value.plain) }
        let identity: [SQLValue] = [.integer(context.source), .text(externalID)]
        let tail: [SQLValue] = [.integer(fingerprint.stored), .integer(context.importID)]
        if try insert.first(identity + values + tail, { $0.int64(0) }) != nil { return .inserted }
        guard let stored = try find.first(identity, { ($0.int64(0), $0.int64(1), $0.int64(2)) }) else {
            throw DatabaseFailure(.other, detail: "a conflicting row is not there")
        }
        let (id, storedFingerprint, storedImport) = stored
        if storedImport == context.importID {
            throw RowProblem("import.repeated-id", column: idColumn, value: externalID)
        }
        if storedFingerprint == fingerprint.stored {
            try seen.run([.integer(context.importID), .integer(id)])
            return .unchanged
        }
        let before = try old.first([.integer(id)]) { row in
            names.indices.map { row.text(Int32($0)) }
        }
        try update.run(values + tail + [.integer(id)])
        try ChangeLog.record(
            entity, id: id, old: try json(before ?? []), new: try json(values.map(\.plain)), by: context.actor,
            at: context.startedAt, in: db)
        return .updated
    }

    private func json(_ values: [String]) throws -> String {
        try JSONText.encode(Dictionary(uniqueKeysWithValues: zip(names, values)))
    }
}

extension SQLValue {
    /// As text, for fingerprints and the change log.
    var plain: String {
        switch self {
        case .null: return ""
        case .integer(let number): return String(number)
        case .real(let number): return String(number)
        case .text(let text): return text
        }
    }
}
