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
/// and keeps the old and the new values in the change log. A row that this very run has seen is a repeated id. What a column
/// says that the file does not have stays as it is: a file without `protected` protects nobody less.
final class RowTable {
    private let db: any Connection
    private let entity: LedgerEntry.Entity
    private let names: [String]
    /// Whether its rows have a CPR number.
    private let hasNumber: Bool
    /// Works out what is stored besides the values: search keys.
    private let derive: ([SQLValue]) -> [SQLValue]
    private let context: ImportContext
    private let insert: any PreparedStatement
    private let find: any PreparedStatement
    private let seen: any PreparedStatement
    private let old: any PreparedStatement
    private let update: any PreparedStatement
    /// The values of which the file has no column; found with the first row.
    private var absent: [Int]?

    /// - Parameters:
    ///   - names: the columns that carry the values, in the order of the statements.
    ///   - number: whether a CPR number comes with the values. It is stored sealed and as a hash, behind what is derived and,
    ///     in `old`, behind the values; the fingerprint, which would tell it, is taken without it.
    ///   - insert: takes source, external id, the values and what is derived, fingerprint and import; returns the id, or
    ///     nothing on a conflict.
    ///   - find: takes source and external id; gives id, fingerprint and import.
    ///   - seen: takes import and id.
    ///   - old: takes the id; gives the values.
    ///   - update: takes the values and what is derived, fingerprint, import and id.
    init(
        _ db: any Connection, _ entity: LedgerEntry.Entity, names: [String], context: ImportContext,
        number: Bool = false, insert: StaticString, find: StaticString, seen: StaticString, old: StaticString,
        update: StaticString,
        derive: @escaping ([SQLValue]) -> [SQLValue] = { _ in [] }
    ) throws {
        self.db = db
        self.entity = entity
        self.names = names
        hasNumber = number
        self.derive = derive
        self.context = context
        self.insert = try db.prepare(insert)
        self.find = try db.prepare(find)
        self.seen = try db.prepare(seen)
        self.old = try db.prepare(old)
        self.update = try db.prepare(update)
    }

    /// - Parameter number: the ten digits, or nothing.
    func put(
        _ externalID: String, _ values: [SQLValue], number: String = "", of row: CSVRow
    ) throws -> RowOutcome {
        let identity: [SQLValue] = [.integer(context.source), .text(externalID)]
        if try isDeleted(externalID, identity) {
            if kind == .person { context.tombstones.holdBack(externalID, values, number: number) }
            return .unchanged
        }
        let cpr = try SealedCPR(number, keys: context.keys)
        let new = identity + stored(values, cpr, isReal: SealedCPR.isReal(number))
        if let id = try insert.first(new, { $0.int64(0) }) {
            noteChange(id)
            return .inserted
        }
        guard let stored = try find.first(identity, { ($0.int64(0), $0.int64(1), $0.int64(2)) }) else {
            throw DatabaseFailure(.other, detail: "a conflicting row is not there")
        }
        let (id, storedFingerprint, storedImport) = stored
        if storedImport == context.importID {
            throw RowProblem("import.repeated-id", column: row.names[0], value: externalID)
        }
        var values = values
        for (place, value) in try kept(id, absent(in: row), like: values) { values[place] = value }
        let storedCPR = try hasNumber ? self.storedCPR(id) : cpr
        let keepsCPR = row.lacks("cpr") || storedCPR.isOf(number, keys: context.keys)
        if keepsCPR, storedFingerprint == RowTable.fingerprint(values) {
            try seen.run([.integer(context.importID), .integer(id)])
            return .unchanged
        }
        let before = try old.first([.integer(id)]) { row in
            names.indices.map { row.text(Int32($0)) }
        }
        let newCPR = keepsCPR ? storedCPR : cpr
        let isReal = try SealedCPR.isReal(keepsCPR ? SealedCPR.opened(storedCPR.sealed, keys: context.keys) : number)
        try update.run(self.stored(values, newCPR, isReal: isReal) + [.integer(id)])
        try ChangeLog.record(
            entity, id: id, old: json(before ?? [], storedCPR), new: json(values.map(\.plain), newCPR),
            by: context.actor, at: context.startedAt, in: db)
        noteChange(id)
        return .updated
    }

    /// For Socialsøg: an incident, or a birth date.
    private func noteChange(_ id: Int64) {
        if entity == .incident { context.changes.incident(id) } else { context.changes.child(id) }
    }

    /// A person who may have become protected, or no longer be, or whom another record may stand for now: what the cases they take
    /// part in show follows.
    func refresh(_ externalID: String) throws {
        let identity: [SQLValue] = [.integer(context.source), .text(externalID)]
        guard let person = try find.first(identity, { $0.int64(0) }) else { return }
        try IdentityStore.refresh(person, in: db)
        context.changes.person(try IdentityStore.person(of: person, in: db))
        try CaseStore.markPlaces(with: person, in: db)
    }

    private var kind: RetentionClass { entity == .person ? .person : .incident }

    /// What is stored is not asked about: only what is not there may have been deleted.
    private func isDeleted(_ externalID: String, _ identity: [SQLValue]) throws -> Bool {
        guard context.tombstones.hasAny(kind), try find.first(identity, { $0.int64(0) }) == nil else { return false }
        return context.tombstones.leavesOut(externalID, kind)
    }

    /// Stores a row that was left out before.
    func insertHeldBack(_ externalID: String, _ values: [SQLValue], number: String) throws -> Int64 {
        let row =
            [.integer(context.source), .text(externalID)]
            + stored(values, try SealedCPR(number, keys: context.keys), isReal: SealedCPR.isReal(number))
        guard let id = try insert.first(row, { $0.int64(0) }) else {
            throw DatabaseFailure(.other, detail: "a row that was held back is there")
        }
        return id
    }

    private func stored(_ values: [SQLValue], _ cpr: SealedCPR, isReal: Bool) -> [SQLValue] {
        let number: [SQLValue] =
            hasNumber ? [.text(cpr.sealed), .text(cpr.hash), .integer(isReal ? 1 : 0)] : []
        return values + derive(values) + number
            + [.integer(RowTable.fingerprint(values)), .integer(context.importID)]
    }

    private func storedCPR(_ id: Int64) throws -> SealedCPR {
        let place = Int32(names.count)
        let found = try old.first([.integer(id)]) { SealedCPR(sealed: $0.text(place), hash: $0.text(place + 1)) }
        return found ?? SealedCPR(sealed: "", hash: "")
    }

    private static func fingerprint(_ values: [SQLValue]) -> Int64 {
        var fingerprint = Fingerprint()
        for value in values { fingerprint.add(value.plain) }
        return fingerprint.stored
    }

    private func absent(in row: CSVRow) -> [Int] {
        if let absent { return absent }
        let found = names.indices.filter { row.lacks(names[$0]) }
        absent = found
        return found
    }

    /// What is stored in `places`, of the kinds that `values` have.
    private func kept(_ id: Int64, _ places: [Int], like values: [SQLValue]) throws -> [(Int, SQLValue)] {
        if places.isEmpty { return [] }
        return try old.first([.integer(id)]) { row in
            places.map { place in
                let column = Int32(place)
                if row.isNull(column) { return (place, .null) }
                if case .integer = values[place] { return (place, .integer(row.int64(column))) }
                return (
                    place, RowTable.reals.contains(names[place]) ? .real(row.double(column)) : .text(row.text(column))
                )
            }
        } ?? []
    }

    private static let reals: Set<String> = ["latitude", "longitude"]

    /// With the number sealed, as everywhere.
    private func json(_ values: [String], _ cpr: SealedCPR) -> String {
        var fields = Dictionary(uniqueKeysWithValues: zip(names, values))
        if hasNumber { fields["cpr"] = cpr.sealed }
        return JSONText.text(of: fields)
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
